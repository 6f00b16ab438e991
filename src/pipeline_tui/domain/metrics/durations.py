"""How long deals stay in a stage, and where the pipeline is stuck (metrics.md).

Worked out of what was counted by stage: days of stays, ages, and what came and went by week.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics.spread import Counts, median, percentile, size

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.periods import Period

SLOW = 85
"""The percentile that tells how long the slow ones take."""

WEEKS_RUNNING = 3
LEAST_WEEKS, MOST_WEEKS = 8, 13
LEAST_DEALS = 5
HALF_YEAR = timedelta(weeks=26)
OLDEST = 3
"""So many deals of a bottleneck are named."""


class Duration(NamedTuple):
    """Days in a stage over the deals that have left it for good or for now."""

    stage_id: int
    count: int  # type: ignore[assignment]  # hides tuple.count()
    median: float | None
    slow: int | None
    """The 85th percentile, by nearest rank."""


def durations(completed: Mapping[int, Counts], stage_ids: Iterable[int]) -> list[Duration]:
    """From the days of every deal in each stage, added up over its re-entries.

    A deal that stands in the stage now is not among them: nobody knows yet how long it will.
    """
    found = []
    for stage_id in stage_ids:
        days = completed.get(stage_id, {})
        found.append(Duration(stage_id, size(days), median(days), percentile(days, SLOW)))
    return found


class Flow(NamedTuple):
    """What came into a stage and what left it in a week that begins on a Monday."""

    monday: date
    inflow: int
    outflow: int


def flow_weeks(period: Period | None, today: date) -> tuple[date, int]:
    """Before which day the weeks end whose flow is shown, and how many they are.

    Of a period the full weeks up to its end, eight of a short one, thirteen at the most.
    """
    if period is None:
        return today, LEAST_WEEKS
    until = period.last + timedelta(days=1) if period.last < today else today
    return until, min(max((until - period.first).days // 7, LEAST_WEEKS), MOST_WEEKS)


def mondays(today: date, weeks: int) -> list[date]:
    """The Mondays of the last full weeks before the one of `today`, and that of this one."""
    this = today.toordinal() - today.weekday()
    first = date.min.toordinal()  # a Monday
    return [date.fromordinal(max(this - 7 * back, first)) for back in range(weeks, -1, -1)]


def added_up(flows: Iterable[Sequence[Flow]]) -> list[Flow]:
    """The flow over several stages, week by week."""
    return [
        Flow(weeks[0].monday, sum(one.inflow for one in weeks), sum(one.outflow for one in weeks))
        for weeks in zip(*flows, strict=True)
    ]


AGE_LIMITS = (7, 14, 30, 60, 90)
"""Days up to which ages are counted together; the last group is beyond all of them."""


def ages(standing: Iterable[Counts]) -> tuple[int, ...]:
    """How many deals that stand somewhere now have been there for how long, by AGE_LIMITS."""
    groups = [0] * (len(AGE_LIMITS) + 1)
    for counts in standing:
        for days, deals in counts.items():
            group = next((at for at, most in enumerate(AGE_LIMITS) if days <= most), -1)
            groups[group] += deals
    return tuple(groups)


class Bottleneck(NamedTuple):
    """A stage where the pipeline is stuck, with the three deals that stand there longest."""

    stage_id: int
    deals: int
    slow_age: int
    """The 85th percentile of the ages of the deals that stand there now, in days."""
    usual: int
    """The same of the stays that ended in the half-year before."""
    oldest: tuple[int, ...]


def fills_up(weeks: Sequence[Flow]) -> bool:
    """Whether more came than went in each of the last three weeks."""
    last = weeks[-WEEKS_RUNNING:]
    return len(last) == WEEKS_RUNNING and all(week.inflow > week.outflow for week in last)


def slower(ages: Counts, ended: Counts) -> tuple[int, int] | None:
    """The slow age of what stands in a stage and the usual one, if it is a bottleneck by these.

    It takes five deals, and an 85th percentile above that of the stays that ended in the
    trailing half-year. Where none ended there is nothing to compare with, and no bottleneck.
    """
    slow, usual = percentile(ages, SLOW), percentile(ended, SLOW)
    if size(ages) < LEAST_DEALS or slow is None or usual is None or slow <= usual:
        return None
    return slow, usual
