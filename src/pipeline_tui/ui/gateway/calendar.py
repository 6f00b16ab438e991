"""The calendar file, kept fresh behind the screens: in a thread of its own, some time later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from pipeline_tui.clock import Clock
from pipeline_tui.errors import DatabaseLocked, PipelineError
from pipeline_tui.services.calendars import CalendarFile
from pipeline_tui.services.desk import Desk

DELAY = 1.0
"""Seconds from a change to the writing, so that several in a row are written once."""

REST = 0.0001
"""Seconds between two entries: with 28,000 of them a key would wait 20 ms for this thread."""


class Keeper:
    """Writes the calendar after changes; keys never wait for it.

    `tell` hears why it cannot be written, once and not after every change.
    """

    def __init__(
        self, path: Path, clock: Clock, name: str, kind: str, tell: Callable[[str], None]
    ) -> None:
        """`name` and `kind` are those of a CalendarFile."""
        self._file = CalendarFile(name, kind, self._rest)
        self._leaving = False
        self._tell = tell
        self._told = ""
        self._desk = Desk(path, clock)
        self._thread = ThreadPoolExecutor(1, "calendar")
        self._timer: asyncio.TimerHandle | None = None
        self._work: Future[bool] | None = None

    def changed(self) -> None:
        """The data may have changed; to be called on the screen's thread."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self._begin)

    def finish(self) -> None:
        """Write what is not written yet, and let go of everything."""
        self._leaving = True
        waiting, self._timer = self._timer, None
        if waiting is not None:
            waiting.cancel()
            self._work = self._thread.submit(self._refresh)
        self._thread.shutdown(wait=True)
        self._desk.close()

    def _begin(self) -> None:
        self._timer = None
        if self._work is not None and not self._work.done():
            self.changed()  # it is being written: once more when that is done
        else:
            self._work = self._thread.submit(self._refresh)

    def _rest(self) -> None:
        """Let the screen's thread go first, as long as there is one."""
        if not self._leaving:
            time.sleep(REST)

    def _refresh(self) -> bool:
        try:
            written = self._file.refresh(self._desk)
        except DatabaseLocked:
            return False  # the next change asks again, or the look for a backup that is due
        except PipelineError as problem:
            if str(problem) != self._told:
                self._told = str(problem)
                self._tell(self._told)
            return False
        self._told = ""
        return written
