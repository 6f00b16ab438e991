"""`reopen`: a won or lost deal goes on."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_json, joined
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "deal",
        nargs="+",
        metavar="DEAL",
        help=_("its number, or words that match exactly one closed deal"),
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import deals, lookup

    deal_id = lookup.closed_deal_named(desk, joined(options.deal))
    deals.reopen(desk, deal_id)
    return print_deal(desk, options, deal_id)
