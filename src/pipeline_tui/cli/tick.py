"""`tick`: an exit criterion of the deal's stage."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of, joined
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser, more=False)
    parser.add_argument(
        "criterion", nargs="+", metavar="CRITERION", help=_("its place (1, 2 …) or words of it")
    )
    parser.add_argument("--evidence", metavar="TEXT", help=_("what proves it, in one line"))
    parser.add_argument("--off", action="store_true", help=_("take the tick away"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import deals, lookup

    deal_id = deal_of(desk, options)
    criterion = lookup.criterion_named(desk, deal_id, joined(options.criterion))
    deals.tick(desk, deal_id, criterion, not options.off, options.evidence)
    return print_deal(desk, options, deal_id)
