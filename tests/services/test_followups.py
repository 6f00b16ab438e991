"""What a seller does with follow-ups: the rules of process.md, "Next step, states and ghosts"."""

from __future__ import annotations

from datetime import date, time

import pytest

from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.services import checking, deals, followups, options
from pipeline_tui.store import reads
from tests.services.office import MONDAY, Office

TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
THURSDAY = date(2026, 11, 26)
FRIDAY = date(2026, 11, 27)
NEXT_MONDAY = date(2026, 11, 30)


def facts(office: Office, deal_id: int) -> tuple[int, str | None]:
    """Postponements, and the day of the third."""
    rows = office.rows("SELECT postponements, stalled_on FROM deal WHERE id = ?", deal_id)
    return rows[0]  # type: ignore[return-value]  # a count and a day


class TestADayGoneBy:
    """Nothing is booked on it: most likely a year was mistyped."""

    def test_is_refused_wherever_one_is_booked(self, office: Office) -> None:
        number = office.add("Acme: x call Meier fri")
        first, before = office.step(number).id, office.everything()
        for book in (
            lambda: followups.next_step(office.desk, number, "call 1.1.2020"),
            lambda: followups.edit(office.desk, first, "call 2026-11-22"),
            lambda: followups.add_followup(office.desk, number, "call 22.11.2026"),
            lambda: followups.add_followup(office.desk, None, "call 22.11.2026 10:00"),
            lambda: followups.done(office.desk, first, "reached", "call 1.1.2020"),
            lambda: followups.done_line(office.desk, first, "reached > call 1.1.2020"),
            lambda: followups.snooze(office.desk, [first], "1.1.2020"),
            lambda: office.add("Globex: y call Ann 1.1.2020"),
            lambda: followups.add_followup(office.desk, number, "call every week 1.1.2020"),
        ):
            with pytest.raises(InputError, match="does not lie ahead"):
                book()
        assert office.everything() == before

    def test_today_is_none(self, office: Office) -> None:
        number = office.add("Acme: x call Meier today")
        assert office.step(number).due == MONDAY

    def test_of_an_overdue_one_stands_when_only_the_words_change(self, office: Office) -> None:
        number = office.add("Acme: x call Meier tue")
        office.clock.set(FRIDAY)
        assert checking.check_step(office.desk, "call Huber 24.11.2026", stands="2026-11-24")
        followups.next_step(office.desk, number, "call Huber 24.11.2026")
        followups.edit(office.desk, office.step(number).id, "mail Huber 2026-11-24")
        assert (office.step(number).text, office.step(number).due) == ("mail Huber", TUESDAY)
        with pytest.raises(InputError, match="25 Nov 2026 does not lie ahead"):
            followups.next_step(office.desk, number, "mail Huber 25.11.2026")


