"""What the screens read: at once, on the UI thread, window by window.

A read waits 50 ms at most for a lock; the view then keeps what it has (architecture.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline_tui.clock import Clock
from pipeline_tui.errors import PipelineError
from pipeline_tui.services import narrowing, reading
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from pipeline_tui.domain.agenda import DayLoad, GroupTotal
    from pipeline_tui.domain.blocks import Block
    from pipeline_tui.domain.calendar_entry import CalendarEntry
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.records import (
        Card,
        Column,
        DealPage,
        DealRef,
        Focus,
        FollowUp,
        Headline,
        NextStep,
        Stage,
    )
    from pipeline_tui.domain.spans import Absence
    from pipeline_tui.domain.standup import StandUp
    from pipeline_tui.domain.step_record import Step
    from pipeline_tui.domain.urgency_parts import Part
    from pipeline_tui.services.checking import Addition, Finish, Snooze
    from pipeline_tui.services.past import PastDesk
    from pipeline_tui.ui.gateway.aside import Aside

Key = tuple[Any, ...]

ROUND = 500
"""So many follow-ups are taken into a round at a time: nobody calls more people in a day."""

READ_WAIT_MS = 50
"""A reader of the screens waits so long for a lock, and then shows what it has."""


class Reads:
    """The half of the gateway that changes nothing."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self.news: list[str] = []
        """What happened to the file that the seller is to know, until it has been told."""
        self._thread: ThreadPoolExecutor | None = None
        self._aside: Aside | None = None
        self.writing = 0
        """Writes that were asked for and are not done."""
        self.present = Desk(path, clock, wait_ms=READ_WAIT_MS, told=self.news.append)
        self.past: PastDesk | None = None
        """The day that has passed and is shown instead of today (ui/gateway/travel.py)."""
        self.heading: date | None = None
        """The day that is on its way, and what counts those asked for."""
        self.journeys = 0

    @property
    def desk(self) -> Desk:
        """Where everything is read: the present, or the day that is shown instead."""
        return self.present if self.past is None else self.past

    @property
    def today(self) -> date:
        """The day that is shown, the present one unless somebody travels.

        Asked each time, since midnight may pass with the app open.
        """
        return self.desk.clock.today()

    @property
    def away_day(self) -> date | None:
        """The day that has passed and is shown, or on its way; None for today."""
        return self.heading or (None if self.past is None else self.past.day)

    def refuse_past(self) -> None:
        """Raise PastDay while another day than today is shown, or on its way."""
        if self.away_day is not None:
            from pipeline_tui.services.past import refusal

            raise refusal(self.away_day)

    def return_to_present(self) -> None:
        """Show today again, at once."""
        if self.past is not None:
            self.past.close()
            self.past = None
            self.give_back()

    def give_back(self) -> None:
        """Hand back, behind the screen, what a large read leaves free."""
        if self._thread is not None:
            from pipeline_tui.services.memory import give_back

            self._thread.submit(give_back)

    def another_desk(self) -> Desk:
        """Of the same day as `desk`, for reading behind the screen; close it."""
        if self.past is not None:
            return self.present.as_of(self.past.day)
        return Desk(self.path, self.clock, wait_ms=READ_WAIT_MS)

    @property
    def thread(self) -> ThreadPoolExecutor:
        """The one thread behind the screen: it writes, and reads what no key can wait for.

        Each further one would keep half a megabyte for itself.
        """
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(1, "writer")
        return self._thread

    @property
    def aside(self) -> Aside:
        """Where is read what takes long."""
        if self._aside is None:
            from pipeline_tui.ui.gateway.aside import Aside

            self._aside = Aside(self)
        return self._aside

    # Reads. DatabaseLocked after 50 ms; the caller keeps the view it has.

    def at_once(self) -> AbstractContextManager[None]:
        """Reads inside see one state and cost one lock; for what one key shows."""
        return reading.at_once(self.desk)

    def state(self) -> tuple[object, ...]:
        """Equal to another one while what is read is the same: nobody wrote, it is that day."""
        return narrowing.state(self.desk)

    def stages(self) -> list[Stage]:
        return reading.stages(self.desk)

    def columns(self, flt: Filter | None = None) -> list[Column]:
        return narrowing.columns(self.desk, flt)

    def column(self, stage_id: int, flt: Filter | None = None) -> Column | None:
        return reading.column(self.desk, stage_id, flt)

    def cards(
        self, stage_id: int, key: Key | None, limit: int, flt: Filter | None, *, forward: bool
    ) -> list[Card]:
        return narrowing.cards(self.desk, stage_id, key, limit, flt, forward=forward)

    def first_cards(
        self, columns: list[Column], limit: int, flt: Filter | None
    ) -> dict[int, list[Card]]:
        """By stage the first cards of some columns, for what one letter shows."""
        return narrowing.first_cards(self.desk, columns, limit, flt)

    def card_key(self, card: Card) -> Key:
        return reading.card_key(card)

    def card_index(self, stage_id: int, key: Key, flt: Filter | None = None) -> int:
        return reading.card_index(self.desk, stage_id, key, flt)

    def card(self, deal_id: int) -> Card | None:
        return reading.card(self.desk, deal_id)

    def page(self, deal_id: int) -> DealPage | None:
        return reading.page(self.desk, deal_id)

    def find_deals(self, words: str, limit: int = 20) -> list[DealRef]:
        return reading.find_deals(self.desk, words, limit)

    def agenda_counts(self, flt: Filter | None = None) -> dict[str, int]:
        return reading.agenda_counts(self.desk, flt)

    def agenda(
        self, key: Key | None, limit: int, flt: Filter | None, *, forward: bool
    ) -> list[FollowUp]:
        return reading.agenda(self.desk, key, limit, flt, forward=forward)

    def coming_due(self, day: date, after: str, until: str) -> list[CalendarEntry]:
        return reading.coming_due(self.present, day, after, until)

    def followup(self, followup_id: int) -> FollowUp | None:
        return reading.followup(self.desk, followup_id)

    def due_now(self, flt: Filter | None) -> list[FollowUp]:
        """What is overdue or due today, in the order of the agenda, the first ROUND of it."""
        return reading.agenda(self.desk, None, ROUND, flt, until=self.today)

    def focus(self, followup_id: int) -> Focus | None:
        """A follow-up with everything one needs for it; None if there is none."""
        return reading.focus(self.desk, followup_id)

    def kept_round(self) -> str:
        """The round in focus that was kept last; '' if there is none."""
        from pipeline_tui.services import focusing

        return focusing.kept_round(self.desk)

    def agenda_key(self, followup: FollowUp) -> Key:
        return reading.agenda_key(followup)

    def agenda_index(self, key: Key, flt: Filter | None = None) -> int:
        return reading.agenda_index(self.desk, key, flt)

    def agenda_groups(self, flt: Filter | None = None) -> dict[str, GroupTotal]:
        """The groups; the value of `later` is None until `later_total` has been asked."""
        return reading.agenda_groups(self.desk, flt)

    def near_groups(self, flt: Filter | None = None) -> dict[str, GroupTotal]:
        """The groups but for `later`, which a key cannot wait for under a filter."""
        return reading.near_groups(self.desk, flt)

    def totals_of(self, found: Sequence[FollowUp]) -> dict[str, GroupTotal]:
        """The groups that some follow-ups are in, with what these alone stand for."""
        return reading.totals_of(self.desk, found)

    def later_count(self, flt: Filter | None = None) -> int:
        """How many follow-ups are in the group `later`."""
        return reading.later_count(self.desk, flt)

    def wanted_of(self, followup_ids: Sequence[int], flt: Filter | None) -> set[int]:
        """Which of these follow-ups are open and wanted by the filter."""
        return reading.wanted_of(self.desk, followup_ids, flt)

    def later_total(self, flt: Filter | None = None) -> GroupTotal:
        """The last group with its value; too slow to wait for on a key."""
        return reading.later_total(self.desk, flt)

    async def later_aside(self, flt: Filter | None = None) -> GroupTotal | None:
        """`later_total` behind the screen, over a connection of its own; None if it is locked."""

        def read() -> GroupTotal | None:
            desk = self.another_desk()
            try:
                return reading.later_total(desk, flt)
            except PipelineError:
                return None
            finally:
                desk.close()

        return await asyncio.get_running_loop().run_in_executor(self.thread, read)

    def load(self, days: int = 14) -> list[DayLoad]:
        """What is booked today and on the days after it, `days` in all."""
        return reading.load(self.desk, days)

    def times(self) -> tuple[str, ...]:
        """The times at which something is due today."""
        return reading.times(self.desk)

    def blocks(self) -> tuple[Block, ...]:
        """The fixed blocks of a working day."""
        return reading.blocks(self.desk)

    def urgency_parts(self, followup: FollowUp) -> tuple[Part, ...]:
        """What the urgency of a follow-up is made of."""
        return reading.urgency_parts(self.desk, followup)

    def standup(self) -> StandUp:
        """The stand-up since the last working day, as much of it as is shown."""
        from pipeline_tui.domain.standup import ROOM

        return reading.standup(self.desk, limit=ROOM)

    def absences(self, text: str) -> tuple[Absence, ...]:
        """What these days away would do; InputError when they are refused."""
        from pipeline_tui.services import away

        return away.absences(self.desk, text)

    def away_to_come(self) -> str:
        """The days away that are not over, as they can be typed."""
        from pipeline_tui.services import away

        return away.to_come(self.desk)

    def headline(self, columns: Sequence[Column] | None = None) -> Headline:
        """The figures of the header; the board's columns without a filter spare a query."""
        return reading.headline(self.desk, columns)

    def currency(self) -> str:
        """The currency all sums are in."""
        return reading.settings(self.desk)["currency"]

    def last_step(self) -> str:
        """The sentence that names the last change, as undo would."""
        from pipeline_tui.services import history

        steps = [said for step, said in history.history(self.desk, 1) if not step.undone]
        return steps[0] if steps else ""

    def check_field(self, field: str, text: str, currency: str = "") -> str:
        """What a typed text would be understood as; InputError when it is refused."""
        from pipeline_tui.services import editing

        return editing.check_field(self.desk, field, text, currency)

    def check_step(self, line: str, there: NextStep | FollowUp | None = None) -> Step:
        """A step as it would be booked, or `there` be edited; InputError when it is refused."""
        from pipeline_tui.services import checking

        stands = there.due.isoformat() if there else ""
        return checking.check_step(self.desk, line, stands=stands)

    def check_done(self, line: str, followup_id: int | None = None) -> Finish:
        """`outcome > next step` taken apart; InputError when the step is refused.

        With the follow-up also what is booked without being named.
        """
        from pipeline_tui.services import checking

        return checking.check_done(self.desk, line, followup_id)

    def check_addition(self, line: str) -> Addition:
        """A further follow-up and its deal; InputError, NotFound, Ambiguous when refused."""
        from pipeline_tui.services import checking

        return checking.check_addition(self.desk, line)

    def asks_next(self, followup_id: int) -> bool:
        """Whether finishing this follow-up would leave its deal without a compulsory step."""
        from pipeline_tui.services import suggesting

        return suggesting.asks_next(self.desk, followup_id)

    def suggested_next(self, followup_id: int) -> Step:
        """What is offered after this follow-up: what the stage plans, else the same again."""
        from pipeline_tui.services import suggesting

        return suggesting.suggested_next(self.desk, followup_id)

    def comes_again(self, followup_id: int) -> Step | None:
        """The next occurrence that finishing a recurring follow-up books."""
        from pipeline_tui.services import suggesting

        return suggesting.comes_again(self.desk, followup_id)

    def check_snooze(self, phrase: str) -> Snooze:
        """The day meant; InputError when the phrase is refused."""
        from pipeline_tui.services import checking

        return checking.check_snooze(self.desk, phrase)

    def suggestion(self, contact: str) -> Step:
        """The next step offered where none was given."""
        from pipeline_tui.services import checking

        return checking.suggestion(self.desk, contact)
