"""The day: the stand-up, and being away."""

from __future__ import annotations

from pipeline_tui.ui.actions.room import Room


class DayActions(Room):
    """Commands about a day rather than a deal."""

    def standup(self) -> None:
        """The stand-up; a deal chosen there is opened."""
        from pipeline_tui.ui.actions.views import Views
        from pipeline_tui.ui.modals.standup import StandUpView

        main = self._main

        async def chosen(deal_id: int | None) -> None:
            if deal_id is not None:
                views = Views(main)
                await views.jump(deal_id)
                await views.open()

        main.app.push_screen(StandUpView(self._gateway), main.guarded(chosen))
