"""Two versions of one field: somebody else saved while it was being edited."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from pipeline_tui.errors import Conflict, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo

_LINES, _LETTERS = 4, 300
"""So much of a long note is shown of each version."""


def show_conflict(
    app: App[Any],
    field: str,
    conflict: Conflict,
    *,
    save: Callable[[], Awaitable[object]],
    leave: Callable[[], object],
    refuse: Callable[[PipelineError], object],
) -> None:
    """Ask which of the two is to stand; `save` keeps one's own all the same.

    `leave` closes the prompt when it is decided, `refuse` says there what went wrong; on esc
    neither is called, and the text stays where it was typed.
    """

    async def decided(choice: str | None) -> None:
        if choice is None:
            return
        try:
            if choice == "mine":
                await save()
        except PipelineError as problem:
            refuse(problem)
            return
        leave()

    app.push_screen(ConflictModal(field, conflict.mine, conflict.theirs), decided)


def _short(text: str) -> str:
    """The first lines of a text, so that both versions have room."""
    lines = text.split("\n")
    more = " …" if len(lines) > _LINES or len(text) > _LETTERS else ""
    return " ↵ ".join(lines[:_LINES])[:_LETTERS] + more


class ConflictModal(ModalScreen[str | None]):
    """Shows both; the result is "mine", "theirs", or None to go on editing.

    Nothing is overwritten silently (architecture.md, Persistence 7).
    """

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1,m", "take('mine')", show=False),
        Binding("2,t", "take('theirs')", show=False),
        Binding("escape", "go_on", show=False),
    ]

    def __init__(self, field: str, mine: str, theirs: str) -> None:
        super().__init__()
        self._field = field
        self._mine = mine
        self._theirs = theirs

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="conflict-text")

    def on_mount(self) -> None:
        said = _("{field} was changed elsewhere while you edited it.").format(field=self._field)
        nothing = _("empty")
        mine, theirs = _("keep mine"), _("take theirs")
        cells = max(width(mine), width(theirs)) + 3
        runs: list[Run] = [
            (said, "title"),
            ("\n\n", "text"),
            ("1", "key"),
            (" " + fit(mine, cells), "text"),
            (_short(self._mine) or nothing, "accent"),
            ("\n", "text"),
            ("2", "key"),
            (" " + fit(theirs, cells), "text"),
            (_short(self._theirs) or nothing, "today"),
            ("\n\n", "text"),
            ("esc", "key"),
            (" " + _("go on editing"), "dim"),
        ]
        self.query_one(Echo).say(runs)

    def action_take(self, choice: str) -> None:
        self.dismiss(choice)

    def action_go_on(self) -> None:
        self.dismiss(None)
