"""From the main screen into the what-if and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.room import Room

if TYPE_CHECKING:
    from pipeline_tui.ui.screens.what_if import WhatIfScreen


class WhatIfActions(Room):
    """Opens the sandbox."""

    def what_if(self) -> None:
        """Levers and moves that touch nothing until they are accepted."""
        from pipeline_tui.ui.screens.what_if import WhatIfScreen

        main = self._main
        screen = WhatIfScreen(self._gateway, main.tabs(""), tuple(main.notes))

        async def left(_result: None) -> None:
            if screen.accepted:
                main.reread()
            if screen.wanted:
                await main.run_command(screen.wanted)
            elif said := farewell(screen):
                main.say(said)

        main.app.push_screen(screen, main.guarded(left))


def farewell(screen: WhatIfScreen) -> str:
    """What is said when a sandbox with something in it was left."""
    if screen.sandbox.tries or screen.sandbox.levers is not None:
        return _("The sandbox is gone; nothing of it was saved")
    return ""
