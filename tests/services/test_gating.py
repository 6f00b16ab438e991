"""The gate of a move: what is asked, what is answered, and all of it in one undo step."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.gate import Decision, Gate
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.services import deals, gating, history, options, ticking
from pipeline_tui.services.desk import Desk
from tests.services.office import Office

THURSDAY = date(2026, 11, 26)


def gate_of(office: Office, number: int, stage: str) -> Gate:
    found = gating.asked(office.desk, [number], office.stage(stage))
    assert found is not None
    return found


def tick_all(office: Office, number: int) -> None:
    """Tick every box of the deal's stage."""
    stage = office.deal(number).stage_id
    for (criterion,) in office.rows("SELECT id FROM criterion WHERE stage_id = ?", stage):
        deals.tick(office.desk, number, criterion, True)


def without_planned(office: Office) -> None:
    with office.desk.writer.unnoticed() as work:
        work.conn.execute("DELETE FROM planned")


class TestWhatIsAsked:
    def test_missing_boxes_and_planned_steps_with_their_dates(self, office: Office) -> None:
        number = office.add("Acme: CNC")
        boxes = office.rows("SELECT id FROM criterion WHERE stage_id = 2 ORDER BY position")
        deals.tick(office.desk, number, boxes[0][0], True)
        gate = gate_of(office, number, "Qualification")
        assert [box.text for box in gate.boxes] == ["Meeting agreed"]
        (planned,) = gate.planned
        assert (planned.step.text, planned.step.day) == ("talk about goals and needs", THURSDAY)
        assert (gate.questions, gate.early) == ((), 0)

    def test_the_qualification_where_the_stage_asks_for_it(self, office: Office) -> None:
        number = office.add("Acme: CNC @qualification")
        ticking.answer(office.desk, number, "time", "yes", "fair")
        gate = gate_of(office, number, "Proposal")
        known = {one.question: (one.answer, one.line) for one in gate.questions}
        assert known["time"] == ("yes", "fair")
        assert known["decision"] == ("unknown", "")
        assert gate.early == 1
        ticking.answer(office.desk, number, "decision", "yes")
        assert gate_of(office, number, "Proposal").early == 0

    def test_nothing_when_nothing_is_open(self, office: Office) -> None:
        number = office.add("Acme: CNC @qualification")
        without_planned(office)
        tick_all(office, number)
        for question in ("relevance", "benefit"):
            ticking.answer(office.desk, number, question, "no")
        assert gating.asked(office.desk, [number], office.stage("Proposal")) is None

    @pytest.mark.parametrize("stage", ["Prospect", "First contact", "Parked", "Lost", "Won"])
    def test_moving_back_or_aside_never_asks(self, office: Office, stage: str) -> None:
        number = office.add("Acme: CNC @qualification")
        assert gating.asked(office.desk, [number], office.stage(stage)) is None

    def test_silent_never_asks(self, office: Office) -> None:
        options.set_option(office.desk, "gate", "still")
        number = office.add("Acme: CNC")
        assert gating.asked(office.desk, [number], office.stage("Proposal")) is None

    def test_over_several_stages_once_for_the_one_that_is_left(self, office: Office) -> None:
        number = office.add("Acme: CNC @prospect")
        gate = gate_of(office, number, "Negotiation")
        assert [box.text for box in gate.boxes] == [
            "Fits the ideal customer profile",
            "Trigger known",
        ]

    def test_of_several_deals_how_many_have_what_open(self, office: Office) -> None:
        one, two = office.add("A: one"), office.add("B: two")
        back = office.add("C: three @negotiation")
        box = office.value("SELECT id FROM criterion WHERE text = 'Meeting agreed'")
        deals.tick(office.desk, one, box, True)
        gate = gating.asked(office.desk, [one, two, back], office.stage("Proposal"))
        assert gate is not None
        assert [deal.id for deal in gate.deals] == [one, two]
        assert {found.text: found.deals for found in gate.boxes} == {
            "Contact person confirmed": 2,
            "Meeting agreed": 1,
        }
        assert gate.early == 2

    def test_ahead_is_where_the_column_is(self, office: Office) -> None:
        number = office.add("Acme: CNC")
        found = gating.ahead(office.desk, number, office.stage("First contact"), 1)
        assert found.stage is not None
        assert found.stage.name == "Qualification"
        assert found.gate is not None
        back = gating.ahead(office.desk, number, office.stage("First contact"), -1)
        assert (back.stage and back.stage.name, back.gate) == ("Prospect", None)
        assert gating.ahead(office.desk, number, office.stage("Prospect"), -1).stage is None


