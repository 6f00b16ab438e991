"""What every room of commands shares: the screen, the deal meant, and saving with a message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.records import FollowUp, NextStep
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.main import MainScreen

Then = Callable[[], Awaitable[None]]

OPEN = ("overdue", "today", "tomorrow", "week", "later")
"""States of a follow-up that is open."""


def copied(text: str, forbidden: str) -> tuple[str, bool]:
    """What is said of a copied text, and whether it must not be used."""
    if forbidden:
        said = _("Copied: {text}. But: {forbidden}").format(text=text, forbidden=forbidden)
        return said, True
    return _("Copied: {text}").format(text=text), False


class Target(NamedTuple):
    """The deal a command means, and the follow-up it is about."""

    id: int
    title: str
    company: str | None
    stage_id: int
    stage_kind: str
    step: NextStep | None

    @property
    def name(self) -> str:
        """Company and title, as people call a deal."""
        return f"{self.company} · {self.title}" if self.company else self.title


class Room:
    """A family of commands on one screen; each public method is an action."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._gateway = main.gateway

    def _target(self) -> Target | None:
        """The deal under the cursor, wherever the keys are; says so when there is none."""
        main = self._main
        deal_id = main.pane.deal_id if main.in_pane and main.pane else main.deal_id
        card = None if deal_id is None else self._gateway.card(deal_id)
        if card is None:
            main.say(_("There is no deal under the cursor"))
            return None
        step = card.next
        row: FollowUp | None = None
        if main.in_pane and main.pane is not None:
            row = main.pane.followup
        elif main.mode == "agenda" and main.agenda is not None:
            row = main.agenda.current
        if row is not None:
            step = NextStep(row.id, row.kind, row.text, row.due, row.time, row.version)
        return Target(card.id, card.title, card.company, card.stage_id, card.stage_kind, step)

    def _targets(self) -> list[Target]:
        """All marked deals, or the one under the cursor."""
        marked = self._marked_deals()
        if not marked or self._main.in_pane:
            target = self._target()
            return [target] if target else []
        cards = [card for deal in marked if (card := self._gateway.card(deal)) is not None]
        return [
            Target(card.id, card.title, card.company, card.stage_id, card.stage_kind, card.next)
            for card in cards
        ]

    def _marked_deals(self) -> list[int]:
        """Deals that are marked, on the agenda also those of marked follow-ups; oldest first."""
        of_rows = {row.deal.id for row in self._marked_rows() if row.deal is not None}
        return sorted(self._main.state.marks | of_rows)

    def _marked_rows(self) -> list[FollowUp]:
        """Follow-ups that are marked, where one is on the agenda; without those closed since."""
        main = self._main
        if main.mode != "agenda" or main.agenda is None:
            return []
        rows = [self._gateway.followup(number) for number in sorted(main.agenda.marks)]
        return [row for row in rows if row is not None and row.state in OPEN]

    def _unmark(self) -> None:
        """Nothing is marked any more."""
        main = self._main
        main.state.marks.clear()
        if main.agenda is not None:
            main.agenda.marks.clear()
            main.agenda.show_marks()

    def _tell(self) -> None:
        """Name the last change as undo would, and how to take it back."""
        self._main.tell()

    def _then(self, stages: set[int], *, unmark: bool = False) -> Then:
        """What a prompt does after it saved: read again what changed, and say so."""

        async def then() -> None:
            if unmark:
                self._unmark()
            try:
                self._main.reread_stages(stages)
                self._tell()
            except PipelineError as problem:
                self._main.complain(problem)

        return then

    def _gone(self, stages: set[int]) -> Then:
        """What is shown when deals have left their stages for others among these."""

        async def then() -> None:
            self._unmark()
            try:
                self._moved(stages)
                self._tell()
            except PipelineError as problem:
                self._main.complain(problem)

        return then

    def _moved(self, stages: set[int]) -> None:
        """Deals left their place: the cursor stays where it is, on the next one.

        The pane stays with its deal while the keys are in it.
        """
        self._main.reread_stages(stages)
        if not self._main.in_pane:
            self._main.show_deal()

    def _open_target(self) -> Target | None:
        """The deal under the cursor if it is still in play; says why not."""
        target = self._target()
        if target is not None and target.stage_kind in CLOSED_KINDS:
            self._main.say(_("{deal} is closed; reopen it first").format(deal=target.name))
            return None
        return target
