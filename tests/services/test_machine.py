"""All use cases in any order, with undo, redo and restarts (safety.md, "undo and redo").

The model is what undo and redo must bring back: the whole database before and after each step.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pipeline_tui.clock import local_day
from pipeline_tui.domain.after_sale import AfterSale
from pipeline_tui.domain.quickadd import Step
from pipeline_tui.domain.state import CLOSED_KINDS, Facts, contact_due_on, ghost_on
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.services import (
    away,
    checking,
    closing,
    deals,
    followups,
    history,
    options,
    parking,
)
from tests.services.office import Office, Rows

SHORT = settings(max_examples=25, stateful_step_count=15)
LONG = settings(max_examples=400, stateful_step_count=40)

Everything = dict[str, Rows]

lines = st.sampled_from(
    [
        "plain title",
        "Acme: one 12k call Meier today #a !high freeze",
        "Acme: two @proposal mail offer fri contact:Meier phone:030123456",
        "GmbH & Co: three @won",
        "four @prospect 5 CHF close:2026-12-18",
        "[/] @negotiation meeting \u202eon site\x1b[0m today",
        "five @onboarding",
        "bad @nowhere",
    ]
)
phrases = st.sampled_from(["today", "tomorrow", "fri", "+2w", "today 15:00", "fri asked", "31.02."])
step_lines = st.sampled_from(
    [
        "call Meier fri",
        "mail offer today",
        "task prepare tomorrow",
        "meeting +3d 10:00",
        "call Meier today every week",
        "task invoices every month on the last day",
        "mail news 9:00 every 2 days until 4.12.",
        "call",
    ]
)
done_lines = st.sampled_from(["", ">", "ok", "ok >", "ok > mail offer fri", "ok > fri"])
edits = st.sampled_from(
    [
        ("title", "New"),
        ("company", "Globex"),
        ("company", ""),
        ("contact", "Huber"),
        ("phone", "030 99"),
        ("value", "7k"),
        ("value", ""),
        ("currency", "JPY"),
        ("probability", "0"),
        ("category", "commit"),
        ("close", "eoq"),
        ("close", "eom"),
        ("tags", "b a"),
        ("tags", ""),
        ("benefit", "much"),
        ("title", ""),
    ]
)
which = st.integers(0, 50)
flag = st.booleans()


class Seller(RuleBasedStateMachine):
    """A seller who does anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="seller-"))
        self.office = Office(self.folder / "sales.db")
        self.back: list[tuple[Everything, Everything]] = []
        self.forward: list[tuple[Everything, Everything]] = []

    def teardown(self) -> None:
        self.office.desk.close()
        shutil.rmtree(self.folder)

    # What the model knows

    def do(self, work: Callable[[], object]) -> None:
        """One use case: refused and without a trace, or one step that can be undone."""
        before, steps = self.office.everything(), self.office.steps()
        with suppress(InputError):
            work()
        after = self.office.everything()
        if self.office.steps() == steps:
            assert after == before
            return
        assert self.office.steps()[1:] == steps
        self.back.append((before, after))
        self.forward.clear()

    def one(self, sql: str, chosen: int) -> int | None:
        rows = self.office.rows(sql)
        return rows[chosen % len(rows)][0] if rows else None

    def deal(self, chosen: int) -> int | None:
        return self.one("SELECT id FROM deal ORDER BY id", chosen)

    def open_step(self, chosen: int) -> int | None:
        return self.one("SELECT id FROM followup WHERE state = 'open' ORDER BY id", chosen)

    def on_deal(self, chosen: int, work: Callable[[Any, int], object]) -> None:
        number = self.deal(chosen)
        if number is not None:
            self.do(lambda: work(self.office.desk, number))

    def on_step(self, chosen: int, work: Callable[[Any, int], object]) -> None:
        number = self.open_step(chosen)
        if number is not None:
            self.do(lambda: work(self.office.desk, number))

    # What a seller does

    @initialize()
    def begin(self) -> None:
        self.add("Acme: zero 12k call Meier today", False)

    @rule(line=lines, suggest=flag)
    def add(self, line: str, suggest: bool) -> None:
        self.do(lambda: deals.add_deal(self.office.desk, line, suggest=suggest))

    @rule(chosen=which, edit=edits)
    def set_field(self, chosen: int, edit: tuple[str, str]) -> None:
        self.on_deal(chosen, lambda desk, deal: deals.set_field(desk, deal, *edit))

    @rule(chosen=which, line=st.sampled_from(["!high freeze", "!low", "words", ""]))
    def set_risk(self, chosen: int, line: str) -> None:
        self.on_deal(chosen, lambda desk, deal: deals.set_risk(desk, deal, line))

    @rule(chosen=which, stage=st.integers(1, 10), reason=st.sampled_from(["", "price"]))
    def move(self, chosen: int, stage: int, reason: str) -> None:
        self.on_deal(chosen, lambda desk, deal: deals.move(desk, deal, stage, reason=reason))

    @rule(chosen=which, steps=st.sampled_from([-1, 1]))
    def shift(self, chosen: int, steps: int) -> None:
        self.on_deal(chosen, lambda desk, deal: deals.shift_stage(desk, deal, steps))

    @rule(chosen=which, other=which)
    def reorder(self, chosen: int, other: int) -> None:
        neighbour = self.deal(other)
        self.on_deal(chosen, lambda desk, deal: deals.reorder(desk, deal, neighbour or 0))

    @rule(chosen=which, how=st.sampled_from(["win", "go on", "lose", "come back", "reopen"]))
    def close(self, chosen: int, how: str) -> None:
        if how == "lose":
            self.on_deal(chosen, lambda desk, deal: deals.lose(desk, deal, "bad chemistry"))
        elif how == "come back":
            loss = closing.Loss("price", "", True, "in 3 months")
            self.on_deal(chosen, lambda desk, deal: closing.lose_all(desk, [deal], loss))
        elif how == "go on":
            step = Step("meeting", "kick-off", self.office.clock.today(), None)
            renewal = self.office.clock.today() + timedelta(days=365)
            care = self.one("SELECT id FROM stage WHERE kind = 'care' ORDER BY position", 0)
            after = AfterSale(care, (step,), renewal)
            self.on_deal(chosen, lambda desk, deal: closing.win(desk, deal, "", after))
        else:
            self.on_deal(chosen, deals.win if how == "win" else deals.reopen)

    @rule(chosen=which, other=which)
    def delete(self, chosen: int, other: int) -> None:
        second = self.deal(other)
        self.on_deal(chosen, lambda desk, deal: deals.delete(desk, [deal, second or deal]))

    @rule(chosen=which, kind=st.sampled_from(["call", "mail", "note"]))
    def log(self, chosen: int, kind: str) -> None:
        self.on_deal(chosen, lambda desk, deal: deals.log(desk, deal, "said\nmuch", kind))

    @rule(chosen=which, text=st.sampled_from(["other", ""]))
    def edit_note(self, chosen: int, text: str) -> None:
        note = self.one("SELECT id FROM activity ORDER BY id", chosen)
        if note is not None:
            self.do(lambda: deals.edit_note(self.office.desk, note, text, 10**6))

    @rule(chosen=which, box=st.integers(1, 22), on=flag)
    def tick(self, chosen: int, box: int, on: bool) -> None:
        self.on_deal(chosen, lambda desk, deal: deals.tick(desk, deal, box, on, "mail"))

    @rule(chosen=which, line=step_lines)
    def next_step(self, chosen: int, line: str) -> None:
        self.on_deal(chosen, lambda desk, deal: followups.next_step(desk, deal, line))

    @rule(chosen=which, line=step_lines, alone=flag)
    def add_followup(self, chosen: int, line: str, alone: bool) -> None:
        number = None if alone else self.deal(chosen)
        self.do(lambda: followups.add_followup(self.office.desk, number, line))

    @rule(chosen=which, following=st.none() | step_lines)
    def done(self, chosen: int, following: str | None) -> None:
        self.on_step(chosen, lambda desk, step: followups.done(desk, step, "ok", following))

    @rule(chosen=which, line=done_lines)
    def done_in_one_line(self, chosen: int, line: str) -> None:
        """What the screen says before is what happens."""
        number = self.open_step(chosen)
        if number is None:
            return
        said: list[Step] = []
        with suppress(InputError):
            found = checking.check_done(self.office.desk, line, number)
            said = [step for step in (found.again, found.step) if step is not None]
        newest = self.one("SELECT coalesce(max(id), 0) FROM followup", 0) or 0
        self.do(lambda: followups.done_line(self.office.desk, number, line))
        booked = self.office.rows("SELECT kind, text FROM followup WHERE id > ?", newest)
        assert booked == [(step.kind, step.text) for step in said]

    @rule(chosen=which, outcome=st.sampled_from(["", "mailbox"]))
    def missed(self, chosen: int, outcome: str) -> None:
        self.on_step(chosen, lambda desk, step: followups.missed(desk, step, outcome))

    @rule(chosen=which, other=which, phrase=phrases, asked=flag)
    def snooze(self, chosen: int, other: int, phrase: str, asked: bool) -> None:
        second = self.open_step(other)
        self.on_step(
            chosen,
            lambda desk, step: followups.snooze(desk, [step, second or step], phrase, asked=asked),
        )

    @rule(chosen=which, other=which)
    def cancel(self, chosen: int, other: int) -> None:
        second = self.open_step(other)
        self.on_step(chosen, lambda desk, step: followups.cancel(desk, [step, second or step]))

    @rule(
        chosen=which,
        other=which,
        line=st.sampled_from(
            ["fri", "ask +3m", "mail news 15.1. 10:00", "call every week", "today"]
        ),
    )
    def park(self, chosen: int, other: int, line: str) -> None:
        """Where it is not refused, all of them rest until one day, with nothing else open."""
        numbers = [number for number in (self.deal(chosen), self.deal(other)) if number]
        booked: list[int] = []
        self.do(lambda: booked.extend(parking.park(self.office.desk, numbers, line)))
        for number in set(numbers) if booked else ():
            deal = self.office.deal(number)
            assert deal.stage_kind == "parked"
            assert deal.state in ("later", "ghost"), "a ghost after the third postponement"
            rows = self.office.followups(number)
            left = [row.id for row in rows if row.state not in ("done", "cancelled")]
            assert len(left) == 1
            assert left[0] in booked

    @rule(text=st.sampled_from(["", "24.11. 26.11.", "2026-11-30..2026-12-04"]))
    def free_days(self, text: str) -> None:
        self.do(lambda: options.set_option(self.office.desk, "free", text))

    @rule(text=st.sampled_from(["none", "25.11. - 3.12.", "2026-11-30..2026-12-04"]), move=flag)
    def go_away(self, text: str, move: bool) -> None:
        self.do(lambda: away.set_away(self.office.desk, text, move=move))

    @rule()
    def undo(self) -> None:
        if not self.back:
            with pytest.raises(NotFound):
                history.undo(self.office.desk)
            return
        before, after = self.back.pop()
        history.undo(self.office.desk)
        assert self.office.everything() == before
        self.forward.append((before, after))

    @rule()
    def redo(self) -> None:
        if not self.forward:
            with pytest.raises(NotFound):
                history.redo(self.office.desk)
            return
        before, after = self.forward.pop()
        history.redo(self.office.desk)
        assert self.office.everything() == after
        self.back.append((before, after))

    @rule(days=st.integers(1, 5))
    def days_pass(self, days: int) -> None:
        self.office.clock.pass_days(days)

    @rule()
    def restart(self) -> None:
        self.office.reopen()

    # What is always so

    @invariant()
    def no_row_points_to_nothing(self) -> None:
        assert self.office.rows("PRAGMA foreign_key_check") == []

    @invariant()
    def every_deal_stays_in_its_stage_and_in_no_other(self) -> None:
        found = self.office.rows("SELECT deal_id, stage_id FROM stay WHERE left_at IS NULL")
        assert sorted(found) == self.office.rows("SELECT id, stage_id FROM deal ORDER BY id")

    @invariant()
    def the_next_step_is_the_earliest_open_followup(self) -> None:
        for (number,) in self.office.rows("SELECT id FROM deal"):
            first = self.office.rows(
                "SELECT id FROM followup WHERE deal_id = ? AND state = 'open'"
                " ORDER BY due, time, id LIMIT 1",
                number,
            )
            following = self.office.deal(number).next
            assert [(following.id,)] == first if following else first == []

    @invariant()
    def closed_deals_are_closed(self) -> None:
        sql = (
            "SELECT d.closed_on IS NOT NULL, d.lost_reason IS NOT NULL, s.kind,"
            " EXISTS (SELECT 1 FROM followup f WHERE f.deal_id = d.id AND f.state = 'open')"
            " FROM deal d JOIN stage s ON s.id = d.stage_id"
        )
        for closed, reason, kind, busy in self.office.rows(sql):
            assert closed == (kind in ("won", "lost", "care"))
            assert reason == (kind == "lost")
            assert not (busy and kind == "lost"), "what follows a sale is open with won deals"

    @invariant()
    def stored_ghost_days_are_those_of_the_rule(self) -> None:
        free = self.office.rows("SELECT day FROM free_day")
        calendar = WorkCalendar(frozenset(date.fromisoformat(day) for (day,) in free))
        sql = (
            "SELECT s.kind, s.step_required, s.contact_limit, d.created_at, d.last_contact_on,"
            " (SELECT min(due) FROM followup WHERE deal_id = d.id AND state = 'open'),"
            " d.missing_since, d.postponements, d.stalled_on, d.ghost_on, d.contact_due_on"
            " FROM deal d JOIN stage s ON s.id = d.stage_id"
        )
        for row in self.office.rows(sql):
            contact, due, missing, stalled, ghost, limit = (
                value and date.fromisoformat(value) for value in (*row[4:7], *row[8:11])
            )
            facts = Facts(
                row[0], bool(row[1]), row[2], local_day(row[3]), contact, due, missing,
                row[7], stalled,
            )  # fmt: skip
            assert ghost_on(facts, calendar) == ghost
            assert contact_due_on(facts, calendar) == limit
            asked = row[1] and row[0] not in CLOSED_KINDS and due is None
            assert bool(missing) == bool(asked)


SellerBriefly = Seller.TestCase
SellerBriefly.settings = SHORT


@pytest.mark.long
class TestSellerForLong(Seller.TestCase):  # type: ignore[name-defined,misc]  # made at run time
    settings = LONG
