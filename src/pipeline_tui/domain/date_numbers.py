"""Days written in numbers: `2026-12-24`, `24.12.`, `3. dezember`, `dec 3 2027`, `kw50`."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from pipeline_tui.domain import date_words as vocabulary
from pipeline_tui.domain.date_calendar import (
    day_of,
    monday_of_week,
    next_day_and_month,
    next_day_of_month,
    next_week_number,
)
from pipeline_tui.domain.date_line import Found, Line

if TYPE_CHECKING:
    import re

_CENTURY = 2000


def match_date(line: Line, at: int) -> Found | None:
    """The date in numbers that begins there; InputError if there is no such day."""
    word = line.word(at)
    found = _iso_pattern().fullmatch(word)
    if found and (line.whole or found[1] >= "1900"):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        return Found(day_of(year, month, day, line.text(at, at + 1)), at + 1)
    return _dotted(line, at) or _with_month_name(line, at)


def match_day_of_month(line: Line, at: int) -> Found | None:
    """`15.`, `15th` behind `am`, `by the` …: only where the line ends or a time follows."""
    found = _ordinal_pattern().fullmatch(line.word(at))
    if found is None or not found[2] or not line.stands_alone(at + 1):
        return None
    text = line.text(at, at + 1)
    return Found(next_day_of_month(line.today, int(found[1]), text), at + 1)


def match_week_number(line: Line, at: int, weekday: int | None = None) -> Found | None:
    """`kw50`, `KW 50 2027`, `2026-W50`, `w50 di`; the next such week to come, its Monday.

    `weekday` is the one that stands before it, if any.
    """
    found = _iso_week_pattern().fullmatch(line.word(at))
    if found:
        day_of_week, end = weekday_behind(line, at + 1, weekday)
        if found[3]:
            day_of_week, end = int(found[3]) - 1, at + 1
        monday = monday_of_week(int(found[1]), int(found[2]), line.text(at, at + 1))
        return Found(monday + timedelta(days=day_of_week), end)
    found = _week_pattern().fullmatch(line.word(at))
    end = at + 1
    if found is None and line.word(at) in vocabulary.WEEK_NUMBER:
        found = _week_pattern().fullmatch(line.word(at) + line.word(end))
        end += 1
    if found is None or found[1] not in vocabulary.WEEK_NUMBER:
        return None  # Q4 is a quarter, B2 a room
    week = int(found[2])
    if not 1 <= week <= 53 and found[1] not in vocabulary.FIRM_WEEK_NUMBER and not line.whole:
        return None
    year, end = (_full_year(found[3]), end) if found[3] else _year_behind(line, end)
    text = line.text(at, end)
    day_of_week, end = weekday_behind(line, end, weekday)
    if year is None:
        return Found(next_week_number(line.today, week, day_of_week, text), end)
    return Found(monday_of_week(year, week, text) + timedelta(days=day_of_week), end)


def weekday_behind(line: Line, at: int, weekday: int | None) -> tuple[int, int]:
    """The weekday meant by a week, and where the words go on; Monday if none is named."""
    if weekday is not None:
        return weekday, at
    behind = vocabulary.WEEKDAYS.get(line.word(at))
    if behind is None or not weekday_stands(line, at, at + 1):
        return 0, at
    return behind, at + 1


def weekday_stands(line: Line, at: int, end: int) -> bool:
    """`so do mi` are days only at the end of the line or before a time (product.md).

    `Fr.` before a name is a woman: `Fr. Müller anrufen`.
    """
    if line.word(at) in vocabulary.DOUBTFUL_WEEKDAYS:
        return line.stands_alone(end)
    behind = line.text(end, end + 1).lstrip('"')
    return line.text(at, at + 1) != "Fr." or not behind[:1].isupper() or line.stands_alone(end)


def year_at(line: Line, at: int) -> int | None:
    """The four digits of a year."""
    word = line.word(at)
    if len(word) == 4 and word.isascii() and word.isdigit() and word >= "1970":
        return int(word)
    return None


def _year_behind(line: Line, at: int) -> tuple[int | None, int]:
    """The year that stands there, if one does, and where the words go on."""
    year = year_at(line, at)
    return year, at + (year is not None)


def _full_year(digits: str) -> int:
    return int(digits) + (_CENTURY if len(digits) == 2 else 0)


def _dotted(line: Line, at: int) -> Found | None:
    """`24.12.`, `24.12.26`, `24. 12.`; `24.12` only where no number can be meant."""
    found = _dotted_pattern().fullmatch(line.word(at))
    end = at + 1
    if found is None and line.word(at).endswith("."):
        found = _dotted_pattern().fullmatch(line.word(at) + line.word(end))
        end += 1
    if found is None:
        return None
    day, month, year = int(found["day"]), int(found["month"]), found["year"]
    if not found["point"] and not _bare_date(line, end, day, month):
        return None
    plausible = line.whole or (day <= 31 and month <= 12)
    if year and len(year) == 2 and not plausible:
        return None  # 5.15.10 is a version
    return _dated(line, at, end, day, month, _full_year(year) if year else None)


def _bare_date(line: Line, end: int, day: int, month: int) -> bool:
    """Whether `24.12` without its last point can be a date here: not a number, not a time."""
    if not 1 <= month <= 12 or line.word(end) in vocabulary.O_CLOCK:
        return False
    return line.whole or (day <= 31 and line.stands_alone(end))


def _with_month_name(line: Line, at: int) -> Found | None:
    """`3. Dezember`, `the 3rd of dec`, `dec 3`, `am dritten Dezember`, perhaps with a year."""
    start = at
    at += line.word(at) == "the"
    behind = at + 1 + (line.word(at + 1) == "the")
    if (day := _day_number(line, at)) is not None:
        month_at = at + 1 + (line.word(at + 1) == "of")
        month, end = vocabulary.MONTHS.get(line.word(month_at)), month_at + 1
    elif at == start and (day := _day_number(line, behind)) is not None:
        month, end = vocabulary.MONTHS.get(line.word(at)), behind + 1
    else:
        return None
    if month is None or (day > 31 and not line.whole):
        return None
    return _dated(line, at, end, day, month, None)


def _day_number(line: Line, at: int) -> int | None:
    """The day of a month: `3`, `3.`, `3rd`; in words only where nothing else can be meant."""
    word = line.word(at)
    if found := _ordinal_pattern().fullmatch(word):
        return int(found[1])
    before = line.word(at - 1) if at else ""
    announced = before in vocabulary.BEFORE_DATE or before in vocabulary.AFTER_THESE
    announced = announced and before != "the"  # the second march of the bands
    if line.whole or announced or line.word(at + 1) == "of":
        return vocabulary.ORDINALS.get(word)
    return None


def _dated(line: Line, start: int, end: int, day: int, month: int, year: int | None) -> Found:
    """The day of a day, a month and perhaps a year, which may also follow as a word."""
    if year is None:
        year, end = _year_behind(line, end)
    text = line.text(start, end)
    if year is None:
        return Found(next_day_and_month(line.today, day, month, text), end)
    return Found(day_of(year, month, day, text), end)


@cache
def _iso_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})")


@cache
def _iso_week_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"([0-9]{4})-?w([0-9]{1,2})(?:-([1-7]))?")


@cache
def _week_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"([a-z]+)([0-9]{1,2})\.?(?:[/.]?((?<=[/.])[0-9]{4}|(?<=[/.])[0-9]{2}))?")


@cache
def _dotted_pattern() -> re.Pattern[str]:
    import re

    return re.compile(
        r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})(?P<point>\.(?P<year>[0-9]{4}|[0-9]{2})?)?"
    )


@cache
def _ordinal_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"([0-9]{1,2})(\.|st|nd|rd|th)?")
