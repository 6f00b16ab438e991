"""The rows of an offer inside a step; imported when a step first writes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlmodel import col, select

from pipeline_tui.store.tables_offer import BenefitPartRow, OfferOptionRow, PilotRow, PlanPartRow

if TYPE_CHECKING:
    from pipeline_tui.store.writes import Work

__all__ = [
    "BenefitPartRow",
    "OfferOptionRow",
    "PilotRow",
    "PlanPartRow",
    "benefit",
    "next_position",
    "options",
    "pilot",
    "plan",
]

Listed = TypeVar("Listed", BenefitPartRow, PlanPartRow)


def benefit(work: Work, deal_id: int) -> list[BenefitPartRow]:
    """The lines of the benefit, in their order."""
    return _listed(work, BenefitPartRow, deal_id)


def plan(work: Work, deal_id: int) -> list[PlanPartRow]:
    """The steps of the joint plan, in their order."""
    return _listed(work, PlanPartRow, deal_id)


def pilot(work: Work, deal_id: int) -> PilotRow | None:
    """The pilot of a deal."""
    return work.session.exec(select(PilotRow).where(col(PilotRow.deal_id) == deal_id)).first()


def options(work: Work, deal_id: int) -> list[OfferOptionRow]:
    """The options of an offer, as they were added."""
    wanted = select(OfferOptionRow).where(col(OfferOptionRow.deal_id) == deal_id)
    return list(work.session.exec(wanted.order_by(col(OfferOptionRow.id))))


def next_position(rows: list[BenefitPartRow] | list[PlanPartRow]) -> int:
    """The position below all of them."""
    return max((row.position for row in rows), default=0) + 1


def _listed(work: Work, table: type[Listed], deal_id: int) -> list[Listed]:
    wanted = select(table).where(col(table.deal_id) == deal_id)
    return list(work.session.exec(wanted.order_by(col(table.position), col(table.id))))
