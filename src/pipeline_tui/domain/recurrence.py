"""Recurring follow-ups: the rule, its days, and its words.

A rule is kept as the text of an RFC 5545 RRULE without its start, for example
`FREQ=WEEKLY;INTERVAL=2;BYDAY=FR`. It names its days itself, so that a follow-up that was
postponed once comes back to them; `date_repeat.py` reads such rules from typed words.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _, language, ngettext, pgettext
from pipeline_tui.i18n.format import full_date, short_date, weekday

if TYPE_CHECKING:
    import re

    from dateutil.rrule import rrule

    from pipeline_tui.domain.date_line import Calendar

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = "MO,TU,WE,TH,FR"
QUARTER_ENDS = "3,6,9,12"

_LONGEST_PERIOD = {"WEEKLY": 7, "MONTHLY": 31, "YEARLY": 4 * 366}
"""Within so many days before any day lies one of a rule that comes every week, month, year."""


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by their names, in their order."""
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def rule_of(parts: dict[str, str]) -> str:
    """The rule of such parts; an interval of one is not written."""
    return ";".join(
        f"{name}={value}" for name, value in parts.items() if (name, value) != ("INTERVAL", "1")
    )


def following(
    rule: str, start: date, after: date, *, calendar: Calendar | None = None
) -> date | None:
    """The first day of the rule strictly after `after`; None when it has ended.

    Intervals are counted from `start`. A follow-up that was postponed to a day that is none
    of its rule's belongs to the last one before. With a calendar, `every working day`
    passes over free days. InputError for a text that is no rule.
    """
    parts = parts_of(rule)
    base = _base(parts, start)
    series = _series(rule, base)
    working = calendar is not None and parts.get("BYDAY") == WORKING_DAYS
    found = series.after(_midnight(after))
    while found is not None and calendar is not None and working:
        if calendar.add(found.date(), 0) == found.date():
            break
        found = series.after(found)
    return None if found is None else found.date()


def nth(rule: str, start: date, count: int) -> date | None:
    """The day of the rule that is so many occurrences on from `start`, itself the first."""
    day: date | None = start
    series = _series(rule, _base(parts_of(rule), start))
    for _turn in range(count - 1):
        if day is None:
            break
        found = series.after(_midnight(day))
        day = None if found is None else found.date()
    return day


def is_rule(rule: str) -> bool:
    """Whether a text is a rule such as `date_repeat` makes.

    Asked of files that a stranger may have written: other rules could take for ever to follow
    (`FREQ=SECONDLY`, an interval of 0) or never come (a 30th of February).
    """
    try:
        _series(rule, date(2000, 1, 1))
    except InputError:
        return False
    return True


@cache
def _form() -> re.Pattern[str]:
    import re

    every = "(?:;INTERVAL=(?:[2-9]|[1-9][0-9]{1,3}))?"
    weekday = f"(?:{'|'.join(WEEKDAYS)})"
    days = "BYMONTHDAY=(?:-1|[1-9]|[12][0-9]|3[01]|28,29(?:,30(?:,31)?)?;BYSETPOS=-1)"
    in_month = f"BYDAY={WORKING_DAYS};BYSETPOS=-?1|BYDAY=(?:-1|[1-4]){weekday}|{days}"
    forms = (
        f"DAILY{every}",
        f"WEEKLY{every};BYDAY={weekday}(?:,{weekday})*",
        f"MONTHLY{every};(?:{in_month})",
        f"YEARLY{every};BYMONTH=(?:{QUARTER_ENDS}|[1-9]|1[0-2]);{days}",
    )
    return re.compile(f"FREQ=(?:{'|'.join(forms)})(?:;UNTIL=[0-9]{{8}})?")


def describe(rule: str) -> str:
    """A rule in the language spoken now; typed behind a step it makes the same rule again.

    A rule this version does not write is shown as it stands.
    """
    parts = parts_of(rule)
    until = parts.pop("UNTIL", "")
    interval = int(parts.pop("INTERVAL", "1"))
    text = _describe(parts, interval)
    if not text:
        return rule
    if not until:
        return text
    day = full_date(date.fromisoformat(f"{until[:4]}-{until[4:6]}-{until[6:8]}"))
    return _("{repeat} until {day}").format(repeat=text, day=day)


