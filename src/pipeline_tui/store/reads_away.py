"""What an absence touches: the holidays around it, and what would fall due in it."""

from __future__ import annotations

import sqlite3
from datetime import date


def holidays(conn: sqlite3.Connection) -> frozenset[date]:
    """The stored public holidays, without one's own free days."""
    rows = conn.execute("SELECT day FROM free_day WHERE origin = 'holiday'").fetchall()
    return frozenset(date.fromisoformat(day) for (day,) in rows)


def due_between(conn: sqlite3.Connection, first: date, last: date) -> int:
    """How many open follow-ups are due from `first` to `last`."""
    values = {"first": first.isoformat(), "last": last.isoformat()}
    return int(conn.execute(_DUE, values).fetchone()[0])


_DUE = """
    SELECT COUNT(*) FROM followup INDEXED BY followup_due
    WHERE state = 'open' AND due BETWEEN :first AND :last"""
