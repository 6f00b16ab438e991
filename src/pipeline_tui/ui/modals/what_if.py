"""Before tried moves are made real: all of them, and one question for each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from pipeline_tui.domain.metrics.what_if import Base, Try, settled
from pipeline_tui.domain.reasons import OTHER
from pipeline_tui.errors import InputError, PipelineError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.ui.gateway import what_if
from pipeline_tui.ui.modals.closing import ClosingPanel, LabelledLine, RowList
from pipeline_tui.ui.modals.closing_lost import ReasonList
from pipeline_tui.ui.modals.snooze import Offers
from pipeline_tui.ui.render.cells import width
from pipeline_tui.ui.render.what_if import tries_text
from pipeline_tui.ui.widgets.echo import Echo

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.gateway.what_if import Accepting
    from pipeline_tui.ui.text import Run
    from pipeline_tui.ui.widgets.typing import LineInput

_MOST_NAMED = 6


class AcceptPanel(ClosingPanel):
    """Why deals go on with boxes open, why deals are lost; `enter` makes all of it real.

    `again` has the sandbox read anew when something was refused: it may have been overtaken.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "all", show=False)]

    def __init__(
        self,
        gateway: Gateway,
        base: Base,
        tries: Sequence[Try],
        asked: Accepting,
        again: Callable[[], None],
    ) -> None:
        super().__init__()
        self._gateway = gateway
        self._base = base
        self._tries = settled(tries)
        self._asked = asked
        self._again = again
        self._moves = Offers()
        self._reasons = ReasonList(asked.reasons, lead=False) if asked.lost else None
        if self._reasons is not None:
            self._reasons.around = 12 + min(len(self._tries), _MOST_NAMED)

    @property
    def _held(self) -> bool:
        """Whether hard mode holds some of it back."""
        return self._asked.mode == "hard" and bool(self._asked.boxes)

    @property
    def _needs_reason(self) -> bool:
        return self._asked.mode == "soft" and bool(self._asked.boxes)

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self._moves
            if self._reasons is not None:
                yield self._reasons
            names = (_("Go on anyway, because"), _("A line about the loss"))
            cells = max(map(width, names))
            if self._needs_reason:
                yield LabelledLine(names[0], id="closing-reason", cells=cells, needed=True)
            if self._reasons is not None:
                yield LabelledLine(names[1], id="closing-note", cells=cells)
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        many = len(dict.fromkeys(one.deal_id for one in self._tries))
        title = ngettext(
            "Make it real for {count} deal?", "Make it real for {count} deals?", many
        ).format(count=many)
        self.query_one("#prompt-title", Echo).title(title, _("enter saves · esc cancels"))
        lines = tries_text(self._base, self._tries, self.app.size.width)
        if len(lines) > _MOST_NAMED:
            more = len(lines) - _MOST_NAMED + 1
            rest = ngettext("and {count} more", "and {count} more", more).format(count=more)
            lines = [*lines[: _MOST_NAMED - 1], [(rest, "dim")]]
        self._moves.show(lines)
        self.echo.say(self._open())
        places = self.stations()
        if places:
            places[0].focus()

    def stations(self) -> list[RowList | LineInput]:
        found: list[RowList | LineInput] = [] if self._reasons is None else [self._reasons]
        return [*found, *(line.line for line in self.query(LabelledLine))]

    def action_onward(self, way: int) -> None:
        """To the next line, if there is one."""
        if self.stations():
            super().action_onward(way)

    async def action_all(self) -> None:
        """`enter` where nothing is asked."""
        if not self.busy:
            await self.accept()

    @on(RowList.Pressed)
    async def _pressed(self, message: RowList.Pressed) -> None:
        key, reasons = message.key, self._reasons
        if reasons is None:
            return
        if key == "enter":
            await self.accept()
        elif key.isdecimal() and 1 <= int(key) <= min(reasons.count, 9):
            reasons.go(int(key) - 1)
        if reasons.code == OTHER and key != "enter":
            self._line("closing-note").focus()

    def _open(self) -> list[Run]:
        """Which criteria stay open, and that hard mode does not let them."""
        if not self._asked.boxes:
            return []
        boxes, deals = ", ".join(self._asked.boxes), ", ".join(self._asked.overriding)
        said = _("Still open: {boxes} ({deals})").format(boxes=boxes, deals=deals)
        runs: list[Run] = [(said, "dim")]
        if self._held:
            held = _("Nothing goes on before all boxes are ticked")
            runs = [("✗ ", "bad"), (held, "bad"), (" · ", "faint"), *runs]
        return runs

    async def accept(self) -> None:
        loss = None
        if self._reasons is not None:
            if self._reasons.code is None:
                self.refuse(InputError(_("A reason is missing"), todo=_("Choose it by its digit")))
                self._reasons.focus()
                return
            loss = what_if.Loss(self._reasons.code, self._line("closing-note").value)
        reason = self._line("closing-reason").value if self._needs_reason else ""
        await self.save(what_if.accept(self._gateway, self._base, self._tries, reason, loss))

    def refuse(self, problem: PipelineError) -> None:
        """Say why; the sandbox is read anew behind it."""
        super().refuse(problem)
        self._again()

    def _line(self, id_: str) -> LineInput:
        return self.query_one(f"#{id_}", LabelledLine).line
