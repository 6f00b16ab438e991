"""Velocity: how much the pipeline brings per day, with its four factors (metrics.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics.pipeline import share

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.pipeline import ClosedDeal


class Velocity(NamedTuple):
    """Open count × average won value × win rate ÷ average cycle days, from sums in whole numbers.

    Money is in minor units of the base currency. A factor is None where it divides by nothing,
    and then there is no velocity.
    """

    open: int
    """Verified opportunities open now, without ghosts."""
    won: int
    """Won in the window."""
    lost: int
    valued: int
    """Won deals with a value."""
    value_minor: int
    """Σ value of these."""
    timed: int
    """Won deals whose cycle is known."""
    days: int
    """Σ cycle days of these."""

    @property
    def average_won_minor(self) -> int | None:
        """Average value of the won deals that have one, half a unit rounded up."""
        if not self.valued:
            return None
        return (2 * self.value_minor + self.valued) // (2 * self.valued)

    @property
    def win_rate(self) -> float | None:
        """Won ÷ (won + lost) by count."""
        return share(self.won, self.lost)

    @property
    def cycle_mean(self) -> float | None:
        """Average cycle of the won deals in days."""
        return self.days / self.timed if self.timed else None

    @property
    def minor_per_day(self) -> int | None:
        """Minor units per day, half a unit rounded up; None without wins or with a cycle of 0."""
        if not (self.valued and self.days):
            return None
        # In whole numbers up to the division: sums of money may be beyond what a float keeps.
        above = self.open * self.value_minor * self.won * self.timed
        below = self.valued * (self.won + self.lost) * self.days
        return (2 * above + below) // (2 * below)


def velocity(in_play: int, closed: Sequence[ClosedDeal]) -> Velocity:
    """From the opportunities that are open now, and those that were closed in the window."""
    won = [deal for deal in closed if deal.won]
    values = [deal.value_minor for deal in won if deal.value_minor is not None]
    days = [deal.days for deal in won if deal.days is not None]
    return Velocity(
        in_play,
        len(won),
        len(closed) - len(won),
        len(values),
        sum(values),
        len(days),
        sum(days),
    )
