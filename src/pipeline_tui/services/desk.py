"""The desk a use case works at: one database file, one clock.

Both front doors make one and hand it to every function of the services. Opening is put off:
a reading command never imports what writing needs.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pipeline_tui.clock import Clock
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.store import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from pipeline_tui.domain.urgency import Urgency
    from pipeline_tui.services.past import PastDesk
    from pipeline_tui.store.connection import Connection
    from pipeline_tui.store.migrations.runner import MigrationReport
    from pipeline_tui.store.reads_narrowing import Kept
    from pipeline_tui.store.writes import Writer

_COUNTER = (4, 24)
"""Length and place of the change counter in a database (sqlite.org/fileformat2.html, 1.3.7)."""


class Desk:
    """One file and one clock, with the connections to read and to write.

    The reader belongs to the thread that reads, the writer to the thread that writes.
    `wait_ms` is how long reading waits for a lock: the app passes 50 and keeps its last view,
    a command waits as long as a write does.
    """

    def __init__(
        self,
        path: Path | str,
        clock: Clock,
        *,
        wait_ms: int = connection.WAIT_MS,
        told: Callable[[str], None] | None = None,
    ) -> None:
        """Opens and creates nothing. A text spares a reading command the import of pathlib.

        `told` hears in a sentence what opening did to the file: that it was migrated.
        """
        self.file = path
        self.clock = clock
        self.wait_ms = wait_ms
        self.told = told
        self.kept_rule: tuple[Connection, int, Urgency] | None = None
        """The rule of urgency, for a connection and its data_version."""
        self.kept_board: Kept | None = None
        """What was read last for the board."""
        self.is_past = False
        """Whether a day that has passed is read here."""
        self._file_read: tuple[int, int] | None = None
        self._reader: Connection | None = None
        self._reads_file = False
        self._writer: Writer | None = None

    @property
    def path(self) -> Path:
        """The file."""
        from pathlib import Path

        return Path(self.file)

    @property
    def exists(self) -> bool:
        """Whether the database is there; raises if something else is."""
        return connection.exists(self.file)

    @property
    def reader(self) -> Connection:
        """The connection that reads; empty and in memory until the database is there."""
        if self._reader is not None and not self._reads_file and self.exists:
            self.forget_reader()
        if self._reader is None:
            self._reads_file = self.exists
            self._file_read = connection.identity(self.file)
            self._reader = connection.open_reader(
                self.file, wait_ms=self.wait_ms, clock=self.clock, told=self.migrated
            )
        return self._reader

    @property
    def writer(self) -> Writer:
        """What writes; imported at the first write."""
        if self._writer is None:
            from pipeline_tui.services.public_holidays import extend_holidays
            from pipeline_tui.store.writes import Writer

            self._writer = Writer(self.path, self.clock, self.migrated)
            with suppress(DatabaseLocked):
                extend_holidays(self)
        return self._writer

    def open_writer(self) -> Connection:
        """A connection of its own that writes, for work that needs no SQLModel; close it."""
        return connection.open_writer(self.path, self.clock, told=self.migrated)

    @contextmanager
    def replaying(self) -> Iterator[Connection]:
        """A connection for undo and redo: the writer's where there is one, else one of its own.

        No session outlives its step, so none sees rows change; replaying needs no SQLModel.
        """
        if self._writer is None:
            conn = self.open_writer()
            try:
                yield conn
            finally:
                conn.close()
            return
        try:
            yield self._writer.between_steps()
        except BaseException:
            self._writer.close()  # whatever state it is in, the next step opens the file anew
            raise

    @contextmanager
    def beside(self) -> Iterator[Desk]:
        """A desk to read at in the thread that writes: over the writer's connection if there is
        one, which spares reading the whole schema once more."""
        desk = Desk(self.file, self.clock, wait_ms=self.wait_ms)
        if self._writer is None:
            try:
                yield desk
            finally:
                desk.close()
            return
        desk._reader, desk._reads_file = self._writer.between_steps(), True
        yield desk

    @property
    def waits(self) -> bool:
        """Whether a write waits for another program to give the file back."""
        return connection.waits()

    @property
    def replaced(self) -> bool:
        """Whether another file has taken the place of the one that is read, as restoring does."""
        if self._reader is None or not self._reads_file:
            return False
        there = connection.identity(self.file)
        return there is not None and there != self._file_read

    def as_of(self, day: date) -> PastDesk:
        """The desk as it was at the end of a day: every read is of then, nothing can be written.

        It opens the file anew, at the first read; `close` it. A day to come is refused.
        """
        from pipeline_tui.services.past import PastDesk

        return PastDesk(self, day)

    @property
    def locked_until(self) -> str | None:
        """The last month whose forecasts were looked after; None where no file is read yet."""
        if self._reader is None or not self._reads_file:
            return None
        from pipeline_tui.store.reads_shared import locked_until

        return locked_until(self._reader)

    @property
    def forecasts_due(self) -> bool:
        """Whether a month has begun whose forecasts were not looked after (services/locking.py)."""
        with connection.explained(self.file):
            until = None if self.is_past else self.locked_until
        return until is not None and until < self.clock.today().isoformat()[:7]

    def revision(self) -> tuple[int, int]:
        """Which file it is, and its change counter, which every change raises; zeros if none.

        Only while nothing is open: closing a descriptor drops every lock on its file (POSIX).
        """
        try:
            # Whatever a path names, a pipe for example, opening it must not wait.
            descriptor = os.open(self.file, os.O_RDONLY | os.O_NONBLOCK)
            try:
                counter = os.pread(descriptor, *_COUNTER)
                return os.fstat(descriptor).st_ino, int.from_bytes(counter, "big")
            finally:
                os.close(descriptor)
        except OSError:
            return 0, 0

    def migrated(self, report: MigrationReport) -> None:
        """Pass on what a migration did, if it did anything."""
        if self.told is not None and report.before != report.after:
            self.told(report.sentence())

    def forget_reader(self) -> None:
        """Read through a new connection from now on: the file was made or replaced."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def close(self) -> None:
        """Let go of the file."""
        self.forget_reader()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
