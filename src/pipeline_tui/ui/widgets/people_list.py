"""The list of companies and contacts as a widget: window by window, whatever its length."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from pipeline_tui.ui.canvas import WHEEL, WheelCanvas
from pipeline_tui.ui.gateway import people
from pipeline_tui.ui.render.people import empty_list, list_line
from pipeline_tui.ui.render.sheet import under_cursor
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.window import SlidingWindow

if TYPE_CHECKING:
    from pipeline_tui.domain.records_people import Listed
    from pipeline_tui.ui.gateway import Gateway

_FIRST = 80
"""So many lines are read at once."""


class PeopleList(WheelCanvas):
    """Draws what is in sight and keeps the cursor; `moved` hears that it is elsewhere."""

    class Opened(Message):
        """A line was clicked twice."""

    class Chosen(Message):
        """The list was clicked: it wants the keys."""

    def __init__(self, gateway: Gateway, moved: Callable[[], None]) -> None:
        super().__init__(id="people-list")
        self._gateway = gateway
        self._moved = moved
        self.active = True
        self.words = ""
        self._cursor = 0
        self._top = 0
        self._known: tuple[object, people.Everybody] | None = None
        """Everybody as of a state of the gateway, while there is a search."""
        self._found: list[people.Key] | None = None
        """Those in which the words stand; None without words."""
        self._window: SlidingWindow[Listed] = SlidingWindow(
            self._after, self._before, lambda row: row.key, 0
        )

    @property
    def current(self) -> Listed | None:
        """The line under the cursor."""
        return self._window.row(self._cursor)

    @property
    def total(self) -> int:
        """How many lines there are."""
        return self._window.total

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def show(self, words: str) -> None:
        """Show those in which all words stand; the cursor stays on its line, else near it.

        DatabaseLocked: what is shown stays.
        """
        before = self.current
        searched = words != self.words
        found = self._look(words) if words else None
        first = self._listed(found, None, _FIRST, forward=True)
        total = people.count(self._gateway) if found is None else len(found)
        self.words, self._found = words, found
        self._window.begin(first, total)
        if searched:
            self._cursor = self._top = 0
        if before is not None:
            self._seek(before.kind, before.id)
        self._settle()

    @property
    def ready(self) -> bool:
        """Whether a search costs no reading."""
        return self._known is not None and self._known[0] == self._gateway.state()

    async def get_ready(self) -> None:
        """Read everybody behind the screen, before there are letters to look for."""
        if not self.ready:
            state = self._gateway.state()
            found = await people.everybody_aside(self._gateway, lambda: self.is_attached)
            if found is not None:
                self._known = (state, found)

    def forget(self) -> None:
        """The search is over: everybody need not be kept."""
        self._known = None

    def go_to(self, kind: str, number: int) -> bool:
        """Put the cursor on one of them; False if the list does not have it."""
        found = self._seek(kind, number)
        self._top = self._cursor - self.size.height // 2
        self._settle()
        return found

    def step(self, by: int) -> None:
        """Move the cursor by so many lines; far enough is the first or the last one."""
        self._cursor += by
        self._settle()

    def page_by(self, way: int) -> None:
        """Move the cursor by a screenful, -1 up, 1 down."""
        self.step(way * max(self.size.height - 1, 1))

    def activate(self, active: bool) -> None:
        """Take or give up the keys; the cursor shows which."""
        self.active = active
        self.repaint_changed()

    def _seek(self, kind: str, number: int) -> bool:
        place = people.place_of(self._gateway, kind, number)
        if place is None:
            return False
        found = self._found
        at = people.index(self._gateway, place) if found is None else bisect_left(found, place)
        self._window.ensure(at, at + 1)
        row = self._window.row(at)
        if row is None or (row.kind, row.id) != (kind, number):
            return False
        self._cursor = at
        return True

    def _settle(self) -> None:
        """Keep the cursor on a line and in sight, and load what is in sight."""
        self._cursor = max(0, min(self._cursor, self.total - 1))
        height = max(self.size.height, 1)
        self._top = max(min(self._top, self._cursor), self._cursor - height + 1, 0)
        self._window.ensure(self._top, self._top + height)
        self._window.ensure(self._cursor, self._cursor + 1)
        self.repaint_changed()
        self._moved()

    def _look(self, words: str) -> list[people.Key]:
        """Those in which all words stand; reads everybody if somebody wrote since."""
        if self._known is None or not self.ready:
            self._known = (self._gateway.state(), people.everybody(self._gateway))
        return self._known[1].having(words)

    def _listed(
        self, found: list[people.Key] | None, key: people.Key | None, count: int, *, forward: bool
    ) -> list[Listed]:
        if found is None:
            return people.listed(self._gateway, key, count, forward=forward)
        return people.listed_of(self._gateway, found, key, count, forward=forward)

    def _after(self, key: tuple[object, ...] | None, count: int) -> list[Listed]:
        return self._listed(self._found, key, count, forward=True)  # type: ignore[arg-type]  # its own keys

    def _before(self, key: tuple[object, ...] | None, count: int) -> list[Listed]:
        return self._listed(self._found, key, count, forward=False)  # type: ignore[arg-type]  # its own keys

    # Drawing.

    def runs(self, y: int) -> list[Run]:
        """One line of the list."""
        cells = self.size.width
        if not self.total:
            empty = empty_list(cells, searched=bool(self.words))
            return empty[y] if y < len(empty) else []
        at = self._top + y
        row = self._window.row(at)
        if row is None:
            return []
        line = list_line(row, cells, searched=bool(self.words))
        if at != self._cursor:
            return line
        return under_cursor(line, cells) if self.active else [("▌", "cursor+edge"), *_rest(line)]

    def resized(self) -> None:
        """Another height, other lines in sight."""
        height = max(self.size.height, 1)
        lowest = max(self._cursor - height + 1, 0)
        self._top = max(lowest, min(self._top, self._cursor - height // 2, self.total - height))
        self._window.ensure(self._top, self._top + height)

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens."""
        self.post_message(self.Chosen())
        if self._top + event.y < self.total:
            self._cursor = self._top + event.y
            self._settle()
            if event.chain > 1:
                self.post_message(self.Opened())

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        self.step(WHEEL * way)


def _rest(line: list[Run]) -> list[Run]:
    """A line without its first cell."""
    (text, style), *rest = line
    return [(text[1:], style), *rest]
