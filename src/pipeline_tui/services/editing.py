"""Use cases on the fields of a deal: check while typing, set, never overwrite silently."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.money import Money
from pipeline_tui.domain.records import Channel, Permission
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.amounts import put_amount
from pipeline_tui.services.conflicts import overtaken
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.fields import (
    Raw,
    Reading,
    Risk,
    field_named,
    label,
    read,
    recurring_of,
    shown,
    text_of,
)
from pipeline_tui.store import upkeep
from pipeline_tui.store.connection import explained
from pipeline_tui.store.reads_shared import settings

if TYPE_CHECKING:
    from pipeline_tui.store.tables import ContactRow, DealRow
    from pipeline_tui.store.writes import Work

DEFAULT_LEVEL = "mid"
"""The level of a risk written without one."""

_COLUMNS = {"close": "expected_close"}
OF_COMPANY = ("industry", "size")
"""Said of the company, and so of all its deals."""

_ABOUT = ("position", "drives", "objection")

_SHARED = ("phone", "email", "permission", "renewal", *_ABOUT, *OF_COMPANY)
"""Edited by way of another deal, they leave this one's version."""

OF_PERSON = ("role", "permission", *_ABOUT)
"""Said of a contact person."""

LAST = (*OF_PERSON, *OF_COMPANY)
"""Set last, since the same line may name the person or the company."""


def check_field(desk: Desk, field: str, text: str, currency: str = "") -> str:
    """What `text` would be understood as in a field, for the echo while it is typed.

    Raises InputError with the reason when `set_field` would refuse it. `currency` is the
    deal's, in which an amount without one is meant.
    """
    return check_fields(desk, {field: text}, currency)[field]


def check_fields(desk: Desk, texts: dict[str, str], currency: str = "") -> dict[str, str]:
    """`check_field` for several fields at once."""
    today = desk.clock.today()
    with explained(desk.file):
        by = Reading(
            today,
            currency or settings(desk.reader)["currency"],
            upkeep.calendar(desk.reader),
        )
    named = {field: field_named(field) for field in texts}
    return {field: shown(key, read(key, texts[field], by), by) for field, key in named.items()}


def set_field(
    desk: Desk,
    deal_id: int,
    field: str,
    text: str,
    *,
    version: int | None = None,
    seen: str | None = None,
) -> None:
    """Set one field from typed text; '' clears it, but a title cannot be cleared.

    `version` is the deal's when it was read and `seen` the field's text then (`edit_text`).
    Raises Conflict, and changes nothing, when the deal is newer and the field no longer what
    was seen; InputError when the text cannot be understood.
    """
    set_fields(
        desk, deal_id, {field: text}, version=version, seen=None if seen is None else {field: seen}
    )


def set_fields(
    desk: Desk,
    deal_id: int,
    texts: dict[str, str],
    *,
    version: int | None = None,
    seen: dict[str, str] | None = None,
) -> None:
    """Set several fields in one undo step, all of them or none (see `set_field`)."""
    named = {field_named(field): text for field, text in texts.items()}
    were = {field_named(field): text for field, text in (seen or {}).items()}
    with desk.writer.step("deal.set") as work:
        deal = work.deal(deal_id)
        work.describe(deal=work.name(deal), field=",".join(named))
        newer = version is not None and deal.version > version
        # The currency first: an amount given with it is meant in it.
        for field in sorted(named, key=lambda field: (field != "currency", field in LAST)):
            by = Reading(work.today, deal.currency, work.calendar)
            value = read(field, named[field], by)
            if newer or (field in _SHARED and field in were):
                refuse_overwriting(work, deal, field, named[field], value, were.get(field))
            put(work, deal, field, value)
        work.describe(deal=work.name(deal))


def set_risk(desk: Desk, deal_id: int, line: str, *, seen: str | None = None) -> None:
    """Set the risk: `!high budget freeze`, a level alone, or words; '' says there is none.

    `seen` is the risk as it was read (`edit_text`). Raises Conflict, and changes nothing, when
    it is another one now.
    """
    with desk.writer.step("deal.risk") as work:
        deal = work.deal(deal_id)
        work.describe(deal=work.name(deal))
        value = read("risk", line, Reading(work.today, deal.currency))
        if seen is not None:
            refuse_overwriting(work, deal, "risk", line, value, seen)
        put(work, deal, "risk", value)


