"""Parking: a deal rests until a day on which one gets back in touch.

Source: process.md, stage "Parked"; "Ghosts are closed, parked or re-dated".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline_tui.domain.dates import When, parse_when
from pipeline_tui.domain.quickadd_steps import Step, parse_step
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date
from pipeline_tui.services.booking import (
    PARKABLE,
    TALKS,
    book,
    is_ghost,
    is_postponement,
    postpone,
)
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.moving import place
from pipeline_tui.store import reads_deal, reads_shared, upkeep
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.workdays import WorkCalendar
    from pipeline_tui.store.tables import DealRow, StageRow
    from pipeline_tui.store.writes import Work

_REST = "in 3 months"
"""How long a deal rests where no day was given."""


def park(desk: Desk, deal_ids: Iterable[int], phrase: str) -> list[int]:
    """Park deals until a day in one undo step; the numbers of the follow-ups booked on it.

    `phrase` is a date, perhaps with a text before it: "ask about the grant 15.1.". Open
    follow-ups are cancelled. One that is parked already gets another day, by the rule for
    postponements. InputError for a day that does not lie ahead, and for a deal that is won
    or lost; NotFound when the process has no stage for it. All of them are parked, or none.
    """
    chosen = list(dict.fromkeys(deal_ids))
    with desk.writer.step("deal.park") as work:
        return park_in(work, chosen, _read(phrase, work.today, work.calendar))


def park_in(work: Work, chosen: list[int], step: Step) -> list[int]:
    """The part of `park` inside its step."""
    parked = next((stage for stage in work.stages() if stage.kind == "parked"), None)
    if parked is None:
        raise _no_stage()
    deals = [work.deal(number) for number in chosen]
    for deal in deals:
        _refuse(work.name(deal), work.stage(deal.stage_id).kind)
    booked = [_park(work, deal, parked, step) for deal in reversed(deals)]
    names = ", ".join(work.name(deal) for deal in deals)
    work.describe(deal=names, day=step.day.isoformat(), count=str(len(deals)))
    return booked[::-1]


def rest_day(today: date, calendar: WorkCalendar) -> date:
    """The day to come back where none was given: in three months, on a working day."""
    return calendar.add(parse_when(_REST, today, calendar=calendar).day, 0)


def suggested_return(desk: Desk, deal_ids: Iterable[int]) -> Step:
    """What is offered when these are to be parked: in three months, on a working day.

    InputError when one of them cannot be parked, NotFound when there is no stage for it.
    """
    today = desk.clock.today()
    with explained(desk.file):
        if all(stage.kind != "parked" for stage in reads_shared.stages(desk.reader)):
            raise _no_stage()
        found = [reads_deal.deal(desk.reader, number, today) for number in deal_ids]
        calendar = upkeep.calendar(desk.reader)
    deals = [deal for deal in found if deal is not None]
    for deal in deals:
        _refuse(f"{deal.company} · {deal.title}" if deal.company else deal.title, deal.stage_kind)
    contacts = {deal.contact or "" for deal in deals}
    day = rest_day(today, calendar)
    return Step("call", _words(contacts.pop() if len(contacts) == 1 else ""), day, None)


def check_park(desk: Desk, line: str, offered: Step) -> Step:
    """The follow-up that would be booked; InputError when `park` would refuse the line.

    An empty line takes what is `offered`, a date alone its words.
    """
    if not clean(line):
        return offered
    with explained(desk.file):
        calendar = upkeep.calendar(desk.reader)
    step = _read(line, desk.clock.today(), calendar)
    return step if step.text else step._replace(text=offered.text)


def return_step(phrase: str, today: date, calendar: WorkCalendar, contact: str) -> Step:
    """The follow-up on the day one comes back: a date, perhaps with a text before it.

    InputError for a day that does not lie ahead.
    """
    step = _read(phrase, today, calendar)
    return step if step.text else step._replace(text=_words(contact))


def _park(work: Work, deal: DealRow, parked: StageRow, step: Step) -> int:
    following = work.open_followups(deal.id or 0)
    again = work.stage(deal.stage_id).kind == "parked"
    if is_ghost(work, deal):
        work.edit(deal, postponements=0, stalled_on=None)
    elif again and following and is_postponement(work, following[0], step.day):
        postpone(work, deal, following[0])
    for followup in following:
        work.close_followup(followup, "cancelled", followup.outcome)
    if not again:
        place(work, deal, parked)
    contact = work.contact_of(deal)
    text = step.text or _words(contact.name if contact else "")
    return book(work, deal, step._replace(text=text))


def _read(line: str, today: date, calendar: WorkCalendar) -> Step:
    """Day and words to come back with; no words where nothing but a date was typed."""
    alone = _date_alone(line, today, calendar)
    step = Step("call", "", *alone) if alone else parse_step(line, today, calendar=calendar)
    if step.day <= today:
        raise InputError(
            _("{day} does not lie ahead").format(day=full_date(step.day)),
            kept=_("Nothing was parked"),
            todo=_("Name a later day, for example +3m or 15.1."),
        )
    return step if step.kind in TALKS else step._replace(kind="call")


def _date_alone(line: str, today: date, calendar: WorkCalendar) -> When | None:
    """The date, if that is all there is; InputError for an empty line."""
    try:
        return parse_when(line, today, calendar=calendar)
    except InputError:
        if not clean(line):
            raise
        return None


def _words(contact: str) -> str:
    """What a date alone stands for, in the language spoken."""
    if contact:
        return _("get back in touch with {contact}").format(contact=contact)
    return _("get back in touch")


def _refuse(name: str, kind: str) -> None:
    """Only what is not decided yet can rest."""
    if kind in CLOSED_KINDS:
        raise InputError(
            _("{deal} is closed and cannot be parked").format(deal=name),
            kept=_("Nothing was parked"),
            todo=_("Reopen it first"),
        )
    if kind not in PARKABLE:
        raise InputError(
            _("{deal} is sold and cannot be parked").format(deal=name),
            kept=_("Nothing was parked"),
            todo=_("Set its next step to a later day instead"),
        )


def _no_stage() -> NotFound:
    return NotFound(
        _("The process has no stage for parked deals"),
        kept=_("Nothing was parked"),
        todo=_("Add one, for example with: pipeline-tui stage add NAME --kind parked"),
    )
