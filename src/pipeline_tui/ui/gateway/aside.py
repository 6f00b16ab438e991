"""Long reads behind the screen, in a thread of their own: no key and no write waits for them.

What is read while somebody writes is old before it is shown, so reading stops for the write and
begins anew after it. The thread is there while something is read, and no longer: each keeps half a
megabyte for itself.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from pipeline_tui.errors import Stopped
from pipeline_tui.services.memory import give_back
from pipeline_tui.services.reading_aside import read_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from concurrent.futures import ThreadPoolExecutor

    from pipeline_tui.services.desk import Desk
    from pipeline_tui.ui.gateway.reads import Reads

T = TypeVar("T")

MOST_KEPT = 24
"""So many pages are kept as they were shown last."""


class Aside:
    """Where the pages of the insights are read."""

    def __init__(self, gateway: Reads) -> None:
        self._gateway = gateway
        self._pool: ThreadPoolExecutor | None = None
        self._reading = 0
        self._closed = False
        self._kept: dict[Hashable, tuple[object, object]] = {}

    def kept(self, question: Hashable) -> tuple[object, bool] | None:
        """What was shown last of a question, and whether it is still true; None if nothing was."""
        found = self._kept.get(question)
        return None if found is None else (found[1], found[0] == self._gateway.state())

    def keep(self, question: Hashable, state: object, shown: object) -> None:
        """Keep what is shown of a question, as of a `state` of the gateway."""
        self._kept.pop(question, None)
        self._kept[question] = (state, shown)
        if len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]

    async def read(self, work: Callable[[Desk], T], wanted: Callable[[], bool]) -> T | None:
        """What `work` reads at a desk; None when it was not `wanted` any more before it was there.

        DatabaseLocked and the like when it cannot be read.
        """
        while wanted() and not self._closed:
            try:
                return await self._once(work, wanted)
            except Stopped:
                # Behind the writes that were asked for.
                await asyncio.get_running_loop().run_in_executor(self._gateway.thread, _nothing)
        return None

    def close(self) -> None:
        """Stop reading, and let go of the file."""
        self._closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None

    async def _once(self, work: Callable[[Desk], T], wanted: Callable[[], bool]) -> T | None:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(1, "reader")

        def read() -> T | None:
            if not wanted() or self._closed:
                return None
            desk = self._gateway.another_desk()
            try:
                return read_aside(desk, work, must_stop)
            finally:
                desk.close()
                give_back()

        def must_stop() -> bool:
            return self._closed or self._gateway.writing > 0 or not wanted()

        self._reading += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, read)
        finally:
            self._reading -= 1
            if not self._reading and self._pool is not None:
                self._pool.shutdown(wait=False)
                self._pool = None


def _nothing() -> None:
    """Is done when all writes before it are."""
