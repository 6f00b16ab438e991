"""From one follow-up to the next: what comes again, what is suggested, what is asked for.

Every behaviour is taken back with undo and done again with redo.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time

import pytest

from pipeline_tui.domain.quickadd import Step
from pipeline_tui.errors import Ambiguous, Conflict, InputError, NotFound
from pipeline_tui.services import checking, deals, followups, history, moving, options
from pipeline_tui.store import reads
from tests.services.office import MONDAY, Office

TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
THURSDAY = date(2026, 11, 26)
FRIDAY = date(2026, 11, 27)
NEXT_MONDAY = date(2026, 11, 30)


@contextmanager
def one_step(office: Office) -> Iterator[None]:
    """What happens inside is one step that undo takes back and redo does again."""
    before, steps = office.everything(), office.steps()
    yield
    after = office.everything()
    assert after != before
    assert office.steps()[1:] == steps
    history.undo(office.desk)
    assert office.everything() == before
    history.redo(office.desk)
    assert office.everything() == after


def open_days(office: Office, deal_id: int) -> list[date]:
    """When the open follow-ups of a deal are due."""
    return [row.due for row in office.followups(deal_id) if row.state not in ("done", "cancelled")]


class TestARecurringFollowup:
    def recurring(self, office: Office, line: str = "call Meier today 10:00 every 2 weeks") -> int:
        number = office.add("Acme: x")
        followups.next_step(office.desk, number, line)
        return number

    def test_comes_again_when_it_is_done(self, office: Office) -> None:
        number = self.recurring(office)
        rule = office.step(number).repeat
        assert rule
        with one_step(office):
            followups.done(office.desk, office.step(number).id, "he is well")
        step = office.step(number)
        assert (step.kind, step.text, step.due, step.time, step.repeat) == (
            "call", "call Meier", date(2026, 12, 7), "10:00", rule,
        )  # fmt: skip
        assert (step.attempts, step.postponed, step.promised) == (0, 0, False)
        assert office.deal(number).last_contact_on == MONDAY

    def test_asks_for_nothing(self, office: Office) -> None:
        number = self.recurring(office)
        step = office.step(number).id
        assert not followups.asks_next(office.desk, step)
        assert followups.comes_again(office.desk, step) == Step(
            "call", "call Meier", date(2026, 12, 7), "10:00", office.step(number).repeat
        )
        assert followups.done_line(office.desk, step, "") is False
        assert open_days(office, number) == [date(2026, 12, 7)]

    def test_done_late_does_not_make_up_for_days_that_have_passed(self, office: Office) -> None:
        number = self.recurring(office, "call Meier every monday")
        assert office.step(number).due == NEXT_MONDAY
        office.clock.set(date(2026, 12, 16))
        followups.done(office.desk, office.step(number).id)
        assert open_days(office, number) == [date(2026, 12, 21)]

    def test_done_ahead_of_time_comes_after_its_own_day(self, office: Office) -> None:
        number = self.recurring(office, "call Meier fri every week")
        followups.done(office.desk, office.step(number).id)
        assert open_days(office, number) == [date(2026, 12, 4)]

    def test_on_the_last_day_is_right_in_every_month(self, office: Office) -> None:
        number = self.recurring(office, "task invoices every month on the last day")
        days = []
        for _month in range(5):
            days.append(office.step(number).due)
            office.clock.set(days[-1])
            followups.done(office.desk, office.step(number).id)
        assert [(day.month, day.day) for day in days] == [
            (11, 30), (12, 31), (1, 31), (2, 28), (3, 31),
        ]  # fmt: skip

    def test_keeps_its_weekday_when_it_is_postponed_once(self, office: Office) -> None:
        number = self.recurring(office, "call Meier today every week")
        with one_step(office):
            followups.snooze(office.desk, [office.step(number).id], "wed")
        office.clock.set(WEDNESDAY)
        followups.done(office.desk, office.step(number).id)
        assert open_days(office, number) == [NEXT_MONDAY]

    def test_stays_one_when_a_ghost_is_redated(self, office: Office) -> None:
        number = self.recurring(office, "call Meier today every week")
        for _turn in range(3):
            followups.snooze(office.desk, [office.step(number).id], "tomorrow")
            office.clock.pass_days(1)
        assert office.deal(number).state == "ghost"
        rule = office.step(number).repeat
        with one_step(office):
            followups.snooze(office.desk, [office.step(number).id], "mon")
        assert office.step(number).repeat == rule

    def test_tried_in_vain_comes_again_as_what_it_was(self, office: Office) -> None:
        number = self.recurring(office, "call Meier today every week")
        for _attempt in range(4):
            with one_step(office):
                followups.missed(office.desk, office.step(number).id)
        assert office.step(number).kind == "mail"
        again = followups.comes_again(office.desk, office.step(number).id)
        with one_step(office):
            followups.done(office.desk, office.step(number).id)
        step = office.step(number)
        assert (step.kind, step.due, step.attempts) == ("call", NEXT_MONDAY, 0)
        assert again == Step(step.kind, step.text, step.due, step.time, step.repeat)

    def test_moved_to_another_time_comes_again_at_its_own(self, office: Office) -> None:
        number = self.recurring(office, "call Meier today 10:00 every week")
        with one_step(office):
            followups.snooze(office.desk, [office.step(number).id], "wed 14:00")
        assert office.step(number).time == "14:00"
        again = followups.comes_again(office.desk, office.step(number).id)
        assert again is not None
        assert (again.day, again.time) == (NEXT_MONDAY, "10:00")
        with one_step(office):
            followups.done(office.desk, office.step(number).id)
        assert (office.step(number).due, office.step(number).time) == (NEXT_MONDAY, "10:00")

    def test_tried_at_another_hour_comes_again_at_its_own(self, office: Office) -> None:
        number = self.recurring(office, "call Meier today 10:00 every week")
        office.clock.set(MONDAY, time(10, 5))
        followups.missed(office.desk, office.step(number).id)
        assert office.step(number).time not in ("", "10:00")
        followups.done(office.desk, office.step(number).id)
        assert (office.step(number).due, office.step(number).time) == (NEXT_MONDAY, "10:00")

    def test_given_a_time_for_once_comes_again_without(self, office: Office) -> None:
        number = self.recurring(office, "call Meier today every week")
        followups.snooze(office.desk, [office.step(number).id], "today 14:00")
        followups.done(office.desk, office.step(number).id)
        assert (office.step(number).due, office.step(number).time) == (NEXT_MONDAY, None)

    def test_moved_as_the_step_of_a_ghost_comes_again_at_its_own_time(self, office: Office) -> None:
        number = self.recurring(office, "call Meier today 10:00 every week")
        with office.desk.writer.unnoticed() as work:
            work.edit(work.deal(number), postponements=3, stalled_on="2026-11-20")
        with one_step(office):
            followups.snooze(office.desk, [office.step(number).id], "wed 14:00")
        followups.done(office.desk, office.step(number).id)
        assert (office.step(number).due, office.step(number).time) == (NEXT_MONDAY, "10:00")

    @pytest.mark.parametrize(
        ("line", "time"),
        [
            ("call Huber today 14:00 every week", "10:00"),  # as the prompt offers it
            ("call Meier today 16:00 every week", "16:00"),
            ("call Meier today every week", None),
            ("call Meier today 9:00 every 2 weeks", "09:00"),
        ],
    )
    def test_comes_again_at_the_time_it_was_edited_to(
        self, office: Office, line: str, time: str | None
    ) -> None:
        number = self.recurring(office, "call Meier today 10:00 every week")
        followups.snooze(office.desk, [office.step(number).id], "today 14:00")
        with one_step(office):
            followups.next_step(office.desk, number, line)
        again = followups.comes_again(office.desk, office.step(number).id)
        followups.done(office.desk, office.step(number).id)
        assert office.step(number).time == time
        assert again is not None
        assert again.time == time

    def test_ends_when_it_is_cancelled(self, office: Office) -> None:
        number = self.recurring(office)
        with one_step(office):
            assert followups.cancel(office.desk, [office.step(number).id]) is True
        assert office.deal(number).next is None

    def test_ends_with_a_next_step_that_does_not_come_again(self, office: Office) -> None:
        number = self.recurring(office)
        with one_step(office):
            followups.next_step(office.desk, number, "call Meier fri")
        assert office.step(number).repeat == ""
        followups.done(office.desk, office.step(number).id)
        assert office.deal(number).next is None

    def test_ends_after_its_last_day_and_asks_then(self, office: Office) -> None:
        number = self.recurring(office, "call Meier today every week until 30.11.")
        assert not followups.asks_next(office.desk, office.step(number).id)
        followups.done(office.desk, office.step(number).id)
        assert open_days(office, number) == [NEXT_MONDAY]
        assert followups.asks_next(office.desk, office.step(number).id)
        assert followups.done(office.desk, office.step(number).id) is True

    def test_with_a_next_step_named_books_both(self, office: Office) -> None:
        number = self.recurring(office)
        with one_step(office):
            followups.done_line(office.desk, office.step(number).id, "well > mail offer fri")
        assert open_days(office, number) == [FRIDAY, date(2026, 12, 7)]

    def test_with_a_bare_mark_books_its_next_day_only(self, office: Office) -> None:
        number = self.recurring(office)
        followups.done_line(office.desk, office.step(number).id, "well >")
        assert open_days(office, number) == [date(2026, 12, 7)]

    def test_stands_on_its_own_as_well(self, office: Office) -> None:
        made = followups.add_followup(office.desk, None, "task plan the week every monday")
        with one_step(office):
            followups.done(office.desk, made)
        found = office.rows("SELECT deal_id, due, state FROM followup ORDER BY id")
        assert found == [(None, "2026-11-30", "done"), (None, "2026-12-07", "open")]

    def test_passes_over_free_days_when_it_comes_every_working_day(self, office: Office) -> None:
        options.set_option(office.desk, "free", "2026-11-24")
        number = self.recurring(office, "call Meier today every working day")
        followups.done(office.desk, office.step(number).id)
        assert open_days(office, number) == [WEDNESDAY]

    def test_of_a_rule_nobody_can_read_can_still_be_finished(self, office: Office) -> None:
        number = self.recurring(office)
        with office.desk.writer.unnoticed() as work:
            work.edit(work.followup(1), repeat="FREQ=SOMETIMES")
        assert followups.done(office.desk, office.step(number).id) is True

    def test_that_never_comes_is_refused(self, office: Office) -> None:
        number = office.add("Acme: x")
        for line in ("call Meier every 0 days", "call Meier every 31.02."):
            with pytest.raises(InputError):
                followups.next_step(office.desk, number, line)
        assert office.followups(number) == []


class TestFinishingInOneLine:
    def test_says_what_came_of_it_and_what_comes_next(self, office: Office) -> None:
        number = office.add("x call Meier today")
        with one_step(office):
            followups.done_line(office.desk, office.step(number).id, "wants it > mail offer fri")
        assert office.step(number).text == "mail offer"
        assert office.followups(number)[-1].outcome == "wants it"

    def test_a_bare_mark_takes_the_suggestion(self, office: Office) -> None:
        number = office.add("x @prospect call Meier today")
        with one_step(office):
            followups.done_line(office.desk, office.step(number).id, "wants it >")
        assert (office.step(number).text, office.step(number).due) == ("call Meier", TUESDAY)

    def test_an_empty_one_takes_the_suggestion_when_it_was_the_last(self, office: Office) -> None:
        number = office.add("x call Meier today")
        step = office.step(number).id
        assert followups.asks_next(office.desk, step)
        with one_step(office):
            assert followups.done_line(office.desk, step, "") is False
        assert (office.step(number).text, office.step(number).due) == ("call Meier", TUESDAY)

    def test_an_empty_one_books_nothing_while_another_is_open(self, office: Office) -> None:
        number = office.add("x call Meier today")
        followups.add_followup(office.desk, number, "mail offer fri")
        step = office.step(number).id
        assert not followups.asks_next(office.desk, step)
        with one_step(office):
            assert followups.done_line(office.desk, step, "") is False
        assert [row.text for row in office.followups(number)] == ["mail offer", "call Meier"]

    def test_an_empty_one_books_nothing_where_no_step_is_asked_for(self, office: Office) -> None:
        prospect = office.add("x @prospect call Meier today")
        step = office.step(prospect).id
        assert not followups.asks_next(office.desk, step)
        followups.done_line(office.desk, step, "")
        assert office.deal(prospect).next is None
        alone = followups.add_followup(office.desk, None, "task tax today")
        assert not followups.asks_next(office.desk, alone)
        followups.done_line(office.desk, alone, "")
        assert office.value("SELECT count(*) FROM followup WHERE state = 'open'") == 0

    def test_only_an_outcome_leaves_the_deal_without_a_next_step(self, office: Office) -> None:
        number = office.add("x call Meier today")
        with one_step(office):
            assert followups.done_line(office.desk, office.step(number).id, "wants it") is True
        assert office.deal(number).state == "none"

    @pytest.mark.parametrize(
        "line", ["yes > mail some day", "yes > fri", "yes > call 31.02.", "> mail 25:00"]
    )
    def test_a_next_step_that_cannot_be_read_finishes_nothing(
        self, office: Office, line: str
    ) -> None:
        number = office.add("x call Meier today")
        before = office.everything()
        with pytest.raises(InputError):
            followups.done_line(office.desk, office.step(number).id, line)
        assert office.everything() == before

    @pytest.mark.parametrize("line", ["", ">", "yes", "yes >", "yes > mail offer fri"])
    @pytest.mark.parametrize("step", ["call Meier today", "call Meier today every week"])
    @pytest.mark.parametrize("other", ["", "mail sheet thu"])
    def test_the_echo_says_before_what_is_booked_then(
        self, office: Office, line: str, step: str, other: str
    ) -> None:
        number = office.add("x")
        followups.next_step(office.desk, number, step)
        if other:
            followups.add_followup(office.desk, number, other)
        there = {row.id for row in office.followups(number)}
        current = office.step(number).id
        said = checking.check_done(office.desk, line, current)
        followups.done_line(office.desk, current, line)
        made = [row for row in office.followups(number) if row.id not in there]
        booked = {Step(row.kind, row.text, row.due, row.time, row.repeat) for row in made}
        assert booked == {found for found in (said.again, said.step) if found is not None}


class TestWhatIsSuggested:
    def suggested(self, office: Office, number: int) -> tuple[str, str, date]:
        step = followups.suggested_next(office.desk, office.step(number).id)
        return step.kind, step.text, step.day

    def test_is_what_the_stage_plans(self, office: Office) -> None:
        number = office.add("x @proposal offer send it today")
        assert self.suggested(office, number) == ("call", "walk through the offer", THURSDAY)

    def test_is_the_same_again_once_that_was_done(self, office: Office) -> None:
        number = office.add("x @proposal offer send it today")
        followups.done_line(office.desk, office.step(number).id, "")
        assert office.step(number).text == "walk through the offer"
        office.clock.set(THURSDAY)
        assert self.suggested(office, number) == ("call", "walk through the offer", FRIDAY)

    def test_counts_a_call_as_the_planned_call_whatever_its_words(self, office: Office) -> None:
        number = office.add("x call Meier today")
        assert self.suggested(office, number) == ("call", "call Meier", TUESDAY)

    def test_passes_over_what_is_booked_already(self, office: Office) -> None:
        number = office.add("x @proposal offer send it today")
        followups.add_followup(office.desk, number, "call Meier fri")
        assert self.suggested(office, number) == ("offer", "offer send it", TUESDAY)

    def test_goes_through_the_plan_in_its_order(self, office: Office) -> None:
        number = office.add("x @onboarding mail hello today")
        planned = []
        for _turn in range(3):
            followups.done_line(office.desk, office.step(number).id, "")
            step = office.step(number)
            planned.append((step.kind, step.text, step.due))
        assert planned == [
            ("meeting", "kick-off", THURSDAY),
            ("call", "success check after 30 days", date(2026, 12, 21)),
            ("call", "success check after 30 days", TUESDAY),
        ]

    def test_is_never_before_the_next_working_day(self, office: Office) -> None:
        number = office.add("x @proposal offer send it +2w")
        office.clock.set(FRIDAY + (FRIDAY - MONDAY) * 2)
        assert self.suggested(office, number)[2] == date(2026, 12, 7)

    def test_begins_anew_in_another_stage(self, office: Office) -> None:
        number = office.add("x @proposal call Meier today")
        followups.done(office.desk, office.step(number).id, "", "mail contract fri")
        office.clock.pass_days(1)
        moving.move(office.desk, number, office.stage("Negotiation"))
        assert self.suggested(office, number) == ("call", "clear the open points", THURSDAY)

    def test_counts_free_days_out(self, office: Office) -> None:
        options.set_option(office.desk, "free", "2026-11-24")
        number = office.add("x @proposal offer send it today")
        assert self.suggested(office, number)[2] == FRIDAY

    def test_speaks_the_language_of_the_template(self, office: Office) -> None:
        german = Office(office.path.with_name("deutsch.db"), "b2b-de")
        number = german.add("x @angebot angebot schicken heute")
        assert self.suggested(german, number)[1] == "Angebot durchsprechen"
        german.desk.close()

    def test_without_a_deal_is_the_same_again(self, office: Office) -> None:
        made = followups.add_followup(office.desk, None, "call the bank today 10:00")
        step = followups.suggested_next(office.desk, made)
        assert step == Step("call", "call the bank", TUESDAY, None)

    def test_of_a_followup_that_is_not_there(self, office: Office) -> None:
        assert not followups.asks_next(office.desk, 99)
        assert followups.comes_again(office.desk, 99) is None
        with pytest.raises(NotFound):
            followups.suggested_next(office.desk, 99)


class TestCancelling:
    def test_closes_without_contact_or_postponement(self, office: Office) -> None:
        number = office.add("x call Meier today")
        with one_step(office):
            assert followups.cancel(office.desk, [office.step(number).id]) is True
        assert office.say() == "x: follow-up cancelled: call Meier"
        deal = office.deal(number)
        assert (deal.state, deal.last_contact_on, deal.postponements) == ("none", None, 0)
        assert office.rows("SELECT state, closed_on FROM followup") == [("cancelled", "2026-11-23")]
        assert office.rows("SELECT * FROM activity") == []

    def test_several_at_once_are_one_step(self, office: Office) -> None:
        number = office.add("x call Meier today")
        followups.add_followup(office.desk, number, "mail offer fri")
        alone = followups.add_followup(office.desk, None, "task tax fri")
        with one_step(office):
            assert followups.cancel(office.desk, [1, alone, alone]) is False
        assert office.say() == "2 follow-ups cancelled"
        assert office.step(number).text == "mail offer"

    def test_says_why(self, office: Office) -> None:
        number = office.add("x call Meier today")
        followups.cancel(office.desk, [office.step(number).id], "he called himself")
        assert office.followups(number)[0].outcome == "he called himself"

    def test_twice_is_refused_and_cancels_none_of_them(self, office: Office) -> None:
        first = office.step(office.add("x call Meier today")).id
        second = office.step(office.add("y call Huber today")).id
        followups.cancel(office.desk, [first])
        with pytest.raises(InputError, match="closed already"):
            followups.cancel(office.desk, [second, first])
        assert office.value("SELECT state FROM followup WHERE id = ?", second) == "open"


class TestADayTheCustomerAskedFor:
    def promised(self, office: Office) -> int:
        number = office.add("x call Meier today")
        with one_step(office):
            followups.snooze(office.desk, [office.step(number).id], "fri 10:00", asked=True)
        assert office.step(number).promised
        assert office.deal(number).last_contact_on == MONDAY
        assert office.deal(number).postponements == 0
        return number

    def test_is_a_promise_until_it_is_another_day(self, office: Office) -> None:
        number = self.promised(office)
        with one_step(office):
            followups.snooze(office.desk, [office.step(number).id], "fri 14:00")
        assert office.step(number).promised, "another hour of that day"
        with one_step(office):
            followups.snooze(office.desk, [office.step(number).id], "mon")
        assert not office.step(number).promised

    def test_is_one_when_the_phrase_says_so(self, office: Office) -> None:
        number = office.add("x call Meier today")
        followups.snooze(office.desk, [office.step(number).id], "fri Kunde bat")
        assert office.step(number).promised

    def test_is_none_for_the_words_of_another_day(self, office: Office) -> None:
        number = self.promised(office)
        followups.next_step(office.desk, number, "call Meier about budget fri")
        assert office.step(number).promised
        followups.next_step(office.desk, number, "call Meier about budget thu")
        assert not office.step(number).promised

    def test_is_none_for_the_retry_on_another_day(self, office: Office) -> None:
        number = self.promised(office)
        office.clock.set(FRIDAY)
        followups.missed(office.desk, office.step(number).id)
        assert (office.step(number).due, office.step(number).promised) == (FRIDAY, True)
        followups.missed(office.desk, office.step(number).id)
        assert (office.step(number).due, office.step(number).promised) == (NEXT_MONDAY, False)

    def test_can_be_asked_for_without_a_deal(self, office: Office) -> None:
        made = followups.add_followup(office.desk, None, "call the bank today")
        followups.snooze(office.desk, [made], "fri", asked=True)
        assert office.rows("SELECT due, promised, postponed FROM followup") == [
            ("2026-11-27", 1, 0)
        ]

    def test_brings_marked_ones_along_together(self, office: Office) -> None:
        numbers = [office.add(f"{name} call Meier today") for name in ("a", "b")]
        steps = [office.step(number).id for number in numbers]
        with one_step(office):
            followups.snooze(office.desk, steps, "fri", asked=True)
        assert all(office.step(number).promised for number in numbers)


class TestTryingInVain:
    def test_says_what_came_of_it(self, office: Office) -> None:
        number = office.add("x call Meier today")
        with one_step(office):
            followups.missed(office.desk, office.step(number).id, "on holiday until fri")
        assert office.step(number).outcome == "on holiday until fri"
        assert office.value("SELECT text FROM activity") == "on holiday until fri"
        with one_step(office):
            followups.missed(office.desk, office.step(number).id)
        assert office.step(number).outcome == "on holiday until fri"

    def test_the_fifth_time_ends_it_with_its_outcome(self, office: Office) -> None:
        number = office.add("x call Meier today")
        for _attempt in range(4):
            followups.missed(office.desk, office.step(number).id)
        with one_step(office):
            last = followups.missed(office.desk, office.step(number).id, "no such number")
        assert last.retry is None
        (closed,) = office.followups(number)
        assert (closed.state, closed.outcome) == ("cancelled", "no such number")


class TestAddingAFollowupByALine:
    def test_for_the_deal_that_is_named_before_the_colon(self, office: Office) -> None:
        number = office.add("Acme GmbH: CNC retrofit")
        office.add("Globex: CNC line")
        for words in ("acme", "retrofit acme", f"#{number}", str(number)):
            found = checking.check_addition(office.desk, f"{words}: call Meier fri 10:00")
            assert (found.deal_id, found.name) == (number, "Acme GmbH · CNC retrofit")
            assert found.step == Step("call", "call Meier", FRIDAY, "10:00")
            assert found.line == "call Meier fri 10:00"
        with one_step(office):
            followups.add_followup(office.desk, number, "call Meier fri 10:00")
        assert office.step(number).text == "call Meier"

    def test_on_its_own_without_one(self, office: Office) -> None:
        found = checking.check_addition(office.desk, "call tax office fri 10:00 every month")
        assert found[:3] == (None, "", "call tax office fri 10:00 every month")
        with one_step(office):
            followups.add_followup(office.desk, found.deal_id, found.line)
        (row,) = reads.agenda(office.desk.reader, None, 9, MONDAY)
        assert (row.deal, row.text, row.repeat) == (None, "call tax office", found.step.repeat)
        assert row.repeat

    @pytest.mark.parametrize(
        ("line", "error"),
        [
            ("nobody: call fri", NotFound),
            ("99: call fri", NotFound),
            ("cnc: call fri", Ambiguous),
            (": call fri", InputError),
            ("acme: call some day", InputError),
            ("call tax office", InputError),
            ("fri", InputError),
        ],
    )
    def test_is_refused_where_it_stands(
        self, office: Office, line: str, error: type[Exception]
    ) -> None:
        office.add("Acme GmbH: CNC retrofit")
        office.add("Globex: CNC line")
        with pytest.raises(error):
            checking.check_addition(office.desk, line)

    def test_is_not_for_closed_deals(self, office: Office) -> None:
        number = office.add("Acme: x")
        deals.win(office.desk, number)
        with pytest.raises(InputError, match="Acme · x is closed"):
            checking.check_addition(office.desk, f"{number}: call fri")


class TestEditingOneFollowUp:
    """Exactly the one that is meant, whether it is its deal's next step or not."""

    def row(self, office: Office, number: int) -> tuple[object, ...]:
        sql = "SELECT kind, text, due, time, repeat, postponed FROM followup WHERE id = ?"
        return office.rows(sql, number)[0]

    def test_leaves_the_next_step_of_its_deal_alone(self, office: Office) -> None:
        deal = office.add("Acme: x call Meier thu")
        later = followups.add_followup(office.desk, deal, "mail offer fri")
        with one_step(office):
            line = "meet Huber 30.11. 10:00 every 2 weeks"
            assert followups.edit(office.desk, later, line) == later
            assert self.row(office, later) == (
                *("meeting", "meet Huber", "2026-11-30", "10:00"),
                *("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 0),
            )
            assert office.step(deal).text == "call Meier"
            assert office.say() == "Acme · x: follow-up changed: meet Huber"

    def test_needs_no_deal(self, office: Office) -> None:
        own = followups.add_followup(office.desk, None, "call tax office today 10:00 every month")
        with one_step(office):
            followups.edit(office.desk, own, "call tax office tue")
            due = "2026-11-24"
            assert self.row(office, own) == ("call", "call tax office", due, "", "", 1)
            assert office.say() == "follow-up changed: call tax office"

    def test_counts_a_postponement_only_when_it_was_due(self, office: Office) -> None:
        deal = office.add("x call Meier thu")
        due = followups.add_followup(office.desk, deal, "mail offer fri")
        followups.edit(office.desk, due, "mail offer thu 16:00")
        assert office.deal(deal).postponements == 0, "ahead of time"
        office.clock.set(THURSDAY)
        followups.edit(office.desk, due, "mail offer today 17:00")
        assert office.deal(deal).postponements == 0, "another hour of the day"
        followups.edit(office.desk, due, "mail offer fri")
        assert office.deal(deal).postponements == 1
        assert self.row(office, due)[-1] == 1

    def test_keeps_the_promised_day_until_it_moves(self, office: Office) -> None:
        deal = office.add("x call Meier today")
        number = office.step(deal).id
        followups.snooze(office.desk, [number], "fri", asked=True)
        followups.edit(office.desk, number, "call Huber fri")
        assert office.step(deal).promised
        followups.edit(office.desk, number, "call Huber 30.11.")
        assert not office.step(deal).promised

    def test_brings_a_ghost_back_by_another_day_not_by_other_words(self, office: Office) -> None:
        deal = office.add("x call Meier today")
        first = office.step(deal).id
        with office.desk.writer.unnoticed() as work:
            work.edit(work.deal(deal), postponements=3, stalled_on="2026-11-20")
        assert followups.edit(office.desk, first, "call Huber today") == first
        assert office.deal(deal).state == "ghost"
        with one_step(office):
            assert followups.edit(office.desk, first, "call Huber fri") != first
            assert office.deal(deal).state == "later"
            assert office.deal(deal).postponements == 0

    def test_keeps_the_kind_unless_the_words_name_another(self, office: Office) -> None:
        deal = office.add("x call Meier today")
        number = office.step(deal).id
        with office.desk.writer.unnoticed() as work:
            work.edit(work.followup(number), kind="mail")  # after four calls in vain
        followups.edit(office.desk, number, "call Meier fri")
        assert office.step(deal).kind == "mail"
        followups.edit(office.desk, number, "meet Meier fri")
        assert office.step(deal).kind == "meeting"

    def test_forgets_the_attempts_with_other_words(self, office: Office) -> None:
        number = office.step(office.add("x call Meier today")).id
        followups.missed(office.desk, number)
        followups.edit(office.desk, number, "call Meier fri")
        assert office.value("SELECT attempts FROM followup") == 1
        followups.edit(office.desk, number, "call Huber fri")
        assert office.value("SELECT attempts FROM followup") == 0

    def test_is_refused_when_another_changed_or_closed_it(self, office: Office) -> None:
        own = followups.add_followup(office.desk, None, "call tax office fri")
        seen = office.value("SELECT version FROM followup")
        followups.edit(office.desk, own, "call the bank fri", seen=seen)
        before = office.everything()
        with pytest.raises(Conflict) as caught:
            followups.edit(office.desk, own, "call Ann fri", seen=seen)
        assert (caught.value.mine, caught.value.theirs) == (
            "call Ann fri",
            "call the bank 2026-11-27",
        )
        followups.edit(office.desk, own, "call the bank fri", seen=seen)  # the same is fine
        assert office.everything() == before
        followups.done(office.desk, own)
        with pytest.raises(InputError, match="closed already"):
            followups.edit(office.desk, own, "call Ann fri")

    @pytest.mark.parametrize("line", ["", "fri", "call Meier", "call Meier 31.02."])
    def test_keeps_all_when_the_line_is_no_step(self, office: Office, line: str) -> None:
        own = followups.add_followup(office.desk, None, "call tax office fri")
        before = office.everything()
        with pytest.raises(InputError):
            followups.edit(office.desk, own, line)
        assert office.everything() == before
