"""Finding and changing rows inside a step, with an error in the product's words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.store.models import Input, Row, checked, checked_value
from pipeline_tui.store.tables import (
    CompanyRow,
    ContactRow,
    DealRow,
    FollowupRow,
    StageRow,
    StayRow,
)

if TYPE_CHECKING:
    from pipeline_tui.store.tables_deal import ActivityRow, CriterionRow, DealTagRow, TickRow


class Rows:
    """What a step can find and change. Rows live no longer than the step."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._stages: list[StageRow] = []
        self.touched: set[int] = set()
        """Deals whose kept days are worked out anew when the step ends."""

    def add(self, row: type[Row], **values: object) -> Row:
        """A new row, its values checked; it has its number when this returns."""
        made = checked(row, values)
        self.session.add(made)
        self.session.flush()
        if isinstance(made, DealRow):
            assert made.id is not None  # given by the flush
            self.touched.add(made.id)
        self._forget_stages(made)
        return made

    def edit(self, row: Input, **values: object) -> None:
        """Set fields of a row, each checked; what is as it was is left alone."""
        for field, value in values.items():
            there = getattr(row, field)
            if there is value:
                continue
            new = checked_value(type(row), field, value)
            if there != new:
                setattr(row, field, new)
                self._forget_stages(row)

    def remove(self, row: Input) -> None:
        """Delete a row and what hangs on it."""
        if isinstance(row, DealRow):
            self.touched.discard(row.id or 0)
        self.session.delete(row)
        self.session.flush()
        self._forget_stages(row)

    def deal(self, deal_id: int) -> DealRow:
        """A deal; what is kept with it is worked out anew when the step ends."""
        row = self.session.get(DealRow, deal_id)
        if row is None:
            raise NotFound(_("There is no deal {number}").format(number=deal_id))
        self.touched.add(deal_id)
        return row

    def name(self, deal: DealRow) -> str:
        """How messages name a deal: company and title."""
        company = self.company_name(deal)
        return f"{company} · {deal.title}" if company else deal.title

    def company_name(self, deal: DealRow) -> str:
        """The name of the deal's company, or ''."""
        row = self.company_of(deal)
        return "" if row is None else row.name

    def company_of(self, deal: DealRow) -> CompanyRow | None:
        """The deal's company."""
        return None if deal.company_id is None else self.session.get(CompanyRow, deal.company_id)

    def contact_of(self, deal: DealRow) -> ContactRow | None:
        """The deal's contact person."""
        return None if deal.contact_id is None else self.session.get(ContactRow, deal.contact_id)

    def stage(self, stage_id: int) -> StageRow:
        """A stage by its number."""
        row = self.session.get(StageRow, stage_id)
        if row is None:
            raise NotFound(_("There is no stage {number}").format(number=stage_id))
        return row

    def stages(self) -> list[StageRow]:
        """All stages in their order, read once until the step changes one."""
        if not self._stages:
            order = (col(StageRow.position), col(StageRow.id))
            self._stages = list(self.session.exec(select(StageRow).order_by(*order)))
        return self._stages

    def _forget_stages(self, row: Input) -> None:
        if isinstance(row, StageRow):
            self._stages = []

    def stage_of_kind(self, kind: str) -> StageRow:
        """The first stage of a kind."""
        for stage in self.stages():
            if stage.kind == kind:
                return stage
        raise NotFound(_("There is no stage of the kind {kind}").format(kind=kind))

    def followup(self, followup_id: int) -> FollowupRow:
        """A follow-up by its number."""
        row = self.session.get(FollowupRow, followup_id)
        if row is None:
            raise NotFound(_("There is no follow-up {number}").format(number=followup_id))
        return row

    def open_followups(self, deal_id: int) -> list[FollowupRow]:
        """The open follow-ups of a deal; the first is its next step."""
        return list(
            self.session.exec(
                select(FollowupRow)
                .where(col(FollowupRow.deal_id) == deal_id, col(FollowupRow.state) == "open")
                .order_by(col(FollowupRow.due), col(FollowupRow.time), col(FollowupRow.id))
            )
        )

    def due_between(self, first: date, last: date) -> list[FollowupRow]:
        """The open follow-ups due from `first` to `last`."""
        days = col(FollowupRow.due).between(first.isoformat(), last.isoformat())
        return list(
            self.session.exec(select(FollowupRow).where(col(FollowupRow.state) == "open", days))
        )

    def criterion(self, criterion_id: int) -> CriterionRow:
        """An exit criterion by its number."""
        from pipeline_tui.store.tables_deal import CriterionRow

        row = self.session.get(CriterionRow, criterion_id)
        if row is None:
            raise NotFound(_("There is no criterion {number}").format(number=criterion_id))
        return row

    def tick(self, deal_id: int, criterion_id: int) -> TickRow | None:
        """The tick of a deal on a criterion."""
        from pipeline_tui.store.tables_deal import TickRow

        return self.session.exec(
            select(TickRow).where(
                col(TickRow.deal_id) == deal_id, col(TickRow.criterion_id) == criterion_id
            )
        ).first()

    def note(self, note_id: int) -> ActivityRow:
        """A note or a logged contact by its number."""
        from pipeline_tui.store.tables_deal import ActivityRow

        row = self.session.get(ActivityRow, note_id)
        if row is None:
            raise NotFound(_("There is no note {number}").format(number=note_id))
        return row

    def tags(self, deal_id: int) -> list[DealTagRow]:
        """The tags of a deal in their order."""
        from pipeline_tui.store.tables_deal import DealTagRow

        return list(
            self.session.exec(
                select(DealTagRow)
                .where(col(DealTagRow.deal_id) == deal_id)
                .order_by(col(DealTagRow.tag))
            )
        )

    def touch_deals_of(self, company: CompanyRow) -> None:
        """What is kept with the deals of a company is worked out anew when the step ends."""
        rows = self.session.exec(select(DealRow.id).where(col(DealRow.company_id) == company.id))
        self.touched.update(number for number in rows if number is not None)

    def deals_with_contact(self, contact: ContactRow) -> int:
        """How many deals have this contact person."""
        rows = self.session.exec(select(DealRow.id).where(col(DealRow.contact_id) == contact.id))
        return len(rows.all())

    def last_open_stage(self, deal: DealRow) -> StageRow:
        """The open stage a deal stood in last, else the one new deals begin in."""
        found = self.session.exec(
            select(StageRow)
            .join(StayRow, col(StayRow.stage_id) == col(StageRow.id))
            .where(col(StayRow.deal_id) == deal.id, col(StageRow.kind) == "open")
            .order_by(col(StayRow.entered_at).desc(), col(StayRow.id).desc())
        ).first()
        return found or self.first_stage()

    def first_stage(self) -> StageRow:
        """Where new deals begin: First contact, else the first open stage."""
        begin = [stage for stage in self.stages() if stage.kind == "open"]
        if not begin:
            raise NotFound(_("There is no open stage"))
        return next((stage for stage in begin if stage.is_first_contact), begin[0])
