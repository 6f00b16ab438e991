"""Open follow-ups for calendars of other programs, and those whose time has come."""

from __future__ import annotations

import sqlite3
from datetime import date, time
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.calendar_entry import CalendarEntry
from pipeline_tui.domain.text import clean
from pipeline_tui.store.connection import snapshot
from pipeline_tui.store.reads_shared import settings, statement, text

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

_OPEN = """
    SELECT a.id, a.kind, a.text, a.due, a.time, a.repeat,
           COALESCE(s.version, a.version) - 1 + COALESCE(d.version - 1, 0),
           COALESCE(s.created_at, a.created_at), MAX(a.created_at, COALESCE(d.updated_at, '')),
           d.title, c.name, p.name, p.phone, p.email, d.risk_level, d.risk_text,
           a.repeat_time, a.series
    FROM followup a
    LEFT JOIN followup s ON s.id = a.series
    LEFT JOIN deal d ON d.id = a.deal_id
    LEFT JOIN company c ON c.id = d.company_id
    LEFT JOIN contact p ON p.id = d.contact_id
    WHERE a.state = 'open'"""

_NO_UID = "0"
"""Of a database from which another program took its identity."""

_COMING_DUE = "AND a.due = :day AND a.time > :after AND a.time <= :until ORDER BY a.time, a.id"


def calendar_entries(conn: Connection) -> tuple[str, list[CalendarEntry]]:
    """The identity of the database, and all open follow-ups by their numbers."""
    with snapshot(conn):
        rows = conn.execute(statement(_OPEN, "ORDER BY a.id")).fetchall()
        uid = settings(conn).get("uid") or _NO_UID
    return uid, _with_identities([_entry(row) for row in rows])


def _with_identities(entries: list[CalendarEntry]) -> list[CalendarEntry]:
    """No two of one identity; of a series with two open ones, the older keeps it.

    Its own number is free for the younger, since a series has the number of one before it.
    """
    taken = set[int]()
    told = []
    for entry in entries:
        alone = entry.series in taken
        told.append(entry._replace(series=entry.id) if alone else entry)
        taken.add(told[-1].series)
    return told


def coming_due(conn: sqlite3.Connection, day: date, after: str, until: str) -> list[CalendarEntry]:
    """Open follow-ups of a day with a time behind `after`, up to `until` (both HH:MM)."""
    values = {"day": day.isoformat(), "after": after, "until": until}
    rows = conn.execute(statement(_OPEN, _COMING_DUE), values).fetchall()
    return [entry for entry in map(_entry, rows) if entry.time]


def _entry(row: tuple[Any, ...]) -> CalendarEntry:
    return CalendarEntry(
        id=row[0],
        kind=row[1],
        text=clean(row[2]),
        due=date.fromisoformat(row[3]),
        time=_time(row[4]),
        repeat=clean(row[5]),
        sequence=row[6],
        created_at=row[7],
        changed_at=row[8],
        title=text(row[9]),
        company=text(row[10]),
        contact=text(row[11]),
        phone=clean(row[12] or ""),
        email=clean(row[13] or ""),
        risk_level=row[14],
        risk_text=clean(row[15] or ""),
        repeat_time=_time(row[16]),
        series=row[17] if row[17] is not None and 0 < row[17] < row[0] else row[0],
    )


def _time(stored: str) -> str | None:
    """HH:MM; None without a time, or where another program left something else."""
    try:
        return time.fromisoformat(stored).strftime("%H:%M")
    except ValueError:
        return None
