"""Use cases around backups: make, list, verify, restore, and the one that is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.store import backup
from pipeline_tui.store.backup import Backup

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


def make(desk: Desk, reason: str = "now") -> Backup:
    """Back the database up now. Errors: DatabaseUnusable, DatabaseLocked."""
    return backup.create(desk.path, reason, desk.clock)


def make_if_due(desk: Desk, *, leaving: bool = False) -> Backup | None:
    """The backup that is due after half an hour, on a new day, or when the app is left."""
    if not backup.due(desk.path, desk.clock.now(), leaving=leaving):
        return None
    return make(desk, "exit" if leaving else "auto")


def all_of(desk: Desk) -> list[Backup]:
    """This database's backups, newest first."""
    return backup.list_backups(desk.path)


def verify(desk: Desk, backup_id: str) -> Backup:
    """Prove that a backup is whole. Errors: NotFound, DatabaseUnusable."""
    return backup.verify(desk.path, backup_id)


def restore(desk: Desk, backup_id: str) -> Backup:
    """Put a backup in the database's place; what stood there is kept.

    The desk lets go of the file first. Errors: NotFound, DatabaseUnusable, DatabaseLocked.
    """
    desk.close()
    return backup.restore(desk.path, backup_id, desk.clock)
