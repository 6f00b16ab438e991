"""`park`: a deal rests until a day on which one gets back in touch."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of, joined
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser, more=False)
    parser.add_argument(
        "date",
        nargs="+",
        metavar="DATE",
        help=_("the day to come back, like +3m or 15.1.; words before it say what for"),
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import parking

    deal_id = deal_of(desk, options)
    parking.park(desk, [deal_id], joined(options.date))
    return print_deal(desk, options, deal_id)
