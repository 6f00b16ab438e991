"""A desk at which the past is read: as the file was at the end of a day (metrics.md)."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import InputError, PastDay
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import as_of, connection

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.store.connection import Connection
    from pipeline_tui.store.writes import Writer

END_OF_DAY = time(23, 59, 59)


class PastDesk(Desk):
    """Reads as ever, of a day that has passed; its writer refuses."""

    def __init__(self, present: Desk, day: date) -> None:
        """InputError for a day to come; nothing is opened yet."""
        if day > present.clock.today():
            raise InputError(
                _("{day} has not come yet").format(day=full_date(day)),
                todo=_("Name today or a day that has passed"),
            )
        super().__init__(present.file, FixedClock(day, END_OF_DAY), wait_ms=connection.WAIT_MS)
        self.day = day
        self.is_past = True
        self._present = present

    @property
    def reader(self) -> Connection:
        """The connection that reads the past; that of the present where there is no database."""
        if self._reader is None:
            if not self.exists:
                return self._present.reader
            self._reads_file = True
            self._file_read = connection.identity(self.file)
            self._reader = as_of.open_as_of(self.file, self.day, wait_ms=self.wait_ms)
        return self._reader

    @property
    def writer(self) -> Writer:
        """Nothing can be written: PastDay."""
        raise self._refusal()

    def open_writer(self) -> Connection:
        """Nothing can be written: PastDay."""
        raise self._refusal()

    def _refusal(self) -> PastDay:
        return PastDay(
            _("This is the past, {day}: it cannot be changed").format(day=full_date(self.day)),
            kept=_("Nothing was changed"),
            todo=_("esc goes back to today"),
        )
