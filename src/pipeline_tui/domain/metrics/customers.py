"""What customers are worth, bring again, and renew; and how soon they have a first success.

metrics.md, "Customer value, recurring value, renewal rate" and "Time to first value". Money is
in minor units of the base currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics.facts import Middle, middle

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.periods import Period


class Bought(NamedTuple):
    """What a company bought in a year from one source."""

    company_id: int
    year: int
    value_minor: int
    deals: tuple[int, ...]
    source: str = ""


class Customer(NamedTuple):
    """A company with what it bought, in all and per year."""

    company_id: int
    value_minor: int
    years: tuple[tuple[int, int], ...]
    """(year, Σ value won in it), the first year first."""
    deals: tuple[int, ...]


class YearOfCustomers(NamedTuple):
    """A year: so many companies bought for so much."""

    year: int
    customers: int
    value_minor: int
    deals: tuple[int, ...] = ()

    @property
    def each_minor(self) -> int:
        """Customer value of the year: Σ won value ÷ companies that bought in it."""
        return rounded(self.value_minor, self.customers)


class CustomerValue(NamedTuple):
    """Σ won value per company, over the companies that bought something."""

    customers: int
    value_minor: int
    deals: tuple[int, ...] = ()

    @property
    def each_minor(self) -> int | None:
        """Average over the companies, half a unit rounded up; None without one."""
        return rounded(self.value_minor, self.customers) if self.customers else None


def customers(bought: Iterable[Bought]) -> list[Customer]:
    """One for each company; the one that bought for most comes first."""
    years: dict[int, dict[int, int]] = {}
    deals: dict[int, list[int]] = {}
    for one in bought:
        of = years.setdefault(one.company_id, {})
        of[one.year] = of.get(one.year, 0) + one.value_minor
        deals.setdefault(one.company_id, []).extend(one.deals)
    found = [
        Customer(
            company, sum(of.values()), tuple(sorted(of.items())), tuple(sorted(deals[company]))
        )
        for company, of in years.items()
    ]
    found.sort(key=lambda one: (-one.value_minor, one.company_id))
    return found


def per_year(bought: Iterable[Bought]) -> list[YearOfCustomers]:
    """The years in which something was bought, the first one first."""
    years: dict[int, list[Bought]] = {}
    for one in bought:
        years.setdefault(one.year, []).append(one)
    return [YearOfCustomers(year, *_together(years[year])) for year in sorted(years)]


def value_by_source(bought: Iterable[Bought]) -> dict[str, CustomerValue]:
    """Source -> what the companies it brought bought over it."""
    sources: dict[str, list[Bought]] = {}
    for one in bought:
        sources.setdefault(one.source, []).append(one)
    return {source: CustomerValue(*_together(found)) for source, found in sources.items()}


def _together(bought: Iterable[Bought]) -> tuple[int, int, tuple[int, ...]]:
    """How many companies, Σ value, and the deals."""
    found = list(bought)
    deals = sorted(deal for one in found for deal in one.deals)
    companies = {one.company_id for one in found}
    return len(companies), sum(one.value_minor for one in found), tuple(deals)


class Again(NamedTuple):
    """What some won deals of one source bring again, per month or year."""

    per: str
    value_minor: int
    deals: tuple[int, ...]
    source: str = ""


class RecurringValue(NamedTuple):
    """What won deals bring again per year, and which these are."""

    minor_per_year: int
    deals: tuple[int, ...]


def recurring_value(again: Iterable[Again]) -> RecurringValue:
    """The sum per year; what comes per month counts twelve times."""
    total = 0
    deals: list[int] = []
    for one in again:
        total += one.value_minor * (_MONTHS if one.per == "month" else 1)
        deals.extend(one.deals)
    return RecurringValue(total, tuple(sorted(deals)))


class RenewalFact(NamedTuple):
    """A renewal of something that was sold."""

    id: int
    due_on: date
    won: bool = False
    lost: bool = False
    source: str = ""


class Renewals(NamedTuple):
    """The renewals due in a period: won, lost, and those that nothing came of yet."""

    won: tuple[int, ...]
    lost: tuple[int, ...]
    open: tuple[int, ...]

    @property
    def due(self) -> tuple[int, ...]:
        """All of them."""
        return tuple(sorted(self.won + self.lost + self.open))

    @property
    def rate(self) -> float | None:
        """Renewals won ÷ renewals due; None where none was due."""
        return len(self.won) / len(self.due) if self.due else None


def renewals(facts: Iterable[RenewalFact], today: date, period: Period | None = None) -> Renewals:
    """Those whose day lies in the period and has come; decided ahead of it they count too."""
    due = [
        one
        for one in facts
        if (period is None or period.holds(one.due_on))
        and (one.due_on <= today or one.won or one.lost)
    ]
    return Renewals(
        tuple(one.id for one in due if one.won),
        tuple(one.id for one in due if one.lost),
        tuple(one.id for one in due if not one.won and not one.lost),
    )


class SuccessFact(NamedTuple):
    """A won deal, and the day its 30-day check was ticked."""

    id: int
    won_on: date
    checked_on: date | None = None


class FirstValue(NamedTuple):
    """Time to first value of the deals won in a period."""

    days: Middle | None
    checked: tuple[int, ...]
    waiting: tuple[int, ...]
    """Won, and the check is not ticked yet."""


def first_value(facts: Iterable[SuccessFact], period: Period | None = None) -> FirstValue:
    """Days from winning to the tick; a box ticked before the win says nothing and is left out."""
    days: list[int] = []
    checked: list[int] = []
    waiting: list[int] = []
    for one in facts:
        if period is not None and not period.holds(one.won_on):
            continue
        if one.checked_on is None:
            waiting.append(one.id)
        elif one.checked_on >= one.won_on:
            checked.append(one.id)
            days.append((one.checked_on - one.won_on).days)
    return FirstValue(middle(days), tuple(checked), tuple(waiting))


def is_check(text: str) -> bool:
    """Whether a criterion names 30 days: `30-day success check`, `nach 30 Tagen`, not `30 %`."""
    return re.search(r"(?<![0-9])30[ -]*(?:d|t|days?|t[aä]g\w*)\b", text.lower()) is not None


def rounded(above: int, below: int) -> int:
    """A quotient in whole units, half a unit rounded up."""
    return (2 * above + below) // (2 * below)


_MONTHS = 12
