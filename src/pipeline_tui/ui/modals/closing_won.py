"""Winning a deal: what follows the sale, in one panel (process.md, "After the sale")."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from pipeline_tui.domain.after_sale import AfterSale
from pipeline_tui.domain.step_record import Step
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import full_date, short_date, weekday_date
from pipeline_tui.ui.gateway import closing
from pipeline_tui.ui.gateway.closing import Sale
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.modals.closing import ClosingPanel, LabelledLine, RowList
from pipeline_tui.ui.render import labels, values
from pipeline_tui.ui.render.cells import fit, width
from pipeline_tui.ui.render.wrap import printable
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo
from pipeline_tui.ui.widgets.typing import LineInput

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.ui.gateway import Gateway

Then = Callable[[], Awaitable[None]]

RENEWAL, FOLLOW_ON = "renewal", "follow_on"
_NARROW = 60
"""Below this width days stand without their weekday."""

_PLACE = 0
"""The first row says where the deal goes."""


def ask_won(app: App[Any], gateway: Gateway, deal_id: int, then: Then) -> None:
    """Ask what follows when a deal is won; `then` is called when it was saved.

    Raises what refuses it before anything is asked.
    """

    async def left(saved: bool | None) -> None:
        if saved:
            await then()

    sale = closing.sale(gateway, deal_id)
    app.push_screen(WinPanel(gateway, deal_id, sale), left)


class WinPanel(ClosingPanel):
    """`space` ticks, `e` names another day, left and right the stage; `enter` takes it all."""

    def __init__(self, gateway: Gateway, deal_id: int, sale: Sale) -> None:
        super().__init__()
        self._gateway = gateway
        self._deal_id = deal_id
        self._sale = sale
        self._list = CareList(sale, gateway.today)

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="prompt-title")
            yield self._list
            yield LabelledLine(_("Why it was won"), id="closing-note")
            yield LabelledLine("", id="closing-day", needed=True)
            yield Echo(id="prompt-echo")

    def on_mount(self) -> None:
        title = _("Won: {deal}").format(deal=self._sale.name)
        hint = _("enter saves · esc cancels")
        self.query_one("#prompt-title", Echo).title(title, hint)
        self._dating.display = False
        self._say()
        self._list.focus()

    def stations(self) -> list[RowList | LineInput]:
        return [self._list, self.query_one("#closing-note", LabelledLine).line]

    @property
    def _dating(self) -> LabelledLine:
        return self.query_one("#closing-day", LabelledLine)

    @on(RowList.Pressed)
    async def _pressed(self, message: RowList.Pressed) -> None:
        key = message.key
        if key == "enter":
            await self.accept()
            return
        if key in ("left", "h", "right", "l"):
            self._list.turn(-1 if key in ("left", "h") else 1)
        elif key in ("space", "click"):
            self._list.tick()
        elif key == "e" and self._list.day is not None:
            self._edit_day()
        self._say()

    # Another day.

    def _edit_day(self) -> None:
        dating, line = self._dating, self._dating.line
        dating.label(_("{what} on").format(what=printable(self._list.what)))
        dating.display = True
        self.query_one("#closing-note").display = False
        line.value = self._list.day_text()
        line.focus()
        line.action_select_all()

    def _close_day(self) -> None:
        self._dating.display = False
        self.query_one("#closing-note").display = True
        self._list.focus()
        self._say()

    def action_leave(self) -> None:
        """Out of the line of the day first, then out of the panel."""
        if self._dating.display:
            self._close_day()
        else:
            super().action_leave()

    def action_onward(self, way: int) -> None:
        """In the line of the day `tab` takes it, as in the pane."""
        if self._dating.display:
            self._take_day()
        else:
            super().action_onward(way)

    def _take_day(self) -> None:
        try:
            self._list.put_day(self._gateway, self._dating.line.value)
        except PipelineError as problem:
            self.refuse(problem)
            return
        self._close_day()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._say()

    def _say(self) -> None:
        """The day that is typed, else what the row under the cursor does."""
        if not self._dating.display:
            self.echo.say(self._list.said())
            return
        try:
            when = closing.read_day(self._gateway, self._dating.line.value)
        except PipelineError as problem:
            self.echo.error(problem)
            return
        day = checks.day_and_time(when.day, when.time, self._gateway.today)
        self.echo.say([("→ ", "good"), (day, "later")])

    async def accept(self) -> None:
        if self._dating.display:
            self._take_day()
        elif not self.busy:
            note = self.query_one("#closing-note", LabelledLine).line.value
            after = self._list.chosen()
            await self.save(closing.win(self._gateway, self._deal_id, note, after))


class _Row:
    """A step, or a linked deal, that is offered."""

    def __init__(self, step: Step, *, on: bool, link: str = "") -> None:
        self.step = step
        self.on = on
        self.link = link


class CareList(RowList):
    """Where the deal goes, the steps there, and the deals that may follow it."""

    around = 9

    def __init__(self, sale: Sale, today: date) -> None:
        super().__init__()
        self._choices = sale.choices
        self._today = today
        self._at = 0
        self._linked = [
            _Row(Step("", _("renewal, a deal of its own"), sale.renewal, None),
                 on=sale.recurring, link=RENEWAL),
            _Row(Step("", _("follow-on deal"), sale.follow_on, None), on=False, link=FOLLOW_ON),
        ]  # fmt: skip
        self._steps = [
            [_Row(one.step, on=one.on) for one in choice.offered] for choice in sale.choices
        ]

    @property
    def rows(self) -> list[_Row]:
        """What can be ticked now."""
        return [*self._steps[self._at], *self._linked]

    @property
    def count(self) -> int:
        return len(self.rows) + 1

    @property
    def _here(self) -> _Row | None:
        return self.rows[self.cursor - 1] if self.cursor != _PLACE else None

    @property
    def day(self) -> date | None:
        """The day of the row under the cursor; None where there is none."""
        return self._here.step.day if self._here else None

    @property
    def what(self) -> str:
        """What the row under the cursor is about."""
        return self._here.step.text if self._here else ""

    def day_text(self) -> str:
        """Its day as one types it."""
        step = self._here.step if self._here else None
        if step is None:
            return ""
        return " ".join(part for part in (values.date_text(step.day), step.time or "") if part)

    def row(self, at: int) -> list[Run]:
        if at == _PLACE:
            return self._place()
        row = self.rows[at - 1]
        box, style = ("[x] ", "good") if row.on else ("[ ] ", "dim")
        column = max(width(self._date(one.step)) for one in self.rows)
        day = fit(self._date(row.step), column)
        words = printable(row.step.text)
        kind = labels.kind(row.step.kind) if row.step.kind else ""
        if kind and words.casefold().startswith(kind.casefold()):
            kind = ""
        if row.link:
            kind = _("linked")
        return [
            (box, style),
            (day, "later" if row.on else "dim"),
            (f"  {words}", "text" if row.on else "dim"),
            (f"  {kind}" if kind else "", "faint"),
        ]

    def _place(self) -> list[Run]:
        choice = self._choices[self._at]
        stays = choice.stage_id is None
        words = _("stays in {stage}") if stays else _("goes on to {stage}")
        runs: list[Run] = [("✓ " if stays else "→ ", "won" if stays else "good")]
        runs.append((printable(words.format(stage=choice.name)), "text"))
        if len(self._choices) > 1:
            runs += [("  ", "text"), ("← →", "key"), (" " + _("changes"), "faint")]
        return runs

    def _date(self, step: Step) -> str:
        narrow = self.size.width < _NARROW
        day = (short_date if narrow else weekday_date)(step.day, self._today)
        return f"{day} {step.time}" if step.time else day

    def said(self) -> list[Run]:
        """What accepting does with the row under the cursor."""
        row = self._here
        if row is None:
            count = sum(one.on for one in self._steps[self._at])
            said = ngettext("{count} step is booked", "{count} steps are booked", count)
            return [(said.format(count=count), "faint")]
        keys = _("space ticks · e another day · tab: why it was won")
        if not row.link:
            return [(keys, "faint")]
        if not row.on:
            return [(_("space adds a linked deal that is taken up on that day"), "faint")]
        day = full_date(row.step.day)
        return [(_("a linked deal rests until {day}").format(day=day), "faint")]

    def turn(self, way: int) -> None:
        """Another stage after the sale, or none."""
        below = self.cursor - 1 - len(self._steps[self._at])
        self._at = (self._at + way) % len(self._choices)
        if below >= 0:  # the rows of the linked deals stay under the cursor
            self.cursor = 1 + len(self._steps[self._at]) + below
        self.refresh(layout=True)
        self.go(self.cursor)

    def tick(self) -> None:
        """Tick or clear the row under the cursor; on the first another stage."""
        row = self._here
        if row is None:
            self.turn(1)
        else:
            row.on = not row.on
            self.refresh()

    def put_day(self, gateway: Gateway, phrase: str) -> None:
        """Another day for the row under the cursor, which ticks it; InputError when refused."""
        row = self._here
        if row is None:
            return
        when = closing.read_day(gateway, phrase)
        row.step = row.step._replace(day=when.day, time=None if row.link else when.time)
        row.on = True
        self.refresh()

    def chosen(self) -> AfterSale:
        """What is ticked."""
        days = {row.link: row.step.day for row in self._linked if row.on}
        return AfterSale(
            self._choices[self._at].stage_id,
            tuple(row.step for row in self._steps[self._at] if row.on),
            days.get(RENEWAL),
            days.get(FOLLOW_ON),
        )
