"""The bottlenecks that the heads of the board's columns show: read behind the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pipeline_tui.services import bottlenecks

if TYPE_CHECKING:
    from pipeline_tui.services.bottlenecks import Jam as Jam
    from pipeline_tui.ui.gateway import Gateway


async def jams(gateway: Gateway) -> tuple[Jam, ...]:
    """The stages that are stuck now; DatabaseLocked and the like when they cannot be read."""

    def read() -> tuple[Jam, ...]:
        with gateway.desk.beside() as desk:
            return bottlenecks.radar(desk)

    return await asyncio.get_running_loop().run_in_executor(gateway.thread, read)