class TestSettingTheNextStep:
    def test_books_one_where_there_is_none(self, office: Office) -> None:
        number = office.add()
        made = followups.next_step(office.desk, number, "call Meier fri 10:00")
        step = office.step(number)
        assert (step.id, step.kind, step.text) == (made, "call", "call Meier")
        assert (step.due, step.time) == (FRIDAY, "10:00")
        assert office.say() == "Acme GmbH · CNC retrofit: next step set: call Meier"

    def test_edits_the_earliest_open_one(self, office: Office) -> None:
        number = office.add("Acme: x call Meier thu")
        followups.add_followup(office.desk, number, "mail offer fri")
        made = followups.next_step(office.desk, number, "meeting on site wed 14:00")
        assert [(step.id, step.text, step.due) for step in office.followups(number)] == [
            (made, "meeting on site", WEDNESDAY),
            (2, "mail offer", FRIDAY),
        ]
        assert made == 1

    def test_a_line_without_a_date_is_refused(self, office: Office) -> None:
        number = office.add()
        for line in ("call Meier", "call Meier 31.02.", "", "fri"):
            with pytest.raises(InputError):
                followups.next_step(office.desk, number, line)
        assert office.followups(number) == []

    def test_counts_a_postponement_when_it_was_due(self, office: Office) -> None:
        number = office.add("x call Meier mon")
        followups.next_step(office.desk, number, "call Meier tue")
        assert facts(office, number) == (0, None), "ahead of time"
        office.clock.set(TUESDAY)
        followups.next_step(office.desk, number, "call Meier today 16:00")
        assert facts(office, number) == (0, None), "another hour of the day"
        followups.next_step(office.desk, number, "call Meier fri")
        assert facts(office, number) == (1, None)

    def test_other_words_forget_the_attempts(self, office: Office) -> None:
        number = office.add("x call Meier mon")
        followups.missed(office.desk, office.step(number).id)
        followups.next_step(office.desk, number, "call Meier fri")
        assert office.step(number).attempts == 1
        followups.next_step(office.desk, number, "call Huber fri")
        assert office.step(number).attempts == 0

    def test_is_not_for_closed_deals(self, office: Office) -> None:
        number = office.add()
        deals.win(office.desk, number)
        with pytest.raises(InputError, match="no next step"):
            followups.next_step(office.desk, number, "call Meier fri")
        with pytest.raises(InputError, match="no next step"):
            followups.add_followup(office.desk, number, "call Meier fri")

    def test_counts_holidays_out(self, office: Office) -> None:
        options.set_option(office.desk, "free", "2026-11-24")
        number = office.add("x", suggest=True)
        assert office.step(number).due == WEDNESDAY


class TestAFollowupOnItsOwn:
    def test_is_booked_done_missed_and_snoozed_like_any_other(self, office: Office) -> None:
        numbers = [
            followups.add_followup(office.desk, None, line)
            for line in ("task tax return today", "call the bank today", "mail fair today")
        ]
        assert not followups.done(office.desk, numbers[0], "sent", "task pay tax fri")
        assert followups.missed(office.desk, numbers[1]).retry is not None
        followups.snooze(office.desk, [numbers[2]], "fri")
        assert office.rows("SELECT deal_id, text, state FROM followup ORDER BY id") == [
            (None, "task tax return", "done"),
            (None, "call the bank", "open"),
            (None, "mail fair", "open"),
            (None, "task pay tax", "open"),
        ]
        assert office.rows("SELECT * FROM activity") == []


