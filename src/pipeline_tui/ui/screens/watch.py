"""What the main screen looks after by itself: other instances, midnight, backups, news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pipeline_tui.clock import follow_zone
from pipeline_tui.errors import DatabaseLocked, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.screens.bell import Bell, Tells
from pipeline_tui.ui.screens.radar import Radar

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.main import MainScreen

BACKUP_SECONDS = 300.0
"""How often it is asked whether a backup is due."""


@runtime_checkable
class LooksAgain(Protocol):
    """A screen over the main one that shows what a new day or another instance may change."""

    def look_again(self) -> None:
        """Read and show it as it is now; DatabaseLocked: it is called again."""


class Watch:
    """Looks once a second, and has the screen read again what is no longer so."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._bell = Bell(main)
        self._radar = Radar(main)
        self._behind = False
        """Something changed that could not be read again yet."""
        self._offset = main.gateway.clock.local().utcoffset()
        """Of the wall clock from UTC: instants are shown as local times."""

    def look(self) -> None:
        """Another instance may have written, the file been replaced, midnight have passed."""
        main = self._main
        gateway = main.gateway
        try:
            if gateway.reopen_if_replaced():
                self._behind = True
                gateway.news.append(_("The file was replaced; this is the new one"))
            if gateway.changed_elsewhere():
                self._behind = True
                self._put_together_again()
            self._follow_clock()
            if self._behind:
                main.reread()
                self.have_looked_again()
                self._behind = False
            self._bell.look()
            self._radar.look()
        except DatabaseLocked:
            return  # for a moment: the view stays, the next second asks again
        except PipelineError as problem:
            main.complain(problem)
            return
        teller = self._teller()
        if gateway.news and not teller.footer.message:
            teller.say(gateway.news.pop(0))

    def have_looked_again(self) -> None:
        """What lies over the main screen shows what is so now."""
        for screen in self._main.app.screen_stack:
            if screen.is_mounted and isinstance(screen, LooksAgain):
                screen.look_again()

    def _put_together_again(self) -> None:
        """A day that has passed is of one moment: what was written since may correct it."""
        if self._main.gateway.away_day is not None:
            from pipeline_tui.ui.actions.travel import TravelActions

            TravelActions(self._main).again()

    def _teller(self) -> Tells:
        """The main screen, or the one over it that has room for a message."""
        for screen in reversed(self._main.app.screen_stack):
            if isinstance(screen, Tells):
                return screen
        return self._main

    def _follow_clock(self) -> None:
        """Midnight may have passed, also asleep; the clock been set; the time zone changed."""
        follow_zone()
        main, gateway = self._main, self._main.gateway
        offset = gateway.clock.local().utcoffset()
        if main.follow_day():
            self._behind = True
            main.run_worker(main.lock_forecasts(), exit_on_error=False)
        if offset != self._offset:
            self._offset = offset
            self._behind = True
            main.board.forget()

    def back_up(self) -> None:
        """The half-hourly backup, if it is due."""
        self._main.run_worker(self._main.gateway.back_up_if_due(), exit_on_error=False)
