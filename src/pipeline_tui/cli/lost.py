"""`lost`: the deal is decided against us, with the reason."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of
from pipeline_tui.domain.templates import LOST_REASONS
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser)
    reasons = ", ".join(f"{digit} {_(name)}" for digit, (_code, name) in enumerate(LOST_REASONS, 1))
    parser.add_argument(
        "--reason",
        required=True,
        metavar="TEXT",
        help=_("one of {reasons}, by digit or name; other text is kept as a line").format(
            reasons=reasons
        ),
    )
    parser.add_argument("--note", default="", metavar="TEXT", help=_("a line about it"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import deals

    deal_id = deal_of(desk, options)
    deals.lose(desk, deal_id, _reason(options.reason), options.note)
    return print_deal(desk, options, deal_id)


def _reason(text: str) -> str:
    """The code behind a digit; anything else as it was written."""
    by_digit = {str(digit): code for digit, (code, _name) in enumerate(LOST_REASONS, 1)}
    return by_digit.get(text.strip(), text)
