"""Screens that take their keys from the registry instead of from Textual's bindings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.screen import Screen

from pipeline_tui.errors import DatabaseLocked, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.commands.travel import AWAY, looks_only
from pipeline_tui.ui.compositing import ChangesCompositor
from pipeline_tui.ui.widgets.footer import FooterBar

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.modals.help import Meant

Handler = Callable[[], Awaitable[None] | None]
T = TypeVar("T")

MESSAGE_SECONDS = 6.0
AGAIN_SECONDS = 1.0
"""After so long it is tried again to read what another program held."""


class PressedScreen(Screen[None], inherit_bindings=False):
    """The app hands it every key, one after another, while no text is being edited."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = ChangesCompositor()

    async def press(self, key: str) -> None:
        """Do what the key means here; a key without a meaning does nothing."""

    def show_waiting(self, waits: bool) -> None:
        """Say that a write waits for another program, or take that back."""


class KeyedScreen(PressedScreen):
    """A full screen with a footer: runs the commands of its place, and says what happens.

    One of its own names its `PLACE` (see commands/places.py), yields `self.footer` in
    `compose`, and finds the function of an action in `handler`.
    """

    PLACE: ClassVar[str] = "board"

    def __init__(self, gateway: Gateway) -> None:
        super().__init__()
        self.gateway = gateway
        self.wanted = ""
        """The action of the main screen to be done once this one has gone."""
        self.footer = FooterBar()
        self.footer.show_place(self.PLACE)
        self._message_timer = self.set_timer(0, lambda: None, pause=True)

    # Keys.

    @property
    def place(self) -> str:
        """Where the keys go, of registry.PLACES."""
        return self.PLACE

    def handler(self, action: str) -> Handler:
        """The function of an action at this place. LookupError if there is none."""
        raise LookupError(action)

    async def press(self, key: str) -> None:
        """Do what the registry says of the key here."""
        command = registry.bindings(self.place).get(key)
        if command is not None:
            self.hush()
            await self.run_command(command.action)

    async def run_command(self, action: str) -> None:
        """Run one command by its action; what goes wrong is said, and the app goes on."""
        try:
            if self.gateway.away_day is not None and self._changes(action):
                self.gateway.refuse_past()
            result = self.handler(action)()
            if result is not None:
                await result
        except PipelineError as problem:
            self.complain(problem)

    def _changes(self, action: str) -> bool:
        """Whether an action would change something, which is not done on another day."""
        found = [command for command in registry.REGISTRY if command.action == action]
        here = [command for command in found if self.place in registry.places(command)]
        return bool(found) and not any(map(looks_only, here or found))

    def time_chips(self) -> list[tuple[str, str]]:
        """What the header says while another day than today is shown, or on its way."""
        day = self.gateway.away_day
        if day is None:
            return []
        from pipeline_tui.ui.render.travel import past_chip

        return [past_chip(day, there=self.gateway.heading is None)]

    def guarded(self, then: Callable[[T], Awaitable[None]]) -> Callable[[T], Awaitable[None]]:
        """What a prompt calls when it is left: what goes wrong is said, and the app goes on."""

        async def safely(answer: T) -> None:
            try:
                await then(answer)
            except PipelineError as problem:
                self.complain(problem)

        return safely

    def show_help(self, meant: Meant) -> None:
        """The keys that work here, for what is `meant` by them; the one chosen is run."""
        from pipeline_tui.ui.modals.help import Help

        async def chosen(choice: tuple[str, int | str] | None) -> None:
            if choice is not None:
                await self.run_command(str(choice[1]))

        self.app.push_screen(Help(self.place, meant), chosen)

    # Saying.

    def say(self, message: str, *, bad: bool = False) -> None:
        """Show a message in place of the key hints, until the next key or some seconds."""
        self.footer.say(message, bad=bad)
        self._message_timer.stop()
        self._message_timer = self.set_timer(MESSAGE_SECONDS, self.footer.clear)

    def complain(self, problem: PipelineError) -> None:
        """Show what went wrong, what was kept and what to do."""
        self.say(str(problem), bad=True)

    def try_again(self, problem: PipelineError, then: Callable[[], None]) -> None:
        """Say what hinders reading, and do `then` a little later."""
        if not self.footer.message:
            self.complain(problem)
        self.set_timer(AGAIN_SECONDS, then)

    def not_read(
        self,
        problem: PipelineError,
        wanted: Callable[[], bool],
        ask: Callable[[], None],
        fail: Callable[[str], None],
    ) -> None:
        """What was asked for behind the screen is not there: say why, if it is still `wanted`.

        What another program holds is asked for again, and meanwhile nothing goes; anything else
        has failed.
        """

        def again() -> None:
            if wanted():
                ask()

        if not wanted():
            return
        if isinstance(problem, DatabaseLocked):
            self.try_again(problem, again)
        else:
            fail(str(problem))

    def tell(self) -> None:
        """Name the last change as undo would, and how to take it back."""
        said = self.gateway.last_step()
        if said:
            self.say(_("{what} · u undoes").format(what=said))

    def hush(self) -> None:
        """The next key was pressed: messages go."""
        if self.footer.message:
            self._message_timer.stop()
            self.footer.clear()

    def show_waiting(self, waits: bool) -> None:
        """In place of the key hints, as long as it lasts."""
        self._message_timer.stop()
        if waits:
            self.footer.say(_("Waiting for another program that is writing to the database …"))
        else:
            self.footer.clear()


class TravellingScreen(KeyedScreen):
    """A screen on which days that have passed can be seen (actions/travel.py)."""

    def show_hints(self) -> None:
        """The keys of this place, or those that lead through the past."""
        self.footer.show_place(self.place if self.gateway.away_day is None else AWAY)

    def day_asked(self) -> None:
        """A day is on its way, or was not reached: say so in header and footer."""
        self.show_hints()

    def day_changed(self) -> None:
        """Another day is shown from now on: read everything again."""
        self.show_hints()
