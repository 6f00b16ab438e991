"""Back and forth in time: which day is shown on the board, the agenda and every figure.

A day that has passed is put together behind the screen, and the keys go on meanwhile: of several
asked for one after another only the last one is shown. Today is there at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date, weekday
from pipeline_tui.ui.actions.room import Room
from pipeline_tui.ui.gateway import travel

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.screens.keyed import TravellingScreen
    from pipeline_tui.ui.text import Run

WEEK = 7


class TravelKeys(ABC):
    """The actions of a screen that shows days that have passed."""

    _gateway: Gateway

    @property
    @abstractmethod
    def _traveller(self) -> TravellingScreen:
        """The screen."""

    def earlier(self) -> None:
        """The evening before."""
        self._on(-1)

    def later(self) -> None:
        """The day after, until today."""
        self._on(1)

    def week_earlier(self) -> None:
        """Seven days before."""
        self._on(-WEEK)

    def week_later(self) -> None:
        """Seven days after, until today."""
        self._on(WEEK)

    def to_today(self) -> None:
        """Back to the present, at once."""
        self._go(self._gateway.clock.today())

    def again(self) -> None:
        """The same day, put together anew."""
        self._on(0)

    def go_to_date(self) -> None:
        """Ask for a day that has passed."""
        from pipeline_tui.ui.modals.checks import understood
        from pipeline_tui.ui.modals.line import LinePrompt

        screen, gateway = self._traveller, self._gateway

        def check(text: str) -> list[Run]:
            day = travel.day_of(gateway, text)
            return understood(f"{weekday(day)} {full_date(day)}")

        async def left(text: str | None) -> None:
            if text is not None:
                self._go(travel.day_of(gateway, text))

        prompt = LinePrompt(
            _("As of which day?"), "", check=check, placeholder=_("yesterday, -2w, last fri, 3.11.")
        )
        screen.app.push_screen(prompt, screen.guarded(left))

    def _on(self, days: int) -> None:
        """So many days on from where one is, or is heading."""
        start = self._gateway.away_day or self._gateway.clock.today()
        self._go(start + timedelta(days=days))

    def _go(self, day: date) -> None:
        gateway, screen = self._gateway, self._traveller
        if day < gateway.clock.today():
            journey = travel.set_out(gateway, day)
            screen.day_asked()
            screen.run_worker(self._arrive(day, journey), exit_on_error=False)
        elif gateway.away_day is None:
            screen.say(_("This is today; < goes back in time"))
        else:
            travel.come_back(gateway)
            screen.day_changed()

    async def _arrive(self, day: date, journey: int) -> None:
        gateway, screen = self._gateway, self._traveller
        try:
            arrived = await travel.travel(gateway, day, lambda: gateway.journeys == journey)
        except PipelineError as problem:
            if gateway.journeys == journey:
                gateway.heading = None
                screen.day_asked()
                screen.complain(problem)
            return
        if arrived and screen.is_mounted:
            screen.day_changed()


class TravelActions(TravelKeys, Room):
    """The same on board, agenda and pane."""

    @property
    def _traveller(self) -> TravellingScreen:
        return self._main
