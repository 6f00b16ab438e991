"""Velocity and its four factors, worked by hand (metrics.md, "Velocity")."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.pipeline import ClosedDeal
from pipeline_tui.domain.metrics.velocity import Velocity
from pipeline_tui.domain.metrics.velocity import velocity as velocity_of

DAY = date(2026, 11, 1)


def won(value: int | None = 0, days: int | None = 0) -> ClosedDeal:
    return ClosedDeal(won=True, closed_on=DAY, value_minor=value, days=days)


def velocity(count: int, closed: list[ClosedDeal]) -> Velocity:
    return velocity_of(count, closed)


def lost(value: int | None = 0, days: int | None = 0) -> ClosedDeal:
    return ClosedDeal(won=False, closed_on=DAY, value_minor=value, days=days)


class TestVelocity:
    def test_is_count_times_average_value_times_rate_over_days(self) -> None:
        # 10 open × (300 + 100) / 2 × 2/4 ÷ 20 days
        found = velocity(10, [won(300, 10), won(100, 30), lost(), lost()])
        assert found.open == 10
        assert (found.average_won_minor, found.win_rate, found.cycle_mean) == (200, 0.5, 20.0)
        assert found.minor_per_day == 50

    def test_half_a_unit_is_rounded_up(self) -> None:
        assert velocity(1, [won(5, 10)]).minor_per_day == 1
        assert velocity(1, [won(4, 10)]).minor_per_day == 0
        assert velocity(1, [won(3, 10), won(4, 10)]).average_won_minor == 4

    def test_no_wins_or_a_cycle_of_nought_is_none(self) -> None:
        assert velocity(3, []) == (3, 0, 0, 0, 0, 0, 0)
        assert velocity(3, []).minor_per_day is None
        assert velocity(3, []).win_rate is None
        only_lost = velocity(3, [lost(100, 3)])
        assert (only_lost.minor_per_day, only_lost.win_rate) == (None, 0.0)
        assert (only_lost.average_won_minor, only_lost.cycle_mean) == (None, None)
        same_day = velocity(3, [won(100, 0)])
        assert (same_day.minor_per_day, same_day.cycle_mean) == (None, 0.0)

    def test_a_deal_without_a_value_or_a_cycle_is_in_no_average(self) -> None:
        found = velocity(2, [won(400, 10), won(None, 30), won(200, None), lost()])
        assert (found.average_won_minor, found.win_rate, found.cycle_mean) == (300, 0.75, 20.0)
        assert found.minor_per_day == 23  # 2 × 300 × 0.75 ÷ 20 = 22.5
        assert velocity(2, [won(None, 10)]).minor_per_day is None

    def test_nothing_open_brings_nothing(self) -> None:
        assert velocity(0, [won(100, 10)]).minor_per_day == 0

    def test_large_sums_stay_exact(self) -> None:
        assert velocity(1, [won(2**53 + 1, 1)]).minor_per_day == 2**53 + 1

    @given(
        st.integers(0, 1000),
        st.lists(
            st.builds(
                ClosedDeal, st.booleans(), st.just(DAY), st.none() | st.integers(0, 10**9),
                st.none() | st.integers(0, 500),
            ),
            max_size=12,
        ),
    )  # fmt: skip
    def test_the_factors_multiply_to_it_in_any_order(
        self, count: int, closed: list[ClosedDeal]
    ) -> None:
        found = velocity(count, closed)
        assert velocity(count, closed[::-1]) == found
        per_day = found.minor_per_day
        if per_day is None:
            assert not (found.valued and found.days)
            return
        assert found.win_rate is not None
        assert found.cycle_mean
        product = count * found.value_minor / found.valued * found.win_rate / found.cycle_mean
        assert abs(per_day - product) <= 0.5 + 1e-6 * product
