"""What figures are worked out of: deals and their stays as plain facts, and the order of stages.

Money is in minor units of the base currency (None: no value, or no rate for it). Stays that an
import inferred are facts of their own kind and never enter conversions or durations (metrics.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

WON_KINDS = ("won", "care")
"""Kinds of stages that count as won (metrics.md, "Win rate")."""


class DealFact(NamedTuple):
    """A deal as the figures see it."""

    id: int
    kind: str
    """Of its stage: open, parked, won, lost, care."""
    verified: bool
    """A verified opportunity; without it a lead."""
    created_on: date
    closed_on: date | None = None
    value_minor: int | None = None
    disqualified: bool = False
    stage_id: int = 0
    company_id: int | None = None
    lost_reason: str = ""
    risk_was_reason: bool | None = None
    """Of a lost deal: whether the risk written before was it; None: not answered."""

    @property
    def won(self) -> bool:
        """Won, or after the sale."""
        return self.kind in WON_KINDS

    @property
    def lost(self) -> bool:
        """Lost; a disqualified lead was never an opportunity to lose."""
        return self.kind == "lost" and not self.disqualified


class StayFact(NamedTuple):
    """A deal in a stage from a day to a day; still there where it has not left."""

    deal_id: int
    stage_id: int
    entered_on: date
    left_on: date | None = None
    inferred: bool = False


class StageFact(NamedTuple):
    """A stage in its order."""

    id: int
    name: str
    kind: str


class Ranks:
    """How far a stage is: the open ones count 0, 1, 2 …; won and care are behind all of them."""

    def __init__(self, stages: Sequence[StageFact]) -> None:
        self.open = [stage for stage in stages if stage.kind == "open"]
        """The open stages in their order."""
        self._of: dict[int, int] = {stage.id: place for place, stage in enumerate(self.open)}
        end = len(self.open)
        self._of |= {stage.id: end for stage in stages if stage.kind in WON_KINDS}

    @property
    def end(self) -> int:
        """The rank of what is won."""
        return len(self.open)

    def of(self, stage_id: int) -> int | None:
        """The rank of a stage; None for parked and lost, which are no way forward."""
        return self._of.get(stage_id)


def by_deal(stays: Iterable[StayFact]) -> dict[int, list[StayFact]]:
    """The stays of every deal, first entered first; those that were only inferred left out."""
    known = [stay for stay in stays if not stay.inferred]
    known.sort(key=attrgetter("deal_id"))  # stable: those of one day stay as they were read
    return {
        deal: sorted(group, key=attrgetter("entered_on"))
        for deal, group in groupby(known, key=attrgetter("deal_id"))
    }


def first_reached(deal: DealFact, stays: Sequence[StayFact], ranks: Ranks) -> Mapping[int, date]:
    """Rank -> the day a deal was first so far; skipped stages count as reached with the next.

    A won deal has reached everything by the day it was closed.
    """
    days: dict[int, date] = {}
    steps = [(stay.entered_on, ranks.of(stay.stage_id)) for stay in stays]
    if deal.won and deal.closed_on is not None:
        steps.append((deal.closed_on, ranks.end))
    first = min((rank for _day, rank in steps if rank is not None), default=0)
    for day, rank in steps:
        for passed in range(first, -1 if rank is None else rank + 1):
            if passed not in days or day < days[passed]:
                days[passed] = day
    return days


class Middle(NamedTuple):
    """Mean and median of some numbers."""

    mean: float
    median: float


def middle(values: Sequence[int]) -> Middle | None:
    """Mean and median; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    half = len(ordered) // 2
    between = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return Middle(sum(ordered) / len(ordered), float(between))


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The nearest-rank percentile: the smallest value that so many percent do not exceed."""
    if not values:
        return None
    ordered = sorted(values)
    rank = -(-percent * len(ordered) // 100)  # rounded up, in whole numbers
    return ordered[max(rank, 1) - 1]


def median(values: Sequence[int]) -> float | None:
    """The middle of some numbers, or between the two in the middle; None of nothing."""
    found = middle(values)
    return None if found is None else found.median
