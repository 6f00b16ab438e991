"""What happened to a deal: moves, edits, contacts, notes and follow-ups that are closed."""

from __future__ import annotations

import sqlite3
from itertools import pairwise
from typing import Any

from pipeline_tui.domain.records import Activity, Deal, Event
from pipeline_tui.domain.text import clean


def activities_of(conn: sqlite3.Connection, deal_id: int) -> list[tuple[Activity, int | None]]:
    """Notes and contacts, latest first, each with the follow-up it finished."""
    sql = """
        SELECT id, kind, text, at, reached, version, followup_id
        FROM activity WHERE deal_id = ? ORDER BY at DESC, id DESC"""
    return [
        (Activity(row[0], row[1], clean(row[2], lines=True), row[3], bool(row[4]), row[5]), row[6])
        for row in conn.execute(sql, (deal_id,)).fetchall()
    ]


def timeline(
    conn: sqlite3.Connection, of: Deal, activities: list[tuple[Activity, int | None]]
) -> tuple[Event, ...]:
    """What happened to a deal, latest first; a contact that finished a step is told once."""
    told = {followup_id for one, followup_id in activities if followup_id and one.reached}
    # Of what happened in one second the deal's making is first, then moves, edits, contacts.
    stays = _stays(conn, of.id)
    begun = stays[0][2] if stays else ""
    events = [(of.created_at, 0, 0, Event(of.created_at, "created", begun, "", ""))]
    events += [
        (at, 1, number, Event(at, "stage", name, before[2], ""))
        for before, (at, number, name) in pairwise(stays)
    ]
    events += [(row[0], 2, row[1], event) for row, event in _changes(conn, of.id)]
    events += [(row[0], 3, row[1], event) for row, event in _closed_steps(conn, of.id, told)]
    events += [(one.at, 4, one.id, _activity_event(one)) for one, _followup in activities]
    events.sort(key=lambda entry: entry[:3], reverse=True)
    return tuple(event for *_order, event in events)


def _stays(conn: sqlite3.Connection, deal_id: int) -> list[tuple[str, int, str]]:
    """When which stages were entered."""
    sql = """
        SELECT y.entered_at, y.id, s.name FROM stay y JOIN stage s ON s.id = y.stage_id
        WHERE y.deal_id = ? ORDER BY y.entered_at, y.id"""
    return [(row[0], row[1], clean(row[2])) for row in conn.execute(sql, (deal_id,)).fetchall()]


def _changes(conn: sqlite3.Connection, deal_id: int) -> list[tuple[tuple[Any, ...], Event]]:
    sql = "SELECT at, id, field, old, new FROM field_change WHERE deal_id = ? ORDER BY at, id"
    rows = conn.execute(sql, (deal_id,)).fetchall()
    return [(row, Event(row[0], "field", row[2], clean(row[3]), clean(row[4]))) for row in rows]


def _closed_steps(
    conn: sqlite3.Connection, deal_id: int, told: set[int]
) -> list[tuple[tuple[Any, ...], Event]]:
    """Finished and cancelled follow-ups that no activity tells of."""
    sql = """
        SELECT closed_at, id, state, kind, text, outcome FROM followup
        WHERE deal_id = ? AND state <> 'open' AND closed_at IS NOT NULL"""
    rows = conn.execute(sql, (deal_id,)).fetchall()
    return [
        (row, Event(row[0], row[2], row[3], clean(row[4]), clean(row[5])))
        for row in rows
        if row[1] not in told
    ]


def _activity_event(one: Activity) -> Event:
    """A note, a contact, or an attempt in which nobody was reached."""
    attempt = one.kind != "note" and not one.reached
    return Event(one.at, "attempt" if attempt else one.kind, one.kind, "", one.text)
