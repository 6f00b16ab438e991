"""Win rate and cycle length (metrics.md).

Division by nothing is None: it shows as –, never as 0 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics.facts import Middle, middle
from pipeline_tui.domain.metrics.plan import Coverage, Unrated
from pipeline_tui.domain.records import Total

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.velocity import Velocity


class ClosedDeal(NamedTuple):
    """A verified opportunity that was won or lost.

    `value_minor` is in the base currency, None where there is none or no rate for it; `days`
    its cycle, from first contact to close, None where the dates do not say.
    """

    won: bool
    closed_on: date
    value_minor: int | None
    days: int | None


class StageFigures(NamedTuple):
    """An open stage in `report pipeline`."""

    stage: str
    total: Total
    stage_id: int = 0


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
    velocity: Velocity
    """Over the period, else over the trailing four quarters."""
    lost_cycle_mean: float | None = None
    lost_cycle_median: float | None = None
    lost_unvalued: int = 0
    """Lost deals without a value, or of 0: in the win rate by value they count nothing."""
    covered: bool = False
    """The target is met: there is nothing left to cover."""
    coverage: Coverage | None = None
    """Of the period, or of this quarter; None without a target, or where it is met."""
    unrated: Unrated | None = None
    """The target that lacks a rate, so that there is nothing to cover."""

    @property
    def velocity_minor_per_day(self) -> int | None:
        """What the pipeline brings per day; None where it divides by nothing."""
        return self.velocity.minor_per_day


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


def covering_rate(won_minor: int, lost_minor: int, lost: int) -> float | None:
    """The win rate by value that coverage is asked for by: 1 ÷ it is needed.

    None where deals were lost and none of them has a value: it would say that all is won.
    """
    return None if lost and not lost_minor else share(won_minor, lost_minor)


def value_of(closed: Sequence[ClosedDeal], *, won: bool) -> int:
    """Σ value of those won, or of those lost, in minor units of the base currency."""
    return sum(deal.value_minor or 0 for deal in closed if deal.won is won)


def cycle_days(closed: Sequence[ClosedDeal], *, won: bool = True) -> Middle | None:
    """Days from first contact to close over the won deals, or apart over the lost ones.

    The same day counts 0.
    """
    return middle([deal.days for deal in closed if deal.won is won and deal.days is not None])
