"""The what-if: read and worked out behind the screen; only accepting writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.domain.metrics.what_if import Base, Outlook, Try, outlook
from pipeline_tui.services import what_if
from pipeline_tui.services.closing import Loss
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.what_if import Accepting, History, WhatIf
from pipeline_tui.ui.gateway.reads import READ_WAIT_MS

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.ui.gateway import Gateway

__all__ = ["Accepting", "History", "Loss", "WhatIf"]


async def read(
    gateway: Gateway, period: Period | None, wanted: Callable[[], bool]
) -> tuple[WhatIf, Outlook] | None:
    """What the sandbox starts from, and today's figures; None when it is not `wanted` any more."""

    def work() -> tuple[WhatIf, Outlook] | None:
        if not wanted():
            return None
        desk = Desk(gateway.path, gateway.clock, wait_ms=READ_WAIT_MS)
        try:
            found = what_if.what_if(desk, period)
        finally:
            desk.close()
        return found, outlook(found.base)

    return await asyncio.get_running_loop().run_in_executor(gateway.thread, work)


async def figures(
    gateway: Gateway, base: Base, tries: Sequence[Try], wanted: Callable[[], bool]
) -> Outlook | None:
    """What the period would bring after some tries; None when it is not `wanted` any more."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(
        gateway.thread, lambda: outlook(base, tries) if wanted() else None
    )


def matching(gateway: Gateway, text: str) -> set[int] | None:
    """The open deals that a filter wants, None without one; InputError for what is none."""
    return what_if.matching(gateway.desk, parse_filter(text)) if text else None


def close_day(gateway: Gateway, text: str) -> date | None:
    """The day an expected close is typed as; InputError when it is refused."""
    return what_if.close_day(gateway.desk, text)


def accepting(gateway: Gateway, base: Base, tries: Sequence[Try]) -> Accepting:
    """What making tried moves real asks."""
    return what_if.accepting(gateway.desk, base, tries)


async def accept(
    gateway: Gateway, base: Base, tries: Sequence[Try], reason: str, loss: Loss | None
) -> int:
    """Make tried moves real in one undo step; InputError, and nothing is done, if refused."""
    return await gateway.write(what_if.accept, base, tries, reason=reason, loss=loss)
