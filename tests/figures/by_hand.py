"""A database of a few deals whose ways through the stages are written out by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path

from pipeline_tui.clock import instant
from tests.services.office import Office
from tests.unit.histories import STAGES, TODAY, DealFact, StayFact

NOON = time(12)
Facts = tuple[DealFact, list[StayFact]]


def database(folder: Path, *made: Facts) -> Office:
    """The stages of `tests.unit.histories` and deals as it makes them, looked at on its TODAY."""
    office = Office(folder / "by-hand.db")
    office.clock.set(TODAY)
    with closing(sqlite3.connect(office.path)) as conn, conn:
        conn.execute("DELETE FROM stage")
        conn.executemany(
            "INSERT INTO stage (id, name, kind, position, probability, step_required)"
            " VALUES (?1, ?2, ?3, ?1, 50, 0)",
            STAGES,
        )
        for deal, stays in made:
            _write(conn, deal, stays)
    return office


def _write(conn: sqlite3.Connection, deal: DealFact, stays: list[StayFact]) -> None:
    created = stored(deal.created_on)
    conn.execute(
        "INSERT INTO deal (id, title, stage_id, position, value_minor, currency, created_at,"
        " stage_entered_at, verified_at, closed_on, disqualified, updated_at)"
        " VALUES (?, ?, ?, ?, ?, 'EUR', ?, ?, ?, ?, ?, ?)",
        (
            deal.id, f"deal {deal.id}", stays[-1].stage_id, deal.id, deal.value_minor, created,
            stored(stays[-1].entered_on), created if deal.verified else None,
            None if deal.closed_on is None else str(deal.closed_on), int(deal.disqualified),
            created,
        ),
    )  # fmt: skip
    for stay in stays:
        left = None if stay.left_on is None else stored(stay.left_on)
        days = None if stay.left_on is None else (stay.left_on - stay.entered_on).days
        conn.execute(
            "INSERT INTO stay (deal_id, stage_id, entered_at, left_at, days, inferred)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (stay.deal_id, stay.stage_id, stored(stay.entered_on), left, days, int(stay.inferred)),
        )


def stored(day: date) -> str:
    """Noon of a day as the database keeps it."""
    return instant(datetime.combine(day, NOON).astimezone())
