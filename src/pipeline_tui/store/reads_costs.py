"""What sources cost, month by month."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.costs import ChannelCost
from pipeline_tui.domain.money import Money
from pipeline_tui.domain.text import clean


def costs(conn: sqlite3.Connection) -> list[ChannelCost]:
    """All costs, the latest month first, sources in the order of the alphabet."""
    rows = conn.execute(
        "SELECT source, month, cost_minor, currency FROM channel_cost ORDER BY month DESC, source"
    ).fetchall()
    return [ChannelCost(clean(row[0]), row[1], Money(row[2], row[3])) for row in rows]
