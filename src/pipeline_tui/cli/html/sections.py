"""The sections of the page on what is ahead: pipeline, plan, forecast, velocity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.cli import report_accuracy, report_forecast, report_pipeline, report_plan, say
from pipeline_tui.cli.html import svg
from pipeline_tui.cli.html.blocks import figure, notes, pairs, parts, section, table, tiles
from pipeline_tui.cli.html.markup import Safe, joined
from pipeline_tui.cli.html.shares import most, short
from pipeline_tui.cli.report_said import Asked
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import full_date, number
from pipeline_tui.services import accuracy as forecast_accuracy
from pipeline_tui.services import figure_reports, figures, reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.metrics.trend import QuarterRate
    from pipeline_tui.services.figure_reports import PlanReport


def pipeline(asked: Asked) -> Safe:
    """Open stages, what was closed, and how the win rate went."""
    report = reading.pipeline_report(asked.desk, asked.period, asked.flt)
    currency = report.currency
    longest = most(one.total.value_minor for one in report.stages)
    rows = [
        svg.Bar(
            one.stage,
            f"{number(one.total.count)} · {short(one.total.value_minor, currency)}",
            one.total.value_minor / longest,
            one.total.weighted_minor / longest,
        )
        for one in report.stages
    ]
    stages = figure(
        _("Open stages"),
        svg.bars(_("Open stages"), rows),
        [(_("weighted"), "bar"), (_("value"), "soft")],
    )
    rates = figure_reports.win_rates(asked.desk, asked.period, asked.flt)
    return section(
        "pipeline",
        _("Pipeline"),
        when(report.period),
        tiles(report_pipeline.closed_rows(report)),
        parts(stages, _win_rates(rates)),
        parts(
            table(report_pipeline.stage_rows(report), _("Open stages, as they stand now")),
            pairs(report_pipeline.pace_rows(report, asked), _("Velocity and coverage")),
        ),
        notes(report_pipeline.missing(report)),
    )


def _win_rates(rates: Sequence[QuarterRate]) -> Safe:
    groups = [
        svg.Group(
            one.quarter.partition("-")[2],
            one.quarter[:4],
            (one.win_rate, one.win_rate_value),
            (_percent(one.win_rate), _percent(one.win_rate_value)),
        )
        for one in rates[next((at for at, one in enumerate(rates) if one.won + one.lost), -1) :]
    ]
    title = _("Win rate by close quarter, in per cent")
    return figure(
        title,
        svg.columns(title, groups, styles=("bar", "soft")),
        [(_("by count"), "bar"), (_("by value"), "soft")],
    )


def _percent(share: float | None) -> str:
    return say.NOTHING if share is None else number(round(share * 100))


def plan(asked: Asked) -> Safe:
    """Plan against actual."""
    found = figure_reports.plan_report(asked.desk, asked.period)
    about = found.page.period
    if asked.flt is not None:
        about += say.DOT + _("of all deals")
    return section(
        "plan",
        _("Plan"),
        about,
        tiles(report_plan.gap_rows(found)),
        parts(_bullet(found), _way(found, asked.today)),
        parts(
            pairs(report_plan.pace_rows(found), _("Pace")),
            pairs(report_plan.missing_rows(found), _("What is missing")),
        ),
        notes(report_plan.missing(found)),
    )


def _bullet(found: PlanReport) -> Safe:
    page = found.page
    target = None if page.plan is None else page.plan.target_minor
    longest = most([target, found.won_minor, found.realistic_minor, page.run_rate]) * 1.02
    named: list[tuple[str, int | None, str]] = [
        (_("Won"), found.won_minor, "bar"),
        (_("Realistic"), found.realistic_minor, "soft"),
        (_("If it goes on like this"), page.run_rate, "still"),
    ]
    rows = [
        svg.Bar(name, short(minor, page.currency), (minor or 0) / longest, style=style)
        for name, minor, style in named
    ]
    line = None
    if target:
        name = _("Target {amount}").format(amount=short(target, page.currency))
        line = (target / longest, name)
    title = _("Plan against actual")
    return figure(title, svg.bars(title, rows, line=line))


def _way(found: PlanReport, today: date) -> Safe:
    """What was won day by day, beside an even pace to the target."""
    page = found.page
    target = None if page.plan is None else page.plan.target_minor
    longest = most([target, found.won_minor])
    length = (found.last - found.first).days + 1

    def at(day: date) -> float:
        return ((day - found.first).days + 1) / length

    points = tuple((at(day), minor / longest) for day, minor in found.days)
    title = _("Won over the period")
    won = _("Won {amount}").format(amount=short(found.won_minor, page.currency))
    goal = "" if not target else _("Target {amount}").format(amount=short(target, page.currency))
    ends = (full_date(found.first), full_date(found.last))
    told = ", ".join(part for part in (won, goal) if part)
    of = svg.Curve(points, target / longest if target else None, min(at(today), 1.0))
    legend = [(_("won"), "bar")]
    if target:
        legend.append((_("even pace"), "still"))
    return figure(title, svg.curve(title, told, of, ends, (won, goal)), legend)


def forecast(asked: Asked) -> Safe:
    """Scenarios and the band from own history, on one scale."""
    found = figures.period_forecast(asked.desk, asked.period, asked.flt)
    currency, scenarios, band = found.currency, found.scenarios, found.band
    longest = most([scenarios.optimistic, band.p90])
    won = found.won_minor / longest
    rows = [
        svg.Bar(name, short(minor, currency), minor / longest, won)
        for name, minor in (
            (_("Cautious"), scenarios.cautious),
            (_("Realistic"), scenarios.realistic),
            (_("Optimistic"), scenarios.optimistic),
        )
    ]
    rows.append(
        svg.Bar(
            _("Own history, 10 % to 90 %"),
            f"{short(band.p10, currency)} – {short(band.p90, currency)}",
            (band.p90 - band.p10) / longest,
            start=band.p10 / longest,
            mark=band.p50 / longest,
        )
    )
    title = _("What {period} may bring").format(period=found.period)
    few = sum(deal.chance.rests_on_prior for deal in found.deals)
    count = ngettext("{count} deal is due", "{count} deals are due", len(found.deals))
    about = found.period + say.DOT + count.format(count=number(len(found.deals)))
    if few:
        about += say.DOT + ngettext(
            "{count} rests on the stage's probability: fewer than 10 decided",
            "{count} rest on the stages' probabilities: fewer than 10 decided",
            few,
        ).format(count=number(few))
    named = [
        (_("Won"), found.won_minor),
        (_("Cautious"), scenarios.cautious),
        (_("Realistic"), scenarios.realistic),
        (_("Optimistic"), scenarios.optimistic),
    ]
    chances = [
        [_("9 in 10 chance of at least"), say.amount(band.p10, currency)],
        [_("Even chance of at least"), say.amount(band.p50, currency)],
        [_("1 in 10 chance of at least"), say.amount(band.p90, currency)],
    ]
    if found.past:
        value = sum(one.value_minor for one in found.past)
        late = f"{number(len(found.past))} · {say.amount(value, currency)}"
        chances.append([_("Expected close has passed, in no period"), late])
    return section(
        "forecast",
        _("Forecast"),
        about,
        tiles([[name, say.amount(minor, currency)] for name, minor in named], first=2),
        parts(
            figure(title, svg.bars(title, rows), [(_("won"), "bar"), (_("expected"), "soft")]),
            pairs(chances, _("From own history")),
            table(report_forecast.chance_rows(found), _("How likely a deal is to be won")),
        ),
        notes(report_forecast.missing(found)),
    )


_MOST_PERIODS = 8


def accuracy(asked: Asked) -> Safe:
    """What was forecast at the start of periods, and what came."""
    found = forecast_accuracy.report(asked.desk, asked.period, asked.flt)
    ended = [one for one in found.outcomes if one.ended][-_MOST_PERIODS:]
    longest = most(n for one in ended for n in (one.forecast_minor, one.won_minor))
    groups = [
        svg.Group(
            one.lock.period.name,
            "",
            (one.forecast_minor / longest, one.won_minor / longest),
            ("", ""),
        )
        for one in ended
    ]
    title = _("Forecast at the start, and won")
    made = []
    if groups:
        plot = svg.columns(title, groups, styles=("soft", "bar"))
        made.append(figure(title, plot, [(_("forecast"), "soft"), (_("won"), "bar")]))
    if found.kinds:
        made.append(table(report_accuracy.kind_rows(found), _("Forecast accuracy")))
    if found.outcomes:
        rows = report_accuracy.outcome_rows(found.outcomes)
        made.append(table(rows, _("Locked forecasts"), wide=True))
    return section(
        "accuracy",
        _("Forecast accuracy"),
        when(found.period),
        parts(*made) if made else joined(),
        notes(report_accuracy.missing(found)),
    )


def velocity(asked: Asked) -> Safe:
    """The four factors."""
    report = figure_reports.velocity(asked.desk, asked.period, asked.flt)
    rows = report_pipeline.velocity_rows(report)
    return section(
        "velocity",
        _("Velocity"),
        when(report.period),
        tiles(rows, first=4),
        notes(report_pipeline.velocity_missing(report)),
    )


def when(period: str | None) -> str:
    """Of which time a section is."""
    return period or _("all time")
