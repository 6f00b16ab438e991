"""Scenarios, own history, the band and the plan: by hand, by properties, against enumeration."""

from __future__ import annotations

import random
from datetime import date
from itertools import product
from math import inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.forecast import (
    Band,
    Due,
    Locked,
    accuracy,
    band,
    due_in,
    own_history,
    past_due,
    scenarios,
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
from tests.unit.histories import TODAY, deal

Q4 = parse_period("2026-Q4")
DECEMBER = date(2026, 12, 15)


def due(value: int = 1000, category: str = "pipeline", **more: object) -> Due:
    return Due(1, value, 50, category, DECEMBER)._replace(**more)  # type: ignore[arg-type]


class TestScenarios:
    def test_by_hand(self) -> None:
        open_deals = [due(100, "commit"), due(200, "best"), due(400), due(800, "omit")]
        found = scenarios(1000, due_in(open_deals, Q4, TODAY), TODAY)
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

    def test_a_day_that_has_passed_is_in_no_period_but_listed(self) -> None:
        late = due(expected_close=date(2026, 11, 1))
        assert due_in([late], Q4, TODAY) == []
        assert past_due([late, due()], TODAY) == [late]

    @given(
        st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 100),
                           st.sampled_from(["commit", "best", "pipeline"]))),
        st.integers(0, 10**12), st.randoms(),
    )  # fmt: skip
    def test_are_in_order_whatever_the_order_of_the_deals(
        self, made: list[tuple[int, int, str]], won: int, chance: random.Random
    ) -> None:
        deals = [Due(n, value, p, kind, DECEMBER) for n, (value, p, kind) in enumerate(made)]
        found = scenarios(won, deals, TODAY)
        assert won <= found.cautious <= found.realistic <= found.optimistic
        chance.shuffle(deals)
        assert scenarios(won, deals, TODAY) == found


class TestOwnHistory:
    def test_by_hand(self) -> None:
        made = [
            deal(1, [(2, 30), (5, 10)]), deal(2, [(2, 30), (6, 10)]), deal(3, [(2, 30), (6, 9)]),
            deal(4, [(2, 30)]),
        ]  # fmt: skip
        deals = [one for one, _stays in made]
        stays = [stay for _one, own in made for stay in own]
        found = own_history(deals, stays, {2: 50, 3: 75})
        assert found[2].n == 3
        assert isclose(found[2].probability, (1 + 5) / (3 + 10))
        assert found[2].rests_on_prior
        assert found[3] == (0.75, 0)

    def test_leads_and_disqualified_ones_do_not_count(self) -> None:
        fact, stays = deal(1, [(2, 30), (6, 10)])
        for other in (fact._replace(verified=False), fact._replace(disqualified=True)):
            assert own_history([other], stays, {2: 50})[2].n == 0

    def test_ten_decided_deals_speak_for_themselves(self) -> None:
        made = [deal(n, [(2, 30), (5, 10)]) for n in range(10)]
        found = own_history([d for d, _s in made], [s for _d, own in made for s in own], {2: 50})
        assert (found[2].n, found[2].rests_on_prior) == (10, False)
        assert isclose(found[2].probability, 15 / 20)


def enumerated(chances: list[tuple[int, float]], share: float) -> int:
    """The same by trying every outcome."""
    sums: dict[int, float] = {}
    for outcome in product((False, True), repeat=len(chances)):
        total, weight = 0, 1.0
        for (value, p), comes in zip(chances, outcome, strict=True):
            total += value if comes else 0
            weight *= p if comes else 1 - p
        sums[total] = sums.get(total, 0.0) + weight
    reached = 0.0
    for total in sorted(sums):
        reached += sums[total]
        if reached >= share - 1e-9:
            return total
    raise AssertionError


class TestTheBand:
    def test_of_nothing_is_what_is_won(self) -> None:
        assert band(500, []) == Band(500, 500, 500)

    def test_of_one_even_chance(self) -> None:
        assert band(0, [(100, 0.5)]) == Band(0, 0, 100)

    @given(st.lists(st.tuples(st.integers(0, 10**7), st.floats(0, 1)), max_size=10))
    def test_is_what_trying_every_outcome_gives(self, chances: list[tuple[int, float]]) -> None:
        assert band(0, chances) == Band(*(enumerated(chances, p) for p in (0.1, 0.5, 0.9)))

    def test_of_fifteen_deals_is_exact(self) -> None:
        chance = random.Random(7)
        chances = [(chance.randrange(1, 10**6), chance.random()) for _deal in range(15)]
        assert band(9, chances) == Band(*(9 + enumerated(chances, p) for p in (0.1, 0.5, 0.9)))

    def test_of_many_deals_is_close_and_in_order(self) -> None:
        chance = random.Random(8)
        chances = [(chance.randrange(10**5, 10**8), 0.3) for _deal in range(120)]
        found = band(0, chances)
        total = sum(value for value, _p in chances)
        assert found.p10 <= found.p50 <= found.p90
        assert isclose(found.p50, 0.3 * total, rel_tol=0.06)


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
