"""Periods as one says them: `last quarter`, `letztes Quartal`, `Q4`, `march 2026`, `1.3. - 15.4.`.

Figures look back: a day, month or quarter without a year is the one of this year, in a span that
of the other end (`January to March 2025`), and `last 90 days` end today; `last 4 quarters` are
this one and the three before, as in metrics.md. Read by `periods.read_period`, which knows the
plain names `2026-Q4` itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline_tui.domain.date_calendar import add_months
from pipeline_tui.domain.date_words import MONTHS
from pipeline_tui.domain.dates import parse_when
from pipeline_tui.domain.metrics.periods import Period, parse_period, spanning
from pipeline_tui.domain.text import fold
from pipeline_tui.errors import InputError

_WHICH = {
    -1: "last letzter letzte letztes letzten letztem previous past voriger vorige voriges vorigen"
    " vergangener vergangene vergangenes vergangenen",
    0: "this current dieser diese dieses diesen diesem laufendes laufender laufenden aktuelles"
    " aktueller aktuellen",
    1: "next coming nachster nachste nachstes nachsten kommender kommendes kommenden",
}
_UNITS = {
    "week": "week weeks woche wochen",
    "month": "month months monat monate monaten",
    "quarter": "quarter quarters quartal quartale quartalen",
    "year": "year years jahr jahre jahren",
    "day": "day days tag tage tagen",
}
_ALONE = {
    "vorwoche": (-1, "week"),
    "vormonat": (-1, "month"),
    "vorquartal": (-1, "quarter"),
    "vorjahr": (-1, "year"),
}
_LONGEST_COUNT = 3
_SO_FAR = ("ytd", "year to date", "seit jahresbeginn", "dieses jahr bisher")


def _by_word(table: dict[str, str] | dict[int, str]) -> dict[str, int | str]:
    return {word: key for key, words in table.items() for word in words.split()}


_WHICH_OF = _by_word(_WHICH)
_UNIT_OF = _by_word(_UNITS)
_MONTH_OF = {fold(word): number for word, number in MONTHS.items()}


def phrase(text: str, today: date) -> Period | None:
    """The period a phrase names, seen from `today`; None where it is none.

    InputError for a day that does not exist.
    """
    plain = fold(text).strip()
    if plain in _SO_FAR:
        return spanning(date(today.year, 1, 1), today)
    ends = _BETWEEN.split(re.sub(r"^(?:from|von|vom)\s+", "", plain))
    if len(ends) == 2 and all(part.strip() for part in ends):
        return _span(ends[0].strip(), ends[1].strip(), today)
    words = plain.replace("/", " ").split()
    if words and words[0] in ("since", "seit") and len(words) > 1:
        first = _end(" ".join(words[1:]), today, today.year)
        return None if first is None or first.first > today else spanning(first.first, today)
    while words and words[0] in ("the", "die", "der", "das", "den", "in", "im"):
        words = words[1:]
    return _named(words, today, today.year)


def _named(words: Sequence[str], today: date, year: int) -> Period | None:
    """A phrase of one to three words; a month or quarter alone is one of `year`."""
    match words:
        case [alone] if alone in _ALONE:
            back, unit = _ALONE[alone]
            return _whole(unit, back, today)
        case [which, unit] if which in _WHICH_OF and _UNIT_OF.get(unit, "day") != "day":
            return _whole(str(_UNIT_OF[unit]), int(_WHICH_OF[which]), today)
        case [which, count, unit] if _WHICH_OF.get(which) == -1 and unit in _UNIT_OF:
            return _trailing(count, str(_UNIT_OF[unit]), today)
        case [one] | [one, "quarter" | "quartal"]:
            return _quarter_or_month(one, year, named=len(words) == 2)
        case [one, of] | [one, "quarter" | "quartal", of] if _is_year(of):
            return _quarter_or_month(one, int(of), named=len(words) == 3)
    return None


def _quarter_or_month(word: str, year: int, *, named: bool) -> Period | None:
    """`q4`, `november`, and with the word quarter behind it `4.`, `4th`, `viertes`."""
    number = word.rstrip(".")
    if named:
        number = "q" + number.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix(
            "th"
        )
    if re.fullmatch(r"q[1-4]", number):
        return parse_period(f"{year:04}-{number}")
    if not named and number in _MONTH_OF:
        return parse_period(f"{year:04}-{_MONTH_OF[number]:02}")
    return None


def _whole(unit: str, ahead: int, today: date) -> Period:
    """This week, month, quarter or year, or the one before or behind it."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
        return spanning(monday, monday + timedelta(days=6))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    start = date(today.year, (today.month - 1) // months * months + 1, 1)
    first = add_months(start, months * ahead)
    return spanning(first, add_months(first, months) - timedelta(days=1))


def _trailing(count: str, unit: str, today: date) -> Period | None:
    """So many days or weeks up to today; so many months, quarters or years, this one the last."""
    if not (count.isascii() and count.isdecimal() and len(count) <= _LONGEST_COUNT and int(count)):
        return None
    many = int(count)
    if unit in ("day", "week"):
        days = many * (7 if unit == "week" else 1)
        return spanning(today - timedelta(days=days - 1), today)
    last = _whole(unit, 0, today).last
    return spanning(_whole(unit, 1 - many, today).first, last)


def _span(first: str, last: str, today: date) -> Period | None:
    """From one end to the other, each of them a period or a day."""
    for years in _years(first, last, today.year):
        start, end = _end(first, today, years[0]), _end(last, today, years[1])
        if start is None or end is None:
            return None
        if start.first <= end.last:
            return spanning(start.first, end.last)
    return None


def _years(first: str, last: str, this: int) -> list[tuple[int, int]]:
    """The years of ends that name none: that of the other end, else this one.

    Then, for a span that would end before it begins, the one beside it.
    """
    begun, ended = _YEAR.search(first), _YEAR.search(last)
    if begun and not ended:
        year = int(begun[0])
        return [(year, year), (year, year + 1)]
    year = int(ended[0]) if ended else this
    return [(year, year), (year - 1, year)]


def _end(text: str, today: date, year: int) -> Period | None:
    """One end of a span: a period of its own, or a day; of `year` if it names none."""
    try:
        return parse_period(text)
    except InputError:
        found = _named(text.replace("/", " ").split(), today, year)
    if found is not None:
        return found
    # Figures look back, follow-ups ahead: these would take the next such day.
    year_missing = _DAY_AND_MONTH.fullmatch(text) or (
        not _YEAR.search(text) and any(word.rstrip(".") in _MONTH_OF for word in text.split())
    )
    try:
        day = parse_when(text, date(year, 1, 1) if year_missing else today).day
    except InputError:
        return None
    if year_missing and day.year != year:  # 29.2. of a year that has none
        return None
    return Period(day.isoformat(), day, day)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdecimal() and int(text) > 0


_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}\.\s?[0-9]{1,2}\.?")


# What stands between the ends; of three dots the first belongs to `24.12.`.
_BETWEEN = re.compile(r"\s*\.\.(?!\.)\s*|\s*[–—]\s*|(?<=\.)-|\s+(?:-|to|until|till|bis|bis zum)\s+")
