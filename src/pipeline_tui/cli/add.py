"""`add`: quick add, the same grammar as in the app."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_json, joined
from pipeline_tui.i18n import _, language
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "line",
        nargs="+",
        metavar="LINE",
        help=_("for example: 'Acme: CNC retrofit 12k @proposal call Meier fri 10:00 #renewal'"),
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import deals, setup

    setup.ensure(desk, language())
    deal_id = deals.add_deal(desk, joined(options.line), suggest=False)
    return print_deal(desk, options, deal_id)
