"""Row 12: a page of the insights against the slowest of its figures in raw SQL, in turn.

Raw are statements that anybody would write who knows the tables and asks for one figure at a
time: medians and percentiles by window functions, first entries and decided deals by grouping.
The page reads all of its figures, opens the file anew, and is worked out whole.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.data import TODAY
from benchmarks.table import Figure, p50, timed
from pipeline_tui.clock import FixedClock
from pipeline_tui.domain.metrics.periods import Period, parse_period
from pipeline_tui.services import figure_customers, figure_pages, figure_reports, figures, reading
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from benchmarks.screen import Stage

BUDGET = 1.5
QUARTER = parse_period("2026-Q4")
_OPPORTUNITIES = """
    FROM deal d JOIN stage s ON s.id = d.stage_id
    WHERE d.verified_at IS NOT NULL AND d.disqualified = 0 AND s.kind IN ('won', 'lost', 'care')
      AND d.closed_on BETWEEN :first AND :last"""
_STAGES = """
    SELECT s.name, COUNT(*), SUM(d.value_minor),
        SUM(d.value_minor * COALESCE(d.probability, s.probability)) / 100
    FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'open' GROUP BY s.id"""
_IN_PLAY = """
    SELECT COUNT(*) FROM deal d JOIN stage s ON s.id = d.stage_id
    WHERE s.kind = 'open' AND d.verified_at IS NOT NULL
      AND (d.ghost_on IS NULL OR d.ghost_on > '2026-11-20')"""
_CYCLES = f"""
    WITH closed AS (
        SELECT s.kind <> 'lost' AS won, d.value_minor, julianday(d.closed_on) - julianday(date((
            SELECT MIN(y.entered_at) FROM stay y JOIN stage e ON e.id = y.stage_id
            WHERE y.deal_id = d.id AND y.inferred = 0 AND e.kind = 'open' AND e.position >= 2
        ), 'localtime')) AS days {_OPPORTUNITIES}),
    placed AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY won ORDER BY days) AS place,
                      COUNT(*) OVER (PARTITION BY won) AS deals FROM closed)
    SELECT won, COUNT(*), SUM(value_minor), AVG(days),
        AVG(CASE WHEN place IN ((deals + 1) / 2, (deals + 2) / 2) THEN days END)
    FROM placed GROUP BY won"""
_COHORTS = """
    WITH entered AS (
        SELECT y.deal_id, s.position, MIN(date(y.entered_at, 'localtime')) AS day
        FROM stay y JOIN stage s ON s.id = y.stage_id
        WHERE y.inferred = 0 AND s.kind IN ('open', 'won', 'care') GROUP BY 1, 2),
    far AS (SELECT *, MAX(position) OVER (PARTITION BY deal_id) AS furthest FROM entered)
    SELECT position, COUNT(*), SUM(furthest > position) FROM far
    WHERE day BETWEEN :first AND :last GROUP BY position"""
_EXITS = """
    SELECT stage_id, next_id, COUNT(*) FROM (
        SELECT stage_id, left_at, LEAD(stage_id) OVER (
            PARTITION BY deal_id ORDER BY entered_at, id) AS next_id
        FROM stay WHERE inferred = 0)
    WHERE next_id IS NOT NULL AND date(left_at, 'localtime') BETWEEN :first AND :last
    GROUP BY 1, 2"""
_DURATIONS = """
    WITH days AS (
        SELECT stage_id, SUM(julianday(date(left_at, 'localtime'))
            - julianday(date(entered_at, 'localtime'))) AS days
        FROM stay WHERE inferred = 0 GROUP BY deal_id, stage_id
        HAVING COUNT(left_at) = COUNT(*)
           AND date(MAX(left_at), 'localtime') BETWEEN :first AND :last),
    placed AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY stage_id ORDER BY days) AS place,
                      COUNT(*) OVER (PARTITION BY stage_id) AS deals FROM days)
    SELECT stage_id, MAX(deals),
        AVG(CASE WHEN place IN ((deals + 1) / 2, (deals + 2) / 2) THEN days END),
        MIN(CASE WHEN place * 100 >= deals * 85 THEN days END)
    FROM placed GROUP BY stage_id"""
_HISTORY = """
    SELECT stage_id, COUNT(*), SUM(won) FROM (
        SELECT y.stage_id, s.kind <> 'lost' AS won
        FROM deal d JOIN stage s ON s.id = d.stage_id JOIN stay y ON y.deal_id = d.id
        WHERE d.verified_at IS NOT NULL AND d.disqualified = 0
          AND s.kind IN ('won', 'lost', 'care') AND y.inferred = 0
        GROUP BY y.deal_id, y.stage_id)
    GROUP BY stage_id"""
_DUE = """
    SELECT d.id, d.value_minor, COALESCE(d.probability, s.probability), d.category
    FROM deal d JOIN stage s ON s.id = d.stage_id
    WHERE s.kind = 'open' AND d.verified_at IS NOT NULL
      AND d.expected_close BETWEEN :first AND :last"""
_NEW = """
    SELECT w.source, COUNT(*) FROM (
        SELECT d.source, d.closed_on, ROW_NUMBER() OVER (
            PARTITION BY d.company_id ORDER BY d.closed_on, d.id) AS place
        FROM deal d JOIN stage s ON s.id = d.stage_id
        WHERE s.kind IN ('won', 'care') AND d.company_id IS NOT NULL) w
    WHERE w.place = 1 AND w.closed_on BETWEEN :first AND :last GROUP BY 1"""
_CUT = """
    SELECT '{name}', {column}, SUM(s.kind = 'open'), SUM(s.kind IN ('won', 'care')),
        SUM(s.kind = 'lost'), SUM(CASE WHEN s.kind IN ('won', 'care') THEN d.value_minor END)
    FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN company c ON c.id = d.company_id
    WHERE d.verified_at IS NOT NULL AND d.disqualified = 0 AND (s.kind = 'open' OR (
        s.kind IN ('won', 'lost', 'care') AND d.closed_on BETWEEN :first AND :last))
    GROUP BY {column}"""
_SEGMENTS = " UNION ALL ".join(
    _CUT.format(name=column, column=column)
    for column in ("d.source", "d.product", "d.region", "d.owner", "d.customer", "c.industry",
                   "c.size")
)  # fmt: skip
_REASONS = f"SELECT d.lost_reason, COUNT(*), SUM(d.value_minor) {_OPPORTUNITIES} GROUP BY 1"
_FORESIGHT = f"SELECT SUM(d.risk_was_reason), COUNT(d.risk_was_reason) {_OPPORTUNITIES}"

Read = Callable[[Desk, Period | None], object]
PAGES: Mapping[str, tuple[tuple[str, ...], Read]] = {
    "pipeline": ((_STAGES, _IN_PLAY, _CYCLES), reading.pipeline_report),
    "funnel": (
        (_COHORTS, _EXITS),
        lambda desk, period: (
            figures.funnel(desk, period), figure_reports.exits(desk, period, None),
            figure_customers.lead_figures(desk, period, None),
        ),
    ),
    "durations": (
        (_DURATIONS,),
        lambda desk, period: (
            figure_pages.durations_page(desk, period, None),
            figure_customers.first_value(desk, period, None),
        ),
    ),
    "forecast": ((_HISTORY, _DUE), figures.period_forecast),
    "plan": ((_NEW, _DUE), lambda desk, period: figure_pages.plan_page(desk, period, None)),
    "segments": (
        (_SEGMENTS, _NEW),
        lambda desk, period: (
            figure_pages.segments_page(desk, period, None),
            figure_customers.bring(desk, period, None),
        ),
    ),
    "losses": (
        (_REASONS, _FORESIGHT), lambda desk, period: figure_pages.losses_page(desk, period, None),
    ),
}  # fmt: skip
"""Page -> its raw statements, and how the program reads all that stands on it."""


def _raw(database: Path, sql: str, period: Period | None) -> float:
    first, last = ("0000", "9999") if period is None else (str(period.first), str(period.last))
    begin = time.perf_counter()
    with closing(sqlite3.connect(database)) as conn:
        conn.execute(sql, {"first": first, "last": last}).fetchall()
    return time.perf_counter() - begin


def _page(database: Path, read: Read, period: Period | None) -> float:
    begin = time.perf_counter()
    desk = Desk(database, FixedClock(TODAY))
    read(desk, period)
    desk.close()
    return time.perf_counter() - begin


def pages(database: Path, size: int, rounds: int) -> list[Figure]:
    """Every page, of all time and of a quarter, against the slowest of its raw statements."""
    made = []
    for name, (statements, read) in PAGES.items():
        for period in (None, QUARTER):
            ours: list[float] = []
            raw: list[list[float]] = [[] for _sql in statements]
            for turn in range(rounds + 1):
                times = [_raw(database, sql, period) for sql in statements]
                mine = _page(database, read, period)
                if turn:  # the first round warms the caches
                    ours.append(mine)
                    for into, seconds in zip(raw, times, strict=True):
                        into.append(seconds)
            what = f"insights: {name}, {period.name if period else 'all time'}"
            made.append(timed("12", what, size, p50(ours), max(map(p50, raw)), BUDGET))
    return made


def opening(stage: Stage, database: Path, size: int, rounds: int) -> Figure:
    """The key that opens the insights until its first paint, against hello's key."""
    ours, floor = [], []
    with stage.pair(database) as (hello, app):
        for turn in range(rounds + 1):
            base, mine = hello.key("j"), app.first_paint("5")
            app.settle(1.0)
            app.send("\x1b")
            app.settle(0.5)
            if turn:
                floor.append(base)
                ours.append(mine)
    return timed("12", "open the insights, first paint, p50", size, p50(ours), p50(floor), 8.0)
