"""How stages were left, counted by SQLite: the snapshot of conversions (metrics.md)."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.snapshot import Left
from pipeline_tui.store.reads_customers import numbers
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_wanted import conditions, source

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period

_MOVED = """
    SELECT y.deal_id, y.stage_id, y.left_at, LEAD(y.stage_id) OVER (
        PARTITION BY y.deal_id ORDER BY y.entered_at, y.id) AS next_id
    FROM stay y WHERE y.inferred = 0"""
_COUNTED = """
    SELECT stage_id, next_id, COUNT(*), group_concat(DISTINCT deal_id) FROM moved
    WHERE next_id IS NOT NULL AND left_at IS NOT NULL"""
# The first two conditions are only there to spare the calendar most of the stays.
_INSIDE = """
    AND left_at >= date(:first, '-1 day') AND left_at < date(:last, '+2 days')
    AND date(left_at, 'localtime') BETWEEN :first AND :last"""


def exits(
    conn: sqlite3.Connection, today: date, period: Period | None, flt: Filter | None = None
) -> list[Left]:
    """From which stage into which other deals went in the period, and how often."""
    where, values = conditions(flt, today)
    moved = _MOVED
    if where:
        moved += f" AND y.deal_id IN ({statement('SELECT d.id', source(flt), 'WHERE TRUE', where)})"
    inside = ""
    if period is not None:
        inside = _INSIDE
        values |= {"first": period.first.isoformat(), "last": period.last.isoformat()}
    sql = statement("WITH moved AS (", moved, ")", _COUNTED, inside, "GROUP BY 1, 2 ORDER BY 1, 2")
    return [
        Left(row[0], row[1], row[2], numbers(row[3]))
        for row in conn.execute(sql, values).fetchall()
    ]
