"""Whole numbers that were counted instead of listed: how often each of them occurs.

The days of 200,000 stays are some hundred different numbers. Every figure that is worked out of
the days themselves is worked out of such counts, and comes to the same.
"""

from __future__ import annotations

from collections.abc import Mapping

Counts = Mapping[int, int]
"""Number -> how often it occurs."""


def size(counts: Counts) -> int:
    """How many numbers there are."""
    return sum(counts.values())


def mean(counts: Counts) -> float | None:
    """The average; None of nothing."""
    count = size(counts)
    if not count:
        return None
    return sum(number * often for number, often in counts.items()) / count


def median(counts: Counts) -> float | None:
    """The number in the middle, or between the two in the middle; None of nothing."""
    count = size(counts)
    if not count:
        return None
    low, high = _at(counts, (count - 1) // 2), _at(counts, count // 2)
    return float(low) if low == high else (low + high) / 2


def percentile(counts: Counts, percent: int) -> int | None:
    """The nearest-rank percentile: the smallest number that so many percent do not exceed."""
    count = size(counts)
    if not count:
        return None
    rank = -(-percent * count // 100)  # rounded up, in whole numbers
    return _at(counts, max(rank, 1) - 1)


def _at(counts: Counts, place: int) -> int:
    """The number at a place in the order of all of them, from 0."""
    behind = 0
    for number in sorted(counts):
        behind += counts[number]
        if behind > place:
            return number
    raise IndexError(place)
