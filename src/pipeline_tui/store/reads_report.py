"""Figures over many deals: the headline and `report pipeline`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.metrics.periods import Period, quarter_of, trailing_quarters
from pipeline_tui.domain.records import Column, Headline
from pipeline_tui.store.reads_money import Purse, Sum, summed
from pipeline_tui.store.reads_plan import coverage_of, target_minor, unrated_target
from pipeline_tui.store.reads_shared import stages, statement
from pipeline_tui.store.reads_wanted import OPPORTUNITIES, conditions, conditions_in, source

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.pipeline import ClosedDeal, PipelineReport
    from pipeline_tui.domain.metrics.velocity import Velocity


def headline(
    conn: sqlite3.Connection, today: date, columns: Sequence[Column] | None = None
) -> Headline:
    """Won this quarter, weighted value, overdue follow-ups and ghosts.

    `columns`, the board's without a filter, spare adding them up once more.
    """
    quarter = quarter_of(today)
    purse = Purse(conn)
    if columns is None:
        from pipeline_tui.store.reads_board import columns as all_columns

        columns = all_columns(conn, today)
    values = {"first": quarter.first.isoformat(), "last": quarter.last.isoformat()}
    won = purse.total([_won(row) for row in summed(conn, _WON, values)], expected=False)
    bound = {"today": today.isoformat()}
    return Headline(
        period=quarter.name,
        currency=purse.base,
        won_minor=won.value_minor,
        weighted_minor=sum(column.total.weighted_minor for column in columns),
        overdue=conn.execute(_OVERDUE, bound).fetchone()[0],
        ghosts=conn.execute(_GHOSTS, bound).fetchone()[0],
        target_minor=target_minor(conn, purse, quarter),
    )


# Stages after the sale count as won (metrics.md, "Win rate").
_WON = """
    SELECT d.currency, COUNT(*), COUNT(d.value_minor), SUM(d.value_minor)
    FROM deal d INDEXED BY deal_closed_on CROSS JOIN stage s ON s.id = d.stage_id
    WHERE d.closed_on BETWEEN :first AND :last AND s.kind IN ('won', 'care')
    GROUP BY d.currency"""
_OVERDUE = """
    SELECT COUNT(*) FROM followup INDEXED BY followup_due WHERE state = 'open' AND due < :today"""
_GHOSTS = "SELECT COUNT(*) FROM deal INDEXED BY deal_ghost WHERE ghost_on <= :today"


def _won(row: tuple[Any, ...]) -> Sum:
    return Sum(0, row[0], row[1], row[2], int(row[3] or 0), 0)


def pipeline_report(
    conn: sqlite3.Connection,
    today: date,
    period: Period | None = None,
    flt: Filter | None = None,
) -> PipelineReport:
    """Open stages as they are now; wins, losses and cycle of a period, or of all time.

    Velocity is over the period, or over the trailing four quarters.
    """
    from pipeline_tui.domain.metrics.pipeline import (  # the headline does without
        PipelineReport,
        StageFigures,
        cycle_days,
        value_of,
        win_rate,
        win_rate_by_value,
    )
    from pipeline_tui.store.reads_board import columns

    purse = Purse(conn)
    figures = tuple(
        StageFigures(column.stage.name, column.total, column.stage.id)
        for column in columns(conn, today, flt)
        if column.stage.kind == "open"
    )
    closed = _closed_deals(conn, purse, today, period, flt)
    cycle, lost_cycle = cycle_days(closed), cycle_days(closed, won=False)
    target = coverage = lacking = None
    named = period or quarter_of(today)
    if flt is None:  # a target is for all deals
        target = target_minor(conn, purse, named)
        window = trailing_quarters(today)
        rate = (
            _covering([deal for deal in closed if window.holds(deal.closed_on)])
            if period is None
            else covering_win_rate(conn, purse, today, window)
        )
        coverage = coverage_of(conn, purse, named, today, rate)
        lacking = unrated_target(conn, purse, named) if target is None else None
    return PipelineReport(
        period=None if period is None else period.name,
        currency=purse.base,
        stages=figures,
        won=sum(deal.won for deal in closed),
        won_minor=value_of(closed, won=True),
        lost=sum(not deal.won for deal in closed),
        win_rate=win_rate(closed),
        win_rate_value=win_rate_by_value(closed),
        cycle_mean=None if cycle is None else cycle.mean,
        cycle_median=None if cycle is None else cycle.median,
        velocity=velocity_of(conn, purse, today, period, flt, closed),
        lost_cycle_mean=None if lost_cycle is None else lost_cycle.mean,
        lost_cycle_median=None if lost_cycle is None else lost_cycle.median,
        lost_unvalued=sum(not deal.won and not deal.value_minor for deal in closed),
        covered=target is not None and coverage is None,
        coverage=coverage,
        unrated=lacking,
    )


def velocity_of(
    conn: sqlite3.Connection,
    purse: Purse,
    today: date,
    period: Period | None,
    flt: Filter | None,
    closed: Sequence[ClosedDeal] | None = None,
) -> Velocity:
    """What the pipeline brings per day, of a period, else of the trailing four quarters.

    `closed`, the deals of that window or of more, spare reading them once more.
    """
    from pipeline_tui.domain.metrics.velocity import velocity

    window = period or trailing_quarters(today)
    if closed is None:
        closed = _closed_deals(conn, purse, today, window, flt)
    where, values = conditions(flt, today)
    in_play = conn.execute(statement(_IN_PLAY.format(source=source(flt)), where), values)
    recent = [deal for deal in closed if window.holds(deal.closed_on)]
    return velocity(in_play.fetchone()[0], recent)


_IN_PLAY = """
    SELECT COUNT(*) {source}
    WHERE s.kind = 'open' AND d.verified_at IS NOT NULL
      AND (d.ghost_on IS NULL OR d.ghost_on > :today)"""

# A cycle begins with the first entry into the stage of first contact or an open one behind
# it; stays that an import only inferred are no evidence (metrics.md).
_CLOSED = """
    SELECT s.kind <> 'lost', d.closed_on, d.value_minor, d.currency,
        CAST(julianday(d.closed_on) - julianday(date(COALESCE((
            SELECT y.entered_at FROM stay y
            WHERE y.deal_id = d.id AND y.inferred = 0 AND +y.stage_id IN ({contacted})
            ORDER BY y.entered_at LIMIT 1
        ), d.created_at), 'localtime')) AS INTEGER)"""
_VALUES = "SELECT s.kind <> 'lost', d.currency, SUM(d.value_minor), COUNT(*)"


def _covering(closed: Sequence[ClosedDeal]) -> float | None:
    """The same of deals that were read already."""
    from pipeline_tui.domain.metrics.pipeline import covering_rate, value_of

    lost = sum(not deal.won for deal in closed)
    return covering_rate(value_of(closed, won=True), value_of(closed, won=False), lost)


def covering_win_rate(
    conn: sqlite3.Connection, purse: Purse, today: date, period: Period, flt: Filter | None = None
) -> float | None:
    """The win rate by value that coverage is measured against, from sums alone."""
    from pipeline_tui.domain.metrics.pipeline import covering_rate

    where, values = conditions_in(flt, today, period)
    sums, lost = [0, 0], 0
    sql = statement(_VALUES, source(flt), OPPORTUNITIES, where, "GROUP BY 1, 2")
    for won, currency, minor, deals in summed(conn, sql, values):
        sums[bool(won)] += purse.in_base(int(minor or 0), currency) or 0
        lost += 0 if won else deals
    return covering_rate(sums[True], sums[False], lost)


def _closed_deals(
    conn: sqlite3.Connection,
    purse: Purse,
    today: date,
    period: Period | None,
    flt: Filter | None,
) -> list[ClosedDeal]:
    """Verified opportunities closed in a period; disqualified leads are none."""
    from pipeline_tui.domain.metrics.pipeline import ClosedDeal

    there = stages(conn)
    marked = min((one.position for one in there if one.is_first_contact), default=None)
    where, values = conditions_in(flt, today, period)
    contacted = [
        str(one.id)
        for one in there
        if one.kind == "open" and marked is not None and one.position >= marked
    ]
    sql = statement(
        _CLOSED.format(contacted=", ".join(contacted)), source(flt, in_file_order=period is None),
        OPPORTUNITIES, where,
    )  # fmt: skip
    day = date.fromisoformat
    return [
        ClosedDeal(
            bool(won),
            day(closed),
            None if minor is None else purse.in_base(minor, currency),
            days if days >= 0 else None,
        )
        for won, closed, minor, currency, days in conn.execute(sql, values).fetchall()
    ]
