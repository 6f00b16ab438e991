"""The insights as one widget: the line of pages on top, and the figures of one of them."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.message import Message

from pipeline_tui.i18n import _
from pipeline_tui.ui.canvas import WHEEL, WheelCanvas
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.insight_pages import PAGES
from pipeline_tui.ui.render.insights import Block, Line, Row, lay_out
from pipeline_tui.ui.render.sheet import under_cursor
from pipeline_tui.ui.render.wrap import flow
from pipeline_tui.ui.text import Run

_NARROW = 76
"""Below this the line of pages names only the one that is shown, and begins the others."""
_LOW = 6
"""Below so many lines no blank is left above the figures."""
_LOW_FOR_PINNED = 12
"""Below so many lines nothing is pinned."""


class InsightsView(WheelCanvas):
    """Draws a page, and keeps the cursor on one of its figures."""

    PAGES: ClassVar[tuple[tuple[str, str], ...]] = PAGES
    """The pages in their order, with their names."""

    class Turned(Message):
        """The name of a page was clicked."""

        def __init__(self, page: str) -> None:
            super().__init__()
            self.page = page

    class Opened(Message):
        """A figure was clicked twice."""

    def __init__(self) -> None:
        super().__init__(id="insights")
        self.page = self.PAGES[0][0]
        self.pinned: list[list[Run]] = []
        """Lines between the names and the figures, which do not scroll."""
        self._blocks: list[Block] | None = None
        self._said = ""
        self._waits = False
        self._lines: list[Line] = []
        self._cursor = 0
        self._top = 0

    @property
    def current(self) -> Row | None:
        """The figure under the cursor."""
        return self._lines[self._cursor].row if self._cursor < len(self._lines) else None

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def turn(self, page: str) -> None:
        """Another page, whose figures are on their way."""
        self.page = page
        self._blocks, self._said = None, ""
        self._cursor = self._top = 0
        self._lay_out()

    def draw_anew(self, blocks: list[Block]) -> None:
        """The same figures for another width; what is on its way still is."""
        self._blocks = blocks
        self._lay_out()

    def wait(self) -> None:
        """Say that the figures are being worked out; what is shown stays until they are."""
        self._waits = True
        self.repaint_changed()

    def show(self, blocks: list[Block]) -> None:
        """The figures of the page; the cursor stays on the line it was on."""
        self._blocks, self._waits, self._said = blocks, False, ""
        self._lay_out()

    def fail(self, said: str) -> None:
        """Why there are no figures."""
        self._blocks, self._waits, self._said = None, False, said
        self._lay_out()

    @property
    def why(self) -> str:
        """Why there are no figures; '' where there are, or where they are waited for."""
        return self._said

    def forget(self) -> None:
        """Keep nothing: this is not shown any more."""
        self._blocks, self._lines = None, []

    def step(self, by: int) -> None:
        """Move over so many figures."""
        places = self._places
        if not places:
            return
        at = places.index(self._cursor) if self._cursor in places else 0
        self._settle(places[max(0, min(at + by, len(places) - 1))])

    def page_by(self, way: int) -> None:
        """Move by a screenful, -1 up, 1 down."""
        self.step(way * max(self._room - 1, 1))

    def resized(self) -> None:
        """Another width, other bars."""
        self._lay_out()

    @property
    def _places(self) -> list[int]:
        return [at for at, line in enumerate(self._lines) if line.row is not None]

    @property
    def _room(self) -> int:
        return max(self.size.height - self._head, 1)

    @property
    def _head(self) -> int:
        """The names of the pages, what is pinned, and a blank, as far as there is room."""
        height = self.size.height
        if height < _LOW:
            return min(1, height - 1)
        return 2 + (len(self.pinned) if height >= _LOW_FOR_PINNED else 0)

    def _lay_out(self) -> None:
        cells = self.size.width
        self._lines = lay_out(self._blocks, cells) if self._blocks and cells > 0 else []
        self._settle(self._cursor)

    def _settle(self, at: int) -> None:
        places = self._places
        self._cursor = min(places, key=lambda place: abs(place - at)) if places else 0
        first = last = self._cursor
        if first in places[:1] and first < self._room:
            first = 0  # the head above the first figure, where both have room
        if last in places[-1:] and len(self._lines) - last <= self._room:
            last = len(self._lines) - 1  # what is said below the last one
        self._top = min(max(self._top, last - self._room + 1), first)
        self._top = max(self._top, 0)
        self.repaint_changed()

    # Drawing.

    def runs(self, y: int) -> list[Run]:
        """The pages, what is pinned, a blank, then the figures."""
        if y < self._head:
            return self._above(y)
        at = self._top + y - self._head
        cells = self.size.width
        if self._lines:
            if at >= len(self._lines):
                return []
            line = self._lines[at]
            here = at == self._cursor and line.row is not None
            return under_cursor(line.runs, cells) if here else line.runs
        said = self._said or (_("working it out …") if self._waits else "")
        rows = flow([(said, "none" if self._said else "faint")], max(cells - 2, 8)) if said else []
        return [(" ", "text"), *rows[at]] if at < len(rows) else []

    def _above(self, y: int) -> list[Run]:
        """A line of what does not scroll."""
        if y == 0:
            return self._names()
        return self.pinned[y - 1] if y <= len(self.pinned) and y < self._head - 1 else []

    def _names(self) -> list[Run]:
        runs: list[Run] = []
        for _page, name, on, first, _behind in self._tabs():
            used = sum(width(text) for text, _style in runs)
            runs.append((" " * (first - used), "text"))
            runs.append((name, "head-here" if on else "dim"))
        if self._waits and self._lines:
            runs.append(("  …", "faint"))
        return runs

    def _tabs(self) -> list[tuple[str, str, bool, int, int]]:
        """Page, name, whether it is shown, first cell, behind the last.

        Where even their beginnings have no room there is the one that is shown, with its number.
        """
        for letters in (99, 2):
            if letters > 2 and self.size.width < _NARROW:
                continue
            found = self._named(letters)
            if found[-1][-1] <= self.size.width:
                return found
        at = next(at for at, (page, _name) in enumerate(self.PAGES) if page == self.page)
        said = f"{_(self.PAGES[at][1])} {at + 1}/{len(self.PAGES)}"
        return [(self.page, said, True, 1, 1 + width(said))]

    def _named(self, letters: int) -> list[tuple[str, str, bool, int, int]]:
        found = []
        at = 1
        for page, name in self.PAGES:
            said = _(name)
            if page != self.page:
                said = fit(said, min(width(said), letters))
            found.append((page, said, page == self.page, at, at + width(said)))
            at += width(said) + 2
        return found

    # The mouse.

    def on_click(self, event: events.Click) -> None:
        """A click on a name turns the page, on a figure selects it; a double click opens."""
        if event.y == 0 and self._head:
            for page, _name, _on, first, behind in self._tabs():
                if first <= event.x < behind:
                    self.post_message(self.Turned(page))
            return
        at = self._top + event.y - self._head
        if 0 <= at < len(self._lines) and self._lines[at].row is not None:
            self._settle(at)
            if event.chain > 1:
                self.post_message(self.Opened())

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        self.step(WHEEL * way)
