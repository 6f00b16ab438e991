"""A prompt of one line that says beneath what it understood while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.modals.saving import SavingScreen, Submit
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput

Check = Callable[[str], list[Run]]
"""The echo of a text, as runs; a PipelineError when the text is refused."""


class LinePrompt(SavingScreen):
    """One question, one line. `enter` accepts, `esc` cancels; what is refused stays typed.

    `check` is asked at every letter and again before accepting. `submit` saves while the
    prompt is still open, so that an error of saving keeps the text too. `live` hears every
    letter (the filter); it hears the first text again when one cancels.
    """

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]
    SAID = "#prompt-echo"

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        check: Check | None = None,
        submit: Submit | None = None,
        over: Submit | None = None,
        field: str = "",
        live: Callable[[str], None] | None = None,
        placeholder: str = "",
    ) -> None:
        super().__init__(field, submit, over)
        self._title = title
        self._value = value
        self._check = check
        self._live = live
        self._placeholder = placeholder
        self._heard = value

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self.make_line(self._value)
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        self.query_one("#prompt-title", Echo).title(self._title, self.keys())
        self._echo(self._value)

    def make_line(self, value: str) -> LineInput:
        """The line to type in."""
        return LineInput(value, id="prompt-line")

    def keys(self) -> str:
        """The keys that answer, named behind the title where there is room."""
        return _("enter accepts · esc cancels")

    @property
    def text(self) -> str:
        """What is typed now."""
        return self.query_one(Input).value

    def look_again(self) -> None:
        """Say anew what is understood: after midnight "tomorrow" is another day.

        Why it was refused stands until somebody types: it may be what another one has done.
        """
        if not self.query_one("#prompt-echo", Echo).refused:
            self._echo(self.text)

    def action_cancel(self) -> None:
        """Leave everything as it was."""
        if self._live is not None and self._heard != self._value:
            self._live(self._value)
        self.dismiss(None)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed(event.value)
        if self._live is not None and event.value != self._heard:
            self._heard = event.value
            self._live(event.value)

    @on(Input.Submitted)
    async def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._busy and self._echo(event.value, refuse=True):
            await self.save(event.value)

    def changed(self, text: str) -> None:
        """Something else is typed now."""
        self._echo(text)

    def _echo(self, text: str, *, refuse: bool = False) -> bool:
        """Say what was understood; False when the text is refused."""
        echo = self.query_one("#prompt-echo", Echo)
        example: list[Run] = []
        if self._placeholder and not text.strip():
            example = [(_("for example") + " ", "faint"), (self._placeholder, "dim")]
        try:
            said = self._check(text) if self._check is not None else []
        except PipelineError as problem:
            if example and not refuse:
                echo.say(example)
            else:
                echo.error(problem, refused=refuse)
            return False
        gap: list[Run] = [("   ", "text")] if said and example else []
        echo.say([*said, *gap, *example])
        return True
