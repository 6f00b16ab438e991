"""`lost`: the deal is decided against us, or the lead disqualified, with the reason."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser)
    parser.add_argument(
        "--reason",
        required=True,
        metavar="TEXT",
        help=_("one of “settings reasons”, by digit or name; other text is kept as a line"),
    )
    parser.add_argument("--note", default="", metavar="TEXT", help=_("a line about it"))
    parser.add_argument(
        "--risk", choices=("yes", "no"), help=_("whether the risk written earlier was it")
    )
    parser.add_argument(
        "--back",
        default="",
        metavar="DATE",
        help=_("the day to come back: a linked deal is parked until then"),
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.cli.won import linked_lines
    from pipeline_tui.services import closing

    deal_id = deal_of(desk, options)
    answered = None if options.risk is None else options.risk == "yes"
    loss = closing.Loss(options.reason, options.note, answered, options.back)
    made = closing.lose_all(desk, [deal_id], loss)
    return print_deal(desk, options, deal_id, *linked_lines(desk, made))
