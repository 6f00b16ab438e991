"""Where a recurrence begins that does not say it, and the days it then comes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from pipeline_tui.domain.date_calendar import add_months
from pipeline_tui.domain.date_line import Calendar
from pipeline_tui.domain.recurrence import WEEKDAYS


def first_working(parts: Mapping[str, str], today: date, calendar: Calendar) -> tuple[date, date]:
    """The first day of a recurrence that names none, and the day its rule is taken from.

    The two differ where a holiday moves the first of what comes every week: the others stay on
    their weekday. What would fall on a weekend goes to the next weekday that is worked, for good.
    """
    counted = _first_counted(parts, today)
    if parts["FREQ"] != "WEEKLY":
        start = calendar.add(counted, 0)
        return start, start
    while counted.weekday() not in calendar.working_weekdays:
        counted += timedelta(days=1)
    return calendar.add(counted, 0), counted


def _first_counted(parts: Mapping[str, str], today: date) -> date:
    """The first day after today of a recurrence that only says how often it comes."""
    interval = int(parts.get("INTERVAL", "1"))
    match parts["FREQ"]:
        case "DAILY":
            return today + timedelta(days=interval)
        case "WEEKLY":
            return today + timedelta(weeks=interval)
        case "MONTHLY":
            return add_months(today, interval)
    return add_months(today, 12 * interval)


def days_of(frequency: str, start: date, month_end: bool) -> dict[str, str]:
    """The days a recurrence comes on that begins on `start`."""
    match frequency:
        case "WEEKLY":
            return {"BYDAY": WEEKDAYS[start.weekday()]}
        case "MONTHLY":
            return month_days(31 if month_end else start.day)
        case "YEARLY" if (start.month, start.day) == (2, 29):
            return {"BYMONTH": "2", **month_days(29)}
        case "YEARLY":
            return {"BYMONTH": str(start.month), "BYMONTHDAY": str(start.day)}
    return {}


def month_days(day: int) -> dict[str, str]:
    """That day of each month, or the last one of a month that is shorter."""
    if day == 31:
        return {"BYMONTHDAY": "-1"}
    if day < 29:
        return {"BYMONTHDAY": str(day)}
    return {"BYMONTHDAY": ",".join(map(str, range(28, day + 1))), "BYSETPOS": "-1"}
