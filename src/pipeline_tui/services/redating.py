"""Giving a deal a new date: a ghost is brought back, another deal's next step is moved.

Source: process.md, "Re-dating a ghost cancels the old step, books the new one and resets the
postponements".
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.dates import When, parse_when
from pipeline_tui.domain.step_record import Step
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date
from pipeline_tui.services.booking import (
    book,
    is_ghost,
    is_postponement,
    postpone,
    put_day,
    redate,
    refuse_closed,
    series_of,
    suggested_step,
)
from pipeline_tui.store import reads_deal, upkeep
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.domain.workdays import WorkCalendar
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.tables import DealRow, FollowupRow
    from pipeline_tui.store.writes import Work

AT_ONCE = (".", ",", "-")
"""The keys that re-date at once; `days_at_once` says to which days."""


def redate_deal(desk: Desk, deal_id: int, phrase: str) -> int:
    """Give a deal a new date in the words of its next step, else a call; the follow-up's number.

    On a ghost the old step and whatever else is overdue is cancelled, a new one booked, and the
    postponements begin anew. Else the next step is moved, by the rule for postponements.
    InputError for what names no day, for one gone by, and for a closed deal.
    """
    with desk.writer.step("deal.redate") as work:
        deal = work.deal(deal_id)
        refuse_closed(work, deal)
        when = _day_ahead(phrase, work.today, work.calendar)
        following = work.open_followups(deal_id)
        work.describe(deal=work.name(deal), day=when.day.isoformat())
        if is_ghost(work, deal):
            return _bring_back(work, deal, following, when)
        if not following:
            return book(work, deal, _call(work, deal, when))
        first = following[0]
        if is_postponement(work, first, when.day):
            postpone(work, deal, first)
        put_day(work, first, when.day, when.time or first.time)
        work.edit(deal, unreviewed=0)
        return first.id or 0


def days_at_once(desk: Desk) -> tuple[date, ...]:
    """Where the keys of AT_ONCE lead: the next working day, the third, the one in a week."""
    with explained(desk.file):
        calendar = upkeep.calendar(desk.reader)
    today = desk.clock.today()
    week = calendar.add(date.fromordinal(today.toordinal() + 7), 0)
    return calendar.next(today), calendar.add(today, 3), week


def offered_words(desk: Desk, deal_id: int) -> str:
    """The words of the step that a new date books; NotFound if there is no such deal."""
    with explained(desk.file):
        deal = reads_deal.deal(desk.reader, deal_id, desk.clock.today())
        calendar = upkeep.calendar(desk.reader)
    if deal is None:
        raise NotFound(_("There is no deal {number}").format(number=deal_id))
    if deal.next is not None and deal.next.text:
        return deal.next.text
    return suggested_step(deal.contact or "", desk.clock.today(), calendar).text


def check_redate(desk: Desk, phrase: str) -> When:
    """The day meant; InputError when `redate_deal` would refuse it."""
    with explained(desk.file):
        calendar = upkeep.calendar(desk.reader)
    return _day_ahead(phrase, desk.clock.today(), calendar)


def _bring_back(work: Work, deal: DealRow, following: list[FollowupRow], when: When) -> int:
    """Cancel what is overdue, and the next step, whenever it was due; book it anew."""
    if not following:
        return redate(work, deal, (), _call(work, deal, when))
    first, *others = following
    late = [one for one in others if one.due < work.today.isoformat()]
    step = Step(first.kind, first.text, when.day, when.time or first.time or None, first.repeat)
    return redate(work, deal, [first, *late], step, series_of(first))


def _call(work: Work, deal: DealRow, when: When) -> Step:
    """What is booked where no step gives the words: a call."""
    contact = work.contact_of(deal)
    step = suggested_step(contact.name if contact else "", work.today, work.calendar)
    return step._replace(day=when.day, time=when.time)


def _day_ahead(phrase: str, today: date, calendar: WorkCalendar) -> When:
    when = parse_when(phrase, today, calendar=calendar)
    if when.day < today:
        raise InputError(
            _("{day} does not lie ahead").format(day=full_date(when.day)),
            kept=_("Nothing was changed"),
            todo=_("Name a later day, for example +3m or 15.1."),
        )
    return when
