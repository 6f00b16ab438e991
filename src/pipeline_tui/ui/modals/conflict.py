"""Two versions of one field: somebody else saved while it was being edited."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from pipeline_tui.i18n import _
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo


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
            (self._mine or nothing, "accent"),
            ("\n", "text"),
            ("2", "key"),
            (" " + fit(theirs, cells), "text"),
            (self._theirs or nothing, "today"),
            ("\n\n", "text"),
            ("esc", "key"),
            (" " + _("go on editing"), "dim"),
        ]
        self.query_one(Echo).say(runs)

    def action_take(self, choice: str) -> None:
        self.dismiss(choice)

    def action_go_on(self) -> None:
        self.dismiss(None)
