"""One follow-up with all that is needed to work on it: deal, notes, what came of it before."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Focus, LastTime
from pipeline_tui.domain.text import clean
from pipeline_tui.store.connection import snapshot
from pipeline_tui.store.reads_agenda import followup
from pipeline_tui.store.reads_page import page
from pipeline_tui.store.reads_shared import day

if TYPE_CHECKING:
    from pipeline_tui.domain.urgency import Urgency


def focus(
    conn: sqlite3.Connection, followup_id: int, today: date, *, rule: Urgency | None = None
) -> Focus | None:
    """A follow-up, open or closed, with its deal; None if there is no such follow-up."""
    with snapshot(conn):
        found = followup(conn, followup_id, today, rule=rule)
        if found is None:
            return None
        deal_id = found.deal.id if found.deal else None
        return Focus(
            found,
            None if deal_id is None else page(conn, deal_id, today),
            None if deal_id is None else _last(conn, deal_id),
            _tried_on(conn, followup_id),
        )


def _last(conn: sqlite3.Connection, deal_id: int) -> LastTime | None:
    """The follow-up of the deal that was done last."""
    sql = """
        SELECT closed_on, kind, text, outcome FROM followup
        WHERE deal_id = ? AND state = 'done' AND closed_on IS NOT NULL
        ORDER BY closed_at DESC, id DESC LIMIT 1"""
    row = conn.execute(sql, (deal_id,)).fetchone()
    if row is None:
        return None
    return LastTime(date.fromisoformat(row[0]), row[1], clean(row[2]), clean(row[3]))


def _tried_on(conn: sqlite3.Connection, followup_id: int) -> date | None:
    """The last day on which nobody was reached."""
    sql = "SELECT MAX(day) FROM activity WHERE followup_id = ? AND reached = 0"
    return day(conn.execute(sql, (followup_id,)).fetchone()[0])
