"""What a seller does with a deal that is to rest: a day to come back, nothing until then."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, followups, history, parking
from tests.services.office import MONDAY, Office

LINE = "Acme GmbH: CNC retrofit 12k @proposal call Meier today contact:Meier"


@pytest.fixture
def parked(office: Office) -> Office:
    """Deal 1 rests until 15 January."""
    office.add(LINE)
    parking.park(office.desk, [1], "ask about the grant 15.1.")
    return office


class TestParkingADeal:
    def test_books_the_day_with_the_words_typed(self, parked: Office) -> None:
        deal, step = parked.deal(1), parked.step(1)
        assert (deal.stage, deal.stage_kind, deal.probability) == ("Parked", "parked", 0)
        assert (step.kind, step.text) == ("call", "ask about the grant")
        assert (step.due, step.time) == (date(2027, 1, 15), None)
        assert parked.say() == "Acme GmbH · CNC retrofit parked until 15 Jan 2027"

    @pytest.mark.parametrize(
        ("line", "kind", "text", "time"),
        [
            ("15.1. 10:00", "call", "get back in touch with Meier", "10:00"),
            ("mail the brochure 15.1.", "mail", "mail the brochure", None),
            ("ask about the offer 15.1.", "call", "ask about the offer", None),
            ("15.1. Förderung?", "call", "Förderung?", None),
        ],
    )
    def test_books_a_call_unless_the_words_name_another_talk(
        self, office: Office, line: str, kind: str, text: str, time: str | None
    ) -> None:
        office.add(LINE)
        parking.park(office.desk, [1], line)
        step = office.step(1)
        assert (step.kind, step.text, step.due, step.time) == (kind, text, date(2027, 1, 15), time)

    def test_needs_no_contact_person(self, office: Office) -> None:
        office.add("plain")
        parking.park(office.desk, [1], "in 3 months")
        assert office.step(1).text == "get back in touch"

    def test_in_german_books_german_words(self, office: Office) -> None:
        office.add(LINE)
        use_language("de")
        parking.park(office.desk, [1], "15. Januar")
        assert office.step(1).text == "wieder bei Meier melden"
        assert office.say() == "Acme GmbH · CNC retrofit bis 15.1.2027 in Pflege gegeben"

    def test_cancels_what_was_open_and_keeps_what_was_said(self, office: Office) -> None:
        office.add(LINE)
        followups.add_followup(office.desk, 1, "mail prices fri")
        followups.missed(office.desk, 1, "on holiday")
        parking.park(office.desk, [1], "15.1.")
        closed = [step for step in office.followups(1) if step.state == "cancelled"]
        assert {step.text for step in closed} == {"call Meier", "mail prices"}
        assert "on holiday" in {step.outcome for step in closed}
        assert [step.due for step in office.followups(1) if step.state != "cancelled"] == [
            date(2027, 1, 15)
        ]

    def test_ends_the_stay_and_touches_no_contact_clock(self, office: Office) -> None:
        office.add(LINE)
        deals.log(office.desk, 1, "they wait for the grant", "call")
        office.clock.pass_days(2)
        parking.park(office.desk, [1], "15.1.")
        stays = office.rows("SELECT stage_id, days FROM stay ORDER BY id")
        assert stays == [(office.stage("Proposal"), 2), (office.stage("Parked"), None)]
        assert office.deal(1).last_contact_on == MONDAY
        assert office.deal(1).contact_due_on is None

    def test_waits_quietly_however_long(self, parked: Office) -> None:
        parked.clock.set(date(2027, 1, 14))
        assert parked.deal(1).state == "later"
        parked.clock.set(date(2027, 1, 15))
        assert parked.deal(1).state == "today"

    def test_saves_a_ghost(self, office: Office) -> None:
        office.add(LINE)
        for _turn in range(3):
            followups.snooze(office.desk, [1], "tomorrow")
            office.clock.pass_days(1)
        assert office.deal(1).state == "ghost"
        parking.park(office.desk, [1], "15.1.")
        assert (office.deal(1).state, office.deal(1).postponements) == ("later", 0)

    def test_is_taken_back_as_one(self, office: Office) -> None:
        office.add(LINE)
        followups.add_followup(office.desk, 1, "mail prices fri")
        before = office.everything()
        parking.park(office.desk, [1], "15.1.")
        after = office.everything()
        history.undo(office.desk)
        assert office.everything() == before
        history.redo(office.desk)
        assert office.everything() == after

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("", "A date is missing"),
            ("  \u202e ", "A date is missing"),
            ("some day", "no date"),
            ("ask about the grant", "no date"),
            ("31.02.", "31"),
            ("15.1.2020", "15 Jan 2020 does not lie ahead"),
            ("today", "does not lie ahead"),
            ("call Meier 23.11.2026", "does not lie ahead"),
            ("tomorow", "Did you mean tomorrow?"),
            ("\x1b[31m[/]{day}%s", "no date"),
            ("x" * 5000, "no date"),
        ],
    )
    def test_without_a_day_ahead_is_refused(self, office: Office, line: str, said: str) -> None:
        office.add(LINE)
        before = office.everything()
        with pytest.raises(InputError) as refused:
            parking.park(office.desk, [1], line)
        assert said in str(refused.value)
        assert office.everything() == before

    def test_with_hostile_words_keeps_them_as_words(self, office: Office) -> None:
        office.add("[/]{deal} \u202e%s")
        parking.park(office.desk, [1], "\x1b[2J{text} [bold] 15.1.")
        assert office.step(1).text.endswith("{text} [bold]")
        assert "\x1b" not in office.step(1).text
        assert "parked until 15 Jan 2027" in office.say()


class TestADealThatIsDecided:
    @pytest.mark.parametrize("stage", ["won", "lost"])
    def test_is_refused_until_it_is_reopened(self, office: Office, stage: str) -> None:
        office.add(LINE)
        if stage == "won":
            deals.win(office.desk, 1)
        else:
            deals.lose(office.desk, 1, "price")
        before = office.everything()
        for attempt in (
            lambda: parking.park(office.desk, [1], "15.1."),
            lambda: parking.suggested_return(office.desk, [1]),
        ):
            with pytest.raises(InputError, match=r"closed and cannot be parked.*Reopen it first"):
                attempt()
        assert office.everything() == before
        deals.reopen(office.desk, 1)
        parking.park(office.desk, [1], "15.1.")
        assert office.deal(1).stage == "Parked"

    def test_and_is_looked_after_keeps_its_sale(self, office: Office) -> None:
        office.add("Acme: five @onboarding")
        with pytest.raises(InputError, match="is sold and cannot be parked"):
            parking.park(office.desk, [1], "15.1.")
        assert office.deal(1).stage == "Onboarding"

    def test_or_is_not_there(self, office: Office) -> None:
        with pytest.raises(NotFound):
            parking.park(office.desk, [99], "15.1.")


class TestAProcess:
    def test_without_a_parked_stage_says_so(self, office: Office) -> None:
        office.add(LINE)
        with office.desk.writer.unnoticed() as work:
            work.edit(work.stage(office.stage("Parked")), kind="open")
        for attempt in (
            lambda: parking.park(office.desk, [1], "15.1."),
            lambda: parking.suggested_return(office.desk, [1]),
        ):
            with pytest.raises(NotFound, match=r"no stage for parked deals.*--kind parked"):
                attempt()

    def test_with_several_takes_the_first_and_leaves_alone_what_is_parked(
        self, office: Office
    ) -> None:
        office.add(LINE)
        office.add("two @prospect")
        with office.desk.writer.unnoticed() as work:
            work.edit(work.stage(office.stage("Prospect")), kind="parked")
        parking.park(office.desk, [1, 2], "15.1.")
        assert [office.deal(number).stage for number in (1, 2)] == ["Prospect", "Prospect"]
        with office.desk.writer.unnoticed() as work:
            work.edit(work.stage(office.stage("Parked")), kind="parked")
        deals.move(office.desk, 1, office.stage("Parked"))
        parking.park(office.desk, [1], "1.2.")
        assert office.deal(1).stage == "Parked"


class TestMarkedDeals:
    def test_are_parked_in_one_step_each_with_its_contact(self, office: Office) -> None:
        for name in ("Meier", "Huber", ""):
            office.add(f"deal of {name or 'nobody'}" + (f" contact:{name}" if name else ""))
        before, count = office.everything(), len(office.steps())
        booked = parking.park(office.desk, [1, 2, 3, 2], "15.1.")
        assert [office.step(number).id for number in (1, 2, 3)] == booked
        assert [office.step(number).text for number in (1, 2, 3)] == [
            "get back in touch with Meier",
            "get back in touch with Huber",
            "get back in touch",
        ]
        assert office.order("Parked") == [1, 2, 3]
        assert len(office.steps()) == count + 1
        assert history.undo(office.desk) == "Undone: 3 deals parked until 15 Jan 2027"
        assert office.everything() == before

    def test_are_parked_all_or_none(self, office: Office) -> None:
        office.add(LINE)
        office.add("two @won")
        before = office.everything()
        with pytest.raises(InputError, match="two is closed"):
            parking.park(office.desk, [1, 2], "15.1.")
        assert office.everything() == before


class TestWhatIsOffered:
    def test_is_three_months_on_and_a_working_day(self, office: Office) -> None:
        office.add(LINE)
        offered = parking.suggested_return(office.desk, [1])
        assert offered.day == date(2027, 2, 23)
        office.clock.set(date(2026, 11, 27))  # 27 February 2027 is a Saturday
        assert parking.suggested_return(office.desk, [1]).day == date(2027, 3, 1)
        assert offered.text == "get back in touch with Meier"

    def test_is_taken_by_an_empty_line_and_its_words_by_a_date(self, office: Office) -> None:
        office.add(LINE)
        offered = parking.suggested_return(office.desk, [1])
        assert parking.check_park(office.desk, " ", offered) == offered
        found = parking.check_park(office.desk, "15.1.", offered)
        assert (found.text, found.day) == (offered.text, date(2027, 1, 15))
        with pytest.raises(InputError, match="does not lie ahead"):
            parking.check_park(office.desk, "today", offered)


class TestComingBack:
    def test_keeps_the_followup(self, parked: Office) -> None:
        step = parked.step(1)
        parked.clock.set(date(2027, 1, 15))
        deals.move(parked.desk, 1, parked.stage("Qualification"))
        assert parked.deal(1).stage_kind == "open"
        assert (parked.step(1).id, parked.step(1).state) == (step.id, "today")

    def test_another_day_is_a_postponement_once_it_is_due(self, parked: Office) -> None:
        parking.park(parked.desk, [1], "1.2.")
        assert parked.deal(1).postponements == 0  # ahead of time
        parked.clock.set(date(2027, 2, 1))
        stays = parked.rows("SELECT * FROM stay")
        parking.park(parked.desk, [1], "1.4.")
        assert parked.deal(1).postponements == 1
        assert parked.step(1).due == date(2027, 4, 1)
        assert parked.rows("SELECT * FROM stay") == stays
