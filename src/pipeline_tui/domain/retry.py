"""When to try again after a customer was not reached: process.md, "Not reached"."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.workdays import WorkCalendar

LAST_ATTEMPT = 5
"""After this many attempts nothing is booked any more: close or park."""

MAIL_AFTER = 4
"""After this attempt a mail is written instead."""

NOON = "12:00"
MORNING = "09:00"
AFTERNOON = "14:00"

_LATER = {2: 1, 3: 3}
"""Working days until the next attempt, after the second and the third."""


class Retry(NamedTuple):
    """The next attempt: kind, day, and time of day (HH:MM) or None."""

    kind: str
    day: date
    time: str | None


def is_last_attempt(attempts: int) -> bool:
    """Whether nothing is booked after so many attempts."""
    return attempts >= LAST_ATTEMPT


def retry_after(
    attempts: int, kind: str, time: str, today: date, now: str, calendar: WorkCalendar
) -> Retry:
    """What to book after so many attempts (1 to 4).

    `time` is the time of day the attempt was planned for, '' for none: then the time it is,
    `now`, tells which half of the day has been tried.
    """
    if attempts >= MAIL_AFTER:
        return Retry("mail", calendar.next(today), None)
    if attempts in _LATER:
        return Retry(kind, calendar.add(today, _LATER[attempts]), time or None)
    morning_tried = (time or now) < NOON
    if morning_tried and now < AFTERNOON and calendar.is_working(today):
        return Retry(kind, today, AFTERNOON)
    return Retry(kind, calendar.next(today), MORNING)
