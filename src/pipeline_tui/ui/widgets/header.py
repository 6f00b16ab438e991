"""The line on top as a widget; a click on a screen's name goes there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.message import Message

from pipeline_tui.domain.records import Headline
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render.header import HeaderLine, Tab, header_line
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from textual import events


class HeaderBar(Canvas):
    """Name, screens, figures and day."""

    class Chosen(Message):
        """A screen was clicked; `key` is its number."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, today: date) -> None:
        super().__init__(id="header")
        self._tabs: list[Tab] = []
        self._headline: Headline | None = None
        self._today = today
        self._notes: tuple[Run, ...] = ()

    def show(
        self, tabs: list[Tab], headline: Headline | None, today: date, notes: tuple[Run, ...]
    ) -> None:
        """Show these; repaints only if something changed."""
        new = (tabs, headline, today, notes)
        if new != (self._tabs, self._headline, self._today, self._notes):
            self._tabs, self._headline, self._today, self._notes = new
            self.refresh()

    def runs(self, y: int) -> list[Run]:
        """The only line."""
        return self._line().runs

    def on_click(self, event: events.Click) -> None:
        """Go to the screen whose name was clicked."""
        for first, behind, key in self._line().places:
            if first <= event.x < behind:
                self.post_message(self.Chosen(key))

    def _line(self) -> HeaderLine:
        return header_line(
            self.size.width, self._tabs, self._headline, self._today, notes=self._notes
        )
