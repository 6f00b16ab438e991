"""A quick-add line while it is typed: what it would become, and how a word of it may go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline_tui.domain import words
from pipeline_tui.domain.completion import Candidate, Wanted, candidate, wanted
from pipeline_tui.domain.quickadd import QuickAdd, parse_quick_add
from pipeline_tui.domain.quickadd_steps import near_step
from pipeline_tui.domain.quickadd_words import split_company
from pipeline_tui.domain.text import fold
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.i18n import _
from pipeline_tui.services.booking import refuse_gone_by
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_complete, upkeep
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

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
        found = parse_quick_add(line, today, currency=self._currency, calendar=self._calendar)
        if found.step is not None:
            refuse_gone_by(found.step.day, today)
        return found

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
        company = split_company(line) if place.kind == "contact" else None
        name = line[company[0] : company[1]] if company else ""
        return names(self._desk, place.kind, place.typed, company=name, kept=self._values)


def names(
    desk: Desk,
    kind: str,
    typed: str,
    *,
    company: str = "",
    kept: dict[str, list[str]] | None = None,
) -> list[str]:
    """Known names of a kind (company, contact, tag or a field of LISTED) that begin so.

    `company` is the one whose contact persons come first; what was read is kept in `kept`.
    DatabaseLocked when another program has the file.
    """
    with explained(desk.file):
        conn = desk.reader
        if kind == "company":
            return reads_complete.companies(conn, typed, OFFERED)
        if kind == "contact":
            return reads_complete.contacts(conn, typed, company, OFFERED)
        kept = {} if kept is None else kept
        if kind not in kept:
            kept[kind] = _values(conn, kind)
    wanted = fold(typed)
    return [name for name in kept[kind] if fold(name).startswith(wanted)]


def goes_on(field: str, text: str, found: Iterable[str]) -> list[str]:
    """What a field may become whose text is being typed; of tags only the last one goes on."""
    before = text[: len(text) - len(_last(field, text))]
    typed = fold(text[len(before) :].lstrip("#"))
    said = [before + name for name in found if typed and fold(name).startswith(typed)]
    return [one for one in said if one != text][:OFFERED]


def typed_of(field: str, text: str) -> str:
    """What of a field's text is the beginning of a name."""
    return _last(field, text).lstrip("#")


def _last(field: str, text: str) -> str:
    """The whole text, or the last of several tags."""
    return text.rsplit(" ", 1)[-1].rsplit(",", 1)[-1] if field == "tags" else text


def _values(conn: Connection, kind: str) -> list[str]:
    """The names in use, and those the program knows of itself."""
    if kind == "customer":
        return [words.customer(code) for code in words.CUSTOMERS]
    found = reads_complete.values(conn, kind)
    if kind == "source":
        known = {fold(name) for name in found}
        found += [_(name) for name in words.SOURCES if fold(_(name)) not in known]
    return found
