"""A list of things to tick or to answer on one panel; what the panel does with them is its own.

`space` goes round the states of a row, `e` wants its line, `enter` accepts the whole list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.geometry import Size
from textual.message import Message

from pipeline_tui.i18n import _
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.cells import width
from pipeline_tui.ui.render.wrap import flow
from pipeline_tui.ui.text import Run

BOX: tuple[Run, ...] = (("[ ]", "faint"), ("[x]", "good"))
"""The states of a box."""

_LINES = 3
"""Most lines of one row."""
_AROUND = 8
"""Lines of the screen that the list leaves to its frame and to what is said."""


class Row(NamedTuple):
    """A line of the list; one without states and `key` is a heading or a remark."""

    key: str
    runs: tuple[Run, ...]
    states: tuple[Run, ...] = ()
    state: int = 0
    line: str | None = None
    """What is written to it; None where nothing can be."""
    indent: int = 1
    """Cells in front."""


class Checklist(Canvas, can_focus=True):
    """Rows from top to bottom, with a cursor on those that have a key."""

    class Turned(Message):
        """A row has another state now."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class LineWanted(Message):
        """The line of a row is to be written."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Accepted(Message):
        """The list is right as it is."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__(id="checklist")
        self._rows = list(rows)
        self._cursor = self._next(-1, 1)
        self._top = 0

    @property
    def rows(self) -> list[Row]:
        """All rows as they stand now."""
        return list(self._rows)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if 0 <= self._cursor < len(self._rows) else None

    def row(self, key: str) -> Row | None:
        """A row by its key."""
        return next((row for row in self._rows if row.key == key), None)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on its row, or near where it was."""
        here = self.current
        self._rows = list(rows)
        keys = [row.key for row in self._rows]
        if here is not None and here.key in keys:
            self._cursor = keys.index(here.key)
        else:
            self._cursor = self._next(min(self._cursor, len(keys)) - 1, 1)
        self._follow()
        self.refresh(layout=True)

    def put(self, key: str, *, state: int | None = None, line: str | None = None) -> None:
        """Give a row another state or another line."""
        self._rows = [
            row._replace(
                state=row.state if state is None else state,
                line=row.line if line is None else line,
            )
            if row.key == key
            else row
            for row in self._rows
        ]
        self.refresh(layout=True)

    def go_to(self, key: str) -> None:
        """Put the cursor on a row."""
        for at, row in enumerate(self._rows):
            if row.key == key:
                self._cursor = at
                self._follow()
                self.refresh()

    def turn(self, key: str) -> None:
        """The next state of a row, and around again."""
        row = self.row(key)
        if row is not None and row.states:
            self.put(key, state=(row.state + 1) % len(row.states))
            self.post_message(self.Turned(key))

    # Keys and mouse.

    def on_key(self, event: events.Key) -> None:
        """Moves, ticks, writes and accepts; every other key is the panel's."""
        moves = {"up": -1, "k": -1, "down": 1, "j": 1}
        here = self.current
        if event.key in moves:
            self._cursor = self._next(self._cursor, moves[event.key])
            self._follow()
            self.refresh()
        elif event.key == "space" and here is not None:
            self.turn(here.key)
        elif event.key == "e" and here is not None and here.line is not None:
            self.post_message(self.LineWanted(here.key))
        elif event.key == "enter":
            self.post_message(self.Accepted())
        else:
            return
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """A click turns a row."""
        at = self._drawn(self.size.width)[1]
        line = self._top + event.y
        if line < len(at) and self._rows[at[line]].key:
            self._cursor = at[line]
            self.turn(self._rows[at[line]].key)

    def _next(self, at: int, way: int) -> int:
        """The next row with a key; where there is none, the one it is on."""
        found = at + way
        while 0 <= found < len(self._rows):
            if self._rows[found].key:
                return found
            found += way
        return max(at, 0)

    # Drawing.

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All its lines as far as there is room."""
        return max(min(len(self._drawn(width)[0]), viewport.height - _AROUND), 1)

    def resized(self) -> None:
        """With another width other lines are in sight."""
        self._follow()

    def runs(self, y: int) -> list[Run]:
        lines, at = self._drawn(self.size.width)
        index = self._top + y
        cells = self.size.width
        if index >= len(lines):
            return [(" " * cells, "bar")]
        here = at[index] == self._cursor and self._rows[at[index]].key != ""
        fill = "cursor" if here else "bar"
        edge: Run = ("▌", "cursor+edge") if fill == "cursor" else (" ", "bar")
        said = [(text, f"{fill}+{style}") for text, style in lines[index]]
        return [edge, *said, (" " * cells, fill)]

    def _drawn(self, cells: int) -> tuple[list[list[Run]], list[int]]:
        """All lines, and the row each belongs to."""
        found = [_lines(row, cells - 2) for row in self._rows]
        room = self.app.size.height - _AROUND
        if sum(map(len, found)) > room:  # what only sets off goes first
            found = [[] if lines == [[]] else lines for lines in found]
        lines = [line for of_row in found for line in of_row]
        return lines, [number for number, of_row in enumerate(found) for _line in of_row]

    def _follow(self) -> None:
        """Scroll so that the row under the cursor is in sight, and what stands above the first."""
        height = max(self.size.height, 1)
        at = self._drawn(max(self.size.width, 8))[1]
        mine = [line for line, row in enumerate(at) if row == self._cursor]
        if not mine:
            return
        first = 0 if self._cursor == self._next(-1, 1) else mine[0]
        self._top = max(self._top, mine[-1] - height + 1)
        self._top = min(self._top, first if mine[-1] - first < height else mine[0])


def _lines(row: Row, cells: int) -> list[list[Run]]:
    """A row in its lines: glyph, text, and in quotes what was written to it."""
    if not row.key and not row.runs:
        return [[]]
    glyph: list[Run] = [(" " * row.indent, "text")]
    used = row.indent
    if row.states:
        text, style = row.states[row.state]
        glyph += [(text, style), (" ", "text")]
        used += width(text) + 1
    said = list(row.runs)
    if row.line == "" and not row.states:
        said += [("  –", "faint")]
    if row.line:
        said += [("  ", "text"), (_("“{text}”").format(text=row.line), "waiting")]
    lines = flow(said, max(cells - used, 8), _LINES)
    blank: Run = (" " * used, "text")
    return [[*glyph, *lines[0]], *([blank, *line] for line in lines[1:])] if lines else [glyph]
