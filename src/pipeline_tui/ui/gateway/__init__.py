"""The only caller of services: reads at once, writes one after another in their own thread.

Reads happen on the UI thread, window by window, and wait 50 ms at most for a lock; the view
then keeps what it has. Writes run in one thread in the order they were asked for; an action
awaits its write, so that keys pressed meanwhile queue behind it (architecture.md).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from pipeline_tui.clock import Clock
from pipeline_tui.errors import DatabaseLocked, PipelineError
from pipeline_tui.i18n import _, language
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.gateway.reads import Key, Reads

__all__ = ["Gateway", "Key"]

if TYPE_CHECKING:
    from pipeline_tui.domain.records import Card, Deal, NextStep, Stage
    from pipeline_tui.services.followups import Missed
    from pipeline_tui.ui.gateway.calendar import Keeper

WAIT_TOLD = 0.3
"""Seconds after which a write that waits for another program says so."""

P = ParamSpec("P")
R = TypeVar("R")


class Gateway(Reads):
    """What the screens know of the data: one file, one clock."""

    def __init__(
        self, path: Path, clock: Clock, *, calendar: str = "", calendar_as: str = "todo"
    ) -> None:
        """`calendar` is the file in which the follow-ups are kept for other programs, or ''."""
        super().__init__(path, clock)
        self._keeper: Keeper | None = None
        if calendar:
            from pipeline_tui.ui.gateway import calendar as calendars

            self._keeper = calendars.Keeper(path, clock, calendar, calendar_as, self.news.append)
        self._seen = -1
        self._other = False
        self.changes = 0
        """Grows with every change that this instance made or noticed."""
        self._backup_told = False
        self.on_wait: Callable[[bool], None] | None = None
        """Hears that a write waits for another program, and that it does no longer."""

    @property
    def exists(self) -> bool:
        """Whether there is a database; DatabaseUnusable if something else is in its place."""
        return self.present.exists

    @property
    def read_only(self) -> bool:
        """Whether file or folder cannot be written; browsing works all the same."""
        return not (os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK))

    @property
    def forecasts_due(self) -> bool:
        """Whether a month has begun whose forecasts are to be locked."""
        with suppress(PipelineError):  # then they are the next time
            return not self.read_only and self.present.forecasts_due
        return False

    def check(self) -> None:
        """Open the file for reading. DatabaseUnusable, NewerSchema: nothing was touched."""
        self._seen = reading.data_version(self.present)

    def changed_elsewhere(self) -> bool:
        """Whether another instance wrote since the last call (polled once a second)."""
        if self.writing:
            return False
        changed, self._other = self._other or self._moved_on(), False
        self.changes += changed
        return changed

    def reopen_if_replaced(self) -> bool:
        """Whether another file was put in place of ours (`backup restore`); it is open then."""
        if self.writing or not self.present.replaced:
            return False
        self.return_to_present()
        self.present.close()
        self._seen = -1
        self.check()
        return True

    def _moved_on(self) -> bool:
        version = reading.data_version(self.present)
        changed, self._seen = self._seen not in (-1, version), version
        return changed

    # Writes. One call, one transaction, one undo step.

    async def write(
        self, work: Callable[Concatenate[Desk, P], R], *args: P.args, **options: P.kwargs
    ) -> R:
        """Run one use case in the writer thread, behind the ones asked for before.

        PastDay while another day than today is shown.
        """
        self.refuse_past()
        return await self.behind(work, *args, **options)

    async def behind(
        self, work: Callable[Concatenate[Desk, P], R], *args: P.args, **options: P.kwargs
    ) -> R:
        """The same for what the app does by itself, whatever day is shown."""
        if not self.writing:
            with suppress(DatabaseLocked):
                self._other = self.reopen_if_replaced() or self._other
                self._other = self._moved_on() or self._other
        self.writing += 1
        loop = asyncio.get_running_loop()
        try:
            done = loop.run_in_executor(self.thread, lambda: work(self.present, *args, **options))
            await self._patiently(done)
            result = await done
            if self._keeper is not None:
                self._keeper.changed()
            return result
        finally:
            self.writing -= 1
            self.changes += 1
            with suppress(DatabaseLocked):
                self._moved_on()  # our own write is no news

    async def _patiently(self, done: asyncio.Future[R]) -> None:
        """Until a write is done; tells when it takes long because another program has the file."""
        told = False
        try:
            while not (await asyncio.wait((done,), timeout=WAIT_TOLD))[0]:
                if not told and self.on_wait is not None and self.present.waits:
                    told = True
                    self.on_wait(True)
        finally:
            if told and self.on_wait is not None:
                self.on_wait(False)

    async def add_deal(self, line: str) -> int:
        from pipeline_tui.services import deals

        return await self.write(deals.add_deal, line, suggest=True)

    async def set_field(self, deal_id: int, field: str, text: str, seen: Deal | None) -> None:
        """Set a field; Conflict if it is no longer what was `seen`, unless that is None."""
        from pipeline_tui.services import editing, fields

        await self.write(
            editing.set_field,
            deal_id,
            field,
            text,
            version=None if seen is None else seen.version,
            seen=None if seen is None else fields.edit_text(seen, field),
        )

    async def keep_round(self, text: str) -> None:
        """Keep where the round in focus is; that this failed is no news."""
        from pipeline_tui.services import focusing

        if not self.read_only:
            with suppress(PipelineError):
                await self.write(focusing.keep_round, text)

    async def set_role(self, deal_id: int, text: str) -> None:
        from pipeline_tui.services import people

        await self.write(people.set_role, deal_id, text)

    async def set_permission(self, deal_id: int, text: str, seen: Deal | None) -> None:
        """Set what is allowed; Conflict if it is not what was `seen`, unless that is None."""
        from pipeline_tui.services import fields, people

        there = None if seen is None else fields.edit_text(seen, "permission")
        await self.write(people.set_permission, deal_id, text, seen=there)

    async def set_risk(self, deal_id: int, line: str, seen: Card | None) -> None:
        """Set the risk; Conflict if it is no longer what was `seen`, unless that is None."""
        from pipeline_tui.services import deals, fields

        was = None if seen is None else fields.Risk(seen.risk_level, seen.risk_text)
        there = None if was is None else fields.text_of(was)
        await self.write(deals.set_risk, deal_id, line, seen=there)

    async def move_all(self, deal_ids: list[int], stage_id: int) -> int:
        """Several deals to a stage in one step; how many were not there already."""
        from pipeline_tui.services import moving

        return await self.write(moving.move_all, deal_ids, stage_id)

    async def shift_stage(self, deal_id: int, steps: int) -> Stage:
        from pipeline_tui.services import moving

        return await self.write(moving.shift_stage, deal_id, steps)

    async def reorder(self, deal_id: int, neighbour_id: int) -> None:
        from pipeline_tui.services import moving

        await self.write(moving.reorder, deal_id, neighbour_id)

    async def reopen(self, deal_id: int) -> None:
        from pipeline_tui.services import moving

        await self.write(moving.reopen, deal_id)

    async def delete(self, deal_ids: list[int]) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.delete, deal_ids)

    async def log(self, deal_id: int, text: str, kind: str) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.log, deal_id, text, kind)

    async def edit_note(self, note_id: int, text: str, version: int | None) -> None:
        """Change a note; Conflict if it is newer than `version`, unless that is None."""
        from pipeline_tui.services import deals

        await self.write(deals.edit_note, note_id, text, version)

    async def tick(self, deal_id: int, criterion_id: int, on: bool) -> None:
        from pipeline_tui.services import ticking

        await self.write(ticking.tick, deal_id, criterion_id, on)

    async def set_evidence(
        self, deal_id: int, criterion_id: int, text: str, seen: str | None
    ) -> None:
        """Set the evidence; Conflict if it is not what was `seen`, unless that is None."""
        from pipeline_tui.services import ticking

        await self.write(ticking.set_evidence, deal_id, criterion_id, text, seen=seen)

    async def next_step(
        self, deal_id: int, line: str, *, seen: NextStep | None, over: bool = False
    ) -> int:
        """Set the next step; Conflict if it is not the one `seen` (None: none), unless `over`."""
        from pipeline_tui.services import followups

        there = followups.Seen(seen.id, seen.version) if seen else followups.Seen(0, 0)
        return await self.write(followups.next_step, deal_id, line, seen=None if over else there)

    async def done(self, followup_id: int, line: str) -> bool:
        """Finish a follow-up with `outcome > next step`; True when a next step is missing.

        A bare `>` takes the suggestion, and so does an empty line where a step is asked for.
        """
        from pipeline_tui.services import followups

        return await self.write(followups.done_line, followup_id, line)

    async def finish(self, followup_id: int, outcome: str = "") -> bool:
        """Finish a follow-up and book nothing; True when a next step is missing."""
        from pipeline_tui.services import followups

        return await self.write(followups.done, followup_id, outcome)

    async def missed(self, followup_id: int, outcome: str = "") -> Missed:
        """Not reached: what is booked now, or the advice to close or park."""
        from pipeline_tui.services import followups

        return await self.write(followups.missed, followup_id, outcome)

    async def snooze(self, followup_ids: list[int], phrase: str, *, asked: bool = False) -> None:
        """Move follow-ups to another day; `asked`: the customer wanted it."""
        from pipeline_tui.services import followups

        await self.write(followups.snooze, followup_ids, phrase, asked=asked)

    async def cancel_followups(self, followup_ids: list[int]) -> bool:
        """Close follow-ups without contact; True when a deal now lacks a next step."""
        from pipeline_tui.services import followups

        return await self.write(followups.cancel, followup_ids)

    async def add_followup(self, deal_id: int | None, line: str) -> int:
        """Book one more follow-up; without a number, `deal words: step` names the deal."""
        from pipeline_tui.services import followups

        if deal_id is None:
            found = self.check_addition(line)
            deal_id, line = found.deal_id, found.line
        return await self.write(followups.add_followup, deal_id, line)

    async def edit_followup(self, followup_id: int, line: str, seen: int | None) -> int:
        """Change one follow-up; Conflict if it is newer than `seen`, unless that is None."""
        from pipeline_tui.services import followups

        return await self.write(followups.edit, followup_id, line, seen=seen)

    async def set_away(self, line: str, *, move: bool) -> None:
        """Set the days away that are not over; with `move` what falls due then goes after them."""
        from pipeline_tui.services import away

        await self.write(away.set_away, away.with_those_over(self.desk, line), move=move)

    async def undo(self) -> str:
        """Take back the last step; the sentence says what was undone."""
        from pipeline_tui.services import history

        return await self.write(history.undo)

    async def redo(self) -> str:
        from pipeline_tui.services import history

        return await self.write(history.redo)

    async def create(self, template: str) -> None:
        """Make a new database with the stages of a template."""
        from pipeline_tui.services import setup

        await self.write(setup.create, template)

    def demo_path(self) -> Path:
        """The demo's own file in the language spoken now, made if need be."""
        from pipeline_tui.services.demo import demo_database

        return demo_database(language(), self.clock)

    # Life.

    async def warm_up(self, *modules: str) -> None:
        """Import what writes need, and these modules, in the writer thread."""
        from pipeline_tui.services.warm import warm_up

        await self.behind(warm_up, *modules)

    async def back_up_if_due(self) -> None:
        """The half-hourly backup, in the writer thread; that it failed is news once."""
        from pipeline_tui.services import backups

        try:
            await self.behind(backups.make_if_due)
            self._backup_told = False
        except DatabaseLocked:
            return  # the next time it is asked for
        except PipelineError as problem:
            if not self._backup_told:
                self._backup_told = True
                self.news.append(_("No backup: {problem}").format(problem=problem))

    def leave(self) -> None:
        """Finish the writes asked for, make the backup of the way out, let go of the file."""
        from pipeline_tui.services import backups

        if self._thread is not None:
            self._thread.shutdown(wait=True)
            self._thread = None
        try:
            if self.exists:
                backups.make_if_due(self.present, leaving=True)
        finally:
            self._let_go()

    def close(self) -> None:
        """Let go of the file, without a backup."""
        if self._thread is not None:
            self._thread.shutdown(wait=True)
            self._thread = None
        self._let_go()

    def _let_go(self) -> None:
        if self._aside is not None:
            self._aside.close()
        if self._keeper is not None:
            self._keeper.finish()
            self._keeper = None
        self.return_to_present()
        self.present.close()
