"""Opportunities cut by source, product and the like, and why they were lost; counted by SQLite.

Money is summed by currency and then converted; what has no rate counts nothing.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.segments import Lost, Part
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_members import LABELS
from pipeline_tui.store.reads_money import summed
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_wanted import conditions_in, source

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.store.reads_money import Purse

DIMENSIONS = tuple(LABELS)
"""By what deals can be cut (process.md, "Segments")."""

# The deals are gone through once, whatever they are cut by: those that are alike in everything
# are counted together, and added up for one dimension after the other.
_ALIKE = """
    SELECT CASE WHEN s.kind = 'open' THEN 'open'
                WHEN s.kind = 'lost' THEN 'lost' ELSE 'won' END,
        d.currency, COUNT(*), SUM(d.value_minor), {labels}"""
_COUNTED = """
    WHERE d.verified_at IS NOT NULL AND (s.kind = 'open' OR (
        s.kind IN ('won', 'care', 'lost') AND d.closed_on BETWEEN :first AND :last
        AND (s.kind <> 'lost' OR d.disqualified = 0)))"""
_OF_COMPANY = {"industry": "c.industry", "size": "c.size"}

_LOST = """
    SELECT d.lost_reason, d.risk_was_reason, d.verified_at IS NOT NULL AND d.disqualified = 0,
        d.disqualified, d.currency, COUNT(*), SUM(d.value_minor)"""
_WERE_LOST = """
    WHERE d.closed_on BETWEEN :first AND :last AND (s.kind = 'lost' OR d.disqualified = 1)"""

# A company is a new customer with the first deal it ever bought. SQLite takes the other columns
# from the row with the minimum (sqlite.org/lang_select.html, "Bare columns in an aggregate").
_NEW = """
    SELECT w.source, COUNT(*) FROM (
        SELECT o.id, o.source, o.closed_on,
            MIN(o.closed_on || substr('00000000000' || o.id, -12)) AS first
        FROM deal o JOIN stage e ON e.id = +o.stage_id
        WHERE e.kind IN ('won', 'care') AND o.closed_on IS NOT NULL
          AND +o.company_id IS NOT NULL
        GROUP BY +o.company_id) w
    WHERE w.closed_on BETWEEN :first AND :last {chosen}
    GROUP BY w.source"""


def parts(
    conn: sqlite3.Connection,
    purse: Purse,
    period: Period | None,
    today: date,
    flt: Filter | None = None,
) -> dict[str, list[Part]]:
    """Dimension -> the verified opportunities by label: open now, won and lost in the period."""
    where, values = conditions_in(flt, today, period)
    labels = [_OF_COMPANY.get(name, LABELS[name]) for name in DIMENSIONS]
    groups = ", ".join(("1", "2", *(str(at + 5) for at in range(len(labels)))))
    sql = statement(
        _ALIKE.format(labels=", ".join(labels)), source(flt),
        "LEFT JOIN company c ON c.id = d.company_id", _COUNTED, where, "GROUP BY", groups,
    )  # fmt: skip
    sums: dict[tuple[str, str | None, str, str], list[int]] = {}
    for place, currency, count, minor, *texts in summed(conn, sql, values):
        for name, text in zip(DIMENSIONS, texts, strict=True):
            both = sums.setdefault((name, text, place, currency), [0, 0])
            both[0] += count
            both[1] += int(minor or 0)
    found: dict[str, list[Part]] = {name: [] for name in DIMENSIONS}
    for (name, text, place, currency), (count, total) in sums.items():
        worth = purse.in_base(total, currency) or 0
        found[name].append(Part(clean(text or ""), place, count, worth))
    return found


def new_customers(
    conn: sqlite3.Connection, period: Period | None, today: date, flt: Filter | None = None
) -> dict[str, int]:
    """Source -> the companies whose first deal was won in the period, and came from it.

    With a filter those whose first deal it wants.
    """
    where, values = conditions_in(flt, today, period)
    chosen = ""
    if where:
        wanted = statement("SELECT d.id", source(flt), "WHERE TRUE", where)
        chosen = f"AND w.id IN ({wanted})"
    found: dict[str, int] = {}
    for name, count in conn.execute(_NEW.format(chosen=chosen), values).fetchall():
        found[clean(name)] = found.get(clean(name), 0) + count
    return found


def lost(
    conn: sqlite3.Connection,
    purse: Purse,
    period: Period | None,
    today: date,
    flt: Filter | None = None,
) -> list[Lost]:
    """What was lost in the period by reason, with what became of the risks written before."""
    where, values = conditions_in(flt, today, period)
    sql = statement(_LOST, source(flt), _WERE_LOST, where, "GROUP BY 1, 2, 3, 4, 5")
    return [
        Lost(
            clean(reason or ""),
            None if risk is None else bool(risk),
            bool(opportunity),
            bool(disqualified),
            count,
            purse.in_base(int(minor or 0), currency) or 0,
        )
        for reason, risk, opportunity, disqualified, currency, count, minor in summed(
            conn, sql, values
        )
    ]
