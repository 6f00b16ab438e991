"""Companies and contacts as screens and commands read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.records_people import COMPANY, CONTACT, Listed
from pipeline_tui.i18n import N_, _
from pipeline_tui.store import reads_people
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.domain.records_people import CompanyPage, Note, PersonPage
    from pipeline_tui.services.desk import Desk

__all__ = ["COMPANY", "CONTACT", "Key"]

Key = tuple[str, int, int]

REASONS = {
    "name": N_("same name"),
    "email": N_("same mail address"),
    "domain": N_("same mail domain"),
    "phone": N_("same phone number"),
}


class Same(NamedTuple):
    """Two that may be one, and why."""

    first: Listed
    second: Listed
    reasons: tuple[str, ...]


def listed(desk: Desk, key: Key | None, limit: int, *, forward: bool = True) -> list[Listed]:
    """The next lines of the list behind `key`, from the top if it is None (reads_people)."""
    with explained(desk.file):
        return reads_people.listed(desk.reader, key, limit, forward=forward)


def listed_count(desk: Desk) -> int:
    """How many lines the list has."""
    with explained(desk.file):
        return reads_people.listed_count(desk.reader)


def listed_index(desk: Desk, key: Key) -> int:
    """How many lines stand before `key`."""
    with explained(desk.file):
        return reads_people.listed_index(desk.reader, key)


def place_of(desk: Desk, kind: str, number: int) -> Key | None:
    """Where a company or a contact stands in the list; None if there is none."""
    with explained(desk.file):
        return reads_people.place_of(desk.reader, kind, number)


def one(desk: Desk, kind: str, number: int) -> Listed | None:
    """A company or a contact as it is listed; None if there is none."""
    with explained(desk.file):
        return reads_people.one(desk.reader, kind, number)


def notes(desk: Desk, words: str, limit: int) -> list[Note]:
    """The latest notes and contacts in which every word stands."""
    with explained(desk.file):
        return reads_people.notes(desk.reader, words, limit)


def find(desk: Desk, kind: str, words: str, limit: int | None = None) -> list[Listed]:
    """Companies or contacts in which every word stands."""
    with explained(desk.file):
        most = reads_people.ALL if limit is None else limit
        return reads_people.find(desk.reader, kind, words, most)


def person_page(desk: Desk, contact_id: int) -> PersonPage | None:
    """A contact person with deals and history; None if there is none."""
    with explained(desk.file):
        return reads_people.person_page(desk.reader, contact_id, desk.clock.today().isoformat())


def company_page(desk: Desk, company_id: int) -> CompanyPage | None:
    """A company with people, deals and history; None if there is none."""
    with explained(desk.file):
        return reads_people.company_page(desk.reader, company_id, desk.clock.today().isoformat())


def duplicates(desk: Desk, kind: str) -> list[Same]:
    """Contacts or companies that may be the same, the surest first."""
    from pipeline_tui.services import merging

    pairs = merging.same_contacts(desk) if kind == CONTACT else merging.same_companies(desk)
    if not pairs:
        return []
    with explained(desk.file):
        wanted = {number for pair in pairs for number in pair[:2]}
        rows = {
            row.id: row
            for row in reads_people.find(desk.reader, kind, "", reads_people.ALL)
            if row.id in wanted
        }
    return [
        Same(rows[pair.first], rows[pair.second], pair.reasons)
        for pair in pairs
        if pair.first in rows and pair.second in rows
    ]


def reason(code: str) -> str:
    """Why two may be the same, in words."""
    return _(REASONS[code])
