"""`snooze`: a follow-up to another day."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import deal_of_followup, print_deal
from pipeline_tui.cli.options import add_followup, add_json, followup_of, joined
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_followup(parser, more=False)
    parser.add_argument(
        "date",
        nargs="+",
        metavar="DATE",
        help=_("a date phrase like fri, +3d or 24.12.; 'customer asked' counts as contact"),
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import followups

    followup_id = followup_of(desk, options)
    deal_id = deal_of_followup(desk, followup_id)
    followups.snooze(desk, [followup_id], joined(options.date))
    return print_deal(desk, options, deal_id)
