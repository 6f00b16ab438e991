"""What the deals due in a period bring with a chance of 10, 50 and 90 % (metrics.md, "Scenarios").

Deals come or do not come, independently of each other. The distribution of their sum is worked
out by convolution: exactly, as long as there are not too many different sums; then on a grid that
is far finer than anybody knows of a forecast. Of some hundred deals and more those that decide
most are convolved, and the many others add a normal distribution, as the central limit has it;
tests/unit/test_metrics_band.py says how close that comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from math import erf, gcd, sqrt
from typing import NamedTuple

SHARES = (0.1, 0.5, 0.9)

MOST_WORK = 150_000
"""So many sums are looked at for an exact answer, over all deals; sixteen deals take 131,000."""

STEPS = 1_000
"""Of the grid, up to the sum of what is convolved on it."""

HEAVY = 100
"""So many deals are convolved on the grid at most."""

_NOTHING = 1e-9
"""What adding floats may lose."""

Chances = Sequence[tuple[int, float]]
"""Value in minor units, and probability, of each deal."""


class Band(NamedTuple):
    """The sums that are not exceeded with a chance of 10, 50 and 90 %, in minor units."""

    p10: int
    p50: int
    p90: int


def band(won_minor: int, chances: Chances) -> Band:
    """From (value, probability) of each deal; what is won already is in all of the sums."""
    open_deals = [(value, p) for value, p in chances if value and p > 0]
    if _work(open_deals) <= MOST_WORK:
        found = list(_quantiles(_exact(open_deals)))
    else:
        found = _on_a_grid(open_deals)
    return Band(*(won_minor + value for value in found))


def _work(chances: Chances) -> int:
    """How many sums there are at most, over all deals: two to each deal, or all round ones."""
    if len(chances) < MOST_WORK.bit_length() - 1:
        return int(2 ** (len(chances) + 1))
    unit = gcd(*(value for value, _p in chances))
    return len(chances) * (sum(value for value, _p in chances) // unit + 1)


def _exact(chances: Chances) -> dict[int, float]:
    """Sum -> its probability."""
    spread = {0: 1.0}
    for value, p in chances:
        grown: dict[int, float] = {}
        for total, probability in spread.items():
            grown[total] = grown.get(total, 0.0) + probability * (1 - p)
            grown[total + value] = grown.get(total + value, 0.0) + probability * p
        spread = grown
    return spread


def _quantiles(spread: Mapping[int, float]) -> Iterator[int]:
    """The smallest sums that are not exceeded with each of the chances."""
    reached = 0.0
    ordered = iter(sorted(spread))
    total = 0
    for share in SHARES:
        while reached < share - _NOTHING:
            total = next(ordered)
            reached += spread[total]
        yield total


def _on_a_grid(chances: Chances) -> list[int]:
    """The same where values are rounded to a grid, and the lesser deals of many are normal."""
    heavy = nlargest(HEAVY, chances, key=_variance)
    step = max(sum(value for value, _p in heavy) / STEPS, 1.0)
    spread = [1.0]
    for value, p in heavy:
        places = [0.0] * round(value / step)
        rest = 1 - p
        spread = [
            stays * rest + comes * p
            for stays, comes in zip(spread + places, places + spread, strict=True)
        ]
    # What rounding took from the mean is given back, with the mean of the other deals.
    mean = sum(p * (value - round(value / step) * step) for value, p in heavy)
    mean += sum(value * p for value, p in chances) - sum(value * p for value, p in heavy)
    variance = sum(map(_variance, chances)) - sum(map(_variance, heavy))
    deviation = sqrt(max(variance, 0.0)) if len(chances) > len(heavy) else 0.0
    sums = [(at * step + mean, chance) for at, chance in enumerate(spread) if chance > 1e-12]
    most = sum(value for value, _p in chances)
    return [max(0, min(round(_reached(share, sums, deviation)), most)) for share in SHARES]


def _variance(chance: tuple[int, float]) -> float:
    value, p = chance
    return value * value * p * (1 - p)


def _reached(share: float, sums: Sequence[tuple[float, float]], deviation: float) -> float:
    """Where so much of the probability is reached, each of the sums being as wide as that."""
    if deviation < 0.5:
        below = 0.0
        for total, chance in sums:
            below += chance
            if below >= share - _NOTHING:
                return total
    low, high = sums[0][0] - 6 * deviation, sums[-1][0] + 6 * deviation
    width = deviation * sqrt(2)
    while high - low > max(deviation / 500, 1.0):
        middle = (low + high) / 2
        reached = sum(chance * (1 + erf((middle - total) / width)) for total, chance in sums) / 2
        low, high = (middle, high) if reached < share else (low, middle)
    return (low + high) / 2
