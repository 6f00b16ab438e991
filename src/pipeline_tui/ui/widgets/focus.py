"""Focus as widgets: the line on top with count and time, and the follow-up beneath."""

from __future__ import annotations

from datetime import date

from textual import events

from pipeline_tui.domain.records import Focus
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.focus import lay_out
from pipeline_tui.ui.render.focus_head import Count, end_lines, head_line, progress_line
from pipeline_tui.ui.render.wrap import measure
from pipeline_tui.ui.text import Run

_WHEEL = 3
_PROGRESS_FROM = 18
"""Lines of the view from which one is spared for the progress."""

NOTHING = Count(0, 0, 0, 0, 0)


class FocusHead(Canvas):
    """Which one of how many, what is done and skipped, and the time spent."""

    def __init__(self, today: date, notes: tuple[Run, ...]) -> None:
        super().__init__(id="header")
        self._shown = (NOTHING, today)
        self._notes = notes

    def show(self, count: Count, today: date) -> None:
        """Show these; repaints only if something changed."""
        if (count, today) != self._shown:
            self._shown = (count, today)
            self.refresh()

    def runs(self, y: int) -> list[Run]:
        """The only line."""
        count, today = self._shown
        return head_line(count, self.size.width, today, self._notes)


class FocusView(Canvas):
    """One follow-up with all that is needed for it, or that nothing is left."""

    def __init__(self, today: date) -> None:
        super().__init__(id="focus")
        self._focus: Focus | None = None
        self._count = NOTHING
        self._today = today
        self._filtered = False
        self._rows: list[list[Run]] = []
        self._top = 0

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def show(self, focus: Focus | None, count: Count, today: date, *, filtered: bool) -> None:
        """Show a follow-up from its top, or the end; what is shown already stays where it is."""
        before, self._focus = self._focus, focus
        if before is None or focus is None or before.followup.id != focus.followup.id:
            self._top = 0
        self._count, self._today, self._filtered = count, today, filtered
        self._lay_out()
        self.repaint_changed()

    def scroll_lines(self, lines: int) -> None:
        """Move what is seen, as far as there is something."""
        most = max(len(self._rows) - self._room, 0)
        top = max(0, min(self._top + lines, most))
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

    @property
    def _progress(self) -> bool:
        return self.size.height >= _PROGRESS_FROM and self._count.total > 1

    @property
    def _room(self) -> int:
        """Lines there are for the follow-up."""
        return self.size.height - int(self._progress)

    def _lay_out(self) -> None:
        cells = self.size.width
        if cells <= 0:
            self._rows = []
        elif self._focus is not None:
            self._rows = lay_out(self._focus, cells, self._room, self._today)
        else:
            self._rows = end_lines(self._count, cells, self._room, filtered=self._filtered)

    def runs(self, y: int) -> list[Run]:
        """The progress on top, then the follow-up; an arrow where there is more below."""
        if self._progress:
            if y == 0:
                return progress_line(self._count, self.size.width)
            y -= 1
        at = self._top + y
        row = self._rows[at] if at < len(self._rows) else []
        if y == self._room - 1 and at + 1 < len(self._rows):
            blank = max(self.size.width - 1 - measure(row), 0)
            row = [*row, (" " * blank, "text"), ("↓", "key")]
        return row

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-_WHEEL)
