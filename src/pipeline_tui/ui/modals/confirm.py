"""A question before something that is hard to reverse; it names the thing."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from pipeline_tui.i18n import _
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo


class Confirm(ModalScreen[bool]):
    """`Delete Acme GmbH · CNC retrofit?` with the answer on `enter` or `y`, no on `esc` or `n`.

    `detail` says what happens to what hangs on it and how to take it back.
    """

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", show=False),
        Binding("escape,n,q", "answer(False)", show=False),
    ]

    def __init__(self, question: str, *, yes: str, detail: str = "", danger: bool = True) -> None:
        super().__init__()
        self._question = question
        self._yes = yes
        self._detail = detail
        self._danger = danger

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="confirm-text")

    def on_mount(self) -> None:
        runs: list[Run] = [(self._question, "title"), ("\n", "text")]
        if self._detail:
            runs += [(self._detail, "dim"), ("\n", "text")]
        runs += [
            ("\n", "text"),
            ("enter", "key"),
            (" " + self._yes, "bad" if self._danger else "text"),
            ("     ", "text"),
            ("esc", "key"),
            (" " + _("cancel"), "text"),
        ]
        self.query_one(Echo).say(runs)

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)
