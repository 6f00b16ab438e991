"""`won`: the deal is signed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser)
    parser.add_argument("--note", default="", metavar="TEXT", help=_("why it was won"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import deals

    deal_id = deal_of(desk, options)
    deals.win(desk, deal_id, options.note)
    return print_deal(desk, options, deal_id)
