"""Times of day inside date phrases: `10:00 9h 14 uhr 3pm halb drei at 9` (product.md)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain import date_words as vocabulary

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

_WORKDAY_STARTS = 7
_IMPOSSIBLE = 99
_TWELVE_HOURS = frozenset(str(hour) for hour in range(1, 13))


class Clock(NamedTuple):
    """A time as it was typed, possible or not; the words up to `end` belong to it."""

    hour: int
    minute: int
    end: int

    @property
    def possible(self) -> bool:
        """Whether a clock shows this time; `24:00` is the next day's and is not taken."""
        return self.hour < 24 and self.minute < 60

    def __str__(self) -> str:
        return f"{self.hour:02d}:{self.minute:02d}"


def match_clock(words: Sequence[str], start: int) -> Clock | None:
    """The time that begins at `start`, None if there is none; `words` are in `plain()` form.

    Digits are taken as they stand (`3:00` is in the night). Spoken hours (`halb drei`,
    `quarter to five`, `at 3`) are those of a working day, from 7:00 to 18:59.
    """
    announced = _word(words, start) in vocabulary.BEFORE_TIME
    at = start + announced
    if _word(words, at) in vocabulary.NOON:
        return Clock(12, 0, at + 1)
    return _spoken(words, at) or _digits(words, at, announced) or _hour_word(words, at, announced)


def _word(words: Sequence[str], index: int) -> str:
    return words[index] if index < len(words) else ""


def _spoken(words: Sequence[str], at: int) -> Clock | None:
    """`halb drei`, `half past two`, `viertel vor drei`, `quarter past two`."""
    first, second = _word(words, at), _word(words, at + 1)
    if first in vocabulary.HALF:
        before_the_hour, minute, at = True, 30, at + 1
    elif first == "half" and second == "past":
        before_the_hour, minute, at = False, 30, at + 2
    elif first in vocabulary.QUARTER and second in vocabulary.PAST:
        before_the_hour, minute, at = False, 15, at + 2
    elif first in vocabulary.QUARTER and second in vocabulary.TO:
        before_the_hour, minute, at = True, 45, at + 2
    else:
        return None
    hour = _spoken_hour(_word(words, at))
    if hour is None:
        return None
    hour = _in_working_day(hour - before_the_hour)
    return Clock(hour, minute, _after_o_clock(words, at + 1))


def _spoken_hour(word: str) -> int | None:
    """An hour from 1 to 12 in words or digits."""
    if word in vocabulary.HOUR_WORDS:
        return vocabulary.HOUR_WORDS[word]
    return int(word) if word in _TWELVE_HOURS else None


def _in_working_day(hour: int) -> int:
    """An hour from 0 to 12 of a twelve-hour clock as a seller means it."""
    return hour % 12 + 12 if hour % 12 < _WORKDAY_STARTS else hour


def _after_o_clock(words: Sequence[str], at: int) -> int:
    return at + 1 if _word(words, at) in vocabulary.O_CLOCK else at


def _digits(words: Sequence[str], at: int, announced: bool) -> Clock | None:
    """`10:00`, `9h`, `9h30`, `14 uhr 30`, `14.30 uhr`, `3:30pm`, `3 p.m.`, `at 9`."""
    found = _digits_pattern().fullmatch(_word(words, at))
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or found["after_h"] or 0)
    suffix, end = found["suffix"] or "", at + 1
    if not suffix and not found["after_h"] and _is_suffix(words, end, hour):
        suffix, end = words[end], end + 1
    if suffix in vocabulary.HALF_DAYS:
        hour = hour % 12 + vocabulary.HALF_DAYS[suffix] if 1 <= hour <= 12 else _IMPOSSIBLE
    elif suffix == "uhr" and not found["minute"] and _is_minute(words, end):
        minute, end = int(words[end]), end + 1
    if found["point"] == "." and suffix not in vocabulary.O_CLOCK:
        return None  # 10.30 alone is a number
    if suffix or found["minute"] or found["after_h"]:
        return Clock(hour, minute, end)
    if not announced or _word(words, end) in vocabulary.UNITS:
        return None  # a bare number is no time, and `um 3 tage` none either
    return Clock(_in_working_day(hour) if 1 <= hour <= 12 else hour, 0, end)


def _is_suffix(words: Sequence[str], at: int, hour: int) -> bool:
    """Whether `uhr`, `h`, `am` or `pm` stands there; the German `am` before a day is none."""
    word, following = _word(words, at), _word(words, at + 1)
    a_day_follows = following in vocabulary.WEEKDAYS or following[:1].isdigit()
    if word == "am" and (hour > 12 or a_day_follows):
        return False
    return word in vocabulary.O_CLOCK or word in vocabulary.HALF_DAYS


def _is_minute(words: Sequence[str], at: int) -> bool:
    word = _word(words, at)
    return len(word) == 2 and word.isascii() and word.isdigit()


def _hour_word(words: Sequence[str], at: int, announced: bool) -> Clock | None:
    """`um drei`, `at three`, `drei uhr`, `ein uhr`."""
    word = _word(words, at)
    if word not in vocabulary.COUNTS:
        return None
    end = _after_o_clock(words, at + 1)
    if end == at + 1 and not (announced and word in vocabulary.HOUR_WORDS):
        return None
    return Clock(_in_working_day(vocabulary.COUNTS[word]), 0, end)


@cache
def _digits_pattern() -> re.Pattern[str]:
    import re

    return re.compile(
        r"(?P<hour>[0-9]{1,2})"
        r"(?:(?P<point>[:.])(?P<minute>[0-9]{2})|h(?P<after_h>[0-9]{2}))?"
        r"(?P<suffix>uhr|h|[ap]\.?m)?"
    )
