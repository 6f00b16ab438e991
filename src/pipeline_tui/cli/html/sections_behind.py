"""The sections of the page on what has happened: funnel, durations, sources, losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import (
    report_durations,
    report_funnel,
    report_losses,
    report_sources,
    say,
)
from pipeline_tui.cli.html import svg
from pipeline_tui.cli.html.blocks import figure, notes, pairs, parts, section, table, tiles
from pipeline_tui.cli.html.markup import Safe, joined
from pipeline_tui.cli.html.sections import when
from pipeline_tui.cli.html.shares import most, short
from pipeline_tui.cli.report_said import Asked, days
from pipeline_tui.domain.metrics.durations import AGE_LIMITS
from pipeline_tui.domain.metrics.segments import DIMENSIONS
from pipeline_tui.domain.reasons import reason_name
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import number, short_date
from pipeline_tui.services import figure_customers, figure_pages, figure_reports

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.metrics.segments import Segment
    from pipeline_tui.services.figure_customers import SourcesPage
    from pipeline_tui.services.figure_pages import DurationsPage
    from pipeline_tui.services.figures import Durations


def funnel(asked: Asked) -> Safe:
    """How many came so far, how stages were left, what becomes of leads."""
    found, exits, leads = figure_reports.funnel(asked.desk, asked.period, asked.flt)
    longest = most(cohort.entered for _stage, cohort in found.stages)
    rows = [
        svg.Bar(
            stage.name,
            f"{number(cohort.entered)} · {say.share(cohort.conversion)}",
            cohort.entered / longest,
            cohort.reached_next / longest,
        )
        for stage, cohort in found.stages
    ]
    title = _("Funnel, by first entry")
    lead = report_funnel.lead_rows(leads)
    return section(
        "funnel",
        _("Funnel"),
        when(found.period),
        parts(
            figure(title, svg.bars(title, rows), [(_("went on"), "bar"), (_("entered"), "soft")]),
            table(report_funnel.cohort_rows(found), _("Conversion by cohort")),
        ),
        parts(
            table(report_funnel.exit_rows(exits), _("Exits, a snapshot")),
            pairs(lead, _("Leads that came in")),
        ),
        notes(report_funnel.missing(found, leads)),
    )


def durations(asked: Asked) -> Safe:
    """How long, how old, what comes and goes, where it is stuck."""
    page = figure_pages.durations_page(asked.desk, asked.period, asked.flt)
    first = figure_customers.first_value(asked.desk, asked.period, asked.flt)
    report = page.report
    bottlenecks = report_durations.bottleneck_lines(report)
    middle = first and first.days
    to_value = [
        [_("Days to the 30-day check, median"), days(middle and middle.median)],
        [_("Checked"), say.NOTHING if first is None else number(len(first.checked))],
        [_("Not yet checked"), say.NOTHING if first is None else number(len(first.waiting))],
    ]
    stuck = pairs([[line] for line in bottlenecks], _("Bottlenecks")) if bottlenecks else joined()
    return section(
        "durations",
        _("Durations"),
        when(report.period),
        parts(_stays(report), _ages(page), _flow(page, asked.today)),
        parts(
            table(report_durations.stage_rows(report), _("Days in a stage, of deals that left it")),
            pairs(to_value, _("Time to first value")),
            stuck,
        ),
        notes(report_durations.missing(report, first)),
    )


def _stays(report: Durations) -> Safe:
    longest = most(one.slow for _stage, one in report.stages)
    rows = [
        svg.Bar(
            stage.name,
            say.NOTHING if one.slow is None else f"{days(one.median)} · {number(one.slow)}",
            (one.slow or 0) / longest,
            mark=None if one.median is None else one.median / longest,
            style="soft",
        )
        for stage, one in report.stages
    ]
    title = _("Days in a stage: median and 85 %")
    return figure(title, svg.bars(title, rows))


def _ages(page: DurationsPage) -> Safe:
    counts = list(page.ages)
    longest = most(counts)
    names = []
    first = 0
    for limit in AGE_LIMITS:
        names.append(f"{first}–{limit}")
        first = limit + 1
    names.append(f"> {AGE_LIMITS[-1]}")
    groups = [
        svg.Group(name, "", (count / longest,), (number(count),))
        for name, count in zip(names, counts, strict=True)
    ]
    title = _("Age of what is open, in days")
    return figure(title, svg.columns(title, groups))


def _flow(page: DurationsPage, today: date) -> Safe:
    longest = most(count for week in page.flow for count in (week.inflow, week.outflow))
    groups = [
        svg.Group(
            short_date(week.monday, today),
            "",
            (week.inflow / longest, week.outflow / longest),
            (number(week.inflow), number(week.outflow)),
        )
        for week in page.flow
    ]
    title = _("Coming and going, by weeks from Monday")
    return figure(
        title,
        svg.columns(title, groups, styles=("bar", "still")),
        [(_("in"), "bar"), (_("out"), "still")],
    )


def sources(asked: Asked) -> Safe:
    """Where deals come from, what that costs, and what customers are worth."""
    found = figure_customers.sources_page(asked.desk, asked.period, asked.flt)
    made = [_won_from(found)] if found.dimensions else []
    cut = dict(found.dimensions).get("source", ())
    if cut:
        rows = report_sources.segment_rows("source", cut, found.currency)
        made.append(table(rows, _("Opportunities by source"), corner=False))
    more: list[Safe] = []

    def named(rows: list[list[str]], title: str) -> None:
        more.append(table(rows, title, corner=False))

    if found.sources:
        named(report_sources.cost_rows(found), _("Costs by source"))
        named(report_sources.worth_rows(found), _("Customers by source"))
        if any(one.leads is not None for one in found.sources):
            named(report_sources.lead_rows(found), _("Leads by source"))
    if found.customers.best:
        named(report_sources.best_rows(found), _("Largest customers"))
    others = [
        _dimension(name, one, found.currency) for name, one in found.dimensions if name != "source"
    ]
    return section(
        "sources",
        _("Sources and customers"),
        when(found.period),
        tiles(report_sources.customer_rows(found)),
        parts(*made) if made else joined(),
        parts(*more) if more else joined(),
        parts(*others) if others else joined(),
        notes(report_sources.missing(found)),
    )


_MOST_BARS = 8
_MOST_ROWS = 20


def _dimension(name: str, cut: tuple[Segment, ...], currency: str) -> Safe:
    """A table of one dimension, as long as a meeting looks at it."""
    title = _(DIMENSIONS[name])
    if len(cut) > _MOST_ROWS:
        title = _("{name}, the first {shown} of {all}").format(
            name=title, shown=number(_MOST_ROWS), all=number(len(cut))
        )
    rows = report_sources.segment_rows(name, cut[:_MOST_ROWS], currency)
    return table(rows, title, corner=False)


def _won_from(found: SourcesPage) -> Safe:
    """The first dimension, by what was won."""
    name, cut = found.dimensions[0]
    shown = cut[:_MOST_BARS]
    longest = most(one.won_minor for one in shown)
    rows = [
        svg.Bar(
            report_sources.label(name, one.name),
            f"{short(one.won_minor, found.currency)} · {say.share(one.win_rate)}",
            one.won_minor / longest,
        )
        for one in shown
    ]
    title = _("Won, and win rate by count")
    return figure(title, svg.bars(title, rows))


def losses(asked: Asked) -> Safe:
    """Why deals were lost, and whether it was foreseen."""
    found = figure_pages.losses_page(asked.desk, asked.period, asked.flt)
    longest = most(one.deals for one in found.reasons)
    rows = [
        svg.Bar(
            reason_name(one.code, found.names.get(one.code, "")) or _("no reason given"),
            f"{number(one.deals)} · {short(one.value_minor, found.currency)}",
            one.deals / longest,
            style="still",
        )
        for one in found.reasons
    ]
    title = _("Reasons")
    period = None if asked.period is None else asked.period.name
    return section(
        "losses",
        _("Losses"),
        when(period),
        tiles(report_losses.foresight_rows(found)),
        parts(figure(title, svg.bars(title, rows))) if rows else joined(),
        notes(report_losses.missing(found)),
    )
