"""The rule of urgency with what it takes from the data: weights, rates, the average value."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import TYPE_CHECKING

from pipeline_tui.domain.urgency import Urgency, kept_weights
from pipeline_tui.store.reads_shared import settings

if TYPE_CHECKING:
    from pipeline_tui.domain.money import Rates

WEIGHTS_KEY = "urgency"
"""Setting that holds the weights."""

# Open deals with a value, in the base currency and in others, from one index alone. TOTAL does
# not overflow; beyond 2^53 it is not exact, which no average needs to be.
_IN_BASE = """
    SELECT COUNT(d.value_minor), TOTAL(d.value_minor)
    FROM deal d INDEXED BY deal_sums
    WHERE d.stage_id IN (SELECT s.id FROM stage s WHERE s.kind = 'open') AND d.currency = :base"""
_IN_OTHERS = """
    SELECT d.currency, COUNT(d.value_minor), TOTAL(d.value_minor)
    FROM stage s CROSS JOIN deal d INDEXED BY deal_sums ON d.stage_id = s.id
    WHERE s.kind = 'open' AND d.currency {way} :base
    GROUP BY d.currency"""


def urgency(conn: sqlite3.Connection) -> Urgency:
    """The rule as of now: the average value is that of the open deals that have one.

    Deals in a currency without a rate are not in the average.
    """
    kept = settings(conn)
    base = kept["currency"]

    @cache
    def rates() -> Rates:
        from pipeline_tui.domain.money import Rates  # most have one currency only

        return Rates.from_text(kept.get("rates", ""))

    def in_base(minor: int, currency: str) -> int | None:
        return minor if currency == base else rates().convert(minor, currency, base)

    valued, total = conn.execute(_IN_BASE, {"base": base}).fetchone()
    for way in ("<", ">"):
        others = conn.execute(_IN_OTHERS.format(way=way), {"base": base}).fetchall()
        for currency, count, minor in others:
            worth = in_base(int(minor), currency)
            if worth is not None:
                valued += count
                total += worth
    return Urgency(kept_weights(kept.get(WEIGHTS_KEY, "")), int(total), valued, base, in_base)
