"""Undo and redo: triggers write the inverse of every row change, grouped into steps.

Source: architecture.md, Persistence 6. A step is what one use case did. Undoing replays its rows
backwards, so that every state on the way has been a lawful one before: unique names that were
swapped swap back. While it replays, the same triggers write the step for the way forward.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain, groupby
from typing import NamedTuple

from pipeline_tui.domain.records import StepRecord
from pipeline_tui.errors import NotFound, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.store.connection import immediate

KEPT = 1000
"""Undo steps that are kept; older ones are forgotten."""

VERSION = "version"
"""The column that counts a row's changes. It never goes back, not by undo either: else edit,
undo, other edit would look unchanged to whoever read the first."""

_ROWS = 100
"""Rows that one statement puts back or takes away.

Each has at most 60 values, and SQLite takes 32,766.
"""

Values = list[str | int | None]

_EVENTS = {"INSERT": ("I", "NEW"), "UPDATE": ("U", "OLD"), "DELETE": ("D", "OLD")}


class _Change(NamedTuple):
    """One row change as the journal holds it."""

    table: str
    op: str
    row_id: int
    image: str | None


def data_tables(conn: sqlite3.Connection) -> list[str]:
    """Every table that can be undone: all but the journal's own and SQLite's."""
    rows = conn.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
        " AND name NOT LIKE 'journal\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " ORDER BY name"
    )
    return [row[0] for row in rows.fetchall()]


def trigger_texts(conn: sqlite3.Connection) -> dict[str, str]:
    """The triggers that the present schema needs, by name."""
    texts = {}
    for table in data_tables(conn):
        columns = _columns(conn, table)
        for event in _EVENTS:
            name = f"journal_{table}_{event.lower()}"
            texts[name] = _trigger_text(name, table, columns, event)
    return texts


def generate_triggers(conn: sqlite3.Connection) -> None:
    """Make every data table write its changes into the journal."""
    for text in trigger_texts(conn).values():
        conn.execute(text)


def drop_triggers(conn: sqlite3.Connection) -> None:
    """Stop journalling, so that a migration can rebuild tables."""
    for name in present_triggers(conn):
        conn.execute(f'DROP TRIGGER "{name}"')


def present_triggers(conn: sqlite3.Connection) -> dict[str, str]:
    """The journal's triggers that the file has, by name."""
    rows = conn.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        " AND name LIKE 'journal\\_%' ESCAPE '\\'"
    )
    return dict(rows.fetchall())


def forget_all(conn: sqlite3.Connection) -> int:
    """Empty the journal, whose images fit the old schema only; how many steps could be undone."""
    undoable = conn.execute("SELECT count(*) FROM journal_step WHERE stack = 'undo'").fetchone()[0]
    conn.execute("DELETE FROM journal_row")
    conn.execute("DELETE FROM journal_step")
    return int(undoable)


def begin_step(conn: sqlite3.Connection, action: str, details: dict[str, str], at: str) -> int:
    """Journal from here on under a new step; inside a transaction. Its id.

    What rows were before today is kept meanwhile (migrations/m0005_past.py).
    """
    number = _open(conn, "undo", action, json.dumps(details, ensure_ascii=False), at)
    conn.execute("UPDATE journal_current SET day = date(?, 'localtime') WHERE id = 1", (at,))
    return number


def describe_step(conn: sqlite3.Connection, step_id: int, details: dict[str, str]) -> None:
    """Replace what is told about a step that is still open."""
    text = json.dumps(details, ensure_ascii=False)
    conn.execute("UPDATE journal_step SET details = ? WHERE id = ?", (text, step_id))


def end_step(conn: sqlite3.Connection, step_id: int) -> bool:
    """Close the step; whether it changed anything.

    One that changed nothing is dropped; one that did clears redo.
    """
    _close(conn)
    if not _has_rows(conn, step_id):
        conn.execute("DELETE FROM journal_step WHERE id = ?", (step_id,))
        return False
    conn.execute("DELETE FROM journal_step WHERE stack = 'redo'")
    conn.execute(
        "DELETE FROM journal_step WHERE id <= (SELECT id FROM journal_step"
        " WHERE stack = 'undo' ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (KEPT,),
    )
    return True


def undo(conn: sqlite3.Connection, at: str) -> StepRecord:
    """Take the last step back, in a transaction of its own; NotFound when there is none."""
    return _replay(conn, "undo", "redo", at)


def redo(conn: sqlite3.Connection, at: str) -> StepRecord:
    """Do the step undone last again, in a transaction of its own; NotFound when there is none."""
    return _replay(conn, "redo", "undo", at)


