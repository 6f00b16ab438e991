"""The line at the bottom as a widget: key hints, replaced by a message for a while."""

from __future__ import annotations

from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.render.footer import footer_runs, message_runs
from pipeline_tui.ui.text import Run


class FooterBar(Canvas):
    """What the keys do here, or what just happened."""

    def __init__(self) -> None:
        super().__init__(id="footer")
        self.place = "board"
        self.message = ""
        self._bad = False

    def show_place(self, place: str) -> None:
        """Hints for another part of the screen."""
        if place != self.place:
            self.place = place
            self.refresh()

    def say(self, message: str, *, bad: bool = False) -> None:
        """Show a message until `clear`."""
        if (message, bad) != (self.message, self._bad):
            self.message, self._bad = message, bad
            self.refresh()

    def clear(self) -> None:
        """Back to the hints."""
        self.say("")

    def runs(self, y: int) -> list[Run]:
        """The only line."""
        if self.message:
            return message_runs(self.size.width, self.message, bad=self._bad)
        return footer_runs(self.size.width, registry.footer(self.place))
