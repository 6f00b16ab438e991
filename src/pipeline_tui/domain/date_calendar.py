"""Calendar arithmetic for date phrases: weeks, months, quarters, and the next day to come.

Days too far away make these functions raise OverflowError or ValueError, as `datetime`
does; `dates.py` turns that into a message. What does not exist is an InputError here.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

_LONGEST = 60
_MONTHS_IN = {"m": 1, "q": 3, "y": 12}
_YEARS_TO_A_LEAP_DAY = 8  # 2096 to 2104
_MONTHS_TO_ANY_DAY = 2  # a month of 31 days is always this one or the next


def shown(text: str) -> str:
    """Typed text as it may stand in a message."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def no_such_day(text: str) -> InputError:
    """The error for a date that no calendar has."""
    return InputError(
        _("There is no such day as {text}").format(text=shown(text)),
        todo=_("Write for example fri 10:00, +3d, 24.12. or 2026-12-24"),
    )


def day_of(year: int, month: int, day: int, text: str) -> date:
    """A day, or InputError about `text` if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        raise no_such_day(text) from None


def next_weekday(today: date, weekday: int) -> date:
    """The next such weekday to come, never today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def monday_of(day: date) -> date:
    """The Monday of the ISO week of a day."""
    return day - timedelta(days=day.weekday())


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _last_day(year, month + 1)))


def first_of_next(day: date, unit: str, ahead: int) -> date:
    """The first day of the n-th month (m), quarter (q) or year (y) after the one of `day`."""
    length = _MONTHS_IN[unit]
    start = date(day.year, (day.month - 1) // length * length + 1, 1)
    return add_months(start, ahead * length)


def end_of(day: date, unit: str) -> date:
    """The last day of the month (m), quarter (q) or year (y) of `day`."""
    last_month = add_months(first_of_next(day, unit, 0), _MONTHS_IN[unit] - 1)
    return last_month.replace(day=_last_day(last_month.year, last_month.month))


def next_day_and_month(today: date, day: int, month: int, text: str) -> date:
    """The next such day to come, today included; 29.02. is that of the next leap year."""
    for year in range(today.year, today.year + _YEARS_TO_A_LEAP_DAY + 1):
        if not 1 <= month <= 12 or not 1 <= day <= _last_day(year, month):
            continue
        if date(year, month, day) >= today:
            return date(year, month, day)
    raise no_such_day(text)


def next_day_of_month(today: date, day: int, text: str) -> date:
    """The next such day to come, today included; months that are too short are passed over."""
    for ahead in range(_MONTHS_TO_ANY_DAY + 1):
        month = first_of_next(today, "m", ahead)
        if not 1 <= day <= _last_day(month.year, month.month):
            continue
        if month.replace(day=day) >= today:
            return month.replace(day=day)
    raise no_such_day(text)


def monday_of_week(year: int, week: int, text: str) -> date:
    """The Monday of an ISO week, or InputError about `text` if the year has no such week."""
    if not 1 <= week <= 53:
        raise InputError(_("{text}: there is no week {week}").format(text=shown(text), week=week))
    monday = date.fromisocalendar(year, 1, 1) + timedelta(weeks=week - 1)
    if monday.isocalendar().year != year:
        raise InputError(
            _("{text}: {year} has no week {week}").format(text=shown(text), year=year, week=week)
        )
    return monday


def next_week_number(today: date, week: int, weekday: int, text: str) -> date:
    """The weekday of the next such ISO week to come, today included.

    Week 53 is that of this or the next ISO year; if that year has none, it is refused.
    """
    year = today.isocalendar().year
    day = monday_of_week(year, week, text) + timedelta(days=weekday)
    if day >= today:
        return day
    return monday_of_week(year + 1, week, text) + timedelta(days=weekday)


def _last_day(year: int, month: int) -> int:
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - timedelta(days=1)).day
