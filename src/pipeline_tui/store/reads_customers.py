"""Leads and customers, added up by SQLite: facts for domain/metrics/leads.py and customers.py.

Days are those of the local calendar, money is in the base currency; what has no rate counts
nothing, and the pages say so. Of the deals behind a sum come their numbers.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.customers import (
    Again,
    Bought,
    RenewalFact,
    SuccessFact,
    is_check,
)
from pipeline_tui.domain.metrics.leads import Contact, LeadFact
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_money import Purse, summed
from pipeline_tui.store.reads_shared import stages, statement
from pipeline_tui.store.reads_stays import bounds
from pipeline_tui.store.reads_wanted import conditions, conditions_in, source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period

# What was first known of a deal is an open stage before the one in which leads end. A deal that
# follows another one is no lead: one knows each other.
_LEADS = """
    SELECT d.source,
        CASE WHEN d.verified_at IS NOT NULL THEN 'verified'
             WHEN s.kind IN ('open', 'parked') THEN 'undecided' ELSE '' END,
        group_concat(d.id)"""
_WERE_LEADS = """
    WHERE d.link = '' AND (
        SELECT y.stage_id FROM stay y
        WHERE y.deal_id = d.id AND y.inferred = 0 ORDER BY y.entered_at, y.id LIMIT 1
    ) IN (SELECT e.id FROM stage e WHERE e.kind = 'open' AND e.position < :opportunity)"""
# Apart from the leads, once for all of them: asked for row by row it takes half as long again.
_CONTACTS = """
    SELECT g.deal_id,
        CAST(julianday(g.day) - julianday(date(d.created_at, 'localtime')) AS INTEGER), g.met
    FROM (SELECT a.deal_id, MIN(a.day) AS day, MAX(a.kind = 'meeting') AS met
          FROM activity a WHERE a.reached AND a.deal_id IN (SELECT value FROM json_each(:ids))
          GROUP BY a.deal_id) g
    JOIN deal d ON d.id = g.deal_id"""

_WON = "s.kind IN ('won', 'care') AND d.closed_on BETWEEN :first AND :last"
_BOUGHT = """
    SELECT d.company_id, substr(d.closed_on, 1, 4), d.source, d.currency, SUM(d.value_minor),
        group_concat(d.id)"""
# A renewal that was decided in the same window takes the place of what it renews.
_AGAIN = """
    SELECT d.recurring_per, d.source, d.currency, SUM(d.recurring_minor), group_concat(d.id)"""
_STILL = """
    AND d.recurring_minor IS NOT NULL AND d.recurring_per <> '' AND NOT EXISTS (
        SELECT 1 FROM deal r JOIN stage t ON t.id = r.stage_id
        WHERE r.parent_id = d.id AND r.link = 'renewal'
          AND t.kind IN ('won', 'care', 'lost') AND r.closed_on BETWEEN :first AND :last)
    {where} GROUP BY 1, 2, 3"""
_RENEWALS = """
    SELECT d.id, d.renewal_on, s.kind IN ('won', 'care'), s.kind = 'lost', d.source"""
_SUCCESS = """
    SELECT d.id, d.closed_on, (
        SELECT MIN(date(t.ticked_at, 'localtime')) FROM tick t
        WHERE t.deal_id = d.id AND t.criterion_id IN ({checks}))"""


def leads(
    conn: sqlite3.Connection, today: date, period: Period | None, flt: Filter | None = None
) -> list[LeadFact]:
    """The deals that came in as leads in the period; none where no stage ends leads."""
    marked = [stage.position for stage in stages(conn) if stage.is_opportunity]
    if not marked:
        return []
    where, values = conditions(flt, today)
    values["opportunity"] = min(marked)
    if period is not None:
        where += " AND d.created_at >= :from AND d.created_at < :behind"
        values |= bounds(period.first, period.last)
    sql = statement(_LEADS, source(flt), _WERE_LEADS, where, "GROUP BY 1, 2")
    return [
        LeadFact(numbers(ids), clean(name), became == "verified", became == "undecided")
        for name, became, ids in conn.execute(sql, values).fetchall()
    ]


def contacts(conn: sqlite3.Connection, deal_ids: Iterable[int]) -> dict[int, Contact]:
    """Deal -> when its customer was first reached, of those of some deals that were."""
    values = {"ids": json.dumps(list(deal_ids))}
    rows = conn.execute(_CONTACTS, values).fetchall()
    return {number: Contact(days, bool(met)) for number, days, met in rows}


def bought(
    conn: sqlite3.Connection,
    purse: Purse,
    today: date,
    period: Period | None,
    flt: Filter | None = None,
) -> list[Bought]:
    """What each company bought in the period, by year and source."""
    where, values = conditions_in(flt, today, period)
    sql = statement(
        _BOUGHT, source(flt), "WHERE", _WON, "AND d.company_id IS NOT NULL", where,
        "GROUP BY 1, 2, 3, 4",
    )  # fmt: skip
    return [
        Bought(row[0], int(row[1]), _worth(purse, row[4], row[3]), numbers(row[5]), clean(row[2]))
        for row in summed(conn, sql, values)
    ]


def again(
    conn: sqlite3.Connection,
    purse: Purse,
    today: date,
    period: Period | None,
    flt: Filter | None = None,
) -> list[Again]:
    """What the deals won in the period bring again, by source."""
    where, values = conditions_in(flt, today, period)
    sql = statement(_AGAIN, source(flt), "WHERE", _WON, _STILL.format(where=where))
    return [
        Again(row[0], _worth(purse, row[3], row[2]), numbers(row[4]), clean(row[1]))
        for row in summed(conn, sql, values)
    ]


def renewals(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> list[RenewalFact]:
    """All renewals that have a day."""
    where, values = conditions(flt, today)
    sql = statement(
        _RENEWALS, source(flt), "WHERE d.link = 'renewal' AND d.renewal_on IS NOT NULL", where,
        "ORDER BY d.id",
    )  # fmt: skip
    return [
        RenewalFact(row[0], date.fromisoformat(row[1]), bool(row[2]), bool(row[3]), clean(row[4]))
        for row in conn.execute(sql, values).fetchall()
    ]


def successes(
    conn: sqlite3.Connection, today: date, period: Period | None, flt: Filter | None = None
) -> list[SuccessFact] | None:
    """The deals won in the period with their 30-day check; None where no stage has such a box."""
    boxes = conn.execute(
        "SELECT k.id, k.text FROM criterion k JOIN stage s ON s.id = k.stage_id"
        " WHERE s.kind = 'care'"
    ).fetchall()
    checks = [number for number, text in boxes if is_check(clean(text))]
    if not checks:
        return None
    where, values = conditions_in(flt, today, period)
    values |= {f"check{at}": number for at, number in enumerate(checks)}
    names = ", ".join(f":check{at}" for at in range(len(checks)))
    sql = statement(
        _SUCCESS.format(checks=names), source(flt), "WHERE", _WON, where,
        "ORDER BY d.closed_on, d.id",
    )  # fmt: skip
    return [
        SuccessFact(
            row[0],
            date.fromisoformat(row[1]),
            None if row[2] is None else date.fromisoformat(row[2]),
        )
        for row in conn.execute(sql, values).fetchall()
    ]


def company_names(conn: sqlite3.Connection, company_ids: list[int]) -> dict[int, str]:
    """Company -> its name, at most as many as a statement can name."""
    marks = ", ".join("?" * len(company_ids))
    sql = statement("SELECT id, name FROM company WHERE id IN (", marks, ")")
    return {number: clean(name) for number, name in conn.execute(sql, company_ids).fetchall()}


def numbers(joined: str | None) -> tuple[int, ...]:
    """The numbers that group_concat() put together."""
    return tuple(map(int, joined.split(","))) if joined else ()


def _worth(purse: Purse, minor: int | str | None, currency: str) -> int:
    return purse.in_base(int(minor or 0), currency) or 0
