"""Spans of days, as free days and absences are typed and kept: `24.12. - 2.1.`, `fri`, `mon..fri`.

Kept as ISO days and `FROM..TO`, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from pipeline_tui.domain.dates import parse_when
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

LONGEST = 366
"""Days of the longest span."""


class Span(NamedTuple):
    """From the first to the last day, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        """As it is kept."""
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    def days(self) -> Iterator[date]:
        """Every day of it."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


class Absence(NamedTuple):
    """Days away that are not over, and what they do."""

    span: Span
    days: int
    """Working days one would have been there."""
    due: int
    """Open follow-ups that fall due in it."""
    back: date
    """The first working day after it."""


def parse_spans(text: str, today: date) -> tuple[Span, ...]:
    """The spans a text names, in their order; those that overlap become one.

    Between two days stands `..`, a dash, `to` or `bis`; without the first one the span begins
    today. Several are separated by commas, or by blanks if their days are single words.
    InputError for what is no day, ends before it begins, or is longer than LONGEST.
    """
    found: list[Span] = []
    for part in _separators().split(clean(text)):
        if part.strip():
            found += _part(part.strip(), today)
    return _merged(found)


def kept_spans(text: str) -> tuple[Span, ...]:
    """The spans of a kept text."""
    spans = []
    for part in text.split():
        first, _dots, last = part.partition("..")
        spans.append(Span(date.fromisoformat(first), date.fromisoformat(last or first)))
    return tuple(spans)


def spans_text(spans: Iterable[Span]) -> str:
    """Spans as they are kept."""
    return " ".join(map(str, spans))


def _part(part: str, today: date) -> list[Span]:
    """One span of perhaps several words, else several of one word each."""
    try:
        return [_span(part, today)]
    except InputError:
        words = _between().sub("..", part).split()
        if len(words) == 1:
            raise
    return [_span(word, today) for word in words]


def _span(text: str, today: date) -> Span:
    ends = _between().split(text)
    first, last = ends[0].strip(), ends[-1].strip()
    start = parse_when(first, today).day if first or len(ends) == 1 else today
    if len(ends) == 1:
        return Span(start, start)
    end = parse_when(last, today).day
    if end < start:  # "mon..fri" on a Wednesday: the Friday after that Monday
        end = parse_when(last, start).day
    if len(ends) > 2 or end < start or (end - start).days >= LONGEST:
        raise InputError(
            _("{text} is not a span of days").format(text=text),
            todo=_("Write FROM..TO, at most a year, for example 2026-12-24..2026-12-31"),
        )
    return Span(start, end)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In their order, without overlaps."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.first <= found[-1].last:
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return tuple(found)


@cache
def _separators() -> re.Pattern[str]:
    return re.compile(r"[,;]")


@cache
def _between() -> re.Pattern[str]:
    """What stands between the ends; of three dots the first belongs to `24.12.`."""
    return re.compile(
        r"\s*(?:\.\.(?!\.)|[–—]|(?<=\.)-|(?:(?<=\s)|^)(?:-|to|until|till|bis)(?=\s))\s*", re.I
    )
