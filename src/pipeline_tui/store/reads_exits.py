"""How stages were left, counted by SQLite: the snapshot of conversions (metrics.md)."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.metrics.snapshot import Left
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_stays import LEFT_IN, bounds, chosen

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period

_MOVED = """
    SELECT y.deal_id, y.stage_id, y.left_at, LEAD(y.stage_id) OVER (
        PARTITION BY y.deal_id ORDER BY y.entered_at, y.id) AS next_id
    FROM stay y WHERE y.inferred = 0"""
_COUNTED = """
    SELECT stage_id, next_id, COUNT(*) FROM moved
    WHERE next_id IS NOT NULL AND left_at IS NOT NULL"""
_INSIDE = "AND left_at >= :from AND left_at < :behind"
_LEFT = """
    SELECT DISTINCT deal_id FROM moved
    WHERE stage_id = :stage AND next_id IS NOT NULL AND left_at IS NOT NULL"""


def exits(
    conn: sqlite3.Connection, today: date, period: Period | None, flt: Filter | None = None
) -> list[Left]:
    """From which stage into which other deals went in the period, and how often."""
    moved, inside, values = _moved(today, period, flt)
    sql = statement(moved, _COUNTED, inside, "GROUP BY 1, 2 ORDER BY 1, 2")
    return [Left(*row) for row in conn.execute(sql, values).fetchall()]


def members(
    conn: sqlite3.Connection,
    stage_id: int,
    period: Period | None,
    today: date,
    flt: Filter | None = None,
    limit: int = -1,
) -> tuple[int, ...]:
    """The deals that left a stage in the period, by their numbers."""
    moved, inside, values = _moved(today, period, flt)
    values |= {"stage": stage_id, "limit": limit}
    sql = statement(moved, _LEFT, inside, "ORDER BY 1 LIMIT :limit")
    return tuple(row[0] for row in conn.execute(sql, values).fetchall())


def _moved(
    today: date, period: Period | None, flt: Filter | None
) -> tuple[str, str, dict[str, Any]]:
    """The exits of the deals that the filter wants, the condition for a period, and the values."""
    wanted, values = chosen(flt, today)
    inside = ""
    if period is not None:
        inside = _INSIDE
        wanted += LEFT_IN
        values |= bounds(period.first, period.last)
    return statement("WITH moved AS (", _MOVED, wanted, ")"), inside, values
