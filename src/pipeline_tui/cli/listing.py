"""`list`: deals with stage, next step, value and main risk."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_filter, add_json, filter_of, whole
from pipeline_tui.domain.filter import Filter
from pipeline_tui.i18n import _
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk

_RIGHT = (0, 4, 5)  # number, value, probability


def arguments(parser: ArgumentParser) -> None:
    add_filter(parser)
    parser.add_argument(
        "--sort",
        choices=reading.sort_fields(),
        metavar="FIELD",
        help=_("sort by {fields}").format(fields=", ".join(reading.sort_fields())),
    )
    parser.add_argument("--limit", type=whole, metavar="N", help=_("at most so many"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    asked = filter_of(options) or Filter((), ())
    wanted = asked if asked.states else Filter(asked.words, ("open",))
    found = reading.deals(desk, wanted, sort=options.sort, limit=options.limit)
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"deals": [shapes.deal(deal) for deal in found]})
        return 0
    rows = [say.deal_cells(deal, desk.clock.today()) for deal in found]
    if table.on_terminal():
        heads = ["#", _("Deal"), _("Stage"), _("Next step"), _("Value"), "%", _("Risk")]
        rows.insert(0, heads)
    for line in table.columns(rows, right=_RIGHT, limit=table.terminal_width()):
        print(line)
    return 0
