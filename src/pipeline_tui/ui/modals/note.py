"""Writing a note of several lines, here or in the user's own editor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from pipeline_tui.domain.text import clean
from pipeline_tui.errors import Conflict, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import NoteArea


class NoteEditor(ModalScreen[str | None]):
    """`esc` saves, since a vi reflex must not lose text; ctrl+o opens $EDITOR.

    `submit` saves while the text is still on the screen: if that fails the text stays, and
    ctrl+g gives up. Where somebody else has saved meanwhile both are shown, and `over` saves all
    the same. With `typed` and `problem` it begins where saving failed before. The result is the
    text, None if it is as it was.
    """

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "save", show=False, priority=True),
        Binding("ctrl+o", "outside", show=False, priority=True),
        Binding("ctrl+g", "give_up", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        submit: Callable[[str], Awaitable[object]] | None = None,
        over: Callable[[str], Awaitable[object]] | None = None,
        typed: str | None = None,
        problem: PipelineError | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._submit = submit
        self._over = over
        self._typed = text if typed is None else typed
        self._problem = problem
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical(id="note"):
            yield Echo(id="prompt-title")
            yield NoteArea(self._typed, id="note-text")
            yield Echo(id="note-echo")

    def on_mount(self) -> None:
        keys = _("esc saves · ctrl+o opens $EDITOR · ctrl+g leaves it as it was")
        self.query_one("#prompt-title", Echo).say([(self._title, "title")])
        self.query_one("#note-echo", Echo).say([(keys, "faint")])
        area = self.query_one(NoteArea)
        area.move_cursor(area.document.end)
        if self._problem is not None:
            self._refuse(self._problem)
            self._conflict(self._problem, self._typed)

    @property
    def text(self) -> str:
        """What stands in the editor now, cleaned."""
        return clean(self.query_one(NoteArea).text, lines=True)

    async def action_save(self) -> None:
        """Save and close; an error keeps the text on the screen."""
        if self._busy:
            return
        text = self.text
        if text == clean(self._text, lines=True):
            self.dismiss(None)
            return
        if self._submit is not None:
            self._busy = True
            try:
                await self._submit(text)
            except PipelineError as problem:
                self._refuse(problem)
                self._conflict(problem, text)
                return
            finally:
                self._busy = False
        self.dismiss(text)

    def _refuse(self, problem: PipelineError) -> None:
        self.query_one("#note-echo", Echo).error(problem, refused=True)

    def _conflict(self, problem: PipelineError, text: str) -> None:
        """Show both versions, if that is what the problem is."""
        over = self._over
        if over is None or not isinstance(problem, Conflict):
            return
        from pipeline_tui.ui.modals.conflict import show_conflict

        show_conflict(
            self.app,
            _("Note"),
            problem,
            save=lambda: over(text),
            leave=lambda: self.dismiss(text),
            refuse=self._refuse,
        )

    def action_outside(self) -> None:
        """Go on in the user's editor; what was typed so far goes along."""
        from pipeline_tui.ui.modals.outside import edit_outside

        try:
            self.query_one(NoteArea).text = edit_outside(self.app, self.text)
        except PipelineError as problem:
            self.query_one("#note-echo", Echo).error(problem, refused=True)

    def action_give_up(self) -> None:
        """Leave the note as it was before."""
        self.dismiss(None)
