"""Win rates quarter by quarter (metrics.md, "Win rate")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.metrics.periods import quarter_of
from pipeline_tui.domain.metrics.pipeline import share


class Closed(NamedTuple):
    """Verified opportunities of one outcome that were closed in a month "2026-11"."""

    month: str
    won: bool
    deals: int
    value_minor: int


class QuarterRate(NamedTuple):
    """What became of the opportunities closed in a quarter; money in the base currency."""

    quarter: str
    won: int
    lost: int
    won_minor: int
    lost_minor: int

    @property
    def win_rate(self) -> float | None:
        """Won ÷ (won + lost) by count."""
        return share(self.won, self.lost)

    @property
    def win_rate_value(self) -> float | None:
        """Won ÷ (won + lost) by value."""
        return share(self.won_minor, self.lost_minor)


def by_quarter(closed: Iterable[Closed], quarters: Iterable[str]) -> list[QuarterRate]:
    """The named quarters in their order; one in which nothing was closed has no rate."""
    sums = {name: [0, 0, 0, 0] for name in quarters}
    for one in closed:
        name = quarter_of(date.fromisoformat(f"{one.month}-01")).name
        if name in sums:
            at = 0 if one.won else 1
            sums[name][at] += one.deals
            sums[name][at + 2] += one.value_minor
    return [QuarterRate(name, *found) for name, found in sums.items()]
