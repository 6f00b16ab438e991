"""Days inside date phrases, in words: `today`, `next tue`, `in 3 months`, `monatsende`.

The rules are those of product.md, "Date phrases"; times of day are in `date_clock.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from pipeline_tui.domain import date_words as vocabulary
from pipeline_tui.domain.date_calendar import (
    add_months,
    end_of,
    first_of_next,
    monday_of,
    next_weekday,
)
from pipeline_tui.domain.date_line import Found, Line
from pipeline_tui.domain.date_numbers import (
    match_date,
    match_day_of_month,
    match_week_number,
    weekday_behind,
    weekday_stands,
    year_at,
)
from pipeline_tui.domain.date_places import is_gone_by, match_place_in_month
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date

if TYPE_CHECKING:
    import re

_FARTHEST = 100_000
"""Most units a length of time may have; more are refused before they are counted."""


def match_announced_day(line: Line, start: int) -> Found | None:
    """The day that begins at `start`, with `bis`, `am`, `on`, `by the` … or without.

    InputError if the words have the form of a date that does not exist; OverflowError or
    ValueError if the day is beyond what a date can be.
    """
    if line.word(start) not in vocabulary.BEFORE_DATE:
        return _match_day(line, start)
    at = start + 1
    while at < start + 3 and line.word(at) in vocabulary.AFTER_THESE:
        at += 1
    return _match_day(line, at) or match_day_of_month(line, at)


def _match_day(line: Line, start: int) -> Found | None:
    """The day that begins at `start`, None if there is none."""
    matchers = (
        *(_near_day, _weekday, _next, _length, _end),
        *(match_week_number, match_place_in_month, match_date),
    )
    for match in matchers:
        if found := match(line, start):
            return found
    return None


def _near_day(line: Line, at: int) -> Found | None:
    """`today`, `übermorgen`, `the day after tomorrow`, `heute in 14 tagen`."""
    if line.words[at : at + 2] == ("the", "day"):
        at += 1
    if line.words[at : at + 3] == ("day", "after", "tomorrow"):
        return Found(line.today + timedelta(days=2), at + 3)
    days = vocabulary.NEAR_DAYS.get(line.word(at))
    if days is None:
        return None
    return _later(line, Found(line.today + timedelta(days=days), at + 1))


def _later(line: Line, found: Found) -> Found:
    """The day itself, or what `in two weeks` behind it makes of it."""
    if line.word(found.end) != "in":
        return found
    return _counted(line, found.end + 1, found.day) or found


def _weekday(line: Line, at: int) -> Found | None:
    """`fri`, `Fr, 24.12.`, `di kw50`, `fri next week`, `freitag in einer woche`."""
    weekday = vocabulary.WEEKDAYS.get(line.word(at))
    if weekday is None or is_gone_by(line, at, at + 1):
        return None
    if found := _weekday_and_date(line, at, weekday) or match_week_number(line, at + 1, weekday):
        return found
    found = _later(line, Found(next_weekday(line.today, weekday), at + 1))
    if not weekday_stands(line, at, found.end):
        return None
    return _spelt_week(line, at + 1, weekday) or found


def _weekday_and_date(line: Line, at: int, weekday: int) -> Found | None:
    """A date with its weekday; InputError if the two do not agree."""
    date_at = at + 1
    if line.word(date_at) in vocabulary.AFTER_THESE:
        date_at += 1
    found = match_date(line, date_at)
    if found is None and date_at > at + 1:
        found = match_day_of_month(line, date_at)
    if found is None or found.day.weekday() == weekday:
        return found
    if not weekday_stands(line, at, found.end):
        return None
    raise InputError(
        _("{text}: {day} is another day of the week").format(
            text=line.text(at, found.end), day=full_date(found.day)
        )
    )


def _next(line: Line, at: int) -> Found | None:
    """`next tue`, `nächste woche fr`, `kommenden freitag`, `next month`, `next working day`."""
    if found := _spelt_week(line, at, None):
        return found
    word, following = line.word(at), line.word(at + 1)
    weekday = vocabulary.WEEKDAYS.get(following)
    if weekday is not None and weekday_stands(line, at + 1, at + 2):
        if word in vocabulary.NEXT:
            days = 7 * vocabulary.NEXT[word] + weekday
            return Found(monday_of(line.today) + timedelta(days=days), at + 2)
        if word in vocabulary.COMING:
            return Found(next_weekday(line.today, weekday), at + 2)
    ahead = _ahead(word)
    if ahead and following in vocabulary.LONGER_SPANS:
        unit = vocabulary.LONGER_SPANS[following]
        return Found(first_of_next(line.today, unit, ahead), at + 2)
    return _next_working_day(line, at + 1) if ahead == 1 else None


def _ahead(word: str) -> int:
    """How many weeks (months …) on: 1 for `next`, 2 for `übernächste`, 0 for anything else."""
    return vocabulary.NEXT.get(word, int(word in vocabulary.COMING_SPAN))


def _next_working_day(line: Line, at: int) -> Found | None:
    end = at + (line.word(at) in vocabulary.WORKING)
    unit = vocabulary.UNITS.get(line.word(end))
    if unit == "wd" or (unit == "d" and end > at):
        return Found(line.calendar.add(line.today, 1), end + 1)
    return None


def _spelt_week(line: Line, at: int, weekday: int | None) -> Found | None:
    """`next week`, `übernächste woche di`; its Monday unless a weekday is named."""
    ahead = _ahead(line.word(at))
    if not ahead or line.word(at + 1) not in vocabulary.WEEK:
        return None
    day_of_week, end = weekday_behind(line, at + 2, weekday)
    return Found(monday_of(line.today) + timedelta(days=7 * ahead + day_of_week), end)


def _length(line: Line, at: int) -> Found | None:
    """`in 3 months`, `in kw 50`, `+3d`, `2w`, `a week from today`, and alone `3 weeks`."""
    word = line.word(at)
    if word == "in":
        in_week = at + 1 + (line.word(at + 1) in vocabulary.OF)
        return _counted(line, at + 1, line.today) or match_week_number(line, in_week)
    joined = _joined_pattern().fullmatch(word)
    if word.startswith("+") or (joined and joined[2] in vocabulary.SHORT_UNITS):
        return _counted(line, at, line.today)
    if word not in vocabulary.COUNTS and not _count_pattern().fullmatch(word):
        return None
    found = _counted(line, at, line.today)
    if found and line.words[found.end : found.end + 2] in {("from", "today"), ("from", "now")}:
        return Found(found.day, found.end + 2)
    alone = line.whole and len(line.word(at + 1)) > 1  # 3 m could be metres
    return found if alone else None


def _counted(line: Line, at: int, base: date) -> Found | None:
    """A number and a unit, and the day so far after `base`."""
    word = line.word(at)
    if joined := _joined_pattern().fullmatch(word):
        number, unit_word, end = int(joined[1]), joined[2], at + 1
    elif word in vocabulary.COUNTS:
        number, unit_word, end = vocabulary.COUNTS[word], line.word(at + 1), at + 2
    elif counted := _count_pattern().fullmatch(word):
        number, unit_word, end = int(counted[1]), line.word(at + 1), at + 2
    else:
        return _half_year(line, at, base)
    if unit_word in vocabulary.WORKING:
        unit = {"d": "wd", "wd": "wd"}.get(vocabulary.UNITS.get(line.word(end), ""))
        end += 1
    else:
        unit = vocabulary.UNITS.get(unit_word)
    if unit is None:
        return _half_year(line, at, base)
    return Found(_after(line, base, number, unit), end)


def _half_year(line: Line, at: int, base: date) -> Found | None:
    """`half a year`, `a half year`, `einem halben jahr`."""
    half = at + (line.word(at) in vocabulary.ARTICLES)
    if line.word(half) not in vocabulary.HALVES:
        return None
    end = half + 1 + (line.word(half + 1) in vocabulary.ARTICLES)
    if vocabulary.UNITS.get(line.word(end)) != "y":
        return None
    return Found(add_months(base, 6), end + 1)


def _after(line: Line, base: date, number: int, unit: str) -> date:
    """The day so many units after `base`."""
    if number > _FARTHEST:
        raise OverflowError
    if unit in {"d", "w"}:
        return base + timedelta(days=number * (7 if unit == "w" else 1))
    if unit == "wd":
        return line.calendar.add(base, number)
    return add_months(base, number * {"m": 1, "q": 3, "y": 12}[unit])


def _end(line: Line, at: int) -> Found | None:
    """`eom`, `monatsende`, `end of next quarter`, `ende dezember`, `ende q4`."""
    word = line.word(at)
    if word in vocabulary.ENDS:
        return Found(end_of(line.today, vocabulary.ENDS[word]), at + 1)
    if word not in vocabulary.END:
        return None
    at += 1
    while line.word(at) in vocabulary.OF:
        at += 1
    ahead = _ahead(line.word(at))
    at += ahead > 0
    unit = vocabulary.LONGER_SPANS.get(line.word(at))
    if unit:
        return Found(end_of(first_of_next(line.today, unit, ahead), unit), at + 1)
    word = line.word(at)
    month = vocabulary.MONTHS.get(word) or vocabulary.QUARTER_ENDS.get(word)
    if ahead or not month:
        return None
    year = year_at(line, at + 1)
    day = line.today if year is None else date(year, 1, 1)
    while day.month != month:
        day = first_of_next(day, "m", 1)
    return Found(end_of(day, "m"), at + 1 + (year is not None))


@cache
def _joined_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"\+?([0-9]{1,40})([^\W\d_]{1,12})")


@cache
def _count_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"\+?([0-9]{1,40})")
