"""When to try again: process.md, "Not reached"."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.retry import is_last_attempt, retry_after
from pipeline_tui.domain.workdays import WorkCalendar

FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("attempts", "time", "now", "retry"),
    [
        (1, "09:00", "13:59", ("call", FRIDAY, "14:00")),
        (1, "11:59", "14:00", ("call", MONDAY, "09:00")),
        (1, "12:00", "09:00", ("call", MONDAY, "09:00")),
        (1, "", "11:59", ("call", FRIDAY, "14:00")),
        (1, "", "12:00", ("call", MONDAY, "09:00")),
        (2, "14:00", "14:00", ("call", MONDAY, "14:00")),
        (2, "", "14:00", ("call", MONDAY, None)),
        (3, "14:00", "14:00", ("call", date(2026, 12, 2), "14:00")),
        (4, "14:00", "14:00", ("mail", MONDAY, None)),
    ],
)
def test_the_ladder_of_attempts(
    attempts: int, time: str, now: str, retry: tuple[str, date, str | None]
) -> None:
    assert retry_after(attempts, "call", time, FRIDAY, now, WorkCalendar()) == retry


def test_a_morning_attempt_on_a_free_day_is_repeated_on_the_next_working_morning() -> None:
    saturday = date(2026, 11, 28)
    found = retry_after(1, "meeting", "", saturday, "09:00", WorkCalendar())
    assert found == ("meeting", MONDAY, "09:00")


def test_nothing_is_booked_after_five_attempts() -> None:
    assert [is_last_attempt(count) for count in range(1, 7)] == [False] * 4 + [True] * 2
