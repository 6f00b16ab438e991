"""What was won in each month of a year, and how many customers were new. Plain SQL."""

from __future__ import annotations

import sqlite3
from datetime import date

from pipeline_tui.store.reads_money import Purse, summed

# Stages after the sale count as won (metrics.md, "Win rate").
_WON = """
    SELECT substr(d.closed_on, 1, 7), d.currency, SUM(d.value_minor)
    FROM deal d INDEXED BY deal_closed_on CROSS JOIN stage s ON s.id = d.stage_id
    WHERE d.closed_on BETWEEN :first AND :last AND s.kind IN ('won', 'care')
    GROUP BY 1, 2"""

# A customer is new where its first win lies (store/reads_segments.py, new_customers).
_NEW = """
    SELECT substr(first, 1, 7), COUNT(*) FROM (
        SELECT MIN(d.closed_on) AS first FROM deal d JOIN stage s ON s.id = d.stage_id
        WHERE d.company_id IS NOT NULL AND d.closed_on IS NOT NULL AND s.kind IN ('won', 'care')
        GROUP BY d.company_id)
    WHERE first BETWEEN :first AND :last GROUP BY 1"""


def won_by_month(conn: sqlite3.Connection, purse: Purse, first: date, last: date) -> dict[str, int]:
    """Month -> Σ value of what was won in it; what has no rate is left out."""
    found: dict[str, int] = {}
    for month, currency, minor in summed(conn, _WON, _bounds(first, last)):
        worth = purse.in_base(int(minor or 0), currency)
        if worth is not None:
            found[month] = found.get(month, 0) + worth
    return found


def new_by_month(conn: sqlite3.Connection, first: date, last: date) -> dict[str, int]:
    """Month -> companies whose first win lies in it."""
    return dict(conn.execute(_NEW, _bounds(first, last)).fetchall())


def _bounds(first: date, last: date) -> dict[str, str]:
    return {"first": first.isoformat(), "last": last.isoformat()}
