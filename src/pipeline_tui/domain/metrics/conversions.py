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


class Members(NamedTuple):
    """The deals of a cohort, by their numbers."""

    entered: tuple[int, ...]
    reached_next: tuple[int, ...]
    open: tuple[int, ...]


def members(
    deals: Iterable[DealFact],
    stays: Iterable[StayFact],
    ranks: Ranks,
    period: Period | None = None,
) -> list[Members]:
    """Who is in the cohort of each open stage; see `cohorts`."""
    known = by_deal(stays)
    found: list[tuple[list[int], list[int], list[int]]] = [([], [], []) for _stage in ranks.open]
    for deal in deals:
        if deal.id not in known:
            continue
        reached = first_reached(deal, known[deal.id], ranks)
        for rank, (entered, went_on, undecided) in enumerate(found):
            day = reached.get(rank)
            if day is None or (period is not None and not period.holds(day)):
                continue
            entered.append(deal.id)
            if rank + 1 in reached:
                went_on.append(deal.id)
            elif deal.closed_on is None:
                undecided.append(deal.id)
    return [Members(*map(tuple, lists)) for lists in found]


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
    found = members(deals, stays, ranks, period)
    return [
        Cohort(stage.id, len(one.entered), len(one.reached_next), len(one.open))
        for stage, one in zip(ranks.open, found, strict=True)
    ]


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
