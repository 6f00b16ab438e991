"""Locking forecasts behind the screen (services/locking.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.services import locking
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.memory import give_back
from pipeline_tui.ui.gateway.reads import READ_WAIT_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline_tui.ui.gateway import Gateway


async def lock_forecasts(gateway: Gateway) -> None:
    """Lock what was forecast for the month that has begun, and then what nobody locked."""

    def lock(_desk: Desk) -> bool:
        desk = Desk(gateway.path, gateway.clock, wait_ms=READ_WAIT_MS)
        try:
            return locking.lock(desk)
        finally:
            desk.close()
            give_back()

    if await gateway.behind(lock):
        await back_fill(gateway, lambda: True)


async def back_fill(gateway: Gateway, wanted: Callable[[], bool]) -> None:
    """Lock what nobody locked, while it is `wanted`.

    Month by month in the writer thread, so that a write asked for meanwhile comes in between.
    """

    def one(_desk: Desk) -> bool:
        desk = Desk(gateway.path, gateway.clock, wait_ms=READ_WAIT_MS)
        try:
            return locking.back_fill(desk, 1) > 0
        finally:
            desk.close()
            give_back()

    while wanted() and await gateway.behind(one):
        pass
