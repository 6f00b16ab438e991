"""`backup`: make one now, list them, verify one, or put one back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from pipeline_tui.cli.options import add_json
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _
from pipeline_tui.services import backups
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("now", "list", "verify", "restore"),
        default="now",
        help=_("make one (now), list them, prove one whole, put one back"),
    )
    parser.add_argument("id", nargs="?", metavar="ID", help=_("a backup as `backup list` names it"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    if options.what == "list":
        found = backups.all_of(desk)
    elif options.what == "verify":
        found = [
            backups.verify(desk, one)
            for one in (
                [options.id] if options.id else [known.id for known in backups.all_of(desk)]
            )
        ]
    elif options.what == "restore":
        if not options.id:
            raise UsageError(
                _("restore needs the ID of a backup"),
                where="backup",
                todo=_("See them with: pipeline-tui backup list"),
            )
        found = [backups.restore(desk, options.id)]
    else:
        found = [backups.make(desk)]
    _print(options, [(one.id, one.at, one.reason, one.size) for one in found])
    return 0


def _print(options: Namespace, found: list[tuple[str, datetime, str, int]]) -> None:
    if options.json:
        from pipeline_tui.cli import shapes

        rows = [
            {"id": number, "at": at.isoformat(), "reason": reason, "bytes": size}
            for number, at, reason, size in found
        ]
        shapes.print_json({"backups": rows})
        return
    said = {
        "now": _("Backup made: {id}"),
        "list": "{id}",
        "verify": _("Whole and unchanged: {id}"),
        "restore": _("Restored: {id}"),
    }[options.what]
    for number, *_more in found:
        print(said.format(id=number))