class TestFinishingAFollowup:
    @pytest.mark.parametrize("kind", ["call", "mail", "meeting", "offer"])
    def test_of_these_kinds_is_contact_evidence(self, office: Office, kind: str) -> None:
        number = office.add(f"x {kind} Meier today")
        with office.desk.writer.unnoticed() as work:
            work.edit(work.deal(number), postponements=3, stalled_on="2026-11-20")
        assert office.deal(number).state == "ghost"
        followups.done(office.desk, office.step(number).id, "he says yes", "call Meier fri")
        deal = office.deal(number)
        assert deal.last_contact_on == MONDAY
        assert facts(office, number) == (0, None)
        assert deal.state == "later"
        assert office.rows("SELECT kind, text, reached, followup_id FROM activity") == [
            (kind, "he says yes", 1, 1)
        ]

    def test_a_task_of_one_s_own_is_none(self, office: Office) -> None:
        number = office.add("x task prepare today")
        followups.done(office.desk, office.step(number).id)
        assert office.deal(number).last_contact_on is None
        assert office.rows("SELECT * FROM activity") == []

    def test_keeps_outcome_and_day(self, office: Office) -> None:
        number = office.add("x call Meier fri")
        followups.done(office.desk, office.step(number).id, "he says yes")
        closed = office.followups(number)[0]
        assert (closed.state, closed.outcome) == ("done", "he says yes")
        assert office.rows("SELECT closed_at, closed_on FROM followup") == [
            ("2026-11-23T11:00:00Z", "2026-11-23")
        ]
        assert office.say() == "x: follow-up done: call Meier"

    def test_without_an_outcome_the_text_is_the_evidence(self, office: Office) -> None:
        number = office.add("x call Meier fri")
        followups.done(office.desk, office.step(number).id)
        assert office.value("SELECT text FROM activity") == "call Meier"

    def test_asks_for_the_next_one_only_when_it_was_the_last(self, office: Office) -> None:
        number = office.add("x call Meier tue")
        other = followups.add_followup(office.desk, number, "mail offer wed")
        assert followups.done(office.desk, office.step(number).id) is False
        assert followups.done(office.desk, other) is True
        assert office.deal(number).state == "none"

    def test_does_not_ask_where_none_is_compulsory_or_one_was_given(self, office: Office) -> None:
        prospect = office.add("x @prospect call Meier mon")
        assert followups.done(office.desk, office.step(prospect).id) is False
        number = office.add("y call Meier mon")
        assert followups.done(office.desk, office.step(number).id, "ok", "mail tue") is False
        assert office.step(number).kind == "mail"

    def test_a_next_line_without_a_date_finishes_nothing(self, office: Office) -> None:
        number = office.add("x call Meier mon")
        with pytest.raises(InputError):
            followups.done(office.desk, office.step(number).id, "ok", "mail some day")
        assert office.step(number).text == "call Meier"

    def test_twice_is_refused(self, office: Office) -> None:
        step = office.step(office.add("x call Meier mon")).id
        followups.done(office.desk, step)
        for again in (followups.done, followups.missed):
            with pytest.raises(InputError, match="closed already"):
                again(office.desk, step)

    def test_of_one_that_is_not_there(self, office: Office) -> None:
        with pytest.raises(NotFound):
            followups.done(office.desk, 99)

    @pytest.mark.parametrize(
        ("line", "parts"),
        [
            ("he says yes > call fri", ("he says yes", "call fri")),
            ("he says yes", ("he says yes", None)),
            ("> call fri", ("", "call fri")),
            ("he says yes >", ("he says yes", followups.SUGGESTED)),
            (">", ("", followups.SUGGESTED)),
            ("over >10k now > call fri > mail", ("over >10k now", "call fri > mail")),
            ("", ("", None)),
        ],
    )
    def test_one_line_says_both(self, line: str, parts: tuple[str, str | None]) -> None:
        assert followups.split_done(line) == parts


class TestAMissingStep:
    def test_makes_a_ghost_from_the_next_working_day_on(self, office: Office) -> None:
        office.clock.set(FRIDAY)
        number = office.add("x call Meier fri")
        followups.done(office.desk, office.step(number).id)
        assert office.deal(number).state == "none"
        office.clock.set(date(2026, 11, 29))
        assert office.deal(number).state == "none", "Sunday is no working day"
        office.clock.set(NEXT_MONDAY)
        assert office.deal(number).state == "ghost"

    def test_counts_from_the_day_it_went_missing(self, office: Office) -> None:
        number = office.add()
        office.clock.set(TUESDAY)
        deals.set_field(office.desk, number, "benefit", "an edit is no step")
        assert office.deal(number).state == "ghost"
        assert office.value("SELECT missing_since FROM deal") == "2026-11-23"

    def test_is_booked_away(self, office: Office) -> None:
        number = office.add()
        office.clock.set(TUESDAY)
        followups.next_step(office.desk, number, "call Meier fri")
        assert office.deal(number).state == "later"
        assert office.value("SELECT missing_since FROM deal") is None

    def test_of_an_imported_deal_waits_for_its_review(self, office: Office) -> None:
        number = office.add()
        with office.desk.writer.unnoticed() as work:
            work.edit(work.deal(number), unreviewed=1)
        office.clock.pass_days(30)
        deals.set_field(office.desk, number, "benefit", "much")
        assert office.deal(number).state == "none"
        deals.move(office.desk, number, office.stage("Proposal"))
        assert office.value("SELECT missing_since FROM deal") == "2026-12-23"


