"""The deals that belong to one: what it came from, and what came from it."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.records import Deal, DealLink
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_shared import RENEWAL, day, statement

# The parent by its number, then by an index that holds none but linked deals.
_LINKS = """
    SELECT d.id, c.name, d.title, d.id IS :parent, d.link, s.kind, COALESCE(d.renewal_on, (
        SELECT MIN(f.due) FROM followup f WHERE f.deal_id = d.id AND f.state = 'open'))
    FROM (SELECT :parent AS id UNION ALL SELECT id FROM deal WHERE parent_id = :id) l
    JOIN deal d ON d.id = l.id
    JOIN stage s ON s.id = d.stage_id
    LEFT JOIN company c ON c.id = d.company_id
    ORDER BY d.id"""
_RENEWAL = statement("SELECT (SELECT r.id", RENEWAL, ") n FROM deal d WHERE d.id = ? AND n > 0")


def renewal_of(conn: sqlite3.Connection, sold_id: int) -> int | None:
    """The renewal that a sold deal has going on; None if there is none."""
    row = conn.execute(_RENEWAL, (sold_id,)).fetchone()
    return None if row is None else int(row[0])


def links(conn: sqlite3.Connection, of: Deal) -> tuple[DealLink, ...]:
    """The deal it came from, and those that came from it."""
    rows = conn.execute(_LINKS, {"id": of.id, "parent": of.parent_id}).fetchall()
    return tuple(
        DealLink(
            id=row[0],
            name=" · ".join(clean(part) for part in row[1:3] if part),
            link=of.link if row[3] else row[4],
            parent=bool(row[3]),
            on=None if row[3] else day(row[6]),
            stage_kind=row[5],
        )
        for row in rows
    )
