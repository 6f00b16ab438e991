"""From the main screen to the targets of a year and back."""

from __future__ import annotations

from pipeline_tui.ui.actions.room import Room


class TargetsActions(Room):
    """Opens the plan of a year."""

    def targets(self) -> None:
        """All targets by month, quarter and year."""
        from pipeline_tui.ui.screens.targets import TargetsScreen

        main = self._main
        screen = TargetsScreen(self._gateway, main.tabs(""), tuple(main.notes))

        async def left(_result: None) -> None:
            if screen.changed:
                main.reread()
            if screen.wanted:
                await main.run_command(screen.wanted)

        main.app.push_screen(screen, main.guarded(left))
