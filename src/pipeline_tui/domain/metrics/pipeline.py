"""Win rate, cycle length and velocity (metrics.md).

Division by nothing is None: it shows as –, never as 0 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.metrics.plan import Coverage
from pipeline_tui.domain.records import Total


class ClosedDeal(NamedTuple):
    """A verified opportunity that was won or lost.

    `value_minor` is in the base currency, None where there is none or no rate for it; `days`
    its cycle, from first contact to close, None where the dates do not say.
    """

    won: bool
    closed_on: date
    value_minor: int | None
    days: int | None


class CycleDays(NamedTuple):
    """Mean and median days from first contact to winning."""

    mean: float
    median: float


class StageFigures(NamedTuple):
    """An open stage in `report pipeline`."""

    stage: str
    total: Total


class PipelineReport(NamedTuple):
    """`report pipeline` (interfaces.md): base currency, fractions and days not rounded.

    None stands for a division by nothing.
    """

    period: str | None
    currency: str
    stages: tuple[StageFigures, ...]
    won: int
    won_minor: int
    lost: int
    win_rate: float | None
    win_rate_value: float | None
    cycle_mean: float | None
    cycle_median: float | None
    velocity_minor_per_day: int | None
    coverage: Coverage | None = None
    """Of the period, or of this quarter; None without a target, or where it is met."""


def share(part: int, rest: int) -> float | None:
    """`part` of `part` and `rest` together, as a fraction; None of nothing."""
    return part / (part + rest) if part + rest else None


def win_rate(closed: Sequence[ClosedDeal]) -> float | None:
    """Won ÷ (won + lost) by count (Abschlussquote)."""
    won = sum(deal.won for deal in closed)
    return share(won, len(closed) - won)


def win_rate_by_value(closed: Sequence[ClosedDeal]) -> float | None:
    """Won ÷ (won + lost) by value; None where nothing closed had a value."""
    return share(value_of(closed, won=True), value_of(closed, won=False))


def value_of(closed: Sequence[ClosedDeal], *, won: bool) -> int:
    """Σ value of those won, or of those lost, in minor units of the base currency."""
    return sum(deal.value_minor or 0 for deal in closed if deal.won is won)


def cycle_days(closed: Sequence[ClosedDeal]) -> CycleDays | None:
    """Days from first contact to close over the won deals; the same day counts 0."""
    days = sorted(deal.days for deal in closed if deal.won and deal.days is not None)
    if not days:
        return None
    middle = len(days) // 2
    median = days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) / 2
    return CycleDays(sum(days) / len(days), float(median))


def velocity(open_count: int, closed: Sequence[ClosedDeal]) -> int | None:
    """Minor units per day: open count × average won value × win rate ÷ average cycle days.

    `open_count` are the verified opportunities open now, without ghosts; `closed` are those
    of the window. None without wins or with a cycle of 0 days. Half a unit is rounded up.
    """
    cycle, rate = cycle_days(closed), win_rate(closed)
    if cycle is None or not cycle.mean or rate is None:
        return None
    # In whole numbers up to the division: sums of money may be beyond what a float keeps.
    value = value_of(closed, won=True)
    days = sum(deal.days for deal in closed if deal.won and deal.days is not None)
    counted = sum(deal.won and deal.days is not None for deal in closed)
    above = open_count * value * counted
    below = len(closed) * days
    return (2 * above + below) // (2 * below)
