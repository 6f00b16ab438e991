"""The strip over the agenda: the load of the coming days, and the hours of today.

Bars and counts for every working day, and for a day off only when something is booked on it;
below, today from morning to evening with the fixed blocks and what has a time. Knows no Textual.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.agenda import DayLoad
from pipeline_tui.domain.blocks import Block
from pipeline_tui.domain.state import GLYPHS
from pipeline_tui.i18n.format import weekday
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.wrap import Run, measure, printable

LOW = 18
"""With fewer lines than this there is no strip: every one of them is for a follow-up."""

HIGH = 30
"""From here on an empty line parts the strip from the follow-ups."""

_BARS = " ▁▂▃▄▅▆▇█"
_BAR_CELLS = 2
_FULL = 8
"""So many follow-ups a day, or the most there are, make a full bar."""

_MOST_SHOWN = 999
_GAP = 2
_WEEK_GAP = 4
_MARGIN = 1

_MORNING, _EVENING = 8, 18
"""Hours that are always on the ruler; something earlier or later makes it longer."""

_LABEL = 2
_MINUTES = 60
_LEAST_HOUR = 3
"""Cells an hour takes at least: its number, and one in which something stands."""

_LEAST_NAME = 3
"""Cells below which the name of a block says nothing."""


class DayStrip(NamedTuple):
    """What the strip shows."""

    loads: Sequence[DayLoad]
    """Today and the days after it."""
    times: Sequence[str]
    """HH:MM of everything due today at a time, in order."""
    blocks: Sequence[Block]


def strip_height(lines: int) -> int:
    """Lines the strip takes on a view of so many."""
    if lines < LOW:
        return 0
    return 3 if lines >= HIGH else 2


def strip_lines(strip: DayStrip, today: date, cells: int) -> list[list[Run]]:
    """The load of the days, and the hours of today; a line stays empty where it has no room."""
    return [_load_line(strip.loads, today, cells), _hours_line(strip, cells)]


def _load_line(loads: Sequence[DayLoad], today: date, cells: int) -> list[Run]:
    """`Mon ▂▂ 2  Tue ▆▆ 5`, as many days as there is room for, weeks further apart."""
    days = [load for load in loads if load.working or load.count or load.day == today]
    full = max([_FULL, *(load.count for load in days)])
    digits = max([1, *(len(_count(load)) for load in days)])
    line: list[Run] = [(" " * _MARGIN, "text")]
    week = None
    for load in days:
        named = load.day.isocalendar()[:2]
        gap = "" if week is None else " " * (_GAP if named == week else _WEEK_GAP)
        week = named
        one = _day(load, today, full, digits)
        if measure(line) + len(gap) + measure(one) > cells:
            break
        line += [(gap, "text"), *one]
    return line


def _day(load: DayLoad, today: date, full: int, digits: int) -> list[Run]:
    """One day: its name, a bar, and how many follow-ups it has."""
    here = load.day == today
    name = "today" if here else "dim" if load.working else "faint"
    level = -(-load.count * (len(_BARS) - 1) // full)
    return [
        (weekday(load.day), name),
        (" ", "text"),
        (_BARS[level] * _BAR_CELLS, "today" if here else "accent"),
        (f" {_count(load).ljust(digits)}", "text" if load.count else "faint"),
    ]


def _count(load: DayLoad) -> str:
    if not load.count:
        return "·"
    return str(load.count) if load.count <= _MOST_SHOWN else f"{_MOST_SHOWN}+"


def _hours_line(strip: DayStrip, cells: int) -> list[Run]:
    """`08───09 calls ●──10…`: a ruler of hours with the blocks and the times of today on it."""
    first, last = _span(strip)
    room = cells - 2 * _MARGIN
    if room < (last - first) * _LEAST_HOUR:
        return _times_line(strip.times, cells)
    ruler = _Ruler(first, last, room)
    for block in strip.blocks:
        ruler.block(block)
    for time in strip.times:
        ruler.time(time)
    for block in strip.blocks:
        ruler.name(block)
    return [(" " * _MARGIN, "text"), *ruler.runs()]


def _times_line(times: Sequence[str], cells: int) -> list[Run]:
    """Only what has a time, where the ruler finds no room."""
    line: list[Run] = [(" " * _MARGIN, "text")]
    for time in times:
        one: list[Run] = [(f"{GLYPHS['today']} ", "today"), (f"{time}  ", "text")]
        if measure(line) + measure(one) > cells:
            break
        line += one
    return line


def _span(strip: DayStrip) -> tuple[int, int]:
    """The first hour of the ruler, and the one at which it ends."""
    starts = [_minutes(time) // _MINUTES for time in strip.times]
    starts += [_minutes(block.start) // _MINUTES for block in strip.blocks]
    ends = [_minutes(time) // _MINUTES + 1 for time in strip.times]
    ends += [-(-_minutes(block.end) // _MINUTES) for block in strip.blocks]
    return min([_MORNING, *starts]), max([_EVENING, *ends])


def _minutes(time: str) -> int:
    """Minutes since midnight of HH:MM."""
    hour, _colon, minute = time.partition(":")
    return int(hour) * _MINUTES + int(minute or 0)


class _Ruler:
    """Cells from one hour to another, each with a sign and a style."""

    def __init__(self, first: int, last: int, cells: int) -> None:
        self._first = first
        self._hours = last - first
        self._signs = ["─"] * cells
        self._styles = ["rule"] * cells
        self._taken: set[int] = set()
        """Where something with a time stands: no name covers that."""
        for hour in range(first, last):
            self._write(self._at(hour * _MINUTES), f"{hour:02}", "faint")

    def block(self, block: Block) -> None:
        """Ground of another colour from the start of a block to its end."""
        for at in self._cells(block):
            self._signs[at], self._styles[at] = " ", "chip"

    def time(self, time: str) -> None:
        """A sign behind the number of its hour; several at once stand side by side."""
        hour, minute = divmod(_minutes(time), _MINUTES)
        start, end = self._at(hour * _MINUTES) + _LABEL, self._at((hour + 1) * _MINUTES)
        at = start + minute * (end - start) // _MINUTES
        while at in self._taken:
            at += 1
        if at < len(self._signs):
            self._taken.add(at)
            ground = "chip+" if self._styles[at] == "chip" else ""
            self._signs[at], self._styles[at] = GLYPHS["today"], f"{ground}today"

    def name(self, block: Block) -> None:
        """What a block is for, and since when if there is room, where no time stands."""
        free = self._free(self._cells(block))
        for text in (f"{block.start}–{block.end} {block.what}", block.what):
            text = printable(text)
            if width(text) + 2 <= len(free):
                break
        room = len(free) - 2
        if room >= _LEAST_NAME:
            self._write(free.start + 1, fit(text, min(width(text), room)), "chip")

    def runs(self) -> list[Run]:
        """The cells as few runs."""
        runs: list[Run] = []
        for sign, style in zip(self._signs, self._styles, strict=True):
            if runs and runs[-1][1] == style:
                runs[-1] = (runs[-1][0] + sign, style)
            else:
                runs.append((sign, style))
        return runs

    def _cells(self, block: Block) -> range:
        start, end = (self._at(_minutes(time)) for time in (block.start, block.end))
        return range(start, min(max(end, start + 1), len(self._signs)))

    def _at(self, minutes: int) -> int:
        """The cell at which a time of day begins."""
        return (minutes - self._first * _MINUTES) * len(self._signs) // (self._hours * _MINUTES)

    def _free(self, cells: range) -> range:
        """The longest stretch of a block where nothing with a time stands."""
        best = range(cells.start, cells.start)
        start = cells.start
        for at in (*cells, cells.stop):
            if at == cells.stop or at in self._taken:
                if at - start > len(best):
                    best = range(start, at)
                start = at + 1
        return best

    def _write(self, at: int, text: str, style: str) -> None:
        """A text cell by cell; a wide character takes two, the second with nothing in it."""
        for char in text:
            wide = width(char)
            if not wide and at:
                self._signs[at - 1] += char
                continue
            for place in range(at, min(at + wide, len(self._signs))):
                self._signs[place], self._styles[place] = ("" if place > at else char), style
            at += wide
