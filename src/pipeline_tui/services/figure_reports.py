"""Figures that only reports ask for: velocity, the plan in full, and what they all stand on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics import plan, snapshot, trend
from pipeline_tui.domain.metrics.facts import Ranks, StageFact
from pipeline_tui.domain.metrics.periods import Period, quarter_of, trailing_quarters
from pipeline_tui.services import figure_customers, figure_pages, figures, reading
from pipeline_tui.store import (
    reads_basis,
    reads_exits,
    reads_facts,
    reads_plan,
    reads_report,
    reads_trend,
)
from pipeline_tui.store.reads_money import Purse

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.basis import Basis
    from pipeline_tui.domain.metrics.leads import LeadFigures
    from pipeline_tui.domain.metrics.velocity import Velocity
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.services.figure_pages import PlanPage
    from pipeline_tui.services.figures import Funnel


QUARTERS = 8
"""So many quarters of win rates are shown."""


class VelocityReport(NamedTuple):
    """Velocity over a window, with its factors."""

    period: str
    """The period asked for, else the trailing four quarters."""
    currency: str
    velocity: Velocity


class SnapshotReport(NamedTuple):
    """How the open stages were left in a period, by the names of the stages."""

    stages: tuple[tuple[StageFact, snapshot.Exits], ...]
    names: dict[int, str]


class FunnelReport(NamedTuple):
    """How far deals came, how stages were left, and what became of leads, at one moment."""

    cohorts: Funnel
    exits: SnapshotReport
    leads: LeadFigures


class PlanReport(NamedTuple):
    """A period against its target, all in minor units of the base currency.

    None: nothing can be said of it, most often because no target is set.
    """

    page: PlanPage
    won_minor: int
    realistic_minor: int
    due_minor: int | None
    """What an even pace asks for by today."""
    deviation_minor: int | None
    """Won − that."""
    days: tuple[tuple[date, int], ...]
    """Days on which something was won, with the sum of all until then."""
    first: date
    last: date


def basis(desk: Desk, flt: Filter | None = None) -> Basis:
    """How many deals figures are worked out of, and which currencies have no rate."""
    with reading.at_once(desk):
        return reads_basis.basis(desk.reader, desk.clock.today(), flt)


def velocity(desk: Desk, period: Period | None, flt: Filter | None) -> VelocityReport:
    """Open count × average won value × win rate ÷ average cycle days (metrics.md)."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        window = period or trailing_quarters(today)
        purse = Purse(conn)
        found = reads_report.velocity_of(conn, purse, today, period, flt)
    return VelocityReport(window.name, purse.base, found)


def funnel(desk: Desk, period: Period | None, flt: Filter | None) -> FunnelReport:
    """Conversion by cohort and as a snapshot, and lead figures."""
    with reading.at_once(desk):
        return FunnelReport(
            figures.funnel(desk, period, flt),
            exits(desk, period, flt),
            figure_customers.lead_figures(desk, period, flt),
        )


def exits(desk: Desk, period: Period | None, flt: Filter | None) -> SnapshotReport:
    """Conversion as a snapshot: exits from stage to stage (metrics.md)."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        stages = reads_facts.stage_facts(conn)
        left = reads_exits.exits(conn, today, period, flt)
    ranks = Ranks(stages)
    found = snapshot.snapshot(left, stages, ranks)
    return SnapshotReport(
        tuple(zip(ranks.open, found, strict=True)), {stage.id: stage.name for stage in stages}
    )


def win_rates(desk: Desk, period: Period | None, flt: Filter | None) -> list[trend.QuarterRate]:
    """The win rates of the quarters up to the end of the period or of today, QUARTERS at least."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        window = trailing_quarters(min(period.last, today) if period else today, QUARTERS)
        names = []
        at = quarter_of(window.first)
        while at.first <= window.last:
            names.append(at.name)
            if at.last >= window.last:
                break
            at = quarter_of(at.last + timedelta(days=1))
        closed = reads_trend.closed_by_month(conn, today, window.first, window.last, flt)
    return trend.by_quarter(closed, names)


def plan_report(desk: Desk, period: Period | None) -> PlanReport:
    """A period, this quarter if none is given, against its target; of all deals."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        named = period or quarter_of(today)
        purse = Purse(conn)
        page = figure_pages.plan_page(desk, named, None)
        won = reads_plan.won_minor(conn, purse, named)
        realistic = reads_plan.scenarios(conn, purse, named, today).realistic
        days = reads_trend.won_by_day(conn, named)
    due = None
    if page.plan is not None:
        due = plan.even_pace(page.plan.target_minor, named, today)
    total = 0
    sums = []
    for day, minor in days:
        total += minor
        sums.append((day, total))
    return PlanReport(
        page,
        won,
        realistic,
        due,
        None if due is None else won - due,
        tuple(sums),
        named.first,
        named.last,
    )
