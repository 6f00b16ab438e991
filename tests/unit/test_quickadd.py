"""One line becomes a deal, and one line becomes a next step (product.md, "Quick add")."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.money import Money
from pipeline_tui.domain.quickadd import QuickAdd, Step, match_stage, parse_quick_add, parse_step
from pipeline_tui.domain.quickadd_steps import step_line
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import Ambiguous, InputError, NotFound

SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
WEEKLY = "FREQ=WEEKLY;BYDAY=FR"
EXAMPLE = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier fri 10:00 !high budget freeze #renewal "
    "source:fair +49 170 1234567 meier@acme.de"
)


def add(line: str, **options: str) -> QuickAdd:
    """The deal a line makes on a Sunday."""
    return parse_quick_add(line, SUNDAY, **options)  # type: ignore[arg-type]  # currency only


def refusal(line: str) -> InputError:
    """Why a line is refused."""
    with pytest.raises(InputError) as caught:
        add(line)
    return caught.value


def chips(line: str) -> list[tuple[str, str]]:
    """What was understood, in order; each chip must stand in the line where it says."""
    found = add(line).chips
    assert all(line[chip.start : chip.end] == chip.text for chip in found)
    return [(chip.kind, chip.text) for chip in found]


class TestTheExampleOfTheGuide:
    def test_every_part_is_understood(self) -> None:
        deal = add(EXAMPLE)
        assert deal._replace(chips=()) == QuickAdd(
            title="CNC retrofit",
            company="Acme GmbH",
            contact="Meier",
            phone="+49 170 1234567",
            email="meier@acme.de",
            value=Money(12_000_00, "EUR"),
            stage="proposal",
            risk_level="high",
            risk_text="budget freeze",
            tags=("renewal",),
            fields={"source": "fair"},
            step=Step("call", "call Meier", FRIDAY, "10:00"),
            chips=(),
        )

    def test_every_part_is_a_chip(self) -> None:
        assert chips(EXAMPLE) == [
            ("company", "Acme GmbH:"),
            ("title", "CNC retrofit"),
            ("amount", "12k"),
            ("stage", "@proposal"),
            ("step", "call Meier"),
            ("when", "fri 10:00"),
            ("risk", "!high budget freeze"),
            ("tag", "#renewal"),
            ("field", "source:fair"),
            ("phone", "+49 170 1234567"),
            ("mail", "meier@acme.de"),
        ]

    def test_in_german(self) -> None:
        deal = add(
            "Müller AG: CNC-Nachrüstung 12 T€ @angebot Frau Meier anrufen nächsten dienstag um "
            "halb drei !hoch Budgetstopp bis Q1 #neu quelle:Messe 0170/1234567 meier@mueller.de"
        )
        assert deal._replace(chips=()) == QuickAdd(
            title="CNC-Nachrüstung",
            company="Müller AG",
            contact="Meier",
            phone="0170/1234567",
            email="meier@mueller.de",
            value=Money(12_000_00, "EUR"),
            stage="angebot",
            risk_level="high",
            risk_text="Budgetstopp bis Q1",
            tags=("neu",),
            fields={"source": "Messe"},
            step=Step("call", "Frau Meier anrufen", date(2026, 11, 24), "14:30"),
            chips=(),
        )

    def test_chips_of_an_indented_line_count_from_its_beginning(self) -> None:
        assert chips("  Acme: CNC ") == [("company", "Acme:"), ("title", "CNC")]


class TestCompany:
    @pytest.mark.parametrize(
        ("line", "company", "title"),
        [
            ("Acme GmbH: CNC", "Acme GmbH", "CNC"),
            ("Acme GmbH & Co. KG: CNC", "Acme GmbH & Co. KG", "CNC"),
            ("Acme GmbH : CNC", "Acme GmbH", "CNC"),
            ("Acme GmbH:CNC", "Acme GmbH", "CNC"),
            ("acme:cnc retrofit", "acme", "cnc retrofit"),
            ('Acme:"CNC: retrofit"', "Acme", "CNC: retrofit"),
            ("3M: CNC", "3M", "CNC"),
            ("Acme: CNC: phase two", "Acme", "CNC: phase two"),
            ("@proposal #x Acme GmbH: CNC", "Acme GmbH", "CNC"),
            ("company:acme CNC", "acme", "CNC"),
            ('firma:"Acme GmbH" CNC', "Acme GmbH", "CNC"),
            ("Acme:", "Acme", "Acme"),
        ],
    )
    def test_stands_before_the_first_colon(self, line: str, company: str, title: str) -> None:
        deal = add(line)
        assert (deal.company, deal.title) == (company, title)

    @pytest.mark.parametrize(
        "line",
        [
            "CNC retrofit",
            "CNC 10:00 retrofit",
            "https://acme.de/a:b retrofit",
            'the "Re: your offer" mail',
            ": retrofit",
            "smile :) retrofit",
            "smile:) retrofit",
            ":smile: retrofit",
            "C:\\temp",
        ],
    )
    def test_other_colons_make_no_company(self, line: str) -> None:
        deal = add(line)
        assert deal.company is None
        assert deal.title == line.replace('"', "")

    def test_a_key_before_it_takes_the_colon(self) -> None:
        deal = add("source:fair Retrofit")
        assert (deal.company, deal.fields) == (None, {"source": "fair"})

    def test_gives_the_title_when_nothing_else_does(self) -> None:
        assert add("Acme: 12k call Meier fri").title == "Acme"

    def test_neither_title_nor_company_is_no_deal_yet(self) -> None:
        assert add("12k").title == ""
        assert add("").title == ""

    def test_two_are_refused(self) -> None:
        assert "Acme" in str(refusal("Acme: CNC company:Globex"))


class TestKeysAndValues:
    @pytest.mark.parametrize(
        ("line", "fields"),
        [
            ("x source:fair", {"source": "fair"}),
            ("x Quelle:Messe,", {"source": "Messe"}),
            ('x benefit:"saves 4 h a week"', {"benefit": "saves 4 h a week"}),
            ("x nutzen:„spart 4 h“", {"benefit": "spart 4 h"}),
            ("x produkt:CNC region:Süd", {"product": "CNC", "region": "Süd"}),
            ("x owner:me", {"owner": "me"}),
            ("x zuständig:ich", {"owner": "ich"}),
            ("x close:eoq", {"close": "2026-12-31"}),
            ("x abschluss:24.12.", {"close": "2026-12-24"}),
            ('x close:"next fri"', {"close": "2026-11-27"}),
            ("x probability:50% category:commit", {"probability": "50%", "category": "commit"}),
            ("x currency:chf", {"currency": "CHF"}),
        ],
    )
    def test_fill_fields_in_both_languages(self, line: str, fields: dict[str, str]) -> None:
        deal = add(line)
        assert (deal.title, deal.fields) == ("x", fields)

    def test_reach_every_part_of_a_deal(self) -> None:
        deal = add(
            'title:"Plant 2" contact:"Eva Meier" tel:0170/123456 mail:eva@acme.de value:12000 '
            "stage:pro-posal tags:a,#b risk:high"
        )
        assert deal.title == "Plant 2"
        assert deal.contact == "Eva Meier"
        assert (deal.phone, deal.email) == ("0170/123456", "eva@acme.de")
        assert deal.value == Money(12_000_00, "EUR")
        assert deal.stage == "pro posal"
        assert deal.tags == ("a", "b")
        assert (deal.risk_level, deal.risk_text) == ("high", None)

    @pytest.mark.parametrize(
        ("value", "level", "text"),
        [
            ("hoch", "high", None),
            ('"budget freeze"', None, "budget freeze"),
            ('"!mid budget freeze"', "mid", "budget freeze"),
            ('"high costs"', None, "high costs"),
        ],
    )
    def test_risk(self, value: str, level: str | None, text: str | None) -> None:
        deal = add(f"x risk:{value}")
        assert (deal.risk_level, deal.risk_text) == (level, text)

    def test_the_title_may_be_given_and_go_on(self) -> None:
        assert add('title:"Plant 2" rebuild').title == "Plant 2 rebuild"

    @pytest.mark.parametrize("line", ["Pilot foo:bar", "Acme: Pilot Foo:Bar", "x foo:bar y:z"])
    def test_an_unknown_key_is_refused(self, line: str) -> None:
        error = refusal(line)
        assert "no field foo" in error.what.casefold()
        assert "quotes" in error.todo

    def test_a_mistyped_key_gets_a_suggestion(self) -> None:
        assert "Did you mean source:?" in refusal("Acme: Pilot sorce:fair").todo
        assert "Did you mean source:?" in refusal("sorce:fair Pilot").todo

    @pytest.mark.parametrize("line", ["Acme: Pilot source: fair", "source:", 'x source:""'])
    def test_a_key_without_a_value_is_refused(self, line: str) -> None:
        assert "Nothing follows source:" in str(refusal(line))

    def test_in_quotes_it_is_text(self) -> None:
        assert add('Pilot "foo:bar"').title == "Pilot foo:bar"

    def test_an_address_is_no_key(self) -> None:
        assert add("Acme: see https://acme.de:80/x").title == "see https://acme.de:80/x"

    @pytest.mark.parametrize(
        "line",
        [
            "x source:a source:b",
            "x close:31.02.",
            'x close:"fri 10:00"',
            "x close:soon",
            "x mail:meier",
            "x tel:none",
            "x tel:12",
            "x currency:XXX",
            "x value:nan",
            "x value:-5",
            "x value:inf",
            "x value:1e400",
            "x risk:!foo",
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, line: str) -> None:
        assert refusal(line)


class TestMarks:
    def test_stage_with_spaces_for_hyphens(self) -> None:
        assert add("x @first-contact,").stage == "first contact"

    def test_two_stages_are_refused(self) -> None:
        assert "a and b" in str(refusal("x @a @b"))
        assert add("x @a @a").stage == "a"

    def test_tags_each_once(self) -> None:
        assert add("x #renewal #Süd, #RENEWAL").tags == ("renewal", "Süd")

    def test_signs_alone_and_numbers_stay_title(self) -> None:
        assert add("#12 supplier @ home ! # now!").title == "#12 supplier @ home ! # now!"

    @pytest.mark.parametrize(
        ("line", "level", "text", "title"),
        [
            ("x !high budget freeze", "high", "budget freeze", "x"),
            ("x !low", "low", None, "x"),
            ("x !mittel kein Entscheider #neu y", "mid", "kein Entscheider", "x y"),
            ("x !mid cut by 10k @stage y", "mid", "cut by 10k", "x y"),
            ("x !mid frozen source:fair y", "mid", "frozen", "x y"),
            ("x !mid frozen 0170 1234567 y", "mid", "frozen", "x y"),
            ("x !mid frozen meier@acme.de y", "mid", "frozen", "x y"),
            ('x !mid "foo:bar" maybe', "mid", "foo:bar maybe", "x"),
            ("x !mid call Meier fri", "mid", "call Meier fri", "x"),
            ("!mid Acme: x", "mid", None, "x"),
        ],
    )
    def test_a_risk_goes_up_to_the_next_mark(
        self, line: str, level: str, text: str | None, title: str
    ) -> None:
        deal = add(line)
        assert (deal.risk_level, deal.risk_text, deal.title) == (level, text, title)

    def test_two_risks_and_unknown_levels_are_refused(self) -> None:
        assert "high and low" in str(refusal("x !high a !low b"))
        assert "high and late" in str(refusal("x !high !high late"))
        assert "!low, !mid or !high" in str(refusal("x !urgent"))


class TestPhoneAndMail:
    @pytest.mark.parametrize(
        "number",
        [
            "+49 170 1234567",
            "+49 170 123 4567",
            "+491701234567",
            "+49 (0)170 123-4567",
            "+49.170.1234567",
            "0170 1234567",
            "0170/1234567",
            "(089) 123456",
            "00 49 170 1234567",
            "555-123-4567",
        ],
    )
    def test_phone_numbers(self, number: str) -> None:
        deal = add(f"CNC {number} retrofit")
        assert (deal.phone, deal.title) == (number, "CNC retrofit")

    @pytest.mark.parametrize(
        "title",
        [
            "Halle 7",
            "order 1234567",
            "007 films",
            "0 defects",
            "plant 03/04/2026",
            "plant 03-04-2026",
            "DIN 0815",
            "+3 axes",
            "0123456789012345678901",
        ],
    )
    def test_other_digits_stay_title(self, title: str) -> None:
        deal = add(title)
        assert (deal.phone, deal.title) == (None, title)

    def test_ends_before_an_amount_or_a_time(self) -> None:
        deal = add("CNC 0170 1234567 12 T€")
        assert (deal.phone, deal.value) == ("0170 1234567", Money(12_000_00, "EUR"))
        assert add("call Meier 0170 1234567 14 uhr morgen").step == Step(
            "call", "call Meier", MONDAY, "14:00"
        )

    @pytest.mark.parametrize("typed", ["meier@acme.de", "<meier@acme.de>,", "mailto:meier@acme.de"])
    def test_mail_addresses(self, typed: str) -> None:
        deal = add(f"CNC {typed}")
        assert (deal.email, deal.title) == ("meier@acme.de", "CNC")

    @pytest.mark.parametrize("title", ["a@b", "me@", f"a@{'b' * 300}.de"])
    def test_other_words_with_an_at_stay_title(self, title: str) -> None:
        assert add(title).title == title

    def test_two_are_refused(self) -> None:
        assert refusal("x a@acme.de b@acme.de")
        assert refusal("x 0170 1234567 y 0170 7654321")


class TestAmounts:
    @pytest.mark.parametrize(
        ("typed", "minor", "currency"),
        [
            ("12k", 12_000_00, "EUR"),
            ("12k,", 12_000_00, "EUR"),
            ("(12k)", 12_000_00, "EUR"),
            ("12 T€", 12_000_00, "EUR"),
            ("12 Tsd.", 12_000_00, "EUR"),
            ("1,5 Mio", 1_500_000_00, "EUR"),
            ("1,5 Mio. CHF", 1_500_000_00, "CHF"),
            ("CHF 12'000", 12_000_00, "CHF"),
            ("1.234,50 €", 1_234_50, "EUR"),
            ("€500", 500_00, "EUR"),
            ("$ 500", 500_00, "USD"),
            ("12.000", 12_000_00, "EUR"),
            ("12 000 000 €", 12_000_000_00, "EUR"),
            ("¥500", 500, "JPY"),
        ],
    )
    def test_are_the_value(self, typed: str, minor: int, currency: str) -> None:
        deal = add(f"CNC {typed} retrofit")
        assert (deal.value, deal.title) == (Money(minor, currency), "CNC retrofit")

    def test_without_a_currency_are_in_that_of_the_data(self) -> None:
        assert add("CNC 12k", currency="CHF").value == Money(12_000_00, "CHF")
        assert add("CNC 12k currency:USD").value == Money(12_000_00, "USD")

    @pytest.mark.parametrize("title", ["Halle 7", "12", "Plant 2026", "5% off", "3.12", "NaN €"])
    def test_a_bare_number_stays_title(self, title: str) -> None:
        deal = add(title)
        assert (deal.value, deal.title) == (None, title)

    @pytest.mark.parametrize(
        "line", ["x -12k", "x €-5", "x €99999999999999999999", "x 12k 15k", "x ¥1.50", "x € 5 CHF"]
    )
    def test_what_cannot_be_a_value_is_refused(self, line: str) -> None:
        assert refusal(line)

    def test_with_a_value_or_quotes_other_amounts_are_title(self) -> None:
        assert add("from 12k to value:15k").title == "from 12k to"
        assert add('replace "12k" boiler 15k').value == Money(15_000_00, "EUR")


class TestSteps:
    @pytest.mark.parametrize(
        ("line", "title", "kind", "text"),
        [
            ("CNC call Meier fri", "CNC", "call", "call Meier"),
            ("call Meier fri CNC retrofit", "CNC retrofit", "call", "call Meier"),
            ("CNC call Meier fri about budget", "CNC", "call", "call Meier about budget"),
            ("CNC meet Meier, fri", "CNC", "meeting", "meet Meier"),
            ("CNC offer fri", "CNC", "offer", "offer"),
            ("CNC task clean up fri", "CNC", "task", "task clean up"),
            ("CNC mail draft fri", "CNC", "mail", "mail draft"),
            ("CNC fri call Meier", "CNC", "call", "call Meier"),
            ("fri call Meier", "", "call", "call Meier"),
            ("CNC angebot fr", "CNC", "offer", "angebot"),
            ("CNC Meier anrufen fr", "CNC", "call", "Meier anrufen"),
            ("CNC Herrn Dr. Meier anrufen fr", "CNC", "call", "Herrn Dr. Meier anrufen"),
            ("Meier anrufen fr", "", "call", "Meier anrufen"),
            ("anrufen fr CNC", "CNC", "call", "anrufen"),
            ("CNC 12k Eva Meier treffen fr", "CNC", "meeting", "Eva Meier treffen"),
            ("CNC fr Eva Meier anrufen", "CNC", "call", "Eva Meier anrufen"),
            ("CNC anrufen Meier fr", "CNC", "call", "anrufen Meier"),
            (
                "CNC Meier anrufen wegen Budget fr",
                "CNC",
                "call",
                "Meier anrufen wegen Budget",
            ),
            ("Angebot mailen fr", "", "mail", "Angebot mailen"),
            ("CNC Meier fr anrufen", "CNC Meier", "call", "anrufen"),
            ("CNC call Meier about offer fri", "CNC", "call", "call Meier about offer"),
            ("CNC call Meier @stage fri", "CNC", "call", "call Meier"),
            ("Meier anrufen #neu CNC fr", "CNC", "call", "Meier anrufen"),
            ("call Meier #neu CNC #alt fr", "CNC", "call", "call Meier"),
            ('CNC call "the call center" fri', "CNC", "call", "call the call center"),
        ],
    )
    def test_a_kind_word_and_a_date(self, line: str, title: str, kind: str, text: str) -> None:
        deal = add(line)
        assert deal.title == title
        assert deal.step == Step(kind, text, FRIDAY, None)

    @pytest.mark.parametrize(
        ("line", "title", "text"),
        [
            ("Meier jeden Freitag anrufen", "", "Meier anrufen"),
            ("CNC Meier jeden Freitag anrufen", "CNC", "Meier anrufen"),
            ("CNC Herrn Dr. Meier jeden Freitag anrufen", "CNC", "Herrn Dr. Meier anrufen"),
            ("CNC 12k Eva Meier jeden Freitag anrufen", "CNC", "Eva Meier anrufen"),
            ("CNC 12k jeden Freitag anrufen", "CNC", "anrufen"),
            ("CNC jeden Freitag Meier anrufen", "CNC", "Meier anrufen"),
            ("CNC Meier jeden Freitag anrufen wegen Budget", "CNC", "Meier anrufen wegen Budget"),
            ("CNC jeden Freitag anrufen Meier", "CNC", "anrufen Meier"),
            ("CNC every friday call Meier", "CNC", "call Meier"),
        ],
    )
    def test_a_recurrence_may_stand_before_a_german_verb(
        self, line: str, title: str, text: str
    ) -> None:
        deal = add(line)
        assert deal.title == title
        assert deal.step == Step("call", text, FRIDAY, None, "FREQ=WEEKLY;BYDAY=FR")

    @pytest.mark.parametrize(
        "line",
        [
            "call center software",
            "mail merge 2026",
            "Meier anrufen",
            "fri CNC call Meier",
            "CNC fri",
            "CNC 10:00",
            "call what to do about it",
            "call Meier so schnell",
        ],
    )
    def test_without_the_other_stays_title(self, line: str) -> None:
        deal = add(line)
        assert (deal.step, deal.title) == (None, line)

    def test_so_do_mi_at_the_end_of_the_words(self) -> None:
        wednesday = date(2026, 11, 25)
        assert add("CNC Meier anrufen mi").step == Step("call", "Meier anrufen", wednesday, None)
        assert add("CNC Meier anrufen mi #neu @stage").step is not None
        assert add("CNC Meier anrufen mi #neu Halle").step is None

    def test_working_days_follow_the_calendar(self) -> None:
        calendar = WorkCalendar(free_days=frozenset({MONDAY}))
        deal = parse_quick_add("CNC call next working day", SUNDAY, calendar=calendar)
        assert deal.step == Step("call", "call", date(2026, 11, 24), None)

    @pytest.mark.parametrize(
        "line",
        ["x 31.02.", "x call Meier 31.02.", "x 2026-13-01", "x kw54", "call fri 24:30", "31 feb x"],
    )
    def test_an_impossible_date_is_refused(self, line: str) -> None:
        assert "no such" in str(refusal(line)) or "no week" in str(refusal(line))

    def test_words_on_both_sides_of_the_date_are_two_chips(self) -> None:
        assert chips("CNC call Meier fri about budget") == [
            ("title", "CNC"),
            ("step", "call Meier"),
            ("when", "fri"),
            ("step", "about budget"),
        ]


class TestATimeWithoutADay:
    @pytest.mark.parametrize(
        "line",
        ["Acme: CNC call Meier 10:00", "Acme: CNC Meier anrufen 14 Uhr", "Acme: meet 9:30 12k"],
    )
    def test_is_refused_behind_what_is_to_be_done(self, line: str) -> None:
        error = refusal(line)
        assert "is a time without a day" in error.what
        assert "for example today" in error.todo

    @pytest.mark.parametrize(
        "line", ["Acme: CNC 10:00", "Acme: call centre 24h", "Acme: training 10h offer"]
    )
    def test_stays_title_elsewhere(self, line: str) -> None:
        assert add(line).step is None

    def test_is_refused_as_a_next_step(self) -> None:
        with pytest.raises(InputError, match="10:00 is a time without a day"):
            parse_step("call Meier 10:00", SUNDAY)

    def test_a_mistyped_day_beside_it_gets_a_suggestion(self) -> None:
        with pytest.raises(InputError, match=r"Did you mean call Meier tomorrow 10:00\?"):
            parse_step("call Meier tomorow 10:00", SUNDAY)


class TestContactPerson:
    @pytest.mark.parametrize(
        ("line", "contact"),
        [
            ("x call Meier fri a@acme.de", "Meier"),
            ("x call Eva Meier about budget fri 0170 1234567", "Eva Meier"),
            ("x call Mrs. Meier fri a@acme.de", "Meier"),
            ("x Herrn Meier anrufen fr a@acme.de", "Meier"),
            ("x call meier fri eva.meier@acme.de", "meier"),
            ("x call boss fri a@acme.de", None),
            ("x call Meier fri", None),
            ("x call Meier fri a@acme.de contact:Schulz", "Schulz"),
            ("x a@acme.de", None),
            ("x call Ann Bea Cyd Dan Eva fri a@acme.de", "Ann Bea Cyd Dan"),
        ],
    )
    def test_comes_from_the_step_when_there_is_a_number_or_address(
        self, line: str, contact: str | None
    ) -> None:
        assert add(line).contact == contact


class TestNextStepOnItsOwn:
    @pytest.mark.parametrize(
        ("line", "step"),
        [
            ("call Meier fri 10:00", Step("call", "call Meier", FRIDAY, "10:00")),
            ("fri 10:00 call Meier", Step("call", "call Meier", FRIDAY, "10:00")),
            ("send contract fri 2pm", Step("task", "send contract", FRIDAY, "14:00")),
            ("Meier anrufen bis fr", Step("call", "Meier anrufen", FRIDAY, None)),
            ("call Meier fri about budget", Step("call", "call Meier about budget", FRIDAY, None)),
            ("Termin in Halle 7 fr", Step("meeting", "Termin in Halle 7", FRIDAY, None)),
            ("call, next working day", Step("call", "call", MONDAY, None)),
            ("call fri", Step("call", "call", FRIDAY, None)),
        ],
    )
    def test_text_date_and_kind(self, line: str, step: Step) -> None:
        assert parse_step(line, SUNDAY) == step

    @pytest.mark.parametrize(
        ("line", "step"),
        [
            ("fri call Meier at 10", Step("call", "call Meier", FRIDAY, "10:00")),
            ("fr Meier um 17 Uhr anrufen", Step("call", "Meier anrufen", FRIDAY, "17:00")),
            ("fr Angebot schicken bis 14 Uhr", Step("offer", "Angebot schicken", FRIDAY, "14:00")),
            ("every fri call Meier 3pm", Step("call", "call Meier", FRIDAY, "15:00", WEEKLY)),
            ("call fri about 10:00 talk", Step("call", "call about 10:00 talk", FRIDAY, None)),
            ("fri prepare demo 2h", Step("task", "prepare demo 2h", FRIDAY, None)),
            ("fri demo from 9 until 11:00", Step("task", "demo from 9 until 11:00", FRIDAY, None)),
            ("fri demo 9:00 to 11:00", Step("task", "demo 9:00 to 11:00", FRIDAY, None)),
        ],
    )
    def test_a_time_may_end_the_line_apart_from_its_day(self, line: str, step: Step) -> None:
        assert parse_step(line, SUNDAY) == step

    def test_such_a_time_is_understood_in_quick_add_too(self) -> None:
        line = "Acme: Retrofit fri call Meier at 10:00"
        assert add(line).step == Step("call", "call Meier", FRIDAY, "10:00")
        assert ("when", "at 10:00") in chips(line)

    def test_such_a_time_that_no_clock_shows_is_refused(self) -> None:
        with pytest.raises(InputError, match="There is no such time as at 25:00"):
            parse_step("fri call Meier at 25:00", SUNDAY)

    def test_without_a_date_is_refused(self) -> None:
        with pytest.raises(InputError, match="There is no date in “call Meier”"):
            parse_step("call Meier", SUNDAY)
        with pytest.raises(InputError, match="Did you mean call Meier tomorrow"):
            parse_step("call Meier tomorow", SUNDAY)
        with pytest.raises(InputError, match="no such day"):
            parse_step("call Meier 31.02.", SUNDAY)
        with pytest.raises(InputError):
            parse_step("", SUNDAY)

    @pytest.mark.parametrize("line", ["fri", " fri 10:00 ", "fri,"])
    def test_a_date_alone_is_refused(self, line: str) -> None:
        with pytest.raises(InputError, match="more than a date"):
            parse_step(line, SUNDAY)


class TestSeveralDays:
    """Which of them is meant nobody can know, unless one of them belongs to the words."""

    @pytest.mark.parametrize(
        "line",
        [
            "call fri mon",
            "call fri or mon",
            "Meier anrufen fr und mo",
            "call Meier fri 10:00 mon",
            "fri call Meier mon",
            "Fri report mon",
            "call Meier fri about offer mon",
            "Rechnung 1.12. anrufen mo",
            "workshop mon to fri",
            "Messe am 3.12. Meier anrufen fr",
            "call mon fri until 31.12.",
            "every monday call Meier every friday",
            "call Meier fri 10:00 about offer fri 11:00",
        ],
    )
    def test_are_asked_about(self, line: str) -> None:
        with pytest.raises(InputError, match="Which day is meant"):
            parse_step(line, SUNDAY)
        with pytest.raises(InputError, match="Which day is meant"):
            parse_quick_add(f"Acme: call {line}", SUNDAY)

    def test_the_question_says_both_readings(self) -> None:
        with pytest.raises(InputError) as caught:
            parse_step("Fri report mon", SUNDAY)
        assert "Fri (Fri 27 Nov) or mon (Mon 23 Nov)" in str(caught.value)
        assert 'in quotes where it is text: "Fri" report mon' in str(caught.value)

    @pytest.mark.parametrize(
        ("line", "text", "day"),
        [
            ("ask about 24.12. delivery fri", "ask about 24.12. delivery", FRIDAY),
            ("fri ask about 24.12. delivery", "ask about 24.12. delivery", FRIDAY),
            ("fri ask about delivery of 24.12.", "ask about delivery of 24.12.", FRIDAY),
            ("Angebot vom 3.12. nachfassen fr", "Angebot vom 3.12. nachfassen", FRIDAY),
            ("prepare the Monday meeting fri", "prepare the Monday meeting", FRIDAY),
            ("fair 3.12. - 5.12. call fri", "fair 3.12. - 5.12. call", FRIDAY),
            ("Messe 3.12. bis 5.12. anrufen fr", "Messe 3.12. bis 5.12. anrufen", FRIDAY),
            ("Fr. Müller anrufen mo", "Fr. Müller anrufen", MONDAY),
            ("so do mi Meier anrufen fr", "so do mi Meier anrufen", FRIDAY),
            ('"Mon" report fri', "Mon report", FRIDAY),
            ('fri call about "offer of mon"', "call about offer of mon", FRIDAY),
            ("fri call Meier 27.11.", "fri call Meier", FRIDAY),
        ],
    )
    def test_some_belong_to_the_words(self, line: str, text: str, day: date) -> None:
        step = parse_step(line, SUNDAY)
        assert (step.text, step.day) == (text, day)

    def test_fr_before_a_name_is_a_woman(self) -> None:
        found = parse_quick_add("Acme: Retrofit Fr. Müller anrufen", SUNDAY)
        assert found.step is None
        step = parse_step("Fr. Müller anrufen fr 10:00", SUNDAY)
        assert (step.text, step.day) == ("Fr. Müller anrufen", FRIDAY)
        assert parse_step("Müller anrufen Fr. 10:00", SUNDAY).day == FRIDAY
        assert parse_step("Fr. Angebot nachfassen fr", SUNDAY).day == FRIDAY

    def test_quotes_around_other_words_stay(self) -> None:
        assert parse_step('read "Faust" fri', SUNDAY).text == 'read "Faust"'

    @pytest.mark.parametrize(
        ("line", "title"),
        [
            ("Acme: Messe 3.12. - 5.12. call Meier fri", "Messe 3.12. - 5.12."),
            ("Acme: 3.12. CNC call Meier fri", "3.12. CNC"),
            ('Acme: CNC call Meier fri Messe "3.12."', "CNC"),
            ("Acme: CNC call Meier about the 3.12. fri", "CNC"),
        ],
    )
    def test_a_title_may_name_one_too(self, line: str, title: str) -> None:
        deal = add(line)
        assert deal.title == title
        assert deal.step is not None
        assert deal.step.day == FRIDAY

    @pytest.mark.parametrize(
        "line",
        [
            "CNC fri call Meier weekly",
            "CNC call Meier weekly 12k fri",
            "CNC call Meier fri #new weekly",
            "CNC call Meier weekly fri",
        ],
    )
    def test_a_recurrence_takes_in_its_first_day_in_quick_add(self, line: str) -> None:
        deal = add(line)
        assert deal.title == "CNC"
        assert deal.step == Step("call", "call Meier", FRIDAY, None, "FREQ=WEEKLY;BYDAY=FR")


WHEN_WORDS = """
    call Meier Fri mon report about 24.12. the so Fr. 10:00 um 9 Uhr anrufen weekly jeden every
    31.02. to bis 2h heute in 3 Tagen Messe
