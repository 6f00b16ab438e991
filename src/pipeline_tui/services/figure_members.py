"""The deals behind the figures of the insights: which they are, and what lists show of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.services import reading
from pipeline_tui.store import reads_facts, reads_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.domain.records import DealRef
    from pipeline_tui.services.desk import Desk

MOST_REFS = 500
"""So many deals behind a figure are listed."""


def members(
    desk: Desk,
    figure: str,
    which: str | int = "",
    period: Period | None = None,
    flt: Filter | None = None,
) -> tuple[int, ...]:
    """The deals behind a figure by their numbers, the first MOST_REFS of them.

    `figure` is a key of reads_members: "won", "reason", "source" …; `which` is which one of it: a
    stage's number, a reason's code, a source's name.
    """
    with reading.at_once(desk):
        today = desk.clock.today()
        return reads_members.members(desk.reader, figure, which, period, today, flt, MOST_REFS)


def refs(desk: Desk, deal_ids: Sequence[int]) -> list[DealRef]:
    """Company, title, stage and value of some deals, the first MOST_REFS of them."""
    with reading.at_once(desk):
        return reads_facts.refs(desk.reader, deal_ids[:MOST_REFS])
