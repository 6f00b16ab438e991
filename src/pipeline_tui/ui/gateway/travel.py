"""Going to a day that has passed, behind the screen, and which days there are to go to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pipeline_tui.domain.past_days import past_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pipeline_tui.services.past import PastDesk
    from pipeline_tui.ui.gateway import Gateway


def set_out(gateway: Gateway, day: date) -> int:
    """Head for a day, whatever was headed for before; the number of the journey."""
    gateway.heading = day
    gateway.journeys += 1
    return gateway.journeys


def come_back(gateway: Gateway) -> None:
    """Show today again, and forget what is on its way."""
    gateway.heading = None
    gateway.journeys += 1
    gateway.return_to_present()


async def travel(gateway: Gateway, day: date, wanted: Callable[[], bool]) -> bool:
    """Read everything as of a day that has passed; whether it is shown now.

    It is put together behind the screen, and is not when it was not `wanted` any more as its
    turn came. DatabaseLocked and the like when it cannot be read.
    """

    def build() -> PastDesk | None:
        if not wanted():
            return None
        found = gateway.present.as_of(day)
        found.reader  # noqa: B018  (opens it)
        return found

    past = await asyncio.get_running_loop().run_in_executor(gateway.thread, build)
    if past is None:
        return False
    if not wanted():
        past.close()
        return False
    gateway.return_to_present()
    gateway.past, gateway.heading = past, None
    return True


def day_of(gateway: Gateway, phrase: str) -> date:
    """The day that a phrase means, which has passed or is today. InputError if it is none."""
    return past_day(phrase, gateway.clock.today())
