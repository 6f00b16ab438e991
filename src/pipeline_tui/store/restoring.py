"""Putting a backup in the database's place, without losing what stands there."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.errors import DatabaseLocked, DatabaseUnusable
from pipeline_tui.i18n import _
from pipeline_tui.store import backup, connection
from pipeline_tui.store.connection import WAIT_MS, connect, explained
from pipeline_tui.store.files import (
    checksum,
    folder_to_disk,
    make_private_folder,
    require_folder,
    sweep,
    temporary_beside,
    to_disk,
)
from pipeline_tui.store.trouble import system_trouble

if TYPE_CHECKING:
    from pipeline_tui.clock import Clock
    from pipeline_tui.store.backup import Backup

_ENDING = ".restored"
_COMPANIONS = ("-journal", "-wal", "-shm")
"""SQLite's files beside a database; one left over would be played into the restored file."""

_NUMBERS = tuple(f"-{number}" for number in range(2, 1000))
"""For files of one second."""


def swap(path: Path, chosen: Backup, clock: Clock, folder: Path) -> None:
    """Replace the database by the backup `chosen`, which has been proved."""
    require_folder(path)
    real = path.resolve()
    try:
        make_private_folder(real.parent)
        sweep(real.parent, real.name, _ENDING)
        temporary = temporary_beside(real, _ENDING)
        try:
            _copy(chosen, temporary)
            _take_place(path, real, temporary, clock, folder)
        finally:
            temporary.unlink(missing_ok=True)
        folder_to_disk(real.parent)
    except OSError as error:
        raise system_trouble(error, path) from error


def _copy(chosen: Backup, temporary: Path) -> None:
    expected = checksum(chosen.file)
    shutil.copyfile(chosen.file, temporary)
    to_disk(temporary)
    if checksum(temporary) != expected:
        raise DatabaseUnusable(
            _("The copy of the backup came out different"),
            where=str(temporary),
            kept=_("The database was not touched"),
            todo=_("Look at the disk"),
        )


def _take_place(path: Path, real: Path, temporary: Path, clock: Clock, folder: Path) -> None:
    """Keep what stands there, then rename; nobody may write between the two."""
    try:
        holder = _hold(path)
    except DatabaseLocked:
        raise
    except DatabaseUnusable:
        if not real.is_file():  # somebody's folder is not ours to move
            raise
        _set_aside(real, clock)
        temporary.replace(real)
        return
    if holder is None:
        temporary.replace(real)
        return
    try:
        try:
            backup.create(path, "before-restore", clock, folder=folder)
        except DatabaseUnusable:  # damaged inside: it cannot be copied, so it is kept as it is
            _set_aside(real, clock)
        temporary.replace(real)
    finally:
        holder.close()


def _hold(path: Path) -> sqlite3.Connection | None:
    """Keep every writer out, so that no change falls between backup and swap."""
    if not connection.exists(path):
        return None
    holder = connect(path, WAIT_MS)
    try:
        with explained(path):
            holder.execute("PRAGMA journal_mode=DELETE").fetchone()
            holder.execute("BEGIN IMMEDIATE")
            holder.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        holder.close()
        raise
    return holder


def _set_aside(real: Path, clock: Clock) -> None:
    """Keep a file that cannot be copied, with its companions: they belong together.

    It gets a second name, so that the first is never without a file.
    """
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    names = (f"{real.name}.before-restore-{stamp}{part}" for part in ("", *_NUMBERS))
    aside = next(place for name in names if not (place := real.with_name(name)).exists())
    try:
        os.link(real, aside)
    except OSError:  # a file system without hard links
        real.rename(aside)
    for companion in _COMPANIONS:
        with suppress(FileNotFoundError):
            real.with_name(real.name + companion).rename(aside.with_name(aside.name + companion))