def undo_run(
    conn: sqlite3.Connection, at: str, how_many: Callable[[list[StepRecord]], int]
) -> list[StepRecord]:
    """Take several steps back in one transaction; each can be done again by itself.

    `how_many` is asked, while nobody else can write, with all steps there are, latest first.
    """
    with _replaying(conn):
        steps = [step for step in history(conn, -1) if not step.undone]
        return [_replay_one(conn, "undo", "redo", at) for _turn in range(how_many(steps))]


def history(conn: sqlite3.Connection, limit: int) -> list[StepRecord]:
    """Steps as they were done, latest first; those undone, which redo would bring, on top."""
    # The step undone last stands on top of the redo stack, and was done first of those.
    rows = conn.execute(
        "SELECT id, action, details, at, stack,"
        " (SELECT count(*) FROM journal_row WHERE step_id = journal_step.id)"
        " FROM journal_step ORDER BY stack = 'undo',"
        " CASE stack WHEN 'redo' THEN id ELSE -id END LIMIT ?",
        (limit,),
    ).fetchall()
    return [
        StepRecord(id_, action, json.loads(details), at, rows_, stack == "redo")
        for id_, action, details, at, stack, rows_ in rows
    ]


@contextmanager
def _replaying(conn: sqlite3.Connection) -> Iterator[None]:
    """One transaction that replays steps; SQLite sees at its end that no row points to nothing."""
    try:
        with immediate(conn):
            conn.execute("PRAGMA defer_foreign_keys=ON")
            yield
    except sqlite3.IntegrityError as error:
        raise PipelineError(
            _("This step cannot be taken back: other rows still need its rows"),
            kept=_("Nothing was changed"),
        ) from error


def _replay(conn: sqlite3.Connection, source: str, target: str, at: str) -> StepRecord:
    with _replaying(conn):
        return _replay_one(conn, source, target, at)


def _replay_one(conn: sqlite3.Connection, source: str, target: str, at: str) -> StepRecord:
    """The same inside a transaction."""
    row = conn.execute(
        "SELECT id, action, details FROM journal_step WHERE stack = ? ORDER BY id DESC LIMIT 1",
        (source,),
    ).fetchone()
    if row is None:
        raise NotFound(
            _("There is nothing to undo") if source == "undo" else _("There is nothing to redo")
        )
    step_id, action, details = row
    changes = _changes(conn, step_id)
    mirror = _open(conn, target, action, details, at)
    _apply(conn, changes)
    _close(conn)
    conn.execute("DELETE FROM journal_row WHERE step_id = ?", (step_id,))
    conn.execute("DELETE FROM journal_step WHERE id = ?", (step_id,))
    return StepRecord(mirror, action, json.loads(details), at, len(changes), target == "redo")


def _changes(conn: sqlite3.Connection, step_id: int) -> list[_Change]:
    """A step's changes, the last one first."""
    rows = conn.execute(
        "SELECT tbl, op, row_id, image FROM journal_row WHERE step_id = ? ORDER BY id DESC",
        (step_id,),
    )
    return [_Change(*row) for row in rows.fetchall()]


def _apply(conn: sqlite3.Connection, changes: list[_Change]) -> None:
    """Take the changes back one after the other; runs of the same kind in one call."""
    columns: dict[str, list[str]] = {}
    for (table, op), run in groupby(changes, key=lambda change: (change.table, change.op)):
        if table not in columns:
            columns[table] = [column.name for column in _columns(conn, table)]
        rows = list(_parameters(op, run))
        if _take_back(conn, table, op, columns[table], rows) != len(rows):
            raise PipelineError(
                _("This step no longer fits the data"),
                where=table,
                kept=_("Nothing was changed"),
                todo=_("Look at the file with: pipeline-tui doctor"),
            )


def _take_back(
    conn: sqlite3.Connection, table: str, op: str, columns: list[str], rows: list[Values]
) -> int:
    """Take changes of one kind back, in their order; how many rows that changed.

    Rows are put back, and taken away, by the hundred: for each statement on a table with
    triggers SQLite keeps what every page was before it. Those that one statement takes away go
    in the order of their numbers; a row that points to another of them lets go of it first,
    which is journalled like any change.
    """
    if op == "U":
        return conn.executemany(_inverse(table, op, columns), rows).rowcount
    changed = 0
    for start in range(0, len(rows), _ROWS):
        some = rows[start : start + _ROWS]
        statement = _inverse(table, op, columns, len(some))
        changed += conn.execute(statement, [*chain.from_iterable(some)]).rowcount
    return changed


