"""Deals and stays as plain facts, for the figures that are worked out of whole histories.

Days are those of the local calendar. What the filter wants is asked of the deals; the stays
are those of the same deals.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.metrics.facts import DealFact, StageFact, StayFact
from pipeline_tui.domain.metrics.forecast import Due
from pipeline_tui.store.reads_money import Purse
from pipeline_tui.store.reads_shared import (
    NEXT_STEP,
    PROBABILITY,
    kinds_condition,
    stages,
    statement,
    wanted,
)

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter

_SOURCE = "FROM deal d JOIN stage s ON s.id = d.stage_id"
_DEALS = """
    SELECT d.id, s.kind, d.verified_at IS NOT NULL, date(d.created_at, 'localtime'), d.closed_on,
        d.value_minor, d.currency, d.disqualified"""
_STAYS = """
    SELECT y.deal_id, y.stage_id, date(y.entered_at, 'localtime'), date(y.left_at, 'localtime'),
        y.inferred
    FROM stay y"""
_DUE = statement(
    "SELECT d.id, d.value_minor, d.currency,",
    PROBABILITY + ",",
    "d.category, d.expected_close, d.ghost_on <= :today, d.overridden, d.stage_id",
)


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
        )
        for row in rows
    ]


def stay_facts(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> list[StayFact]:
    """The stays of the deals that `deal_facts` hands out, in the order in which they began."""
    where, values = conditions(flt, today)
    chosen = ""
    if where:
        wanted_deals = statement("SELECT d.id", source(flt), "WHERE TRUE", where)
        chosen = f"WHERE y.deal_id IN ({wanted_deals})"
    rows = conn.execute(
        statement(_STAYS, chosen, "ORDER BY y.deal_id, y.entered_at, y.id"), values
    ).fetchall()
    day = date.fromisoformat
    return [
        StayFact(deal, stage, day(entered), None if left is None else day(left), bool(inferred))
        for deal, stage, entered, left, inferred in rows
    ]


def due_facts(
    conn: sqlite3.Connection, today: date, flt: Filter | None = None
) -> list[tuple[Due, int]]:
    """The verified opportunities that are open, each with its stage; without a rate worth 0."""
    where, values = conditions(flt, today)
    purse = Purse(conn)
    rows = conn.execute(
        statement(
            _DUE, source(flt),
            "WHERE s.kind = 'open' AND d.verified_at IS NOT NULL", where, "ORDER BY d.id",
        ),
        {**values, "today": today.isoformat()},
    ).fetchall()  # fmt: skip
    return [
        (
            Due(
                id=row[0],
                value_minor=0 if row[1] is None else purse.in_base(row[1], row[2]) or 0,
                probability=row[3],
                category=row[4],
                expected_close=None if row[5] is None else date.fromisoformat(row[5]),
                ghost=bool(row[6]),
                overridden=bool(row[7]),
            ),
            row[8],
        )
        for row in rows
    ]


def source(flt: Filter | None) -> str:
    """With the next step only where a filter asks for states."""
    return statement(_SOURCE, NEXT_STEP) if wanted(flt).states else _SOURCE


def conditions(flt: Filter | None, today: date) -> tuple[str, dict[str, Any]]:
    """The conditions of a filter, each beginning with AND; '' wants all."""
    want = wanted(flt)
    values: dict[str, Any] = {"today": today.isoformat(), **want.values}
    kinds = kinds_condition(want.kinds, values)
    return " ".join(part for part in (kinds, want.words, want.states) if part), values
