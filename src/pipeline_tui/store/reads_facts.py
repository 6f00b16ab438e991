"""Deals and stays as plain facts, for the figures that are worked out of whole histories.

Days are those of the local calendar. What the filter wants is asked of the deals; the stays
are those of the same deals.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.facts import DealFact, StageFact
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_money import Purse
from pipeline_tui.store.reads_shared import (
    REF_COLUMNS,
    deal_ref,
    stages,
    statement,
)
from pipeline_tui.store.reads_wanted import SOURCE, conditions, source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.records import DealRef

_DEALS = """
    SELECT d.id, s.kind, d.verified_at IS NOT NULL, date(d.created_at, 'localtime'), d.closed_on,
        d.value_minor, d.currency, d.disqualified, d.stage_id, d.company_id, d.lost_reason,
        d.risk_was_reason"""


def stage_facts(conn: sqlite3.Connection) -> list[StageFact]:
    """The stages in their order."""
    return [StageFact(stage.id, stage.name, stage.kind) for stage in stages(conn)]


def deal_facts(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> list[DealFact]:
    """All deals, those of leads too, or those the filter wants."""
    where, values = conditions(flt, today)
    purse = Purse(conn)
    rows = conn.execute(statement(_DEALS, source(flt), "WHERE TRUE", where), values).fetchall()
    return [
        DealFact(
            id=row[0],
            kind=row[1],
            verified=bool(row[2]),
            created_on=date.fromisoformat(row[3]),
            closed_on=None if row[4] is None else date.fromisoformat(row[4]),
            value_minor=None if row[5] is None else purse.in_base(row[5], row[6]),
            disqualified=bool(row[7]),
            stage_id=row[8],
            company_id=row[9],
            lost_reason=clean(row[10] or ""),
            risk_was_reason=None if row[11] is None else bool(row[11]),
        )
        for row in rows
    ]


_LABELS = {
    "source": "SELECT id, source FROM deal",
    "product": "SELECT id, product FROM deal",
    "region": "SELECT id, region FROM deal",
    "owner": "SELECT id, owner FROM deal",
    "customer": "SELECT id, customer FROM deal",
    "industry": "SELECT d.id, c.industry FROM deal d JOIN company c ON c.id = d.company_id",
    "size": "SELECT d.id, c.size FROM deal d JOIN company c ON c.id = d.company_id",
}
DIMENSIONS = tuple(_LABELS)
"""By what deals can be cut (process.md, "Segments")."""


def labels(conn: sqlite3.Connection, dimension: str) -> dict[int, str]:
    """What each deal has in one of DIMENSIONS; '' or nothing where that is not known."""
    rows = conn.execute(_LABELS[dimension]).fetchall()
    return {number: clean(text) for number, text in rows if text}


def refs(conn: sqlite3.Connection, deal_ids: Sequence[int]) -> list[DealRef]:
    """What lists show of some deals, at most as many as a statement can name, in their order."""
    marks = ", ".join("?" * len(deal_ids))
    rows = conn.execute(
        statement(
            "SELECT", REF_COLUMNS, SOURCE,
            "LEFT JOIN company c ON c.id = d.company_id WHERE d.id IN (", marks, ")",
        ),
        list(deal_ids),
    ).fetchall()  # fmt: skip
    found = {ref.id: ref for row in rows if (ref := deal_ref(row)) is not None}
    return [found[number] for number in deal_ids if number in found]


def costs(conn: sqlite3.Connection, first: date, last: date) -> dict[str, int]:
    """Source -> what it cost in the months from `first` to `last`, in the base currency."""
    purse = Purse(conn)
    found: dict[str, int] = {}
    for name, minor, currency in conn.execute(
        "SELECT source, cost_minor, currency FROM channel_cost WHERE month BETWEEN ? AND ?",
        (first.isoformat()[:7], last.isoformat()[:7]),
    ).fetchall():
        worth = purse.in_base(minor, currency)
        if worth is not None:
            found[clean(name)] = found.get(clean(name), 0) + worth
    return found
