"""The costs of sources inside a step; imported when a step first writes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.store.tables_setup import ChannelCostRow

if TYPE_CHECKING:
    from pipeline_tui.store.writes import Work

__all__ = ["ChannelCostRow", "cost"]


def cost(work: Work, source: str, month: str) -> ChannelCostRow | None:
    """What a source cost in a month."""
    wanted = select(ChannelCostRow).where(
        col(ChannelCostRow.source) == source, col(ChannelCostRow.month) == month
    )
    return work.session.exec(wanted).first()
