"""`settings`: what belongs to the data; shown, or changed as one undo step."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli import table
from pipeline_tui.cli.options import add_json, joined
from pipeline_tui.i18n import _, language
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("key", nargs="?", metavar="KEY", help=_("one setting only"))
    parser.add_argument(
        "value", nargs="*", metavar="VALUE", help=_("what to set it to; none clears it")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import options as data_options

    if options.key is None:
        found = data_options.options(desk)
    elif options.value:
        from pipeline_tui.services import setup

        setup.ensure(desk, language())
        found = {options.key: data_options.set_option(desk, options.key, joined(options.value))}
    else:
        found = {options.key: data_options.option(desk, options.key)}
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"settings": {key: value or None for key, value in found.items()}})
        return 0
    for line in table.columns([[key, value or "–"] for key, value in found.items()]):
        print(line)
    return 0
