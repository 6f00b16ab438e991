"""What a step writes of a review; its tables are imported when one is held."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.domain.review import Asked
from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.store.tables_review import ReviewItemRow, ReviewRow

if TYPE_CHECKING:
    from pipeline_tui.store.writes import Work


def begin(work: Work, kind: str, deals: Iterable[Asked]) -> int:
    """A new review of these deals; those that still go on end. Its number."""
    going_on = select(ReviewRow).where(col(ReviewRow.ended_at).is_(None))
    for row in work.session.exec(going_on).all():
        work.edit(row, ended_at=work.now)
    number = work.add(ReviewRow, kind=kind, started_at=work.now).id or 0
    # Plain SQL, as in an import: after one there may be thousands that were never reviewed.
    work.conn.executemany(
        "INSERT INTO review_item (review_id, deal_id, position, reason) VALUES (?, ?, ?, ?)",
        [(number, deal.deal_id, position, deal.reason) for position, deal in enumerate(deals, 1)],
    )
    return number


def end(work: Work, review_id: int, learned: str) -> None:
    """The review is over; what was learned stays with it."""
    row = work.session.get(ReviewRow, review_id)
    if row is None:
        raise gone()
    work.edit(row, ended_at=row.ended_at or work.now, learned=learned)


def mark(work: Work, review_id: int, deal_id: int, decision: str) -> None:
    """Keep what was decided about a deal; one that was deleted meanwhile has no decision."""
    row = work.session.exec(
        select(ReviewItemRow).where(
            col(ReviewItemRow.review_id) == review_id, col(ReviewItemRow.deal_id) == deal_id
        )
    ).first()
    if row is not None:
        work.edit(row, decision=decision, decided_at=work.now)


def take_up(work: Work, review_id: int) -> int:
    """The deals that were skipped are asked about again; how many."""
    skipped = select(ReviewItemRow).where(
        col(ReviewItemRow.review_id) == review_id, col(ReviewItemRow.decision) == "skipped"
    )
    rows = work.session.exec(skipped).all()
    for row in rows:
        work.edit(row, decision="", decided_at=None)
    return len(rows)


def gone() -> NotFound:
    """The error when a review was taken back meanwhile."""
    return NotFound(_("This review is no longer there"), kept=_("Nothing was changed"))
