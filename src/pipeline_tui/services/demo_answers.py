"""What the demo's deals say to the four questions of qualification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.store.seed import insert

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

_AT_WORK = ("qualification", "proposal", "negotiation")
_DECIDERS = ("decides", "signs")


def answer(
    conn: Connection,
    deal: int,
    shape: dict[str, Any],
    words: dict[str, Any],
    ticked: dict[str, str],
    at: str,
) -> None:
    """Answers of a deal from what else is told of it; `ticked` are evidences by question."""
    known = {question: ("yes", line) for question, line in ticked.items()}
    if shape["stage"] in _AT_WORK:
        known.setdefault("relevance", ("yes", ""))
        if words.get("benefit"):
            known.setdefault("benefit", ("yes", words["benefit"]))
        if shape.get("role") in _DECIDERS:
            known.setdefault("decision", ("yes", words.get("contact", "")))
        if shape["stage"] != "qualification":
            known.setdefault("time", ("no" if shape.get("close_moves") else "yes", ""))
    for question, (said, line) in known.items():
        insert(
            conn,
            "answer",
            deal_id=deal,
            question=question,
            answer=said,
            line=line,
            answered_at=at,
        )
