"""Making a new database: complete under another name first, then in its place.

A kill at first start leaves nothing half made, and of two programs starting at once one makes
the file and the other uses it (architecture.md, Persistence 1).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pipeline_tui.store.connection import WAIT_MS, connect, explained
from pipeline_tui.store.files import (
    folder_to_disk,
    make_private,
    make_private_folder,
    require_folder,
    sweep,
    temporary_beside,
    to_disk,
)
from pipeline_tui.store.migrations.runner import build
from pipeline_tui.store.trouble import system_trouble

_ENDING = ".new"


def create(path: Path, fill: Callable[[sqlite3.Connection], None] | None = None) -> bool:
    """Make the database at `path`, with what `fill` puts in; False if another was quicker.

    Errors: DatabaseUnusable when the folder is missing, cannot be written, or the disk is full.
    """
    require_folder(path)
    try:
        make_private_folder(path.parent)
        real = path.resolve()  # through a link: the file stands where the link points
        sweep(real.parent, real.name, _ENDING)
        temporary = temporary_beside(real, _ENDING)
        try:
            with explained(path):
                _build(temporary, fill)
            to_disk(temporary)
            ours = _publish(temporary, real)
        finally:
            temporary.unlink(missing_ok=True)
        folder_to_disk(real.parent)
    except OSError as error:
        raise system_trouble(error, path) from error
    return ours


def take_back(path: Path) -> None:
    """Remove a database that was just made for work that came to nothing.

    One in which anything was done since, by whomever, stays.
    """
    conn = connect(path, WAIT_MS)
    try:
        with explained(path):
            conn.execute("BEGIN EXCLUSIVE")
            used = conn.execute(
                "SELECT EXISTS (SELECT 1 FROM journal_step) OR EXISTS (SELECT 1 FROM deal)"
            ).fetchone()[0]
            if not used:
                path.resolve().unlink(missing_ok=True)
    finally:
        conn.close()


def _build(temporary: Path, fill: Callable[[sqlite3.Connection], None] | None) -> None:
    conn = connect(temporary, WAIT_MS)
    try:
        # Nobody knows this file yet: it is thrown away if anything fails, and synced once, after.
        conn.execute("PRAGMA journal_mode=MEMORY")
        conn.execute("PRAGMA synchronous=OFF")
        build(conn)
        if fill is not None:
            fill(conn)
    finally:
        conn.close()


def _publish(temporary: Path, real: Path) -> bool:
    """Give the finished file its name, never over a file with anything in it."""
    try:
        os.link(temporary, real)
        return True
    except FileExistsError:
        pass
    except OSError:
        # A file system without hard links: hold the place with an empty file.
        with suppress(FileExistsError):
            make_private(real)
    return _replace_empty(temporary, real)


def _replace_empty(temporary: Path, real: Path) -> bool:
    """Put the finished file in the place of an empty one; one process at a time."""
    import fcntl

    descriptor = os.open(real, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        held, named = os.fstat(descriptor), real.stat()
        if (held.st_dev, held.st_ino) != (named.st_dev, named.st_ino) or named.st_size > 0:
            return False
        temporary.replace(real)
        return True
    finally:
        os.close(descriptor)
