"""The bottlenecks that the heads of the board's columns show: read behind the screen."""

from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline_tui.services import bottlenecks

if TYPE_CHECKING:
    from pipeline_tui.services.bottlenecks import Jam as Jam
    from pipeline_tui.ui.gateway import Gateway


async def jams(gateway: Gateway) -> tuple[Jam, ...]:
    """The stages that are stuck on the day that is shown.

    DatabaseLocked and the like when they cannot be read.
    """
    past = gateway.past is not None

    def read() -> tuple[Jam, ...]:
        with closing(gateway.another_desk()) if past else gateway.present.beside() as desk:
            return bottlenecks.radar(desk)

    return await asyncio.get_running_loop().run_in_executor(gateway.thread, read)
