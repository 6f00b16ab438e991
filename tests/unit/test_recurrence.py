"""Follow-ups that come again: what is typed, on which days, and how it is called."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui import i18n
from pipeline_tui.domain import recurrence
from pipeline_tui.domain.quickadd import parse_quick_add, parse_step
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import InputError
from pipeline_tui.i18n.format import full_date

SUNDAY = date(2026, 11, 22)


def repeats(words: str, today: date = SUNDAY) -> str:
    """The rule those words make behind a step."""
    return parse_step(f"call Meier {words}", today).repeat


def days(words: str, count: int, today: date = SUNDAY) -> list[str]:
    """The first days of a step with those words."""
    step = parse_step(f"call Meier {words}", today)
    found = [step.day]
    while len(found) < count:
        following = recurrence.following(step.repeat, step.day, found[-1])
        assert following is not None
        found.append(following)
    return [day.isoformat() for day in found]


def refusal(line: str) -> InputError:
    """Why a step is refused."""
    with pytest.raises(InputError) as caught:
        parse_step(line, SUNDAY)
    return caught.value


class TestWhatASellerTypes:
    @pytest.mark.parametrize(
        ("words", "rule"),
        [
            ("every day", "FREQ=DAILY"),
            ("täglich", "FREQ=DAILY"),
            ("every 3 days", "FREQ=DAILY;INTERVAL=3"),
            ("every other day", "FREQ=DAILY;INTERVAL=2"),
            ("every working day", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            (
                "alle 2 Wochen am So bis 31.12.2026",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20261231",
            ),
            ("jeden Do bis 31.12.2026", "FREQ=WEEKLY;BYDAY=TH;UNTIL=20261231"),
            ("jeden Monat am letzten Mi bis 31.12.2026", "FREQ=MONTHLY;BYDAY=-1WE;UNTIL=20261231"),
            ("alle 3 Monate am 15.", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"),
            ("jeden Monat am letzten Werktag", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
            ("jeden Monat am letzten Tag", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("jedes Jahr am 24.12.", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"),
            ("alle 2 Jahre am 24.12.", "FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=24"),
            ("jedes Quartalsende", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
            ("jedes Ende des Quartals", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
            ("werktags", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            ("jeden Werktag", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            ("weekly fri", "FREQ=WEEKLY;BYDAY=FR"),
            ("wöchentlich fr", "FREQ=WEEKLY;BYDAY=FR"),
            ("woechentlich fr", "FREQ=WEEKLY;BYDAY=FR"),
            ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
            ("every 2 weeks on fri", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
            ("alle 2 Wochen freitags", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
            ("alle zwei Wochen fr", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
            ("every monday", "FREQ=WEEKLY;BYDAY=MO"),
            ("jeden Montag", "FREQ=WEEKLY;BYDAY=MO"),
            ("every mon and thu", "FREQ=WEEKLY;BYDAY=MO,TH"),
            ("jeden Mo, Mi und Fr", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
            ("every other monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
            ("jeden zweiten Montag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
            ("every second monday of the month", "FREQ=MONTHLY;BYDAY=2MO"),
            ("jeden letzten Freitag im Monat", "FREQ=MONTHLY;BYDAY=-1FR"),
            ("monthly", "FREQ=MONTHLY;BYMONTHDAY=22"),
            ("monatlich am 15.", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("every 15th", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("every last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("am Monatsletzten jeden Monat", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("monthly eom", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            (
                "every last working day of the month",
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            ),
            ("quarterly", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=22"),
            ("vierteljährlich", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=22"),
            ("every end of the quarter", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
            ("yearly 24.12.", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"),
            ("jährlich am 24.12.", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"),
            ("every 24 dec", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"),
            ("every monday until 31.12.", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231"),
            ("jeden Montag bis zum 31.12.", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231"),
            ("every monday 5 times", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261221"),
            ("jeden Montag 5 mal", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261221"),
        ],
    )
    def test_words_make_a_rule(self, words: str, rule: str) -> None:
        assert repeats(words) == rule

    @pytest.mark.parametrize(
        ("line", "day", "time"),
        [
            ("call Meier every monday", "2026-11-23", None),
            ("call Meier every monday 10:00", "2026-11-23", "10:00"),
            ("call Meier 10:00 every monday", "2026-11-23", "10:00"),
            ("call Meier every mon at 9 until 31.12.", "2026-11-23", "09:00"),
            ("call Meier every 2 weeks fri 10:00", "2026-11-27", "10:00"),
            ("fri call Meier weekly", "2026-11-27", None),
            ("Meier wöchentlich anrufen fr 10 Uhr", "2026-11-27", "10:00"),
            ("call Meier every monday from 4.12.", "2026-12-07", None),
            ("ab 1.12. jeden Montag Meier anrufen", "2026-12-07", None),
            ("call Meier every 2 weeks", "2026-12-07", None),
            ("call Meier monthly", "2026-12-22", None),
        ],
    )
    def test_the_first_day_is_the_one_named_or_the_first_after_today(
        self, line: str, day: str, time: str | None
    ) -> None:
        step = parse_step(line, SUNDAY)
        assert (step.day.isoformat(), step.time) == (day, time)
        assert step.text in {"call Meier", "Meier anrufen"}

    @pytest.mark.parametrize(
        ("words", "today", "day", "rule"),
        [
            ("weekly", "2026-11-22", "2026-11-30", "FREQ=WEEKLY;BYDAY=MO"),
            ("wöchentlich", "2026-11-21", "2026-11-30", "FREQ=WEEKLY;BYDAY=MO"),
            ("every 2 weeks", "2026-11-22", "2026-12-07", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
            ("weekly", "2026-11-20", "2026-11-27", "FREQ=WEEKLY;BYDAY=FR"),
            ("daily", "2026-11-20", "2026-11-23", "FREQ=DAILY"),
            ("monthly", "2026-11-05", "2026-12-07", "FREQ=MONTHLY;BYMONTHDAY=7"),
            ("every sunday", "2026-11-22", "2026-11-29", "FREQ=WEEKLY;BYDAY=SU"),
            ("weekly on sun", "2026-11-22", "2026-11-29", "FREQ=WEEKLY;BYDAY=SU"),
            ("weekly sun", "2026-11-22", "2026-11-29", "FREQ=WEEKLY;BYDAY=SU"),
            ("weekly from 29.11.", "2026-11-22", "2026-11-29", "FREQ=WEEKLY;BYDAY=SU"),
            ("every month on the 5th", "2026-11-06", "2026-12-05", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ],
    )
    def test_begins_on_a_working_day_unless_a_day_is_named(
        self, words: str, today: str, day: str, rule: str
    ) -> None:
        step = parse_step(f"call Meier {words}", date.fromisoformat(today))
        assert (step.day.isoformat(), step.repeat) == (day, rule)

    def test_a_holiday_moves_only_the_first_of_what_comes_weekly(self) -> None:
        calendar = WorkCalendar(free_days=frozenset({date(2026, 12, 24), date(2026, 12, 25)}))
        step = parse_step("call Meier weekly", date(2026, 12, 17), calendar=calendar)
        assert (step.day, step.repeat) == (date(2026, 12, 28), "FREQ=WEEKLY;BYDAY=TH")
        assert recurrence.following(step.repeat, step.day, step.day) == date(2026, 12, 31)

    def test_a_week_of_other_working_days_counts(self) -> None:
        calendar = WorkCalendar(working_weekdays=frozenset({6, 0, 1, 2, 3}))
        step = parse_step("call Meier weekly", date(2026, 11, 22), calendar=calendar)
        assert (step.day, step.repeat) == (date(2026, 11, 29), "FREQ=WEEKLY;BYDAY=SU")

    @pytest.mark.parametrize(
        "line",
        ["send weekly report fri", "call every customer fri", "alle Kunden anrufen fr"],
    )
    def test_words_that_are_no_recurrence_stay_text(self, line: str) -> None:
        step = parse_step(line, SUNDAY)
        assert step.repeat == ""
        assert step.text == line.rpartition(" ")[0]

    def test_quick_add_takes_a_recurrence_as_a_date(self) -> None:
        deal = parse_quick_add("Acme: CNC 12k call Meier every monday 9:00 #renewal", SUNDAY)
        assert deal.step is not None
        assert deal.step.repeat == "FREQ=WEEKLY;BYDAY=MO"
        assert (deal.title, deal.step.text, deal.step.time) == ("CNC", "call Meier", "09:00")

    def test_quick_add_leaves_a_weekly_report_in_the_title(self) -> None:
        deal = parse_quick_add("Acme: weekly report tool every customer wants 12k", SUNDAY)
        assert deal.title == "weekly report tool every customer wants"
        assert deal.step is None


class TestTheDays:
    def test_the_last_day_of_the_month_is_right_in_every_month(self) -> None:
        assert days("every last day of the month", 4, date(2027, 1, 5)) == [
            "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30",
        ]  # fmt: skip

    def test_the_thirtieth_is_the_last_day_of_a_february(self) -> None:
        assert days("monthly 30.1.", 3) == ["2027-01-30", "2027-02-28", "2027-03-30"]

    def test_the_leap_day_is_the_last_of_february_in_other_years(self) -> None:
        assert days("yearly 29.2.", 2) == ["2028-02-29", "2029-02-28"]

    def test_a_postponed_one_goes_back_to_its_own_days(self) -> None:
        rule = repeats("every 2 weeks on fri")
        tuesday_after = date(2026, 12, 1)
        assert recurrence.following(rule, tuesday_after, tuesday_after) == date(2026, 12, 11)

    def test_a_postponed_quarter_keeps_its_month(self) -> None:
        rule = repeats("every 3 months 15.3.")
        assert recurrence.following(rule, date(2027, 4, 2), date(2027, 4, 2)) == date(2027, 6, 15)

    def test_days_that_have_passed_are_passed_over(self) -> None:
        rule = repeats("every 2 weeks on fri")
        found = recurrence.following(rule, date(2026, 11, 27), date(2027, 1, 1))
        assert found == date(2027, 1, 8)

    def test_it_ends_after_its_last_day(self) -> None:
        rule = repeats("every monday 2 times")
        assert recurrence.following(rule, date(2026, 11, 23), date(2026, 11, 30)) is None

    def test_every_working_day_passes_over_a_holiday(self) -> None:
        calendar = WorkCalendar(frozenset({date(2026, 12, 25)}))
        rule = repeats("every working day")
        eve = date(2026, 12, 24)
        assert recurrence.following(rule, eve, eve, calendar=calendar) == date(2026, 12, 28)

    @pytest.mark.parametrize(
        "rule",
        [
            "whenever",
            "",
            "FREQ=SECONDLY",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;INTERVAL=99999",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO",
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;UNTIL=20261340",
            "FREQ=DAILY;FREQ=DAILY",
            "RRULE:FREQ=DAILY",
            "DTSTART:20200101\nRRULE:FREQ=DAILY",
        ],
    )
    def test_a_text_that_is_no_rule_of_ours_is_refused(self, rule: str) -> None:
        assert not recurrence.is_rule(rule)
        with pytest.raises(InputError):
            recurrence.following(rule, date(2026, 11, 22), date(2026, 11, 22))

    @pytest.mark.parametrize(
        "words",
        [
            "every day",
            "every 3 days until 31.12.",
            "every 2 weeks on mon and fri",
            "every working day",
            "every month on the last day",
            "on 30.11. every month",
            "on 29.11. every 3 months",
            "every month on the second monday",
            "every month on the last working day",
            "every quarter",
            "every end of the quarter",
            "every year on 29.2.",
            "on 31.12. every year",
            "weekly 5 times",
        ],
    )
    def test_every_rule_that_is_typed_is_one(self, words: str) -> None:
        assert recurrence.is_rule(repeats(words))

    def test_the_last_day_spelt_out_is_one(self) -> None:
        assert recurrence.is_rule("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1")


class TestWhatNeverComes:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("every 31.02.", "no such day as 31.02."),
            ("every 0 days", "every 0"),
            ("every 99999 weeks", "99999"),
            ("every monday 0 times", "never comes"),
            ("every monday until 20.11.2026", "before its first day"),
            ("every monday 4.12.", "does not come on 4 Dec 2026"),
            ("every 2 working days", "cannot be repeated"),
            ("every monday 25:00", "no such time as 25:00"),
            ("every monday until fri 10:00", "names a time"),
            ("every monday until yesterday", "until yesterday lies in the past"),
            ("fri 10:00 every week until yesterday", "until yesterday lies in the past"),
            ("until yesterday every week", "until yesterday lies in the past"),
            ("every monday until last friday", "until last friday lies in the past"),
            ("every monday until the day before yesterday", "lies in the past"),
            ("every monday until 3 days ago", "until 3 days ago lies in the past"),
            ("jeden Montag bis gestern", "bis gestern lies in the past"),
            ("jeden Montag bis zum letzten Freitag", "bis zum letzten Freitag lies in the past"),
            ("jeden Montag bis vor zwei Wochen", "bis vor zwei Wochen lies in the past"),
        ],
    )
    def test_it_is_refused(self, words: str, said: str) -> None:
        assert said in refusal(f"call Meier {words}").what

    def test_a_past_end_is_refused_in_quick_add_and_apart_from_its_recurrence(self) -> None:
        for line in (
            "Acme: x call Meier every week until yesterday 12k",
            "Acme: x every week call Meier until yesterday",
        ):
            with pytest.raises(InputError, match="until yesterday lies in the past") as refused:
                parse_quick_add(line, SUNDAY)
            assert refused.value.todo == "Give it a later end, or none"

    @pytest.mark.parametrize(
        "line",
        [
            "call Meier every week until signed",
            "task report orders until yesterday to Meier every monday",
            "task report orders until yesterday fri",
        ],
    )
    def test_such_words_elsewhere_stay_text(self, line: str) -> None:
        assert "until" in parse_step(line, SUNDAY).text


class TestTypingErrors:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("call Meier every mondy", "every monday"),
            ("call Meier every 2 weks", "every 2 weeks"),
            ("call Meier monthli", "monthly"),
            ("Meier anrufen jeden Motag", "jeden Montag".lower()),
            ("Rechnung monatlic", "monatlich"),
        ],
    )
    def test_get_a_suggestion(self, typed: str, meant: str) -> None:
        assert meant in refusal(typed).todo.lower()


RULES = st.sampled_from(
    [
        "every day", "every 3 days", "every working day", "weekly {day}", "every 2 weeks {day}",
        "every mon and thu", "monthly {day}", "every 3 months {day}", "monthly eom", "yearly {day}",
        "every 2 years {day}", "every second tue of the month", "every last fri of the month",
        "every last working day of the month", "every first working day of the month",
        "every end of the quarter", "every 3 months on the last day",
        "every 2 months on the third wed",
    ]
)  # fmt: skip
FEW_DAYS = st.integers(1, 4000).map(lambda ahead: SUNDAY + timedelta(days=ahead))


class TestItsWords:
    @pytest.mark.parametrize("language", i18n.LANGUAGES)
    @given(words=RULES, day=FEW_DAYS, ends=st.booleans())
    def test_they_make_the_same_rule_again(
        self, language: str, words: str, day: date, ends: bool
    ) -> None:
        words = words.format(day=day.isoformat())
        rule = repeats(words + (f" until {day + timedelta(days=3000)}" if ends else ""))
        i18n.use_language(language)
        try:
            assert repeats(recurrence.describe(rule)) == rule
        finally:
            i18n.use_language("en")

    @pytest.mark.parametrize("language", i18n.LANGUAGES)
    @given(words=RULES, day=FEW_DAYS, later=st.integers(0, 40), ends=st.booleans())
    def test_a_step_typed_out_is_the_same_step_even_when_it_was_postponed(
        self, language: str, words: str, day: date, later: int, ends: bool
    ) -> None:
        words = words.format(day=day.isoformat()) + (" 3 times" if ends else "")
        step = parse_step(f"call Meier {words}", SUNDAY)
        step = step._replace(day=step.day + timedelta(days=later), time="10:00")
        i18n.use_language(language)
        try:
            repeat = recurrence.describe(step.repeat)
            for typed in (step.day.isoformat(), full_date(step.day)):
                assert parse_step(f"{step.text} {typed} {step.time} {repeat}", SUNDAY) == step
        finally:
            i18n.use_language("en")

    def test_they_are_short(self) -> None:
        assert recurrence.describe("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR") == "every 2 weeks on Fri"
        assert recurrence.describe("FREQ=MONTHLY;BYMONTHDAY=-1") == "every month on the last day"

    def test_a_rule_of_another_program_is_shown_as_it_is(self) -> None:
        assert recurrence.describe("FREQ=HOURLY") == "FREQ=HOURLY"
