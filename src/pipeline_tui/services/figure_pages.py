"""What the pages of the insights show, each read at one moment: numbers, and the deals behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics import durations, plan, segments
from pipeline_tui.domain.metrics.facts import DealFact
from pipeline_tui.domain.metrics.periods import Period, quarter_of
from pipeline_tui.domain.metrics.pipeline import PipelineReport
from pipeline_tui.services import bottlenecks, figures, reading
from pipeline_tui.store import reads_closing, reads_facts, reads_plan, reads_stays
from pipeline_tui.store.reads_money import Purse

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.services.desk import Desk

FLOW_WEEKS = 8


class PipelinePage(NamedTuple):
    """The open stages, and what was won and lost."""

    report: PipelineReport
    stages: tuple[tuple[int, ...], ...]
    """The deals of each stage of the report."""
    won: tuple[int, ...]
    lost: tuple[int, ...]


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
    customers: tuple[int, ...]
    """The first deals of the new customers of the period."""
    wanted_customers: int | None
    won: tuple[int, ...]
    targets: tuple[plan.Target, ...]


class SegmentsPage(NamedTuple):
    """The opportunities cut by one dimension after the other, and the costs of the sources."""

    currency: str
    dimensions: tuple[tuple[str, tuple[segments.Segment, ...]], ...]
    costs: dict[str, int]
    new_customers: dict[str, int]
    """Source -> new customers won from it in the period."""


class LossesPage(NamedTuple):
    """Why deals were lost, and whether the risk was seen."""

    currency: str
    reasons: tuple[segments.Reason, ...]
    foresight: segments.Foresight
    disqualified: tuple[int, ...]
    names: dict[str, str]
    """Code -> the name of a reason, '' where the program names it."""


def pipeline_page(desk: Desk, period: Period | None, flt: Filter | None) -> PipelinePage:
    """Open stages, win rate, cycle, velocity and coverage."""
    with reading.at_once(desk):
        report = reading.pipeline_report(desk, period, flt)
        conn, today = desk.reader, desk.clock.today()
        facts = reads_facts.deal_facts(conn, today, flt)
        of_stage: dict[int, list[int]] = {
            stage.id: [] for stage in reads_facts.stage_facts(conn) if stage.kind == "open"
        }
    for deal in facts:
        if deal.stage_id in of_stage:
            of_stage[deal.stage_id].append(deal.id)
    closed = [deal for deal in facts if deal.verified and _inside(deal, period)]
    return PipelinePage(
        report,
        tuple(map(tuple, of_stage.values())),
        tuple(deal.id for deal in closed if deal.won),
        tuple(deal.id for deal in closed if deal.lost),
    )


def durations_page(desk: Desk, period: Period | None, flt: Filter | None) -> DurationsPage:
    """Durations, ages, weekly flow and bottlenecks."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        stages = [stage.id for stage in reads_facts.stage_facts(conn) if stage.kind == "open"]
        standing = reads_stays.standing(conn, today, flt)
        flows = reads_stays.weekly(conn, today, FLOW_WEEKS, stages, flt)
        stuck = bottlenecks.bottlenecks(desk, flt, standing=standing, flows=flows)
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
        report = reading.pipeline_report(desk, named)
        deals = reads_facts.deal_facts(conn, today)
        targets = reads_plan.targets(conn)
    gap = None
    if found is not None:
        gap = plan.gap(found.target_minor, found.won_minor, found.realistic_minor)
    won = [deal for deal in deals if deal.won and _inside(deal, named)]
    wanted = next((one.customers for one in targets if one.period == named.name), None)
    return PlanPage(
        named.name,
        purse.base,
        found,
        gap,
        plan.run_rate(sum(deal.value_minor or 0 for deal in won), named, today),
        report.coverage,
        recent,
        None if gap is None else plan.deals_missing(gap.to_won, recent),
        tuple(segments.new_customers(deals, named).values()),
        wanted,
        tuple(deal.id for deal in won),
        tuple(targets),
    )


def segments_page(desk: Desk, period: Period | None, flt: Filter | None) -> SegmentsPage:
    """By source, product, region, owner, kind of customer, industry and size."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        deals = reads_facts.deal_facts(conn, today, flt)
        labels = {name: reads_facts.labels(conn, name) for name in reads_facts.DIMENSIONS}
        span = period or Period("", min((d.created_on for d in deals), default=today), today)
        costs = reads_facts.costs(conn, span.first, span.last)
        base = Purse(conn).base
    cut = [(name, segments.segments(deals, labels[name], period)) for name in labels]
    won_from: dict[str, int] = {}
    for deal in segments.new_customers(deals, span).values():
        name = labels["source"].get(deal, "")
        won_from[name] = won_from.get(name, 0) + 1
    return SegmentsPage(
        base,
        tuple((name, tuple(found)) for name, found in cut if any(one.name for one in found)),
        costs,
        won_from,
    )


def losses_page(desk: Desk, period: Period | None, flt: Filter | None) -> LossesPage:
    """Reasons, and risk foresight."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        deals = reads_facts.deal_facts(conn, today, flt)
        base = Purse(conn).base
        names = {one.code: one.name for one in reads_closing.lost_reasons(conn)}
    return LossesPage(
        base,
        tuple(segments.reasons(deals, period)),
        segments.foresight(deals, period),
        tuple(deal.id for deal in deals if deal.disqualified and _inside(deal, period)),
        names,
    )


def _inside(deal: DealFact, period: Period | None) -> bool:
    """Whether a deal was closed, and in the period if there is one."""
    if deal.closed_on is None:
        return False
    return period is None or period.holds(deal.closed_on)
