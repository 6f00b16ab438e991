"""The offer of a deal: benefit lines, joint plan, pilot, options."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.records_offer import BenefitPart, Offer, Option, Parts, Pilot, PlanPart
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_beside import PARTS
from pipeline_tui.store.reads_shared import day, statement


def parts(conn: sqlite3.Connection, deal_id: int) -> Parts:
    """Which parts of an offer a deal has."""
    row = conn.execute(statement("SELECT", PARTS), {"id": deal_id}).fetchone()
    return Parts(*map(bool, row))


def offer(conn: sqlite3.Connection, deal_id: int) -> Offer:
    """Everything of the offer of a deal, each part in its order."""
    return Offer(
        benefit=tuple(
            BenefitPart(row[0], clean(row[1]), row[2], clean(row[3]), row[4], row[5])
            for row in conn.execute(
                "SELECT id, text, quantity, unit, rate_minor, per FROM benefit_part"
                " WHERE deal_id = ? ORDER BY position, id",
                (deal_id,),
            ).fetchall()
        ),
        plan=tuple(
            PlanPart(row[0], clean(row[1]), clean(row[2]), day(row[3]), day(row[4]))
            for row in conn.execute(
                "SELECT id, what, who, due, done_on FROM plan_part"
                " WHERE deal_id = ? ORDER BY position, id",
                (deal_id,),
            ).fetchall()
        ),
        pilot=_pilot(conn, deal_id),
        options=tuple(
            Option(row[0], row[1], clean(row[2]), row[3], bool(row[4]))
            for row in conn.execute(
                "SELECT id, level, text, value_minor, expected FROM offer_option"
                " WHERE deal_id = ? ORDER BY CASE level"
                " WHEN 'basic' THEN 1 WHEN 'standard' THEN 2 ELSE 3 END",
                (deal_id,),
            ).fetchall()
        ),
    )


def _pilot(conn: sqlite3.Connection, deal_id: int) -> Pilot | None:
    row = conn.execute(
        "SELECT id, measure, checker, until, result FROM pilot WHERE deal_id = ?", (deal_id,)
    ).fetchone()
    return row and Pilot(row[0], clean(row[1]), clean(row[2]), day(row[3]), row[4])
