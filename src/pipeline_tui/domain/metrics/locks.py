"""Forecasts as they were at the start of a period, and what became of them (metrics.md)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pipeline_tui.domain.metrics.band import Band
from pipeline_tui.domain.metrics.forecast import (
    Accuracy,
    Locked,
    accuracy,
)
from pipeline_tui.domain.metrics.periods import Period, parse_period, quarter_of
from pipeline_tui.domain.metrics.scenarios import Scenarios, of_sums
from pipeline_tui.i18n import ngettext
from pipeline_tui.i18n.format import number

KINDS = ("month", "quarter", "year")
"""The kinds of periods whose forecasts are locked."""


class LockedDeal(NamedTuple):
    """A deal that was due in the period, as it counted then; money in the lock's currency."""

    deal_id: int
    value_minor: int
    category: str
    """As it counted: a promise against which something spoke is best case."""
    expected_close: date
    probability: int
    chance: float
    """Its own-history probability, and over how many decided deals."""
    n: int


class Lock(NamedTuple):
    """The forecast of a period as of the last day before it."""

    period: Period
    locked_on: date
    """When it was written down."""
    backfilled: bool
    """Nobody ran the program at the start: it was put together from the history afterwards."""
    currency: str
    rates: str
    """What other currencies were worth, as the setting has it."""
    won_minor: int
    scenarios: Scenarios
    band: Band
    deals: tuple[LockedDeal, ...]


class Fate(NamedTuple):
    """What became of a deal; None where it is open, or has no expected close."""

    closed_on: date | None
    expected_close: date | None


def kind_of(period: Period) -> str:
    """One of KINDS."""
    _year, _dash, part = period.name.partition("-")
    return "year" if not part else "quarter" if part.startswith("Q") else "month"


def around(day: date) -> list[Period]:
    """The month, the quarter and the year a day lies in."""
    month = parse_period(f"{day.year:04}-{day.month:02}")
    return [month, quarter_of(day), parse_period(f"{day.year:04}")]


def begun_since(last: str, day: date) -> list[Period]:
    """Of the periods around a day those that began after the month `last`."""
    seen = parse_period(last)
    return [period for period in around(day) if period.first > seen.last]


def periods_of(months: Collection[str], day: date) -> list[Period]:
    """The months that have begun by a day, and the quarters and years they lie in, in order."""
    found: set[Period] = set()
    for name in months:
        found.update(one for one in around(parse_period(name).first) if one.first <= day)
    return sorted(found, key=lambda period: (period.first, -period.last.toordinal()))


def months_to_lock(
    due: Collection[str], locked: Collection[str], used_since: date | None, day: date
) -> list[str]:
    """The months that have begun by a day and whose forecasts are to be known, in their order.

    Those in which deals were due; and once there was a forecast, all that began while the program
    was in use: what is won where nothing was due was not foreseen. Of the time before, which an
    import brought, nobody can say that nothing was forecast.
    """
    last = f"{day.year:04}-{day.month:02}"
    wanted = {name for name in due if name <= last}
    months = {name for name in locked if kind_of(parse_period(name)) == "month"} | wanted
    if not months or used_since is None:
        return sorted(wanted)
    month = parse_period(max(min(months), f"{used_since.year:04}-{used_since.month:02}"))
    while month.first <= day:
        if month.first > used_since:
            wanted.add(month.name)
        if month.last >= day:
            break
        following = month.last + timedelta(days=1)
        month = parse_period(f"{following.year:04}-{following.month:02}")
    return sorted(wanted)


def eve(period: Period) -> date:
    """The last day before a period: its forecast is as of the end of it."""
    return period.first - timedelta(days=1)


def scenarios_of(lock: Lock, chosen: Collection[int] | None = None) -> Scenarios:
    """What was forecast, of all or of chosen deals."""
    if chosen is None:
        return lock.scenarios
    due = [deal for deal in lock.deals if deal.deal_id in chosen]
    rest = [deal for deal in due if deal.category != "commit"]
    return of_sums(
        0,
        sum(deal.value_minor for deal in due if deal.category == "commit"),
        sum(deal.value_minor for deal in rest),
        sum(deal.value_minor * deal.probability for deal in rest),
    )


def slipped(
    period: Period, deals: Sequence[LockedDeal], fates: Mapping[int, Fate], today: date
) -> list[LockedDeal]:
    """Deals forecast at the start of the period to close in it that did not.

    While the period runs those whose close was moved out of it. Lost in the period is closed in
    it; a deal that is gone is not told of.
    """
    found = []
    for deal in deals:
        fate = fates.get(deal.deal_id)
        if fate is None or (fate.closed_on is not None and period.holds(fate.closed_on)):
            continue
        moved_out = fate.expected_close is None or fate.expected_close > period.last
        if period.last < today or moved_out:
            found.append(deal)
    return found


def accuracies(found: Sequence[tuple[Period, Locked]]) -> list[tuple[str, int, Accuracy]]:
    """For each kind of period how many there are, and how far their forecasts were off."""
    told = []
    for kind in KINDS:
        some = [locked for period, locked in found if kind_of(period) == kind]
        if some:
            told.append((kind, len(some), accuracy(some)))
    return told


def not_counted(periods: Sequence[str], currency: str) -> str:
    """What WAPE and bias are without: sums of two currencies cannot be added up."""
    said = ngettext(
        "WAPE and bias are without {count} ended period that was locked in another currency than"
        " {currency}",
        "WAPE and bias are without {count} ended periods that were locked in another currency than"
        " {currency}",
        len(periods),
    )
    return said.format(count=number(len(periods)), currency=currency)
