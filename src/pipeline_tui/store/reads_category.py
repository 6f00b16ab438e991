"""Forecast categories of some deals, and what speaks against promising them. Plain SQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date

from pipeline_tui.domain.category import Forecasted, doubts
from pipeline_tui.domain.text import clean

_DEALS = """
    SELECT d.id, d.title, c.name, d.category, d.overridden, d.ghost_on <= :today, d.expected_close
    FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN company c ON c.id = d.company_id
    WHERE d.id IN (SELECT value FROM json_each(:chosen)) AND s.kind IN ('open', 'parked')"""


def forecasted(conn: sqlite3.Connection, deal_ids: Iterable[int], today: date) -> list[Forecasted]:
    """Those of the deals that are not closed, in the order they are named."""
    chosen = list(dict.fromkeys(deal_ids))
    values = {"today": today.isoformat(), "chosen": json.dumps(chosen)}
    found = {row[0]: row for row in conn.execute(_DEALS, values).fetchall()}
    deals = []
    for number in chosen:
        if number not in found:
            continue
        _id, title, company, category, overridden, ghost, close = found[number]
        name = f"{clean(company)} · {clean(title)}" if company else clean(title)
        against = doubts(
            today,
            overridden=bool(overridden),
            ghost=bool(ghost),
            expected_close=None if close is None else date.fromisoformat(close),
        )
        deals.append(Forecasted(number, name, category, against))
    return deals
