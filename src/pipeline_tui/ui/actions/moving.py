"""Lower case moves the cursor, upper case moves the deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.room import Room, Target

if TYPE_CHECKING:
    from pipeline_tui.domain.gate import Gate


class Moving(Room):
    """Cursor keys and H J K L."""

    def left(self) -> None:
        """One column to the left; from the pane back to the list."""
        main = self._main
        if main.in_pane:
            if main.wide:
                main.to_place(in_pane=False)
            return
        main.board.go_column(main.state.here - 1)
        main.show_deal()

    def right(self) -> None:
        """One column to the right."""
        self._main.board.go_column(self._main.state.here + 1)
        self._main.show_deal()

    def down(self) -> None:
        """One row down."""
        self._step(1)

    def up(self) -> None:
        """One row up."""
        self._step(-1)

    def page_down(self) -> None:
        """A screenful down."""
        self._page(1)

    def page_up(self) -> None:
        """A screenful up."""
        self._page(-1)

    def first(self) -> None:
        """To the first row."""
        self._step(-(10**9))

    def last(self) -> None:
        """To the last row."""
        self._step(10**9)

    def _page(self, way: int) -> None:
        main = self._main
        if main.in_pane and main.pane is not None:
            main.pane.page(way)
        elif main.mode == "agenda" and main.agenda is not None:
            main.agenda.page(way)
            main.show_deal()
        else:
            self._step(way * main.state.fits)

    def _step(self, rows: int) -> None:
        main = self._main
        if main.in_pane:
            if main.pane is not None:
                main.pane.step(rows)
            return
        if main.mode == "agenda":
            if main.agenda is not None:
                main.agenda.step(rows)
        else:
            main.board.step(rows)
        main.show_deal()

    async def shift_left(self) -> None:
        """The deal back by a stage."""
        await self._shift(-1)

    async def shift_right(self) -> None:
        """The deal on by a stage."""
        await self._shift(1)

    async def shift_up(self) -> None:
        """The deal up by a place in its column."""
        await self._reorder(-1)

    async def shift_down(self) -> None:
        """The deal down by a place in its column."""
        await self._reorder(1)

    async def _shift(self, steps: int) -> None:
        main = self._main
        target = self._target()
        if target is None:
            return
        from pipeline_tui.ui.gateway import gate

        way = gate.ahead(self._gateway, target.id, target.stage_id, steps)
        if way.stage is not None and way.stage.kind == "won" and steps > 0:
            await main.run_command("win")  # as w does it
            return
        if way.gate is not None:
            self._ask(target, way.gate)
            return
        stage = await self._gateway.shift_stage(target.id, steps)
        if stage.id == target.stage_id:
            main.say(_("There is no stage further on that side"))
            return
        self._shown_in(target, stage.id)
        self._tell()

    def _ask(self, target: Target, gate: Gate) -> None:
        from pipeline_tui.ui.modals.gate import ask_gate

        async def then() -> None:
            card = self._gateway.card(target.id)
            self._shown_in(target, gate.stage.id if card is None else card.stage_id)
            self._tell()

        ask_gate(self._main, self._gateway, gate, [target.id], then)

    def _shown_in(self, target: Target, stage_id: int) -> None:
        """The deal stands in this stage now; the cursor of the board goes along."""
        main = self._main
        if main.mode == "board" and not main.in_pane:
            main.follow(target.id, {target.stage_id, stage_id})
        else:
            main.reread_stages({target.stage_id, stage_id})

    async def _reorder(self, rows: int) -> None:
        main, state = self._main, self._main.state
        card = state.current
        if card is None:
            return
        row = state.row(state.here) + rows
        neighbour = state.card(state.here, row) if row >= 0 else None
        if neighbour is None or card.stage_kind in CLOSED_KINDS:
            return
        await self._gateway.reorder(card.id, neighbour.id)
        state.refresh({card.stage_id})
        main.board.after_reorder(rows)
        self._tell()
