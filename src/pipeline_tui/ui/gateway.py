"""The only caller of services: reads at once, writes one after another in their own thread.

Reads happen on the UI thread, window by window, and wait 50 ms at most for a lock; the view
then keeps what it has. Writes run in one thread in the order they were asked for; an action
awaits its write, so that keys pressed meanwhile queue behind it (architecture.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from pipeline_tui.clock import Clock
from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.records import Card, Column, DealPage, FollowUp, Headline, Stage

P = ParamSpec("P")
R = TypeVar("R")
Key = tuple[Any, ...]


class Gateway:
    """What the screens know of the data: one file, one clock."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self.desk = Desk(path, clock)
        self._thread: ThreadPoolExecutor | None = None
        self._seen = -1

    @property
    def today(self) -> date:
        """The day it is; asked each time, since midnight may pass with the app open."""
        return self.clock.today()

    # Reads. DatabaseLocked after 50 ms; the caller keeps the view it has.

    def stages(self) -> list[Stage]:
        return reading.stages(self.desk)

    def columns(self, flt: Filter | None = None) -> list[Column]:
        return reading.columns(self.desk, flt)

    def cards_after(
        self, stage_id: int, key: Key | None, limit: int, flt: Filter | None = None
    ) -> list[Card]:
        return reading.cards_after(self.desk, stage_id, key, limit, flt)

    def cards_before(
        self, stage_id: int, key: Key | None, limit: int, flt: Filter | None = None
    ) -> list[Card]:
        return reading.cards_before(self.desk, stage_id, key, limit, flt)

    def card_key(self, card: Card) -> Key:
        return reading.card_key(card)

    def card_index(self, stage_id: int, key: Key, flt: Filter | None = None) -> int:
        return reading.card_index(self.desk, stage_id, key, flt)

    def card(self, deal_id: int) -> Card | None:
        return reading.card(self.desk, deal_id)

    def page(self, deal_id: int) -> DealPage | None:
        return reading.page(self.desk, deal_id)

    def find_deals(self, words: str, limit: int = 20) -> list[Any]:
        return reading.find_deals(self.desk, words, limit)

    def agenda_counts(self, flt: Filter | None = None) -> dict[str, int]:
        return reading.agenda_counts(self.desk, flt)

    def agenda_after(
        self, key: Key | None, limit: int, flt: Filter | None = None
    ) -> list[FollowUp]:
        return reading.agenda_after(self.desk, key, limit, flt)

    def agenda_before(
        self, key: Key | None, limit: int, flt: Filter | None = None
    ) -> list[FollowUp]:
        return reading.agenda_before(self.desk, key, limit, flt)

    def followup(self, followup_id: int) -> FollowUp | None:
        return reading.followup(self.desk, followup_id)

    def headline(self) -> Headline:
        return reading.headline(self.desk)

    def check_field(self, field: str, text: str) -> str:
        """What a typed text would be understood as; InputError when it is refused."""
        from pipeline_tui.services import deals

        return deals.check_field(self.desk, field, text)

    def changed_elsewhere(self) -> bool:
        """Whether another instance wrote since the last call (polled once a second)."""
        version = reading.data_version(self.desk)
        changed = self._seen not in (-1, version)
        self._seen = version
        return changed

    # Writes. One call, one transaction, one undo step.

    async def write(
        self, work: Callable[Concatenate[Desk, P], R], *args: P.args, **options: P.kwargs
    ) -> R:
        """Run one use case in the writer thread, behind the ones asked for before."""
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(1, "writer")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(self.desk, *args, **options))

    async def add_deal(self, line: str) -> int:
        from pipeline_tui.services import deals

        return await self.write(deals.add_deal, line, suggest=True)

    async def set_field(
        self, deal_id: int, field: str, text: str, version: int | None = None
    ) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.set_field, deal_id, field, text, version=version)

    async def set_risk(self, deal_id: int, line: str) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.set_risk, deal_id, line)

    async def move(self, deal_id: int, stage_id: int) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.move, deal_id, stage_id)

    async def shift_stage(self, deal_id: int, steps: int) -> Stage:
        from pipeline_tui.services import deals

        return await self.write(deals.shift_stage, deal_id, steps)

    async def reorder(self, deal_id: int, neighbour_id: int) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.reorder, deal_id, neighbour_id)

    async def win(self, deal_id: int, note: str = "") -> None:
        from pipeline_tui.services import deals

        await self.write(deals.win, deal_id, note)

    async def lose(self, deal_id: int, reason: str, note: str = "") -> None:
        from pipeline_tui.services import deals

        await self.write(deals.lose, deal_id, reason, note)

    async def reopen(self, deal_id: int) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.reopen, deal_id)

    async def delete(self, deal_ids: list[int]) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.delete, deal_ids)

    async def log(self, deal_id: int, text: str, kind: str) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.log, deal_id, text, kind)

    async def edit_note(self, note_id: int, text: str, version: int) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.edit_note, note_id, text, version)

    async def tick(self, deal_id: int, criterion_id: int, on: bool) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.tick, deal_id, criterion_id, on)

    async def set_evidence(self, deal_id: int, criterion_id: int, text: str) -> None:
        from pipeline_tui.services import deals

        await self.write(deals.set_evidence, deal_id, criterion_id, text)

    async def next_step(self, deal_id: int, line: str) -> int:
        from pipeline_tui.services import followups

        return await self.write(followups.next_step, deal_id, line)

    async def done(self, followup_id: int, line: str) -> bool:
        """Finish a follow-up with `outcome > next step`; True when a next step is missing."""
        from pipeline_tui.services import followups

        outcome, following = followups.split_done(line)
        return await self.write(
            followups.done, followup_id, outcome=outcome, next_line=following or None
        )

    async def missed(self, followup_id: int) -> Any:
        from pipeline_tui.services import followups

        return await self.write(followups.missed, followup_id)

    async def snooze(self, followup_ids: list[int], phrase: str) -> None:
        from pipeline_tui.services import followups

        await self.write(followups.snooze, followup_ids, phrase)

    async def add_followup(self, deal_id: int | None, line: str) -> None:
        from pipeline_tui.services import followups

        await self.write(followups.add_followup, deal_id, line)

    async def undo(self) -> str:
        """Take back the last step; the sentence says what was undone."""
        from pipeline_tui.services import history

        return await self.write(history.undo)

    async def redo(self) -> str:
        from pipeline_tui.services import history

        return await self.write(history.redo)

    # Life.

    async def warm_up(self) -> None:
        """Import what writes need, in the writer thread, once the first screen stands."""
        from pipeline_tui.services.warm import warm_up

        await self.write(warm_up)

    def close(self) -> None:
        """Finish the writes that were asked for, then let go of the file."""
        if self._thread is not None:
            self._thread.shutdown(wait=True)
        self.desk.close()
