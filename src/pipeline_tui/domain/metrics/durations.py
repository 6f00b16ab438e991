"""How long deals stay in a stage, and where the pipeline is stuck (metrics.md)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pipeline_tui.domain.metrics.facts import Ranks, StayFact, by_deal, median, percentile
from pipeline_tui.domain.metrics.periods import Period

SLOW = 85
"""The percentile that tells how long the slow ones take."""

WEEKS_RUNNING = 3
LEAST_DEALS = 5
_HALF_YEAR = timedelta(weeks=26)


class Duration(NamedTuple):
    """Days in a stage over the deals that have left it for good or for now."""

    stage_id: int
    count: int  # type: ignore[assignment]  # hides tuple.count()
    median: float | None
    slow: int | None
    """The 85th percentile, by nearest rank."""


def durations(
    stays: Iterable[StayFact], stage_ids: Sequence[int], period: Period | None = None
) -> list[Duration]:
    """The days of every deal in each stage, added up over its re-entries.

    A deal that stands in the stage now is left out: nobody knows yet how long it will. With a
    period only deals count that left the stage last in it.
    """
    days: dict[int, list[int]] = {stage_id: [] for stage_id in stage_ids}
    for own in by_deal(stays).values():
        for stage_id, total in _completed(own, period).items():
            if stage_id in days:
                days[stage_id].append(total)
    return [
        Duration(stage_id, len(found), median(found), percentile(found, SLOW))
        for stage_id, found in days.items()
    ]


def _completed(own: Sequence[StayFact], period: Period | None) -> dict[int, int]:
    """Stage -> days of one deal in it, for the stages it does not stand in now."""
    totals: dict[int, int] = {}
    last: dict[int, date] = {}
    still: set[int] = set()
    for stay in own:
        if stay.left_on is None:
            still.add(stay.stage_id)
            continue
        days = max((stay.left_on - stay.entered_on).days, 0)
        totals[stay.stage_id] = totals.get(stay.stage_id, 0) + days
        last[stay.stage_id] = max(stay.left_on, last.get(stay.stage_id, stay.left_on))
    return {
        stage_id: total
        for stage_id, total in totals.items()
        if stage_id not in still and (period is None or period.holds(last[stage_id]))
    }


class Flow(NamedTuple):
    """What came into a stage and what left it in a week that begins on a Monday."""

    monday: date
    inflow: int
    outflow: int


def weekly_flow(
    stays: Iterable[StayFact], stage_ids: Collection[int], today: date, weeks: int
) -> list[Flow]:
    """The last full weeks before the one of `today`, oldest first; over all of the stages."""
    this = today - timedelta(days=today.weekday())
    mondays = [this - timedelta(weeks=back) for back in range(weeks, 0, -1)]
    place = {monday: at for at, monday in enumerate(mondays)}
    came, left = [0] * weeks, [0] * weeks
    for stay in stays:
        if stay.stage_id not in stage_ids or stay.inferred:
            continue
        for day, counts in ((stay.entered_on, came), (stay.left_on, left)):
            at = None if day is None else place.get(day - timedelta(days=day.weekday()))
            if at is not None:
                counts[at] += 1
    return [Flow(*row) for row in zip(mondays, came, left, strict=True)]


AGE_LIMITS = (7, 14, 30, 60, 90)
"""Days up to which ages are counted together; the last group is beyond all of them."""


def ages(stays: Iterable[StayFact], ranks: Ranks, today: date) -> list[tuple[int, ...]]:
    """The deals that stand in open stages now, by how long they have been there."""
    groups: list[list[int]] = [[] for _limit in (*AGE_LIMITS, None)]
    here = {stage.id for stage in ranks.open}
    for stay in stays:
        if stay.left_on is None and stay.stage_id in here:
            days = max((today - stay.entered_on).days, 0)
            group = next((at for at, most in enumerate(AGE_LIMITS) if days <= most), -1)
            groups[group].append(stay.deal_id)
    return [tuple(group) for group in groups]


class Bottleneck(NamedTuple):
    """A stage where the pipeline is stuck, with the three deals that stand there longest."""

    stage_id: int
    deals: int
    slow_age: int
    """The 85th percentile of the ages of the deals that stand there now, in days."""
    usual: int
    """The same of the stays that ended in the half-year before."""
    oldest: tuple[int, ...]


def bottlenecks(stays: Sequence[StayFact], ranks: Ranks, today: date) -> list[Bottleneck]:
    """Open stages with at least five deals, more coming than going for three weeks running, and
    an 85th-percentile age above that of their own trailing half-year.

    Without a half-year of stays that ended there is nothing to compare with, and no bottleneck.
    """
    found = []
    for stage in ranks.open:
        there = [s for s in stays if s.stage_id == stage.id and s.left_on is None]
        if len(there) < LEAST_DEALS:
            continue
        flow = weekly_flow(stays, (stage.id,), today, WEEKS_RUNNING)
        if any(week.inflow <= week.outflow for week in flow):
            continue
        ended = [
            max((s.left_on - s.entered_on).days, 0)
            for s in stays
            if s.stage_id == stage.id
            and not s.inferred
            and s.left_on is not None
            and today - _HALF_YEAR <= s.left_on <= today
        ]
        there.sort(key=lambda stay: (stay.entered_on, stay.deal_id))
        ages = [max((today - stay.entered_on).days, 0) for stay in there]
        slow, usual = percentile(ages, SLOW), percentile(ended, SLOW)
        if slow is not None and usual is not None and slow > usual:
            oldest = tuple(stay.deal_id for stay in there[:3])
            found.append(Bottleneck(stage.id, len(there), slow, usual, oldest))
    return found
