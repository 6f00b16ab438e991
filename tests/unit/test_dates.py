"""What a seller types where a date is asked for (product.md, "Date phrases")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.dates import When, each_when, explain_no_date, parse_when
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import LANGUAGES
from pipeline_tui.i18n.format import date_phrase, full_date

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 27)


def find_when(words: Sequence[str], today: date, **more: Any) -> tuple[When, int, int] | None:
    """The first of `each_when`, None if there is none."""
    return next(each_when(words, today, **more), None)


def day(text: str, today: date = SUNDAY) -> str:
    """The day a phrase means; it must not name a time."""
    when = parse_when(text, today)
    assert when.time is None
    return when.day.isoformat()


def refusal(text: str, today: date = SUNDAY) -> InputError:
    """Why a text is refused."""
    with pytest.raises(InputError) as caught:
        parse_when(text, today)
    return caught.value


class TestDaysInWords:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("today", "2026-11-22"),
            ("heute", "2026-11-22"),
            ("tomorrow", "2026-11-23"),
            ("morgen", "2026-11-23"),
            ("Morgen", "2026-11-23"),
            ("übermorgen", "2026-11-24"),
            ("uebermorgen", "2026-11-24"),
            ("day after tomorrow", "2026-11-24"),
            ("the day after tomorrow", "2026-11-24"),
            ("heute in 14 tagen", "2026-12-06"),
            ("tomorrow in a week", "2026-11-30"),
            ("freitag in einer woche", "2026-12-04"),
        ],
    )
    def test_near_days(self, text: str, expected: str) -> None:
        assert day(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("mon", "2026-11-23"),
            ("Tuesday", "2026-11-24"),
            ("weds", "2026-11-25"),
            ("mi", "2026-11-25"),
            ("do", "2026-11-26"),
            ("thurs", "2026-11-26"),
            ("fri", "2026-11-27"),
            ("fr", "2026-11-27"),
            ("Fr.", "2026-11-27"),
            ("sonnabend", "2026-11-28"),
            ("so", "2026-11-29"),
            ("this friday", "2026-11-27"),
            ("kommenden freitag", "2026-11-27"),
            ("diesen mi", "2026-11-25"),
        ],
    )
    def test_weekday_is_the_next_to_come(self, text: str, expected: str) -> None:
        assert day(text) == expected

    def test_weekday_is_never_today(self) -> None:
        assert day("sunday") == "2026-11-29"
        assert day("kommenden sonntag") == "2026-11-29"
        assert day("fri", FRIDAY) == "2026-12-04"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("next tue", "2026-11-24"),
            ("nächsten dienstag", "2026-11-24"),
            ("naechsten dienstag", "2026-11-24"),
            ("next sunday", "2026-11-29"),
            ("next do", "2026-11-26"),
            ("übernächsten freitag", "2026-12-04"),
            ("next week", "2026-11-23"),
            ("coming week", "2026-11-23"),
            ("nächste woche do", "2026-11-26"),
            ("thu next week", "2026-11-26"),
            ("übernächste woche", "2026-11-30"),
        ],
    )
    def test_next_counts_in_iso_weeks(self, text: str, expected: str) -> None:
        assert day(text) == expected

    def test_next_tuesday_on_a_monday_is_in_the_coming_week(self) -> None:
        monday = date(2026, 11, 23)
        assert day("tue", monday) == "2026-11-24"
        assert day("next tue", monday) == "2026-12-01"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("next month", "2026-12-01"),
            ("nächsten monat", "2026-12-01"),
            ("kommendes quartal", "2027-01-01"),
            ("next year", "2027-01-01"),
        ],
    )
    def test_next_month_is_its_first_day(self, text: str, expected: str) -> None:
        assert day(text) == expected

    @pytest.mark.parametrize("text", ["this week", "diesen monat", "next", "next fair", "next 3"])
    def test_what_names_no_day_is_refused(self, text: str) -> None:
        assert refusal(text)


class TestLengthsOfTime:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("+3d", "2026-11-25"),
            ("3d", "2026-11-25"),
            ("2w", "2026-12-06"),
            ("+3t", "2026-11-25"),
            ("+0d", "2026-11-22"),
            ("+3 tage", "2026-11-25"),
            ("3 days", "2026-11-25"),
            ("in 3 days", "2026-11-25"),
            ("in 3 tagen", "2026-11-25"),
            ("in zwei wochen", "2026-12-06"),
            ("in a week", "2026-11-29"),
            ("in einer woche", "2026-11-29"),
            ("in 3 months", "2027-02-22"),
            ("+1m", "2026-12-22"),
            ("+1q", "2027-02-22"),
            ("in einem jahr", "2027-11-22"),
            ("in half a year", "2027-05-22"),
            ("in a half year", "2027-05-22"),
            ("in einem halben jahr", "2027-05-22"),
            ("3 weeks from today", "2026-12-13"),
            ("a month from now", "2026-12-22"),
        ],
    )
    def test_counted_from_today(self, text: str, expected: str) -> None:
        assert day(text) == expected

    def test_in_a_month_keeps_the_day_or_takes_the_last(self) -> None:
        assert day("in a month", date(2026, 1, 31)) == "2026-02-28"
        assert day("in a month", date(2028, 1, 31)) == "2028-02-29"
        assert day("in 3 months", date(2026, 11, 30)) == "2027-02-28"
        assert day("in a month", date(2026, 12, 31)) == "2027-01-31"
        assert day("in a year", date(2028, 2, 29)) == "2029-02-28"

    @pytest.mark.parametrize(
        "text", ["in 3 working days", "+3wd", "3wd", "in 3 werktagen", "in drei arbeitstagen"]
    )
    def test_working_days_skip_the_weekend(self, text: str) -> None:
        assert day(text, FRIDAY) == "2026-12-02"

    def test_working_days_skip_holidays_of_the_calendar(self) -> None:
        calendar = WorkCalendar(free_days=frozenset({date(2026, 12, 25)}))
        eve = date(2026, 12, 24)
        assert parse_when("+1wd", eve, calendar=calendar).day == date(2026, 12, 28)
        assert parse_when("next working day", eve, calendar=calendar).day == date(2026, 12, 28)

    @pytest.mark.parametrize(
        "text", ["next working day", "next workday", "nächsten werktag", "nächster arbeitstag"]
    )
    def test_the_next_working_day(self, text: str) -> None:
        assert day(text, FRIDAY) == "2026-11-30"

    @pytest.mark.parametrize(
        "text",
        [
            "12m",  # metres, months or millions
            "3 m",
            "+3",
            "in 3",
            "in 3 working",
            "in 5 minutes",
            "in 3 working weeks",
            "in half a month",
            "in inf days",
            "-3d",
            "next day",
        ],
    )
    def test_doubtful_lengths_are_refused(self, text: str) -> None:
        assert refusal(text)

    @pytest.mark.parametrize(
        "text",
        [
            "in 999999 weeks",
            "in 99999 quarters",
            "in 99999 years",
            "in 99999999999999999999 days",
            "+999999999wd",
        ],
    )
    def test_too_far_away_is_refused_with_the_years_that_exist(self, text: str) -> None:
        assert "1970 to 9999" in str(refusal(text))

    def test_the_last_day_there_is(self) -> None:
        last = date(9999, 12, 31)
        for text in ("tomorrow", "fri", "next week", "in a month", "1.1.", "kw1", "ende jan"):
            assert refusal(text, last)
        assert day("eoy", last) == "9999-12-31"


class TestEndsOfMonthQuarterYear:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("eom", "2026-11-30"),
            ("monatsende", "2026-11-30"),
            ("zum Monatsende", "2026-11-30"),
            ("end of the month", "2026-11-30"),
            ("ende des monats", "2026-11-30"),
            ("ende dieses monats", "2026-11-30"),
            ("end of next month", "2026-12-31"),
            ("ende nächsten monats", "2026-12-31"),
            ("eoq", "2026-12-31"),
            ("quartalsende", "2026-12-31"),
            ("end of next quarter", "2027-03-31"),
            ("eoy", "2026-12-31"),
            ("bis jahresende", "2026-12-31"),
            ("ende november", "2026-11-30"),
            ("end of february", "2027-02-28"),
            ("ende feb 2028", "2028-02-29"),
            ("end of q1", "2027-03-31"),
            ("ende q4", "2026-12-31"),
        ],
    )
    def test_are_calendar_days(self, text: str, expected: str) -> None:
        assert day(text) == expected

    def test_the_last_day_itself_counts(self) -> None:
        assert day("eom", date(2026, 11, 30)) == "2026-11-30"
        assert day("eoq", date(2027, 2, 1)) == "2027-03-31"

    @pytest.mark.parametrize("text", ["end", "end of", "ende der woche", "end of next december"])
    def test_an_end_of_nothing_known_is_refused(self, text: str) -> None:
        assert refusal(text)


class TestPlacesInAMonth:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("first friday of december", "2026-12-04"),
            ("on the first friday of the month", "2026-12-04"),
            ("the last friday of the month", "2026-11-27"),
            ("last monday in november 2027", "2027-11-29"),
            ("second tue of next month", "2026-12-08"),
            ("am ersten Montag im Monat", "2026-12-07"),
            ("letzter Freitag im Dezember", "2026-12-25"),
            ("am letzten Mittwoch des nächsten Monats", "2026-12-30"),
            ("ersten Montag im Februar", "2027-02-01"),
            ("last sunday of november", "2026-11-29"),
            ("fourth sunday of november", "2026-11-22"),
        ],
    )
    def test_the_next_one_to_come_today_included(self, text: str, expected: str) -> None:
        assert day(text) == expected

    def test_with_a_time_behind_it(self) -> None:
        phrase = "am letzten Mittwoch des nächsten Monats um 14 uhr"
        assert parse_when(phrase, SUNDAY) == When(date(2026, 12, 30), "14:00")

    def test_one_gone_by_in_a_named_year_is_refused(self) -> None:
        assert refusal("first monday of january 2026").what.startswith("There is no such day")

    @pytest.mark.parametrize(
        "line",
        [
            "call last friday",
            "Meier letzten freitag",
            "call fri last week",
            "letzte woche fr Meier",
        ],
    )
    def test_a_weekday_gone_by_is_not_taken_for_the_one_to_come(self, line: str) -> None:
        assert find_when(line.split(), SUNDAY) is None


class TestCalendarWeeks:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("kw50", "2026-12-07"),
            ("KW 50", "2026-12-07"),
            ("w50", "2026-12-07"),
            ("week 50", "2026-12-07"),
            ("in der kw 50", "2026-12-07"),
            ("in kw50", "2026-12-07"),
            ("di kw50", "2026-12-08"),
            ("kw50 di", "2026-12-08"),
            ("kw 50 mi", "2026-12-09"),
            ("kw2", "2027-01-11"),
            ("kw50 2027", "2027-12-13"),
            ("kw50/2027", "2027-12-13"),
            ("kw 50/27", "2027-12-13"),
            ("2026-W50", "2026-12-07"),
            ("2026-W50-4", "2026-12-10"),
            ("2026W50 fr", "2026-12-11"),
        ],
    )
    def test_is_its_monday(self, text: str, expected: str) -> None:
        assert day(text) == expected

    def test_is_the_next_such_week_to_come(self) -> None:
        assert day("kw48", date(2026, 11, 23)) == "2026-11-23"
        assert day("kw48", date(2026, 11, 24)) == "2027-11-29"
        assert day("fr kw48", date(2026, 11, 24)) == "2026-11-27"

    def test_week_53_only_in_years_that_have_it(self) -> None:
        assert day("kw53") == "2026-12-28"
        assert "2027 has no week 53" in str(refusal("kw53", date(2027, 3, 1)))
        assert "2027 has no week 53" in str(refusal("kw53", date(2026, 12, 29)))
        assert "2027 has no week 53" in str(refusal("kw53 2027"))
        assert "2025 has no week 53" in str(refusal("2025-W53"))

    @pytest.mark.parametrize(("text", "week"), [("kw54", 54), ("kw0", 0), ("w60", 60)])
    def test_weeks_no_year_has_are_refused(self, text: str, week: int) -> None:
        assert f"no week {week}" in str(refusal(text))


class TestDatesInNumbers:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("24.12.", "2026-12-24"),
            ("24.12", "2026-12-24"),
            ("24. 12.", "2026-12-24"),
            ("24.12.2027", "2027-12-24"),
            ("24.12.27", "2027-12-24"),
            ("24.12. 2027", "2027-12-24"),
            ("24. 12. 2027", "2027-12-24"),
            ("am 3.12.", "2026-12-03"),
            ("2026-12-24", "2026-12-24"),
            ("2026/12/24", "2026-12-24"),
            ("3 dec", "2026-12-03"),
            ("dec 3", "2026-12-03"),
            ("December 3rd, 2027", "2027-12-03"),
            ("3rd of december", "2026-12-03"),
            ("3. Dezember", "2026-12-03"),
            ("3. dez 2027", "2027-12-03"),
            ("3. März", "2027-03-03"),
            ("3. maerz", "2027-03-03"),
            ("Do, 24.12.", "2026-12-24"),
            ("Donnerstag, den 24.12.", "2026-12-24"),
            ("tue the 15th", "2026-12-15"),
            ("am 15.", "2026-12-15"),
            ("bis zum 15.", "2026-12-15"),
            ("by the 15th", "2026-12-15"),
            ("on 31st", "2026-12-31"),
        ],
    )
    def test_in_both_languages(self, text: str, expected: str) -> None:
        assert day(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "3rd of december", "the 3rd of december", "december 3rd", "december the 3rd",
            "3. Dezember", "am 3. Dezember", "am dritten Dezember", "dritter Dezember",
            "the third of december", "third of december", "Donnerstag, dem dritten Dezember",
        ],
    )  # fmt: skip
    def test_ordinals(self, text: str) -> None:
        assert day(text) == "2026-12-03"

    def test_ordinals_in_words_up_to_the_last(self) -> None:
        assert day("am einunddreißigsten Dezember") == day("thirty-first of december")

    def test_an_ordinal_in_words_may_be_something_else_in_a_line(self) -> None:
        assert find_when(["the", "second", "march", "of", "bands"], SUNDAY) is None

    def test_without_a_year_is_the_next_to_come_today_included(self) -> None:
        assert day("22.11.") == "2026-11-22"
        assert day("21.11.") == "2027-11-21"
        assert day("am 22.") == "2026-11-22"
        assert day("am 21.") == "2026-12-21"
        assert day("am 31.", date(2027, 2, 1)) == "2027-03-31"

    def test_leap_day_is_that_of_the_next_leap_year(self) -> None:
        assert day("29.02.") == "2028-02-29"
        assert day("29 feb", date(2096, 3, 1)) == "2104-02-29"

    @pytest.mark.parametrize(
        "text",
        [
            "31.02.",
            "31.02",
            "31.2.2026",
            "29.02.2027",
            "0.12.",
            "2026-13-01",
            "2026-02-30",
            "0000-01-01",
            "31 feb",
            "feb 45",
            "am 32.",
            "24.13.",
            "1.13.26",
        ],
    )
    def test_days_that_do_not_exist_are_refused(self, text: str) -> None:
        assert "no such day" in str(refusal(text))

    @pytest.mark.parametrize("text", ["24.12.1950", "1969-12-31"])
    def test_years_before_1970_are_refused(self, text: str) -> None:
        assert "1970 to 9999" in str(refusal(text))

    @pytest.mark.parametrize("text", ["12/24", "24/12", "12/24/2026", "03-04-2026"])
    def test_day_and_month_that_cannot_be_told_apart_get_a_hint(self, text: str) -> None:
        error = refusal(text)
        assert "day from the month" in error.what
        assert "2026-12-24" in error.todo

    @pytest.mark.parametrize("text", ["fr 24.12.", "monday the 15th", "mi 24.12."])
    def test_a_weekday_that_does_not_agree_is_refused(self, text: str) -> None:
        assert "another day of the week" in str(refusal(text))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "   ",
            "12",
            "q4",
            "d1",
            "5%",
            "15.",
            "24.",
            "24.12.202",
            "1.2.3.4",
            "nan",
            "²",
            "９.１２.",
            "today tomorrow",
            "fri 14",
            "fri 10.30",
            "soon",
            "12.5 %",
            "dec",
            "dec 2026",
            "a" * 200,
            "in " * 40,
        ],
    )
    def test_what_is_no_date_is_refused(self, text: str) -> None:
        assert refusal(text)


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("10:00", "10:00"),
            ("9:05", "09:05"),
            ("9h", "09:00"),
            ("9h30", "09:30"),
            ("14 uhr", "14:00"),
            ("14uhr", "14:00"),
            ("14 Uhr 30", "14:30"),
            ("14:30 uhr", "14:30"),
            ("14.30 uhr", "14:30"),
            ("um 14:30 Uhr", "14:30"),
            ("3pm", "15:00"),
            ("3 pm", "15:00"),
            ("3:30pm", "15:30"),
            ("3:30 p.m.", "15:30"),
            ("9 am", "09:00"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
            ("at noon", "12:00"),
            ("mittags", "12:00"),
            ("at 9", "09:00"),
            ("um 9", "09:00"),
            ("um 0", "00:00"),
            ("at 15", "15:00"),
            ("um drei", "15:00"),
            ("drei uhr", "15:00"),
            ("ein uhr", "13:00"),
            ("halb drei", "14:30"),
            ("um halb drei uhr", "14:30"),
            ("halb 8", "07:30"),
            ("halb sieben", "18:30"),
            ("halb eins", "12:30"),
            ("half past two", "14:30"),
            ("viertel nach drei", "15:15"),
            ("viertel vor acht", "07:45"),
            ("quarter to five", "16:45"),
            ("23:59", "23:59"),
            ("00:00", "00:00"),
        ],
    )
    def test_behind_a_day(self, text: str, expected: str) -> None:
        assert parse_when(f"fri {text}", SUNDAY) == When(FRIDAY, expected)

    @pytest.mark.parametrize(
        "text",
        [
            "10:00 fri",
            "um 10 am freitag",
            "10:00 am nächsten freitag",
            "at 10 on fri",
            "10h 27.11.",
            "Fr., 27.11., 10:00 Uhr",
            "2026-11-27T10:00",
        ],
    )
    def test_before_or_behind(self, text: str) -> None:
        assert parse_when(text, SUNDAY) == When(FRIDAY, "10:00")

    def test_the_german_am_is_not_a_half_of_the_day(self) -> None:
        assert parse_when("12:00 am freitag", SUNDAY).time == "12:00"
        assert parse_when("14:00 am nächsten freitag", SUNDAY).time == "14:00"
        assert parse_when("3:00 am 27.11.", SUNDAY).time == "03:00"

    def test_behind_longer_phrases(self) -> None:
        assert str(parse_when("in a week at 9", SUNDAY)) == "2026-11-29 09:00"
        assert str(parse_when("mi 10:00", SUNDAY)) == "2026-11-25 10:00"
        assert str(parse_when("bis so um drei", SUNDAY)) == "2026-11-29 15:00"
        assert str(parse_when("am 15. um 10", SUNDAY)) == "2026-12-15 10:00"

    @pytest.mark.parametrize("text", ["24:30", "24:00", "25 uhr", "10:60", "13pm", "0am"])
    def test_times_no_clock_shows_are_refused(self, text: str) -> None:
        assert "no such time" in str(refusal(text))
        assert "no such time" in str(refusal(f"fri {text}"))
        assert "no such time" in str(refusal(f"{text} fri"))

    @pytest.mark.parametrize("text", ["14 uhr", "10:00", "um 9"])
    def test_a_time_without_a_day_is_refused_with_a_way_out(self, text: str) -> None:
        error = refusal(text)
        assert "without a day" in error.what
        assert "today" in error.todo

    @pytest.mark.parametrize(
        "text", ["fri um 3 tage", "fri at a", "fri halb", "fri halb 15", "fri quarter past"]
    )
    def test_what_is_no_time_is_refused(self, text: str) -> None:
        assert refusal(text)


class TestTypingErrors:
    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("tomorow", "tomorrow"),
            ("fryday", "friday"),
            ("ubermorgen", "übermorgen"),
            ("nachsten dinstag", "nächsten dienstag"),
            ("nxt week", "next week"),
            ("fryday 10:00", "friday 10:00"),
            ("in 3 wochn", "in 3 wochen"),
            ("freitg", "freitag"),
            ("mittwhoc 14 uhr", "mittwoch 14 uhr"),
            ("next tuesady", "next tuesday"),
            ("in 3 werktgen", "in 3 werktagen"),
            ("in 3 workng days", "in 3 working days"),
            ("3rd of decemer", "3rd of december"),
            ("decembr 3", "december 3"),
            ("monatsend", "monatsende"),
            ("fr 9", "fr 9:00"),
            ("fri 10.30", "fri 10:30"),
        ],
    )
    def test_are_refused_with_a_suggestion(self, text: str, meant: str) -> None:
        assert f"Did you mean {meant}?" in refusal(text).todo

    @pytest.mark.parametrize("text", ["soonish", "tomorow 24:30", "tomorow foo"])
    def test_without_a_likely_meaning_there_are_only_examples(self, text: str) -> None:
        assert "Did you mean" not in refusal(text).todo
        assert "2026-12-24" in refusal(text).todo

    @pytest.mark.parametrize("text", ["yesterday", "gestern", "vorgestern um 9"])
    def test_a_day_gone_by_was_not_mistyped(self, text: str) -> None:
        assert "Did you mean" not in str(refusal(text))
        assert "Did you mean" not in str(explain_no_date(f"call Meier {text}", SUNDAY))

    def test_long_texts_are_shortened_in_the_message(self) -> None:
        assert len(refusal("x" * 5_000).what) < 100


class TestFindingAPhraseInALine:
    def find(self, line: str, *, at_end: bool = True, start: int = 0) -> tuple[str, str] | None:
        words = line.split()
        found = find_when(words, SUNDAY, at_end=at_end, start=start)
        return (str(found[0]), " ".join(words[found[1] : found[2]])) if found else None

    @pytest.mark.parametrize(
        ("line", "phrase"),
        [
            ("call Meier fri 10:00 about budget", "fri 10:00"),
            ("Meier anrufen bis fr", "bis fr"),
            ("send offer by end of month, please", "by end of month,"),
            ("um 10 am freitag anrufen", "um 10 am freitag"),
            ("lead time 3 days tomorrow", "tomorrow"),
            ("call 2w", "2w"),
            ("version 3.12 24.12.", "24.12."),
            ("Meier anrufen 24.12", "24.12"),
            ("call 24.12 10:00", "24.12 10:00"),
            ("am 15. Tag kommt er kw50", "kw50"),
            ("pump w60 fri", "fri"),
            ("Linux 5.15.10 fri", "fri"),
            ("order 1234-56-78 fri", "fri"),
        ],
    )
    def test_first_phrase(self, line: str, phrase: str) -> None:
        found = self.find(line)
        assert found is not None
        assert found[1] == phrase

    def test_from_a_word_on(self) -> None:
        assert self.find("today call fri", start=1) == ("2026-11-27", "fri")

    @pytest.mark.parametrize("word", ["so", "do", "mi"])
    def test_so_do_mi_only_at_the_end_or_before_a_time(self, word: str) -> None:
        assert self.find(f"call {word}")
        assert self.find(f"call {word} 10:00 Meier")
        assert self.find(f"call {word} um 9 Meier")
        assert self.find(f"call bis {word} Meier") is None
        assert self.find(f"call {word} Meier") is None
        assert self.find(f"call {word}", at_end=False) is None

    def test_do_before_another_date_is_a_word(self) -> None:
        assert self.find("what to do 24.11. in Berlin") == ("2026-11-24", "24.11.")
        assert self.find("what to do next week") == ("2026-11-23", "next week")

    @pytest.mark.parametrize(
        "line", ["delivery 31.02. Meier", "order 2026-13-01", "kw54", "31 feb 2027", "fri 24:30"]
    )
    def test_an_impossible_date_is_refused(self, line: str) -> None:
        with pytest.raises(InputError):
            self.find(line)

    @pytest.mark.parametrize(
        "line",
        [
            "CNC retrofit",
            "Halle 7",
            "12",
            "ratio 24:30",
            "3 m pipe",
            "Q4 d1 B2",
            "on the 1st floor",
            "Mai 50",
        ],
    )
    def test_other_lines_have_none(self, line: str) -> None:
        assert self.find(line) is None


class TestALineThatNeedsADate:
    def test_a_typing_error_is_found_inside_it(self) -> None:
        error = explain_no_date("call Meier tomorow about budget", SUNDAY)
        assert "Did you mean call Meier tomorrow about budget?" in error.todo

    def test_a_slash_date_gets_its_hint(self) -> None:
        assert "day from the month" in explain_no_date("call Meier 12/24", SUNDAY).what

    def test_otherwise_examples(self) -> None:
        error = explain_no_date("call Meier", SUNDAY)
        assert "call Meier" in error.what
        assert "fri 10:00" in error.todo


TODAYS = st.dates(date(1970, 1, 1), date(9990, 12, 31))
DATE_WORDS = (
    "today fri so do mi next nächsten woche kw50 kw53 w 53 in a 3 31. 31.02. 24.12. 29.02. 2028 "
    "+3d +99999999y feb dec ende of month q1 eom um 9 halb drei 24:30 10:00 pm am bis the 15th "
    "99999 weeks working days half jahr from now 2026-W53 2026-02-29 1.1.70 - %"
)
PIECES = st.sampled_from(DATE_WORDS.split())


DAYS = (
    "today|heute|tomorrow|übermorgen|fri|do|mi|so|sonnabend|kw50|w53|eom|eoq|jahresende|+3d|2w|"
    "monatsende|+400d|24.12.|29.02.|31.1.2031|2026-12-24|2019-01-31|next tue|nächsten dienstag|"
    "kommenden freitag|in 3 months|in a week|heute in 14 Tagen|in 3 Werktagen|in 2 working days|"
    "3rd of december|the 3rd of december|3. Dezember|december 3|am dritten Dezember|bis fr|"
    "freitag in einer woche|end of next quarter|ende märz|di kw50|am 15."
)
CLOCKS = (
    "|10:00|9h|14 uhr|14 Uhr 30|3pm|halb drei|at 9|um 9|noon|viertel vor drei|quarter past two|"
    "at three|17 o'clock"
)
PHRASES = st.tuples(
    st.sampled_from(DAYS.split("|")), st.sampled_from(CLOCKS.split("|")), st.booleans()
)


class TestProperties:
    @pytest.mark.parametrize("language", LANGUAGES)
    @given(PHRASES, TODAYS)
    def test_what_is_understood_is_shown_so_that_it_means_the_same(
        self, language: str, typed: tuple[str, str, bool], today: date
    ) -> None:
        phrase, clock, clock_first = typed
        try:
            when = parse_when(f"{clock} {phrase}" if clock_first else f"{phrase} {clock}", today)
        except InputError:
            assert phrase in {"w53", "am 15."}  # most years have 52 weeks; `9 am` is a time
            return
        assert (when.time is None) == (not clock)
        assert parse_when(date_phrase(*when, today, language), today) == when

    @pytest.mark.parametrize("language", LANGUAGES)
    @given(st.dates(date(1970, 1, 1)), TODAYS)
    def test_a_day_with_its_year_means_itself(self, language: str, due: date, today: date) -> None:
        assert parse_when(full_date(due, language), today) == When(due, None)

    @given(st.lists(PIECES, max_size=7).map(" ".join), TODAYS)
    def test_date_like_words_make_a_real_date_or_a_refusal(self, text: str, today: date) -> None:
        try:
            when = parse_when(text, today)
        except InputError:
            return
        assert 1970 <= when.day.year <= 9999
        assert parse_when(str(when), today) == when

    @given(st.text(max_size=60), TODAYS)
    def test_garbage_is_refused_and_nothing_else(self, text: str, today: date) -> None:
        try:
            when = parse_when(text, today)
        except InputError:
            return
        assert parse_when(str(when), today) == when

    @given(st.dates(date(1970, 1, 1)), st.times(), TODAYS)
    def test_iso_days_and_times_mean_themselves(self, due: date, time: object, today: date) -> None:
        text = f"{due.isoformat()} {str(time)[:5]}"
        assert str(parse_when(text, today)) == text

    @given(TODAYS, st.integers(0, 6))
    def test_a_weekday_lies_within_the_next_seven_days(self, today: date, weekday: int) -> None:
        word = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[weekday]
        due = parse_when(word, today).day
        assert due.weekday() == weekday
        assert timedelta(days=1) <= due - today <= timedelta(days=7)

    @given(st.lists(PIECES | st.text(max_size=8), max_size=8), TODAYS, st.booleans())
    def test_a_found_phrase_is_inside_the_line(
        self, words: list[str], today: date, at_end: bool
    ) -> None:
        try:
            found = find_when(words, today, at_end=at_end)
        except InputError:
            return
        if found:
            when, start, end = found
            assert 0 <= start < end <= len(words)
            assert when.day.year >= 1970
