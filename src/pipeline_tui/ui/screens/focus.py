"""Focus: one follow-up at a time on the whole screen (product.md, Agenda)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from pipeline_tui.domain.records import Focus, FollowUp
from pipeline_tui.domain.round import Round, due_of
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.i18n import _
from pipeline_tui.ui.render.focus_head import Count
from pipeline_tui.ui.screens.keyed import Handler, KeyedScreen
from pipeline_tui.ui.widgets.focus import FocusHead, FocusView

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.text import Run

ASLEEP = 10.0
"""Seconds between two looks at the clock from which nobody was at work: the lid was shut."""


class FocusScreen(KeyedScreen):
    """Shows where a round is; the keys are in actions/focus_keys.py."""

    PLACE = "focus"

    def __init__(
        self, gateway: Gateway, round_: Round, flt: Filter | None, notes: tuple[Run, ...]
    ) -> None:
        super().__init__(gateway)
        self.round = round_
        self.shown: Focus | None = None
        """What is on the screen; None when all is through."""
        self.wants_deal: int | None = None
        """The deal to be opened once the screen has gone."""
        self._flt = flt
        self._behind = False
        """Something could not be read again yet."""
        self.head = FocusHead(gateway.today, notes)
        self.view = FocusView(gateway.today)
        self._looked = gateway.clock.now()
        self._kept = self._place

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.footer
        yield self.view

    def on_mount(self) -> None:
        """Show where the round is, and count the time from now on."""
        self.show()
        self._kept = self._place
        self.set_interval(1.0, self.tick)

    def handler(self, action: str) -> Handler:
        """The function of an action on the follow-up that is shown."""
        from pipeline_tui.ui.actions.focus_keys import FocusKeys

        found: Handler = getattr(FocusKeys(self), action)
        return found

    # What is shown.

    def refill(self, also: FollowUp | None = None) -> list[int]:
        """Take in what is due now, and one `also`; those whose handling was taken back."""
        now = self.gateway.clock.local().strftime("%H:%M")
        due = [due_of(one) for one in self.gateway.due_now(self._flt)]
        if also is not None and due_of(also) not in due:
            due.append(due_of(also))  # far down in a long list
        return self.round.refill(due, now, day=self.gateway.today)

    def show(self) -> None:
        """The current follow-up as it is now; one that is gone makes room for the next."""
        try:
            with self.gateway.at_once():
                self.shown = self._read()
            self._behind = False
        except DatabaseLocked:
            self._behind = True  # the next second asks again
            return
        self._show_count()
        flt = self._flt
        self.view.show(self.shown, self._count, self.gateway.today, filtered=flt is not None)

    def _read(self) -> Focus | None:
        while self.round.current is not None:
            found = self.gateway.focus(self.round.current)
            if found is not None:
                return found
            self.round.drop()
        return None

    def after(self, before: FollowUp) -> None:
        """Something was saved: a follow-up that is not as it was `before` is handled."""
        now = self.gateway.followup(before.id)
        if now is None or now.state in ("done", "cancelled") or due_of(now) != due_of(before):
            today = now is not None and now.state == "today"
            self.round.finish(due_of(before), (now.time or "") if now and today else "")
        self.refill()
        self.show()

    def look_again(self) -> None:
        """Another instance has written, or midnight has passed."""
        gone = self.round.current
        self.refill()
        self.show()
        if gone is not None and self.round.current != gone:
            self.say(_("The follow-up was deleted elsewhere; this is the next one"))

    def tick(self) -> None:
        """Once a second: count the time spent, read what could not be read before, keep it."""
        now = self.gateway.clock.now()
        spent = (now - self._looked).total_seconds()
        self._looked = now
        if 0 < spent < ASLEEP:
            self.round.seconds += spent
        if self._behind:
            self.show()
        else:
            self._show_count()
        self._keep()

    def _keep(self) -> None:
        """Where the round is, for a start after the terminal was closed or the power failed."""
        if self._place != self._kept:
            self._kept = self._place
            keep = self.gateway.keep_round(self.round.kept())
            self.run_worker(keep, group="round", exit_on_error=False)

    @property
    def _place(self) -> tuple[int | None, int, int]:
        return self.round.current, self.round.done, self.round.skipped

    @property
    def _count(self) -> Count:
        now = self.round
        return Count(now.place, now.total, now.done, now.skipped, int(now.seconds // 60))

    def _show_count(self) -> None:
        self.head.show(self._count, self.gateway.today)
