"""Periods of the local calendar in which figures are asked for: years, quarters, months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _


class Period(NamedTuple):
    """A period by its name, with its first and its last day."""

    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.first <= day <= self.last


def parse_period(text: str) -> Period:
    """Read `2026`, `2026-Q4` or `2026-11`; InputError for anything else."""
    year, _dash, part = clean(text).upper().partition("-")
    if len(year) == 4 and year.isascii() and year.isdecimal() and int(year):
        number = part.removeprefix("Q")
        if not _dash:
            return _months(year, int(year), 1, 12)
        if part in ("Q1", "Q2", "Q3", "Q4"):
            return quarter(int(year), int(number))
        if part in _MONTHS:
            return _months(f"{year}-{part}", int(year), int(part), 1)
    raise InputError(
        _("{text} is not a period").format(text=clean(text)[:60]),
        todo=_("Write a year, a quarter or a month: 2026, 2026-Q4, 2026-11"),
    )


def read_period(text: str, today: date) -> Period:
    """Read a period by its name or as one says it: `last quarter`, `Q4`, `1.3. - 15.4.`.

    FROM..TO takes days and periods. InputError for anything else.
    """
    try:
        return parse_period(text)
    except InputError:
        from pipeline_tui.domain.metrics.period_phrases import phrase  # only where one is typed

    said = clean(text)
    try:
        found = phrase(said, today) if len(said) <= _MOST_CHARACTERS else None
    except (OverflowError, ValueError):  # before the first year, behind the last
        found = None
    if found is not None:
        return found
    raise InputError(
        _("{text} is not a period").format(text=said[:60]),
        todo=_("Write for example 2026-Q4, last quarter, march 2026 or 2026-03-01..2026-04-15"),
    )


def spanning(first: date, last: date) -> Period:
    """The period from a day to a day: a year, quarter or month by its name if it is one."""
    year, month = first.year, first.month
    known = [_months(f"{year:04}-{month:02}", year, month, 1)]
    if month % 3 == 1:
        known.append(quarter(year, month // 3 + 1))
    if month == 1:
        known.append(_months(f"{year:04}", year, 1, 12))
    for period in known:
        if (period.first, period.last) == (first, last):
            return period
    return Period(f"{first.isoformat()}..{last.isoformat()}", first, last)


def quarter(year: int, number: int) -> Period:
    """A quarter, 1 to 4."""
    return _months(f"{year:04}-Q{number}", year, 3 * number - 2, 3)


def quarter_of(day: date) -> Period:
    """The quarter a day lies in."""
    return quarter(day.year, (day.month + 2) // 3)


def parts_of(period: Period) -> list[list[str]]:
    """The ways in which shorter periods make up a year or a quarter, by their names."""
    year, _dash, part = period.name.partition("-")
    if part and not part.startswith("Q"):
        return []
    months = [f"{year}-{month:02}" for month in range(period.first.month, period.last.month + 1)]
    return [months] if part else [[f"{year}-Q{number}" for number in range(1, 5)], months]


def nearby(today: date) -> list[tuple[str, str]]:
    """The periods that are asked for most, each with its name: this and the last ones."""
    month = today.replace(day=1)
    before = month - timedelta(days=1) if month > date(1, 1, 1) else month
    now = quarter_of(today)
    last = quarter_of(now.first - timedelta(days=1)) if now.first > date(1, 1, 1) else now
    return [
        ("month", f"{today.year:04}-{today.month:02}"),
        ("last_month", f"{before.year:04}-{before.month:02}"),
        ("quarter", now.name),
        ("last_quarter", last.name),
        ("year", f"{today.year:04}"),
        ("last_year", f"{max(today.year - 1, 1):04}"),
    ]


def trailing_quarters(today: date, count: int = 4) -> Period:
    """The quarter of `today` and those before it, `count` in all.

    The window of figures that need a stretch of history, "trailing four quarters" (metrics.md).
    """
    now = quarter_of(today)
    months = now.first.year * 12 + now.first.month - 1 - 3 * (count - 1)
    year, month = divmod(max(months, 12), 12)
    first = date(year, month + 1, 1)
    return Period(f"{quarter_of(first).name}..{now.name}", first, now.last)


_MOST_CHARACTERS = 80
_MONTHS = tuple(f"{month:02}" for month in range(1, 13))


def _months(name: str, year: int, month: int, count: int) -> Period:
    """So many months from the first of one."""
    month_after = month + count
    if month_after <= 12:
        last = date(year, month_after, 1) - timedelta(days=1)
    else:
        last = date(year, 12, 31)
    return Period(name, date(year, month, 1), last)
