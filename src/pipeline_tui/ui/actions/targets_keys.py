"""What the keys do with the targets of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.screen_keys import ListKeys

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.targets import TargetsScreen


class TargetsKeys(ListKeys):
    """Each public method is an action of the registry."""

    def __init__(self, screen: TargetsScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._view = screen.view

    # Moving.

    def _step(self, by: int) -> None:
        self._view.step(by)

    def _page(self, way: int) -> None:
        self._view.page(way)

    def _again(self) -> None:
        self._screen.changed = True
        self._screen.show()

    def cell_left(self) -> None:
        """The cell on the left."""
        self._view.choose(-1)

    def cell_right(self) -> None:
        """The cell on the right."""
        self._view.choose(1)

    def year_before(self) -> None:
        """The targets of the year before."""
        self._turn(-1)

    def year_after(self) -> None:
        """The targets of the next year."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        from pipeline_tui.ui.screens.targets import FIRST_YEAR, LAST_YEAR

        screen = self._screen
        if not FIRST_YEAR <= screen.year + by <= LAST_YEAR:
            screen.say(_("There are no targets further on that side"))
            return
        screen.show(year=screen.year + by)

    # Changing.

    async def edit(self) -> None:
        """The cell under the cursor, where it stands."""
        await self._view.actions.edit()

    async def delete(self) -> None:
        """Nothing stands in the cell any more."""
        await self._view.actions.clear()

    # Leaving.

    def back(self) -> None:
        """Out, to where one came from."""
        self._screen.dismiss(None)

    quit = back

    def insights(self) -> None:
        """Out, to the insights."""
        self._leave_for("insights")
