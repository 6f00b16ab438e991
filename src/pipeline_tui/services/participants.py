"""Use cases on who is in a deal beside its contact person (process.md, People)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import words
from pipeline_tui.domain.records_people import Card
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services.contacts import called, read_card
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from pipeline_tui.store.tables import ContactRow, DealRow
    from pipeline_tui.store.tables_offer import ParticipantRow
    from pipeline_tui.store.writes import Work

HISTORY = "people"
"""The field under which the history tells of them."""


def check_add(line: str) -> Card:
    """What the line says of the person; InputError when `add` would refuse it."""
    return read_card(line, roles=True)


def add(desk: Desk, deal_id: int, line: str) -> None:
    """Somebody more for a deal: `Ada Wong, decides, head of production, ada@acme.de`.

    The person is looked for among those of the deal's company and made if there is none; the
    first one of a deal is its contact person. InputError for who is there already.
    """
    card = check_add(line)
    with desk.writer.step("participant.add") as work:
        deal = work.deal(deal_id)
        person = work.contact(card.name, deal.company_id, email=card.email)
        known = {name: text for name, text in card._asdict().items()
                 if name in ("phone", "email", "position") and text}  # fmt: skip
        work.edit(person, **known)
        work.describe(deal=work.name(deal), name=called(person))
        if person.id == deal.contact_id or work.participation(deal_id, person.id or 0):
            raise InputError(
                _("{name} is in this deal already").format(name=called(person)),
                kept=_("Nothing was added"),
            )
        if deal.contact_id is None:
            work.edit(deal, contact_id=person.id, contact_role=card.role)
            work.record(deal, "contact", "", person.name)
        else:
            work.add_participant(deal_id, person.id or 0, card.role)
            work.record(deal, HISTORY, "", _said(person, card.role))


def set_role(desk: Desk, participant_id: int, text: str) -> None:
    """Set the buying role of a participant; '' clears it. InputError for what is no role."""
    role = words.role_code(text) if clean(text) else ""
    if clean(text) and not role:
        raise InputError(
            _("{text} is no buying role").format(text=clean(text)),
            todo=_("Write one of {names}").format(names=", ".join(words.ROLES)),
        )
    with desk.writer.step("participant.role") as work:
        row, deal, person = _found(work, participant_id)
        old = row.role
        work.edit(row, role=role)
        work.record(deal, HISTORY, _said(person, old), _said(person, role))


def make_main(desk: Desk, participant_id: int) -> None:
    """A participant becomes the deal's contact person, who becomes a participant; roles stay."""
    with desk.writer.step("participant.main") as work:
        row, deal, person = _found(work, participant_id)
        before, role = work.contact_of(deal), row.role
        work.remove(row)
        if before is not None:
            work.add_participant(deal.id or 0, before.id or 0, deal.contact_role)
        work.edit(deal, contact_id=person.id, contact_role=role)
        work.record(deal, "contact", before.name if before else "", person.name)


def remove(desk: Desk, participant_id: int) -> None:
    """Somebody is not in this deal any more; the contact itself stays."""
    with desk.writer.step("participant.remove") as work:
        row, deal, person = _found(work, participant_id)
        work.record(deal, HISTORY, _said(person, row.role), "")
        work.remove(row)


def _found(work: Work, participant_id: int) -> tuple[ParticipantRow, DealRow, ContactRow]:
    row = work.participant(participant_id)
    if row is None:
        raise NotFound(_("This person is not in the deal any more"), kept=_("Nothing was changed"))
    deal, person = work.deal(row.deal_id), work.contact_row(row.contact_id)
    work.describe(deal=work.name(deal), name=called(person))
    return row, deal, person


def _said(person: ContactRow, role: str) -> str:
    """As the history keeps it: name, and the code of the role."""
    return f"{called(person)}: {role}" if role else called(person)
