"""Figures and periods (metrics.md), with their edges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.periods import (
    parse_period,
    quarter_of,
    trailing_quarters,
)
from pipeline_tui.domain.metrics.pipeline import (
    ClosedDeal,
    covering_rate,
    cycle_days,
    share,
    value_of,
    win_rate,
    win_rate_by_value,
)
from pipeline_tui.errors import InputError

DAY = date(2026, 11, 1)


def won(value: int | None = 0, days: int | None = 0) -> ClosedDeal:
    return ClosedDeal(won=True, closed_on=DAY, value_minor=value, days=days)


def lost(value: int | None = 0, days: int | None = 0) -> ClosedDeal:
    return ClosedDeal(won=False, closed_on=DAY, value_minor=value, days=days)


class TestWinRate:
    def test_nothing_closed_is_no_rate(self) -> None:
        assert win_rate([]) is None
        assert win_rate_by_value([]) is None

    def test_it_is_won_over_won_and_lost_by_count_and_by_value(self) -> None:
        closed = [won(100), won(None), lost(300)]
        assert win_rate(closed) == 2 / 3
        assert win_rate_by_value(closed) == 0.25
        assert value_of(closed, won=True) == 100

    def test_closed_deals_without_value_have_no_rate_by_value(self) -> None:
        assert win_rate_by_value([won(None), lost(0)]) is None

    def test_lost_deals_without_a_value_say_nothing_of_what_is_needed(self) -> None:
        assert covering_rate(100, 0, 3) is None
        assert covering_rate(100, 0, 0) == 1.0
        assert covering_rate(100, 300, 3) == 0.25
        assert covering_rate(0, 0, 0) is None

    def test_only_losses_are_nought(self) -> None:
        assert win_rate([lost()]) == 0.0

    @given(st.integers(0, 10**18), st.integers(0, 10**18))
    def test_a_share_is_between_nought_and_one(self, part: int, rest: int) -> None:
        found = share(part, rest)
        assert found is None if part + rest == 0 else found is not None and 0 <= found <= 1


class TestCycle:
    def test_the_same_day_is_nought(self) -> None:
        assert cycle_days([won(days=0)]) == (0.0, 0)

    def test_mean_and_median_of_the_won_deals(self) -> None:
        closed = [won(days=days) for days in (1, 2, 10)] + [lost(days=500), won(days=None)]
        assert cycle_days(closed) == (13 / 3, 2)
        assert cycle_days([*closed, won(days=5)]) == (18 / 4, 3.5)

    def test_lost_deals_apart(self) -> None:
        closed = [won(days=1), lost(days=4), lost(days=8), lost(days=None)]
        assert cycle_days(closed, won=False) == (6.0, 6.0)
        assert cycle_days([won(days=3)], won=False) is None

    def test_no_wins_no_cycle(self) -> None:
        assert cycle_days([lost(days=3)]) is None
        assert cycle_days([won(days=None)]) is None


class TestPeriods:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2026", date(2026, 1, 1), date(2026, 12, 31)),
            ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
            (" 2026-q4 ", date(2026, 10, 1), date(2026, 12, 31)),
            ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
            ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
            ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ],
    )
    def test_a_year_a_quarter_a_month(self, text: str, first: date, last: date) -> None:
        period = parse_period(text)
        assert (period.name, period.first, period.last) == (text.strip().upper(), first, last)
        assert period.holds(first)
        assert period.holds(last)
        assert not period.holds(date(2025, 12, 31))

    @pytest.mark.parametrize(
        "text",
        ["", "26", "0000", "2026-", "2026-Q5", "2026-Q0", "2026-13", "2026-1", "Q4", "2026-11-01",
         "٢٠٢٦", "x" * 200],
    )  # fmt: skip
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(InputError) as error:
            parse_period(text)
        assert "2026-Q4" in error.value.todo

    @pytest.mark.parametrize(
        ("day", "name"),
        [
            (date(2026, 1, 1), "2026-Q1"),
            (date(2026, 3, 31), "2026-Q1"),
            (date(2026, 4, 1), "2026-Q2"),
            (date(2026, 12, 31), "2026-Q4"),
            (date(9999, 12, 31), "9999-Q4"),
        ],
    )
    def test_the_quarter_of_a_day(self, day: date, name: str) -> None:
        quarter = quarter_of(day)
        assert quarter.name == name
        assert quarter.holds(day)

    def test_trailing_quarters_end_with_this_one(self) -> None:
        period = trailing_quarters(date(2026, 5, 5))
        assert (period.first, period.last) == (date(2025, 7, 1), date(2026, 6, 30))
        assert trailing_quarters(date(1, 2, 3)).first == date(1, 1, 1)
