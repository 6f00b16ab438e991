"""The line at the bottom as a widget: key hints, replaced by a message for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.render.footer import footer_runs, message_cells, message_runs, said_runs
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from pipeline_tui.ui.widgets.message import LongMessage


class FooterBar(Canvas):
    """What the keys do here, or what just happened."""

    def __init__(self) -> None:
        super().__init__(id="footer")
        self.place = "board"
        self.message = ""
        self._bad = False
        self._long: LongMessage | None = None
        """What does not fit into the one line; made when it is first needed."""

    def show_place(self, place: str) -> None:
        """Hints for another part of the screen."""
        if place != self.place:
            self.place = place
            self.refresh()

    def say(self, message: str, *, bad: bool = False) -> None:
        """Show a message until `clear`; a long one takes more lines, none is cut."""
        if (message, bad) != (self.message, self._bad):
            self.message, self._bad = message, bad
            self._show_long(message_cells(message, bad=bad) > self.size.width)
            self.refresh()

    def clear(self) -> None:
        """Back to the hints."""
        self.say("")

    def _show_long(self, needed: bool) -> None:
        if not needed:
            if self._long is not None:
                self._long.display = False
            return
        if self._long is None:
            from pipeline_tui.ui.widgets.message import LongMessage

            self._long = LongMessage()
            self.screen.mount(self._long)
        self._long.say(said_runs(self.message, bad=self._bad))
        self._long.display = True

    def runs(self, y: int) -> list[Run]:
        """The only line."""
        if self.message:
            return message_runs(self.size.width, self.message, bad=self._bad)
        return footer_runs(self.size.width, registry.footer(self.place))
