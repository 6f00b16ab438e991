"""Counting in working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.workdays import WorkCalendar

WEEKDAYS = WorkCalendar()
# 2026: Good Friday 3 April, Easter Monday 6 April.
EASTER = WorkCalendar(frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CALENDARS = st.builds(
    WorkCalendar,
    st.frozensets(DAYS, max_size=60),
    st.frozensets(st.integers(0, 6), min_size=1),
)


class TestTheNextWorkingDay:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2026, 11, 19), date(2026, 11, 20)),  # Thursday
            (date(2026, 11, 20), date(2026, 11, 23)),  # Friday
            (date(2026, 11, 21), date(2026, 11, 23)),  # Saturday
        ],
    )
    def test_comes_after_the_weekend(self, day: date, expected: date) -> None:
        assert WEEKDAYS.next(day) == expected

    def test_comes_after_the_holidays(self) -> None:
        assert EASTER.next(date(2026, 4, 2)) == date(2026, 4, 7)
        assert EASTER.previous(date(2026, 4, 7)) == date(2026, 4, 2)
        assert not EASTER.is_working(date(2026, 4, 3))
        assert EASTER.is_working(date(2026, 4, 7))

    def test_is_what_the_own_week_says(self) -> None:
        four_days = WorkCalendar(working_weekdays=frozenset({0, 1, 2, 3}))
        assert four_days.next(date(2026, 11, 19)) == date(2026, 11, 23)

    def test_at_the_ends_of_time_is_the_end(self) -> None:
        assert WEEKDAYS.next(date.max) == date.max
        assert WEEKDAYS.previous(date.min) == date.min
        assert WEEKDAYS.add(date.max - timedelta(days=2), 30) == date.max
        assert WEEKDAYS.between(date.min, date.max) > 2_000_000

    def test_needs_a_week_with_a_working_day(self) -> None:
        with pytest.raises(ValueError, match="working day"):
            WorkCalendar(working_weekdays=frozenset())
        with pytest.raises(ValueError, match="working day"):
            WorkCalendar(working_weekdays=frozenset({7}))


class TestAddingWorkingDays:
    def test_skips_weekends_and_holidays(self) -> None:
        assert EASTER.add(date(2026, 4, 1), 3) == date(2026, 4, 8)

    def test_adding_none_stays_or_goes_to_the_next_one(self) -> None:
        assert WEEKDAYS.add(date(2026, 11, 20), 0) == date(2026, 11, 20)
        assert WEEKDAYS.add(date(2026, 11, 21), 0) == date(2026, 11, 23)

    def test_goes_backwards_too(self) -> None:
        assert WEEKDAYS.add(date(2026, 11, 23), -1) == date(2026, 11, 20)

    @given(CALENDARS, DAYS, st.integers(1, 40))
    def test_agrees_with_counting_them(self, calendar: WorkCalendar, day: date, n: int) -> None:
        later = calendar.add(day, n)
        assert calendar.is_working(later)
        assert calendar.between(day, later) == n

    @given(CALENDARS, DAYS)
    def test_forth_and_back_is_where_one_was(self, calendar: WorkCalendar, day: date) -> None:
        assert calendar.previous(calendar.next(calendar.add(day, 0))) == calendar.add(day, 0)


class TestCountingWorkingDays:
    def test_leaves_out_the_first_day_and_takes_the_last(self) -> None:
        assert WEEKDAYS.between(date(2026, 11, 16), date(2026, 11, 17)) == 1
        assert WEEKDAYS.between(date(2026, 11, 16), date(2026, 11, 16)) == 0
        assert WEEKDAYS.between(date(2026, 11, 17), date(2026, 11, 16)) == 0
        assert WEEKDAYS.between(date(2026, 11, 20), date(2026, 11, 22)) == 0

    def test_knows_seven_weekdays(self) -> None:
        mondays = WorkCalendar(working_weekdays=frozenset({0, 7}))
        assert mondays.between(date(2026, 11, 2), date(2026, 11, 23)) == 3

    @given(CALENDARS, DAYS, st.integers(0, 120))
    def test_is_the_sum_of_the_days_worked(self, calendar: WorkCalendar, a: date, n: int) -> None:
        days = [a + timedelta(days=1 + later) for later in range(n)]
        assert calendar.between(a, a + timedelta(days=n)) == sum(map(calendar.is_working, days))
