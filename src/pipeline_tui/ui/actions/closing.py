"""Winning and losing, the deals linked to one, and the list of reasons."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.room import Room, Target, Then


class Closing(Room):
    """What ends deals, and what follows."""

    def win(self) -> None:
        """Won: asks what follows the sale."""
        target = self._open_target()
        if target is not None:
            self._ask_won(target)

    def lose(self) -> None:
        """Lost, with a reason; all marked deals if there are some."""
        targets = self._targets()
        if len(targets) == 1:
            target = self._open_target() if not self._marked_deals() else targets[0]
            targets = [target] if target is not None else []
        if targets:
            self._ask_lost(targets)

    def into(self, kind: str, targets: Sequence[Target]) -> bool:
        """Moving deals into a stage of this kind asks as winning or losing does; whether it did.

        Several are won without asking, and what comes back from the care after the sale is
        won already.
        """
        if kind == "lost":
            self._ask_lost(targets)
        elif kind == "won" and len(targets) == 1 and targets[0].stage_kind in ("open", "parked"):
            self._ask_won(targets[0])
        else:
            return False
        return True

    async def follow_link(self) -> None:
        """To the linked deal under the cursor of the pane, else to the first one."""
        from pipeline_tui.ui.actions.views import Views

        main = self._main
        item = main.pane.current if main.in_pane and main.pane is not None else None
        number = item.key if item is not None and item.kind == "link" else 0
        if not number:
            target = self._target()
            page = None if target is None else self._gateway.page(target.id)
            if target is None or page is None:
                return
            if not page.links:
                main.say(_("{deal} has no linked deal").format(deal=target.name))
                return
            number = page.links[0].id
        in_pane = main.in_pane
        await Views(main).jump(number)
        if in_pane:
            await Views(main).open()

    def add_linked(self) -> None:
        """A renewal or follow-on deal of one that was sold."""
        from pipeline_tui.ui.modals.closing_link import ask_linked

        target = self._target()
        if target is None:
            return
        if target.stage_kind not in ("won", "care"):
            self._main.say(_("{deal} is not won").format(deal=target.name))
            return
        then = self._closed([target], ("parked", "open"))
        ask_linked(self._main.app, self._gateway, target.id, target.name, then)

    def reasons(self) -> None:
        """The list of reasons for losing."""
        from pipeline_tui.ui.modals.closing_reasons import ask_reasons

        async def then() -> None:
            self._main.reread()

        ask_reasons(self._main.app, self._gateway, then)

    def _ask_won(self, target: Target) -> None:
        from pipeline_tui.ui.modals.closing_won import ask_won

        then = self._closed([target], ("won", "care", "parked"))
        ask_won(self._main.app, self._gateway, target.id, then)

    def _ask_lost(self, targets: Sequence[Target]) -> None:
        from pipeline_tui.ui.modals.closing_lost import ask_lost

        then = self._closed(targets, ("lost", "parked"))
        ask_lost(self._main.app, self._gateway, [target.id for target in targets], then)

    def _closed(self, targets: Sequence[Target], kinds: tuple[str, ...]) -> Then:
        """What is shown when deals have left their stages for those of these kinds."""
        columns = self._main.state.columns
        reached = {column.stage.id for column in columns if column.stage.kind in kinds}
        return self._gone({*reached, *(target.stage_id for target in targets)})
