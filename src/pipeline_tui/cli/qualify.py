"""`qualify`: a question of qualification, answered with yes, no or unknown."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of, joined
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser, more=False)
    parser.add_argument(
        "answer",
        metavar="QUESTION=ANSWER",
        help=_("relevance, benefit, time or decision; yes, no or unknown"),
    )
    parser.add_argument("line", nargs="*", metavar="LINE", help=_("what proves it, in one line"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import ticking

    deal_id = deal_of(desk, options)
    question, sign, answer = options.answer.partition("=")
    if not sign:
        raise UsageError(
            _("{text} is no answer").format(text=options.answer),
            where="qualify",
            todo=_("Write for example {example}").format(example="time=yes"),
        )
    line = joined(options.line) if options.line else None
    ticking.answer(desk, deal_id, question, answer, line)
    return print_deal(desk, options, deal_id)