class TestGoing:
    def test_ticks_answers_books_and_moves_in_one_step(self, office: Office) -> None:
        number = office.add("Acme: CNC @qualification")
        gate = gate_of(office, number, "Proposal")
        before = office.everything()
        decision = Decision(
            ticks=tuple((box.criterion_id, "") for box in gate.boxes if not box.question),
            answers=(
                ("decision", "yes", "CEO", ""),
                ("time", "yes", None, None),
                ("benefit", "no", None, None),
            ),
            planned=tuple(one.id for one in gate.planned),
        )
        assert gating.go(office.desk, [number], office.stage("Proposal"), decision) == 1
        deal = office.deal(number)
        assert (deal.stage, deal.overridden, deal.yes) == ("Proposal", False, 2)
        assert (office.step(number).text, office.step(number).due) == (
            "walk through the offer",
            THURSDAY,
        )
        history.undo(office.desk)
        assert office.everything() == before

    def test_with_boxes_open_it_needs_a_reason(self, office: Office) -> None:
        number = office.add("Acme: CNC")
        before = office.everything()
        with pytest.raises(InputError, match="Contact person confirmed, Meeting agreed"):
            gating.go(office.desk, [number], office.stage("Qualification"), Decision())
        assert office.everything() == before
        decision = Decision(reason="they are in a hurry")
        gating.go(office.desk, [number], office.stage("Qualification"), decision)
        assert office.deal(number).overridden
        assert office.value("SELECT new FROM field_change WHERE field = 'reason'") == (
            "they are in a hurry"
        )

    def test_hard_lets_nobody_through(self, office: Office) -> None:
        options.set_option(office.desk, "gate", "hard")
        number = office.add("Acme: CNC")
        for move in (
            lambda: gating.go(
                office.desk, [number], office.stage("Proposal"), Decision(reason="x")
            ),
            lambda: deals.move(office.desk, number, office.stage("Proposal"), reason="x"),
            lambda: deals.shift_stage(office.desk, number, 1),
        ):
            with pytest.raises(InputError, match="cannot go on"):
                move()
        assert office.deal(number).stage == "First contact"
        tick_all(office, number)
        gating.go(office.desk, [number], office.stage("Proposal"), Decision())
        assert office.deal(number).stage == "Proposal"

    def test_silent_marks_and_is_never_promised(self, office: Office) -> None:
        options.set_option(office.desk, "gate", "silent")
        number = office.add("Acme: CNC category:commit")
        deals.shift_stage(office.desk, number, 1)
        deal = office.deal(number)
        assert (deal.overridden, deal.category) == (True, "best")
        with pytest.raises(InputError, match="cannot be promised"):
            deals.set_field(office.desk, number, "category", "commit")

    def test_a_deal_moved_on_with_all_boxes_ticked_loses_the_mark(self, office: Office) -> None:
        number = office.add("Acme: CNC")
        deals.move(office.desk, number, office.stage("Qualification"), reason="hurry")
        tick_all(office, number)
        gating.go(office.desk, [number], office.stage("Proposal"), Decision())
        assert not office.deal(number).overridden

    def test_the_present_next_step_is_replaced_only_if_chosen(self, office: Office) -> None:
        one, two = (office.add(f"{name}: deal call Meier 2.12.") for name in "AB")
        gate = gate_of(office, one, "Qualification")
        assert gate.deals[0].next is not None
        planned = tuple(offer.id for offer in gate.planned)
        stage = office.stage("Qualification")
        gating.go(office.desk, [one], stage, Decision(planned=planned, reason="x"))
        gating.go(office.desk, [two], stage, Decision(planned=planned, replace=True, reason="x"))
        texts = [
            sorted(step.text for step in office.followups(number) if step.state != "cancelled")
            for number in (one, two)
        ]
        assert texts == [["call Meier", "talk about goals and needs"],
                         ["talk about goals and needs"]]  # fmt: skip

    def test_of_several_deals_those_without_a_step_get_the_planned_one(
        self, office: Office
    ) -> None:
        one, two = office.add("A: deal call Meier 2.12."), office.add("B: deal")
        gate = gating.asked(office.desk, [one, two], office.stage("Qualification"))
        assert gate is not None
        decision = Decision(planned=tuple(one.id for one in gate.planned), reason="x")
        gating.go(office.desk, [one, two], office.stage("Qualification"), decision)
        assert [len(office.followups(number)) for number in (one, two)] == [1, 1]
        assert office.step(one).text == "call Meier"
        assert office.say() == "2 deals moved to Qualification"

    def test_a_box_of_another_stage_is_not_ticked_for_every_deal(self, office: Office) -> None:
        one, two = office.add("A: deal"), office.add("B: deal @qualification")
        gate = gating.asked(office.desk, [one, two], office.stage("Negotiation"))
        assert gate is not None
        ticks = tuple((box.criterion_id, "") for box in gate.boxes)
        gating.go(office.desk, [one, two], office.stage("Negotiation"), Decision(ticks=ticks))
        assert office.value("SELECT count(*) FROM tick WHERE deal_id = ?", one) == 2
        assert not office.deal(two).overridden


