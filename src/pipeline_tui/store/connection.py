"""The one way to open the file: checks first, then the same settings for every connection.

Sources: architecture.md, Persistence; safety.md, "a damaged or foreign file is never touched".
Everything a command needs at every start is here; making and migrating a file, which happen
once, are imported when they happen.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from _thread import allocate_lock, get_ident  # without importing threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline_tui.domain.text import fold
from pipeline_tui.errors import DatabaseUnusable, NewerSchema
from pipeline_tui.i18n import _
from pipeline_tui.store import migrations

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline_tui.clock import Clock
    from pipeline_tui.store.migrations.runner import MigrationReport

    Told = Callable[[MigrationReport], None]

Connection = sqlite3.Connection
"""What other rooms call an open file; they hand it on and never speak SQL to it."""

APPLICATION_ID = 0x50495045
"""`PIPE`, in the header of every file of ours."""

SCHEMA_VERSION = migrations.VERSION
OLDEST_SQLITE = (3, 37, 0)
"""The first SQLite with STRICT tables."""

WAIT_MS = 5000
CACHE_KB = 150
"""Pages kept by a connection that reads: the upper ones of its indexes. The system caches the
file anyway; no read of a screen is quicker with 500."""
WRITER_CACHE_KB = 500
"""One that writes looks up what refers to a row: with 150 an undo takes a third longer."""
STATEMENTS = 48
"""Prepared statements a connection keeps: those of one screen, or of one use case.

With one fewer than a key needs none of them is there when it comes again, since the one used
longest ago goes first. Moving a deal there and back on the board reads with 33.
"""

_HEADER = 100
_MAGIC = b"SQLite format 3\x00"

_waiting: set[int] = set()
"""Threads that are about to get the write lock."""

_checked: set[tuple[int, int]] = set()
_checking = allocate_lock()


def open_reader(
    path: Path | str,
    *,
    wait_ms: int = WAIT_MS,
    clock: Clock | None = None,
    told: Told | None = None,
) -> sqlite3.Connection:
    """A connection that cannot write.

    Where there is no database yet, an empty one in memory: reading creates nothing. The file is
    opened for writing all the same, since only so the change of a killed process can be taken
    back; where nothing is writable SQLite opens it for reading only. An older schema is migrated
    first, and `told` gets the report. Errors: DatabaseUnusable, NewerSchema, DatabaseLocked.
    """
    if not exists(path):
        from pipeline_tui.store.files import require_folder

        require_folder(path)
        return _empty()
    conn = connect(path, wait_ms)
    try:
        with explained(path):
            if _is_older(conn, path):
                conn.close()
                _migrate(path, clock, told)
                conn = connect(path, wait_ms)
                _is_older(conn, path)
            conn.execute("PRAGMA query_only=ON")
    except BaseException:
        conn.close()
        raise
    return conn


def open_writer(
    path: Path,
    clock: Clock,
    *,
    fill: Callable[[sqlite3.Connection], None] | None = None,
    told: Told | None = None,
) -> sqlite3.Connection:
    """A connection that writes; the database is made when there is none.

    `fill` puts the first rows into a new database before it appears under its name. Errors:
    DatabaseUnusable (also when file or folder cannot be written), NewerSchema, DatabaseLocked.
    """
    if not exists(path):
        from pipeline_tui.store.creation import create

        create(path, fill)
    _require_writable(path)
    conn = connect(path, WAIT_MS, writing=True)
    try:
        with explained(path, writing=True):
            if _is_older(conn, path):
                conn.close()
                _migrate(path, clock, told)
                conn = connect(path, WAIT_MS, writing=True)
                _is_older(conn, path)
            conn.execute("PRAGMA journal_mode=DELETE").fetchone()
    except BaseException:
        conn.close()
        raise
    return conn


def exists(path: Path | str) -> bool:
    """Whether a database is there; nothing, or an empty file, is a new database.

    Anything else that is no file of ours raises DatabaseUnusable or NewerSchema before SQLite
    sees it: SQLite would play a leftover journal into it.
    """
    try:
        found = os.stat(path)  # noqa: PTH116  # reading commands do without pathlib
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise _refusal(path, _("The file cannot be reached"), error) from error
    if stat.S_ISDIR(found.st_mode):
        raise _refusal(path, _("This is a folder, not a database"))
    if not stat.S_ISREG(found.st_mode):
        raise _refusal(path, _("This is not a regular file, so it is no database"))
    if found.st_size == 0:
        return False
    # Once per file and process, one thread at a time: closing any descriptor of a file drops
    # every lock that this process's connections hold on it (POSIX).
    with _checking:
        if (found.st_dev, found.st_ino) not in _checked:
            _check_header(path)
            _checked.add((found.st_dev, found.st_ino))
    return True


def connect(
    path: Path | str, wait_ms: int, *, foreign_keys: bool = True, writing: bool = False
) -> sqlite3.Connection:
    """A bare connection to an existing file (or ":memory:"), set up as every connection is.

    Transactions are begun and ended explicitly; `journal_mode` is set by writers, it needs a
    lock. Errors: DatabaseUnusable, DatabaseLocked.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseUnusable(
            _("SQLite {version} is too old; 3.37 or newer is needed").format(
                version=sqlite3.sqlite_version
            ),
            where=str(path),
            kept=_("The file was not touched"),
            todo=_("Install a newer Python or SQLite"),
        )
    with explained(path, writing=writing):
        conn = sqlite3.connect(
            _uri(path), uri=True, timeout=wait_ms / 1000, isolation_level=None,
            check_same_thread=False, cached_statements=STATEMENTS,
        )  # fmt: skip
        conn.text_factory = _readable
        conn.create_function("fold", 1, _folded, deterministic=True)
        conn.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        conn.execute("PRAGMA synchronous=EXTRA")
        conn.execute("PRAGMA secure_delete=ON")
        conn.execute("PRAGMA trusted_schema=OFF")
        conn.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KB if writing else CACHE_KB}")
        if sys.platform == "darwin":
            conn.execute("PRAGMA fullfsync=ON")
    return conn


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _readable(stored: bytes) -> str:
    """Text from the file, also where another program left bytes that are no UTF-8."""
    return stored.decode("utf-8", "replace")


