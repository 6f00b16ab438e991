"""The playbook as one widget: the list, and beside it or in its place the entry."""

from __future__ import annotations

from textual import events
from textual.message import Message

from pipeline_tui.domain.playbook import Play
from pipeline_tui.i18n import _
from pipeline_tui.ui.canvas import WHEEL, WheelCanvas
from pipeline_tui.ui.render import playbook as render
from pipeline_tui.ui.render.sheet import under_cursor
from pipeline_tui.ui.render.wrap import measure
from pipeline_tui.ui.text import Run

WIDE = 96
"""From this width on list and entry stand side by side."""


class PlaybookView(WheelCanvas):
    """Draws the entries, keeps the cursor, and opens the one under it on narrow screens."""

    class Opened(Message):
        """The entry under the cursor was clicked twice."""

    def __init__(self) -> None:
        super().__init__(id="playbook")
        self._plays: list[Play] = []
        self._stages: dict[int, str] = {}
        self._filtered = False
        self._rows: list[render.Row] = []
        self._page: list[list[Run]] = []
        self._cursor = 0
        self._top = 0
        self._down = 0
        """The first line of the entry that is seen."""
        self.opened = False
        """Whether the entry is shown in place of the list, where they do not fit side by side."""

    @property
    def wide(self) -> bool:
        """Whether list and entry stand side by side."""
        return self.size.width >= WIDE

    @property
    def current(self) -> Play | None:
        """The entry under the cursor."""
        return self._rows[self._cursor].play if self._cursor < len(self._rows) else None

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def show(self, plays: list[Play], stages: dict[int, str], *, filtered: bool) -> None:
        """Show these; the cursor stays on its entry, or where it was."""
        before = self.current
        self._plays, self._stages, self._filtered = plays, stages, filtered
        self._lay_out()
        if before is not None:
            self.go_to(before.id)
        self._settle(self._cursor)

    def go_to(self, play_id: int) -> None:
        """Put the cursor on an entry, if it is shown."""
        for at, row in enumerate(self._rows):
            if row.play is not None and row.play.id == play_id:
                self._settle(at)

    def step(self, by: int) -> None:
        """Move over so many entries; in an opened one its lines move."""
        if self.opened and not self.wide:
            self._scroll(by)
            return
        places = self._places
        if places:
            at = places.index(self._cursor) if self._cursor in places else 0
            self._settle(places[max(0, min(at + by, len(places) - 1))])

    def page_by(self, way: int) -> None:
        """Move by a screenful, -1 up, 1 down."""
        self.step(way * max(self.size.height - 2, 1))

    def open(self, opened: bool) -> None:
        """Show the entry in place of the list, or the list again."""
        self.opened = opened and self.current is not None
        self._down = 0
        self.repaint_changed()

    def resized(self) -> None:
        """Another width, other lines."""
        current = self.current
        self._lay_out()
        if current is not None:
            self.go_to(current.id)

    @property
    def _places(self) -> list[int]:
        return [at for at, row in enumerate(self._rows) if row.play is not None]

    @property
    def _list_cells(self) -> int:
        return max(self.size.width * 2 // 5, 40) if self.wide else self.size.width

    def _lay_out(self) -> None:
        self._rows = render.rows(self._plays, self._list_cells, self._stages)
        self._settle(self._cursor)

    def _settle(self, at: int) -> None:
        """The cursor on the nearest entry, in sight, with its page laid out."""
        places = self._places
        if places:
            at = min(places, key=lambda place: abs(place - at))
        self._cursor = at if places else 0
        height = max(self.size.height, 1)
        first = self._cursor - 1 if self._cursor in places[:1] else self._cursor
        self._top = min(max(self._top, self._cursor - height + 1), max(first, 0))
        play = self.current
        cells = self.size.width - self._list_cells - 1 if self.wide else self.size.width
        self._page = [] if play is None else render.page(play, cells, self._stages)
        self._down = 0
        self.repaint_changed()

    def _scroll(self, by: int) -> None:
        most = max(len(self._page) - self.size.height, 0)
        self._down = max(0, min(self._down + by, most))
        self.repaint_changed()

    # Drawing.

    def runs(self, y: int) -> list[Run]:
        """A line of the list, of the entry, or of both."""
        if not self._places:
            return self._nothing(y)
        if self.opened and not self.wide:
            return self._page_line(y)
        cells = self._list_cells
        row = self._list_line(y, cells)
        if not self.wide:
            return row
        blank = max(cells - measure(row), 0)
        return [*row, (" " * blank, "text"), ("│", "rule"), *self._page_line(y)]

    def _list_line(self, y: int, cells: int) -> list[Run]:
        at = self._top + y
        if at >= len(self._rows):
            return []
        runs = self._rows[at].runs
        return under_cursor(runs, cells) if at == self._cursor else runs

    def _page_line(self, y: int) -> list[Run]:
        at = self._down + y
        return self._page[at] if at < len(self._page) else []

    def _nothing(self, y: int) -> list[Run]:
        if self._filtered:
            said = [_("No entry has these words."), _("esc shows all.")]
        else:
            said = [
                _("The playbook is empty."),
                _("a writes an entry; enter puts nine in to start with."),
            ]
        styles = ("dim", "faint")
        return [(f" {said[y - 1]}", styles[y - 1])] if 1 <= y <= len(said) else []

    # The mouse.

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens."""
        at = self._top + event.y
        if (self.opened and not self.wide) or event.x >= self._list_cells:
            return
        if at < len(self._rows) and self._rows[at].play is not None:
            self._settle(at)
            if event.chain > 1:
                self.post_message(self.Opened())

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        if (self.wide and event.x >= self._list_cells) or self.opened:
            self._scroll(WHEEL * way)
        else:
            self.step(way)
