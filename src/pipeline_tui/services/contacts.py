"""Use cases on contact persons: add, change, delete (process.md, People)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline_tui.domain import quickadd_words, words
from pipeline_tui.domain.people import permission_text
from pipeline_tui.domain.records import Channel, Permission
from pipeline_tui.domain.records_people import Card
from pipeline_tui.domain.text import ONE_LINE_LIMIT, TEXT_LIMIT, clean, fold, limited
from pipeline_tui.errors import Conflict, InputError, NotFound
from pipeline_tui.i18n import N_, _
from pipeline_tui.services import fields
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.editing import permission_of, put_permission

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.store.tables import ContactRow, DealRow
    from pipeline_tui.store.writes import Work

FIELDS = (
    "name", "company", "position", "phone", "email", "permission", "do_not_contact",
    "drives", "objection", "note",
)  # fmt: skip
"""What a person edits of a contact."""

_PLAIN = ("name", "position", "phone", "email", "drives", "objection", "note")
_OTHERS = {"note": "notiz notizen", "do_not_contact": "kontaktsperre nicht_kontaktieren dnc"}
_ANSWERS = {"yes": True, "y": True, "ja": True, "j": True, "1": True,
            "no": False, "n": False, "nein": False, "0": False, "": False}  # fmt: skip
_SAMPLE = N_("Max Meier, Acme GmbH, purchasing, +49 170 1234567, meier@acme.de")


def field_named(name: str) -> str:
    """The key of a field of a contact by its English or German names; NotFound lists them."""
    wanted = fold(clean(name)).replace(" ", "_")
    known = quickadd_words.field_named(wanted)
    for field in FIELDS:
        if wanted in (field, *_OTHERS.get(field, "").split()) or field == known:
            return field
        if wanted == fold(words.field(field)).replace(" ", "_"):
            return field
    raise NotFound(
        _("A contact has no field {name}").format(name=clean(name)),
        todo=_("Fields are {names}").format(names=", ".join(FIELDS)),
    )


def read_card(line: str, *, roles: bool = False) -> Card:
    """`Max Meier, Acme GmbH, purchasing, phone, mail` in any order of the last two.

    With `roles` a word that is a buying role is one. InputError for an empty line, and for a
    number or an address that is none.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    for part in (piece.strip() for piece in clean(line).split(",")):
        if not part:
            continue
        if "@" in part:
            found["email"] = _checked("email", part)
        elif part[0] in "+0123456789(" and not any(char.isalpha() for char in part):
            found["phone"] = _checked("phone", part)
        elif roles and rest and words.role_code(part):
            found["role"] = words.role_code(part)
        else:
            rest.append(part)
    names = ("name", "position") if roles else ("name", "company", "position")
    if len(rest) > len(names):
        raise InputError(
            _("{text} is too much for one person").format(text=", ".join(rest[len(names) :])),
            todo=_("Write for example: {line}").format(line=_(_SAMPLE)),
        )
    found |= dict(zip(names, rest, strict=False))
    if not found.keys() & {"name", "phone", "email"}:
        raise InputError(
            _("Name somebody"), todo=_("Write for example: {line}").format(line=_(_SAMPLE))
        )
    for name, text in found.items():
        limited(text, ONE_LINE_LIMIT, fields.label(name))
    return Card(**found)


def add(desk: Desk, line: str) -> int:
    """Add a contact from one line (see `read_card`); its number.

    InputError when the company has somebody of this name already.
    """
    card = read_card(line)
    with desk.writer.step("contact.add") as work:
        company = work.company(card.company).id if card.company else None
        known = work.find_contact(card.name, company, email=card.email)
        if known is not None:
            raise InputError(
                _("{name} is there already").format(name=called(known)),
                kept=_("Nothing was added"),
                todo=_("Look for them in the list"),
            )
        row = work.contact(card.name, company, email=card.email)
        work.edit(row, phone=card.phone, email=card.email, position=card.position)
        work.describe(name=called(row))
        return row.id or 0


def check(field: str, text: str, today: date) -> str:
    """What a typed text means for a field of a contact, as it is echoed; InputError if refused."""
    value = read(field, text, today)
    if field == "do_not_contact":
        return _("do not contact") if value else _("no")
    by = fields.Reading(today, "EUR")
    return fields.shown(field, value, by) if isinstance(value, Permission) else str(value)


