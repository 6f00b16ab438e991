"""`set`: fields of a deal, all of them or none."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.changed import print_deal
from pipeline_tui.cli.options import add_deal, add_json, deal_of
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_deal(parser, more=False)
    parser.add_argument(
        "fields",
        nargs="+",
        metavar="field=value",
        help=_("value=12k close=18.12. risk='!high budget freeze' …; nothing after = clears"),
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import editing

    texts: dict[str, str] = {}
    for pair in options.fields:
        field, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(
                _("{text} is no field=value").format(text=pair),
                where="set",
                todo=_("Write for example value=12k"),
            )
        texts[field] = text
    deal_id = deal_of(desk, options)
    editing.set_fields(desk, deal_id, texts)
    return print_deal(desk, options, deal_id)
