"""Screens that take their keys from the registry instead of from Textual's bindings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.screen import Screen

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.widgets.footer import FooterBar

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.modals.help import Meant

Handler = Callable[[], Awaitable[None] | None]
T = TypeVar("T")

MESSAGE_SECONDS = 6.0


class PressedScreen(Screen[None], inherit_bindings=False):
    """The app hands it every key, one after another, while no text is being edited."""

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
            result = self.handler(action)()
            if result is not None:
                await result
        except PipelineError as problem:
            self.complain(problem)

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
