"""How many deals figures are worked out of, and which currencies among them have a rate."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.basis import Basis
from pipeline_tui.domain.metrics.basis import basis as basis_of
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_money import Purse
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_wanted import conditions, source

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter

_DEALS = "SELECT d.currency, COUNT(d.value_minor), COUNT(*)"
_OTHERS = """
    SELECT currency, COUNT(value_minor) FROM target GROUP BY 1
    UNION ALL SELECT currency, COUNT(*) FROM channel_cost GROUP BY 1"""


def basis(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> Basis:
    """Of the deals that the filter wants; amounts are those of targets and costs too."""
    where, values = conditions(flt, today)
    purse = Purse(conn)
    rows = conn.execute(
        statement(_DEALS, source(flt), "WHERE TRUE", where, "GROUP BY 1"), values
    ).fetchall()
    amounts = [(row[0], row[1]) for row in rows] + conn.execute(_OTHERS).fetchall()
    return basis_of(
        sum(row[2] for row in rows),
        [(clean(currency), n, purse.in_base(1, currency) is not None) for currency, n in amounts],
        purse.base,
    )
