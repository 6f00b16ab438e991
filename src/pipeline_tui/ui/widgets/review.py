"""A review as widgets: the line on top with count and timer, and one page beneath."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.review import Keys, Line, head_line, key_lines, margin_of
from pipeline_tui.ui.scrolling import ScrolledCanvas
from pipeline_tui.ui.text import Run

_PROGRESS_FROM = 18
"""Lines from which one is spared for the progress."""
_KEYS_FROM = 9
"""Lines from which the keys that decide stay at the bottom."""

Draw = Callable[[int, int], list[Line]]
"""The lines of a page for so many cells and lines."""


class ReviewHead(Canvas):
    """Which review, how far one is, and the time."""

    def __init__(self, name: str, kind: str, today: date, notes: tuple[Run, ...]) -> None:
        super().__init__(id="header")
        self._called = name
        self._kind = kind
        self._notes = notes
        self._shown = ("", 0, today)

    def show(self, count: str, minutes: int, today: date) -> None:
        """Show these; repaints only if something changed."""
        if (count, minutes, today) != self._shown:
            self._shown = (count, minutes, today)
            self.refresh()

    def runs(self, y: int) -> list[Run]:
        """The only line."""
        count, minutes, today = self._shown
        cells = self.size.width
        return head_line(self._called, count, self._kind, minutes, cells, today, self._notes)


class ReviewView(ScrolledCanvas):
    """A page that can be scrolled, the progress above it and the keys below."""

    def __init__(self) -> None:
        super().__init__(id="review")
        self._draw: Draw = lambda _cells, _lines: []
        self._keys: list[Keys] = []
        self._done = (0, 0)
        self._below: list[Line] = []

    def show(
        self, draw: Draw, keys: list[Keys], done: tuple[int, int], *, stay: bool = False
    ) -> None:
        """Show a page; from its top unless it is to `stay` where it is. `done` of how many."""
        self._draw, self._keys, self._done = draw, keys, done
        if not stay:
            self._top = 0
        self._lay_out()
        self.repaint_changed()

    @property
    def _progress(self) -> bool:
        return self.size.height >= _PROGRESS_FROM and self._done[1] > 1

    @property
    def _room(self) -> int:
        """Lines there are for the page."""
        return max(self.size.height - 2 * int(self._progress) - len(self._below), 1)

    def _lay_out(self) -> None:
        cells, height = self.size
        if cells <= 0:
            self._rows = []
            return
        margin, room = margin_of(cells)
        below = [_indented(line, margin) for line in key_lines(self._keys, room)]
        rows = self._draw(room, height)
        if height < _KEYS_FROM:
            self._below, self._rows = [], [_indented(line, margin) for line in [*rows, *below]]
            return
        rule: Line = [(" " * margin, "text"), ("─" * room, "rule")]
        self._below = [rule, *below] if height >= _PROGRESS_FROM else below
        self._rows = [_indented(line, margin) for line in rows]

    def runs(self, y: int) -> list[Run]:
        """The progress on top, then the page; an arrow where there is more; the keys."""
        cells = self.size.width
        if self._progress:
            if y == 0:
                done, total = self._done
                part = cells * done // total
                return [("━" * part, "edge"), ("─" * (cells - part), "rule")]
            y -= 2
            if y < 0:
                return []
        if y >= self._room:
            at = y - self._room
            return self._below[at] if at < len(self._below) else []
        return self.page_line(y)


def _indented(line: Line, margin: int) -> Line:
    return [(" " * margin, "text"), *line] if line else []
