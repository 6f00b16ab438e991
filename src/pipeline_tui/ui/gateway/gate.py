"""Qualification and the gate of a move, from the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.services import ticking

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway

check_line = ticking.check_line


async def answer(gateway: Gateway, deal_id: int, question: str, said: str) -> None:
    """Answer a question of qualification."""
    await gateway.write(ticking.answer, deal_id, question, said)


async def answer_line(
    gateway: Gateway, deal_id: int, question: str, line: str, seen: str | None
) -> None:
    """Set the line of an answer; Conflict if it is not what was `seen`, unless that is None."""
    await gateway.write(ticking.answer, deal_id, question, None, line, seen=seen)