def put(work: Work, deal: DealRow, field: str, value: Raw | Risk) -> None:
    """Write a value that was read, keep the edit in the history, and count a later close."""
    old = stored_value(work, deal, field)
    _refuse_promise(work, deal, field, value)
    match field:
        case "company":
            _put_company(work, deal, str(value))
        case "contact":
            _put_contact(work, deal, str(value))
        case "phone" | "email" | "position" | "drives" | "objection":
            _put_about(work, deal, field, str(value))
        case "role":
            _put_role(work, deal, str(value))
        case "permission":
            _put_permission(work, deal, value)
        case "value" | "recurring" | "currency":
            put_amount(work, deal, field, value)
        case "industry" | "size":
            _put_of_company(work, deal, field, str(value))
        case "risk":
            _put_risk(work, deal, value)
        case "tags":
            work.set_tags(deal, value if isinstance(value, list) else [])
        case "renewal":
            from pipeline_tui.services.renewing import put_renewal

            put_renewal(work, deal, value if isinstance(value, date) else None)
        case _:
            work.edit(deal, **{_COLUMNS.get(field, field): value})
    new = stored_value(work, deal, field)
    if field == "close" and _is_later(old, new):
        work.edit(deal, close_moves=deal.close_moves + 1)
    work.record(deal, field, text_of(old), text_of(new))


def stored_value(work: Work, deal: DealRow, field: str) -> Raw | Risk:
    """The present value of a field."""
    contact = work.contact_of(deal)
    match field:
        case "company":
            return work.company_name(deal)
        case "contact" | "phone" | "email" | "position" | "drives" | "objection":
            column = "name" if field == "contact" else field
            return str(getattr(contact, column)) if contact else ""
        case "role":
            return deal.contact_role
        case "permission":
            return permission_of(contact)
        case "value":
            return None if deal.value_minor is None else Money(deal.value_minor, deal.currency)
        case "recurring":
            return recurring_of(deal.recurring_minor, deal.currency, deal.recurring_per)
        case "industry" | "size":
            company = work.company_of(deal)
            return "" if company is None else str(getattr(company, field))
        case "close":
            return _day(deal.expected_close)
        case "risk":
            return Risk(deal.risk_level, deal.risk_text)
        case "tags":
            return [row.tag for row in work.tags(deal.id or 0)]
        case "renewal":
            from pipeline_tui.services.renewing import renewal_day

            return renewal_day(work, deal)
    found: Raw = getattr(deal, field)
    return found


def refuse_overwriting(
    work: Work, deal: DealRow, field: str, typed: str, value: Raw | Risk, seen: str | None
) -> None:
    """Raise Conflict unless the field is what was seen, or already what is wanted."""
    present = stored_value(work, deal, field)
    theirs = text_of(present)
    if theirs in (seen, text_of(value)):
        return
    what = _("{field} was changed elsewhere meanwhile").format(field=label(field))
    raise overtaken(work, deal, what, mine=typed, theirs=theirs)


def _put_company(work: Work, deal: DealRow, name: str) -> None:
    """Link the company of this name; a contact person only this deal has goes along."""
    old = deal.company_id
    new = work.company(name).id if name else None
    work.edit(deal, company_id=new)
    contact = work.contact_of(deal)
    if contact and contact.company_id == old != new and work.deals_with_contact(contact) == 1:
        work.edit(contact, company_id=new)


def _put_of_company(work: Work, deal: DealRow, field: str, text: str) -> None:
    """What is said of the company; InputError where there is none to say it of."""
    company = work.company_of(deal)
    if company is None and text:
        raise InputError(
            _("{deal} has no company").format(deal=work.name(deal)),
            kept=_("Nothing was changed"),
            todo=_("Set the company first"),
        )
    if company is not None and getattr(company, field) != text:
        work.edit(company, **{field: text})
        work.touch_deals_of(company)


def _put_contact(work: Work, deal: DealRow, name: str) -> None:
    """Link the person of this name in the deal's company; '' links nobody."""
    contact = work.contact_of(deal)
    if contact is not None and name and not contact.name:
        work.edit(contact, name=name)  # known so far only by phone or mail
        return
    there = work.contact(name, deal.company_id).id if name else None
    if there != deal.contact_id:
        work.record(deal, "role", deal.contact_role, "")
        work.edit(deal, contact_role="")  # it was that person's
    work.edit(deal, contact_id=there)


