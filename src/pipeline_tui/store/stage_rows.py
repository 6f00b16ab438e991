"""Finding what hangs on a stage inside a step; imported when stages are edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.store.tables_deal import CriterionRow
from pipeline_tui.store.tables_setup import PlannedRow

if TYPE_CHECKING:
    from pipeline_tui.store.writes import Work


def criteria(work: Work, stage_id: int) -> list[CriterionRow]:
    """The exit criteria of a stage in their order."""
    order = (col(CriterionRow.position), col(CriterionRow.id))
    mine = select(CriterionRow).where(col(CriterionRow.stage_id) == stage_id)
    return list(work.session.exec(mine.order_by(*order)))


def planned_of(work: Work, stage_id: int) -> list[PlannedRow]:
    """The planned follow-ups of a stage in their order."""
    order = (col(PlannedRow.position), col(PlannedRow.id))
    mine = select(PlannedRow).where(col(PlannedRow.stage_id) == stage_id)
    return list(work.session.exec(mine.order_by(*order)))


def planned(work: Work, planned_id: int) -> PlannedRow:
    """A planned follow-up by its number."""
    row = work.session.get(PlannedRow, planned_id)
    if row is None:
        raise NotFound(_("There is no planned follow-up {number}").format(number=planned_id))
    return row
