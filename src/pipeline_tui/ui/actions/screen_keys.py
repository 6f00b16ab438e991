"""What the keys of the full screens have in common: moving about, undo and redo, leaving."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.keyed import KeyedScreen

FAR = 10**9
"""More rows than any list has."""


class Scrolls(Protocol):
    """A view that is longer than its screen."""

    def scroll_lines(self, lines: int) -> None:
        """Move what is seen by so many lines."""

    def scroll_page(self, way: int) -> None:
        """Move it by a screenful."""

    def scroll_all(self, way: int) -> None:
        """Move it to an end."""


class ScrollKeys:
    """On a screen that shows one thing: the keys that move a cursor elsewhere scroll it."""

    _scrolled: Scrolls

    def down(self) -> None:
        self._scrolled.scroll_lines(1)

    def up(self) -> None:
        self._scrolled.scroll_lines(-1)

    def page_down(self) -> None:
        self._scrolled.scroll_page(1)

    def page_up(self) -> None:
        self._scrolled.scroll_page(-1)

    def first(self) -> None:
        self._scrolled.scroll_all(-1)

    def last(self) -> None:
        self._scrolled.scroll_all(1)


class ListKeys(ABC):
    """On a screen with a list; a subclass says what moves, and how it is read again."""

    def __init__(self, screen: KeyedScreen) -> None:
        self._keyed = screen

    @abstractmethod
    def _step(self, by: int) -> None:
        """Move the cursor over so many rows, as far as there are any."""

    @abstractmethod
    def _page(self, way: int) -> None:
        """Move it by a screenful, -1 up, 1 down."""

    @abstractmethod
    def _again(self) -> None:
        """Read and show again what another change may have touched."""

    def down(self) -> None:
        self._step(1)

    def up(self) -> None:
        self._step(-1)

    def first(self) -> None:
        self._step(-FAR)

    def last(self) -> None:
        self._step(FAR)

    def page_down(self) -> None:
        self._page(1)

    def page_up(self) -> None:
        self._page(-1)

    async def undo(self) -> None:
        """Take back the last change."""
        said = await self._keyed.gateway.undo()
        self._again()
        self._keyed.say(_("{what} · ctrl+r does it again").format(what=said))

    async def redo(self) -> None:
        """Do again what was undone."""
        said = await self._keyed.gateway.redo()
        self._again()
        self._keyed.say(_("{what} · u undoes").format(what=said))

    def help(self) -> None:
        """The keys that work here."""
        from pipeline_tui.ui.modals.help import Meant

        self._keyed.show_help(Meant(None, None, ()))

    def board(self) -> None:
        """Out, to the board."""
        self._leave_for("board")

    def agenda(self) -> None:
        """Out, to the agenda."""
        self._leave_for("agenda")

    def playbook(self) -> None:
        """Out, to the playbook."""
        self._leave_for("playbook")

    def _leave_for(self, action: str) -> None:
        """Leave; the main screen then does an action of its own."""
        self._keyed.wanted = action
        self._keyed.dismiss(None)
