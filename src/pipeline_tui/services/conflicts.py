"""The error when somebody saved something else while this was being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.errors import Conflict
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.store.tables import DealRow
    from pipeline_tui.store.writes import Work


def overtaken(work: Work, deal: DealRow | None, what: str, *, mine: str, theirs: str) -> Conflict:
    """Both versions: the one that was to be saved, and the one that stands there now."""
    return Conflict(
        what,
        mine=mine,
        theirs=theirs,
        where="" if deal is None else work.name(deal),
        kept=_("Nothing was overwritten"),
        todo=_("Look at both and save the one you want"),
    )
