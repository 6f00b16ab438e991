"""`agenda`: what is overdue, due today and in the next days."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_filter, add_json, filter_of, whole
from pipeline_tui.i18n import N_, _, ngettext
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from pipeline_tui.domain.agenda import GroupTotal
    from pipeline_tui.domain.records import FollowUp

GROUPS = {
    "overdue": N_("Overdue"),
    "today": N_("Today"),
    "tomorrow": N_("Tomorrow"),
    "week": N_("This week"),
    "later": N_("Later"),
}
_VALUE = 6  # the column of amounts


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--days", type=whole, default=0, metavar="N", help=_("look so many days ahead as well (0)")
    )
    add_filter(parser)
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    today = desk.clock.today()
    until = today + timedelta(days=min(options.days, (date.max - today).days))
    found = reading.agenda(desk, None, reading.ALL, filter_of(options), until=until)
    if options.json:
        from pipeline_tui.cli import shapes

        rows = [{**shapes.followup(one), "urgency": one.urgency} for one in found]
        shapes.print_json({"followups": rows})
    elif table.on_terminal():
        _print_groups(desk, found, today)
    else:
        rows_of_text = [say.followup_cells(one, today) for one in found]
        for line in table.columns(rows_of_text, right=(_VALUE,)):
            print(line)
    return 0


def _print_groups(desk: Desk, found: list[FollowUp], today: date) -> None:
    """Groups under their heads."""
    if not found:
        print(_("Nothing is due"))
        return
    totals = reading.totals_of(desk, found)
    currency = reading.settings(desk)["currency"]
    group = ""
    for one, line in zip(found, _lines(found, today), strict=True):
        if one.state != group:
            group = one.state
            print(_head(group, totals[group], currency))
        print(line)


def _lines(found: list[FollowUp], today: date) -> list[str]:
    """A line for each follow-up, with its urgency at the end where there is room for it."""
    limit = table.terminal_width()
    cells = [say.followup_cells(one, today) for one in found]
    figures = [_("urgency {figure}").format(figure=one.urgency) for one in found]
    wide = table.columns(
        [[*row, figure] for row, figure in zip(cells, figures, strict=True)],
        right=(_VALUE, len(cells[0])),
    )
    if limit is None or max(map(table.width, wide)) <= limit:
        return wide
    return table.columns(cells, right=(_VALUE,), limit=limit)


def _head(group: str, total: GroupTotal, currency: str) -> str:
    """`Overdue  7 · €120k`: how many there are, and what their deals are worth."""
    from pipeline_tui.i18n.format import compact_money, number

    parts = [number(total.count)]
    if total.value_minor:
        parts.append(compact_money(total.value_minor, currency))
    if total.left_out:
        count = total.left_out
        without = ngettext("{count} deal without a rate", "{count} deals without a rate", count)
        parts.append(without.format(count=number(count)))
    return f"{_(GROUPS[group])}  {say.DOT.join(parts)}"
