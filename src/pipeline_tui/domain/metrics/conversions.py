"""Conversions between stages: by cohort and as a snapshot (metrics.md)."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline_tui.domain.metrics.facts import DealFact, Ranks, StayFact, by_deal, first_reached
from pipeline_tui.domain.metrics.periods import Period


class Cohort(NamedTuple):
    """Of the deals that first came so far in a period: how many went on, and how many may yet."""

    stage_id: int
    entered: int
    reached_next: int
    open: int
    """Undecided: neither further nor closed; they are not lost."""

    @property
    def conversion(self) -> float | None:
        """The share that went on, of all that entered; None where none did."""
        return self.reached_next / self.entered if self.entered else None


def cohorts(
    deals: Iterable[DealFact],
    stays: Iterable[StayFact],
    ranks: Ranks,
    period: Period | None = None,
) -> list[Cohort]:
    """One for each open stage; behind the last comes winning.

    Only first entries count, so backward moves change nothing. Deals of which nothing but
    inferred stays is known are in none.
    """
    known = by_deal(stays)
    counted = [[0, 0, 0] for _stage in ranks.open]
    for deal in deals:
        if deal.id not in known:
            continue
        reached = first_reached(deal, known[deal.id], ranks)
        for rank, numbers in enumerate(counted):
            day = reached.get(rank)
            if day is None or (period is not None and not period.holds(day)):
                continue
            numbers[0] += 1
            if rank + 1 in reached:
                numbers[1] += 1
            elif deal.closed_on is None:
                numbers[2] += 1
    return [Cohort(stage.id, *numbers) for stage, numbers in zip(ranks.open, counted, strict=True)]


class Exits(NamedTuple):
    """How a stage was left in a period, by where to."""

    stage_id: int
    to: Mapping[int, int]
    """Stage -> exits into it."""

    @property
    def all(self) -> int:
        """All exits."""
        return sum(self.to.values())

    def share(self, stage_id: int) -> float | None:
        """Exits into one stage over all exits; None where there were none."""
        return self.to.get(stage_id, 0) / self.all if self.all else None


def exits(
    stays: Iterable[StayFact], stage_ids: Sequence[int], period: Period | None = None
) -> list[Exits]:
    """The snapshot: exits from each stage in a period, whenever the deal had come into it."""
    found: dict[int, dict[int, int]] = {stage_id: {} for stage_id in stage_ids}
    for own in by_deal(stays).values():
        for stay, following in pairwise(own):
            if stay.stage_id not in found or stay.left_on is None:
                continue
            if period is None or period.holds(stay.left_on):
                to = found[stay.stage_id]
                to[following.stage_id] = to.get(following.stage_id, 0) + 1
    return [Exits(stage_id, to) for stage_id, to in found.items()]
