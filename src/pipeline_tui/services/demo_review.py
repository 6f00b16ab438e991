"""A review that was held a week ago, so that the demo shows what is left of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.store.seed import insert, made_before

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

_LEARNED = {
    "en": "Ask who signs before the offer is written, not after.",
    "de": "Vor dem Angebot fragen, wer unterschreibt, nicht danach.",
}
_WALKED = (
    ("lost", "ghost", "lost"),
    ("parked", "ghost", "parked"),
    ("open", "overdue", "redated"),
    ("open", "overdue", "redated"),
    ("open", "moved", "close"),
    ("open", "close_past", "kept"),
    ("care", "overdue", "next"),
)
"""Kind of stage in which a deal stands now, why it was asked about, what was decided."""


def hold(conn: Connection, language: str, begun: str, ended: str) -> None:
    """A weekly review with a few decisions that fit where the deals stand today."""
    review = insert(
        conn, "review", kind="weekly", started_at=begun, ended_at=ended,
        learned=_LEARNED.get(language, _LEARNED["en"]),
    )  # fmt: skip
    taken: set[int] = set()
    for position, (kind, reason, decision) in enumerate(_WALKED, start=1):
        there = made_before(conn, kind, begun)
        deal = next((number for number in there if number not in taken), None)
        if deal is None:
            continue
        taken.add(deal)
        insert(
            conn, "review_item", review_id=review, deal_id=deal, position=position,
            reason=reason, decision=decision, decided_at=ended,
        )  # fmt: skip
