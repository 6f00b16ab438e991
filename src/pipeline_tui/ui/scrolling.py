"""A page of lines that can be scrolled, drawn through `Canvas`."""

from __future__ import annotations

from textual import events

from pipeline_tui.ui.canvas import WHEEL, WheelCanvas
from pipeline_tui.ui.render.wrap import measure
from pipeline_tui.ui.text import Run


class ScrolledCanvas(WheelCanvas):
    """Base of what shows one thing at a time: a subclass lays out the lines of its page.

    Around the page it may draw more; `_room` says how many lines are left for the page.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._rows: list[list[Run]] = []
        self._top = 0

    @property
    def _room(self) -> int:
        """Lines there are for the page."""
        return max(self.size.height, 1)

    def _lay_out(self) -> None:
        """Work out the lines of the page at this size."""

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def scroll_lines(self, lines: int) -> None:
        """Move what is seen, as far as there is something."""
        top = max(0, min(self._top + lines, max(len(self._rows) - self._room, 0)))
        if top != self._top:
            self._top = top
            self.repaint_changed()

    def scroll_page(self, way: int) -> None:
        """Move by a screenful, -1 up, 1 down."""
        self.scroll_lines(way * max(self._room - 1, 1))

    def scroll_all(self, way: int) -> None:
        """To the first line (-1) or the last one (1)."""
        self.scroll_lines(way * len(self._rows))

    def resized(self) -> None:
        """Another size, other lines."""
        self._lay_out()
        self._top = max(0, min(self._top, len(self._rows) - self._room))

    def page_line(self, y: int) -> list[Run]:
        """Line `y` of the page as it is seen; an arrow on the last one where there is more."""
        at = self._top + y
        row = self._rows[at] if at < len(self._rows) else []
        if y == self._room - 1 and at + 1 < len(self._rows):
            blank = max(self.size.width - 1 - measure(row), 0)
            row = [*row, (" " * blank, "text"), ("↓", "key")]
        return row

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        self.scroll_lines(WHEEL * way)
