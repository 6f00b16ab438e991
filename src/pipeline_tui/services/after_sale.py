"""What follows a sale: what is offered when a deal is won, and how it is begun."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.after_sale import AfterSale, CareChoice, choices
from pipeline_tui.domain.dates import When, parse_when
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date
from pipeline_tui.services.booking import book
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.linking import add_next
from pipeline_tui.store import reads_closing, reads_shared, upkeep
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.store.tables import DealRow
    from pipeline_tui.store.writes import Work

_RENEWAL = "in 12 months"
_FOLLOW_ON = "in 3 months"


class Sale(NamedTuple):
    """What is offered for a deal that is won."""

    name: str
    choices: tuple[CareChoice, ...]
    """The stages after the sale, the last is staying in Won."""
    renewal: date
    follow_on: date
    recurring: bool
    """It earns every month or year: a renewal is expected."""


def offered(desk: Desk, deal_id: int) -> Sale:
    """What is offered when this deal is won; InputError when it is closed already."""
    today = desk.clock.today()
    with explained(desk.file):
        found = reads_closing.closing(desk.reader, [deal_id])
        if not found:
            raise NotFound(_("There is no deal {number}").format(number=deal_id))
        stages = reads_shared.stages(desk.reader)
        care = reads_closing.care_stages(desk.reader)
        calendar = upkeep.calendar(desk.reader)
    deal = found[0]
    if deal.stage_kind in ("won", "care"):
        raise InputError(_("{deal} is won already").format(deal=deal.name))
    if deal.stage_kind == "lost":
        raise InputError(_("{deal} is closed; reopen it first").format(deal=deal.name))
    won = next((stage.name for stage in stages if stage.kind == "won"), "")
    day = {
        phrase: calendar.add(parse_when(phrase, today, calendar=calendar).day, 0)
        for phrase in (_RENEWAL, _FOLLOW_ON)
    }
    return Sale(
        deal.name,
        tuple(choices(care, won, today, calendar)),
        day[_RENEWAL],
        day[_FOLLOW_ON],
        deal.recurring,
    )


def choice_named(sale: Sale, text: str) -> CareChoice:
    """The stage after the sale that is named by the beginning of its name; '' for the first.

    NotFound when there is no such stage, or none at all.
    """
    from pipeline_tui.domain.quickadd import match_stage

    care = {choice.name: choice for choice in sale.choices if choice.stage_id is not None}
    if not care:
        raise NotFound(
            _("The process has no stage after the sale"),
            kept=_("Nothing was changed"),
            todo=_("Close it without one"),
        )
    return care[match_stage(text, list(care))] if text else next(iter(care.values()))


def read_day(desk: Desk, phrase: str) -> When:
    """The day on which something follows a sale; InputError for one that has passed."""
    today = desk.clock.today()
    with explained(desk.file):
        calendar = upkeep.calendar(desk.reader)
    when = parse_when(phrase, today, calendar=calendar)
    if when.day < today:
        raise InputError(
            _("{day} does not lie ahead").format(day=full_date(when.day)),
            todo=_("Name a later day, for example +12m or 15.1."),
        )
    return when


def begin(work: Work, deal: DealRow, after: AfterSale) -> list[int]:
    """Go into the stage after the sale, book its steps, add the linked deals; their numbers."""
    if after.stage_id is not None:
        stage = work.stage(after.stage_id)
        if stage.kind != "care":
            raise InputError(
                _("{stage} is no stage after the sale").format(stage=stage.name),
                kept=_("Nothing was changed"),
            )
        work.enter(deal, stage)
    for step in after.steps:
        book(work, deal, step)
    linked = (("renewal", after.renewal), ("follow_on", after.follow_on))
    return [add_next(work, deal, link, day) for link, day in linked if day is not None]
