"""Long reads that stop as soon as somebody else needs the file.

With a rollback journal a writer waits for whoever reads, so a read that takes a quarter of a
second would hold up a key that saves something.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline_tui.errors import Stopped
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EVERY = 20_000
"""Steps of SQLite's machine between two looks whether to stop: about a millisecond."""


@contextmanager
def giving_way(conn: sqlite3.Connection, must_stop: Callable[[], bool]) -> Iterator[None]:
    """Statements inside end with Stopped once `must_stop` says so; it is asked in their thread."""
    conn.set_progress_handler(must_stop, EVERY)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise Stopped(_("Stopped for something else")) from error
        raise
    finally:
        conn.set_progress_handler(None, 0)
