"""`next`: the next step of a deal, which must have a date."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of, joined
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser, more=False)
    parser.add_argument(
        "line",
        nargs="+",
        metavar="LINE",
        help=_("what and when, for example: call Meier fri 10:00"),
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import followups

    deal_id = deal_of(desk, options)
    followups.next_step(desk, deal_id, joined(options.line))
    return print_deal(desk, options, deal_id)
