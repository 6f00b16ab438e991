"""Qualification and the gate of a move, from the screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline_tui.services import gating, ticking

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.gate import Decision, Gate
    from pipeline_tui.ui.gateway import Gateway


async def answer(gateway: Gateway, deal_id: int, question: str, said: str) -> None:
    """Answer a question of qualification."""
    await gateway.write(ticking.answer, deal_id, question, said)


async def answer_line(
    gateway: Gateway, deal_id: int, question: str, line: str, seen: str | None
) -> None:
    """Set the line of an answer; Conflict if it is not what was `seen`, unless that is None."""
    await gateway.write(ticking.answer, deal_id, question, None, line, seen=seen)


def asked(gateway: Gateway, deal_ids: Sequence[int], stage_id: int) -> Gate | None:
    """What moving deals to a stage asks; None when nothing is open."""
    return gating.asked(gateway.desk, deal_ids, stage_id)


def ahead(gateway: Gateway, deal_id: int, stage_id: int, steps: int) -> gating.Ahead:
    """Where a move by columns leads, and what it asks."""
    return gating.ahead(gateway.desk, deal_id, stage_id, steps)


def light_day(gateway: Gateway, light: str) -> date:
    """The day of a light next step."""
    return gating.light_day(gateway.desk, light)


async def go(
    gateway: Gateway,
    deal_ids: Sequence[int],
    stage_id: int,
    decision: Decision,
    seen: Mapping[int, int],
) -> int:
    """Move deals with what was decided, in one undo step."""
    return await gateway.write(gating.go, deal_ids, stage_id, decision, seen=seen)


async def instead(gateway: Gateway, deal_id: int, light: str, decision: Decision) -> None:
    """Book a light next step in place of an offer that comes too early."""
    await gateway.write(gating.instead, deal_id, light, decision)
