"""Conversions between stages by cohort (metrics.md); `snapshot.py` has the other variant."""

from collections.abc import Iterable
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
