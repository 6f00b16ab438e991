"""The words a date phrase is read from, and what the readers of its parts share."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from pipeline_tui.domain.date_clock import match_clock


class Calendar(Protocol):
    """What is needed of a working calendar (`domain.workdays.WorkCalendar`)."""

    working_weekdays: frozenset[int]

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`."""


class Found(NamedTuple):
    """A day; the words up to `end` belong to it."""

    day: date
    end: int


class Line(NamedTuple):
    """The words being read, and what they are read against."""

    typed: tuple[str, ...]
    words: tuple[str, ...]
    """`typed` in the form of `date_words.plain()`."""
    today: date
    calendar: Calendar
    at_end: bool
    """Whether the last of these words is the last of the line."""
    whole: bool
    """Whether all of it must be one date phrase, so that nothing else can be meant."""

    def word(self, index: int) -> str:
        """The word there, empty behind the last one."""
        return self.words[index] if index < len(self.words) else ""

    def text(self, start: int, end: int) -> str:
        """Some words as they were typed."""
        return " ".join(self.typed[start:end])

    def stands_alone(self, end: int) -> bool:
        """Whether the line ends there or a time follows, where `so do mi` and `am 3.` are days."""
        if self.at_end and end >= len(self.words):
            return True
        return match_clock(self.words, end) is not None
