"""Cautious, realistic, optimistic: what a period may bring (metrics.md, "Scenarios").

Apart from the forecast, since the header and the stand-up want no more of it.
"""

from typing import NamedTuple


class Scenarios(NamedTuple):
    """What a period may bring, in minor units; what is won already is in all of them."""

    cautious: int
    realistic: int
    optimistic: int


def of_sums(won_minor: int, commit: int, rest: int, hundredfold: int) -> Scenarios:
    """The same from sums; `hundredfold` is Σ value × whole percent of the rest, rounded once."""
    sure = won_minor + commit
    return Scenarios(sure, sure + (hundredfold + 50) // 100, sure + rest)
