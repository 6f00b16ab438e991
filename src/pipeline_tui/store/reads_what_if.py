"""The open deals as the sandbox of the what-if sees them. Plain SQL."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.what_if import OpenDeal
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_money import Purse
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_wanted import conditions, source

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter

# Boxes as store/rows_answers.py counts them: one tied to a question has its answer for a tick.
_DEALS = """
    SELECT d.id, d.title, c.name, d.stage_id, d.value_minor, d.currency, d.probability,
        d.category, d.expected_close, d.ghost_on <= :today, d.overridden,
        d.verified_at IS NOT NULL, d.version, (
            SELECT COUNT(*) FROM criterion k
            WHERE k.stage_id = d.stage_id
              AND NOT EXISTS (SELECT 1 FROM tick t
                              WHERE t.deal_id = d.id AND t.criterion_id = k.id)
              AND NOT EXISTS (SELECT 1 FROM answer q
                              WHERE q.deal_id = d.id AND q.question = k.question
                                AND q.answer = 'yes'))
    FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN company c ON c.id = d.company_id
    WHERE s.kind = 'open' ORDER BY d.id"""


def open_deals(conn: sqlite3.Connection, today: date) -> list[OpenDeal]:
    """All deals in open stages, leads too; without a rate they are worth 0."""
    purse = Purse(conn)
    rows = conn.execute(_DEALS, {"today": today.isoformat()}).fetchall()
    return [
        OpenDeal(
            id=row[0],
            name=f"{clean(row[2])} · {clean(row[1])}" if row[2] else clean(row[1]),
            stage_id=row[3],
            value_minor=0 if row[4] is None else purse.in_base(row[4], row[5]) or 0,
            own_probability=row[6],
            category=row[7],
            expected_close=None if row[8] is None else date.fromisoformat(row[8]),
            ghost=bool(row[9]),
            overridden=bool(row[10]),
            verified=bool(row[11]),
            version=row[12],
            boxes_open=row[13],
        )
        for row in rows
    ]


def matching(conn: sqlite3.Connection, today: date, flt: Filter) -> set[int]:
    """The open deals that a filter wants."""
    where, values = conditions(flt, today)
    sql = statement("SELECT d.id", source(flt), "WHERE s.kind = 'open'", where)
    return {number for (number,) in conn.execute(sql, values).fetchall()}


_BOXES = """
    SELECT DISTINCT k.text FROM deal d JOIN criterion k ON k.stage_id = d.stage_id
    WHERE d.id IN (SELECT value FROM json_each(?))
      AND NOT EXISTS (SELECT 1 FROM tick t WHERE t.deal_id = d.id AND t.criterion_id = k.id)
      AND NOT EXISTS (SELECT 1 FROM answer q WHERE q.deal_id = d.id AND q.question = k.question
                      AND q.answer = 'yes')
    ORDER BY k.stage_id, k.position, k.id"""


def open_boxes(conn: sqlite3.Connection, deal_ids: list[int]) -> list[str]:
    """The criteria that are open in some deals' stages."""
    import json

    return [clean(text) for (text,) in conn.execute(_BOXES, (json.dumps(deal_ids),)).fetchall()]
