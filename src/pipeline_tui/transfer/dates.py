"""Dates as files write them; the column decides what 03/04/2026 means, never a single cell.

Understood are ISO with or without a time, day and month in either order with four or two digits
of year, and Excel's serial numbers (days since 1899-12-30), each with or without a time.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from pipeline_tui.clock import FIXED_TIME, instant
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (serials have no zone)
_SERIALS = range(20_000, 80_000)
"""Excel's days from 1954 to 2119; other bare numbers are taken for no date."""
_YEARS = range(1900, 9999)
_CENTURY = 70
"""Two digits of a year below this are of this century."""


class DateOrder:
    """What the dates of one column say of the order of day and month."""

    def __init__(self, wanted: str = "") -> None:
        """`wanted` is what the user says: dmy, mdy, iso or ''."""
        self.wanted = wanted
        self._proof = {"dmy": "", "mdy": ""}
        self._open = ""

    def note(self, cell: str) -> None:
        """Take a cell of the column into account."""
        found = _numbers().match(cell.strip())
        if found is None:
            return
        first, sign, second = int(found[1]), found[2], int(found[3])
        if sign == "." or first > 12:
            self._proof["dmy"] = self._proof["dmy"] or cell
        elif second > 12:
            self._proof["mdy"] = self._proof["mdy"] or cell
        elif first != second:
            self._open = self._open or cell

    def decided(self, column: str) -> str:
        """dmy or mdy; InputError naming the column when it could be read two ways."""
        if self.wanted:
            return self.wanted
        dmy, mdy = self._proof["dmy"], self._proof["mdy"]
        if (dmy and mdy) or (self._open and not dmy and not mdy):
            seen = (dmy, mdy) if dmy else (self._open,)
            raise InputError(
                _("The dates of the column {column} can be read two ways: {seen}").format(
                    column=column, seen=", ".join(clean(cell) for cell in seen)
                ),
                todo=_('Say which with --map: [options] dates = "dmy" or "mdy"'),
            )
        return "mdy" if mdy else "dmy"


def read_day(cell: str, order: str) -> str:
    """The ISO day of a cell; of a moment with a zone the day it was here."""
    return _moment(cell, order)[0].isoformat()


def read_instant(cell: str, order: str) -> str:
    """The stored instant of a cell; a day alone is its noon here."""
    day, at = _moment(cell, order)
    if at is not None:
        return instant(at)
    return instant(datetime.combine(day, FIXED_TIME).astimezone())


def noon(day: str) -> str:
    """The stored instant for an ISO day."""
    return instant(datetime.combine(date.fromisoformat(day), FIXED_TIME).astimezone())


def _moment(cell: str, order: str) -> tuple[date, datetime | None]:
    """The day, and the moment where the cell has a time of day too; InputError."""
    text = clean(cell)
    try:
        found = _written(text, order) or _serial(text)
        if found is not None and found[0].year in _YEARS:
            return found
    except (ValueError, OverflowError):
        pass
    raise InputError(
        _("{text} is not a date").format(text=text[:60]),
        todo=_("Write it like 2026-12-31"),
    )


def _written(text: str, order: str) -> tuple[date, datetime | None] | None:
    found = _iso().fullmatch(text)
    if found is not None:
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        found = None if order == "iso" else _short().fullmatch(text)
        if found is None:
            return None
        first, second = int(found["first"]), int(found["second"])
        # A dot has one reading, whatever the column says.
        turned = order == "mdy" and found["sign"] != "."
        day, month = (second, first) if turned else (first, second)
        year = int(found["year"])
        if year < 100:
            year += 2000 if year < _CENTURY else 1900
    return _with_time(date(year, month, day), found["time"] or "", found["zone"] or "")


def _with_time(day: date, clock: str, zone: str) -> tuple[date, datetime | None]:
    if not clock:
        return day, None
    half = clock[-2:].upper() if clock[-1] in "Mm" else ""
    digits = clock.removesuffix(clock[-2:] if half else "").replace(",", ".")
    hour, minute, second, *_more = [*map(int, digits.partition(".")[0].split(":")), 0]
    if half:  # twelve o'clock begins each half of the day
        hour = hour % 12 + (12 if half == "PM" else 0)
    moment = datetime.combine(day, time(hour, minute, second))
    if not zone:
        here = moment.astimezone()
    elif zone in "zZ":
        here = moment.replace(tzinfo=UTC)
    else:
        there = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:] if len(zone) > 3 else 0))
        here = moment.replace(tzinfo=UTC) + (there if zone[0] == "-" else -there)
    return here.astimezone().date(), here


def _serial(text: str) -> tuple[date, datetime | None] | None:
    found = _serial_number().fullmatch(text)
    if found is None or int(found[1]) not in _SERIALS:
        return None
    day = _SERIAL_ZERO + timedelta(days=int(found[1]))
    part = float(f"0.{found[2] or 0}")
    if not part:
        return day.date(), None
    moment = day + timedelta(seconds=round(part * 86_400))
    return moment.date(), moment.astimezone()


_TIME = (
    r"(?:(?:[T ]|,\ ?)\ ?"
    r"(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:\ ?[AaPp][Mm])?)"
    r"\ ?(?P<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)


@cache
def _iso() -> re.Pattern[str]:
    return re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + _TIME)


@cache
def _short() -> re.Pattern[str]:
    return re.compile(
        r"(?P<first>[0-9]{1,2})(?P<sign>[./-])(?P<second>[0-9]{1,2})(?P=sign)"
        r"(?P<year>[0-9]{4}|[0-9]{2})" + _TIME
    )


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2[0-9]{2}")


@cache
def _serial_number() -> re.Pattern[str]:
    return re.compile(r"([0-9]{5})(?:[.,]([0-9]{1,12}))?")
