"""Date phrases in English and German: product.md, "Date phrases".

What is not a date is refused, never guessed; a typing error gets a suggestion instead.
Both languages are read whatever the language of the screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain import date_words as vocabulary
from pipeline_tui.domain.date_calendar import shown
from pipeline_tui.domain.date_clock import Clock, match_clock
from pipeline_tui.domain.date_days import match_announced_day
from pipeline_tui.domain.date_line import Calendar, Found, Line
from pipeline_tui.domain.date_words import plain
from pipeline_tui.domain.text import clean
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    import re

FIRST_YEAR, LAST_YEAR = 1970, 9999
_MOST_CHARACTERS = 80
_MOST_WORDS = 12
_LONGEST_WORD = 24
_ALIKE = 0.7  # difflib's measure; lower finds words that share little more than a letter


class When(NamedTuple):
    """A resolved date phrase: a calendar day and perhaps a wall-clock time, `HH:MM`."""

    day: date
    time: str | None

    def __str__(self) -> str:
        """In ISO form; `parse_when` reads it back."""
        return f"{self.day.isoformat()} {self.time}" if self.time else self.day.isoformat()


def parse_when(text: str, today: date, *, calendar: Calendar | None = None) -> When:
    """The day (and time) a whole text names, seen from `today`.

    A weekday is the next one to come, never today; a day and month (or a calendar week)
    without year is the next one to come, today included. Working days are counted by
    `calendar`, Monday to Friday without one. Days are those of the years 1970 to 9999.

    InputError says what was refused and why, and suggests what a mistyped word may have
    meant. A time without a day is refused: whether `14 uhr` is still to come today, only
    the caller's clock knows, and a follow-up in the past helps nobody.
    """
    text = _iso_instant_pattern().sub(r"\1 ", clean(text))
    words = text.split()
    if not words:
        raise InputError(_("A date is missing"), todo=_examples())
    if len(text) > _MOST_CHARACTERS or len(words) > _MOST_WORDS:
        raise _not_a_date(text)
    line = line_of(words, today, calendar, at_end=True, whole=True)
    found = match_phrase(line, 0)
    if found is None or found[1] < len(words):
        raise _refusal(line)
    return found[0]


def each_when(
    words: Sequence[str],
    today: date,
    *,
    at_end: bool = True,
    start: int = 0,
    calendar: Calendar | None = None,
) -> Iterator[tuple[When, int, int]]:
    """The date phrases among words of a line: what each means, its first word, and its end.

    The search begins at word `start`; `at_end` tells whether the last word is also the
    last of the line, where `so do mi` are days. InputError for words in the form of a date
    that does not exist (`31.02.`).
    """
    line = line_of(words, today, calendar, at_end=at_end, whole=False)
    at = start
    while at < len(words):
        found = match_phrase(line, at)
        if found:
            yield found[0], at, found[1]
        at = found[1] if found else at + 1


def explain_no_date(text: str, today: date) -> InputError:
    """Why no date was found in a line that needs one, with a suggestion where a word is near.

    The line is that of a step: a recurrence may have been meant as well.
    """
    words = clean(text).split()
    for word in words:
        if _slash_pattern().fullmatch(word):
            return _slash_date(word)
    if near := near_date(text, today):
        return InputError(
            _("There is no date in “{text}”").format(text=shown(text)),
            todo=_("Did you mean {suggestion}?").format(suggestion=shown(near)),
        )
    line = line_of(words[-_MOST_WORDS:], today, None, at_end=True, whole=False)
    for at in range(len(line.words)):
        if clock := match_clock(line.words, at):
            return time_without_day(line.text(at, clock.end), clock)
    return InputError(_("There is no date in “{text}”").format(text=shown(text)), todo=_examples())


def near_date(text: str, today: date) -> str:
    """The text with the words that are nearly a date or a recurrence put right; '' if none are."""
    words = clean(text).split()[-_MOST_WORDS:]
    line = line_of(words, today, None, at_end=True, whole=False)
    for length in (1, 2, 3):
        for at in range(len(line.words) - length, -1, -1):
            part = line._replace(
                typed=line.typed[at : at + length], words=line.words[at : at + length], whole=True
            )
            if suggestion := _suggestion(part, vocabulary.REPEAT_WORDS):
                return " ".join((*line.typed[:at], suggestion, *line.typed[at + length :]))
    return ""


def time_without_day(text: str, clock: Clock) -> InputError:
    """Why a time alone is no date."""
    if not clock.possible:
        return InputError(_("There is no such time as {text}").format(text=shown(text)))
    return InputError(
        _("{text} is a time without a day").format(text=shown(text)),
        todo=_("Put the day before it, for example today {time}").format(time=clock),
    )


def line_of(
    words: Sequence[str], today: date, calendar: Calendar | None, *, at_end: bool, whole: bool
) -> Line:
    """Words as the readers of dates take them; those longer than any of a date are empty."""
    forms = tuple(plain(word) if len(word) <= _LONGEST_WORD else "" for word in words)
    return Line(tuple(words), forms, today, calendar or WorkCalendar(), at_end, whole)


def match_phrase(line: Line, start: int) -> tuple[When, int] | None:
    """The phrase that begins at `start` and where it ends: a day, and a time on either side."""
    before = match_clock(line.words, start)
    if before and (found := _day(line, before.end)):
        return When(found.day, _time(line, start, before)), found.end
    found = _day(line, start)
    if found is None:
        return None
    clock = match_clock(line.words, found.end)
    if clock is None:
        return When(found.day, None), found.end
    return When(found.day, _time(line, found.end, clock)), clock.end


def _day(line: Line, start: int) -> Found | None:
    """The day that begins there; InputError if it is outside the years kept here."""
    try:
        found = match_announced_day(line, start)
    except (OverflowError, ValueError):
        raise _out_of_years(line.text(start, start + _MOST_WORDS)) from None
    if found and not FIRST_YEAR <= found.day.year <= LAST_YEAR:
        raise _out_of_years(line.text(start, found.end))
    return found


def _time(line: Line, start: int, clock: Clock) -> str:
    if not clock.possible:
        text = line.text(start, clock.end)
        raise InputError(_("There is no such time as {text}").format(text=shown(text)))
    return str(clock)


def _refusal(line: Line) -> InputError:
    """Why these words are no date."""
    text = line.text(0, len(line.words))
    if _slash_pattern().fullmatch(text):
        return _slash_date(text)
    clock = match_clock(line.words, 0)
    if clock and clock.end == len(line.words):
        return time_without_day(text, clock)
    if several := _several_days(line):
        return several
    if suggestion := _suggestion(line, vocabulary.ALL_WORDS):
        return InputError(
            _("“{text}” is not a date").format(text=shown(text)),
            todo=_("Did you mean {suggestion}?").format(suggestion=suggestion),
        )
    return _not_a_date(text)


def _several_days(line: Line) -> InputError | None:
    """Which day is meant, where nothing but days stand there: `fri mon`, `heute oder morgen`."""
    from pipeline_tui.domain.date_rivals import which_day
    from pipeline_tui.domain.quickadd_dates import Phrase

    named = [Phrase(*found) for found in each_when(line.typed, line.today, calendar=line.calendar)]
    apart = len(line.words) - sum(phrase.end - phrase.start for phrase in named)
    if len(named) < 2 or apart >= len(named):
        return None
    return which_day(line.typed, named[0], named[1], line.today, alone=True)


def _suggestion(line: Line, known: Sequence[str]) -> str:
    """The same text with its unknown words replaced by near ones, if that is a date.

    A number behind a day may have been meant as a time; a day gone by was not mistyped.
    """
    from difflib import get_close_matches

    mended = [
        typed
        if word in known or word in vocabulary.GONE or not word.isalpha() or len(word) < 3
        else (get_close_matches(word, known, n=1, cutoff=_ALIKE) or [typed])[0]
        for typed, word in zip(line.typed, line.words, strict=True)
    ]
    timed = [*mended[:-1], _time_pattern().sub(r"\1:\2", mended[-1])]
    timed[-1] += "00" if timed[-1].endswith(":") else ""
    tried = (words for words in (mended, timed) if words != list(line.typed))
    return next((" ".join(words) for words in tried if _is_date(line, words)), "")


def _is_date(line: Line, words: Sequence[str]) -> bool:
    """Whether these words in the place of those of the line are one date, or recur."""
    from pipeline_tui.domain.date_repeat import match_repeat

    mended = line_of(words, line.today, line.calendar, at_end=True, whole=line.whole)
    try:
        found = match_phrase(mended, 0)
        core = None if found else match_repeat(mended, 0)
    except InputError:
        return False
    end = found[1] if found else core.end if core else 0
    return end == len(words)


def _not_a_date(text: str) -> InputError:
    return InputError(_("“{text}” is not a date").format(text=shown(text)), todo=_examples())


def _out_of_years(text: str) -> InputError:
    return InputError(
        _("{text} is outside the years {first} to {last}").format(
            text=shown(text), first=FIRST_YEAR, last=LAST_YEAR
        )
    )


def _slash_date(text: str) -> InputError:
    return InputError(
        _("{text} does not tell the day from the month").format(text=shown(text)),
        todo=_("Write 24.12., 24 dec or 2026-12-24"),
    )


def _examples() -> str:
    return _("Write for example fri 10:00, +3d, 24.12. or 2026-12-24")


@cache
def _slash_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"[0-9]{1,2}[/-][0-9]{1,2}(?:[/-](?:[0-9]{4}|[0-9]{2}))?")


@cache
def _time_pattern() -> re.Pattern[str]:
    """`9`, `10.30`: a time that is written as a number."""
    import re

    return re.compile(r"^([01]?[0-9]|2[0-3])(?:\.([0-5][0-9]))?$")


@cache
def _iso_instant_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?=[0-9])")
