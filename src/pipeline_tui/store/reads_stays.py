"""Stays counted by SQLite, for the figures of durations, flow and conversions.

What is handed out is small, however many stays there are: counts by stage and day, never the
stays themselves. Days are those of the local calendar; a day begins at an instant that
`day_begins` gives, so that most moments are compared as they are stored. Stays that an import
inferred are left out, but of what stands somewhere now (metrics.md). With a filter they are
those of the deals it wants.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.clock import day_begins
from pipeline_tui.domain.metrics.durations import Flow, mondays
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_wanted import conditions, source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period

Spread = dict[int, dict[int, int]]
"""Stage -> days -> how often."""

_DAY = timedelta(days=1)

# The day a stay began and ended are told by the clock on the wall; `days` is what that came to
# when it ended (store/writes.py). The plus signs keep SQLite from an index that would have it
# look up every stay one by one.
_DAYS = """COALESCE(y.days, max(0, CAST(julianday(date(y.left_at, 'localtime'))
    - julianday(date(y.entered_at, 'localtime')) AS INTEGER)))"""
_COMPLETED = """
    SELECT stage_id, days, COUNT(*) FROM (
        SELECT y.stage_id, SUM({days}) AS days FROM stay y
        WHERE y.inferred = 0 {chosen}
        GROUP BY y.deal_id, y.stage_id
        HAVING COUNT(y.left_at) = COUNT(*) {inside})
    GROUP BY stage_id, days"""
_STANDING = """
    SELECT y.stage_id, CAST(julianday(:today) - julianday(date(y.entered_at, 'localtime'))
        AS INTEGER), COUNT(*)
    FROM stay y JOIN stage o ON o.id = +y.stage_id
    WHERE y.left_at IS NULL AND o.kind = 'open' {chosen}
    GROUP BY +y.stage_id, 2"""
_ENDED = """
    SELECT y.stage_id, {days}, COUNT(*) FROM stay y
    WHERE y.inferred = 0 AND y.left_at >= :from AND y.left_at < :behind {chosen}
    GROUP BY +y.stage_id, 2"""
_PASSED = """
    SELECT y.stage_id, {week}, COUNT(*) FROM stay y
    WHERE y.inferred = 0 AND y.{moment} >= :monday0 AND y.{moment} < :monday{last} {chosen}
    GROUP BY +y.stage_id, 2"""
_OLDEST = """
    SELECT y.deal_id FROM stay y
    WHERE y.left_at IS NULL AND y.stage_id = :stage {chosen}
    ORDER BY date(y.entered_at, 'localtime'), y.deal_id LIMIT :limit"""

_FIRST = "SELECT date(MIN(entered_at), 'localtime') FROM stay WHERE inferred = 0"
_SINCE = """
    SELECT y.deal_id, date(y.entered_at, 'localtime') FROM stay y
    WHERE y.left_at IS NULL AND +y.stage_id = ? AND y.deal_id IN"""

LEFT_IN = """ AND y.deal_id IN (
    SELECT deal_id FROM stay WHERE left_at >= :from AND left_at < :behind)"""
"""The condition that a stay is one of a deal that left any stage in the period."""


def completed(
    conn: sqlite3.Connection, today: date, period: Period | None, flt: Filter | None = None
) -> Spread:
    """The days of every deal in each stage, added up over its re-entries.

    Without the deals that stand in the stage now. With a period only deals count that left the
    stage last in it.
    """
    wanted, values = chosen(flt, today)
    inside = ""
    if period is not None:
        inside = "AND MAX(y.left_at) >= :from AND MAX(y.left_at) < :behind"
        wanted += LEFT_IN  # the others need not be looked at
        values |= bounds(period.first, period.last)
    return _spread(conn, _COMPLETED.format(days=_DAYS, chosen=wanted, inside=inside), values)


def standing(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> Spread:
    """How many days the deals that stand in open stages have been there."""
    wanted, values = chosen(flt, today)
    found = _spread(conn, _STANDING.format(chosen=wanted), {**values, "today": today.isoformat()})
    return {stage: _not_negative(counts) for stage, counts in found.items()}


def ended(conn: sqlite3.Connection, first: date, today: date, flt: Filter | None = None) -> Spread:
    """The days of the stays that ended from a day up to today."""
    wanted, values = chosen(flt, today)
    sql = _ENDED.format(days=_DAYS, chosen=wanted)
    return _spread(conn, sql, values | bounds(first, today))


def weekly(
    conn: sqlite3.Connection,
    today: date,
    weeks: int,
    stage_ids: Iterable[int],
    flt: Filter | None = None,
    until: date | None = None,
) -> dict[int, list[Flow]]:
    """Stage -> what came into it and left it in the last full weeks, oldest first.

    The last ones before today, or before the day `until`.
    """
    wanted, values = chosen(flt, today)
    begins = mondays(until or today, weeks)
    values |= {f"monday{at}": day_begins(monday) for at, monday in enumerate(begins)}
    passed: list[dict[tuple[int, int], int]] = []
    for moment in ("entered_at", "left_at"):
        week = " + ".join(f"(y.{moment} >= :monday{at})" for at in range(1, weeks)) or "0"
        sql = _PASSED.format(week=week, moment=moment, last=weeks, chosen=wanted)
        rows = conn.execute(sql, values).fetchall()
        passed.append({(stage, at): count for stage, at, count in rows})
    came, left = passed
    return {
        stage: [
            Flow(begins[at], came.get((stage, at), 0), left.get((stage, at), 0))
            for at in range(weeks)
        ]
        for stage in stage_ids
    }


def oldest(
    conn: sqlite3.Connection, stage_id: int, limit: int, today: date, flt: Filter | None = None
) -> tuple[int, ...]:
    """The deals that have stood in a stage longest, by their numbers."""
    wanted, values = chosen(flt, today)
    values |= {"stage": stage_id, "limit": limit}
    return tuple(row[0] for row in conn.execute(_OLDEST.format(chosen=wanted), values).fetchall())


def first_day(conn: sqlite3.Connection) -> date | None:
    """The first day of which stays are known; None where nothing is."""
    (day,) = conn.execute(_FIRST).fetchone()
    return None if day is None else date.fromisoformat(day)


def since(conn: sqlite3.Connection, stage_id: int, deal_ids: tuple[int, ...]) -> dict[int, date]:
    """Deal -> the day since which it has stood in a stage; a few deals only."""
    marks = ", ".join("?" * len(deal_ids))
    sql = statement(_SINCE, "(", marks, ")")
    rows = conn.execute(sql, (stage_id, *deal_ids)).fetchall()
    return {deal: date.fromisoformat(day) for deal, day in rows}


def _spread(conn: sqlite3.Connection, sql: str, values: dict[str, Any]) -> Spread:
    found: Spread = {}
    for stage, days, count in conn.execute(sql, values).fetchall():
        found.setdefault(stage, {})[days] = count
    return found


def _not_negative(counts: dict[int, int]) -> dict[int, int]:
    """What came into a stage after today, by a clock that went wrong, is there since today."""
    if all(days >= 0 for days in counts):
        return counts
    found: dict[int, int] = {}
    for days, count in counts.items():
        found[max(days, 0)] = found.get(max(days, 0), 0) + count
    return found


def chosen(flt: Filter | None, today: date) -> tuple[str, dict[str, Any]]:
    """The condition that a stay is one of a deal that the filter wants."""
    where, values = conditions(flt, today)
    if not where:
        return "", {}
    return (
        f"AND y.deal_id IN ({statement('SELECT d.id', source(flt), 'WHERE TRUE', where)})",
        values,
    )


def bounds(first: date, last: date) -> dict[str, str]:
    """The instants between which days lie, the last one in full."""
    behind = last if last == date.max else last + _DAY
    return {"from": day_begins(first), "behind": day_begins(behind)}
