"""Days named by their place in a month: `first friday of december`, `letzten Montag im Monat`.

Also what sounds like a weekday to come and is one gone by (`last friday`): it is no date here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline_tui.domain import date_words as vocabulary
from pipeline_tui.domain.date_calendar import end_of, first_of_next, no_such_day
from pipeline_tui.domain.date_line import Found, Line
from pipeline_tui.domain.date_numbers import year_at

_OF = vocabulary.OF | {"in", "im"}
_LAST = -1


def match_place_in_month(line: Line, at: int) -> Found | None:
    """The next such day to come, today included; InputError if that month has none."""
    first = at + (line.word(at) == "the")
    place = vocabulary.PLACES.get(line.word(first))
    weekday = vocabulary.WEEKDAYS.get(line.word(first + 1))
    month_at = end = first + 2
    while line.word(month_at) in _OF:
        month_at += 1
    if place is None or weekday is None or month_at == end:
        return None
    found = _months(line, month_at)
    if found is None:
        return None
    months, end = found
    for month in months:
        day = _day_at(month, place, weekday)
        if day is None:
            raise no_such_day(line.text(first, end))
        if day >= line.today:
            return Found(day, end)
    raise no_such_day(line.text(first, end))


def is_gone_by(line: Line, at: int, end: int) -> bool:
    """Whether the weekday from `at` to `end` is past: `last friday`, `fr letzte woche`."""
    places, week = vocabulary.PLACES, vocabulary.WEEK
    if at and places.get(line.word(at - 1)) == _LAST:
        return True
    if places.get(line.word(end)) == _LAST and line.word(end + 1) in week:
        return True
    return at > 1 and line.word(at - 1) in week and places.get(line.word(at - 2)) == _LAST


def gone_by_end(line: Line, at: int) -> int:
    """Where words for a time gone by end, `at` if none begin there: `yesterday`, `vor 3 Tagen`."""
    while line.word(at) in ("the", "zum", "zur"):
        at += 1
    first, second, third = line.word(at), line.word(at + 1), line.word(at + 2)
    if first in vocabulary.GONE:
        return at + 1
    if first == "day" and (second, third) == ("before", "yesterday"):
        return at + 3
    spans = vocabulary.WEEKDAYS.keys() | vocabulary.UNITS.keys() | vocabulary.LONGER_SPANS.keys()
    if vocabulary.PLACES.get(first) == _LAST and second in spans:
        return at + 2
    if first == "vor" and _is_count(second) and third in vocabulary.UNITS:
        return at + 3
    if _is_count(first) and second in vocabulary.UNITS and third == "ago":
        return at + 3
    return at


def _is_count(word: str) -> bool:
    return word.isdecimal() or word in vocabulary.COUNTS


def _months(line: Line, at: int) -> tuple[Iterator[date], int] | None:
    """The first days of the months that may be meant, and where the words go on."""
    this = line.today.replace(day=1)
    ahead = vocabulary.NEXT.get(line.word(at), 0)
    if line.word(at + (ahead > 0)) in vocabulary.MONTH_WORDS:
        if ahead:
            return iter((first_of_next(this, "m", ahead),)), at + 2
        return iter((this, first_of_next(this, "m", 1))), at + 1
    month = vocabulary.MONTHS.get(line.word(at))
    if not month:
        return None
    year = year_at(line, at + 1)
    if year is not None:
        return iter((date(year, month, 1),)), at + 2
    return iter((date(this.year, month, 1), date(this.year + 1, month, 1))), at + 1


def _day_at(month: date, place: int, weekday: int) -> date | None:
    """The n-th such weekday of a month, or its last one."""
    if place == _LAST:
        last = end_of(month, "m")
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    day = month + timedelta(days=(weekday - month.weekday()) % 7 + 7 * (place - 1))
    return day if day.month == month.month else None
