"""What comes after a follow-up: whether one is asked for, and which is suggested."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.clock import local_day
from pipeline_tui.domain.planned import planned_step, same_again, still_planned
from pipeline_tui.domain.quickadd import Step
from pipeline_tui.domain.retry import MAIL_AFTER
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_agenda, reads_steps, upkeep
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.domain.workdays import WorkCalendar
    from pipeline_tui.store.connection import Connection


def asks_next(desk: Desk, followup_id: int) -> bool:
    """Whether finishing this follow-up leaves its deal without a compulsory next step."""
    with explained(desk.file):
        place = reads_steps.standing(desk.reader, followup_id)
        if place is None or not place.required or place.others:
            return False
    return comes_again(desk, followup_id) is None


def comes_again(desk: Desk, followup_id: int) -> Step | None:
    """The next occurrence of a recurring follow-up, as finishing it today would book it."""
    today = desk.clock.today()
    with explained(desk.file):
        found = reads_agenda.followup(desk.reader, followup_id, today)
        if found is None:
            return None
        day = next_occurrence(found.repeat, found.due, today, upkeep.calendar(desk.reader))
        kind = kind_of_series(desk.reader, followup_id, found.kind, found.attempts)
        time = reads_steps.time_of_series(desk.reader, followup_id)
    return None if day is None else Step(kind, found.text, day, time, found.repeat)


def suggested_next(desk: Desk, followup_id: int) -> Step:
    """What an empty line books after this follow-up; NotFound if there is none.

    The first step its stage plans that was not done in this stay, else the same kind and
    words on the next working day.
    """
    with explained(desk.file):
        found = reads_agenda.followup(desk.reader, followup_id, desk.clock.today())
        if found is None:
            raise NotFound(_("There is no follow-up {number}").format(number=followup_id))
        calendar = upkeep.calendar(desk.reader)
        again = same_again(found.kind, found.text, desk.clock.today(), calendar)
        return suggestion_after(desk.reader, followup_id, again, desk.clock.today(), calendar)


def suggestion_after(
    conn: Connection, followup_id: int, again: Step, today: date, calendar: WorkCalendar
) -> Step:
    """What the stage still plans, else `again`; inside a step, too, before it is finished."""
    place = reads_steps.standing(conn, followup_id)
    planned = None if place is None else still_planned(place.planned, place.kinds)
    if place is None or planned is None:
        return again
    return planned_step(planned, local_day(place.entered_at), today, calendar)


def kind_of_series(conn: Connection, followup_id: int, kind: str, attempts: int) -> str:
    """The kind a recurring follow-up comes again as: not the mail that attempts made of it."""
    if attempts < MAIL_AFTER:
        return kind
    return reads_steps.first_tried(conn, followup_id) or kind


def next_occurrence(rule: str, due: date, today: date, calendar: WorkCalendar) -> date | None:
    """The day a recurring follow-up comes next when it is finished today; None if it does not.

    Days that have passed since are not made up for. A rule that this program cannot read
    ends: the follow-up must be possible to finish.
    """
    if not rule:
        return None
    from pipeline_tui.domain.recurrence import following

    with suppress(InputError):
        return following(rule, due, max(due, today), calendar=calendar)
    return None