class TestWhatChangedMeanwhile:
    def test_a_criterion_that_was_deleted_is_said(self, office: Office) -> None:
        number = office.add("Acme: CNC")
        gate = gate_of(office, number, "Qualification")
        with office.desk.writer.unnoticed() as work:
            work.remove(work.criterion(gate.boxes[0].criterion_id))
        before = office.everything()
        ticks = tuple((box.criterion_id, "") for box in gate.boxes)
        with pytest.raises(InputError, match="removed meanwhile"):
            gating.go(office.desk, [number], office.stage("Qualification"), Decision(ticks=ticks))
        assert office.everything() == before

    def test_a_planned_step_that_was_deleted_is_said(self, office: Office) -> None:
        number = office.add("Acme: CNC")
        planned = tuple(one.id for one in gate_of(office, number, "Qualification").planned)
        without_planned(office)
        with pytest.raises(InputError, match="planned follow-up was removed"):
            gating.go(
                office.desk,
                [number],
                office.stage("Qualification"),
                Decision(planned=planned, reason="x"),
            )

    def test_a_stage_that_was_removed_is_said(self, office: Office) -> None:
        number = office.add("Acme: CNC")
        with pytest.raises(NotFound, match="no stage"):
            gating.go(office.desk, [number], 999, Decision())
        assert gating.asked(office.desk, [number], 999) is None

    def test_a_deal_that_somebody_else_moved_is_said(self, office: Office) -> None:
        number = office.add("Acme: CNC")
        seen = {deal.id: deal.stage_id for deal in gate_of(office, number, "Proposal").deals}
        other = Desk(office.path, office.clock)
        deals.move(other, number, office.stage("Prospect"))
        other.close()
        with pytest.raises(InputError, match="moved to Prospect elsewhere"):
            gating.go(
                office.desk, [number], office.stage("Proposal"), Decision(reason="x"), seen=seen
            )

    def test_evidence_and_reason_of_100000_characters_are_refused(self, office: Office) -> None:
        number = office.add("Acme: CNC")
        gate = gate_of(office, number, "Qualification")
        before = office.everything()
        for decision in (
            Decision(reason="x" * 100_000),
            Decision(ticks=((gate.boxes[0].criterion_id, "x" * 100_000),), reason="x"),
        ):
            with pytest.raises(InputError, match="at most 500"):
                gating.go(office.desk, [number], office.stage("Qualification"), decision)
        assert office.everything() == before


class TestALightStepInstead:
    """One "yes" or none: no offer yet (process.md, Qualification)."""

    @pytest.mark.parametrize(
        ("light", "text"), [("checklist", "send a checklist"), ("video", "send a short video")]
    )
    def test_is_booked_for_the_next_working_day(
        self, office: Office, light: str, text: str
    ) -> None:
        number = office.add("Acme: CNC @qualification")
        before = office.everything()
        decision = Decision(answers=(("time", "no", None, None),))
        gating.instead(office.desk, number, light, decision)
        step = office.step(number)
        assert (step.kind, step.text, step.due) == ("mail", text, date(2026, 11, 24))
        assert office.deal(number).stage == "Qualification"
        assert office.value("SELECT answer FROM answer") == "no"
        assert office.say() == f"Acme · CNC: light next step instead: {text}"
        history.undo(office.desk)
        assert office.everything() == before

    @pytest.mark.parametrize("light", ["checklist", "talk"])
    def test_is_refused_for_a_deal_that_was_closed_meanwhile(
        self, office: Office, light: str
    ) -> None:
        number = office.add("Acme: CNC @qualification")
        deals.win(office.desk, number)
        before = office.everything()
        with pytest.raises(InputError, match="closed"):
            gating.instead(office.desk, number, light, Decision())
        assert office.everything() == before

    def test_a_talk_in_three_months_parks_the_deal(self, office: Office) -> None:
        number = office.add("Acme: CNC @qualification call Meier fri")
        gating.instead(office.desk, number, "talk", Decision())
        assert office.deal(number).stage == "Parked"
        assert (office.step(number).text, office.step(number).due) == (
            "talk again",
            date(2027, 2, 23),
        )
        assert "parked until 23 Feb 2027" in office.say()


class TestTheSetting:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [("hard", "hard"), ("Hart", "hard"), ("silent", "silent"), ("none", "soft")],
    )
    def test_takes_the_modes_in_both_languages(self, office: Office, text: str, kept: str) -> None:
        options.set_option(office.desk, "gate", text)
        assert options.option(office.desk, "gate") == kept

    def test_is_soft_unless_set_and_comes_back_with_undo(self, office: Office) -> None:
        assert options.option(office.desk, "gate") == "soft"
        options.set_option(office.desk, "gate", "hard")
        history.undo(office.desk)
        assert options.option(office.desk, "gate") == "soft"

    def test_refuses_another_word(self, office: Office) -> None:
        with pytest.raises(InputError, match="soft, hard, silent"):
            options.set_option(office.desk, "gate", "closed")


def test_planned_steps_skip_free_days(office: Office) -> None:
    options.set_option(office.desk, "free", "2026-11-24..2026-11-25")
    number = office.add("Acme: CNC")
    (planned,) = gate_of(office, number, "Qualification").planned
    assert planned.step.day == date(2026, 11, 30)
