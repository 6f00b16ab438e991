"""Days that have passed, in words."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.past_days import past_day
from pipeline_tui.errors import InputError

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-23"),
        ("heute", "2026-11-23"),
        ("yesterday", "2026-11-22"),
        ("Gestern", "2026-11-22"),
        ("vorgestern", "2026-11-21"),
        ("day before yesterday", "2026-11-21"),
        ("-3d", "2026-11-20"),
        ("-2w", "2026-11-09"),
        ("- 1 m", "2026-10-23"),
        ("3 days ago", "2026-11-20"),
        ("two weeks ago", "2026-11-09"),
        ("vor 2 Wochen", "2026-11-09"),
        ("vor einem Jahr", "2025-11-23"),
        ("last fri", "2026-11-20"),
        ("letzten Montag", "2026-11-16"),
        ("fri", "2026-11-20"),
        ("mon", "2026-11-16"),
        ("3.11.", "2026-11-03"),
        ("24.12.", "2025-12-24"),
        ("2026-10-01", "2026-10-01"),
    ],
)
def test_are_understood(text: str, day: str) -> None:
    assert past_day(text, MONDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["tomorrow", "+3d", "in 2 wochen", "2026-12-24", "next tue"])
def test_are_none_to_come(text: str) -> None:
    with pytest.raises(InputError, match="has not come yet"):
        past_day(text, MONDAY)


@pytest.mark.parametrize("text", ["", "soon", "31.02.", "-x", "vor viel", "-99999999999d"])
def test_are_refused_where_they_are_no_date(text: str) -> None:
    with pytest.raises(InputError):
        past_day(text, MONDAY)
