"""Plain inserts into a database that is being made: nothing to undo, no model to pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    import sqlite3


def insert(conn: sqlite3.Connection, table: str, **values: str | int | None) -> int:
    """Insert one row and return its id; table and column names are the program's own."""
    columns = ", ".join(values)
    marks = ", ".join("?" * len(values))
    text = statement("INSERT INTO", table, f"({columns})", f"VALUES ({marks})")
    cursor = conn.execute(text, tuple(values.values()))
    assert cursor.lastrowid is not None  # every table has an integer key
    return cursor.lastrowid


def change(conn: sqlite3.Connection, table: str, number: int, **values: str | int | None) -> None:
    """Change one row; table and column names are the program's own."""
    columns = ", ".join(f"{column} = ?" for column in values)
    text = statement("UPDATE", table, f"SET {columns} WHERE id = ?")
    conn.execute(text, (*values.values(), number))


def identify(conn: sqlite3.Connection, uid: str) -> None:
    """Give the database an identity of its own choice instead of a random one."""
    conn.execute("UPDATE setting SET value = ? WHERE key = 'uid'", (uid,))


def stages_by_key(conn: sqlite3.Connection) -> dict[str, tuple[int, str, list[int]]]:
    """Id, kind and criteria ids of every stage a template has written, in its order."""
    found: dict[str, tuple[int, str, list[int]]] = {}
    for number, key, kind in conn.execute("SELECT id, key, kind FROM stage ORDER BY position"):
        criteria = conn.execute(
            "SELECT id FROM criterion WHERE stage_id = ? ORDER BY position", (number,)
        ).fetchall()
        found[key] = (number, kind, [row[0] for row in criteria])
    return found


def tied_criteria(conn: sqlite3.Connection) -> dict[int, str]:
    """The criteria that are tied to a question of qualification, and to which."""
    rows = conn.execute("SELECT id, question FROM criterion WHERE question <> ''").fetchall()
    return dict(rows)


def made_before(conn: sqlite3.Connection, kind: str, at: str) -> list[int]:
    """The deals in stages of a kind that were made before an instant, the latest first."""
    rows = conn.execute(
        "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE s.kind = ? AND d.created_at < ? ORDER BY d.id DESC",
        (kind, at),
    ).fetchall()
    return [row[0] for row in rows]
