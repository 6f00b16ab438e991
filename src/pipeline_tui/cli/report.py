"""`report`: figures over the pipeline; the one on the open stages is here."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_filter, add_json, filter_of
from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.domain.metrics.pipeline import PipelineReport
from pipeline_tui.domain.metrics.plan import RULE_OF_THUMB, Coverage
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import decimal, number
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk

NAMES = ("pipeline", "funnel", "forecast", "durations")


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    add_filter(parser)
    parser.add_argument(
        "--period", metavar="PERIOD", help=_("2026, 2026-Q4 or 2026-11; all time without it")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    period = None if options.period is None else parse_period(options.period)
    flt = filter_of(options)
    if options.name != "pipeline":
        from pipeline_tui.cli import report_figures

        return report_figures.run(desk, options.name, period, flt, json=options.json)
    report = reading.pipeline_report(desk, period, flt)
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json(shapes.pipeline(report))
        return 0
    print(_("Pipeline") + say.DOT + (report.period or _("all time")))
    for line in table.columns(_stages(report), right=(1, 2, 3), limit=table.terminal_width()):
        print(line)
    print()
    for line in table.columns(_figures(report), right=(1,), limit=table.terminal_width()):
        print(line)
    return 0


def _stages(report: PipelineReport) -> list[list[str]]:
    """Count, value and weighted value of every open stage."""
    rows = [[_("Stage"), _("Deals"), _("Value"), _("Weighted")]]
    for one in report.stages:
        total = one.total
        rows.append(
            [
                one.stage,
                number(total.count),
                say.amount(total.value_minor, report.currency) + ("*" if total.converted else ""),
                say.amount(total.weighted_minor, report.currency),
            ]
        )
    return rows


def _figures(report: PipelineReport) -> list[list[str]]:
    """The figures, each with its variant."""
    velocity = say.amount(report.velocity_minor_per_day, report.currency)
    return [
        [_("Won"), number(report.won)],
        [_("Won, value"), say.amount(report.won_minor, report.currency)],
        [_("Lost"), number(report.lost)],
        [_("Win rate, by count"), say.share(report.win_rate)],
        [_("Win rate, by value"), say.share(report.win_rate_value)],
        [_("Cycle, mean days"), _days(report.cycle_mean)],
        [_("Cycle, median days"), _days(report.cycle_median)],
        [_("Velocity per day"), velocity],
        [_("Coverage"), _coverage(report.coverage)],
    ]


def _coverage(found: Coverage | None) -> str:
    """What is open over what is missing, what the own win rate needs, and the usual rule."""
    if found is None:
        return say.NOTHING
    low, high = RULE_OF_THUMB
    usual = _("usual is {low}–{high} ×").format(low=low, high=high)
    needed = usual
    if found.needed is not None:
        own = _("own win rate needs {ratio} ×").format(ratio=decimal(found.needed, 1))
        needed = f"{own}, {usual}"
    return _("{ratio} × ({needed})").format(ratio=decimal(found.ratio, 1), needed=needed)


def _days(days: float | None) -> str:
    return say.NOTHING if days is None else decimal(days, 1)
