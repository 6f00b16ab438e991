"""What forecasts are worked out of: the deals due, and how those before them were decided."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.metrics.forecast import Decided, Due
from pipeline_tui.store.reads_shared import PROBABILITY, statement
from pipeline_tui.store.reads_wanted import conditions, source

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.store.reads_money import Purse

# The cross joins keep SQLite from going through all stays in search of the few decided deals.
_DECIDED = """
    SELECT stage_id, COUNT(*), SUM(won) FROM (
        SELECT DISTINCT y.deal_id, y.stage_id, s.kind <> 'lost' AS won
        FROM deal d CROSS JOIN stage s ON s.id = d.stage_id
        CROSS JOIN stay y ON y.deal_id = d.id
        WHERE s.kind IN ('won', 'lost', 'care') AND d.verified_at IS NOT NULL
          AND d.disqualified = 0 AND d.closed_on IS NOT NULL AND y.inferred = 0)
    GROUP BY stage_id"""
_OPEN = statement(
    "SELECT d.id, d.value_minor, d.currency,",
    PROBABILITY + ",",
    "d.category, d.expected_close, COALESCE(d.ghost_on <= :today, 0), d.overridden, d.stage_id",
)
_DUE = """
    WHERE d.expected_close BETWEEN :first AND :last AND d.expected_close >= :today
      AND d.closed_on IS NULL AND s.kind = 'open' AND d.verified_at IS NOT NULL
      AND (d.ghost_on IS NULL OR d.ghost_on > :today) AND d.category <> 'omit'"""
_PASSED = """
    WHERE d.expected_close < :today AND d.closed_on IS NULL AND s.kind = 'open'
      AND d.verified_at IS NOT NULL"""


def decided(conn: sqlite3.Connection) -> dict[int, Decided]:
    """Stage -> the decided opportunities that were in it, whatever the filter.

    Stays that an import inferred tell nothing; disqualified leads were never opportunities.
    """
    return {row[0]: Decided(row[1], row[2]) for row in conn.execute(_DECIDED).fetchall()}


def due(
    conn: sqlite3.Connection,
    purse: Purse,
    period: Period,
    today: date,
    flt: Filter | None = None,
) -> list[tuple[Due, int]]:
    """The opportunities due in a period, each with its stage; without a rate worth 0.

    The rule is that of forecast.due_in: ghosts and left-out ones are not, nor those whose day
    has passed.
    """
    values = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return _dues(conn, purse, _DUE, values, today, flt)


def past_due(
    conn: sqlite3.Connection, purse: Purse, today: date, flt: Filter | None = None
) -> list[Due]:
    """The open opportunities whose expected close has passed."""
    return [one for one, _stage in _dues(conn, purse, _PASSED, {}, today, flt)]


def _dues(
    conn: sqlite3.Connection,
    purse: Purse,
    condition: str,
    bound: dict[str, Any],
    today: date,
    flt: Filter | None,
) -> list[tuple[Due, int]]:
    where, values = conditions(flt, today)
    sql = statement(_OPEN, source(flt), condition, where, "ORDER BY d.id")
    rows = conn.execute(sql, {**values, **bound, "today": today.isoformat()}).fetchall()
    day = date.fromisoformat
    return [
        (
            Due(
                number,
                0 if minor is None else purse.in_base(minor, currency) or 0,
                probability,
                category,
                day(close),
                bool(ghost),
                bool(overridden),
            ),
            stage,
        )
        for number, minor, currency, probability, category, close, ghost, overridden, stage in rows
    ]
