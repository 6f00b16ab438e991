"""A prompt of one line that says beneath what it understood while one types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from pipeline_tui.errors import Conflict, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput

Check = Callable[[str], list[Run]]
"""The echo of a text, as runs; a PipelineError when the text is refused."""

Submit = Callable[[str], Awaitable[object]]


class LinePrompt(ModalScreen[str | None]):
    """One question, one line. `enter` accepts, `esc` cancels; what is refused stays typed.

    `check` is asked at every letter and again before accepting. `submit` saves while the
    prompt is still open, so that an error of saving keeps the text too; where somebody else has
    saved meanwhile both are shown, and `over` saves all the same. `live` hears every
    letter (the filter); it hears the first text again when one cancels.
    """

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

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
        super().__init__()
        self._title = title
        self._value = value
        self._check = check
        self._submit = submit
        self._over = over
        self._field = field
        self._live = live
        self._placeholder = placeholder
        self._heard = value
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield LineInput(self._value, id="prompt-line")
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        keys = _("enter accepts · esc cancels")
        self.query_one("#prompt-title", Echo).title(self._title, keys)
        self._echo(self._value)

    @property
    def text(self) -> str:
        """What is typed now."""
        return self.query_one(Input).value

    def action_cancel(self) -> None:
        """Leave everything as it was."""
        if self._live is not None and self._heard != self._value:
            self._live(self._value)
        self.dismiss(None)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._echo(event.value)
        if self._live is not None and event.value != self._heard:
            self._heard = event.value
            self._live(event.value)

    @on(Input.Submitted)
    async def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        if self._busy or not self._echo(event.value, refuse=True):
            return
        if self._submit is not None:
            self._busy = True
            try:
                await self._submit(event.value)
            except PipelineError as problem:
                self._refuse(problem)
                self._conflict(problem, event.value)
                return
            finally:
                self._busy = False
        self.dismiss(event.value)

    def _refuse(self, problem: PipelineError) -> None:
        self.query_one("#prompt-echo", Echo).error(problem, refused=True)

    def _conflict(self, problem: PipelineError, text: str) -> None:
        """Show both versions, if that is what the problem is."""
        over = self._over
        if over is None or not isinstance(problem, Conflict):
            return
        from pipeline_tui.ui.modals.conflict import show_conflict

        show_conflict(
            self.app,
            self._field,
            problem,
            save=lambda: over(text),
            leave=lambda: self.dismiss(text),
            refuse=self._refuse,
        )

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
