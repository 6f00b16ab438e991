"""The day and the plan: the stand-up, being away, revenue targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.ui.actions.room import Room

if TYPE_CHECKING:
    from pipeline_tui.ui.modals.line import LinePrompt


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

    def away(self) -> None:
        """Days on which one is not there: they pause the contact clocks."""
        from pipeline_tui.ui.modals.away import AwayPrompt

        self._ask_days(AwayPrompt(self._gateway))

    def region(self) -> None:
        """Whose public holidays are not worked."""
        from pipeline_tui.ui.modals.workdays import region_prompt

        self._ask_days(region_prompt(self._gateway))

    def free(self) -> None:
        """One's own free days."""
        from pipeline_tui.ui.modals.workdays import free_prompt

        self._ask_days(free_prompt(self._gateway))

    def _ask_days(self, prompt: LinePrompt) -> None:
        main = self._main

        async def left(line: str | None) -> None:
            if line is not None:
                main.reread()
                self._tell()

        main.app.push_screen(prompt, main.guarded(left))

    def target(self) -> None:
        """What is to be won in a period."""
        from pipeline_tui.ui.modals.target import TargetPrompt

        main = self._main

        async def left(line: str | None) -> None:
            if line is not None:
                main.reread()
                self._tell()

        main.app.push_screen(TargetPrompt(self._gateway), main.guarded(left))
