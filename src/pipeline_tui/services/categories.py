"""Use cases on the forecast category of deals (metrics.md, "Forecast category")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline_tui.domain.category import BEST, COMMIT, Forecasted
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.editing import put, refuse_overwriting
from pipeline_tui.services.fields import Reading, read
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


def asked(desk: Desk, deal_ids: Iterable[int]) -> list[Forecasted]:
    """The deals whose category can be chosen; InputError when all of them are closed."""
    from pipeline_tui.store import reads_category

    with explained(desk.file):
        found = reads_category.forecasted(desk.reader, deal_ids, desk.clock.today())
    if not found:
        raise InputError(
            _("What is won or lost is in no forecast"),
            kept=_("Nothing was changed"),
            todo=_("Reopen it first"),
        )
    return found


def set_category(
    desk: Desk,
    deal_ids: Iterable[int],
    category: str,
    *,
    seen: Mapping[int, str] | None = None,
) -> int:
    """Give deals a category in one undo step; how many of them stay best case.

    Of several deals those that were moved on with criteria open become best case where commit
    is asked for; a single one is refused (process.md, the gate). `seen` are the categories as
    they were read: Conflict, and nothing is changed, for one that is another now.
    """
    chosen = list(dict.fromkeys(deal_ids))
    with desk.writer.step("deal.category") as work:
        held = 0
        names = []
        for number in chosen:
            deal = work.deal(number)
            names.append(work.name(deal))
            value = read("category", category, Reading(work.today, deal.currency))
            if value == COMMIT and deal.overridden and len(chosen) > 1:
                value, held = BEST, held + 1
            there = None if seen is None else seen.get(number)
            if there is not None:
                refuse_overwriting(work, deal, "category", category, value, there)
            put(work, deal, "category", value)
        work.describe(deal=", ".join(names), category=category, count=str(len(chosen)))
        return held
