"""From the main screen to the insights, and to the deal that was chosen there."""

from __future__ import annotations

from pipeline_tui.ui.actions.room import Room


class InsightsActions(Room):
    """Opens the pages of figures."""

    def insights(self) -> None:
        """Pipeline, funnel, durations, forecast, plan, sources and losses."""
        from pipeline_tui.ui.actions.views import Views
        from pipeline_tui.ui.screens.insights import InsightsScreen

        main = self._main
        screen = InsightsScreen(self._gateway, main.tabs("5"), tuple(main.notes))

        async def left(_result: None) -> None:
            main.day_changed()
            if screen.wants_deal is not None:
                views = Views(main)
                await views.jump(screen.wants_deal)
                await views.open()
            elif screen.wanted:
                await main.run_command(screen.wanted)

        main.app.push_screen(screen, main.guarded(left))
