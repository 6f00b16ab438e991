"""What stands beside a deal in tables of its own: looked up for its page, read if it is there."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Deal
from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    from pipeline_tui.domain.records_offer import Offer

PARTS = """
    EXISTS (SELECT 1 FROM benefit_part WHERE deal_id = :id),
    EXISTS (SELECT 1 FROM plan_part WHERE deal_id = :id),
    EXISTS (SELECT 1 FROM pilot WHERE deal_id = :id),
    EXISTS (SELECT 1 FROM offer_option WHERE deal_id = :id)"""

_BOUGHT = """
    EXISTS (SELECT 1 FROM deal w JOIN stage v ON v.id = w.stage_id
            WHERE w.company_id = :company AND w.id <> :id AND v.kind IN ('won', 'care'))"""


def beside(conn: sqlite3.Connection, of: Deal) -> tuple[Offer | None, bool]:
    """The offer of a deal, if there is one, and whether its company has bought before.

    The latter is asked only while nobody has said what kind of customer it is.
    """
    asked = {"id": of.id, "company": None if of.customer else of.company_id}
    row = conn.execute(statement("SELECT", PARTS, ",", _BOUGHT), asked).fetchone()
    offer: Offer | None = None
    if any(row[:-1]):
        from pipeline_tui.store import reads_offer

        offer = reads_offer.offer(conn, of.id)
    return offer, bool(row[-1])
