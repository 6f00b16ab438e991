"""`standup`: yesterday, today, overdue, ghosts and the gap, on one small screen."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date, timedelta

from pipeline_tui.cli import table
from pipeline_tui.domain.standup import ROOM
from pipeline_tui.i18n import _
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk

_WEEK = timedelta(days=8)
_YEAR = timedelta(days=364)
_DAY = timedelta(days=1)
_NEAR = {"yesterday": _DAY, "gestern": _DAY, "vorgestern": 2 * _DAY}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--since", metavar="DATE", help=_("begin with this day instead of the last working day")
    )
    parser.add_argument("--check", action="store_true", help=_("exit 1 if anything is overdue"))
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help=_("print a list in Markdown"))
    form.add_argument("--json", action="store_true", help=_("print JSON"))


def run(desk: Desk, options: Namespace) -> int:
    today = desk.clock.today()
    since = None if options.since is None else _since(options.since, today)
    if options.json:
        from pipeline_tui.cli import shapes

        with reading.at_once(desk):
            found, ghosts = reading.standup(desk, since), reading.ghosts(desk)
        shapes.print_json(shapes.standup(found, ghosts))
    else:
        found = reading.standup(desk, since, limit=ROOM)
        from pipeline_tui.domain import standup_lines

        sections = standup_lines.sections(found, today)
        if options.markdown:
            lines = standup_lines.markdown(sections)
        else:
            lines = standup_lines.plain(sections, marks=True)
            if (cells := table.terminal_width()) is not None:
                lines = [table.cut(line, cells) for line in lines]
        print("\n".join(lines))
    return 1 if options.check and found.overdue_count else 0


def _since(text: str, today: date) -> date:
    """The day from which on is told. Errors: InputError, also for a day still to come."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = _gone_by(text, today) or _meant(text, today)
    if day > today:
        from pipeline_tui.errors import InputError

        raise InputError(
            _("{text} is still to come").format(text=text),
            todo=_("Write a day that has been, for example fri or 2026-11-20"),
        )
    return day


def _gone_by(text: str, today: date) -> date | None:
    """`yesterday`, `vorgestern`, `last friday`: words that elsewhere are no date."""
    from pipeline_tui.domain.date_words import PLACES, WEEKDAYS, plain

    words = [plain(word) for word in text.split()]
    if len(words) == 1 and words[0] in _NEAR:
        return today - _NEAR[words[0]]
    if len(words) == 2 and PLACES.get(words[0]) == -1 and words[1] in WEEKDAYS:
        return today - timedelta(days=(today.weekday() - WEEKDAYS[words[1]] - 1) % 7 + 1)
    return None


def _meant(text: str, today: date) -> date:
    """The day of a phrase; a weekday, or a day and month, is the last one and not the next."""
    from pipeline_tui.domain.dates import parse_when

    day = parse_when(text, today).day
    if day <= today:
        return day
    if len(text.split()) == 1:
        weekly = parse_when(text, today - _WEEK).day
        if weekly <= today and weekly.weekday() == day.weekday():
            return weekly
    if any(map(str.isdigit, text)):
        yearly = parse_when(text, today - _YEAR).day
        if (yearly.month, yearly.day) == (day.month, day.day):
            return yearly
    return day
