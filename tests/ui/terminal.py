"""A person at the terminal: the real app on a real file, keys in, lines out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from pipeline_tui.clock import Clock
from pipeline_tui.ui.gateway import Gateway
from pipeline_tui.ui.screens.main import MainScreen
from pipeline_tui.ui.shell import PipelineApp

PATIENCE = 20.0
"""Seconds until a wait for a state gives up; no test depends on how long anything takes."""


class Terminal:
    """What one sees and types."""

    def __init__(self, app: PipelineApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def main(self) -> MainScreen:
        """The main screen, under whatever lies over it."""
        return next(one for one in self.app.screen_stack if isinstance(one, MainScreen))

    @property
    def lines(self) -> list[str]:
        """The screen as text."""
        compositor: Any = self.app.screen._compositor
        return ["".join(part.text for part in strip) for strip in compositor.render_strips()]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def message(self) -> str:
        """What the footer says."""
        return self.main.footer.message

    @property
    def title(self) -> str | None:
        """The title of the deal under the cursor of the board."""
        card = self.main.state.current
        return card.title if card else None

    async def press(self, *keys: str) -> None:
        """Type keys and wait until the last one has done all it does."""
        await self.pilot.press(*keys)
        await self.settled()

    async def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def wheel(self, widget: str, x: int, y: int, way: int = 1) -> None:
        """Turn the wheel of the mouse over a cell of a widget by a notch, -1 up, 1 down."""
        there = self.app.screen.query_one(widget)
        turned = MouseScrollDown if way > 0 else MouseScrollUp
        keys: dict[str, Any] = dict.fromkeys(("shift", "meta", "ctrl"), False)
        at_x, at_y = x + there.region.x, y + there.region.y
        self.app.post_message(turned(there, x, y, 0, 0, 0, screen_x=at_x, screen_y=at_y, **keys))
        await self.settled()

    async def settled(self) -> None:
        """Wait until no key waits and every message has been worked off."""
        await self.until(lambda: not self.app.busy)
        await self.pilot.pause()
        await self.until(lambda: not self.app.busy)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for a state."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await self.pilot.pause()


@asynccontextmanager
async def terminal(
    path: Path,
    clock: Clock,
    *,
    size: tuple[int, int] = (160, 45),
    theme: str = "dark",
    rings: bool = False,
    calendar: Path | None = None,
) -> AsyncIterator[Terminal]:
    """The app on a file, at a size."""
    gateway = Gateway(path, clock, calendar="" if calendar is None else str(calendar))
    app = PipelineApp(gateway, theme=theme, rings=rings)
    async with app.run_test(size=size) as pilot:
        here = Terminal(app, pilot)
        if gateway.exists:
            await here.until(lambda: here.main.headline is not None)
        await here.settled()
        yield here
    app.gateway.close()
