"""The list of reasons for losing: add, rename, put in another order, remove."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway import closing
from pipeline_tui.ui.modals.closing import ClosingPanel, LabelledLine, RowList
from pipeline_tui.ui.modals.closing_lost import ReasonList
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.ui.gateway import Gateway


def ask_reasons(app: App[Any], gateway: Gateway, then: Callable[[], Awaitable[None]]) -> None:
    """Show the list; each change is saved at once, and `then` is called when it is left."""

    async def left(_changed: bool | None) -> None:
        await then()

    app.push_screen(ReasonsPanel(gateway), left)


class ReasonsPanel(ClosingPanel):
    """`a` adds, `e` renames, `J` and `K` move, `delete` removes; one undo step each."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__()
        self._gateway = gateway
        self._list = ReasonList(closing.reasons(gateway), lead=False)
        self._list.cursor = 0
        self._adding = False

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self._list
            yield LabelledLine("", id="closing-note", needed=True)
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        self.query_one("#prompt-title", Echo).title(_("Reasons for losing"), _("esc leaves"))
        self._typing.display = False
        self._hint()
        self._list.focus()

    @property
    def _typing(self) -> LabelledLine:
        return self.query_one(LabelledLine)

    def _hint(self) -> None:
        keys = (
            ("a", _("adds")),
            ("e", _("renames")),
            ("J K", _("move")),
            ("del", _("removes")),
            ("u", _("undoes")),
        )
        runs: list[Run] = []
        for key, words in keys:
            runs += [(key, "key"), (f" {words}   ", "faint")]
        self.echo.say(runs)

    @on(RowList.Pressed)
    async def _pressed(self, message: RowList.Pressed) -> None:
        key, code, here = message.key, self._list.code, self._list.cursor
        if key == "a":
            self._ask(_("New reason"), "", adding=True)
        elif key == "u":
            await self._change(self._gateway.undo(), here)
        elif code is None:
            return
        elif key in ("e", "enter"):
            self._ask(_("Other name"), self._list.words, adding=False)
        elif key == "delete":
            await self._change(closing.remove_reason(self._gateway, code), here)
        elif key in ("J", "K"):
            at = here + (1 if key == "J" else -1)
            if 0 <= at < self._list.count:
                await self._change(closing.move_reason(self._gateway, code, at + 1), at)

    def _ask(self, label: str, text: str, *, adding: bool) -> None:
        self._adding = adding
        self._typing.label(label)
        self._typing.display = True
        self._typing.line.value = text
        self._typing.line.cursor_position = len(text)
        self._typing.line.focus()

    def action_leave(self) -> None:
        """Out of the line first, then out of the list."""
        if self._typing.display:
            self._close()
        else:
            self.dismiss(True)

    def action_onward(self, way: int) -> None:
        """There is one place at a time."""

    async def accept(self) -> None:
        """Save what was typed; what is refused stays typed."""
        name, code = self._typing.line.value, self._list.code
        if self._adding:
            work, at = closing.add_reason(self._gateway, name), self._list.count
        else:
            work, at = closing.rename_reason(self._gateway, code or "", name), self._list.cursor
        if await self._change(work, at):
            self._close()

    def _close(self) -> None:
        self._typing.display = False
        self._list.focus()
        self._hint()

    async def _change(self, work: Awaitable[object], at: int) -> bool:
        """Save one change and show the list as it is now, with the cursor at a place."""
        try:
            await work
            self._list.show(closing.reasons(self._gateway))
        except PipelineError as problem:
            self.refuse(problem)
            return False
        self._list.go(at)
        self._hint()
        return True
