"""Adding, moving, deleting, marking; risk; and editing in the pane."""

from __future__ import annotations

from pipeline_tui.domain.records import FollowUp
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.ui.actions.closing import Closing
from pipeline_tui.ui.actions.room import Room, Target, Then
from pipeline_tui.ui.modals import asking


class DealActions(Room):
    """What is done with whole deals."""

    def add(self) -> None:
        """Quick add, one line; what it understood stands beneath while one types."""
        from pipeline_tui.ui.gateway.completing import line_reader
        from pipeline_tui.ui.modals.quick_add import QuickAddPrompt

        main, gateway = self._main, self._gateway
        stages = [column.stage.name for column in main.state.columns]
        added = 0

        async def save(line: str) -> None:
            nonlocal added
            added = await gateway.add_deal(line)

        async def left(line: str | None) -> None:
            if line is not None:
                await main.switch("board")
                main.reread(keep=added)
                self._tell()

        reader = line_reader(gateway, stages, main.board.currency)
        prompt = QuickAddPrompt(reader, gateway.clock.today, save)
        main.app.push_screen(prompt, main.guarded(left))

    def risk(self) -> None:
        """The risk in one sentence."""
        target = self._target()
        card = self._gateway.card(target.id) if target else None
        if target is None or card is None:
            return
        then = self._then({target.stage_id})
        asking.ask_risk(self._main.app, self._gateway, card, target.name, then)

    def category(self) -> None:
        """The forecast category; of all marked deals if there are some."""
        from pipeline_tui.ui.modals.category import ask_category

        targets = self._targets()
        if targets:
            chosen = [target.id for target in targets]
            then = self._then({target.stage_id for target in targets}, unmark=True)
            ask_category(self._main.app, self._gateway, chosen, then)

    def park(self) -> None:
        """Until a day; all marked deals if there are some."""
        from pipeline_tui.ui.modals.parking import ask_park

        targets = self._targets()
        if not targets:
            return
        title = self._title(targets, _("Park {deal} until"), _("Park {count} deals until"))
        chosen = [target.id for target in targets]
        then = self._resting({target.stage_id for target in targets}, unmark=True)
        ask_park(self._main.app, self._gateway, chosen, title, then)

    def unreached(self, followup: FollowUp | None, advice: str) -> None:
        """Nobody answered the last attempt: asks whether the deal is lost, or to be parked."""
        from pipeline_tui.ui.modals.parking import PARKABLE, ask_unreached

        main, gateway = self._main, self._gateway
        card = gateway.card(followup.deal.id) if followup and followup.deal else None
        if card is None or card.stage_kind not in PARKABLE:
            main.say(advice)
            return
        ask_unreached(
            main.app, gateway, card, advice, self._resting({card.stage_id}), main.complain
        )

    def _resting(self, stages: set[int], *, unmark: bool = False) -> Then:
        """What is shown when deals have left these stages for Parked or Lost."""

        async def then() -> None:
            if unmark:
                self._unmark()
            try:
                self._moved({*stages, *self._stage_ids("parked"), *self._stage_ids("lost")})
                self._tell()
            except PipelineError as problem:
                self._main.complain(problem)

        return then

    async def reopen(self) -> None:
        """A closed deal goes back to its last open stage."""
        target = self._target()
        if target is None:
            return
        if target.stage_kind not in CLOSED_KINDS:
            self._main.say(_("{deal} is open already").format(deal=target.name))
            return
        await self._gateway.reopen(target.id)
        self._main.reread(keep=target.id)
        self._tell()

    def move(self) -> None:
        """To a stage by name; all marked deals if there are some."""
        from pipeline_tui.ui.modals.pick import pick_stage

        targets = self._targets()
        if not targets:
            return
        stages = [column.stage for column in self._main.state.columns]
        title = self._title(targets, _("Move {deal} to"), _("Move {count} deals to"))

        async def chosen(key: str | None) -> None:
            if key is None:
                return
            await self._move(targets, int(key))

        pick = pick_stage(title, stages, targets[0].stage_id)
        self._main.app.push_screen(pick, self._main.guarded(chosen))

    async def _move(self, targets: list[Target], stage_id: int) -> None:
        """Move deals, and before it ask what the move asks."""
        from pipeline_tui.ui.gateway import gate as gates

        numbers = [target.id for target in targets]
        if Closing(self._main).into(self._kind_of(stage_id), targets):
            return

        async def then() -> None:
            self._unmark()
            stages = {stage_id, *(target.stage_id for target in targets)}
            self._moved(stages | self._stage_ids("parked"))
            self._tell()

        gate = gates.asked(self._gateway, numbers, stage_id)
        if gate is None:
            await self._gateway.move_all(numbers, stage_id)
            await then()
            return
        from pipeline_tui.ui.modals.gate import ask_gate

        ask_gate(self._main, self._gateway, gate, numbers, then)

    def _kind_of(self, stage_id: int) -> str:
        columns = self._main.state.columns
        return next((one.stage.kind for one in columns if one.stage.id == stage_id), "")

    def mark(self) -> None:
        """Mark or unmark, and on to the next."""
        main = self._main
        if main.mode == "agenda":
            self._mark_row()
            return
        deal_id = main.deal_id
        if deal_id is None:
            return
        main.state.marks ^= {deal_id}
        count = len(main.state.marks)
        main.board.repaint_card(main.state.here, main.state.row(main.state.here))
        main.board.step(1)
        main.show_deal()
        if count:
            main.say(
                ngettext(
                    "{count} deal marked · M moves, p parks, x loses, del deletes, esc clears",
                    "{count} deals marked · M moves, p parks, x loses, del deletes, esc clears",
                    count,
                ).format(count=count)
            )

    def _mark_row(self) -> None:
        """The follow-up under the cursor of the agenda; one without a deal too."""
        main = self._main
        if main.agenda is None or main.agenda.current is None:
            return
        main.agenda.mark()
        main.agenda.step(1)
        main.show_deal()
        count = len(main.agenda.marks)
        if count:
            main.say(
                ngettext(
                    "{count} follow-up marked · s snoozes, M and del for its deal, esc clears",
                    "{count} follow-ups marked · s snoozes, M and del for their deals, esc clears",
                    count,
                ).format(count=count)
            )

    async def delete(self) -> None:
        """Delete; several at once are asked about."""
        targets = self._targets()
        if not targets:
            return
        if len(targets) == 1:
            await self._delete(targets)
            return
        from pipeline_tui.ui.modals.confirm import Confirm

        async def answered(yes: bool | None) -> None:
            if yes:
                await self._delete(targets)

        question = _("Delete {count} deals?").format(count=len(targets))
        detail = ", ".join(target.name for target in targets[:5])
        confirm = Confirm(question, yes=_("delete"), detail=detail)
        self._main.app.push_screen(confirm, self._main.guarded(answered))

    async def _delete(self, targets: list[Target]) -> None:
        await self._gateway.delete([target.id for target in targets])
        self._unmark()
        await self._main.to_list()
        self._moved({target.stage_id for target in targets})
        self._tell()

    def _stage_ids(self, kind: str) -> set[int]:
        columns = self._main.state.columns
        return {column.stage.id for column in columns if column.stage.kind == kind}

    @staticmethod
    def _title(targets: list[Target], one: str, several: str) -> str:
        if len(targets) == 1:
            return one.format(deal=targets[0].name)
        return several.format(count=len(targets))

    # In the pane.

    async def edit(self) -> None:
        """The field under the cursor of the pane."""
        if self._main.pane is not None:
            await self._main.pane.edit()

    async def tick(self) -> None:
        """The box under the cursor of the pane."""
        if self._main.pane is not None:
            await self._main.pane.tick()

    async def editor(self) -> None:
        """The note under the cursor of the pane, in $EDITOR."""
        if self._main.pane is not None:
            await self._main.pane.edit_outside()
