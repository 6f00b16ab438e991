"""`settings`: what belongs to the data; shown, or changed as one undo step."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pipeline_tui.cli import table
from pipeline_tui.cli.options import add_json, joined
from pipeline_tui.i18n import _, language, ngettext
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.spans import Absence


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "key",
        nargs="?",
        metavar="KEY",
        help=_("one setting only; reasons: why deals are lost; cost: SOURCE MONTH AMOUNT"),
    )
    parser.add_argument(
        "value",
        nargs="*",
        metavar="VALUE",
        help=_("what to set it to; none clears it; rates not named stay, CHF= takes one away"),
    )
    parser.add_argument(
        "--move",
        action="store_true",
        help=_("with away FROM..TO: move what falls due then into the first working day after"),
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import options as data_options

    if options.key == "reasons":
        from pipeline_tui.cli.reasons import change_or_show

        return change_or_show(desk, options.value, json=options.json)
    if options.key == "cost":
        from pipeline_tui.cli.costs import change_or_show as change_or_show_costs

        return change_or_show_costs(desk, options.value, json=options.json)
    key = None if options.key is None else data_options.named(options.key)
    if options.move and key != "away":
        from pipeline_tui.errors import UsageError

        raise UsageError(_("--move goes with away only"), where="settings")
    if key == "away" and (options.value or options.move):
        return _away(desk, options)
    if key is None:
        found = data_options.options(desk)
    elif options.value:
        _ensure(desk)
        found = {key: data_options.set_option(desk, key, joined(options.value))}
    else:
        found = {key: data_options.option(desk, key)}
    _show(found, json=options.json)
    return 0


def _away(desk: Desk, options: Namespace) -> int:
    """Set when one is away; tell what falls due then, or move it."""
    from pipeline_tui.services import away

    _ensure(desk)
    text = joined(options.value) or away.to_come(desk)
    absences = away.absences(desk, text)
    value, _moved = away.set_away(desk, text, move=options.move)
    if options.json:
        from pipeline_tui.cli import shapes

        told = [shapes.absence(one, moved=options.move) for one in absences]
        shapes.print_json({"settings": {"away": value or None}, "absences": told})
        return 0
    _show({"away": value}, json=False)
    today = desk.clock.today()
    for one in absences:
        if one.due:
            print(_told(one, today, moved=options.move))
    if not options.move and any(one.due for one in absences):
        print(_("“settings away --move” moves them; undo takes it back"))
    return 0


def _told(one: Absence, today: date, *, moved: bool) -> str:
    """What falls due while one is away, or fell due and was moved."""
    from pipeline_tui.i18n.format import number, weekday_date

    if moved:
        said = ngettext(
            "{count} follow-up moved to {day}", "{count} follow-ups moved to {day}", one.due
        )
    else:
        said = ngettext(
            "{count} follow-up falls due between {first} and {last}; the day after is {day}",
            "{count} follow-ups fall due between {first} and {last}; the day after is {day}",
            one.due,
        )
    first, last = one.span
    return said.format(
        count=number(one.due),
        first=weekday_date(first, today),
        last=weekday_date(last, today),
        day=weekday_date(one.back, today),
    )


def _ensure(desk: Desk) -> None:
    from pipeline_tui.services import setup

    setup.ensure(desk, language())


def _show(found: dict[str, str], *, json: bool) -> None:
    if json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"settings": {key: value or None for key, value in found.items()}})
        return
    for line in table.columns([[key, value or "–"] for key, value in found.items()]):
        print(line)
