"""`export`: all data as JSON Lines, deals as CSV, follow-ups as a calendar."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from pipeline_tui.cli import say
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk

FORMATS = {"all": "jsonl", "deals": "csv", "followups": "ics"}
ENTRIES = ("todo", "event")


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=tuple(FORMATS),
        help=_("everything, the deals, or the open follow-ups"),
    )
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS.values()),
        help=_("jsonl for all, csv for deals, ics for followups"),
    )
    parser.add_argument(
        "--as",
        dest="kind",
        choices=ENTRIES,
        default=ENTRIES[0],
        help=_("what a follow-up becomes in the calendar: a to-do or an event (todo)"),
    )
    parser.add_argument(
        "-o", dest="output", metavar="FILE", help=_("write there, for your eyes only")
    )
    parser.add_argument(
        "--raw", action="store_true", help=_("leave text that a spreadsheet would run as it is")
    )


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import exporting

    if options.format not in (None, FORMATS[options.what]):
        raise UsageError(
            _("{what} cannot be exported as {format}").format(
                what=options.what, format=options.format
            ),
            where="export",
            todo=_("Take --format {format}").format(format=FORMATS[options.what]),
        )
    with _opened(desk, options.output) as out:
        if options.what == "all":
            exporting.export_all(desk, out)
        elif options.what == "followups":
            exporting.export_followups(desk, say.as_utf8(out), kind=options.kind)
        else:
            exporting.export_deals(desk, out, raw=options.raw)
    return 0


@contextmanager
def _opened(desk: Desk, name: str | None) -> Iterator[TextIO]:
    """The output, or a file that appears under its name, for its owner only, when complete."""
    if name is None or name == "-":
        yield sys.stdout
        return
    from pipeline_tui.services.output import private_file

    with private_file(desk, name) as out:
        yield out
