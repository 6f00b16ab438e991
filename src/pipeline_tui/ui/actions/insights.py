"""From the main screen to the insights and bottlenecks, and to the deal that was chosen there."""

from __future__ import annotations

from pipeline_tui.i18n import _
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

    async def jams(self) -> None:
        """The bottlenecks with their oldest deals; the one chosen is shown."""
        from pipeline_tui.ui.gateway import radar
        from pipeline_tui.ui.modals.jams import pick_jam

        main = self._main
        jams = await radar.jams(self._gateway)
        main.board.show_jams(jams)
        if not jams:
            main.say(_("No stage is stuck: none fills up and is slower than it used to be"))
            return
        names = {stage.id: stage.name for stage in self._gateway.stages()}
        main.app.push_screen(pick_jam(jams, names), main.guarded(self._show))

    async def _show(self, chosen: str | None) -> None:
        from pipeline_tui.ui.actions.views import Views

        if chosen:
            await Views(self._main).jump(int(chosen))
