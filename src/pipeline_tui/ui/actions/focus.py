"""From board, agenda or pane into focus, and back to where one was."""

from __future__ import annotations

from pipeline_tui.domain.records import FollowUp
from pipeline_tui.domain.round import Round
from pipeline_tui.ui.actions.room import Room


class FocusActions(Room):
    """Opens the day's round; it is kept, so that it goes on later, and after a restart."""

    def focus(self) -> None:
        """One follow-up at a time, beginning with the one under the cursor of the agenda."""
        from pipeline_tui.ui.screens.focus import FocusScreen

        main = self._main
        row = self._row()
        if main.round is None:
            main.round = Round.of_text(self._gateway.kept_round(), main.gateway.today)
            if main.round.current is not None and self._is_first(row):
                row = None  # that is where the cursor is after a start: nobody chose it
        screen = FocusScreen(self._gateway, main.round, main.state.flt, tuple(main.chips()))
        chosen = row if row is not None and row.id != main.round.left_on else None
        with self._gateway.at_once():
            screen.refill(also=chosen)
            main.round.start(chosen.id if chosen is not None else None)

        async def left(_result: None) -> None:
            main.reread()
            self._to_row(main.round)
            if main.round is not None:
                await self._gateway.keep_round(main.round.kept())
            if screen.wants_deal is not None:
                await self._open(screen.wants_deal)

        main.app.push_screen(screen, main.guarded(left))

    def _row(self) -> FollowUp | None:
        """The row under the cursor of the agenda, if it is due."""
        main = self._main
        if main.mode != "agenda" or main.in_pane or main.agenda is None:
            return None
        row = main.agenda.current
        return row if row is not None and row.state in ("overdue", "today") else None

    def _is_first(self, row: FollowUp | None) -> bool:
        """Whether a row is the first of the agenda."""
        due = self._gateway.due_now(self._main.state.flt)
        return row is not None and bool(due) and due[0].id == row.id

    def _to_row(self, of: Round | None) -> None:
        """The cursor of the agenda goes to where the round is."""
        agenda = self._main.agenda
        if of is None or agenda is None or self._main.mode != "agenda":
            return
        if of.current is not None:
            agenda.go_to(of.current)
            self._main.show_deal()
        of.left_on = agenda.current.id if agenda.current else None

    async def _open(self, deal_id: int) -> None:
        """The deal one was at, in the pane."""
        from pipeline_tui.ui.actions.views import Views

        views = Views(self._main)
        if self._main.deal_id != deal_id:
            await views.jump(deal_id)
        await views.open()
