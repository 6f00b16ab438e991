"""What the pages of the insights show, each read at one moment: numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics import durations, plan, segments
from pipeline_tui.domain.metrics.periods import Period, quarter_of, trailing_quarters
from pipeline_tui.services import bottlenecks, figures, reading
from pipeline_tui.store import (
    reads_closing,
    reads_facts,
    reads_plan,
    reads_report,
    reads_segments,
    reads_stays,
)
from pipeline_tui.store.reads_money import Purse

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.services.desk import Desk


class DurationsPage(NamedTuple):
    """How long stays took, how long they take now, and what comes and goes."""

    report: figures.Durations
    ages: tuple[int, ...]
    """How many deals stand in open stages, by durations.AGE_LIMITS."""
    flow: tuple[durations.Flow, ...]


class PlanPage(NamedTuple):
    """A period against its target; all in the base currency."""

    period: str
    currency: str
    plan: plan.Plan | None
    gap: plan.Gap | None
    run_rate: int | None
    coverage: plan.Coverage | None
    average_won: int | None
    """Of the won deals of the trailing four quarters."""
    missing: int | None
    customers: int
    """New ones of the period."""
    wanted_customers: int | None
    targets: tuple[plan.Target, ...]
    unrated: plan.Unrated | None

    @property
    def cause(self) -> str:
        """Why it went otherwise than planned."""
        return next((one.cause for one in self.targets if one.period == self.period), "")


class SegmentsPage(NamedTuple):
    """The opportunities cut by one dimension after the other."""

    currency: str
    dimensions: tuple[tuple[str, tuple[segments.Segment, ...]], ...]


class LossesPage(NamedTuple):
    """Why deals were lost, and whether the risk was seen."""

    currency: str
    reasons: tuple[segments.Reason, ...]
    foresight: segments.Foresight
    disqualified: int
    names: dict[str, str]
    """Code -> the name of a reason, '' where the program names it."""


def durations_page(desk: Desk, period: Period | None, flt: Filter | None) -> DurationsPage:
    """Durations, ages, weekly flow and bottlenecks."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        stages = [stage.id for stage in reads_facts.stage_facts(conn) if stage.kind == "open"]
        standing = reads_stays.standing(conn, today, flt)
        until, weeks = durations.flow_weeks(period, today)
        flows = reads_stays.weekly(conn, today, weeks, stages, flt, until)
        lately = flows if until == today else None
        stuck = bottlenecks.bottlenecks(desk, flt, standing=standing, flows=lately)
        report = figures.durations_of(desk, period, flt, stuck)
    return DurationsPage(
        report, durations.ages(standing.values()), tuple(durations.added_up(flows.values()))
    )


def plan_page(desk: Desk, period: Period | None, flt: Filter | None) -> PlanPage:
    """Target, won, gap, run rate, coverage, and what is missing; of all deals, as a target is."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        named = period or quarter_of(today)
        purse = Purse(conn)
        found = reads_plan.plan(conn, named, today)
        recent = reads_plan.average_won(conn, purse, today)
        rate = reads_report.covering_win_rate(conn, purse, today, trailing_quarters(today))
        covered = reads_plan.coverage_of(conn, purse, named, today, rate)
        won_minor = reads_plan.won_minor(conn, purse, named)
        customers = sum(reads_segments.new_customers(conn, named, today).values())
        targets = reads_plan.targets(conn)
        lacking = reads_plan.unrated_target(conn, purse, named)
    gap = None
    if found is not None:
        gap = plan.gap(found.target_minor, found.won_minor, found.realistic_minor)
    return PlanPage(
        named.name,
        purse.base,
        found,
        gap,
        plan.run_rate(won_minor, named, today),
        covered,
        recent,
        None if gap is None else plan.deals_missing(gap.to_won, recent),
        customers,
        plan.wanted(
            {one.period: one.customers for one in targets if one.customers is not None}, named
        ),
        tuple(targets),
        lacking,
    )


def segments_page(desk: Desk, period: Period | None, flt: Filter | None) -> SegmentsPage:
    """By source, product, region, owner, kind of customer, industry and size."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        purse = Purse(conn)
        parts = reads_segments.parts(conn, purse, period, today, flt)
    cut = [(name, segments.segments(found)) for name, found in parts.items()]
    return SegmentsPage(
        purse.base,
        tuple((name, tuple(found)) for name, found in cut if any(one.name for one in found)),
    )


def losses_page(desk: Desk, period: Period | None, flt: Filter | None) -> LossesPage:
    """Reasons, and risk foresight."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        purse = Purse(conn)
        lost = reads_segments.lost(conn, purse, period, today, flt)
        names = {one.code: one.name for one in reads_closing.lost_reasons(conn)}
    return LossesPage(
        purse.base,
        tuple(segments.reasons(lost)),
        segments.foresight(lost),
        segments.disqualified(lost),
        names,
    )
