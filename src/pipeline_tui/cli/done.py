"""`done`: finish a follow-up, and say what comes next."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import deal_of_followup, print_deal
from pipeline_tui.cli.options import add_followup, add_json, followup_of
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_followup(parser)
    parser.add_argument(
        "--outcome",
        default="",
        metavar="TEXT",
        help=_("what came of it; “> call fri” behind it is the next step"),
    )
    parser.add_argument("--next", metavar="LINE", help=_("the next step, with its date"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import followups

    followup_id = followup_of(desk, options)
    deal_id = deal_of_followup(desk, followup_id)
    outcome, following = options.outcome, options.next or None
    if options.next is None:
        outcome, following = followups.split_done(outcome)
    missing = followups.done(desk, followup_id, outcome, following)
    lines = []
    if missing:
        lines.append(
            _("No next step is set: pipeline-tui next {number} LINE").format(number=deal_id)
        )
    return print_deal(desk, options, deal_id, *lines)
