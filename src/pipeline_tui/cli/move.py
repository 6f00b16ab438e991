"""`move`: to a stage by the beginning of its name."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of, joined
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser, more=False)
    parser.add_argument(
        "stage", nargs="+", metavar="STAGE", help=_("a stage, or the beginning of its name")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import deals, lookup

    deal_id = deal_of(desk, options)
    stage = lookup.stage_named(desk, joined(options.stage))
    deals.move(desk, deal_id, stage.id)
    return print_deal(desk, options, deal_id)
