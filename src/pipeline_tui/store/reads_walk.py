"""How far a page of the agenda under a filter looks, step by step."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline_tui.domain.records_followup import FollowUp

_STRIDE = 1000
"""So many follow-ups are held against a filter one by one before all deals it wants are sought:
1000 held against words take 1 ms, seeking among 20,000 deals 2 ms, and going on from there 5 ms.
Of states a fifth: they take ten times as long, the next step of each deal being looked up."""


_PROBES = 4
"""A quarter of them tells whether all would be enough; if not, the rest is not tried."""

Walk = tuple[bool, str, dict[str, str]]


def walks_of(
    conn: sqlite3.Connection,
    start: str,
    found: list[FollowUp],
    limit: int,
    *,
    states: bool,
    forward: bool,
) -> Iterator[Walk]:
    """A page under a filter that wants much is full soon, one that wants little never: so first
    the nearest days are tried, more of them if that promises to fill it, then all beyond.

    Each is whether follow-ups are held against the filter one by one, a condition, and what is
    bound in it. What it led to stands in `found` before the next one is asked for. `start` is
    the day it begins at, '' for the end; `states`: the filter asks for some.
    """
    stride = _STRIDE // 5 if states else _STRIDE
    way, order, near, beyond = (">=", "ASC", "<=", ">") if forward else ("<=", "DESC", ">=", "<")
    sql = statement(
        "SELECT a.due FROM followup a INDEXED BY followup_due WHERE a.state = 'open'",
        f"AND a.due {way} :start" if start else "",
        f"ORDER BY a.due {order} LIMIT 1 OFFSET :stride",
    )
    behind = ""
    tried: dict[str, str] = {}
    before = len(found)
    for step in (stride // _PROBES, stride):
        row = conn.execute(sql, {"start": start, "stride": step}).fetchone()
        if row is None:
            yield True, behind, tried
            return
        yield True, f"{behind} AND a.due {near} :border", {**tried, "border": row[0]}
        behind, tried = f"AND a.due {beyond} :tried", {"tried": row[0]}
        if len(found) >= limit:
            return
        if (len(found) - before) * _PROBES < limit - before:
            break
    yield False, behind, tried
