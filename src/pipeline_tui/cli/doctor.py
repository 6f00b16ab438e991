"""`doctor`: file, header, versions, integrity, foreign keys, rights, backups."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli.options import add_json
from pipeline_tui.domain.text import clean
from pipeline_tui.services import doctor
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    found = doctor.examine(desk)
    if options.json:
        from pipeline_tui.cli import shapes

        checks = [
            {"check": one.check, "ok": one.ok, "text": clean(one.text), "todo": one.todo or None}
            for one in found
        ]
        shapes.print_json({"checks": checks})
    else:
        for one in found:
            print(f"{'✓' if one.ok else '✗'} {clean(one.text)}")
            if one.todo and not one.ok:
                print(f"  {clean(one.todo)}")
    return 0 if all(one.ok for one in found) else 1
