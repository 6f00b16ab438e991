"""Taking the data out: everything as JSON Lines, deals as a table, follow-ups as a calendar."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from pipeline_tui import __version__
from pipeline_tui.store import dump, reads
from pipeline_tui.store.connection import explained
from pipeline_tui.transfer import deals_csv

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

SCHEMA = 1
"""Of the lines, not of the database: what a reader of them has to know."""


def export_all(desk: Desk, out: TextIO) -> int:
    """Write all data as JSON Lines, byte for byte the same for the same data; rows written.

    The first line says what the file is; every other one is a row: its table and its columns.
    Errors: those of opening the database.
    """
    head = {"schema": SCHEMA, "program": "pipeline-tui", "version": __version__}
    out.write(json.dumps(head) + "\n")
    count = 0
    with explained(desk.file):
        for table, columns in dump.rows(desk.reader):
            out.write(json.dumps({"table": table, **columns}, ensure_ascii=False) + "\n")
            count += 1
    return count


def export_deals(desk: Desk, out: TextIO, *, raw: bool = False) -> int:
    """Write all deals as CSV for a spreadsheet, open and closed; how many.

    Text that a spreadsheet would run as a formula is guarded by a leading ' unless `raw`.
    """
    with explained(desk.file):
        return deals_csv.write(reads.deals(desk.reader, desk.clock.today()), out, raw=raw)


def export_followups(desk: Desk, out: TextIO, *, kind: str = "todo") -> int:
    """Write the open follow-ups as a calendar of to-dos or events (`ics.KINDS`); how many.

    Byte for byte the same for the same data and language.
    """
    from pipeline_tui.store.reads_calendar import calendar_entries
    from pipeline_tui.transfer import ics

    with explained(desk.file):
        uid, entries = calendar_entries(desk.reader)
    out.write(ics.calendar(uid, entries, kind).decode())
    return len(entries)
