"""The deals behind a figure, read when somebody asks for them.

A page carries numbers only; here stands once more, of each of them, which deals it counted.
tests/figures holds the two against each other.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.clock import day_begins
from pipeline_tui.domain.metrics.durations import AGE_LIMITS
from pipeline_tui.domain.metrics.periods import Period, parse_period, trailing_quarters
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_stays import bounds
from pipeline_tui.store.reads_wanted import conditions_in, source

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter

RECENT = "recent"
"""Of which one: without a period it is of the trailing four quarters, as velocity is."""

_CLOSED = "d.closed_on BETWEEN :first AND :last"
_WON = f"s.kind IN ('won', 'care') AND {_CLOSED}"
_LOST = f"s.kind = 'lost' AND d.disqualified = 0 AND {_CLOSED}"
_IN_PLAY = "s.kind = 'open' AND d.verified_at IS NOT NULL"
_DUE = f"""{_IN_PLAY} AND d.expected_close BETWEEN :first AND :last
    AND d.expected_close >= :today AND (d.ghost_on IS NULL OR d.ghost_on > :today)
    AND d.category <> 'omit'"""
_SEGMENT = f"d.verified_at IS NOT NULL AND (s.kind = 'open' OR {_WON} OR {_LOST})"
_FIRST_WIN = statement(
    _WON,
    """
    AND d.company_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM deal o JOIN stage e ON e.id = +o.stage_id
        WHERE o.company_id = d.company_id AND e.kind IN ('won', 'care')
          AND (o.closed_on, o.id) < (d.closed_on, d.id))""",
)
_WHERE = {
    "stage": "d.stage_id = :which",
    "won": f"d.verified_at IS NOT NULL AND {_WON}",
    "lost": f"d.verified_at IS NOT NULL AND {_LOST}",
    "closed": f"d.verified_at IS NOT NULL AND ({_WON} OR {_LOST})",
    "target": _WON,
    "in_play": f"{_IN_PLAY} AND (d.ghost_on IS NULL OR d.ghost_on > :today)",
    "due": _DUE,
    "expected": f"(({_WON}) OR ({_DUE}))",
    "cautious": f"(({_WON}) OR ({_DUE} AND d.category = 'commit' AND NOT d.overridden))",
    "past": f"{_IN_PLAY} AND d.expected_close < :today",
    "reason": f"d.verified_at IS NOT NULL AND {_LOST}",
    "answered": f"d.verified_at IS NOT NULL AND {_LOST} AND d.risk_was_reason IS NOT NULL",
    "disqualified": f"d.disqualified = 1 AND {_CLOSED}",
    "ages": """s.kind = 'open' AND EXISTS (
        SELECT 1 FROM stay y WHERE y.deal_id = d.id AND y.left_at IS NULL
          AND y.entered_at >= :from AND y.entered_at < :behind)""",
    "durations": """d.id IN (
        SELECT y.deal_id FROM stay y WHERE y.stage_id = :which AND y.inferred = 0
        GROUP BY y.deal_id HAVING COUNT(y.left_at) = COUNT(*)
          AND MAX(y.left_at) >= :from AND MAX(y.left_at) < :behind)""",
    "flow": """d.id IN (
        SELECT y.deal_id FROM stay y JOIN stage o ON o.id = y.stage_id
        WHERE o.kind = 'open' AND y.inferred = 0
          AND ((y.entered_at >= :from AND y.entered_at < :behind)
            OR (y.left_at >= :from AND y.left_at < :behind)))""",
    "average": f"{_WON} AND d.value_minor IS NOT NULL",
    "customers": _FIRST_WIN,
    "acquired": _FIRST_WIN,
    "decided": """s.kind IN ('won', 'lost', 'care') AND d.verified_at IS NOT NULL
        AND d.disqualified = 0 AND d.closed_on IS NOT NULL AND EXISTS (
            SELECT 1 FROM stay y
            WHERE y.deal_id = d.id AND y.stage_id = :which AND y.inferred = 0)""",
}
"""Figure -> which deals it counts."""

LABELS = {
    "source": "d.source",
    "product": "d.product",
    "region": "d.region",
    "owner": "d.owner",
    "customer": "d.customer",
    "industry": "(SELECT c.industry FROM company c WHERE c.id = d.company_id)",
    "size": "(SELECT c.size FROM company c WHERE c.id = d.company_id)",
}
"""By what deals are cut (process.md, "Segments") -> what a deal has there."""

_TEXTS = {**LABELS, "reason": "d.lost_reason", "acquired": "d.source"}
"""Figure -> the text by which its deals are told apart."""


def members(
    conn: sqlite3.Connection,
    figure: str,
    which: str | int,
    period: Period | None,
    today: date,
    flt: Filter | None = None,
    limit: int = -1,
) -> tuple[int, ...]:
    """The deals that a figure counts, by their numbers; `which` is the stage, reason and the like.

    KeyError for a figure that has none.
    """
    period = _period(figure, which, period, today)
    wanted, values = conditions_in(None if figure == "decided" else flt, today, period)
    values |= {"which": which, "today": today.isoformat(), "limit": limit}
    if figure == "entered":
        from pipeline_tui.domain.metrics.facts import Ranks
        from pipeline_tui.store.reads_facts import stage_facts
        from pipeline_tui.store.reads_reached import members as entered

        return entered(conn, Ranks(stage_facts(conn)), int(which), period, today, flt, limit)
    if figure == "exits":
        from pipeline_tui.store.reads_exits import members as left

        return left(conn, int(which), period, today, flt, limit)
    if figure in ("durations", "flow"):
        first, last = (date.min, date.max) if period is None else (period.first, period.last)
        values |= bounds(first, last)
    if figure == "ages":
        values |= _ages(int(which), today)
    if figure in _TEXTS:
        sql = statement(
            "SELECT d.id,", _TEXTS[figure], source(flt), "WHERE",
            _SEGMENT if figure in LABELS else _WHERE[figure], wanted, "ORDER BY d.id",
        )  # fmt: skip
        # What is shown is the text as it may be shown, so that is what is compared.
        rows = conn.execute(sql, values).fetchall()
        found = [number for number, text in rows if clean(text or "") == which]
        return tuple(found if limit < 0 else found[:limit])
    sql = statement(
        "SELECT d.id", source(flt), "WHERE", _WHERE[figure], wanted, "ORDER BY d.id LIMIT :limit"
    )
    return tuple(row[0] for row in conn.execute(sql, values).fetchall())


def _period(figure: str, which: str | int, period: Period | None, today: date) -> Period | None:
    """The period whose deals a figure counts, where that is not the one asked for."""
    if figure == "average" or (which == RECENT and period is None):
        return trailing_quarters(today)
    if figure == "flow":
        monday = date.fromisoformat(str(which))
        return Period(str(which), monday, monday + timedelta(days=6))
    return parse_period(str(which)) if figure == "target" and which else period


def _ages(group: int, today: date) -> dict[str, Any]:
    """The instants between which the deals of one of the AGE_LIMITS came into their stages."""
    youngest = 0 if group == 0 else AGE_LIMITS[group - 1] + 1
    behind = today - timedelta(days=youngest - 1)
    oldest = AGE_LIMITS[group] if group < len(AGE_LIMITS) else None
    return {
        "from": "" if oldest is None else day_begins(today - timedelta(days=oldest)),
        "behind": "9999-99" if group == 0 else day_begins(behind),
    }
