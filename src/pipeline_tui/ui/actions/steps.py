"""Next step, done, not reached, snooze, log."""

from __future__ import annotations

from pipeline_tui.domain.records import NextStep
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import weekday_date
from pipeline_tui.ui.actions.room import Room
from pipeline_tui.ui.modals import asking
from pipeline_tui.ui.render.pane_step import step_text


class StepActions(Room):
    """What is done with follow-ups, on the board, on the agenda and in the pane."""

    def next(self) -> None:
        """Set the next step."""
        self._ask_next(edit=False)

    def edit_next(self) -> None:
        """Change the next step that stands there."""
        self._ask_next(edit=True)

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

    def done(self) -> None:
        """Finish the follow-up: outcome, and what comes next."""
        step = self._step()
        followup = self._gateway.followup(step.id) if step else None
        if followup is not None:
            asking.ask_done(self._main.app, self._gateway, followup, self._then(self._stages()))

    async def missed(self) -> None:
        """Tried, not reached: the suggested retry is booked at once."""
        main = self._main
        step = self._step()
        if step is None:
            return
        result = await self._gateway.missed(step.id)
        main.reread_stages(self._stages())
        if result.retry is None:
            main.say(result.advice)
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
        """Another day for the follow-up, or for those of all marked deals."""
        targets = self._targets()
        steps = [target.step for target in targets if target.step is not None]
        if not steps:
            if targets:
                self._main.say(_("There is no follow-up to put off; n sets the next step"))
            return
        stages = {target.stage_id for target in targets}
        asking.ask_snooze(
            self._main.app,
            self._gateway,
            [step.id for step in steps],
            steps[0].text or targets[0].name,
            self._then(stages, unmark=True),
        )

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

    def _stages(self) -> set[int]:
        """The column of the deal under the cursor, if there is one."""
        main = self._main
        deal_id = main.pane.deal_id if main.in_pane and main.pane else main.deal_id
        card = self._gateway.card(deal_id) if deal_id is not None else None
        return {card.stage_id} if card else set()
