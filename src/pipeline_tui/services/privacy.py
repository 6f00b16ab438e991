"""What is known of a person, in one file, or taken out for good (process.md, Privacy).

Erasing is the one act that cannot be undone: the person is deleted, what names them in free
text is replaced, the journal is emptied, and the file is written anew. Deals and figures stay.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline_tui.domain.duplicates import Entry, name_key, phone_key
from pipeline_tui.domain.mentions import Mentions
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import InputError, NotFound, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import erasing, reads_people
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.domain.records import Channel
    from pipeline_tui.domain.records_people import Person, PersonPage

SHOWN = 12
"""So many of the texts that will change are shown before."""


class Place(NamedTuple):
    """A text that names the person."""

    table: str
    column: str
    text: str
    count: int  # type: ignore[assignment]  # hides tuple.count(), which nobody asks of it


class Erasure(NamedTuple):
    """What erasing takes away, or took away."""

    name: str
    """What is to be typed."""
    deals: int
    """Deals that stay, without this person."""
    places: tuple[Place, ...]
    """Texts in which the person is named."""
    partly: tuple[tuple[str, int], ...]
    """Words of the name that stand alone elsewhere, and how often: they stay."""
    others: tuple[str, ...]
    """Other contacts and companies of the same name, mail or phone: they stay."""
    steps: int
    """Steps that cannot be undone any more."""
    backups: tuple[str, ...]
    """Backups that still hold everything."""
    folder: str
    """Where those are."""
    swept: bool = True
    """Whether the file was written anew."""

    @property
    def mentions(self) -> int:
        """How often the person is named in texts."""
        return sum(place.count for place in self.places)


def preview(desk: Desk, contact_id: int, also: Sequence[str] = ()) -> Erasure:
    """What `erase` would do; `also` are further words that mean this person. NotFound."""
    with explained(desk.file):
        person = reads_people.person(desk.reader, contact_id)
        if person is None:
            raise _nobody(contact_id)
        page = reads_people.person_page(desk.reader, contact_id, desk.clock.today().isoformat())
        mentions = _mentions(person, also)
        places, partly = _found(desk, person, mentions)
        others = _others(desk, person)
        steps = erasing.steps(desk.reader)
    known, folder = _backups(desk)
    return Erasure(
        name=person.called or f"#{person.id}",
        deals=len(page.deals) if page else 0,
        places=places,
        partly=partly,
        others=others,
        steps=steps,
        backups=known,
        folder=folder,
    )


def erase(desk: Desk, contact_id: int, typed: str, also: Sequence[str] = ()) -> Erasure:
    """Erase a person for good, once the name has been typed; what was taken away.

    InputError for another name, NotFound when there is no such person (any more): nothing was
    erased then. `swept` is False when the file could not be written anew: another program reads
    it, or the disk is full.
    """
    found = preview(desk, contact_id, also)
    if fold(clean(typed)).split() != fold(found.name).split():
        raise InputError(
            _("This is not the name of the person to be erased"),
            kept=_("Nothing was erased"),
            todo=_("Type {name}").format(name=found.name),
        )
    gone = _("(erased)")
    with desk.writer.unnoticed() as work:
        row = work.contact_row(contact_id)
        with explained(desk.file):
            person = reads_people.person(work.conn, contact_id)
        if person is None or (person.called or f"#{person.id}") != found.name:
            raise _changed()
        mentions = _mentions(person, also)
        deals = work.deals_of(row)
        for deal in deals:
            work.edit(deal, contact_id=None, contact_role="")
        work.session.flush()
        work.remove(row)
        work.touched |= erasing.replace_everywhere(
            work.conn, lambda text: mentions.replaced(text, gone)
        )
        erasing.forget_changes(work.conn, {deal.id or 0 for deal in deals}, gone)
        erasing.empty_journal(work.conn)
    try:
        erasing.write_anew(desk.path, desk.clock)
    except PipelineError:
        return found._replace(swept=False)
    return found


def known(desk: Desk, contact_id: int) -> dict[str, Any]:
    """Everything that is known of a person, for JSON. NotFound when there is nobody."""
    with explained(desk.file):
        page = reads_people.person_page(
            desk.reader, contact_id, desk.clock.today().isoformat(), history=reads_people.ALL
        )
        if page is None:
            raise _nobody(contact_id)
        places, _partly = _found(desk, page.person, _mentions(page.person, ()))
    return {
        "contact": contact(page.person),
        **deals_and_history(page),
        "mentions": [
            {"where": f"{place.table}.{place.column}", "text": place.text} for place in places
        ],
    }


def contact(person: Person) -> dict[str, Any]:
    """A contact person, for JSON; absent values are null."""
    may = person.permission
    return {
        "id": person.id,
        "name": person.name or None,
        "company": person.company or None,
        "position": person.position or None,
        "phone": person.phone or None,
        "email": person.email or None,
        "permission": {"call": _channel(may.call), "mail": _channel(may.mail)},
        "do_not_contact": may.never,
        "drives": person.drives or None,
        "objection": person.objection or None,
        "note": person.note or None,
    }


def deals_and_history(page: PersonPage) -> dict[str, Any]:
    """The deals of a person with the role there, and what was said in them."""
    return {
        "deals": [
            {"id": one.ref.id, "title": one.ref.title, "company": one.ref.company,
             "stage": one.ref.stage, "role": one.role or None}
            for one in page.deals
        ],
        "history": [
            {"at": one.activity.at, "kind": one.activity.kind, "text": one.activity.text,
             "deal": one.deal_id}
            for one in page.history
        ],
    }  # fmt: skip


def as_text(desk: Desk, contact_id: int) -> str:
    """What `known` says, as one JSON object that people can read."""
    content = {"schema": 1, "program": "pipeline-tui", **known(desk, contact_id)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _channel(of: Channel) -> dict[str, Any]:
    return {
        "allowed": of.allowed,
        "origin": of.origin or None,
        "on": of.on.isoformat() if of.on else None,
    }


def _mentions(person: Person, also: Sequence[str]) -> Mentions:
    words = [text for word in also if (text := clean(word))]
    return Mentions(person.name, (person.email,), (person.phone,), words)


def _found(
    desk: Desk, person: Person, mentions: Mentions
) -> tuple[tuple[Place, ...], tuple[tuple[str, int], ...]]:
    """Texts that name the person, and how often parts of the name stand alone in the rest."""
    words = [word for word in person.name.split() if len(word) > 2 and name_key(word)]
    alone = {word: Mentions(word, (), ()) for word in words if word != person.name}
    partly: Counter[str] = Counter()
    places: list[Place] = []
    for table, column, number, text in erasing.texts(desk.reader):
        if table == "contact" and number == person.id:
            continue
        if count := mentions.count(text):
            places.append(Place(table, column, clean(text, lines=True), count))
        rest = mentions.replaced(text, "")
        partly.update({word: hits for word, one in alone.items() if (hits := one.count(rest))})
    return tuple(places), tuple(sorted(partly.items()))


def _others(desk: Desk, person: Person) -> tuple[str, ...]:
    """Whoever else goes by the same name, mail or phone."""

    found: list[str] = []
    name, phone = name_key(person.name), phone_key(person.phone)
    email = person.email.lower()
    for one in reads_people.contact_entries(desk.reader, Entry):
        same = (
            (name and name_key(one.name) == name)
            or (phone and phone_key(one.phones[0]) == phone)
            or (email and one.emails[0].lower() == email)
        )
        if same and one.id != person.id:
            found.append(f"{one.id}  {clean(one.name) or clean(one.emails[0])}")
    mentions = _mentions(person, ())
    for company in reads_people.company_entries(desk.reader, Entry):
        if mentions.count(company.name):
            found.append(_("company {name}").format(name=clean(company.name)))
    return tuple(found)


def _backups(desk: Desk) -> tuple[tuple[str, ...], str]:
    """The backups there are, and where; none where they cannot be listed."""
    from pipeline_tui.services import backups

    with suppress(PipelineError):
        found = backups.all_of(desk)
        return tuple(one.id for one in found), str(found[0].file.parent) if found else ""
    return (), ""


def _nobody(contact_id: int) -> NotFound:
    return NotFound(_("There is no contact {number}").format(number=contact_id))


def _changed() -> InputError:
    return InputError(
        _("The contact was changed elsewhere meanwhile"),
        kept=_("Nothing was erased"),
        todo=_("Look at it again"),
    )
