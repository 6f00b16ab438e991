"""Next step, done, not reached, snooze, cancel, one more follow-up, log."""

from __future__ import annotations

from pipeline_tui.domain.records import FollowUp, NextStep
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import weekday_date
from pipeline_tui.ui.actions.deals import DealActions
from pipeline_tui.ui.actions.room import OPEN, Room
from pipeline_tui.ui.modals import asking
from pipeline_tui.ui.render.pane_step import step_text, what


class StepActions(Room):
    """What is done with follow-ups, on the board, on the agenda and in the pane."""

    def next(self) -> None:
        """Set the next step."""
        row = self._row()
        if row is not None and row.deal is None:
            self._main.say(asking.no_deal())
        else:
            self._ask_next(edit=False)

    def edit_next(self) -> None:
        """Change the next step that stands there."""
        self._ask_next(edit=True)

    def edit_step(self) -> None:
        """Change the follow-up under the cursor, whether it is its deal's next step or not."""
        followup = self._followup()
        if followup is None:
            return
        if followup.state not in OPEN:
            self._main.say(_("It was closed elsewhere meanwhile"))
            return
        then = self._then(self._stages())
        asking.ask_edit(self._main.app, self._gateway, followup, then)

    def _ask_next(self, *, edit: bool) -> None:
        target = self._open_target()
        if target is None:
            return
        # The deal's earliest follow-up, whichever of its rows the cursor is on.
        card = self._gateway.card(target.id)
        there = card.next if card else None
        value = step_text(there) if edit and there else ""
        then = self._then({target.stage_id})
        app = self._main.app
        asking.ask_next(app, self._gateway, target.id, target.name, then, value, seen=there)

    async def done(self) -> None:
        """Finish the follow-up; asks for outcome and next step where one is needed."""
        main = self._main
        followup = self._followup()
        if followup is not None:
            then = self._then(self._stages())
            await asking.finish(main.app, self._gateway, followup, then, main.say)

    async def missed(self) -> None:
        """Tried, not reached: the suggested retry is booked at once."""
        main = self._main
        step = self._step()
        if step is None:
            return
        stages, followup = self._stages(), self._gateway.followup(step.id)
        result = await self._gateway.missed(step.id)
        main.reread_stages(stages)
        if result.retry is None:
            DealActions(main).unreached(followup, result.advice)
            return
        when = weekday_date(result.retry.day, main.today)
        if result.retry.time:
            when += f" {result.retry.time}"
        main.say(
            _("Not reached, attempt {count}. Next try: {when} · u undoes").format(
                count=result.attempts, when=when
            )
        )

    def snooze(self) -> None:
        """Another day for the follow-up, or for all that are marked."""
        chosen = self._chosen()
        if chosen:
            asking.ask_snooze(
                self._main.app,
                self._gateway,
                [row.id for row in chosen],
                what(chosen[0].kind, chosen[0].text),
                self._then(self._stages_of(chosen), unmark=True),
            )

    async def cancel(self) -> None:
        """The follow-up is not wanted any more, or all that are marked."""
        chosen = self._chosen()
        if not chosen:
            return
        missing = await self._gateway.cancel_followups([row.id for row in chosen])
        await self._then(self._stages_of(chosen), unmark=True)()
        if missing:
            self._main.say(
                _("{what} · n sets the next step, u undoes").format(what=self._gateway.last_step())
            )

    def add_followup(self) -> None:
        """One more follow-up: in the pane for its deal, else of its own or for a deal it names."""
        main = self._main
        target = self._open_target() if main.in_pane else None
        if main.in_pane and target is None:
            return

        async def then(deal_id: int | None) -> None:
            card = self._gateway.card(deal_id) if deal_id is not None else None
            await self._then({card.stage_id} if card else set())()

        deal_id, name = (target.id, target.name) if target else (None, "")
        asking.ask_followup(main.app, self._gateway, deal_id, name, main.guarded(then))

    def log(self) -> None:
        """A call, mail, meeting or note."""
        target = self._target()
        if target is not None:
            asking.ask_log(
                self._main.app,
                self._gateway,
                target.id,
                target.name,
                self._then({target.stage_id}),
            )

    def _row(self) -> FollowUp | None:
        """The follow-up under the cursor of the agenda, if that is where the keys are."""
        main = self._main
        on_agenda = not main.in_pane and main.mode == "agenda" and main.agenda is not None
        return main.agenda.current if on_agenda and main.agenda else None

    def _step(self) -> NextStep | None:
        """The follow-up a command means; says so when there is none."""
        main = self._main
        if not main.in_pane and main.mode == "agenda" and main.agenda is not None:
            row = main.agenda.current
            if row is None:
                main.say(_("There is no follow-up under the cursor"))
                return None
            return NextStep(row.id, row.kind, row.text, row.due, row.time, row.version)
        target = self._target()
        if target is not None and target.step is None:
            main.say(_("This deal has no follow-up; n sets the next step"))
        return target.step if target else None

    def _followup(self) -> FollowUp | None:
        """The same with its deal, as it is now."""
        step = self._step()
        return self._gateway.followup(step.id) if step else None

    def _chosen(self) -> list[FollowUp]:
        """Marked follow-ups and the next steps of marked deals, else the one under the cursor."""
        main = self._main
        marked = [] if main.in_pane else self._marked_rows()
        deals = [] if main.in_pane else main.state.marked
        if not marked and not deals:
            row = self._followup()
            return [row] if row else []
        steps = [card.next for deal in deals if (card := self._gateway.card(deal)) and card.next]
        known = {row.id for row in marked}
        others = [self._gateway.followup(step.id) for step in steps if step.id not in known]
        chosen = [*marked, *(row for row in others if row is not None)]
        if not chosen:
            main.say(_("There is no follow-up to put off; n sets the next step"))
        return chosen

    def _stages_of(self, rows: list[FollowUp]) -> set[int]:
        """The columns of their deals."""
        deals = {row.deal.id for row in rows if row.deal is not None}
        return {card.stage_id for deal in deals if (card := self._gateway.card(deal)) is not None}

    def _stages(self) -> set[int]:
        """The column of the deal under the cursor, if there is one."""
        main = self._main
        deal_id = main.pane.deal_id if main.in_pane and main.pane else main.deal_id
        card = self._gateway.card(deal_id) if deal_id is not None else None
        return {card.stage_id} if card else set()
