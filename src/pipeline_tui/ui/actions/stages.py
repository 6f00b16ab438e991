"""From the main screen to the stage editor, and to another template."""

from __future__ import annotations

from pipeline_tui.ui.actions.room import Room


class StageActions(Room):
    """Opens the stage editor; the board is read again after it."""

    def stages(self) -> None:
        """Every stage with its rules, criteria and planned follow-ups."""
        from pipeline_tui.ui.screens.stages import StagesScreen

        main = self._main
        screen = StagesScreen(self._gateway, tuple(main.chips()))

        async def left(_result: None) -> None:
            main.reread()

        main.app.push_screen(screen, main.guarded(left))
