"""`settings reasons`: the reasons for losing; shown, or changed as one undo step."""

from __future__ import annotations

from pipeline_tui.cli import table
from pipeline_tui.domain.reasons import reason_name
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _, language
from pipeline_tui.services import reasons
from pipeline_tui.services.desk import Desk


def change_or_show(desk: Desk, words: list[str], *, json: bool) -> int:
    """`add TEXT`, `rename REASON TEXT`, `move REASON PLACE`, `remove REASON`, or nothing."""
    if words:
        from pipeline_tui.services import setup

        setup.ensure(desk, language())
    match words:
        case []:
            pass
        case ["add", *name] if name:
            reasons.add(desk, " ".join(name))
        case ["rename", which, *name] if name:
            reasons.rename(desk, which, " ".join(name))
        case ["move", which, place] if place.isascii() and place.isdecimal():
            reasons.move(desk, which, int(place[:9]))
        case ["remove", *name] if name:
            reasons.remove(desk, " ".join(name))
        case _wrong:
            raise UsageError(
                _("Write add TEXT, rename REASON TEXT, move REASON PLACE or remove REASON"),
                where="settings reasons",
            )
    found = reasons.reasons(desk)
    if json:
        from pipeline_tui.cli import shapes

        told = [{"code": one.code, "name": reason_name(*one)} for one in found]
        shapes.print_json({"reasons": told})
        return 0
    rows = [[str(place), reason_name(*one)] for place, one in enumerate(found, start=1)]
    for line in table.columns(rows, limit=table.terminal_width()):
        print(line)
    return 0
