"""The band of a forecast: against every outcome, against slower ways, and with very many deals."""

from __future__ import annotations

import random
from itertools import product
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.band import SHARES, Band, band


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


def convolved(chances: list[tuple[int, float]]) -> list[int]:
    """The exact answer by brute force, of values in small whole numbers."""
    spread = [1.0]
    for value, p in chances:
        grown = [0.0] * (len(spread) + value)
        for total, probability in enumerate(spread):
            grown[total] += probability * (1 - p)
            grown[total + value] += probability * p
        spread = grown
    found = []
    for share in SHARES:
        reached = 0.0
        for total, probability in enumerate(spread):
            reached += probability
            if reached >= share:
                found.append(total)
                break
    return found


def deals(kind: str, count: int) -> list[tuple[int, float]]:
    """So many deals of different sizes and chances; few of them large, or one."""
    chance = random.Random(count)
    odds = (0.05, 0.13, 0.31, 0.52, 0.78)
    if kind == "alike":
        return [(1, 0.31)] * count
    if kind == "even":
        return [(chance.randint(1, 50), chance.choice(odds)) for _deal in range(count)]
    found = [(int(chance.paretovariate(1.2)) % 900 + 1, chance.choice(odds)) for _n in range(count)]
    return [*found, (4000, 0.42)] if kind == "one giant" else found


class TestManyDeals:
    @pytest.mark.parametrize("kind", ["even", "few large", "one giant", "alike"])
    @pytest.mark.parametrize("count", [60, 200, 500])
    def test_come_within_a_hundredth_of_the_spread(self, kind: str, count: int) -> None:
        chances = deals(kind, count)
        exact = convolved(chances)
        # Values that differ a little in every deal, so that sums are not few whole numbers.
        scaled = [(value * 100_000 + at % 97, p) for at, (value, p) in enumerate(chances)]
        found = band(0, scaled)
        spread = (exact[2] - exact[0]) * 100_000
        for mine, right in zip(found, exact, strict=True):
            # A whole number of the exact one is as near as it can be told.
            assert abs(mine - right * 100_000) <= 0.01 * spread + 1.5 * 100_000

    @pytest.mark.parametrize("value", [99_990, 100_000, 123_457])
    def test_of_equal_size_keep_their_mean(self, value: int) -> None:
        """Each is far smaller than a step of the grid."""
        chance = random.Random(value)
        chances = [(value + chance.randint(-9, 9), 0.3) for _deal in range(12_000)]
        found = band(0, chances)
        mean = 0.3 * sum(v for v, _p in chances)
        deviation = (12_000 * 0.21) ** 0.5 * value
        assert isclose(found.p50, mean, rel_tol=0.002)
        assert isclose(found.p90 - found.p10, 2 * 1.2816 * deviation, rel_tol=0.02)

    def test_are_in_order_and_within_what_there_is(self) -> None:
        chance = random.Random(3)
        for count in (17, 40, 101, 400):
            chances = [(chance.randint(1, 10**9), chance.random()) for _deal in range(count)]
            found = band(500, chances)
            assert 500 <= found.p10 <= found.p50 <= found.p90
            assert found.p90 <= 500 + sum(value for value, _p in chances)

    def test_what_is_certain_is_certain(self) -> None:
        assert band(0, [(10**6 + n, 1.0) for n in range(400)]) == Band(
            *[sum(10**6 + n for n in range(400))] * 3
        )
        assert band(7, [(10**6 + n, 0.0) for n in range(400)]) == Band(7, 7, 7)
