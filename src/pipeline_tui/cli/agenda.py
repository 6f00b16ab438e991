"""`agenda`: what is overdue, due today and in the next days."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date, timedelta

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_filter, add_json, filter_of, whole
from pipeline_tui.domain.records import FollowUp
from pipeline_tui.i18n import N_, _
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk

GROUPS = {
    "overdue": N_("Overdue"),
    "today": N_("Today"),
    "tomorrow": N_("Tomorrow"),
    "week": N_("This week"),
    "later": N_("Later"),
}
_VALUE = 6  # the column of amounts


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--days", type=whole, default=0, metavar="N", help=_("look so many days ahead as well (0)")
    )
    add_filter(parser)
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    today = desk.clock.today()
    until = today + timedelta(days=min(options.days, (date.max - today).days))
    found = reading.agenda(desk, None, reading.ALL, filter_of(options), until=until)
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"followups": [shapes.followup(one) for one in found]})
        return 0
    _print(found, today)
    return 0


def _print(found: list[FollowUp], today: date) -> None:
    """Groups under their heads on a terminal, one line for each follow-up in a pipe."""
    rows = [say.followup_cells(one, today) for one in found]
    lines = table.columns(rows, right=(_VALUE,), limit=table.terminal_width())
    group = ""
    for one, line in zip(found, lines, strict=True):
        if table.on_terminal() and one.state != group:
            group = one.state
            print(_(GROUPS[group]))
        print(line)
    if not found and table.on_terminal():
        print(_("Nothing is due"))
