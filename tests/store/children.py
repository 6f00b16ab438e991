"""Other processes for the tests: they work on the same file, are killed, or may do less."""

from __future__ import annotations

import os
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline_tui.store import connection, creation, journal, migrations, restoring, trouble
from pipeline_tui.store.migrations import runner

NOBODY = 65534
LOADED = (creation, restoring, trouble, runner, migrations.steps())
"""Loaded before rights are given up: the program may stand where only its owner can read."""

AT = "2026-11-22T11:00:00Z"


def in_child(work: Callable[[], object]) -> int:
    """Run `work` in a process of its own; 0 when it returned, -N when signal N killed it."""
    child = start(work)
    return wait(child)


def start(work: Callable[[], object]) -> int:
    """Start a process that does `work` and ends."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def wait(child: int) -> int:
    """The end of a process, as `in_child` tells it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die() -> None:
    """What `kill -9` does, from inside."""
    os.kill(os.getpid(), signal.SIGKILL)


def without_rights(work: Callable[[], object]) -> Callable[[], object]:
    """`work` as a user for whom file rights count: root may write everywhere."""

    def as_somebody() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        work()

    return as_somebody


@contextmanager
def step(conn: sqlite3.Connection, action: str = "deal.add", **details: str) -> Iterator[int]:
    """One transaction that is one undo step, as the writer does it."""
    with connection.immediate(conn):
        number = journal.begin_step(conn, action, details, AT)
        yield number
        journal.end_step(conn, number)


def add_stage(conn: sqlite3.Connection, name: str = "Lead", position: int = 1) -> int:
    """A stage, outside any step."""
    cursor = conn.execute(
        "INSERT INTO stage (name, kind, position, probability, step_required)"
        " VALUES (?, 'open', ?, 10, 1)",
        (name, position),
    )
    return int(cursor.lastrowid or 0)


def add_deal(conn: sqlite3.Connection, title: str, stage: int = 1) -> int:
    """A deal in a stage."""
    cursor = conn.execute(
        "INSERT INTO deal (title, stage_id, position, currency, created_at, stage_entered_at,"
        " updated_at) VALUES (?, ?, 1, 'EUR', ?, ?, ?)",
        (title, stage, AT, AT, AT),
    )
    return int(cursor.lastrowid or 0)


def contents(conn: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every data table."""
    return {
        table: conn.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
        for table in journal.data_tables(conn)
    }


def read(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a reader sees in the file."""
    conn = connection.open_reader(path)
    try:
        return contents(conn)
    finally:
        conn.close()
