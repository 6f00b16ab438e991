"""Local days as instants: the same as SQLite tells of each moment, also when clocks change."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline_tui.clock import day_begins, instant

ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
        ("America/Sao_Paulo", date(2018, 11, 4)),  # midnight did not exist
        ("America/Sao_Paulo", date(2018, 2, 17)),  # the hour before midnight came twice
        ("Africa/Cairo", date(2026, 4, 24)),
        ("Asia/Kolkata", date(2026, 6, 1)),
        ("Pacific/Honolulu", date(2026, 6, 1)),
        ("Pacific/Kiritimati", date(2026, 1, 1)),
    ],
)
def test_a_moment_lies_in_the_day_that_the_wall_shows(
    monkeypatch: pytest.MonkeyPatch, zone: str, day: date
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with closing(sqlite3.connect(":memory:")) as conn:
        for half_hours in range(-100, 100):
            moment = instant(noon + timedelta(minutes=30 * half_hours))
            (shown,) = conn.execute("SELECT date(?, 'localtime')", (moment,)).fetchone()
            on = date.fromisoformat(shown)
            assert day_begins(on) <= moment < day_begins(on + ONE), (moment, shown)


def test_the_ends_of_the_calendar_have_a_beginning() -> None:
    assert day_begins(date.min)[:4] <= "0001"
    assert day_begins(date.max) > "9999-12-30"
