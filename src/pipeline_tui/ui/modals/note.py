"""Writing a note of several lines, here or in the user's own editor."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from pipeline_tui.domain.text import clean
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.modals.saving import SavingScreen, Submit
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import NoteArea


class NoteEditor(SavingScreen):
    """`esc` saves, since a vi reflex must not lose text; ctrl+o opens $EDITOR.

    `submit` saves while the text is still on the screen: if that fails the text stays, and
    ctrl+g gives up. With `typed` and `problem` it begins where saving failed before. The result
    is the text, None if it is as it was.
    """

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "save", show=False, priority=True),
        Binding("ctrl+o", "outside", show=False, priority=True),
        Binding("ctrl+g", "give_up", show=False, priority=True),
    ]
    SAID = "#note-echo"

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        submit: Submit | None = None,
        over: Submit | None = None,
        typed: str | None = None,
        problem: PipelineError | None = None,
    ) -> None:
        super().__init__(_("Note"), submit, over)
        self._title = title
        self._text = text
        self._typed = text if typed is None else typed
        self._problem = problem

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
            self.unsaved(self._problem, self._typed)

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
        else:
            await self.save(text)

    def action_outside(self) -> None:
        """Go on in the user's editor; what was typed so far goes along."""
        from pipeline_tui.ui.modals.outside import edit_outside

        try:
            self.query_one(NoteArea).text = edit_outside(self.app, self.text)
        except PipelineError as problem:
            self.refuse(problem)

    def action_give_up(self) -> None:
        """Leave the note as it was before."""
        self.dismiss(None)
