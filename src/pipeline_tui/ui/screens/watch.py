"""What the main screen looks after by itself: other instances, midnight, backups, news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.errors import DatabaseLocked, PipelineError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.main import MainScreen

BACKUP_SECONDS = 300.0
"""How often it is asked whether a backup is due."""


class Watch:
    """Looks once a second, and has the screen read again what is no longer so."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._behind = False
        """Something changed that could not be read again yet."""

    def look(self) -> None:
        """Another instance may have written, the file been replaced, midnight have passed."""
        main = self._main
        gateway = main.gateway
        try:
            if gateway.reopen_if_replaced():
                self._behind = True
                gateway.news.append(_("The file was replaced; this is the new one"))
            self._behind = gateway.changed_elsewhere() or self._behind
            if gateway.today != main.today:
                main.today = main.board.today = gateway.today
                self._behind = True
                main.board.forget()
            if self._behind:
                main.reread()
                self._behind = False
        except DatabaseLocked:
            return  # for a moment: the view stays, the next second asks again
        except PipelineError as problem:
            main.complain(problem)
            return
        if gateway.news and not main.footer.message:
            main.say(gateway.news.pop(0))

    def back_up(self) -> None:
        """The half-hourly backup, if it is due."""
        self._main.run_worker(self._main.gateway.back_up_if_due(), exit_on_error=False)