def _inverse(table: str, op: str, columns: list[str], rows: int = 1) -> str:
    """The statement that takes one change back; its parameters are the image's values.

    That of an insert or a deletion may be for several rows.
    """
    if op == "I":
        marks = ", ".join("?" * rows)
        return f'DELETE FROM "{table}" WHERE id IN ({marks})'  # noqa: S608 (names from the schema)
    if op == "D":
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("? + 1" if column == VERSION else "?" for column in columns)
        values = ", ".join([f"({marks})"] * rows)
        return f'INSERT INTO "{table}" ({names}) VALUES {values}'  # noqa: S608 (schema)
    parts = ", ".join(
        f'"{column}" = max("{column}", ?{number}) + 1'
        if column == VERSION
        else f'"{column}" = ?{number}'
        for number, column in enumerate(columns, 1)
        if column != "id"
    )
    key = columns.index("id") + 1
    return f'UPDATE "{table}" SET {parts} WHERE id = ?{key}'  # noqa: S608 (names from the schema)


def _parameters(op: str, run: Iterable[_Change]) -> Iterator[Values]:
    for change in run:
        yield [change.row_id] if op == "I" else _values(change.image or "")


def _values(image: str) -> Values:
    """A row as it was: SQL literals with commas between, as `_trigger_text` writes them."""
    return [
        token[1:-1].replace("''", "'")
        if token[0] == "'"
        else None
        if token == "NULL"
        else int(token)
        for token in _literals().findall(image)
    ]


@cache
def _literals() -> re.Pattern[str]:
    return re.compile(r"'(?:[^']+|'')*'|-?[0-9]+|NULL")


def _open(conn: sqlite3.Connection, stack: str, action: str, details: str, at: str) -> int:
    cursor = conn.execute(
        "INSERT INTO journal_step (stack, action, details, at) VALUES (?, ?, ?, ?)",
        (stack, action, details, at),
    )
    step_id = int(cursor.lastrowid or 0)
    taken = conn.execute(
        "UPDATE journal_current SET step_id = ? WHERE id = 1 AND step_id IS NULL", (step_id,)
    )
    if taken.rowcount != 1:
        raise RuntimeError("a journal step is already open: one use case is one step")
    return step_id


def _close(conn: sqlite3.Connection) -> None:
    conn.execute("UPDATE journal_current SET step_id = NULL, day = NULL WHERE id = 1")


def _has_rows(conn: sqlite3.Connection, step_id: int) -> bool:
    row = conn.execute("SELECT 1 FROM journal_row WHERE step_id = ? LIMIT 1", (step_id,))
    return row.fetchone() is not None


class _Column(NamedTuple):
    """A column as the images hold it."""

    name: str
    counts: bool
    """A whole number that is never NULL; it stands bare, everything else as a quoted text.

    SQLite makes a number of the text again when it is put back (STRICT tables)."""


def _columns(conn: sqlite3.Connection, table: str) -> list[_Column]:
    """The table's columns in the order of the images."""
    rows = conn.execute(
        "SELECT name, type = 'INTEGER' AND (pk OR \"notnull\") FROM pragma_table_info(?)"
        " ORDER BY cid",
        (table,),
    )
    return [_Column(name, bool(counts)) for name, counts in rows.fetchall()]


def _trigger_text(name: str, table: str, columns: list[_Column], event: str) -> str:
    """One trigger. Every connection reads and keeps all of them, so each is as small as can be:
    one call makes an image, and one comparison tells a change."""
    op, row = _EVENTS[event]
    image, condition = "NULL", ""
    old = ", ".join(f'OLD."{column.name}"' for column in columns)
    if event != "INSERT":
        # A NULL stays one; json_array() is refused with trusted_schema=OFF (3.40).
        shape = ",".join("%d" if column.counts else "%Q" for column in columns)
        image = f"printf('{shape}', {old})"
    if event == "UPDATE":
        # The value of one UPDATE that changes nothing is not worth a step.
        new = ", ".join(f'NEW."{column.name}"' for column in columns)
        condition = f" WHEN ({old}) IS NOT ({new})"
    return (
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}"{condition} BEGIN'  # noqa: S608 (schema)
        " INSERT INTO journal_row (step_id, tbl, op, row_id, image)"
        f" SELECT step_id, '{table}', '{op}', {row}.id, {image} FROM journal_current"
        " WHERE step_id IS NOT NULL; END"
    )
