"""Running the steps: on a new file all of them, on an older one those it lacks.

Source: architecture.md, Persistence 5. Never `executescript`, which commits before it begins.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.errors import DatabaseUnusable
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.store import migrations
from pipeline_tui.store.connection import (
    APPLICATION_ID,
    WAIT_MS,
    connect,
    explained,
    roll_back,
)
from pipeline_tui.store.journal import drop_triggers, forget_all, generate_triggers

if TYPE_CHECKING:
    from pipeline_tui.clock import Clock
    from pipeline_tui.store.migrations import Step


class MigrationReport(NamedTuple):
    """What a migration did, for the user to know."""

    before: int
    after: int
    backup: str
    """The backup made before, '' when nothing had to be done."""
    forgotten: int
    """Undo steps that were given up, since they fit the old schema only."""

    def sentence(self) -> str:
        """The report in one or two sentences."""
        text = _("The database was brought to schema {version}; the backup {id} was made before.")
        text = text.format(version=self.after, id=self.backup)
        if self.forgotten:
            text += " " + ngettext(
                "{count} earlier step can no longer be undone.",
                "{count} earlier steps can no longer be undone.",
                self.forgotten,
            ).format(count=self.forgotten)
        return text


def build(conn: sqlite3.Connection) -> None:
    """Make the newest schema in an empty database."""
    conn.execute("BEGIN EXCLUSIVE")
    conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
    for step in migrations.steps():
        for statement in step.statements:
            conn.execute(statement)
    generate_triggers(conn)
    conn.execute(f"PRAGMA user_version={migrations.VERSION}")
    conn.execute("COMMIT")


def migrate(path: Path, clock: Clock) -> MigrationReport:
    """Bring an older file to the newest schema, after a backup of it.

    A step is done completely or not at all; the next start goes on from there. Another process
    may do the same at the same time. Errors: DatabaseUnusable, DatabaseLocked.
    """
    conn = connect(path, WAIT_MS, foreign_keys=False)
    try:
        with explained(path):
            conn.execute("PRAGMA journal_mode=DELETE").fetchone()
            before = _version(conn)
            missing = [step for step in migrations.steps() if step.version > before]
            if not missing:
                return MigrationReport(before, before, "", 0)
            from pipeline_tui.store.backup import create

            backup = create(path, "migration", clock)
            forgotten = sum(_run(conn, step, path) for step in missing)
            return MigrationReport(before, _version(conn), backup.id, forgotten)
    finally:
        conn.close()


def _run(conn: sqlite3.Connection, step: Step, path: Path) -> int:
    """One step in one exclusive transaction; how many undo steps it gave up."""
    conn.execute("BEGIN EXCLUSIVE")
    try:
        if _version(conn) >= step.version:  # another process was quicker
            conn.execute("ROLLBACK")
            return 0
        counted = _row_counts(conn)
        drop_triggers(conn)
        forgotten = forget_all(conn)
        for statement in step.statements:
            conn.execute(statement)
        generate_triggers(conn)
        conn.execute(f"PRAGMA user_version={step.version}")
        _verify(conn, step, counted, path)
        conn.execute("COMMIT")
        return forgotten
    except BaseException:
        roll_back(conn)
        raise


def _verify(conn: sqlite3.Connection, step: Step, counted: dict[str, int], path: Path) -> None:
    after = _row_counts(conn)
    lost = [
        table
        for table, rows in counted.items()
        if table not in step.may_change and after.get(table) != rows
    ]
    broken = conn.execute("PRAGMA foreign_key_check").fetchall()
    if lost or broken:
        raise DatabaseUnusable(
            _("Schema step {version} did not come out right ({tables})").format(
                version=step.version, tables=", ".join(lost or sorted({row[0] for row in broken}))
            ),
            where=str(path),
            kept=_("The database is as it was before this step"),
            todo=_("Please report this; until then use the version of pipeline-tui you had"),
        )


def _row_counts(conn: sqlite3.Connection) -> dict[str, int]:
    """Rows per table, without the journal, which a migration empties."""
    from pipeline_tui.store.journal import data_tables

    return {
        table: conn.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 (schema)
        for table in data_tables(conn)
    }


def _version(conn: sqlite3.Connection) -> int:
    return int(conn.execute("PRAGMA user_version").fetchone()[0])