def read(field: str, text: str, today: date) -> str | bool | Permission:
    """A typed text as the field keeps it. InputError when it is not understood."""
    if field == "note":
        return limited(clean(text, lines=True), TEXT_LIMIT, fields.label("note"))
    if field == "do_not_contact":
        with suppress(KeyError):
            return _ANSWERS[fold(clean(text))]
        raise InputError(
            _("{text} is neither yes nor no").format(text=clean(text)[:60]),
            todo=_("Write yes or no"),
        )
    if field in ("phone", "email", "permission"):
        found = fields.read(field, text, fields.Reading(today, "EUR"))
        return found if isinstance(found, Permission) else str(found or "")
    return limited(clean(text), ONE_LINE_LIMIT, fields.label(field))


def change(
    desk: Desk, contact_id: int, texts: dict[str, str], *, seen: dict[str, str] | None = None
) -> None:
    """Set fields of a contact from typed texts in one undo step, all of them or none.

    `seen` are the texts that stood there when they were read (`stored_text`). Raises Conflict,
    and changes nothing, when another one stands there now; InputError for what is not understood.
    """
    named = {field_named(field): text for field, text in texts.items()}
    with desk.writer.step("contact.set") as work:
        row = work.contact_row(contact_id)
        work.describe(name=called(row), field=",".join(named))
        for field in sorted(named, key=lambda one: one == "do_not_contact"):
            _put(work, row, field, named[field], (seen or {}).get(field))
        if not (row.name or row.phone or row.email):
            raise InputError(
                _("A contact needs a name, a phone number or a mail address"),
                kept=_("Nothing was changed"),
            )
        touch_deals(work, row)


def stored_text(work: Work, row: ContactRow, field: str) -> str:
    """A field as text: what is typed to get the same."""
    if field == "company":
        return work.employer(row)
    if field == "permission":
        return permission_text(permission_of(row))
    if field == "do_not_contact":
        return "yes" if row.do_not_contact else "no"
    return str(getattr(row, field))


def delete(desk: Desk, contact_id: int) -> str:
    """Delete a contact; its deals stay without it. Its name; can be undone."""
    with desk.writer.step("contact.delete") as work:
        row = work.contact_row(contact_id)
        name = called(row)
        work.describe(name=name)
        for deal in work.deals_of(row):
            drop_from(work, deal)
        work.remove(row)
        return name


def drop_from(work: Work, deal: DealRow) -> None:
    """A deal without its contact person, whose role goes too."""
    work.record(deal, "role", deal.contact_role, "")
    contact = work.contact_of(deal)
    work.record(deal, "contact", contact.name if contact else "", "")
    work.edit(deal, contact_id=None, contact_role="")


def touch_deals(work: Work, row: ContactRow) -> None:
    """The words by which the deals of a person are found are worked out anew."""
    work.touched.update(deal.id or 0 for deal in work.deals_of(row))


def called(row: ContactRow) -> str:
    """The name, or what else tells who is meant."""
    return row.name or row.email or row.phone or f"#{row.id}"


def _put(work: Work, row: ContactRow, field: str, text: str, seen: str | None) -> None:
    value = read(field, text, work.today)
    theirs = stored_text(work, row, field)
    if seen is not None and theirs not in (seen, text):
        raise Conflict(
            _("{field} was changed elsewhere meanwhile").format(field=fields.label(field)),
            mine=text,
            theirs=theirs,
            where=called(row),
            kept=_("Nothing was overwritten"),
            todo=_("Look at both and save the one you want"),
        )
    if isinstance(value, Permission):
        put_permission(work, row, value)
    elif field == "do_not_contact":
        if bool(value) != bool(row.do_not_contact):
            put_permission(work, row, _ban() if value else Permission())
    elif field == "company":
        work.edit(row, company_id=work.company(str(value)).id if value else None)
    elif field in _PLAIN:
        work.edit(row, **{field: value})


def _ban() -> Permission:
    return Permission(Channel(False), Channel(False), never=True)


def _checked(field: str, text: str) -> str:
    """A mail address or phone number; InputError when it is none."""
    from datetime import date

    return str(fields.read(field, text, fields.Reading(date.min, "EUR")))
