"""From the main screen to the playbook: the whole of it, or what fits the deal."""

from __future__ import annotations

from pipeline_tui.ui.actions.room import Room


class PlaybookActions(Room):
    """Opens the playbook, or the entries that are offered with the deal under the cursor."""

    def playbook(self) -> None:
        """All entries; what is used there is used with the deal under the cursor."""
        from pipeline_tui.ui.screens.playbook import PlaybookScreen

        main = self._main
        deal_id = main.pane.deal_id if main.in_pane and main.pane else main.deal_id
        card = self._gateway.card(deal_id) if deal_id is not None else None
        screen = PlaybookScreen(self._gateway, card, main.tabs("6"), tuple(main.chips()))

        async def left(_result: None) -> None:
            main.reread()
            if screen.wanted:
                await main.run_command(screen.wanted)

        main.app.push_screen(screen, main.guarded(left))

    def answers(self) -> None:
        """What the playbook offers with this deal; in the pane the entry under the cursor."""
        from pipeline_tui.ui.modals.answers import ask_answers

        target = self._target()
        page = self._gateway.page(target.id) if target is not None else None
        if target is None or page is None:
            return
        item = self._main.pane.current if self._main.in_pane and self._main.pane else None
        first = item.key if item is not None and item.kind == "play" else None
        ask_answers(self._main, page.deal, self._then({target.stage_id}), first=first)
