"""What a seller does on the board: move, order, win, lose, reopen."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.services import deals, followups
from pipeline_tui.store import reads
from tests.services.office import MONDAY, Office


class TestMovingADeal:
    def test_puts_it_on_top_of_the_new_column(self, office: Office) -> None:
        there = office.add("there @proposal")
        number = office.add("moved")
        deals.move(office.desk, number, office.stage("Proposal"))
        assert office.order("Proposal") == [number, there]
        assert office.say() == "moved moved to Proposal"

    def test_ends_the_stay_and_begins_the_next_one(self, office: Office) -> None:
        number = office.add()
        office.clock.pass_days(9)
        deals.move(office.desk, number, office.stage("Proposal"))
        stays = office.rows("SELECT stage_id, left_at, days FROM stay ORDER BY id")
        assert stays == [
            (office.stage("First contact"), "2026-12-02T11:00:00Z", 9),
            (office.stage("Proposal"), None, None),
        ]
        assert office.deal(number).stage_entered_at == "2026-12-02T11:00:00Z"

    def test_asks_the_file_nothing_twice(self, office: Office) -> None:
        number = office.add()
        deals.shift_stage(office.desk, number, 1)  # what only the first write reads
        asked: list[str] = []
        writing = office.desk.writer.between_steps()
        writing.set_trace_callback(asked.append)
        deals.shift_stage(office.desk, number, 1)
        writing.set_trace_callback(None)
        reads = [sql for sql in asked if sql.startswith("SELECT") and "FROM stage" in sql]
        assert len(reads) == 1
        # By the step itself, and by what is worked out anew when it ends.
        assert len({sql for sql in asked if sql.startswith("UPDATE deal")}) <= 2

    def test_a_clock_set_back_makes_no_negative_stay(self, office: Office) -> None:
        number = office.add()
        office.clock.pass_days(-3)
        deals.move(office.desk, number, office.stage("Proposal"))
        assert office.rows("SELECT days FROM stay ORDER BY id") == [(0,), (None,)]

    def test_to_where_it_is_changes_nothing(self, office: Office) -> None:
        number = office.add()
        deals.move(office.desk, number, office.stage("First contact"))
        assert len(office.steps()) == 1

    def test_verifies_it_once(self, office: Office) -> None:
        number = office.add()
        sql = "SELECT verified_at FROM deal"
        for stage, verified in [
            ("Parked", None),
            ("Prospect", None),
            ("Qualification", "2026-11-25T11:00:00Z"),
            ("Prospect", "2026-11-25T11:00:00Z"),
            ("Negotiation", "2026-11-25T11:00:00Z"),
        ]:
            deals.move(office.desk, number, office.stage(stage))
            assert office.value(sql) == verified
            office.clock.pass_days(1)

    def test_into_won_wins_it(self, office: Office) -> None:
        number = office.add("x call Meier fri")
        deals.move(office.desk, number, office.stage("Won"))
        assert office.deal(number).closed_on == MONDAY
        assert [step.state for step in office.followups(number)] == ["cancelled"]

    def test_into_lost_needs_a_reason(self, office: Office) -> None:
        number = office.add()
        with pytest.raises(InputError, match="A reason is missing"):
            deals.move(office.desk, number, office.stage("Lost"))
        deals.move(office.desk, number, office.stage("Lost"), reason="price")
        assert office.deal(number).lost_reason == "price"

    def test_on_anyway_keeps_the_reason_and_marks_it(self, office: Office) -> None:
        number = office.add()
        deals.move(office.desk, number, office.stage("Proposal"), reason="they insist")
        assert office.deal(number).overridden
        assert office.rows("SELECT field, new FROM field_change") == [("reason", "they insist")]
        deals.move(office.desk, number, office.stage("Prospect"), reason="too early")
        assert not office.deal(number).overridden

    def test_to_the_after_sale_stages_keeps_it_won(self, office: Office) -> None:
        number = office.add()
        deals.win(office.desk, number, "nice")
        office.clock.pass_days(3)
        deals.move(office.desk, number, office.stage("Onboarding"))
        deal = office.deal(number)
        assert (deal.closed_on, deal.closed_note, deal.stage_kind) == (MONDAY, "nice", "care")

    def test_straight_to_the_after_sale_stages_is_a_sale(self, office: Office) -> None:
        one, two = office.add(), office.add()
        deals.lose(office.desk, two, "price")
        for number in (one, two):
            deals.move(office.desk, number, office.stage("Onboarding"))
            assert office.deal(number).closed_on == MONDAY
            assert office.deal(number).lost_reason is None

    def test_back_from_won_opens_it_again(self, office: Office) -> None:
        number = office.add()
        deals.win(office.desk, number, "nice")
        deals.move(office.desk, number, office.stage("Proposal"))
        deal = office.deal(number)
        assert (deal.closed_on, deal.closed_note, deal.state) == (None, "", "none")

    def test_to_a_stage_that_is_not_there(self, office: Office) -> None:
        with pytest.raises(NotFound):
            deals.move(office.desk, office.add(), 99)

    def test_into_a_stage_without_a_compulsory_step(self, office: Office) -> None:
        number = office.add()
        office.clock.pass_days(1)
        assert office.deal(number).state == "ghost"
        deals.move(office.desk, number, office.stage("Prospect"))
        assert office.deal(number).state == "none"
        office.clock.pass_days(5)
        deals.move(office.desk, number, office.stage("Proposal"))
        assert office.deal(number).state == "none"
        office.clock.pass_days(1)
        assert office.deal(number).state == "ghost"


class TestMovingByOneColumn:
    def test_goes_along_the_board_and_passes_lost_over(self, office: Office) -> None:
        number = office.add("x @negotiation")
        right = [deals.shift_stage(office.desk, number, 1).name for _turn in range(5)]
        assert right == ["Parked", "Won", "Onboarding", "Expansion", "Expansion"]
        left = [deals.shift_stage(office.desk, number, -1).name for _turn in range(3)]
        assert left == ["Onboarding", "Won", "Negotiation"]

    def test_stops_at_the_left_edge(self, office: Office) -> None:
        number = office.add("x @prospect")
        assert deals.shift_stage(office.desk, number, -1).name == "Prospect"
        assert len(office.steps()) == 1

    def test_a_lost_deal_goes_left_only(self, office: Office) -> None:
        number = office.add("x @proposal")
        deals.lose(office.desk, number, "price")
        with pytest.raises(InputError, match="Reopen it first"):
            deals.shift_stage(office.desk, number, 1)
        stage = deals.shift_stage(office.desk, number, -1)
        assert stage == next(
            found for found in reads.stages(office.desk.reader) if found.name == "Proposal"
        )


class TestOrderingAColumn:
    def test_changes_places_with_the_neighbour(self, office: Office) -> None:
        one, two, three = (office.add(name) for name in ("one", "two", "three"))
        deals.reorder(office.desk, one, two)
        assert office.order("First contact") == [three, one, two]

    def test_works_where_several_stand_in_one_place(self, office: Office) -> None:
        numbers = [office.add(name) for name in ("one", "two", "three")]
        with office.desk.writer.unnoticed() as work:
            for number in numbers:
                work.edit(work.deal(number), position=7)
        deals.reorder(office.desk, numbers[2], numbers[1])
        assert office.order("First contact") == [numbers[0], numbers[2], numbers[1]]

    def test_needs_one_stage_and_open_deals(self, office: Office) -> None:
        one, two = office.add("one"), office.add("two @proposal")
        with pytest.raises(InputError, match="same stage"):
            deals.reorder(office.desk, one, two)
        for number in (one, two):
            deals.win(office.desk, number)
        with pytest.raises(InputError, match="closing days"):
            deals.reorder(office.desk, one, two)


class TestWinning:
    def test_closes_it_today_and_cancels_what_is_open(self, office: Office) -> None:
        number = office.add("Acme: x call Meier fri")
        followups.add_followup(office.desk, number, "mail offer thu")
        deals.win(office.desk, number, "signed on site")
        deal = office.deal(number)
        assert (deal.stage, deal.closed_on, deal.closed_note) == ("Won", MONDAY, "signed on site")
        assert (deal.state, deal.ghost_on, deal.next) == (None, None, None)
        assert {step.state for step in office.followups(number)} == {"cancelled"}
        assert office.value("SELECT verified_at FROM deal") is not None
        assert office.say() == "Acme · x won"

    def test_twice_is_refused(self, office: Office) -> None:
        number = office.add()
        deals.win(office.desk, number)
        with pytest.raises(InputError, match="won already"):
            deals.win(office.desk, number)


class TestLosing:
    @pytest.mark.parametrize(
        ("said", "note", "reason", "kept"),
        [
            ("price", "", "price", ""),
            ("No budget", "next year", "no_budget", "next year"),
            ("not reachable", "", "not_reachable", ""),
            ("bad chemistry", "", "other", "bad chemistry"),
            ("bad chemistry", "with Meier", "other", "bad chemistry: with Meier"),
        ],
    )
    def test_keeps_the_reason(
        self, office: Office, said: str, note: str, reason: str, kept: str
    ) -> None:
        number = office.add("Acme: x call Meier fri")
        deals.lose(office.desk, number, said, note)
        deal = office.deal(number)
        assert (deal.stage, deal.closed_on) == ("Lost", MONDAY)
        assert (deal.lost_reason, deal.closed_note) == (reason, kept)
        assert {step.state for step in office.followups(number)} == {"cancelled"}
        assert office.value("SELECT verified_at FROM deal") is None, "a lead is disqualified"

    def test_without_a_reason_or_twice_is_refused(self, office: Office) -> None:
        number = office.add()
        with pytest.raises(InputError, match="A reason is missing"):
            deals.lose(office.desk, number, " ")
        deals.lose(office.desk, number, "price")
        with pytest.raises(InputError, match="lost already"):
            deals.lose(office.desk, number, "price")


class TestReopening:
    def test_goes_back_to_the_last_open_stage(self, office: Office) -> None:
        number = office.add("x @qualification")
        for stage in ("Negotiation", "Parked"):
            deals.move(office.desk, number, office.stage(stage))
        deals.lose(office.desk, number, "price", "too dear")
        deals.reopen(office.desk, number)
        deal = office.deal(number)
        assert (deal.stage, deal.closed_on, deal.lost_reason, deal.closed_note) == (
            "Negotiation", None, None, "",
        )  # fmt: skip
        assert deal.state == "none"
        office.clock.set(date(2026, 11, 24))
        assert office.deal(number).state == "ghost"

    def test_of_a_deal_added_as_won_goes_to_the_first_stage(self, office: Office) -> None:
        number = office.add("x @won")
        deals.reopen(office.desk, number)
        assert office.deal(number).stage == "First contact"

    def test_of_an_open_deal_is_refused(self, office: Office) -> None:
        with pytest.raises(InputError, match="not closed"):
            deals.reopen(office.desk, office.add())
