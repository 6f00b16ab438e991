"""Parking: until when, and the question after too many attempts: lost, or parked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway import parking
from pipeline_tui.ui.gateway.parking import PARKABLE
from pipeline_tui.ui.modals import asking, checks
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import Echo

__all__ = ["PARKABLE", "Unreached", "ask_park", "ask_unreached"]

if TYPE_CHECKING:
    from textual.app import App

    from pipeline_tui.domain.records import Card
    from pipeline_tui.ui.gateway import Gateway

Then = Callable[[], Awaitable[None]]


def ask_park(
    app: App[Any], gateway: Gateway, deal_ids: Sequence[int], title: str, then: Then
) -> None:
    """Ask until when deals are parked; an empty line takes what is offered.

    Raises what refuses them before anything is asked.
    """
    offer = parking.offered(gateway, deal_ids)

    def check(line: str) -> list[Run]:
        if not line.strip():
            return checks.step(gateway, line, offer)
        return checks.step_runs(parking.check(gateway, line, offer), gateway.today)

    async def left(line: str | None) -> None:
        if line is not None:
            await then()

    prompt = LinePrompt(
        title,
        check=check,
        submit=lambda line: parking.park(gateway, deal_ids, line, offer),
        placeholder=_("ask about the grant 15.1. · +3m"),
    )
    app.push_screen(prompt, left)


def ask_unreached(
    app: App[Any],
    gateway: Gateway,
    card: Card,
    advice: str,
    then: Then,
    complain: Callable[[PipelineError], object],
) -> None:
    """After the last attempt: `x` closes the deal as lost, `p` parks it, `esc` leaves it open.

    It names the deal and keeps to it: the cursor may be on the next one already.
    """
    from pipeline_tui.ui.modals.closing_lost import ask_lost

    name = asking.deal_name(card.company, card.title)

    async def chosen(answer: str | None) -> None:
        try:
            if answer == "x":
                ask_lost(app, gateway, [card.id], then)
            elif answer == "p":
                ask_park(app, gateway, [card.id], _("Park {deal} until").format(deal=name), then)
            else:
                await then()  # names the attempt, which u takes back
        except PipelineError as problem:
            complain(problem)

    app.push_screen(Unreached(name, advice), chosen)


class Unreached(ModalScreen[str | None]):
    """Nobody answers: the result is the key that was chosen, None after `esc`."""

    CSS_PATH = "../styles/modals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "answer('x')", show=False),
        Binding("p", "answer('p')", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, name: str, advice: str) -> None:
        super().__init__()
        self._deal = name
        self._advice = advice

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Echo(id="confirm-text")

    def on_mount(self) -> None:
        runs: list[Run] = [(self._deal, "title"), ("\n", "text")]
        runs += [(self._advice, "dim"), ("\n", "text"), ("\n", "text")]
        for key, words in (("x", _("lost")), ("p", _("park")), ("esc", _("leave it open"))):
            runs += [(f"{key:3}", "key"), (f" {words}", "text"), ("\n", "text")]
        self.query_one(Echo).say(runs[:-1])

    def action_answer(self, key: str) -> None:
        self.dismiss(key)

    def action_leave(self) -> None:
        self.dismiss(None)
