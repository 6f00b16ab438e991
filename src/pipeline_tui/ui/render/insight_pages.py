"""What stands on each page of the insights: titles, numbers, plots, definitions, deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import words
from pipeline_tui.domain.metrics.basis import lost_values
from pipeline_tui.domain.metrics.durations import AGE_LIMITS
from pipeline_tui.domain.metrics.plan import RULE_OF_THUMB
from pipeline_tui.domain.metrics.segments import DIMENSIONS
from pipeline_tui.domain.reasons import reason_name
from pipeline_tui.i18n import N_, _, ngettext, pgettext
from pipeline_tui.i18n.format import compact_money, decimal, number, percent, short_date
from pipeline_tui.ui.render import insight_missing, insight_more, plots
from pipeline_tui.ui.render.insights import Behind, Block, Row, plot_cells
from pipeline_tui.ui.render.numbers import NOTHING, amount, days, share
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.ui.gateway.insights import (
        DurationsPage,
        Forecast,
        Funnel,
        LossesPage,
        PipelineReport,
        PlanPage,
        SegmentsPage,
    )


PAGES = (
    ("pipeline", N_("Pipeline")),
    ("funnel", N_("Funnel")),
    ("durations", N_("Durations")),
    ("forecast", N_("Forecast")),
    ("plan", N_("Plan")),
    ("segments", N_("Sources")),
    ("losses", N_("Losses")),
)
"""The pages in their order, with their names."""

_MOST_SEGMENTS = 8


def _longest(values: list[int]) -> int:
    return max([*values, 1])


def pipeline(report: PipelineReport) -> list[Block]:
    """Open stages with bars, then what was won and lost."""
    currency = report.currency
    most = _longest([one.total.value_minor for one in report.stages])
    rows = [
        Row(
            one.stage,
            (
                number(one.total.count),
                amount(one.total.value_minor, currency),
                amount(one.total.weighted_minor, currency),
            ),
            "stages",
            share=one.total.value_minor / most,
            behind=Behind("stage", one.stage_id),
        )
        for one in report.stages
    ]
    needed = ""
    coverage = pgettext("target", "done") if report.covered else NOTHING
    if report.coverage is not None:
        coverage = f"{decimal(report.coverage.ratio, 1)} ×"
        low, high = RULE_OF_THUMB
        needed = _("Coverage needed: {low}–{high} × as a rule").format(low=low, high=high)
        if report.coverage.needed is not None:
            own = decimal(report.coverage.needed, 1)
            needed += _(", {own} × by your own win rate").format(own=own)
    if report.won and report.lost_unvalued:
        said = lost_values(report.lost_unvalued, report.lost)
        needed = f"{said}. {needed}".rstrip()
    needed = " ".join(filter(None, (needed, insight_missing.closed(report))))
    won, lost, both = Behind("won"), Behind("lost"), Behind("closed")
    closed = [
        Row(_("Won"), (number(report.won), amount(report.won_minor, currency)), "won",
            behind=won),
        Row(_("Lost"), (number(report.lost),), "lost", behind=lost),
        Row(_("Win rate, by count"), (share(report.win_rate),), "win_rate",
            share=report.win_rate, style="won", behind=both),
        Row(_("Win rate, by value"), (share(report.win_rate_value),), "win_rate_value",
            share=report.win_rate_value, style="won", behind=both),
        Row(_("Cycle, mean days"), (days(report.cycle_mean),), "cycle", behind=won),
        Row(_("Cycle, median days"), (days(report.cycle_median),), "cycle", behind=won),
        Row(_("Cycle of lost deals, median days"), (days(report.lost_cycle_median),), "lost_cycle",
            behind=lost),
        Row(_("Coverage"), (coverage,), "coverage",
            behind=None if report.coverage is None else Behind("due")),
    ]  # fmt: skip
    return [
        Block(_("Open stages"), (_("deals"), _("value"), _("weighted")), tuple(rows)),
        Block(_("Closed"), (), tuple(closed), needed),
        insight_more.velocity(
            report.velocity, currency, amount(report.velocity_minor_per_day, currency)
        ),
    ]


def funnel(page: Funnel) -> list[Block]:
    """A bar for each stage, as long as the first is full."""
    most = _longest([cohort.entered for _stage, cohort in page.stages])
    rows = [
        Row(
            stage.name,
            (number(one.entered), number(one.reached_next), share(one.conversion),
             number(one.open)),
            "conversion",
            share=one.entered / most,
            behind=Behind("entered", stage.id) if one.entered else None,
        )
        for stage, one in page.stages
    ]  # fmt: skip
    heads = (_("entered"), _("went on"), _("conversion"), _("undecided"))
    said = "" if any(row.behind for row in rows) else _("No deal came into a stage in this period.")
    return [Block(_("Funnel, by first entry"), heads, tuple(rows), said)]


def durations(page: DurationsPage, today: date, cells: int) -> list[Block]:
    """How long, how old, what comes and goes, where it is stuck."""
    report = page.report
    most = _longest([one.slow or 0 for _stage, one in report.stages])
    rows = [
        Row(
            stage.name,
            (number(one.count), days(one.median), NOTHING if one.slow is None else str(one.slow)),
            "durations",
            share=None if one.slow is None else one.slow / most,
            style="later",
            behind=Behind("durations", stage.id) if one.count else None,
        )
        for stage, one in report.stages
    ]
    oldest = _longest(list(page.ages))
    names = []
    first = 0
    for limit in AGE_LIMITS:
        names.append(_("{first} to {last} days").format(first=first, last=limit))
        first = limit + 1
    names.append(_("over {count} days").format(count=AGE_LIMITS[-1]))
    ages = [
        Row(name, (number(deals),), "ages", (), deals / oldest, "today", behind=Behind("ages", at))
        for at, (name, deals) in enumerate(zip(names, page.ages, strict=True))
    ]
    busiest = _longest([n for week in page.flow for n in (week.inflow, week.outflow)])
    room = max((plot_cells(cells) - 2) // 2, 4)
    flow = []
    for week in page.flow:
        plot: tuple[Run, ...] = (
            *plots.bar(week.inflow / busiest, room, "later"),
            ("  ", "text"),
            *plots.bar(week.outflow / busiest, room, "waiting"),
        )
        name = _("week of {day}").format(day=short_date(week.monday, today))
        moved = week.inflow or week.outflow
        behind = Behind("flow", week.monday.isoformat()) if moved else None
        came_and_left = (number(week.inflow), number(week.outflow))
        flow.append(Row(name, came_and_left, "flow", plot=plot, behind=behind))
    stuck = []
    for stage, one in report.bottlenecks:
        said = ngettext("{count} deal", "{count} deals", one.deals).format(count=number(one.deals))
        slow = _("85 % up to {days} days, usual {usual}").format(
            days=number(one.slow_age), usual=number(one.usual)
        )
        stuck.append(Row(stage.name, (said, slow), "bottleneck", one.oldest))
    blocks = [
        Block(
            _("Days in a stage"),
            (_("deals"), _("median"), _("85 % within")),
            tuple(rows),
            insight_missing.stays(page),
        ),
        Block(_("Age of what is open"), (_("deals"),), tuple(ages)),
        Block(_("Coming and going"), (_("in"), _("out")), tuple(flow)),
    ]
    if stuck:
        blocks.insert(1, Block(_("Bottlenecks"), (), tuple(stuck), texts=frozenset({1})))
    return blocks


def forecast(page: Forecast, cells: int) -> list[Block]:
    """Three scenarios and the band between nothing more and everything."""
    currency, scenarios, band = page.currency, page.scenarios, page.band
    most = _longest([scenarios.optimistic])
    expected = Behind("expected")
    rows = [
        Row(_("Won"), (amount(page.won_minor, currency),), "won",
            share=page.won_minor / most, style="won", behind=Behind("target")),
        Row(_("Cautious"), (amount(scenarios.cautious, currency),), "cautious",
            share=scenarios.cautious / most, behind=Behind("cautious")),
        Row(_("Realistic"), (amount(scenarios.realistic, currency),), "realistic",
            share=scenarios.realistic / most, behind=expected),
        Row(_("Optimistic"), (amount(scenarios.optimistic, currency),), "optimistic",
            share=scenarios.optimistic / most, behind=expected),
    ]  # fmt: skip
    low, high = float(page.won_minor), float(max(scenarios.optimistic, page.won_minor))
    marks = [
        (float(band.p10), "├", "waiting"),
        (float(band.p90), "┤", "waiting"),
        (float(band.p50), "●", "accent"),
    ]
    room = plot_cells(cells)
    plot = plots.fill(plots.line(low, high, marks, room), low, high, band.p10, band.p90)
    outlook = [
        Row(_("9 in 10 chance of at least"), (amount(band.p10, currency),), "band",
            behind=expected),
        Row(_("Even chance of at least"), (amount(band.p50, currency),), "band",
            plot=tuple(plot), behind=expected),
        Row(_("1 in 10 chance of at least"), (amount(band.p90, currency),), "band",
            behind=expected),
    ]  # fmt: skip
    blocks = [
        Block(_("Scenarios {period}").format(period=page.period), (), tuple(rows)),
        Block(_("From own history"), (), tuple(outlook), insight_missing.due(page)),
    ]
    likely = tuple(
        Row(
            one.stage.name,
            (share(one.chance.probability), percent(one.prior), one.chance.told),
            "chance",
            share=one.chance.probability,
            behind=Behind("decided", one.stage.id) if one.chance.n else None,
        )
        for one in page.stages
    )
    heads = (_("own history"), _("of the stage"), _("decided"))
    blocks.append(Block(_("How likely to be won"), heads, likely, texts=frozenset({2})))
    if page.past:
        value = sum(one.value_minor for one in page.past)
        cells_of = (number(len(page.past)), amount(value, currency))
        row = Row(_("Expected close has passed"), cells_of, "past", behind=Behind("past"))
        blocks.append(Block(_("In no period"), (), (row,)))
    return blocks


def plan(page: PlanPage) -> list[Block]:
    """The period against its target, then all targets."""
    currency = page.currency
    if page.plan is None or page.gap is None:
        note = insight_missing.target(page)
        blocks = [Block(_("Plan {period}").format(period=page.period), (), (), note)]
    else:
        target = max(page.plan.target_minor, 1)
        rate = NOTHING if page.run_rate is None else amount(page.run_rate, currency)
        done = pgettext("target", "done")
        rows = [
            Row(_("Target"), (amount(page.plan.target_minor, currency),), "target", (), 1.0,
                "dim"),
            Row(_("Won"), (amount(page.plan.won_minor, currency),), "won",
                share=page.plan.won_minor / target, style="won", behind=Behind("target")),
            Row(_("Realistic"), (amount(page.plan.realistic_minor, currency),), "realistic", (),
                page.plan.realistic_minor / target, behind=Behind("expected")),
            Row(_("If it goes on like this"), (rate,), "run_rate",
                share=None if page.run_rate is None else page.run_rate / target, style="waiting",
                behind=Behind("target")),
            Row(_("Gap, target − won"),
                (amount(page.gap.to_won, currency) if page.gap.to_won else done,), "gap",
                behind=Behind("target")),
            Row(_("Gap, target − realistic"),
                (amount(page.gap.to_realistic, currency) if page.gap.to_realistic else done,),
                "gap", behind=Behind("expected")),
            Row(_("Coverage"), (_coverage(page),), "coverage", behind=Behind("due")),
            Row(_("Deals of average size missing"), (_missing(page),), "missing",
                behind=Behind("average")),
        ]  # fmt: skip
        said = _("Why: {cause}").format(cause=page.cause) if page.cause else ""
        blocks = [Block(_("Plan {period}").format(period=page.period), (), tuple(rows), said)]
    wanted = NOTHING if page.wanted_customers is None else number(page.wanted_customers)
    won = Row(_("New customers"), (number(page.customers), wanted), "customers",
              behind=Behind("customers"))  # fmt: skip
    blocks.append(Block(_("Customers"), (_("won"), _("target")), (won,)))
    rows = [
        Row(
            one.period,
            (amount(one.value_minor, one.currency),),
            "target",
            behind=Behind("target", one.period),
        )
        for one in page.targets
        if one.value_minor is not None or one.customers is not None
    ]
    if rows:
        said = _("T shows and edits those of a year, with the deviation and its cause.")
        blocks.append(Block(_("All targets"), (_("value"),), tuple(rows), said))
    return blocks


def _coverage(page: PlanPage) -> str:
    if page.coverage is None:
        return pgettext("target", "done") if page.gap is not None and page.gap.done else NOTHING
    found = f"{decimal(page.coverage.ratio, 1)} ×"
    if page.coverage.needed is not None:
        needed = decimal(page.coverage.needed, 1)
        found += " " + _("of {needed} × needed").format(needed=needed)
    return found


def _missing(page: PlanPage) -> str:
    if page.gap is not None and page.gap.done:
        return _("none")
    if page.missing is None or page.average_won is None:
        return NOTHING
    return _("{count} of {amount}").format(
        count=number(page.missing), amount=compact_money(page.average_won, page.currency)
    )


def segments(page: SegmentsPage) -> list[Block]:
    """A block for each dimension that deals have something in."""
    blocks = []
    for name, found in page.dimensions:
        shown = found[:_MOST_SEGMENTS]
        most = _longest([one.won_minor for one in shown])
        rows = []
        for one in shown:
            cells = (
                number(one.won),
                amount(one.won_minor, page.currency),
                share(one.win_rate),
                number(one.open),
            )
            label = words.customer(one.name) if name == "customer" and one.name else one.name
            rows.append(
                Row(label or _("not known"), cells, "segments", share=one.won_minor / most,
                    style="won", behind=Behind(name, one.name))
            )  # fmt: skip
        heads = (_("won"), _("value"), _("win rate"), pgettext("stage", "open"))
        note = ""
        if len(found) > len(shown):
            rest = len(found) - len(shown)
            note = ngettext("{count} more", "{count} more", rest).format(count=number(rest))
        blocks.append(Block(_(DIMENSIONS[name]), heads, tuple(rows), note))
    if not blocks:
        note = _("No deal says where it comes from: set source, product or region in its pane.")
        blocks.append(Block(_("Sources"), (), (), note))
    return blocks


def losses(page: LossesPage) -> list[Block]:
    """Why deals were lost, and whether it was foreseen."""
    most = _longest([one.deals for one in page.reasons])
    rows = [
        Row(
            reason_name(one.code, page.names.get(one.code, "")) or _("no reason given"),
            (number(one.deals), amount(one.value_minor, page.currency)),
            "reasons",
            share=one.deals / most,
            style="overdue",
            behind=Behind("reason", one.code),
        )
        for one in page.reasons
    ]
    seen = page.foresight
    answered = f"{number(seen.foreseen)} / {number(seen.answered)}"
    more = (
        Row(_("The written risk was the reason"), (share(seen.share), answered), "foresight",
            share=seen.share, style="today", behind=Behind("answered")),
        Row(_("Leads disqualified"), (number(page.disqualified),), "disqualified",
            behind=Behind("disqualified")),
    )  # fmt: skip
    said = "" if rows else _("Nothing was lost in this period.")
    return [
        Block(_("Reasons"), (_("deals"), _("value")), tuple(rows), said),
        Block(_("What it tells"), (), more, insight_missing.answers(page)),
    ]
