"""The rule of urgency with what it takes from the data: weights, rates, the average value."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.urgency import Urgency, kept_weights
from pipeline_tui.store.reads_money import Purse, summed

WEIGHTS_KEY = "urgency"
"""Setting that holds the weights."""

# Open deals with a value, in the base currency and in others, from one index alone.
_IN_BASE = """
    SELECT COUNT(d.value_minor), SUM(d.value_minor)
    FROM deal d INDEXED BY deal_sums
    WHERE d.stage_id IN (SELECT s.id FROM stage s WHERE s.kind = 'open') AND d.currency = :base"""
_IN_OTHERS = """
    SELECT d.currency, COUNT(d.value_minor), SUM(d.value_minor)
    FROM stage s CROSS JOIN deal d INDEXED BY deal_sums ON d.stage_id = s.id
    WHERE s.kind = 'open' AND d.currency {way} :base
    GROUP BY d.currency"""


def urgency(conn: sqlite3.Connection) -> Urgency:
    """The rule as of now: the average value is that of the open deals that have one.

    Deals in a currency without a rate are not in the average.
    """
    purse = Purse(conn)
    values = {"base": purse.base}
    ((valued, total),) = summed(conn, _IN_BASE, values)
    total = int(total or 0)
    for way in ("<", ">"):
        for currency, count, minor in summed(conn, _IN_OTHERS.format(way=way), values):
            worth = purse.in_base(int(minor or 0), currency)
            if worth is not None:
                valued += count
                total += worth
    weights = kept_weights(purse.settings.get(WEIGHTS_KEY, ""))
    return Urgency(weights, total, valued, purse.base, purse.in_base)
