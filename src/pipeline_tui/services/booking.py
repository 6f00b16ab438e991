"""What the use cases on follow-ups share: reading, booking and moving one, and its rules.

Source: process.md, "Next step, states and ghosts".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.state import CLOSED_KINDS, POSTPONEMENTS
from pipeline_tui.domain.step_record import Step
from pipeline_tui.domain.steps import NO_DEAL
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipeline_tui.domain.workdays import WorkCalendar
    from pipeline_tui.store.tables import DealRow, FollowupRow
    from pipeline_tui.store.writes import Work

TALKS = ("call", "mail", "meeting")
"""Kinds an attempt to reach somebody can be of; other follow-ups are tried by phone."""

PARKABLE = ("open", "parked")
"""Kinds of stages whose deals can be parked."""


class Series(NamedTuple):
    """What stays the same from one occurrence of a recurring follow-up to the next."""

    number: int | None
    """That of its first follow-up; None where this one will be the first."""
    time: str
    """HH:MM, or '' for none."""


def read_step(work: Work, line: str) -> Step:
    """A step with its date, which may have gone by; a line whose date cannot be read is refused."""
    from pipeline_tui.domain.quickadd_steps import parse_step

    return parse_step(line, work.today, calendar=work.calendar)


def read_new_step(work: Work, line: str) -> Step:
    """The same for a follow-up that is booked: its day must not have gone by."""
    step = read_step(work, line)
    refuse_gone_by(step.day, work.today)
    return step


def refuse_gone_by(day: date, today: date, *, stands: str = "") -> None:
    """Raise InputError for a day before today, which may be a year mistyped.

    Not for the one on which the follow-up stands already: an overdue one can be edited.
    Imports do without this, since what they bring may be overdue.
    """
    if day < today and day.isoformat() != stands:
        raise InputError(
            _("{day} does not lie ahead").format(day=full_date(day)),
            kept=_("Nothing was changed"),
            todo=_("Name a later day, for example +3m or 15.1."),
        )


def suggested_step(contact: str, today: date, calendar: WorkCalendar) -> Step:
    """What is offered where no next step was given: a call on the next working day."""
    text = _("call {contact}").format(contact=contact) if contact else _("call")
    return Step("call", text, calendar.next(today), None)


def book(work: Work, deal: DealRow | None, step: Step, series: Series | None = None) -> int:
    """Book a follow-up, the next one of a series if that is named; its number."""
    number, time = series or Series(None, step.time or "")
    row = work.add_followup(
        None if deal is None else deal.id,
        step.kind,
        step.text,
        step.day,
        step.time or "",
        repeat=step.repeat,
        repeat_time=time if step.repeat else "",
        series=number,
    )
    if deal is not None:
        work.edit(deal, unreviewed=0)
    return row


def series_of(followup: FollowupRow) -> Series:
    """The series a follow-up belongs to."""
    first = followup.id if followup.repeat else None
    return Series(followup.series or first, followup.repeat_time)


def edited_time(followup: FollowupRow, step: Step) -> str:
    """The time of the series when a follow-up becomes another step.

    A line says the time of the series, unless it only repeats where this one was moved to.
    """
    if (step.repeat, step.time or "") == (followup.repeat, followup.time):
        return followup.repeat_time
    return step.time or "" if step.repeat else ""


def put_day(
    work: Work, followup: FollowupRow, day: date, time: str, *, promised: bool = False
) -> None:
    """Move a follow-up; another day is no longer the one the customer asked for."""
    kept = followup.promised and followup.due == day.isoformat()
    work.edit(followup, due=day, time=time, promised=int(promised or kept))


def needs_step(work: Work, deal: DealRow) -> bool:
    """Whether a compulsory next step is missing."""
    stage = work.stage(deal.stage_id)
    asked = bool(stage.step_required) and stage.kind not in CLOSED_KINDS
    return asked and not work.open_followups(deal.id or 0)


def redate(
    work: Work,
    deal: DealRow,
    old: Iterable[FollowupRow],
    step: Step,
    series: Series | None = None,
) -> int:
    """Bring a ghost back: the old step is cancelled, a new one booked, postponements reset.

    The new one goes on with the series of the old one; `series` where its time stays as it was.
    """
    for followup in old:
        work.close_followup(followup, "cancelled")
        series = series or Series(series_of(followup).number, edited_time(followup, step))
    work.edit(deal, postponements=0, stalled_on=None)
    return book(work, deal, step, series)


def is_postponement(work: Work, followup: FollowupRow, day: date) -> bool:
    """Only a follow-up already due, moved to another day (not: another hour, or ahead of time)."""
    return followup.due <= work.today.isoformat() and followup.due != day.isoformat()


def postpone(work: Work, deal: DealRow | None, followup: FollowupRow) -> None:
    """Count a postponement; the third since the last contact evidence makes a ghost."""
    work.edit(followup, postponed=followup.postponed + 1)
    if deal is None:
        return
    work.edit(deal, postponements=deal.postponements + 1)
    if deal.postponements >= POSTPONEMENTS and deal.stalled_on is None:
        work.edit(deal, stalled_on=work.today)


def is_ghost(work: Work, deal: DealRow) -> bool:
    """Whether a deal is a ghost today."""
    return deal.ghost_on is not None and deal.ghost_on <= work.today.isoformat()


def reached(work: Work, deal: DealRow, followup: FollowupRow, kind: str, text: str) -> None:
    """Keep the contact evidence and start the clocks anew."""
    work.add_activity(deal, kind, text, reached=True, followup_id=followup.id)
    work.reached(deal)


def talk(followup: FollowupRow) -> str:
    """How somebody was, or was to be, spoken to."""
    return followup.kind if followup.kind in TALKS else "call"


def open_one(work: Work, followup_id: int) -> FollowupRow:
    """A follow-up that is open; InputError if it is closed, NotFound if there is none."""
    followup = work.followup(followup_id)
    if followup.state != "open":
        raise InputError(
            _("This follow-up is closed already: {text}").format(text=followup.text),
            kept=_("Nothing was changed"),
        )
    return followup


def deal_of(work: Work, followup: FollowupRow) -> DealRow | None:
    """The deal of a follow-up, if it has one."""
    return None if followup.deal_id is None else work.deal(followup.deal_id)


def name_of(work: Work, deal: DealRow | None) -> str:
    """How a step of the history names the deal."""
    return NO_DEAL if deal is None else work.name(deal)


def refuse_closed(work: Work, deal: DealRow) -> None:
    """Won and lost deals have no next step."""
    if work.stage(deal.stage_id).kind in CLOSED_KINDS:
        raise closed(work.name(deal))


def closed(name: str) -> InputError:
    """The error when a step is wanted for a won or lost deal."""
    return InputError(
        _("{deal} is closed and has no next step").format(deal=name),
        kept=_("Nothing was booked"),
        todo=_("Reopen it first"),
    )