def _describe(parts: dict[str, str], interval: int) -> str:
    frequency = parts.pop("FREQ", "")
    match frequency:
        case "DAILY" if not parts:
            return ngettext("every day", "every {count} days", interval).format(count=interval)
        case "WEEKLY" if list(parts) == ["BYDAY"]:
            return _weekly(parts["BYDAY"], interval)
        case "MONTHLY":
            return _monthly(parts, interval)
        case "YEARLY":
            return _yearly(parts, interval)
    return ""


def _weekly(days: str, interval: int) -> str:
    if days == WORKING_DAYS and interval == 1:
        return _("every working day")
    names = [_weekday_name(code) for code in days.split(",")]
    named = names[-1]
    if len(names) > 1:
        named = _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])
    if interval == 1:
        return _("every {weekday}").format(weekday=named)
    return _("every {count} weeks on {weekday}").format(count=interval, weekday=named)


def _monthly(parts: dict[str, str], interval: int) -> str:
    named = _day_in_month(parts)
    if not named:
        return ""
    if interval == 1:
        return _("every month on the {day}").format(day=named)
    return _("every {count} months on the {day}").format(count=interval, day=named)


def _day_in_month(parts: dict[str, str]) -> str:
    """`15th`, `last day`, `second Mon`, as it stands behind "on the"."""
    if set(parts) == {"BYDAY", "BYSETPOS"} and parts["BYDAY"] == WORKING_DAYS:
        return _("first working day") if parts["BYSETPOS"] == "1" else _("last working day")
    if set(parts) == {"BYDAY"}:
        place, code = parts["BYDAY"][:-2], parts["BYDAY"][-2:]
        return _("{place} {weekday}").format(place=_place(place), weekday=_weekday_name(code))
    if set(parts) == {"BYMONTHDAY"} and parts["BYMONTHDAY"] == "-1":
        return _("last day")
    day = _month_day(parts)
    return _ordinal(day) if day else ""


def _yearly(parts: dict[str, str], interval: int) -> str:
    month = parts.pop("BYMONTH", "")
    if month == QUARTER_ENDS and parts == {"BYMONTHDAY": "-1"} and interval == 1:
        return _("every end of the quarter")
    day = _month_day(parts)
    if not (day and month.isdecimal()):
        return ""
    named = short_date(date(2000, int(month), day), date(2000, 1, 1))
    if interval == 1:
        return _("every year on {day}").format(day=named)
    return _("every {count} years on {day}").format(count=interval, day=named)


def _month_day(parts: dict[str, str]) -> int:
    """The day of the month, the last of those that stand for `that day or the last`."""
    if set(parts) - {"BYMONTHDAY", "BYSETPOS"} or parts.get("BYSETPOS", "-1") != "-1":
        return 0
    days = parts.get("BYMONTHDAY", "").split(",")
    return int(days[-1]) if days[-1].isdecimal() else 0


def _ordinal(day: int) -> str:
    if language() == "de":
        return f"{day}."
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _place(place: str) -> str:
    names = {
        "1": pgettext("on the … Monday", "first"),
        "2": pgettext("on the … Monday", "second"),
        "3": pgettext("on the … Monday", "third"),
        "4": pgettext("on the … Monday", "fourth"),
    }
    return names.get(place) or pgettext("on the … Monday", "last")


def _weekday_name(code: str) -> str:
    return weekday(date(2001, 1, 1) + timedelta(days=WEEKDAYS.index(code)))  # a Monday


def _base(parts: dict[str, str], start: date) -> date:
    """The day from which intervals count: that of the rule on or before `start`."""
    period = _LONGEST_PERIOD.get(parts.get("FREQ", ""))
    if period is None or parts.get("INTERVAL", "1") == "1":
        return start
    plain = {name: text for name, text in parts.items() if name not in ("INTERVAL", "UNTIL")}
    earliest = date.fromordinal(max(1, start.toordinal() - period))
    found = _series(rule_of(plain), earliest).before(_midnight(start), inc=True)
    return start if found is None else found.date()


def _series(rule: str, start: date) -> rrule:
    from dateutil.rrule import rrulestr

    parts = parts_of(rule)
    month, day = parts.get("BYMONTH", ""), parts.get("BYMONTHDAY", "")
    try:
        if not _form().fullmatch(rule):
            raise ValueError(rule)
        if month.isdecimal() and day.isdecimal():
            date(2000, int(month), int(day))  # a leap year
        series = rrulestr(rule, dtstart=_midnight(start))
    except (ValueError, KeyError, AttributeError, TypeError):
        raise InputError(_("{rule} is no recurrence").format(rule=rule)) from None
    return series  # type: ignore[return-value]  # a set of rules needs lines of their own


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  # days have no zone
