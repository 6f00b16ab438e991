"""What SQLite and the system complain about, in words that a user can act on.

Each text says what happened, where, what was kept, and what to do now (safety.md).
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from pipeline_tui.errors import DatabaseLocked, DatabaseUnusable, PipelineError
from pipeline_tui.i18n import _

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_OUT_OF_REACH = (
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_NOLFS,
    sqlite3.SQLITE_PROTOCOL,
)
_MOVED = 1032
"""SQLITE_READONLY_DBMOVED: the file was replaced under the connection."""


def explanation(error: BaseException, path: str, *, writing: bool) -> PipelineError | None:
    """The error to show for one of SQLite's, also one that SQLAlchemy wraps (`orig`).

    None when it is not about the file at all: that is a defect of the program, and stays one.
    """
    cause = getattr(error, "orig", None) or error
    if not isinstance(cause, sqlite3.Error):
        return None
    extended = getattr(cause, "sqlite_errorcode", 0)
    code = extended & 0xFF
    kept = _("Nothing of this change was saved; all earlier work is") if writing else ""
    if code in _BUSY:
        return DatabaseLocked(
            _("Another program is writing to the database"),
            where=path,
            kept=kept,
            todo=_("Wait a moment and try again"),
        )
    if code in _DAMAGED:
        return damaged(path)
    if code == sqlite3.SQLITE_FULL:
        what, todo = _("The disk is full"), _("Make room, then try again")
    elif extended == _MOVED:
        what = _("The file was replaced while it was open here, perhaps by a restored backup")
        todo = _("Start again to work on the new file")
    elif code == sqlite3.SQLITE_READONLY:
        what = _("The file or its folder cannot be written")
        todo = _("Make both writable, or work on a copy with --db")
    elif code in _OUT_OF_REACH:
        what = _("The file cannot be opened, read or written ({reason})").format(reason=cause)
        todo = _("Look at the disk, and at the rights of the file and its folder")
    else:
        return None
    return DatabaseUnusable(what, where=path, kept=kept, todo=todo)


def damaged(path: str) -> DatabaseUnusable:
    """The file is broken inside."""
    return DatabaseUnusable(
        _("The database is damaged"),
        where=path,
        kept=_("The file was left as it is"),
        todo=way_back(Path(path)) or _start_anew(),
    )


def refusal(path: Path, what: str, error: OSError | None = None) -> DatabaseUnusable:
    """A path that is not ours to open."""
    if error is not None:
        what = f"{what} ({os.strerror(error.errno or 0)})"
    return DatabaseUnusable(
        what,
        where=str(path),
        kept=_("It was not touched"),
        todo=way_back(path) or _start_anew(),
    )


def way_back(path: Path, before: str = "") -> str:
    """How to return to the last good backup, after `before`; '' when there is none."""
    from pipeline_tui.store.backup import latest_good

    try:
        backup = latest_good(path)
    except PipelineError:  # the backups are out of reach too; the first trouble is the one to tell
        backup = None
    if backup is None:
        return ""
    return before + _("The last good backup is back with: pipeline-tui backup restore {id}").format(
        id=backup.id
    )


def system_trouble(error: OSError, path: Path) -> DatabaseUnusable:
    """The system refused to make or replace a file."""
    import errno

    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        what = _("The folder {folder} cannot be written").format(folder=path.parent)
        todo = _("Make it writable, or name another file with --db")
    elif error.errno in (errno.ENOSPC, errno.EDQUOT):
        what, todo = _("The disk is full"), _("Make room, then try again")
    else:
        what = _("The file cannot be made ({reason})").format(reason=os.strerror(error.errno or 0))
        todo = _("Look at the disk, or name another file with --db")
    return DatabaseUnusable(what, where=str(path), kept=_("Nothing was changed"), todo=todo)


def unreadable(error: OSError, folder: Path) -> DatabaseUnusable:
    """The system refused to list a folder of ours."""
    return DatabaseUnusable(
        _("The folder cannot be read ({reason})").format(reason=os.strerror(error.errno or 0)),
        where=str(folder),
        todo=_("Look at the rights of the folder"),
    )


def _start_anew() -> str:
    return _("Name another file with --db, or move this one away to start with a new one")
