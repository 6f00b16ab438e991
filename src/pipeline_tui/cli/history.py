"""`history`: what was done, latest first; what was undone stands on top."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli import say
from pipeline_tui.cli.options import add_json, whole
from pipeline_tui.i18n import _
from pipeline_tui.services import history
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "count", nargs="?", type=whole, default=20, metavar="N", help=_("so many steps (20)")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    found = history.history(desk, options.count)
    if options.json:
        from pipeline_tui.cli import shapes

        steps = [
            {
                "id": step.id,
                "at": step.at,
                "action": step.action,
                "what": said,
                "undone": step.undone,
            }
            for step, said in found
        ]
        shapes.print_json({"steps": steps})
        return 0
    today = desk.clock.today()
    undone = _("undone")
    for step, said in found:
        mark = f"  ({undone})" if step.undone else ""
        print(f"{say.moment(step.at, today)}  {said}{mark}")
    return 0
