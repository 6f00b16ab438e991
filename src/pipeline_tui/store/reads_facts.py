"""Deals and stays as plain facts, for the figures that are worked out of whole histories.

Days are those of the local calendar. What the filter wants is asked of the deals; the stays
are those of the same deals.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.facts import StageFact
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_money import Purse
from pipeline_tui.store.reads_shared import (
    REF_COLUMNS,
    deal_ref,
    stages,
    statement,
)
from pipeline_tui.store.reads_wanted import SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.records import DealRef


def stage_facts(conn: sqlite3.Connection) -> list[StageFact]:
    """The stages in their order."""
    return [StageFact(stage.id, stage.name, stage.kind) for stage in stages(conn)]


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
