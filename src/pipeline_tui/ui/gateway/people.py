"""Companies, contacts and who is in a deal, for the screens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pipeline_tui.domain.records_people import COMPANY, CONTACT
from pipeline_tui.services import people_reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline_tui.domain.records_people import Card, CompanyPage, Listed, Note, PersonPage
    from pipeline_tui.services.merging import Merge as Merge
    from pipeline_tui.services.people_reading import Key as Key
    from pipeline_tui.services.people_reading import Same as Same
    from pipeline_tui.services.people_search import Everybody as Everybody
    from pipeline_tui.services.privacy import Erasure as Erasure
    from pipeline_tui.ui.gateway import Gateway

__all__ = ["COMPANY", "CONTACT"]


def listed(gateway: Gateway, key: Key | None, limit: int, *, forward: bool) -> list[Listed]:
    """The next lines of the list behind `key`, from the top if it is None."""
    return people_reading.listed(gateway.desk, key, limit, forward=forward)


def count(gateway: Gateway) -> int:
    """How many lines the list has."""
    return people_reading.listed_count(gateway.desk)


def index(gateway: Gateway, key: Key) -> int:
    """How many lines stand before `key`."""
    return people_reading.listed_index(gateway.desk, key)


def everybody(gateway: Gateway) -> Everybody:
    """Everybody there is, to be searched letter by letter."""
    from pipeline_tui.services import people_search

    return people_search.everybody(gateway.desk)


async def everybody_aside(gateway: Gateway, wanted: Callable[[], bool]) -> Everybody | None:
    """The same behind the screen; None when it was not `wanted` any more."""
    from pipeline_tui.services import people_search

    return await gateway.aside.read(people_search.everybody, wanted)


def listed_of(
    gateway: Gateway, keys: list[Key], key: Key | None, limit: int, *, forward: bool
) -> list[Listed]:
    """As `listed`, of those that were found: `keys`, in their order."""
    from pipeline_tui.services import people_search

    found = people_search.beside(keys, key, limit, forward=forward)
    return people_search.rows(gateway.desk, found)


def place_of(gateway: Gateway, kind: str, number: int) -> Key | None:
    """Where a company or a contact stands in the list; None if there is none."""
    return people_reading.place_of(gateway.desk, kind, number)


def find(gateway: Gateway, kind: str, words: str, limit: int) -> list[Listed]:
    """Companies or contacts in which every word stands."""
    return people_reading.find(gateway.desk, kind, words, limit)


def page(gateway: Gateway, kind: str, number: int) -> PersonPage | CompanyPage | None:
    """A company or a contact with everything shown of it; None if there is none."""
    if kind == CONTACT:
        return people_reading.person_page(gateway.desk, number)
    return people_reading.company_page(gateway.desk, number)


def named(gateway: Gateway, kind: str, text: str) -> int:
    """The one that number or words name. NotFound, Ambiguous, InputError."""
    from pipeline_tui.services import people_lookup

    name = people_lookup.contact_named if kind == CONTACT else people_lookup.company_named
    return name(gateway.desk, text)


def one(gateway: Gateway, kind: str, number: int) -> Listed | None:
    """A company or a contact as it is listed; None if there is none."""
    return people_reading.one(gateway.desk, kind, number)


def reason(code: str) -> str:
    """Why two may be the same, in words."""
    return people_reading.reason(code)


def notes(gateway: Gateway, words: str, limit: int) -> list[Note]:
    """The latest notes and contacts in which every word stands."""
    return people_reading.notes(gateway.desk, words, limit)


def check_field(gateway: Gateway, kind: str, field: str, text: str) -> str:
    """What a typed text would be understood as; InputError when it is refused."""
    from pipeline_tui.services import companies, contacts

    if kind == CONTACT:
        return contacts.check(field, text, gateway.today)
    return companies.read(field, text)


async def change(
    gateway: Gateway, kind: str, number: int, field: str, text: str, seen: str | None
) -> None:
    """Set a field; Conflict if it is not what was `seen`, unless that is None."""
    from pipeline_tui.services import companies, contacts

    change = contacts.change if kind == CONTACT else companies.change
    there = None if seen is None else {field: seen}
    await gateway.write(change, number, {field: text}, seen=there)


def check_card(line: str) -> Card:
    """What a line says of a person; InputError when it is refused."""
    from pipeline_tui.services import contacts

    return contacts.read_card(line)


async def add(gateway: Gateway, kind: str, line: str) -> int:
    """Add a contact or a company; its number."""
    from pipeline_tui.services import companies, contacts

    return await gateway.write(contacts.add if kind == CONTACT else companies.add, line)


async def delete(gateway: Gateway, kind: str, number: int) -> None:
    """Delete a contact or a company; deals stay without it."""
    from pipeline_tui.services import companies, contacts

    await gateway.write(contacts.delete if kind == CONTACT else companies.delete, number)


async def merge(gateway: Gateway, kind: str, merged: int, into: int, *, dry_run: bool) -> Merge:
    """Merge one into another; with `dry_run` only say what would happen."""
    from pipeline_tui.services import merging

    how = merging.merge_contacts if kind == CONTACT else merging.merge_companies
    return await gateway.write(how, merged, into, dry_run=dry_run)


async def duplicates(gateway: Gateway, kind: str) -> list[Same]:
    """Those that may be the same; looked for behind the screen, over a connection of its own."""
    from pipeline_tui.services.desk import Desk

    def look() -> list[Same]:
        desk = Desk(gateway.path, gateway.clock)
        try:
            return people_reading.duplicates(desk, kind)
        finally:
            desk.close()

    return await asyncio.get_running_loop().run_in_executor(gateway.thread, look)


async def preview_erasing(gateway: Gateway, contact_id: int) -> Erasure:
    """What erasing would take away; looked for behind the screen."""
    from pipeline_tui.services import privacy
    from pipeline_tui.services.desk import Desk

    def look() -> Erasure:
        desk = Desk(gateway.path, gateway.clock)
        try:
            return privacy.preview(desk, contact_id)
        finally:
            desk.close()

    return await asyncio.get_running_loop().run_in_executor(gateway.thread, look)


async def erase(gateway: Gateway, contact_id: int, typed: str) -> Erasure:
    """Erase a contact for good, once the name has been typed."""
    from pipeline_tui.services import privacy

    return await gateway.write(privacy.erase, contact_id, typed)


async def export(gateway: Gateway, contact_id: int, path: str) -> None:
    """Write everything known of a contact into a file for one's own eyes."""
    from pathlib import Path

    from pipeline_tui.services import privacy
    from pipeline_tui.services.output import private_file

    with private_file(gateway.desk, str(Path(path).expanduser())) as out:
        out.write(privacy.as_text(gateway.desk, contact_id))


# Who is in a deal.


def check_participant(line: str) -> Card:
    """What a line says of somebody more in a deal; InputError when it is refused."""
    from pipeline_tui.services import participants

    return participants.check_add(line)


async def add_participant(gateway: Gateway, deal_id: int, line: str) -> None:
    """Somebody more in a deal."""
    from pipeline_tui.services import participants

    await gateway.write(participants.add, deal_id, line)


async def set_participant_role(gateway: Gateway, participant_id: int, role: str) -> None:
    """Another buying role; '' for none."""
    from pipeline_tui.services import participants

    await gateway.write(participants.set_role, participant_id, role)


async def make_main(gateway: Gateway, participant_id: int) -> None:
    """The deal's contact person from now on."""
    from pipeline_tui.services import participants

    await gateway.write(participants.make_main, participant_id)


async def remove_participant(gateway: Gateway, participant_id: int) -> None:
    """Not in the deal any more."""
    from pipeline_tui.services import participants

    await gateway.write(participants.remove, participant_id)
