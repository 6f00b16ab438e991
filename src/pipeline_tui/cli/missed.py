"""`missed`: an attempt without an answer; the retry is booked."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import deal_of_followup, print_deal
from pipeline_tui.cli.options import add_followup, add_json, followup_of
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_followup(parser)
    parser.add_argument(
        "--outcome", default="", metavar="TEXT", help=_("what came of it, like: on holiday")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import followups

    followup_id = followup_of(desk, options)
    deal_id = deal_of_followup(desk, followup_id)
    missed = followups.missed(desk, followup_id, options.outcome)
    return print_deal(desk, options, deal_id, *filter(None, [missed.advice]))