def _put_about(work: Work, deal: DealRow, field: str, text: str) -> None:
    """What is known of the contact person; a number or an address may be all there is."""
    if text or deal.contact_id is not None:
        somebody = _somebody if field in _ABOUT else _contact_of
        work.edit(somebody(work, deal), **{field: text})


def _refuse_promise(work: Work, deal: DealRow, field: str, value: Raw | Risk) -> None:
    """A deal moved on with boxes open is never *commit* (process.md, the gate)."""
    if (field, value) == ("category", "commit") and deal.overridden:
        raise InputError(
            _("{deal} was moved on with criteria open and cannot be promised").format(
                deal=work.name(deal)
            ),
            kept=_("The category is as it was"),
            todo=_("Move it back, tick what is done and move it on again"),
        )


def _put_role(work: Work, deal: DealRow, role: str) -> None:
    """The buying role of the contact person in this deal; '' where it is not known."""
    if role:
        _somebody(work, deal)
    work.edit(deal, contact_role=role)


def _put_permission(work: Work, deal: DealRow, value: Raw | Risk) -> None:
    """What the contact person allows in every deal; noted today unless the line names a day."""
    new = value if isinstance(value, Permission) else Permission()
    old = permission_of(work.contact_of(deal))
    if _undated(new) != _undated(old) or new.call.on or new.mail.on:
        put_permission(work, _somebody(work, deal), new)


def put_permission(work: Work, contact: ContactRow, new: Permission) -> None:
    """Write what a person allows; a channel of which the same is said keeps its day."""
    old = permission_of(contact)
    call, mail = (
        _dated(now, was, work.today) for now, was in ((new.call, old.call), (new.mail, old.mail))
    )
    work.edit(
        contact,
        may_call=call.allowed if call.allowed is None else int(call.allowed),
        call_origin=call.origin,
        call_on=call.on,
        may_mail=mail.allowed if mail.allowed is None else int(mail.allowed),
        mail_origin=mail.origin,
        mail_on=mail.on,
        do_not_contact=int(new.never),
    )


def permission_of(contact: ContactRow | None) -> Permission:
    """What a person allows, as it is stored; nothing is known of nobody."""
    if contact is None:
        return Permission()
    call, mail = (
        None if may is None else bool(may) for may in (contact.may_call, contact.may_mail)
    )
    return Permission(
        Channel(call, contact.call_origin, _day(contact.call_on)),
        Channel(mail, contact.mail_origin, _day(contact.mail_on)),
        bool(contact.do_not_contact),
    )


def _undated(of: Permission) -> Permission:
    return of._replace(call=of.call._replace(on=None), mail=of.mail._replace(on=None))


def _dated(new: Channel, old: Channel, today: date) -> Channel:
    """A channel with its day: the one that is named, else that of what is known, else today."""
    if new == Channel() or new.on is not None:
        return new
    return new._replace(on=old.on if new[:2] == old[:2] and old.on else today)


def _somebody(work: Work, deal: DealRow) -> ContactRow:
    """The contact person of whom something is said; InputError if there is nobody."""
    contact = work.contact_of(deal)
    if contact is None:
        raise InputError(
            _("{deal} has no contact person").format(deal=work.name(deal)),
            kept=_("Nothing was changed"),
            todo=_("Set the contact person first"),
        )
    return contact


def _contact_of(work: Work, deal: DealRow) -> ContactRow:
    """The deal's contact person, a nameless one made if there is none."""
    contact = work.contact_of(deal)
    if contact is None:
        contact = work.contact("", deal.company_id)
        work.edit(deal, contact_id=contact.id)
    return contact


def _put_risk(work: Work, deal: DealRow, value: Raw | Risk) -> None:
    """A level alone keeps the words, words alone keep the level, nothing clears both."""
    level, text = value if isinstance(value, Risk) else (None, "")
    if level is None and not text:
        work.edit(deal, risk_level=None, risk_text="")
    elif level is None:
        work.edit(deal, risk_level=deal.risk_level or DEFAULT_LEVEL, risk_text=text)
    else:
        work.edit(deal, risk_level=level, risk_text=text or deal.risk_text)


def _is_later(old: Raw | Risk, new: Raw | Risk) -> bool:
    """Whether an expected close was pushed to a later day."""
    return bool(text_of(old)) and text_of(new) > text_of(old)


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
