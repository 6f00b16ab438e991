"""The editor that opens on a line of the pane: an input, and what it understood beneath."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from pipeline_tui.errors import PipelineError
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput

MOST_BELOW = 3
"""Lines that what is said beneath takes at most; as in pane.tcss."""


class FieldEditor(Widget):
    """`enter` and `tab` accept, `esc` restores. What is refused is neither saved nor lost."""

    class Accepted(Message):
        """The text may be saved; `step` is 1 to go on to the next field, -1 back, 0 to stay."""

        def __init__(self, text: str, step: int) -> None:
            super().__init__()
            self.text = text
            self.step = step

    class Cancelled(Message):
        """The field stays as it was."""

    class Grown(Message):
        """What stands beneath takes more lines now, or fewer."""

    def __init__(
        self,
        text: str,
        check: Callable[[str], list[Run]],
        *,
        replace: bool = False,
        names: Callable[[str], list[str]] | None = None,
    ) -> None:
        """`names` tells how a text may go on: `tab` takes the one shown, `↓` shows the next."""
        super().__init__()
        self._text = text
        self._check = check
        self._replace = replace
        """Whether the first letter replaces what stands there, as it mostly does in a date."""
        self._lines = 0
        self._names = names
        self._offered: list[str] = []
        self._taken = text

    def compose(self) -> ComposeResult:
        yield LineInput(self._text)
        yield Echo()

    def on_mount(self) -> None:
        self._echo(self._text)
        self.line.cursor_position = len(self._text)
        if self._replace:
            self.line.action_select_all()

    @property
    def line(self) -> LineInput:
        """The input; whoever mounts the editor gives it the focus."""
        return self.query_one(LineInput)

    @property
    def text(self) -> str:
        """What is typed now."""
        return self.query_one(Input).value

    def lines_below(self, cells: int) -> int:
        """Lines that the echo takes in so many cells."""
        echo = self.query_one(Echo)
        return min(echo.get_content_height(echo.size, echo.size, cells), MOST_BELOW)

    @property
    def said(self) -> str:
        """What the echo beneath says."""
        return self.query_one(Echo).said

    def look_again(self) -> None:
        """Say anew what is understood, unless it was refused: that stands until one types."""
        if not self.query_one(Echo).refused:
            self._echo(self.text)

    def refuse(self, problem: PipelineError) -> None:
        """Show why it was not saved; the text stays."""
        self.query_one(Echo).error(problem, refused=True)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._echo(event.value)
        self._look_up(event.value)

    def _look_up(self, text: str) -> None:
        """Offer names for what was typed; not for what stood there or was taken."""
        self._offered = []
        if self._names is not None and text != self._taken and self.line.types_on:
            with suppress(PipelineError):  # another program has the file: one types on without
                self._offered = self._names(text)
        self._show_rest()

    def _show_rest(self) -> None:
        names, text = self._offered, self.text
        self.line.rest(names[0][len(text) :] if names else "")

    def _takes(self, key: str) -> bool:
        """Whether a key is about the name that is offered: tab takes it, the arrows change it."""
        if not self._offered or not self.line.types_on:
            return False
        if key == "tab":
            self._taken = self._offered[0]
            self.line.value = self._taken
            self.line.cursor_position = len(self._taken)
        elif key in ("down", "up"):
            at = 1 if key == "down" else -1
            self._offered = self._offered[at:] + self._offered[:at]
            self._show_rest()
        else:
            return False
        return True

    def on_key(self, event: events.Key) -> None:
        """The keys that end editing; all others are the input's."""
        steps = {"enter": 0, "tab": 1, "shift+tab": -1}
        if self._takes(event.key):
            event.stop()
            event.prevent_default()
        elif event.key in steps:
            event.stop()
            event.prevent_default()
            if self._echo(self.text, refuse=True):
                self.post_message(self.Accepted(self.text, steps[event.key]))
        elif event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Cancelled())

    def _echo(self, text: str, *, refuse: bool = False) -> bool:
        """Say what was understood; False when the text is refused."""
        try:
            self.query_one(Echo).say(self._check(text))
        except PipelineError as problem:
            self.query_one(Echo).error(problem, refused=refuse)
            return False
        finally:
            lines = self.lines_below(self.size.width)
            if lines != self._lines:
                self._lines = lines
                self.post_message(self.Grown())
        return True
