"""What a step can find and change of companies, contact persons and who is in a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, or_, select

from pipeline_tui.domain.text import fold
from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.store.rows import Rows
from pipeline_tui.store.tables import CompanyRow, ContactRow, DealRow

if TYPE_CHECKING:
    from pipeline_tui.store.tables_offer import ParticipantRow


class PeopleRows(Rows):
    """The part of a step that deals with people."""

    def contact_row(self, contact_id: int) -> ContactRow:
        """A contact person by number."""
        row = self.session.get(ContactRow, contact_id)
        if row is None:
            raise NotFound(
                _("There is no contact {number}").format(number=contact_id),
                kept=_("Nothing was changed"),
            )
        return row

    def company_row(self, company_id: int) -> CompanyRow:
        """A company by number."""
        row = self.session.get(CompanyRow, company_id)
        if row is None:
            raise NotFound(
                _("There is no company {number}").format(number=company_id),
                kept=_("Nothing was changed"),
            )
        return row

    def company_named(self, name: str) -> CompanyRow | None:
        """The company of this name, whatever its case and accents."""
        key = name_key(name)
        return self.session.exec(select(CompanyRow).where(col(CompanyRow.name_key) == key)).first()

    def employer(self, contact: ContactRow) -> str:
        """The name of a person's company, or ''."""
        number = contact.company_id
        row = None if number is None else self.session.get(CompanyRow, number)
        return "" if row is None else row.name

    def rename_company(self, row: CompanyRow, name: str) -> None:
        """Another name, by which it is found from now on."""
        self.edit(row, name=name, name_key=name_key(name))

    def people_of(self, company: CompanyRow) -> list[ContactRow]:
        """The contact persons of a company."""
        chosen = select(ContactRow).where(col(ContactRow.company_id) == company.id)
        return list(self.session.exec(chosen))

    def deals_at(self, company: CompanyRow) -> list[DealRow]:
        """The deals with a company; what is kept with them is worked out anew."""
        chosen = select(DealRow).where(col(DealRow.company_id) == company.id)
        return self._touched(list(self.session.exec(chosen)))

    def deals_of(self, contact: ContactRow) -> list[DealRow]:
        """The deals whose contact person this is; what is kept with them is worked out anew."""
        chosen = select(DealRow).where(col(DealRow.contact_id) == contact.id)
        return self._touched(list(self.session.exec(chosen)))

    def _touched(self, deals: list[DealRow]) -> list[DealRow]:
        self.touched.update(deal.id or 0 for deal in deals)
        return deals

    def participant(self, participant_id: int) -> ParticipantRow | None:
        """A participant by number."""
        from pipeline_tui.store.tables_offer import ParticipantRow

        return self.session.get(ParticipantRow, participant_id)

    def participation(self, deal_id: int, contact_id: int) -> ParticipantRow | None:
        """Somebody's place in a deal."""
        from pipeline_tui.store.tables_offer import ParticipantRow

        return self.session.exec(
            select(ParticipantRow).where(
                col(ParticipantRow.deal_id) == deal_id,
                col(ParticipantRow.contact_id) == contact_id,
            )
        ).first()

    def participations(self, *contacts: ContactRow) -> list[ParticipantRow]:
        """All places of some people in deals."""
        from pipeline_tui.store.tables_offer import ParticipantRow

        ours = or_(*(col(ParticipantRow.contact_id) == contact.id for contact in contacts))
        return list(self.session.exec(select(ParticipantRow).where(ours)))

    def add_participant(self, deal_id: int, contact_id: int, role: str) -> None:
        """Somebody more in a deal."""
        from pipeline_tui.store.tables_offer import ParticipantRow

        self.add(ParticipantRow, deal_id=deal_id, contact_id=contact_id, role=role)


def name_key(name: str) -> str:
    """By what a company is found again."""
    return fold(name).strip() or name
