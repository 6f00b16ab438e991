"""Finding targets inside a step."""

from __future__ import annotations

from sqlmodel import col, select

from pipeline_tui.store.rows import Rows
from pipeline_tui.store.tables_plan import TargetRow


def target(rows: Rows, period: str) -> TargetRow | None:
    """The target of a period, by its name."""
    return rows.session.exec(select(TargetRow).where(col(TargetRow.period) == period)).first()
