"""The filter at the bottom of the screen, in place of the key hints while it is typed."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput


class FilterLine(Widget):
    """Not a prompt over the screen: under one the whole screen is painted at every letter."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    class Typed(Message):
        """Show what matches this."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Closed(Message):
        """Accepted, or cancelled: then `text` is what stood there before."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, text: str, *, hint: str = "") -> None:
        """`hint` says what can be typed, where it is not the filter of deals."""
        super().__init__(id="filter")
        self._before = text
        self._asks = hint
        self._line = LineInput(text, id="filter-text")
        self._said = Echo(id="filter-said")
        self._refused: PipelineError | None = None

    def compose(self) -> ComposeResult:
        sign = Echo(id="filter-sign")
        sign.say([(" /", "key")])
        yield sign
        yield self._line
        yield self._said

    def on_mount(self) -> None:
        """Ready to type, at the end of what stands there."""
        self.say(self._asks or _("words, source:fair, owner:anna, #tag, is:ghost, is:won …"))
        self._line.cursor_position = len(self._line.value)
        self.take_keys()

    @property
    def text(self) -> str:
        """What is typed now."""
        return self._line.value

    def take_keys(self) -> None:
        """At once, not with the next message: the next key is typed into it."""
        self.screen.set_focus(self._line, scroll_visible=False)

    def say(self, text: str) -> None:
        """What was found."""
        self._refused = None
        self._said.say([(text, "faint")])

    def count(self, text: str) -> None:
        """How many they are, known only now; what was refused meanwhile stays said."""
        if self._refused is None:
            self.say(text)

    def refuse(self, problem: PipelineError) -> None:
        """What is wrong, all of it; the view stays as it was."""
        self._refused = problem
        self._said.error(problem)

    def action_cancel(self) -> None:
        """Back to the filter there was before."""
        self.post_message(self.Closed(self._before))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._refused is not None:
            self._said.error(self._refused, refused=True)
            return
        self.post_message(self.Closed(event.value))
