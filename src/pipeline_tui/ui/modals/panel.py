"""A panel that asks everything at once: a list to tick and answer, lines to write, one `enter`.

What is refused stays as it was ticked and typed; `esc` leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from pipeline_tui.errors import InputError, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.checklist import Checklist, Row
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput


class LineMissing(InputError):
    """The list is not accepted before something is written to one of its rows."""

    def __init__(self, key: str, what: str, **more: str) -> None:
        """`key` is the row's."""
        super().__init__(what, **more)
        self.key = key


class Panel(ModalScreen[bool]):
    """The result is whether it was accepted.

    `submit` saves what the rows say while the panel is still open, `accepts` is what `enter`
    is said to do; `again` gives the rows as they are after it was refused, `turned` hears that
    a row was. `at_once` are keys that save something else and close it.
    """

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        submit: Callable[[Panel], Awaitable[object]],
        *,
        again: Callable[[Panel], Sequence[Row]] | None = None,
        turned: Callable[[Panel, str], None] | None = None,
        at_once: Mapping[str, Callable[[Panel], Awaitable[object]]] | None = None,
        accepts: str,
    ) -> None:
        super().__init__()
        self._title = title
        self._submit = submit
        self._again = again
        self._turned = turned
        self._at_once = dict(at_once or {})
        self._word = accepts
        self.list = Checklist(rows)
        self._line = LineInput(id="panel-line")
        self._writes = ""
        self._accepts = False
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self.list
            yield self._line
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        self._line.display = False
        self.query_one("#prompt-title", Echo).title(self._title, "")
        self._rest()
        self.list.focus()

    @property
    def said(self) -> str:
        """What stands beneath the list."""
        return self._echo.said

    @property
    def typed(self) -> str:
        """What is being written."""
        return self._line.value if self._writes else ""

    @property
    def _echo(self) -> Echo:
        return self.query_one("#prompt-echo", Echo)

    def action_leave(self) -> None:
        """From a line back to the list, from the list back to where one came from."""
        if self._writes:
            self._to_list()
            self._rest()
        else:
            self.dismiss(False)

    async def on_key(self, event: events.Key) -> None:
        """A key that acts at once, unless something is being written."""
        act = self._at_once.get(event.key)
        if act is not None and not self._writes:
            event.stop()
            await self._save(act)

    # Lines.

    def write(self, key: str, *, why: PipelineError | None = None) -> None:
        """Write the line of a row; with `why`, because it is missing, `enter` then accepts."""
        row = self.list.row(key)
        if row is None or row.line is None:
            return
        self._writes, self._accepts = key, why is not None
        self.list.go_to(key)
        self._line.value = row.line
        self._line.display = True
        self._line.cursor_position = len(row.line)
        self._line.focus()
        if why is not None:
            self._echo.error(why, refused=True)
        else:
            self._check(row.line)

    @on(Checklist.LineWanted)
    def _wanted(self, message: Checklist.LineWanted) -> None:
        message.stop()
        self.write(message.key)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._writes and not self._accepts:
            self._check(event.value)
        elif self._writes and event.value:
            self._accepts = True
            self._check(event.value)

    @on(Input.Submitted)
    async def _written(self, event: Input.Submitted) -> None:
        event.stop()
        if self._busy or not self._check(event.value):
            return
        row = self.list.row(self._writes)
        if row is not None:
            ticked = 1 if row.states and not row.state and event.value.strip() else None
            self.list.put(row.key, line=event.value.strip(), state=ticked)
            if ticked:
                self._tell(row.key)
        accepts = self._accepts
        self._to_list()
        self._rest()
        if accepts:
            await self._save(self._submit)

    def _check(self, text: str) -> bool:
        """Say what the line is for; False when it is too long."""
        row = self.list.row(self._writes)
        try:
            checks.evidence(text)
        except PipelineError as problem:
            self._echo.error(problem, refused=True)
            return False
        name = "".join(part for part, _style in row.runs) if row else ""
        self._echo.say([(name, "dim"), (": ", "faint"), (_("in one line"), "faint")])
        return True

    def _to_list(self) -> None:
        self._writes, self._accepts = "", False
        self._line.display = False
        self.list.focus()

    # Accepting.

    @on(Checklist.Turned)
    def _was_turned(self, message: Checklist.Turned) -> None:
        message.stop()
        self._rest()
        self._tell(message.key)

    def _tell(self, key: str) -> None:
        if self._turned is not None:
            self._turned(self, key)

    @on(Checklist.Accepted)
    async def _accepted(self, message: Checklist.Accepted) -> None:
        message.stop()
        await self._save(self._submit)

    async def _save(self, act: Callable[[Panel], Awaitable[object]]) -> None:
        """Save and close; an error keeps everything on the panel."""
        if self._busy:
            return
        self._busy = True
        try:
            await act(self)
        except LineMissing as missing:
            self.write(missing.key, why=missing)
            return
        except PipelineError as problem:
            self._refuse(problem)
            return
        finally:
            self._busy = False
        self.dismiss(True)

    def _refuse(self, problem: PipelineError) -> None:
        if self._again is not None:
            with suppress(PipelineError):  # the next try reads again
                self.list.show(self._again(self))
        self._echo.error(problem, refused=True)

    def _rest(self) -> None:
        """While nothing is wrong it says which keys there are."""
        keys = [("space", _("tick")), ("e", _("evidence")), ("enter", self._word)]
        runs: list[Run] = []
        for key, word in [*keys, ("esc", _("cancel"))]:
            runs += [("  ", "text"), (key, "key"), (" ", "text"), (word, "dim")]
        self._echo.say(runs[1:])