@contextmanager
def immediate(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One write transaction: everything inside is kept, or nothing.

    The write lock is taken at once (a deferred begin fails at once under a second writer,
    whatever the busy timeout). SQLite's troubles, also those that SQLAlchemy wraps, become
    DatabaseLocked or DatabaseUnusable.
    """
    from pipeline_tui.store.trouble import explanation

    try:
        with waiting():
            conn.execute("BEGIN IMMEDIATE")
        yield conn
        conn.execute("COMMIT")
    except BaseException as error:
        roll_back(conn)
        explained_error = explanation(error, file_of(conn), writing=True)
        if explained_error is None:
            raise
        raise explained_error from error


@contextmanager
def waiting() -> Iterator[None]:
    """Inside, the write lock is asked for; `waits` tells of it."""
    _waiting.add(get_ident())
    try:
        yield
    finally:
        _waiting.discard(get_ident())


def waits() -> bool:
    """Whether this process waits for another one to give back the write lock."""
    return bool(_waiting)


def identity(path: Path | str) -> tuple[int, int] | None:
    """Which file stands at a path, for noticing that another has taken its place."""
    try:
        found = os.stat(path)  # noqa: PTH116  # as for exists()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def explained(path: Path | str, *, writing: bool = False) -> Iterator[None]:
    """SQLite's troubles inside become errors that a user can act on.

    With `writing` they also say that nothing of the change was saved.
    """
    try:
        yield
    except sqlite3.Error as error:
        from pipeline_tui.store.trouble import explanation

        explained_error = explanation(error, str(path), writing=writing)
        if explained_error is None:
            raise
        raise explained_error from error


@contextmanager
def snapshot(conn: sqlite3.Connection) -> Iterator[None]:
    """Several statements that read see one state, and take and give back one lock, not each.

    Nobody can write meanwhile, so no more than a few short reads belong inside. Within another
    one it is that one.
    """
    if conn.in_transaction:
        yield
        return
    conn.execute("BEGIN")
    try:
        yield
    finally:
        roll_back(conn)


def roll_back(conn: sqlite3.Connection) -> None:
    """Give up the open transaction, if SQLite has not already done so."""
    if conn.in_transaction:
        try:
            conn.execute("ROLLBACK")
        except sqlite3.Error:
            # A disk that fails even here: closing lets the next opening roll back.
            conn.close()


def file_of(conn: sqlite3.Connection) -> str:
    """The path that a connection is open on, '' for one in memory or closed."""
    try:
        return str(conn.execute("PRAGMA database_list").fetchone()[2])
    except sqlite3.Error:
        return ""


def _empty() -> sqlite3.Connection:
    from pipeline_tui.store.migrations.runner import build

    conn = connect(":memory:", WAIT_MS)
    build(conn)
    conn.execute("DELETE FROM setting WHERE key = 'uid'")  # what is nowhere has no identity,
    conn.execute("DELETE FROM lost_reason")  # and nothing is lost there
    conn.execute("PRAGMA query_only=ON")
    return conn


def _uri(path: Path | str) -> str:
    """SQLite's name of a file that must exist, so that opening never creates one."""
    if path == ":memory:":
        return "file::memory:"
    quoted = os.fspath(path)
    if not quoted.startswith("/"):
        quoted = f"{os.getcwd()}/{quoted}"  # noqa: PTH109  # as for exists()
    for special in "%?#":  # % first
        quoted = quoted.replace(special, f"%{ord(special):02x}")
    return f"file://{quoted}?mode=rw"


def _check_header(path: Path | str) -> None:
    """The header's bytes (sqlite.org/fileformat2.html): ours, and not from a newer version."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            header = os.read(descriptor, _HEADER)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _refusal(path, _("The file cannot be read"), error) from error
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise _refusal(path, _("This file is not a database, or it is damaged"))
    _check_ids(path, int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big"))


def _check_ids(path: Path | str, application_id: int, version: int) -> None:
    if application_id != APPLICATION_ID or version < 1:
        raise _refusal(path, _("This database belongs to another program"))
    if version > migrations.VERSION:
        from pathlib import Path

        from pipeline_tui.store.trouble import way_back

        raise NewerSchema(
            _(
                "This database was written by a newer version of pipeline-tui"
                " (schema {theirs}, this version knows {ours})"
            ).format(theirs=version, ours=migrations.VERSION),
            where=str(path),
            kept=_("The file was not touched"),
            todo=_("Install the newest version") + way_back(Path(path), ". "),
        )


def _is_older(conn: sqlite3.Connection, path: Path | str) -> bool:
    """Ask SQLite for the same facts: this takes back a killed process's change, and counts."""
    application_id = conn.execute("PRAGMA application_id").fetchone()[0]
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    _check_ids(path, application_id, version)
    return bool(version < migrations.VERSION)


def _migrate(path: Path | str, clock: Clock | None, told: Told | None) -> None:
    from pathlib import Path

    from pipeline_tui.clock import SystemClock
    from pipeline_tui.store.migrations.runner import migrate

    report = migrate(Path(path), clock or SystemClock())
    if told is not None:
        told(report)


def _require_writable(path: Path) -> None:
    for place, what in (
        (path, _("The file cannot be written")),
        (path.parent, _("The folder {folder} cannot be written").format(folder=path.parent)),
    ):
        if not os.access(place, os.W_OK):
            raise DatabaseUnusable(
                what,
                where=str(path),
                kept=_("Nothing was changed"),
                todo=_("Make it writable, or work on a copy with --db; reading still works"),
            )


def _refusal(path: Path | str, what: str, error: OSError | None = None) -> DatabaseUnusable:
    from pathlib import Path

    from pipeline_tui.store.trouble import refusal

    return refusal(Path(path), what, error)