"""


class TestStepTypedOut:
    @given(
        text=st.lists(
            st.sampled_from(WHEN_WORDS.split()),
            min_size=1,
            max_size=6,
        ).map(" ".join),
        day=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
        time=st.sampled_from([None, "10:00"]),
    )
    def test_is_the_same_step_whatever_its_words(
        self, text: str, day: date, time: str | None
    ) -> None:
        line = step_line(f"Angebot {text} Ende", day.isoformat(), time)
        step = parse_step(line, SUNDAY)
        assert (step.text, step.day, step.time) == (f"Angebot {text} Ende", day, time)


class TestStageByPrefix:
    STAGES = ("Prospect", "First contact", "Qualification", "Proposal", "Übergabe", "Follow-up")

    @pytest.mark.parametrize(
        ("typed", "stage"),
        [("proposal", "Angebot"), ("first-c", "Erstkontakt"), ("nego", "Verhandlung")],
    )
    def test_answers_to_its_name_in_the_other_language(self, typed: str, stage: str) -> None:
        names = ["Zielkunde", "Erstkontakt", "Bedarfsklärung", "Angebot", "Verhandlung"]
        assert match_stage(typed, names) == stage

    def test_of_ones_own_answers_to_its_own_name_only(self) -> None:
        with pytest.raises(NotFound):
            match_stage("proposal", ["Angebotsphase"])

    @pytest.mark.parametrize(
        ("typed", "stage"),
        [
            ("proposal", "Proposal"),
            ("PROPO", "Proposal"),
            ("first-c", "First contact"),
            ("first contact", "First contact"),
            ("uber", "Übergabe"),
            ("follow-up", "Follow-up"),
            ("q", "Qualification"),
        ],
    )
    def test_case_accents_and_hyphens_do_not_count(self, typed: str, stage: str) -> None:
        assert match_stage(typed, self.STAGES) == stage

    def test_a_whole_name_wins(self) -> None:
        assert match_stage("won", ["Won back", "Won"]) == "Won"

    def test_several_are_shown(self) -> None:
        with pytest.raises(Ambiguous) as caught:
            match_stage("pro", self.STAGES)
        assert caught.value.candidates == ["Prospect", "Proposal"]

    @pytest.mark.parametrize("typed", ["closing", "", "-"])
    def test_none_lists_them_all(self, typed: str) -> None:
        with pytest.raises(NotFound, match="Prospect, First contact"):
            match_stage(typed, self.STAGES)


MORE_WORDS = """
    Meier anrufen fr Acme: 31.02. key: a:b benefit:"x " !low # @ € 12 T€ -5k 0170 1234567 so
    : :: "x" um 9 title:x value:5 meet angebot herrn wegen
"""
PIECES = st.sampled_from([*EXAMPLE.split(), *MORE_WORDS.split(), '"a b"'])


class TestProperties:
    @given(st.lists(PIECES | st.text(max_size=6), max_size=14).map(" ".join))
    def test_any_line_is_understood_or_refused(self, line: str) -> None:
        try:
            deal = parse_quick_add(line, SUNDAY)
        except InputError as error:
            message = str(error)
        else:
            message = "understood"
            spans = [(chip.start, chip.end) for chip in deal.chips]
            assert all(0 <= start < end for start, end in spans)
            assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert message

    @given(st.lists(PIECES, max_size=14).map(" ".join))
    def test_no_word_is_lost(self, line: str) -> None:
        try:
            deal = parse_quick_add(line, SUNDAY)
        except InputError:
            return
        inside = "".join(chip.text for chip in deal.chips)
        assert "".join(inside.split()) == "".join(line.split())

    @given(st.lists(PIECES | st.text(max_size=6), max_size=10).map(" ".join))
    def test_any_step_is_understood_or_refused(self, line: str) -> None:
        try:
            step = parse_step(line, SUNDAY)
        except InputError:
            return
        assert step.text
        assert step.kind in {"call", "mail", "meeting", "offer", "task"}