class TestNotReached:
    """Other half of the day, then +1, then +3 working days, then a mail, then nothing."""

    def test_the_whole_ladder(self, office: Office) -> None:
        number = office.add("x call Meier today 10:00")
        step = office.step(number).id
        booked = []
        for _attempt in range(5):
            missed = followups.missed(office.desk, step)
            booked.append(missed.retry and (missed.retry.kind, missed.retry.day, missed.retry.time))
        assert booked == [
            ("call", MONDAY, "14:00"),
            ("call", TUESDAY, "14:00"),
            ("call", THURSDAY, "14:00"),
            ("mail", TUESDAY, None),
            None,
        ]
        assert "close the deal or park it" in missed.advice
        assert missed.attempts == 5
        assert office.rows("SELECT state, attempts, text FROM followup") == [
            ("cancelled", 5, "call Meier")
        ]
        assert office.deal(number).state == "none"

    @pytest.mark.parametrize(
        ("day", "now", "planned", "retry"),
        [
            (MONDAY, time(10), "", (MONDAY, "14:00")),
            (MONDAY, time(15), "", (TUESDAY, "09:00")),
            (MONDAY, time(15), "10:00", (TUESDAY, "09:00")),
            (MONDAY, time(10), "12:00", (TUESDAY, "09:00")),
            (FRIDAY, time(16), "15:00", (NEXT_MONDAY, "09:00")),
            (date(2026, 11, 28), time(10), "", (NEXT_MONDAY, "09:00")),
        ],
    )
    def test_the_first_retry_is_in_the_other_half_of_the_day(
        self, office: Office, day: date, now: time, planned: str, retry: tuple[date, str]
    ) -> None:
        office.clock.set(day, now)
        number = office.add(f"x call Meier today {planned}")
        missed = followups.missed(office.desk, office.step(number).id)
        assert missed.retry is not None
        assert (missed.retry.day, missed.retry.time) == retry
        step = office.step(number)
        assert (step.due, step.time, step.attempts) == (*retry, 1)

    @pytest.mark.parametrize(
        ("kind", "tried"), [("call", "call"), ("mail", "mail"), ("task", "call"), ("offer", "call")]
    )
    def test_is_neither_contact_nor_postponement(
        self, office: Office, kind: str, tried: str
    ) -> None:
        number = office.add(f"x {kind} Meier today")
        followups.missed(office.desk, office.step(number).id)
        assert office.deal(number).last_contact_on is None
        assert facts(office, number) == (0, None)
        assert office.step(number).postponed == 0
        assert office.rows("SELECT kind, reached FROM activity") == [(tried, 0)]
        assert office.say().startswith("x: missed: ")


class TestSnoozing:
    def test_one_ahead_of_time_is_no_postponement(self, office: Office) -> None:
        number = office.add("x call Meier thu 10:00")
        followups.snooze(office.desk, [office.step(number).id], "fri")
        step = office.step(number)
        assert (step.due, step.time, step.postponed) == (FRIDAY, "10:00", 0)
        assert facts(office, number) == (0, None)

    def test_another_hour_of_the_day_is_none(self, office: Office) -> None:
        number = office.add("x call Meier today 10:00")
        followups.snooze(office.desk, [office.step(number).id], "today 16:00")
        assert (office.step(number).time, facts(office, number)) == ("16:00", (0, None))

    def test_a_day_gone_by_is_refused_while_typed_and_when_saved(self, office: Office) -> None:
        number = office.add("x call Meier today 10:00")
        step = office.step(number).id
        with pytest.raises(InputError, match="20 Nov 2026 does not lie ahead"):
            checking.check_snooze(office.desk, "20.11.2026")
        with pytest.raises(InputError, match="does not lie ahead"):
            followups.snooze(office.desk, [step], "20.11.2026 customer asked")
        assert office.step(number).due == MONDAY
        assert facts(office, number) == (0, None)

    def test_the_third_one_makes_a_ghost(self, office: Office) -> None:
        number = office.add("x call Meier today")
        step = office.step(number).id
        for count in (1, 2):
            followups.snooze(office.desk, [step], "tomorrow")
            assert facts(office, number) == (count, None)
            assert office.deal(number).state == "later"
            office.clock.pass_days(1)
        followups.snooze(office.desk, [step], "tomorrow")
        assert facts(office, number) == (3, "2026-11-25")
        assert office.deal(number).state == "ghost"
        assert office.step(number).postponed == 3

    def test_contact_between_them_counts_anew(self, office: Office) -> None:
        number = office.add("x call Meier today")
        step = office.step(number).id
        followups.snooze(office.desk, [step], "tomorrow")
        deals.log(office.desk, number, "talked", "call")
        assert facts(office, number) == (0, None)

    @pytest.mark.parametrize(
        "phrase",
        [
            "fri customer asked",
            "customer asked fri",
            "fr Kunde bat",
            "auf Wunsch: fri",
            "fri, asked",
        ],
    )
    def test_because_the_customer_asked_is_contact(self, office: Office, phrase: str) -> None:
        number = office.add("x call Meier today")
        followups.snooze(office.desk, [office.step(number).id], phrase)
        assert office.step(number).due == FRIDAY
        assert facts(office, number) == (0, None)
        assert office.deal(number).last_contact_on == MONDAY
        assert office.rows("SELECT kind, reached FROM activity") == [("call", 1)]

    @pytest.mark.parametrize("phrase", ["", "asked", "some day", "5%", "31.02."])
    def test_what_is_no_date_is_refused(self, office: Office, phrase: str) -> None:
        number = office.add("x call Meier today")
        with pytest.raises(InputError):
            followups.snooze(office.desk, [office.step(number).id], phrase)
        assert office.step(number).due == MONDAY

    def test_several_at_once_are_one_step(self, office: Office) -> None:
        numbers = [office.step(office.add(f"{n} call Meier today")).id for n in ("a", "b", "c")]
        assert followups.snooze(office.desk, [*numbers, numbers[0]], "fri") == numbers
        assert office.say() == "3 follow-ups postponed"
        assert len(office.steps()) == 4


