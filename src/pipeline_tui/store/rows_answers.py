"""Boxes and answers inside a step. A criterion tied to a question has the answer for its tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, select

if TYPE_CHECKING:
    from pipeline_tui.store.tables import DealRow
    from pipeline_tui.store.tables_deal import CriterionRow, TickRow
    from pipeline_tui.store.tables_offer import AnswerRow
    from pipeline_tui.store.writes import Work


class OpenBox(NamedTuple):
    """A criterion that is not ticked."""

    criterion_id: int
    text: str
    question: str


_OPEN = """
    SELECT k.id, k.text, k.question FROM criterion k
    WHERE k.stage_id = ?1
      AND NOT EXISTS (SELECT 1 FROM tick t WHERE t.deal_id = ?2 AND t.criterion_id = k.id)
      AND NOT EXISTS (SELECT 1 FROM answer q WHERE q.deal_id = ?2 AND q.question = k.question
                      AND q.answer = 'yes')
    ORDER BY k.position, k.id"""


def open_boxes(work: Work, deal: DealRow) -> list[OpenBox]:
    """The criteria of the deal's stage that are not ticked."""
    work.session.flush()  # what this step ticked counts; plain SQL spares the table of answers
    rows = work.conn.execute(_OPEN, (deal.stage_id, deal.id)).fetchall()
    return [OpenBox(*row) for row in rows]


def answer_of(work: Work, deal_id: int, question: str) -> AnswerRow | None:
    """What is known of a question; None if nothing is."""
    from pipeline_tui.store.tables_offer import AnswerRow

    wanted = (col(AnswerRow.deal_id) == deal_id, col(AnswerRow.question) == question)
    return work.session.exec(select(AnswerRow).where(*wanted)).first()


def put_answer(work: Work, deal: DealRow, question: str, answer: str, line: str) -> None:
    """Keep an answer: "yes" or "no" with its line; "unknown" takes it away."""
    from pipeline_tui.domain.qualification import UNKNOWN
    from pipeline_tui.store.tables_offer import AnswerRow

    row = answer_of(work, deal.id or 0, question)
    if answer == UNKNOWN:
        if row is not None:
            work.remove(row)
    elif row is None:
        work.add(
            AnswerRow,
            deal_id=deal.id,
            question=question,
            answer=answer,
            line=line,
            answered_at=work.now,
        )
    else:
        at = row.answered_at if row.answer == answer else work.now
        work.edit(row, answer=answer, line=line, answered_at=at)


def ticked(work: Work, deal_id: int, criterion: CriterionRow) -> AnswerRow | TickRow | None:
    """The tick of a criterion: its own, or the "yes" of its question."""
    if not criterion.question:
        return work.tick(deal_id, criterion.id or 0)
    row = answer_of(work, deal_id, criterion.question)
    return row if row is not None and row.answer == "yes" else None
