"""Focus as widgets: the line on top with count and time, and the follow-up beneath."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.records import Focus
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.focus import lay_out
from pipeline_tui.ui.render.focus_head import Count, end_lines, head_line, progress_line
from pipeline_tui.ui.scrolling import ScrolledCanvas
from pipeline_tui.ui.text import Run

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


class FocusView(ScrolledCanvas):
    """One follow-up with all that is needed for it, or that nothing is left."""

    def __init__(self, today: date) -> None:
        super().__init__(id="focus")
        self._focus: Focus | None = None
        self._count = NOTHING
        self._today = today
        self._filtered = False

    def show(self, focus: Focus | None, count: Count, today: date, *, filtered: bool) -> None:
        """Show a follow-up from its top, or the end; what is shown already stays where it is."""
        before, self._focus = self._focus, focus
        if before is None or focus is None or before.followup.id != focus.followup.id:
            self._top = 0
        self._count, self._today, self._filtered = count, today, filtered
        self._lay_out()
        self.repaint_changed()

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
        return self.page_line(y)
