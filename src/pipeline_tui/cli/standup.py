"""`standup`: yesterday, today, overdue, ghosts and the gap, on one small screen."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_json
from pipeline_tui.domain.standup import StandUp
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import weekday_date
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk

MOST_LINES = 15
"""Whatever happened, no more (interfaces.md)."""

_HEADS = (N_("Yesterday"), N_("Today"), N_("Overdue"), N_("Ghosts"))
_ROOM = MOST_LINES - len(_HEADS) - 1  # the heads, and the line on the target


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--since", metavar="DATE", help=_("begin with this day instead of the last working day")
    )
    parser.add_argument("--check", action="store_true", help=_("exit 1 if anything is overdue"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    since = _since(options.since, desk.clock.today())
    found = reading.standup(desk, since, limit=reading.ALL if options.json else _ROOM)
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json(shapes.standup(found))
    else:
        for line in lines(found, desk.clock.today()):
            print(line)
    return 1 if options.check and found.overdue_count else 0


def _since(text: str | None, today: date) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        from pipeline_tui.domain.dates import parse_when

        return parse_when(text, today).day


def lines(found: StandUp, today: date) -> list[str]:
    """The stand-up in at most MOST_LINES lines; what has no room is counted in the heads."""
    yesterday = [f"{say.name(one.deal)}: {say.event(one.event)}" for one in found.yesterday]
    due = [_step(cells) for cells in (say.followup_cells(one, today) for one in found.today)]
    late = [_step(cells) for cells in (say.followup_cells(one, today) for one in found.overdue)]
    ghosts = [f"#{deal.id} {say.name(deal)}" for deal in found.ghosts]
    parts = (yesterday, due, late, ghosts)
    counts = (len(yesterday), found.today_count, found.overdue_count, found.ghost_count)
    shown: list[str] = []
    for head, part, count, room in zip(_HEADS, parts, counts, _rooms(parts), strict=True):
        title = f"{_(head)}  {count}"
        if part is yesterday:
            since = _("since {day}").format(day=weekday_date(found.since, today))
            title += f"  ({since})"
        if 0 < room < count:
            cut = _("{count} shown").format(count=room)
            title += f"  ({cut})"
        shown.append(title)
        shown += [f"  {line}" for line in part[:room]]
    shown.append(_("Gap to target: {gap} (no target is set)").format(gap=say.NOTHING))
    limit = table.terminal_width()
    return shown if limit is None else [table.cut(line, limit) for line in shown]


def _step(cells: list[str]) -> str:
    """A follow-up in one line: number, time, what, deal."""
    return " ".join(part for part in (cells[0], cells[2], cells[3], cells[4]) if part) + (
        f"{say.DOT}{cells[5]}" if cells[5] else ""
    )


def _rooms(parts: tuple[list[str], ...]) -> list[int]:
    """How many lines each part gets: one after another a line each, until there is no room."""
    rooms = [0] * len(parts)
    left = _ROOM
    while left and any(room < len(part) for room, part in zip(rooms, parts, strict=True)):
        for at, part in enumerate(parts):
            if left and rooms[at] < len(part):
                rooms[at] += 1
                left -= 1
    return rooms
