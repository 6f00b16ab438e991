"""Losing deals, or disqualifying leads: reason, the risk, a line, a day to come back, at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from pipeline_tui.domain.reasons import OTHER, LostReason, reason_name
from pipeline_tui.errors import InputError, PipelineError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.ui.gateway import closing
from pipeline_tui.ui.gateway.closing import Losing, Loss
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.modals.closing import ClosingPanel, LabelledLine, RowList
from pipeline_tui.ui.modals.snooze import Offers
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.cells import width
from pipeline_tui.ui.render.wrap import printable
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.ui.gateway import Gateway

Then = Callable[[], Awaitable[None]]

_DIGITS = 9


def ask_lost(app: App[Any], gateway: Gateway, deal_ids: Sequence[int], then: Then) -> None:
    """Ask why deals are lost; `then` is called when it was saved.

    Raises what refuses them before anything is asked.
    """

    async def left(saved: bool | None) -> None:
        if saved:
            await then()

    app.push_screen(LosePanel(gateway, closing.losing(gateway, deal_ids)), left)


class LosePanel(ClosingPanel):
    """A digit chooses the reason, `y` and `n` answer for the risk, `enter` closes the deals."""

    def __init__(self, gateway: Gateway, losing: Losing) -> None:
        super().__init__()
        self._gateway = gateway
        self._losing = losing
        self._list = ReasonList(losing.reasons, lead=losing.leads == len(losing.deals))
        self._list.around = 10 if self._risk else 8
        self._question = Offers()
        self.risk_was_reason: bool | None = None

    @property
    def _risk(self) -> bool:
        """Whether there is a written risk to ask about: of one deal, not of several."""
        first, *more = self._losing.deals
        return not more and bool(first.risk_text or first.risk_level)

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self._list
            yield self._question
            names = (_("A line about it"), _("Come back on"))
            cells = max(map(width, names))
            yield LabelledLine(names[0], id="closing-note", cells=cells)
            yield LabelledLine(names[1], id="closing-day", cells=cells)
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        hint = _("enter saves · esc cancels")
        self.query_one("#prompt-title", Echo).title(self._title(), hint)
        self._question.display = self._risk
        self._show_risk()
        self._say()
        self._list.focus()

    def stations(self) -> list[RowList | LineInput]:
        return [self._list, self._note, self._day]

    @property
    def _note(self) -> LineInput:
        return self.query_one("#closing-note", LabelledLine).line

    @property
    def _day(self) -> LineInput:
        return self.query_one("#closing-day", LabelledLine).line

    def _title(self) -> str:
        deals, leads = self._losing.deals, self._losing.leads
        many = len(deals)
        if many == 1:
            words = _("Disqualify {deal}") if leads else _("Lost: {deal}")
            return words.format(deal=deals[0].name)
        if leads == many:
            said = ngettext("Disqualify {count} lead", "Disqualify {count} leads", many)
            return said.format(count=many)
        said = ngettext("Lost: {count} deal", "Lost: {count} deals", many).format(count=many)
        if leads:
            among = ngettext(
                "{count} lead among them is disqualified",
                "{count} leads among them are disqualified",
                leads,
            ).format(count=leads)
            return f"{said} · {among}"
        return said

    @on(RowList.Pressed)
    async def _pressed(self, message: RowList.Pressed) -> None:
        key = message.key
        if key == "enter":
            await self.accept()
        elif key in ("y", "n") and self._risk:
            answer = key == "y"
            self.risk_was_reason = None if self.risk_was_reason is answer else answer
            self._show_risk()
        elif key in ("click", "space"):
            self._chosen()
        elif key.isdecimal() and 1 <= int(key) <= min(self._list.count, _DIGITS):
            self._list.go(int(key) - 1)
            self._chosen()

    def _chosen(self) -> None:
        """A reason was named; what is none of the list asks for its line at once."""
        self._say()
        if self._list.code == OTHER:
            self._note.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._say()

    def _say(self) -> None:
        """What the day to come back stands for; else what can be typed there."""
        text = self._day.value
        if not text.strip():
            said: list[Run] = [(_("1–9 choose · tab goes to the line and the day"), "faint")]
            if self._day.has_focus:
                said = [(_("for example") + " ", "faint")]
                said += [(_("ask about the grant 15.1. · +3m"), "dim")]
            self.echo.say(said)
            return
        try:
            step = closing.check_return(self._gateway, text)
        except PipelineError as problem:
            self.echo.error(problem)
            return
        self.echo.say(checks.step_runs(step, self._gateway.today))

    def on_descendant_focus(self) -> None:
        """Another line has the keys: its example, unless a refusal stands."""
        if not self.echo.refused:
            self._say()

    def _show_risk(self) -> None:
        if not self._risk:
            return
        deal = self._losing.deals[0]
        level = deal.risk_level or "mid"
        style = labels.RISK_STYLES[level]
        words = deal.risk_text or labels.risk(level)
        asked: list[Run] = [(_("Was that it?"), "text")]
        for key, answer, said in (("y", True, _("yes")), ("n", False, _("no"))):
            box, shade = ("[x]", "good") if self.risk_was_reason is answer else ("[ ]", "dim")
            asked += [("  ", "text"), (key, "key"), (f" {box} ", shade), (said, "text")]
        risk: Run = (f"{labels.RISK_GLYPHS[level]} {printable(words)}", style)
        self._question.show([[risk], asked])

    async def accept(self) -> None:
        if self.busy:
            return
        if self._list.code is None:
            problem = InputError(_("A reason is missing"), todo=_("Choose it by its digit"))
            self.refuse(problem)
            self._list.focus()
            return
        loss = Loss(self._list.code, self._note.value, self.risk_was_reason, self._day.value)
        if loss.reason == OTHER and not loss.line.strip():
            self._note.focus()
        ids = [deal.id for deal in self._losing.deals]
        await self.save(closing.lose(self._gateway, ids, loss))

    def refuse(self, problem: PipelineError) -> None:
        """Say why; a list that somebody changed meanwhile is shown as it is now."""
        super().refuse(problem)
        try:
            self._list.show(closing.reasons(self._gateway))
        except PipelineError:
            return  # what is shown stays; the reason why it was refused has been said


class ReasonList(RowList):
    """The reasons with their digits; the one under the cursor is chosen."""

    def __init__(self, reasons: Sequence[LostReason], *, lead: bool) -> None:
        super().__init__(cursor=-1)
        self._reasons = list(reasons)
        self._lead = lead

    @property
    def count(self) -> int:
        return len(self._reasons)

    @property
    def code(self) -> str | None:
        """The reason that is chosen."""
        return self._reasons[self.cursor].code if 0 <= self.cursor < self.count else None

    @property
    def words(self) -> str:
        """What the reason that is chosen is called."""
        if self.code is None:
            return ""
        return reason_name(*self._reasons[self.cursor], lead=self._lead)

    def row(self, at: int) -> list[Run]:
        reason = self._reasons[at]
        digit = str(at + 1) if at < _DIGITS else " "
        mark: Run = ("● ", "accent") if at == self.cursor else ("  ", "text")
        name = printable(reason_name(reason.code, reason.name, lead=self._lead))
        return [(f"{digit} ", "key"), mark, (name, "text")]

    def show(self, reasons: Sequence[LostReason]) -> None:
        """Another list; what was chosen stays so while it is there."""
        if list(reasons) == self._reasons:
            return
        chosen, self._reasons = self.code, list(reasons)
        codes = [reason.code for reason in reasons]
        self.cursor = codes.index(chosen) if chosen in codes else -1
        self._top = 0
        self.refresh(layout=True)
