"""The app: theme, keys in order, signals, and what happens when something breaks."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections import deque
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App

from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.gateway import Gateway
from pipeline_tui.ui.screens.keyed import PressedScreen
from pipeline_tui.ui.themes import DARK, LIGHT, Uncoloured, textual_theme

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.message_pump import MessagePump
    from textual.screen import Screen


SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_ROUNDS = 3
"""A key in a prompt is settled after so many rounds of messages: key, its message, the answer."""
_PATIENCE = 0.25
_IN_A_ROW = 16
"""Of so many keys in a row there is a look at the screen, and at what the system says."""


class PipelineApp(App[int], inherit_bindings=False):
    """Wiring: which screen, which theme, and every key in the order it was typed."""

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = [
        "styles/canvas.tcss",
        "styles/main.tcss",
        "styles/pane.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    TITLE = "pipeline"

    def __init__(
        self, gateway: Gateway, *, theme: str = "dark", demo: bool = False, rings: bool = False
    ) -> None:
        """`rings`: the terminal bell rings when a follow-up with a time is due."""
        super().__init__(driver_class=_driver())
        if self.no_color:
            self._filters = [Uncoloured()]
        self.gateway = gateway
        gateway.on_wait = self._waits
        self._batches = 0
        self.demo = demo
        self.rings = rings
        name = LIGHT if theme == "light" else DARK
        self.register_theme(textual_theme(name))
        self.theme = name
        self._held: deque[events.Key | events.Paste] = deque()
        self._holding: asyncio.Task[None] | None = None
        self._typed = 0
        self._ended = False
        """Whether the system has ended the app: what was typed before is not done any more."""
        self.crash: BaseException | None = None

    async def on_load(self) -> None:
        """Leave the terminal clean when the system says so."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._ended_by, number)

    def get_default_screen(self) -> Screen[None]:
        """The board, or the question what to start with when there is no data yet."""
        if self.gateway.exists:
            return self._board()
        from pipeline_tui.ui.screens.welcome import Welcome

        return Welcome(self.gateway)

    def on_ready(self) -> None:
        """Once the first screen has been painted, the collector may work again."""
        self.call_after_refresh(self._painted)

    def show_board(self) -> None:
        """From the welcome on to the board; no key leads back."""
        self.push_screen(self._board())

    def _board(self) -> Screen[None]:
        from pipeline_tui.ui.screens.main import MainScreen

        return MainScreen(self.gateway, demo=self.demo)

    def switch_data(self, path: Path) -> None:
        """Work on another file, as the welcome does for the demo."""
        self.gateway.close()
        self.gateway = Gateway(path, self.gateway.clock)
        self.gateway.on_wait = self._waits

    def _waits(self, begins: bool) -> None:
        """Say that another program has the file; keys wait, but the screen is painted."""
        if begins:
            self._batches, self._batch_count = self._batch_count, 0
        else:
            self._batch_count, self._batches = self._batch_count + self._batches, 0
        for screen in self.screen_stack:
            if isinstance(screen, PressedScreen):
                screen.show_waiting(begins)
        self.screen.check_idle()

    def _painted(self) -> None:
        """What start-up made stays; the collector need not look at it again."""
        gc.collect(0)
        gc.freeze()
        gc.enable()

    def _ended_by(self, number: int) -> None:
        self._ended = True
        self._held.clear()
        self.exit(return_code=128 + number, result=128 + number)

    # Keys, in the order they were typed: also behind a write, and behind a prompt that opens.

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes wait while one before them is not finished."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            if self._ended:
                return
            self._typed += 1
            if self._typed % _IN_A_ROW == 0:
                await asyncio.sleep(0)
            if self.busy:  # those held go first also when nothing holds them any more
                self._held.append(event)
            else:
                await self._route(event)
        else:
            await super().on_event(event)

    @property
    def busy(self) -> bool:
        """Whether keys are waiting for one before them."""
        return self._holding is not None or bool(self._held)

    async def _route(self, event: events.Key | events.Paste) -> None:
        """Give one key to whom it belongs, and paint once when it has done all it does."""
        screen, focused = self.screen, self.focused
        if (
            isinstance(event, events.Key)
            and isinstance(screen, PressedScreen)
            and (focused is None or isinstance(focused, Canvas))
        ):
            with self.batch_update():
                await screen.press(event.key)
            self.screen.check_idle()
            if self.screen is not screen:
                self._holding = asyncio.create_task(self._settle(None))
            return
        self._holding = asyncio.create_task(self._settle(event))

    async def _settle(self, event: events.Key | events.Paste | None) -> None:
        """Pass an event on, and wait until it has done all it does before the next key."""
        typed = isinstance(event, events.Key) and event.is_printable and _types(self.focused)
        try:
            with self.batch_update():
                if event is not None:
                    await super().on_event(event)
                if typed:
                    await self._heard_by(self.focused, self.screen, self)
                else:
                    for _round in range(_ROUNDS):
                        # What is typed in lies in what saves it: that is waited for too.
                        await self._heard_by(*(self.focused or self.screen).ancestors_with_self)
            self.screen.check_idle()
        finally:
            self._holding = None
            self.call_next(self._go_on)

    async def _heard_by(self, *pumps: MessagePump | None) -> None:
        for pump in pumps:
            if pump is not None:
                await _heard(pump)

    async def _go_on(self) -> None:
        while self._held and self._holding is None:
            await self._route(self._held.popleft())

    # When something breaks: one line and a log, never the values of variables.

    def _handle_exception(self, error: Exception) -> None:
        """Keep the error for `run`; Textual would print local variables, which hold data."""
        if self.crash is None:
            self.crash = error
            self._return_code = 1
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self.exit(return_code=1, result=1)


def _driver() -> type[Driver] | None:
    """What reads keys and draws; Textual's own where there are no terminals of this kind."""
    if os.name != "posix":
        return None
    from pipeline_tui.ui.driver import TerminalDriver

    return TerminalDriver


def _types(focused: DOMNode | None) -> bool:
    """Whether a letter only lands in a text that is being edited, which keeps order itself."""
    return focused is not None and hasattr(focused, "cursor_blink")


async def _heard(pump: MessagePump) -> None:
    """Until the pump has worked off what it has been sent so far."""
    done = asyncio.Event()
    if not pump.call_later(done.set):
        return
    while not done.is_set():
        try:
            await asyncio.wait_for(done.wait(), _PATIENCE)
        except TimeoutError:
            if not pump.is_running or not pump.is_attached:
                return
