"""`log`: a contact, or a note."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of, joined
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk

KINDS = ("call", "mail", "meeting", "note")


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser, more=False)
    parser.add_argument("text", nargs="+", metavar="TEXT", help=_("what was said"))
    parser.add_argument(
        "--kind", choices=KINDS, default="note", help=_("all but a note count as contact (note)")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import deals

    deal_id = deal_of(desk, options)
    deals.log(desk, deal_id, joined(options.text), options.kind)
    return print_deal(desk, options, deal_id)
