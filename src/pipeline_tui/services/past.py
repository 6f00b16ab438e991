"""A desk at which the past is read: as the file was at the end of a day (metrics.md)."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import InputError, PastDay
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import as_of, connection

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection
    from pipeline_tui.store.writes import Writer

END_OF_DAY = time(23, 59, 59)
EARLIEST = date(1970, 1, 1)
"""Dates are those from here on (domain/dates.py)."""


class PastDesk(Desk):
    """Reads as ever, of a day that has passed; its writer refuses."""

    def __init__(self, present: Desk, day: date) -> None:
        """InputError for a day to come; nothing is opened yet."""
        if day > present.clock.today():
            raise InputError(
                _("{day} has not come yet").format(day=full_date(day)),
                todo=_("Name today or a day that has passed"),
            )
        if day < EARLIEST:
            raise InputError(
                _("{day} is before all records").format(day=full_date(day)),
                todo=_("Name a day from 1970 on"),
            )
        super().__init__(present.file, FixedClock(day, END_OF_DAY), wait_ms=present.wait_ms)
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
        raise refusal(self.day)

    def open_writer(self) -> Connection:
        """Nothing can be written: PastDay."""
        raise refusal(self.day)


def refusal(day: date) -> PastDay:
    """Why nothing can be changed on a day, and the way back."""
    return PastDay(
        _("{day} has passed and cannot be changed").format(day=full_date(day)),
        todo=_("esc or > leads back to today"),
    )
