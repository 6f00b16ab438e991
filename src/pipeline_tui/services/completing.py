"""A quick-add line while it is typed: what it would become, and how a word of it may go on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from pipeline_tui.domain.completion import Candidate, Wanted, candidate, wanted
from pipeline_tui.domain.quickadd import QuickAdd, parse_quick_add
from pipeline_tui.domain.quickadd_steps import near_step
from pipeline_tui.domain.quickadd_words import split_company
from pipeline_tui.domain.text import fold
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_complete, upkeep
from pipeline_tui.store.connection import explained

OFFERED = 20
"""So many names are offered one after another."""


class LineReader:
    """Reads one quick-add line, letter by letter.

    What it needs of the data is read when it is first needed and kept until it is closed.
    """

    def __init__(self, desk: Desk, stages: Sequence[str], currency: str) -> None:
        self.stages = stages
        self._desk = desk
        self._currency = currency
        self._calendar: WorkCalendar | None = None
        self._values: dict[str, list[str]] = {}

    def read(self, line: str) -> QuickAdd:
        """What the line says now; InputError when it would be refused.

        While another program has the file only Saturday and Sunday are known to be free.
        """
        if self._calendar is None:
            with suppress(DatabaseLocked), explained(self._desk.file):
                self._calendar = upkeep.calendar(self._desk.reader)
        today = self._desk.clock.today()
        return parse_quick_add(line, today, currency=self._currency, calendar=self._calendar)

    def near_step(self, quick: QuickAdd) -> str:
        """What the title may have meant as a step, `call Meier freitg`; '' if nothing."""
        return near_step(quick.title, self._desk.clock.today()) if quick.step is None else ""

    def complete(self, line: str, cursor: int) -> tuple[Wanted, list[Candidate]] | None:
        """How the word at the cursor may go on; None where nothing is known.

        DatabaseLocked when another program has the file.
        """
        at_end = cursor == len(line)
        for place in wanted(line, cursor):
            names = self._names(place, line)
            offered = [candidate(place, name, at_end=at_end) for name in names]
            found = [one for one in offered if one is not None]
            if found:
                return place, found[:OFFERED]
        return None

    def _names(self, place: Wanted, line: str) -> list[str]:
        if place.kind == "stage":
            return list(self.stages)
        with explained(self._desk.file):
            conn = self._desk.reader
            if place.kind == "company":
                return reads_complete.companies(conn, place.typed, OFFERED)
            if place.kind == "contact":
                company = split_company(line)
                name = line[company[0] : company[1]] if company else ""
                return reads_complete.contacts(conn, place.typed, name, OFFERED)
            if place.kind not in self._values:
                self._values[place.kind] = reads_complete.values(conn, place.kind)
        typed = fold(place.typed)
        return [name for name in self._values[place.kind] if fold(name).startswith(typed)]
