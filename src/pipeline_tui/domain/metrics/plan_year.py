"""The plan of a year: its quarters and months, plan against actual (process.md, "Planning")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.metrics.periods import Period, parse_period
from pipeline_tui.domain.metrics.plan import Target, even_pace, wanted


class Planned(NamedTuple):
    """A year, quarter or month against its target; money in minor units of the base currency."""

    period: Period
    own: Target | None
    """What was set for it, as it was set."""
    value_minor: int | None
    """Its own target, else the sum of its parts where each of them has one."""
    customers: int | None
    won_minor: int
    new_customers: int

    @property
    def name(self) -> str:
        """The name of the period."""
        return self.period.name

    @property
    def cause(self) -> str:
        """Why it went otherwise than planned."""
        return "" if self.own is None else self.own.cause

    @property
    def value_derived(self) -> bool:
        """Whether its value is the sum of its parts."""
        return self.value_minor is not None and (self.own is None or self.own.value_minor is None)

    @property
    def customers_derived(self) -> bool:
        """Whether its number of new customers is the sum of its parts."""
        return self.customers is not None and (self.own is None or self.own.customers is None)

    def state(self, today: date) -> str:
        """met, missed, running, later; '' without a target."""
        if self.value_minor is None:
            return ""
        if self.won_minor >= self.value_minor and today >= self.period.first:
            return "met"
        if today > self.period.last:
            return "missed"
        return "running" if today >= self.period.first else "later"

    def deviation(self, today: date) -> int | None:
        """Won − what an even pace asks for by today, which is all of it once the period is over.

        None without a target, and before the period has begun.
        """
        if self.value_minor is None:
            return None
        due = even_pace(self.value_minor, self.period, today)
        return None if due is None else self.won_minor - due


def names_of(year: int) -> list[str]:
    """The year, then each quarter followed by its months."""
    names = [f"{year:04}"]
    for quarter in range(1, 5):
        names.append(f"{year:04}-Q{quarter}")
        names += [f"{year:04}-{month:02}" for month in range(3 * quarter - 2, 3 * quarter + 1)]
    return names


def year_of(
    year: int,
    targets: Sequence[Target],
    values: Mapping[str, int],
    won: Mapping[str, int],
    customers: Mapping[str, int],
) -> list[Planned]:
    """A line for each period of a year, in the order of `names_of`.

    `values` are the targets that were set, in the base currency, by the names of their periods;
    `won` and `customers` what was won and how many were new, by month.
    """
    set_for = {target.period: target for target in targets}
    new = {target.period: target.customers for target in targets if target.customers is not None}
    lines = []
    for name in names_of(year):
        period = parse_period(name)
        months = _months(period)
        lines.append(
            Planned(
                period,
                set_for.get(name),
                wanted(values, period),
                wanted(new, period),
                sum(won.get(month, 0) for month in months),
                sum(customers.get(month, 0) for month in months),
            )
        )
    return lines


def _months(period: Period) -> list[str]:
    first, last = period.first, period.last
    return [f"{first.year:04}-{month:02}" for month in range(first.month, last.month + 1)]
