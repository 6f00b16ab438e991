"""The next step as a rule: whatever is done, in any order (process.md, "States").

Every deal in a stage where it is compulsory has a dated open follow-up, or its state says so
exactly as written there. What is stored (`ghost_on`, `contact_due_on`) is held against the rule
told by counting days, today and for weeks ahead; two desks work on one file, days, weekends and
holidays pass, and what is done is undone and redone. What the model of undo in `test_machine`
proves is proved here too, over the use cases added here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from pipeline_tui.clock import local_day
from pipeline_tui.domain.after_sale import AfterSale
from pipeline_tui.domain.gate import LIGHT, Decision
from pipeline_tui.domain.state import CLOSED_KINDS, Facts, state_of
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import PipelineError
from pipeline_tui.services import (
    closing,
    contacts,
    followups,
    gating,
    importing,
    merging,
    moving,
    offers,
    options,
    parking,
    participants,
    redating,
    reviewing,
    stage_merging,
    stage_parts,
    stage_templates,
    stages,
    ticking,
)
from pipeline_tui.services.closing import Loss
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads
from tests.services.test_machine import LONG, SHORT, Seller
from tests.unit.test_state import told_in_words

AHEAD = 30
"""So many days ahead the stored days are held against the rule."""

which = st.integers(0, 50)
flag = st.booleans()
days_ahead = st.sampled_from(["today", "fri", "+2w", "in 3 working days", "31.02."])
IMPORTS = (
    "title,company,stage,value\nOld one,Acme,Proposal,900\nOld two,,Prospect,\n",
    "title,company,stage,next_due,next_text\nOld three,Globex,Negotiation,2026-11-30,call\n"
    "Old one,Acme,Proposal,,\n",
)


class Rhythm(Seller):
    """A seller at two desks who also holds reviews, changes stages and imports."""

    def __init__(self) -> None:
        super().__init__()
        self.other = Desk(self.office.path, self.office.clock)
        self.missing: dict[int, str] = {}
        """Since when each deal lacks its compulsory step."""
        self.replayed = False
        """The last thing done was undo or redo, which bring back days gone by."""

    def teardown(self) -> None:
        self.other.close()
        super().teardown()

    def do(self, work: Callable[[], object]) -> None:
        """As in the model of undo; whatever is refused leaves no trace."""

        def refused() -> None:
            with suppress(PipelineError):
                work()

        super().do(refused)
        self.replayed = False

    def number(self, sql: str, chosen: int) -> int:
        return self.one(sql, chosen) or 0

    # Two desks, and days

    @rule()
    def other_desk(self) -> None:
        self.office.desk, self.other = self.other, self.office.desk

    @rule(day=st.sampled_from(["2026-12-18", "2026-12-24", "2027-01-01", "2027-03-25"]))
    def season_comes(self, day: str) -> None:
        if date.fromisoformat(day) > self.office.clock.today():
            self.office.clock.set(date.fromisoformat(day))

    @rule(region=st.sampled_from(["DE-BY", "AT", "none"]))
    def region(self, region: str) -> None:
        self.do(lambda: options.set_option(self.office.desk, "region", region))

    # Next steps and reviews

    @rule(chosen=which, phrase=days_ahead)
    def redate(self, chosen: int, phrase: str) -> None:
        """A ghost that gets a new date is none any more, and nothing is postponed."""
        number = self.deal(chosen)
        if number is None:
            return
        before = self.office.deal(number)
        self.do(lambda: redating.redate_deal(self.office.desk, number, phrase))
        after = self.office.deal(number)
        if before.state == "ghost" and after != before:
            assert (after.state, after.postponements) != ("ghost", before.postponements)
            assert after.postponements == 0
            assert after.state in ("today", "later", "waiting")

    @rule(chosen=which, line=st.sampled_from(["call fri", "mail offer", "task x 25.12. 9:00"]))
    def edit_followup(self, chosen: int, line: str) -> None:
        self.on_step(chosen, lambda desk, step: followups.edit(desk, step, line))

    @rule(kind=st.sampled_from(["weekly", "monthly"]))
    def begin_review(self, kind: str) -> None:
        self.do(lambda: reviewing.begin(self.office.desk, kind))

    @rule(chosen=which, how=st.sampled_from(["redated", "parked", "won", "kept", "skipped"]))
    def decide(self, chosen: int, how: str) -> None:
        """What is decided in a review is noted in the same step."""
        items = self.office.rows(
            "SELECT i.review_id, i.deal_id FROM review_item i JOIN review r ON r.id = i.review_id"
            " WHERE r.ended_at IS NULL ORDER BY i.id"
        )
        if not items:
            return
        review, deal = items[chosen % len(items)]
        noted = reviewing.Decision(review, deal, how)
        ways: dict[str, tuple[Any, ...]] = {
            "redated": (redating.redate_deal, deal, "fri"),
            "parked": (parking.park, [deal], "+3m"),
            "won": (closing.win, deal),
            "kept": (reviewing.keep, deal),
            "skipped": (reviewing.skip, deal),
        }
        self.do(lambda: reviewing.recorded(self.office.desk, noted, *ways[how]))

    @rule(chosen=which, yes=flag)
    def answer_risk(self, chosen: int, yes: bool) -> None:
        self.on_deal(chosen, lambda desk, deal: reviewing.answer_risk(desk, deal, was_reason=yes))

    @rule(ends=flag)
    def go_on_with_review(self, ends: bool) -> None:
        review = self.one("SELECT id FROM review WHERE ended_at IS NULL", 0)
        if review is not None and ends:
            self.do(lambda: reviewing.end(self.office.desk, review, "ask sooner"))
        elif review is not None:
            self.do(lambda: reviewing.take_up(self.office.desk, review))

    @rule()
    def take_back_review(self) -> None:
        """All of it or nothing; each step can be redone."""
        steps, before = self.office.steps(), self.office.everything()
        with suppress(PipelineError):
            reviewing.take_back(self.office.desk)
        count = len(steps) - len(self.office.steps())
        if not count:
            assert self.office.everything() == before
        for _step in range(count):
            start, end = self.back.pop()
            self.forward.append((start, end))
        if count:
            self.replayed = True
            assert self.office.everything() == self.forward[-1][0]

    # Deals

    @rule(text=st.sampled_from(IMPORTS))
    def bring_in(self, text: str) -> None:
        file = self.folder / "deals.csv"
        file.write_text(text, encoding="utf-8")
        self.do(lambda: importing.import_file(self.office.desk, file))

    @rule(chosen=which, other=which, stage=which)
    def move_all(self, chosen: int, other: int, stage: int) -> None:
        numbers = [number for number in (self.deal(chosen), self.deal(other)) if number]
        into = self.number("SELECT id FROM stage WHERE kind <> 'lost' ORDER BY id", stage)
        self.do(lambda: moving.move_all(self.office.desk, numbers, into))

    @rule(chosen=which, stage=which, planned=flag, replace=flag, ticked=flag)
    def through_the_gate(
        self, chosen: int, stage: int, planned: bool, replace: bool, ticked: bool
    ) -> None:
        number = self.deal(chosen)
        into = self.number("SELECT id FROM stage ORDER BY id", stage)
        if number is None:
            return
        gate = gating.asked(self.office.desk, [number], into)
        boxes = tuple((box.criterion_id, "seen") for box in gate.boxes) if gate and ticked else ()
        wanted = tuple(one.id for one in gate.planned) if gate and planned else ()
        decision = Decision(boxes, (), wanted, replace, "" if ticked else "they insist")
        self.do(lambda: gating.go(self.office.desk, [number], into, decision))

    @rule(chosen=which, light=st.sampled_from([*LIGHT]))
    def light_step(self, chosen: int, light: str) -> None:
        self.on_deal(chosen, lambda desk, deal: gating.instead(desk, deal, light, Decision()))

    @rule(chosen=which, question=st.sampled_from(["time", "decision"]), said=flag)
    def answer(self, chosen: int, question: str, said: bool) -> None:
        self.on_deal(
            chosen,
            lambda desk, deal: ticking.answer(desk, deal, question, "yes" if said else "no"),
        )

    @rule(chosen=which, care=flag, linked=flag)
    def win_with_what_follows(self, chosen: int, care: bool, linked: bool) -> None:
        stage = self.one("SELECT id FROM stage WHERE kind = 'care' ORDER BY position", 0)
        later = self.office.clock.today() + timedelta(days=200)
        follows = AfterSale(stage if care else None, (), later if linked else None, None)
        self.on_deal(chosen, lambda desk, deal: closing.win(desk, deal, "", follows))

    @rule(chosen=which, other=which, back=st.sampled_from(["", "+3m", "ask again 15.6."]))
    def lose_several(self, chosen: int, other: int, back: str) -> None:
        second = self.deal(other)
        loss = Loss("price", "too dear", None, back)
        self.on_deal(
            chosen, lambda desk, deal: closing.lose_all(desk, [deal, second or deal], loss)
        )

    @rule(chosen=which, line=st.sampled_from(["kick-off fri", "test run", "sign 24.11.2026"]))
    def arrange(self, chosen: int, line: str) -> None:
        self.on_deal(chosen, lambda desk, deal: offers.add_plan(desk, deal, line))

    @rule(chosen=which, books=flag)
    def keep_to_the_plan(self, chosen: int, books: bool) -> None:
        part = self.number("SELECT id FROM plan_part ORDER BY id", chosen)
        if books:
            self.do(lambda: offers.book_plan(self.office.desk, part))
        else:
            self.do(lambda: offers.tick_plan(self.office.desk, part, done=True))

    @rule(chosen=which, other=which)
    def same_person(self, chosen: int, other: int) -> None:
        people = [self.number("SELECT id FROM contact ORDER BY id", n) for n in (chosen, other)]
        self.do(lambda: merging.merge_contacts(self.office.desk, *people))

    @rule(chosen=which)
    def one_more_person(self, chosen: int) -> None:
        self.on_deal(chosen, lambda desk, deal: participants.add(desk, deal, "Huber decides"))

    @rule(chosen=which)
    def person_goes(self, chosen: int) -> None:
        number = self.number("SELECT id FROM contact ORDER BY id", chosen)
        self.do(lambda: contacts.delete(self.office.desk, number))

    # Stages

    @rule(
        chosen=which,
        texts=st.sampled_from([{"step": "no"}, {"step": "yes"}, {"limit": "2"}, {"limit": ""}]),
    )
    def change_stage(self, chosen: int, texts: dict[str, str]) -> None:
        stage = self.number("SELECT id FROM stage ORDER BY id", chosen)
        self.do(lambda: stages.set_fields(self.office.desk, stage, texts))

    @rule(chosen=which, name=st.sampled_from(["Trial", "Pilot"]))
    def add_stage(self, chosen: int, name: str) -> None:
        after = self.number("SELECT id FROM stage WHERE kind = 'open' ORDER BY id", chosen)
        self.do(lambda: stages.add(self.office.desk, name, "open", after))

    @rule(chosen=which, steps=st.sampled_from([-1, 1]))
    def shift_stage(self, chosen: int, steps: int) -> None:
        stage = self.number("SELECT id FROM stage ORDER BY id", chosen)
        self.do(lambda: stages.shift(self.office.desk, stage, steps))

    @rule(chosen=which, other=which, merges=flag)
    def take_stage_away(self, chosen: int, other: int, merges: bool) -> None:
        stage = self.number("SELECT id FROM stage ORDER BY id", chosen)
        into = self.number("SELECT id FROM stage ORDER BY id", other)
        take = stage_merging.merge if merges else stage_merging.remove
        self.do(lambda: take(self.office.desk, stage, into))

    @rule(name=st.sampled_from(["b2b-en", "short-en", "saas-de"]))
    def switch_template(self, name: str) -> None:
        self.do(lambda: stage_templates.switch(self.office.desk, name))

    @rule(chosen=which)
    def plan_followup(self, chosen: int) -> None:
        stage = self.number("SELECT id FROM stage ORDER BY id", chosen)
        self.do(lambda: stage_parts.add_planned(self.office.desk, stage, "call how it is +3"))

    # Undo

    @rule()
    def undo(self) -> None:
        super().undo()
        self.replayed = True

    @rule()
    def redo(self) -> None:
        super().redo()
        self.replayed = True

    # What is always so

    def calendar(self) -> WorkCalendar:
        free = self.office.rows("SELECT day FROM free_day")
        return WorkCalendar(frozenset(date.fromisoformat(day) for (day,) in free))

    @invariant()
    def stored_ghost_days_are_those_of_the_rule(self) -> None:
        """Today and for weeks ahead, counted in words; in place of the simpler one."""
        calendar, today = self.calendar(), self.office.clock.today()
        for number, facts, ghost, limit in self.facts():
            for ahead in range(AHEAD):
                day = today + timedelta(days=ahead)
                told = told_in_words(facts, day, calendar)
                assert told == (ghost is not None and ghost <= day), (number, day)
                assert (limit is not None and limit <= day) == passed(facts, day, calendar)

    @invariant()
    def a_compulsory_step_is_there_or_its_state_says_so(self) -> None:
        calendar, today = self.calendar(), self.office.clock.today()
        rows = self.office.rows(
            "SELECT d.id, s.kind, s.step_required, d.unreviewed, d.missing_since,"
            " (SELECT count(*) FROM followup f WHERE f.deal_id = d.id AND f.state = 'open')"
            " FROM deal d JOIN stage s ON s.id = d.stage_id"
        )
        missing = {}
        for number, kind, required, unreviewed, since, steps in rows:
            asked = required and kind not in CLOSED_KINDS and not steps
            state = self.office.deal(number).state
            if not asked or unreviewed:
                assert since is None
                if asked:
                    assert state == "none", "imported, until it has been reviewed"
                continue
            assert since is not None
            missing[number] = since
            if calendar.between(date.fromisoformat(since), today) >= 1:
                assert state == "ghost"
            elif not told_in_words(self.facts_of(number), today, calendar):
                assert state == "none"
            if not self.replayed:
                assert since == self.missing.get(number, today.isoformat())
        self.missing = missing

    @invariant()
    def a_deal_says_the_same_everywhere(self) -> None:
        """List, board and agenda give it the state of the pure rule."""
        today, reader = self.office.clock.today(), self.office.desk.reader
        for number, facts, ghost, limit in self.facts():
            wanted = state_of(facts.stage_kind, facts.next_due, ghost, limit, today)
            deal, card = reads.deal(reader, number, today), reads.card(reader, number, today)
            assert deal is not None
            assert card is not None
            assert deal.state == card.state == wanted
            if deal.next is not None:
                step = reads.followup(reader, deal.next.id, today)
                assert step is not None
                assert step.deal_state == wanted
                assert step.warnings == deal.warnings

    @invariant()
    def the_contact_clock_begins_with_the_last_evidence(self) -> None:
        rows = self.office.rows(
            "SELECT d.last_contact_on, (SELECT max(a.day) FROM activity a"
            " WHERE a.deal_id = d.id AND a.reached) FROM deal d WHERE d.origin = ''"
        )
        for kept, evidence in rows:
            assert evidence is None or kept is not None
            assert kept is None or evidence is None or kept >= evidence

    @invariant()
    def the_third_postponement_has_its_day(self) -> None:
        for count, day in self.office.rows("SELECT postponements, stalled_on FROM deal"):
            assert (count >= 3) == (day is not None)

    @invariant()
    def closed_deals_are_closed(self) -> None:
        """Also where stages were merged, or another template was taken.

        Steps after the sale may stand in Won; what is lost has nothing open.
        """
        rows = self.office.rows(
            "SELECT s.kind, d.closed_on IS NOT NULL,"
            " EXISTS (SELECT 1 FROM followup f WHERE f.deal_id = d.id AND f.state = 'open')"
            " FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind IN ('won', 'lost')"
        )
        for kind, closed, busy in rows:
            assert closed
            assert not (busy and kind == "lost")

    def facts(self) -> list[tuple[int, Facts, date | None, date | None]]:
        """Of every deal: its number, what its states depend on, and the two stored days."""
        rows = self.office.rows(
            "SELECT d.id, s.kind, s.step_required, s.contact_limit, d.created_at,"
            " d.last_contact_on,"
            " (SELECT min(due) FROM followup WHERE deal_id = d.id AND state = 'open'),"
            " d.missing_since, d.postponements, d.stalled_on, d.ghost_on, d.contact_due_on"
            " FROM deal d JOIN stage s ON s.id = d.stage_id"
        )
        found = []
        for row in rows:
            contact, due, missing, stalled, ghost, limit = (
                value and date.fromisoformat(value) for value in (*row[5:8], *row[9:12])
            )
            made = local_day(row[4])
            facts = Facts(
                row[1], bool(row[2]), row[3], made, contact, due, missing, row[8], stalled
            )
            found.append((row[0], facts, ghost, limit))
        return found

    def facts_of(self, number: int) -> Facts:
        return next(facts for deal, facts, _ghost, _limit in self.facts() if deal == number)


def passed(facts: Facts, day: date, calendar: WorkCalendar) -> bool:
    """Whether the contact limit has been passed, told by counting days."""
    if facts.stage_kind in (*CLOSED_KINDS, "parked") or facts.contact_limit is None:
        return False
    silence = calendar.between(facts.last_contact_on or facts.created_on, day)
    return silence > facts.contact_limit


RhythmBriefly = Rhythm.TestCase
RhythmBriefly.settings = SHORT


@pytest.mark.long
class TestRhythmForLong(Rhythm.TestCase):  # type: ignore[name-defined,misc]  # made at run time
    settings = LONG
