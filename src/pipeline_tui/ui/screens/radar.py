"""The bottleneck radar: has the heads of the board's columns say which stages are stuck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.errors import PipelineError

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.main import MainScreen

REST = 60
"""So many looks, one a second, lie between two readings: ages change by the day."""
PAUSE = 2
"""So many looks a day has to be shown before its bottlenecks are read."""


class Radar:
    """Reads the bottlenecks again where something changed, never more than once a minute."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._read_for: object = None
        """The state of the data that the heads show."""
        self._day = main.today
        self._rest = 0
        self._reading = False

    def look(self) -> None:
        """Once a second."""
        main = self._main
        self._rest = max(0, self._rest - 1)
        if main.today != self._day:
            self._day, self._rest = main.today, PAUSE
            main.board.show_jams(())
        now = (main.gateway.path, main.gateway.changes, main.today)
        if now != self._read_for and not self._rest and not self._reading:
            self._reading = True
            main.run_worker(self._read(now), exit_on_error=False)

    async def _read(self, now: object) -> None:
        from pipeline_tui.ui.gateway import radar

        try:
            jams = await radar.jams(self._main.gateway)
        except PipelineError:
            return  # what hinders it is told where somebody waits for an answer
        finally:
            self._reading, self._rest = False, REST
        if self._day == self._main.today:
            self._read_for = now
            self._main.board.show_jams(jams)
