"""What was closed month by month, and what was won day by day, added up by SQLite."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.trend import Closed
from pipeline_tui.store.reads_money import Purse, summed
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_wanted import OPPORTUNITIES, conditions, source

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period

_CLOSED = """
    SELECT substr(d.closed_on, 1, 7), s.kind <> 'lost', d.currency, COUNT(*), SUM(d.value_minor)"""
_WON = """
    SELECT d.closed_on, d.currency, SUM(d.value_minor)
    FROM deal d INDEXED BY deal_closed_on CROSS JOIN stage s ON s.id = d.stage_id
    WHERE d.closed_on BETWEEN :first AND :last AND s.kind IN ('won', 'care')
    GROUP BY 1, 2 ORDER BY 1"""


def closed_by_month(
    conn: sqlite3.Connection, today: date, first: date, last: date, flt: Filter | None = None
) -> list[Closed]:
    """The verified opportunities closed from a day to a day, by month."""
    where, asked = conditions(flt, today)
    purse = Purse(conn)
    values = {**asked, "first": first.isoformat(), "last": last.isoformat()}
    sql = statement(_CLOSED, source(flt), OPPORTUNITIES, where, "GROUP BY 1, 2, 3 ORDER BY 1")
    return [
        Closed(month, bool(won), count, purse.in_base(int(minor or 0), currency) or 0)
        for month, won, currency, count, minor in summed(conn, sql, values)
    ]


def won_by_day(conn: sqlite3.Connection, period: Period) -> list[tuple[date, int]]:
    """Days of the period on which something was won, with its value in the base currency."""
    purse = Purse(conn)
    values = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    found: dict[date, int] = {}
    for text, currency, minor in summed(conn, _WON, values):
        day = date.fromisoformat(text)
        found[day] = found.get(day, 0) + (purse.in_base(int(minor or 0), currency) or 0)
    return sorted(found.items())
