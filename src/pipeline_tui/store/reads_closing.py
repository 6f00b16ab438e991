"""What closing a deal asks for: the reasons, facts of the deals, and the stages after the sale."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from pipeline_tui.domain.after_sale import CareStage
from pipeline_tui.domain.reasons import LostReason
from pipeline_tui.domain.templates import Planned
from pipeline_tui.domain.text import clean


class Closing(NamedTuple):
    """A deal that is about to be closed."""

    id: int
    name: str
    """Company and title, as people call a deal."""
    stage_kind: str
    lead: bool
    """Not yet a verified opportunity: it is disqualified, not lost."""
    risk_level: str | None
    risk_text: str
    recurring: bool


def lost_reasons(conn: sqlite3.Connection) -> list[LostReason]:
    """The list of reasons in its order."""
    rows = conn.execute("SELECT code, name FROM lost_reason ORDER BY position, id").fetchall()
    return [LostReason(clean(code), clean(name)) for code, name in rows]


def closing(conn: sqlite3.Connection, deal_ids: Sequence[int]) -> list[Closing]:
    """These deals in this order; those that are gone are left out."""
    rows = conn.execute(_CLOSING, (json.dumps(list(deal_ids)),)).fetchall()
    return [
        Closing(
            row[0],
            " · ".join(clean(part) for part in row[1:3] if part),
            row[3],
            bool(row[4]),
            row[5],
            clean(row[6]),
            bool(row[7]),
        )
        for row in rows
    ]


def care_stages(conn: sqlite3.Connection) -> list[CareStage]:
    """The stages after the sale in their order, with what they plan and what they want."""
    rows = conn.execute(
        "SELECT id, name FROM stage WHERE kind = 'care' ORDER BY position, id"
    ).fetchall()
    return [
        CareStage(
            number,
            clean(name),
            tuple(
                Planned(kind, clean(text), days)
                for kind, text, days in conn.execute(_PLANNED, (number,)).fetchall()
            ),
            tuple(clean(text) for (text,) in conn.execute(_CRITERIA, (number,)).fetchall()),
        )
        for number, name in rows
    ]


# Where no stage is marked as the one from which on leads are opportunities, there are no leads.
_CLOSING = """
    SELECT d.id, c.name, d.title, s.kind,
           d.verified_at IS NULL AND EXISTS (SELECT 1 FROM stage m WHERE m.is_opportunity),
           d.risk_level, d.risk_text, COALESCE(d.recurring_minor, 0) > 0
    FROM json_each(?) j JOIN deal d ON d.id = j.value
    JOIN stage s ON s.id = d.stage_id
    LEFT JOIN company c ON c.id = d.company_id
    ORDER BY j.key"""
_PLANNED = "SELECT kind, text, days FROM planned WHERE stage_id = ? ORDER BY position, id"
_CRITERIA = "SELECT text FROM criterion WHERE stage_id = ? ORDER BY position, id"
