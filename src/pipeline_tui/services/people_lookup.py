"""A contact or a company as people name it: by number, or by words that match only one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.records_people import COMPANY, CONTACT, Listed
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import Ambiguous, InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.store import reads_people
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

LISTED = 20
"""So many candidates are listed when several match."""


def contact_named(desk: Desk, text: str) -> int:
    """The contact with this number (`12`, `#12`), or the only one all words match.

    A name that is exactly what was typed goes before others. NotFound, Ambiguous, InputError.
    """
    return _named(desk, CONTACT, text)


def company_named(desk: Desk, text: str) -> int:
    """The company, as `contact_named`."""
    return _named(desk, COMPANY, text)


def _named(desk: Desk, kind: str, text: str) -> int:
    text = clean(text)
    number = text.removeprefix("#")
    if number.isascii() and number.isdigit():
        return _existing(desk, kind, number)
    if not fold(text).split():
        raise InputError(
            _("Name a contact by its number or by words")
            if kind == CONTACT
            else _("Name a company by its number or by words")
        )
    with explained(desk.file):
        found = reads_people.find(desk.reader, kind, text, LISTED + 1)
    exact = [one for one in found if fold(one.name).split() == fold(text).split()]
    found = exact or found
    if not found:
        raise NotFound(
            _("No contact matches “{words}”").format(words=text[:80])
            if kind == CONTACT
            else _("No company matches “{words}”").format(words=text[:80])
        )
    if len(found) > 1:
        raise Ambiguous(
            _("Several contacts match “{words}”").format(words=text[:80])
            if kind == CONTACT
            else _("Several companies match “{words}”").format(words=text[:80]),
            [line(one) for one in found[:LISTED]],
            todo=_("Name one by its number"),
        )
    return found[0].id


def line(one: Listed) -> str:
    """A candidate to choose from."""
    beside = ", ".join(part for part in (one.company, one.detail) if part)
    return f"{one.id}  {one.name}" + (f" ({beside})" if beside else "")


def _existing(desk: Desk, kind: str, number: str) -> int:
    with explained(desk.file):
        short = len(number) <= 18
        if kind == CONTACT:
            there = short and reads_people.person(desk.reader, int(number)) is not None
        else:
            there = short and reads_people.company(desk.reader, int(number)) is not None
    if not there:
        raise NotFound(
            _("There is no contact {number}").format(number=number[:20])
            if kind == CONTACT
            else _("There is no company {number}").format(number=number[:20])
        )
    return int(number)
