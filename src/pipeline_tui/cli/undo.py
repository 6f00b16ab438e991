"""`undo`: take back the last steps, naming each."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.options import whole
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "count", nargs="?", type=whole, default=1, metavar="N", help=_("so many steps (1)")
    )


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import history

    for _turn in range(options.count):
        print(history.undo(desk))
    return 0
