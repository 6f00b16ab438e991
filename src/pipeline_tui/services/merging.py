"""Making one of two contacts or companies: seen first, one undo step, nothing lost.

Who is merged goes; its deals, places in deals and people pass to the other. Of a field that both
have the other's value stays, and what does not find a place in a field is kept in the note.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.people import permission_text
from pipeline_tui.domain.records import Channel, Permission
from pipeline_tui.domain.text import TEXT_LIMIT
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services import fields
from pipeline_tui.services.contacts import called
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.editing import permission_of, put_permission

if TYPE_CHECKING:
    from pipeline_tui.domain.duplicates import Pair
    from pipeline_tui.store.tables import CompanyRow, ContactRow
    from pipeline_tui.store.writes import Work

_OF_CONTACT = ("name", "position", "phone", "email", "drives", "objection")
_OF_COMPANY = ("name", "industry", "size")


class Kept(NamedTuple):
    """A field after the merge: its value, whose it is, and what goes into the note instead."""

    field: str
    value: str
    origin: str
    """into, merged or both."""
    beside: str = ""


class Merge(NamedTuple):
    """What a merge would do, or did."""

    merged: str
    into: str
    kept: tuple[Kept, ...]
    deals: int
    """Deals that pass over."""
    places: int
    """Places in further deals that pass over."""
    people: int
    """People of a company that pass over."""


class _PreviewError(Exception):
    """Takes a step back that was only looked at."""


def merge_contacts(desk: Desk, merged: int, into: int, *, dry_run: bool = False) -> Merge:
    """Merge one contact into another; with `dry_run` only say what would happen.

    What either forbids stays forbidden. InputError for one and the same, NotFound for none.
    """
    return _merge(desk, "contact.merge", merged, into, _contacts, dry_run=dry_run)


def merge_companies(desk: Desk, merged: int, into: int, *, dry_run: bool = False) -> Merge:
    """Merge one company into another; with `dry_run` only say what would happen."""
    return _merge(desk, "company.merge", merged, into, _companies, dry_run=dry_run)


def same_contacts(desk: Desk) -> list[Pair]:
    """Contacts that may be one person, the surest first."""
    from pipeline_tui.domain.duplicates import Entry, same_people
    from pipeline_tui.store import reads_people
    from pipeline_tui.store.connection import explained

    with explained(desk.file):
        return same_people(reads_people.contact_entries(desk.reader, Entry))


def same_companies(desk: Desk) -> list[Pair]:
    """Companies that may be one, the surest first."""
    from pipeline_tui.domain import duplicates
    from pipeline_tui.store import reads_people
    from pipeline_tui.store.connection import explained

    with explained(desk.file):
        found = reads_people.company_entries(desk.reader, duplicates.Entry)
    return duplicates.same_companies(found)


def _merge(desk: Desk, action: str, merged: int, into: int, how: _How, *, dry_run: bool) -> Merge:
    if merged == into:
        raise InputError(
            _("These two are one and the same"),
            kept=_("Nothing was changed"),
            todo=_("Name two different ones"),
        )
    done: list[Merge] = []
    try:
        with desk.writer.step(action) as work:
            done.append(how(work, merged, into))
            work.describe(name=done[0].merged, into=done[0].into)
            if dry_run:
                raise _PreviewError
    except _PreviewError:
        pass
    return done[0]


def _contacts(work: Work, merged: int, into: int) -> Merge:
    gone, stays = work.contact_row(merged), work.contact_row(into)
    names = called(gone), called(stays)
    kept = [_chosen(field, getattr(stays, field), getattr(gone, field)) for field in _OF_CONTACT]
    kept.insert(1, _chosen("company", work.employer(stays), work.employer(gone)))
    permission = _stricter(permission_of(stays), permission_of(gone))
    note = _note(stays.note, gone.note, kept)
    _put(work, stays, {one.field: one.value for one in kept if one.field != "company"}, note)
    if stays.company_id is None:
        work.edit(stays, company_id=gone.company_id)
    put_permission(work, stays, permission)
    deals = work.deals_of(gone)
    for deal in deals:
        place = work.participation(deal.id or 0, into)
        role = deal.contact_role or (place.role if place else "")
        if place is not None:
            work.remove(place)
        work.edit(deal, contact_id=into, contact_role=role)
    work.deals_of(stays)  # found by another name perhaps
    places = _pass_places(work, gone, stays)
    work.session.flush()
    work.remove(gone)
    allowed = permission_text(permission)
    kept.append(Kept("permission", allowed, "both"))
    kept.append(Kept("note", note, "both" if note else "into"))
    return Merge(*names, _said(kept), len(deals), places, 0)


def _pass_places(work: Work, gone: ContactRow, stays: ContactRow) -> int:
    """The places of one in deals pass to the other, unless that one is there already."""
    passed = 0
    for place in work.participations(gone):
        deal = work.deal(place.deal_id)
        theirs = work.participation(place.deal_id, stays.id or 0)
        if deal.contact_id == stays.id:
            work.edit(deal, contact_role=deal.contact_role or place.role)
            work.remove(place)
        elif theirs is not None:
            work.edit(theirs, role=theirs.role or place.role)
            work.remove(place)
        else:
            work.edit(place, contact_id=stays.id)
            passed += 1
    return passed


def _companies(work: Work, merged: int, into: int) -> Merge:
    gone, stays = work.company_row(merged), work.company_row(into)
    names = gone.name, stays.name
    kept = [_chosen(field, getattr(stays, field), getattr(gone, field)) for field in _OF_COMPANY]
    note = _note(stays.note, gone.note, kept)
    _put(work, stays, {one.field: one.value for one in kept if one.field != "name"}, note)
    deals, people = work.deals_at(gone), work.people_of(gone)
    for deal in deals:
        work.edit(deal, company_id=into)
    for person in people:
        work.edit(person, company_id=into)
    work.session.flush()
    work.remove(gone)
    kept.append(Kept("note", note, "both" if note else "into"))
    return Merge(*names, _said(kept), len(deals), 0, len(people))


def _chosen(field: str, stays: str, gone: str) -> Kept:
    if stays.casefold() == gone.casefold() or not gone:
        return Kept(field, stays, "both" if gone else "into")
    if not stays:
        return Kept(field, gone, "merged")
    return Kept(field, stays, "into", gone)


def _note(stays: str, gone: str, kept: Iterable[Kept]) -> str:
    """Both notes, and a line for each value that found no place. InputError if it is too long."""
    beside = [f"{fields.label(one.field)}: {one.beside}" for one in kept if one.beside]
    parts = [stays, *([gone] if gone != stays else []), "\n".join(beside)]
    note = "\n\n".join(part for part in parts if part)
    if len(note) > TEXT_LIMIT:
        raise InputError(
            _("The two notes together are too long"),
            kept=_("Nothing was changed"),
            todo=_("Shorten one of them first"),
        )
    return note


def _put(work: Work, row: ContactRow | CompanyRow, values: dict[str, str], note: str) -> None:
    work.edit(row, **values, note=note)


def _said(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    """Without the fields that neither has."""
    return tuple(one for one in kept if one.value)


def _stricter(one: Permission, other: Permission) -> Permission:
    """What both allow: a no of either stays, and so does do-not-contact."""
    return Permission(
        _channel(one.call, other.call), _channel(one.mail, other.mail), one.never or other.never
    )


def _channel(one: Channel, other: Channel) -> Channel:
    for allowed in (False, True):
        for channel in (one, other):
            if channel.allowed is allowed:
                return channel
    return one if one.origin else other


if TYPE_CHECKING:
    from collections.abc import Callable

    _How = Callable[[Work, int, int], Merge]
