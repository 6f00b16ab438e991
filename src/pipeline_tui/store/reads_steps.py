"""Where a follow-up stands among the others of its deal, for what is asked and suggested after."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.domain.templates import Planned
from pipeline_tui.domain.text import clean


class Standing(NamedTuple):
    """A deal as its follow-up finds it."""

    required: bool
    """Whether its stage asks for a next step."""
    others: int
    """Its open follow-ups besides this one."""
    entered_at: str
    """When it came into its stage, a stored instant."""
    planned: tuple[Planned, ...]
    """What the stage plans, in its order."""
    kinds: tuple[str, ...]
    """Kinds of this follow-up, of the other open ones, and of those done in this stay."""


def standing(conn: sqlite3.Connection, followup_id: int) -> Standing | None:
    """Where a follow-up stands; None for one without a deal, or that is not there."""
    found = conn.execute(_DEAL, (*CLOSED_KINDS, followup_id)).fetchone()
    if found is None:
        return None
    deal_id, stage_id, required, entered_at = found
    others = conn.execute(_OTHERS, (deal_id, followup_id)).fetchone()[0]
    planned = conn.execute(_PLANNED, (stage_id,)).fetchall()
    kinds = conn.execute(_KINDS, (deal_id, followup_id, entered_at)).fetchall()
    return Standing(
        bool(required),
        others,
        entered_at,
        tuple(Planned(kind, clean(text), days) for kind, text, days in planned),
        tuple(kind for (kind,) in kinds),
    )


def first_tried(conn: sqlite3.Connection, followup_id: int) -> str | None:
    """The kind of the first attempt at a follow-up that reached nobody; None without any."""
    row = conn.execute(_FIRST_TRIED, (followup_id,)).fetchone()
    return None if row is None else str(row[0])


def time_of_series(conn: sqlite3.Connection, followup_id: int) -> str | None:
    """HH:MM at which a recurring follow-up comes again, wherever this one went; None without."""
    row = conn.execute(_TIME_OF_SERIES, (followup_id,)).fetchone()
    return None if row is None else clean(row[0]) or None


_TIME_OF_SERIES = "SELECT repeat_time FROM followup WHERE id = ?"
_FIRST_TRIED = """
    SELECT kind FROM activity WHERE followup_id = ? AND reached = 0 ORDER BY id LIMIT 1"""
_DEAL = """
    SELECT d.id, d.stage_id, s.step_required AND s.kind NOT IN (?, ?), d.stage_entered_at
    FROM followup f JOIN deal d ON d.id = f.deal_id JOIN stage s ON s.id = d.stage_id
    WHERE f.id = ?"""
_OTHERS = "SELECT count(*) FROM followup WHERE deal_id = ? AND id <> ? AND state = 'open'"
_PLANNED = "SELECT kind, text, days FROM planned WHERE stage_id = ? ORDER BY position, id"
_KINDS = """
    SELECT kind FROM followup
    WHERE deal_id = ? AND (id = ? OR state = 'open' OR (state = 'done' AND closed_at >= ?))"""
