"""`report`: figures over the pipeline, as text, JSON, or one page for the weekly meeting."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from importlib import import_module
from typing import TYPE_CHECKING

from pipeline_tui.cli import say
from pipeline_tui.cli.options import add_filter, add_json, filter_of
from pipeline_tui.domain.metrics.periods import read_period
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.cli.report_said import Asked, Said
    from pipeline_tui.services.desk import Desk

REPORTS = {
    "pipeline": "report_pipeline",
    "plan": "report_plan",
    "forecast": "report_forecast",
    "accuracy": "report_accuracy",
    "velocity": "report_pipeline",
    "funnel": "report_funnel",
    "durations": "report_durations",
    "sources": "report_sources",
    "losses": "report_losses",
}
"""The reports in the order of the weekly meeting, each with the module that has it."""

ALL = "all"
NAMES = (*REPORTS, ALL)
INTERMIXED = True


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    add_filter(parser)
    parser.add_argument(
        "--period",
        metavar="PERIOD",
        help=_("2026-Q4, last quarter, 2026-03-01..2026-04-15 …; all time without it"),
    )
    parser.add_argument(
        "--as-of",
        metavar="DAY",
        dest="as_of",
        help=_("as it was on the evening of a day: yesterday, “2 weeks ago”, 3.11., 2026-09-30"),
    )
    parser.add_argument(
        "--html",
        metavar="FILE",
        help=_("write one page with plots there, for your eyes only; - prints it"),
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    if options.as_of is None:
        return _run(desk, options)
    from pipeline_tui.domain.past_days import past_day

    past = desk.as_of(past_day(options.as_of, desk.clock.today()))
    try:
        return _run(past, options)
    finally:
        past.close()


def _run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.cli.report_said import Asked

    today = desk.clock.today()
    period = None if options.period is None else read_period(options.period, today)
    flt = filter_of(options)
    if flt is not None and options.name == "plan":
        raise UsageError(
            _("A plan is for all deals"), where="report plan", todo=_("Leave the filter out")
        )
    asked = Asked(desk, today, period, flt)
    names = tuple(REPORTS) if options.name == ALL else (options.name,)
    if options.html is not None:
        return _page(desk, names, asked, options)
    found = [(name, of(name, asked)) for name in names]
    if options.json:
        from pipeline_tui.cli import shapes

        whole = {name: said.json for name, said in found}
        shapes.print_json(whole if options.name == ALL else found[0][1].json)
        return 0
    for at, (_name, said) in enumerate(found):
        if at:
            print()
        print("\n".join(said.lines))
    return 0


def _page(desk: Desk, names: tuple[str, ...], asked: Asked, options: Namespace) -> int:
    """Write the reports as one page; it appears under its name when it is complete."""
    if options.json:
        raise UsageError(
            _("It is either a page or JSON"), where="report", todo=_("Leave --json or --html out")
        )
    from pipeline_tui.cli.html.page import page

    text = page(names, asked, " ".join(options.filter))
    if options.html == "-":
        import sys

        print(text, end="", file=say.as_utf8(sys.stdout))
        return 0
    from pipeline_tui.services.output import private_file

    with private_file(desk, options.html) as out:
        out.write(text)
    return 0


def of(name: str, asked: Asked) -> Said:
    """One of the reports."""
    module = import_module(f"pipeline_tui.cli.{REPORTS[name]}")
    said: Said = getattr(module, name)(asked)
    return said