class TestReDatingAGhost:
    def ghost(self, office: Office) -> int:
        number = office.add("x call Meier today")
        for _turn in range(3):
            followups.snooze(office.desk, [office.step(number).id], "tomorrow")
            office.clock.pass_days(1)
        assert office.deal(number).state == "ghost"
        return number

    def test_by_a_next_step_cancels_the_old_one_and_starts_anew(self, office: Office) -> None:
        number = self.ghost(office)
        made = followups.next_step(office.desk, number, "meeting on site mon")
        assert office.rows("SELECT id, state, text FROM followup ORDER BY id") == [
            (1, "cancelled", "call Meier"),
            (made, "open", "meeting on site"),
        ]
        assert facts(office, number) == (0, None)
        assert office.deal(number).state == "later"

    def test_by_a_snooze_too(self, office: Office) -> None:
        number = self.ghost(office)
        old = office.step(number).id
        (made,) = followups.snooze(office.desk, [old], "mon")
        assert made != old
        assert office.step(number).text == "call Meier"
        assert office.step(number).postponed == 0
        assert facts(office, number) == (0, None)

    def test_another_hour_does_not_bring_it_back(self, office: Office) -> None:
        number = self.ghost(office)
        old = office.step(number).id
        assert followups.snooze(office.desk, [old], "today 16:00") == [old]
        assert office.deal(number).state == "ghost"

    def test_an_overdue_ghost_comes_back_as_well(self, office: Office) -> None:
        number = office.add("x call Meier tomorrow")
        office.clock.pass_days(30)
        assert office.deal(number).state == "ghost"
        followups.snooze(office.desk, [office.step(number).id], "+3d")
        assert office.deal(number).state == "waiting"

    def test_without_a_step_one_is_booked(self, office: Office) -> None:
        number = office.add()
        office.clock.pass_days(5)
        followups.next_step(office.desk, number, "call Meier fri")
        assert office.deal(number).state == "later"


class TestTheAgendaShowsTheSameRecord:
    def test_as_the_deal(self, office: Office) -> None:
        number = office.add("x call Meier today")
        (row,) = reads.agenda(office.desk.reader, None, 10, MONDAY)
        assert row.id == office.step(number).id
        followups.next_step(office.desk, number, "call Huber today 15:00")
        (row,) = reads.agenda(office.desk.reader, None, 10, MONDAY)
        assert (row.text, row.time) == ("call Huber", "15:00")
