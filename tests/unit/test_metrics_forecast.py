"""Scenarios and the plan: by hand, by properties."""

from __future__ import annotations

import random
from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.forecast import (
    Due,
    Locked,
    accuracy,
    due_in,
    sums,
)
from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.domain.metrics.plan import (
    coverage,
    deals_missing,
    funnel_product,
    gap,
    levers,
    run_rate,
)
from pipeline_tui.domain.metrics.scenarios import of_sums
from tests.unit.histories import TODAY

Q4 = parse_period("2026-Q4")
DECEMBER = date(2026, 12, 15)


def due(value: int = 1000, category: str = "pipeline", **more: object) -> Due:
    return Due(1, value, 50, category, DECEMBER)._replace(**more)  # type: ignore[arg-type]


class TestScenarios:
    def test_by_hand(self) -> None:
        open_deals = [due(100, "commit"), due(200, "best"), due(400), due(800, "omit")]
        found = of_sums(1000, *sums(due_in(open_deals, Q4, TODAY), TODAY))
        assert found == (1100, 1100 + 300, 1100 + 600)

    @pytest.mark.parametrize(
        "why",
        [{"overridden": True}, {"ghost": True}, {"expected_close": None},
         {"expected_close": date(2026, 11, 21)}],
    )  # fmt: skip
    def test_commit_needs_boxes_a_day_ahead_and_a_pulse(self, why: dict[str, object]) -> None:
        assert due(category="commit").counted_as(TODAY) == "commit"
        assert due(category="commit", **why).counted_as(TODAY) == "best"

    def test_ghosts_and_other_periods_are_not_due(self) -> None:
        others = [due(ghost=True), due(expected_close=date(2027, 1, 1)), due(expected_close=None)]
        assert due_in(others, Q4, TODAY) == []

    def test_a_day_that_has_passed_is_in_no_period(self) -> None:
        late = due(expected_close=date(2026, 11, 1))
        assert due_in([late], Q4, TODAY) == []

    @given(
        st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 100),
                           st.sampled_from(["commit", "best", "pipeline"]))),
        st.integers(0, 10**12), st.randoms(),
    )  # fmt: skip
    def test_are_in_order_whatever_the_order_of_the_deals(
        self, made: list[tuple[int, int, str]], won: int, chance: random.Random
    ) -> None:
        deals = [Due(n, value, p, kind, DECEMBER) for n, (value, p, kind) in enumerate(made)]
        found = of_sums(won, *sums(deals, TODAY))
        assert won <= found.cautious <= found.realistic <= found.optimistic
        chance.shuffle(deals)
        assert of_sums(won, *sums(deals, TODAY)) == found


class TestAccuracy:
    def test_by_hand(self) -> None:
        assert accuracy([Locked(120, 100), Locked(80, 100)]) == (0.2, 0.0)
        assert accuracy([Locked(50, 0)]) == (None, None)


class TestThePlan:
    def test_the_two_gaps_are_not_mixed(self) -> None:
        found = gap(100, 40, 70)
        assert (found, found.done) == ((60, 30), False)
        assert gap(100, 120, 130).done

    def test_coverage_beside_what_the_win_rate_needs(self) -> None:
        found = coverage(300, 200, 100, 0.25)
        assert found == (3.0, 4.0)
        assert coverage(300, None, 0, 0.25) is None
        assert coverage(300, 100, 100, 0.25) is None
        assert coverage(300, 200, 100, None) == (3.0, None)

    def test_the_run_rate_goes_on_as_until_today(self) -> None:
        assert run_rate(100, parse_period("2026-11"), date(2026, 11, 10)) == 300
        assert run_rate(100, parse_period("2026-11"), date(2026, 12, 10)) == 100
        assert run_rate(100, parse_period("2026-11"), date(2026, 10, 31)) is None

    def test_how_many_deals_of_average_size_are_missing(self) -> None:
        assert (deals_missing(250, 100), deals_missing(0, 100), deals_missing(5, None)) == (
            3, 0, None,
        )  # fmt: skip

    def test_reach_times_conversion(self) -> None:
        assert funnel_product(10_000, (0.1, 0.1, 0.1)) == 10
        assert round(funnel_product(10_000, (0.13, 0.13, 0.13))) == 22

    def test_both_levers_for_a_target(self) -> None:
        reach, shares = levers(10_000, (0.1, 0.5), 1000)
        assert reach == 20_000
        assert [share.needed for share in shares] == [0.2, 1.0]
        reach, shares = levers(100, (0.0, 0.5), 10)
        assert reach == inf
        assert [share.needed for share in shares] == [None, None]
        assert levers(100, (0.5,), 80)[1][0].needed == 0.8
        assert levers(100, (0.5,), 180)[1][0].needed is None
