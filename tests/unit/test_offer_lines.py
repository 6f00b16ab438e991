"""The lines an offer is typed in: benefit, plan and pilot, options (process.md, "The offer")."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain import benefit, offer_option, plan
from pipeline_tui.domain.benefit import BenefitLine, parse_benefit
from pipeline_tui.domain.money import MAX_MINOR, Money
from pipeline_tui.domain.offer_option import OptionLine, parse_option
from pipeline_tui.domain.plan import Arrangement, parse_arrangement
from pipeline_tui.domain.records_offer import BenefitPart
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import use_language
from tests.unit.deal_records import HOSTILE

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


def line(
    text: str, quantity: int, unit: str, minor: int, per: str, currency: str = "EUR"
) -> BenefitLine:
    return BenefitLine(text, quantity, unit, Money(minor, currency), per)


BENEFITS = {
    "set-up 4 h x €60 per week": line("set-up", 4_000, "h", 6_000, "week"),
    "Rüstzeit 4 Std x 60 € pro Woche": line("Rüstzeit", 4_000, "Std", 6_000, "week"),
    "Rüstzeit: 1,5 Std mal 60 € wöchentlich": line("Rüstzeit", 1_500, "Std", 6_000, "week"),
    "set-up 4h×60": line("set-up", 4_000, "h", 6_000, "once"),
    "set-up 4 h * 60 once": line("set-up", 4_000, "h", 6_000, "once"),
    "4 h set-up x 60": line("set-up", 4_000, "h", 6_000, "once"),
    "set-up 4 h per week x €60": line("set-up", 4_000, "h", 6_000, "week"),
    "set-up 4 h x €60/h per week": line("set-up", 4_000, "h", 6_000, "week"),
    "Rüstzeit 4 Std à 60 € pro Stunde im Monat": line("Rüstzeit", 4_000, "Std", 6_000, "month"),
    "set-up 4 h × 46 weeks × €60": line("set-up", 184_000, "h", 6_000, "year"),
    "errors avoided 3 per month x 120 €": line("errors avoided", 3_000, "", 12_000, "month"),
    "extra revenue 2k per month": line("extra revenue", 1_000, "", 200_000, "month"),
    "Mehrumsatz 24.000 € im Jahr": line("Mehrumsatz", 1_000, "", 2_400_000, "year"),
    "no new press 120k once": line("no new press", 1_000, "", 12_000_000, "once"),
    "plan 2: 400 h x 60": line("plan 2", 400_000, "h", 6_000, "once"),
    "set-up 1.234 h x 1": line("set-up", 1_234_000, "h", 100, "once"),
    "set-up 0 h x 60": line("set-up", 0, "h", 6_000, "once"),
    "set-up 4 h x CHF 60 per week": line("set-up", 4_000, "h", 6_000, "week", "CHF"),
}

NO_BENEFITS = (
    *("", " ", "x", "* * *", "4 h x 60", "set-up", "set-up x 60", "set-up 4 h x", "12k"),
    *("nan h x 60", "set-up nan x 60", "set-up 4 h x nan", "set-up inf h x 60", "a 1e5 h x 60"),
    *("set-up -4 h x 60", "set-up − 4 h x 60", "set-up 4 h x -60", "less -2000", "less - 2000"),
    *("set-up 1.2345 h x 60", "set-up 4 h x 1.2345", "set-up 4 h per week x 60 per month"),
    f"set-up {2**53} h x 60",
    f"set-up 4 h x {2**53}",
    f"set-up 1000000 h x {2**40} per week",
    "a" * 501,
)


class TestBenefit:
    @pytest.mark.parametrize(("text", "meant"), BENEFITS.items())
    def test_is_understood_in_both_languages(self, text: str, meant: BenefitLine) -> None:
        assert parse_benefit(text, "EUR") == meant

    @pytest.mark.parametrize("text", [*NO_BENEFITS, *HOSTILE])
    def test_what_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(InputError):
            parse_benefit(text, "EUR")

    @given(st.text(max_size=120))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        with suppress(InputError):
            found = parse_benefit(text, "EUR")
            assert found.text
            assert 0 <= found.quantity <= MAX_MINOR
            assert 0 <= found.rate.minor <= MAX_MINOR

    @given(
        name=st.sampled_from(["set-up", "Rüstzeit", "plan 2", "12 lines", "x", "a: b", "2,5"]),
        quantity=st.integers(0, 10**9),
        unit=st.sampled_from(["", "h", "Std", "m²", "parts moved"]),
        minor=st.integers(0, 10**9),
        currency=st.sampled_from(["EUR", "JPY", "KWD"]),
        per=st.sampled_from(["once", "week", "month", "year"]),
        language=st.sampled_from(["en", "de"]),
        kept=st.booleans(),
    )
    def test_what_is_kept_is_read_as_the_same(
        self, name: str, quantity: int, unit: str, minor: int, currency: str, per: str,
        language: str, kept: bool,
    ) -> None:  # fmt: skip
        use_language(language)
        wanted = line(name, quantity, unit, minor, per, currency)
        assert parse_benefit(benefit.typed(wanted, kept=kept), "EUR") == wanted

    @given(
        quantity=st.integers(0, 10**8),
        rate=st.integers(0, 10**8),
        per=st.sampled_from(["once", "week", "month", "year"]),
    )
    def test_a_year_is_exact_and_half_a_cent_is_rounded_up(
        self, quantity: int, rate: int, per: str
    ) -> None:
        part = BenefitPart(1, "a", quantity, "", rate, per)
        exact = Fraction(quantity * rate * benefit.FACTORS[per], benefit.ONE)
        assert abs(benefit.yearly(part) - exact) <= Fraction(1, 2)
        assert benefit.yearly(part) - exact != -Fraction(1, 2)

    def test_the_sum_keeps_a_year_and_once_apart(self) -> None:
        parts = [
            BenefitPart(1, "set-up", 4_000, "h", 6_000, "week"),
            BenefitPart(2, "scrap", 1_000, "", 50_000, "month"),
            BenefitPart(3, "no new press", 1_000, "", 12_000_000, "once"),
        ]
        assert benefit.total(parts) == (4 * 46 * 6_000 + 12 * 50_000, 12_000_000)
        assert benefit.total([]) == (0, 0)

    def test_is_shown_in_both_languages(self) -> None:
        of = parse_benefit("set-up 1.5 h x €60 per week", "EUR")
        assert benefit.shown(of) == "set-up · 1.5 h × €60 per week"
        use_language("de")
        assert benefit.shown(of) == "set-up · 1,5 h × 60 € pro Woche"


PLANS = {
    "Meier: sign the NDA by fri": Arrangement("sign the NDA", "Meier", FRIDAY),
    "wir: Testzugang einrichten bis 3.12.": Arrangement(
        "Testzugang einrichten", "wir", date(2026, 12, 3)
    ),
    "sign the NDA": Arrangement("sign the NDA"),
    "fri Meier signs": Arrangement("Meier signs", "", FRIDAY),
    "Frau Dr. Ito: prüft den Vertrag, bis Freitag": Arrangement(
        "prüft den Vertrag", "Frau Dr. Ito", FRIDAY
    ),
    "call at 10:00: agree": Arrangement("call at 10:00: agree"),
    "20 % less scrap until 15.1.": Arrangement("20 % less scrap", "", date(2027, 1, 15)),
}


class TestArrangement:
    @pytest.mark.parametrize(("text", "meant"), PLANS.items())
    def test_is_understood_in_both_languages(self, text: str, meant: Arrangement) -> None:
        assert parse_arrangement(text, MONDAY) == meant

    @pytest.mark.parametrize(
        "text",
        ["", " ", "by fri", "Meier: by fri", "Meier: sign by 31.02.", "sign by 2026-13-01",
         "Meier: call fri 10:00", "Meier: report every week", "…", "a" * 501],
    )  # fmt: skip
    def test_what_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(InputError):
            parse_arrangement(text, MONDAY)

    @given(st.one_of(st.text(max_size=120), st.sampled_from(HOSTILE)))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        with suppress(InputError):
            assert parse_arrangement(text, MONDAY).what

    @given(
        who=st.sampled_from(["", "Meier", "Frau Dr. Ito", "we & they"]),
        what=st.sampled_from(["sign the NDA", "prüfen", "2 machines", "20 % less scrap"]),
        due=st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2099, 12, 31))),
    )
    def test_what_is_kept_is_read_as_the_same(self, who: str, what: str, due: date | None) -> None:
        wanted = Arrangement(what, who, due)
        assert parse_arrangement(wanted.typed, MONDAY) == wanted

    def test_is_shown_in_both_languages(self) -> None:
        of = Arrangement("sign", "Meier", FRIDAY)
        assert plan.shown(of) == "Meier: sign · 27 Nov 2026"
        use_language("de")
        assert plan.shown(of) == "Meier: sign · 27.11.2026"


OPTIONS = {
    "standard 12k with training": OptionLine("standard", Money(1_200_000, "EUR"), "with training"),
    "Basis: 8000 eine Linie": OptionLine("basic", Money(800_000, "EUR"), "eine Linie"),
    "plus everything 20k": OptionLine("plus", Money(2_000_000, "EUR"), "everything"),
    "plus 2 lines 20k": OptionLine("plus", Money(2_000_000, "EUR"), "2 lines"),
    "plus 20000 2 lines": OptionLine("plus", Money(2_000_000, "EUR"), "2 lines"),
    "STANDARD 12k training, expected": OptionLine(
        "standard", Money(1_200_000, "EUR"), "training", expected=True
    ),
    "standard 12k erwartet": OptionLine("standard", Money(1_200_000, "EUR"), "", expected=True),
    "standard": OptionLine("standard", None),
    "standard only the text": OptionLine("standard", None, "only the text"),
    "premium CHF 5": OptionLine("plus", Money(500, "CHF"), ""),
}


class TestOption:
    @pytest.mark.parametrize(("text", "meant"), OPTIONS.items())
    def test_is_understood_in_both_languages(self, text: str, meant: OptionLine) -> None:
        assert parse_option(text, "EUR") == meant

    @pytest.mark.parametrize(
        "text",
        ["", "gold 5k", "12k", "standard -5", "standard training -5", "plus 2 lines 12000",
         "standard a 5k b 6k", f"standard €{2**53}", "standard 1.234k", "standard " + "a" * 500],
    )  # fmt: skip
    def test_what_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(InputError):
            parse_option(text, "EUR")

    @given(st.text(max_size=80))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        with suppress(InputError):
            assert parse_option(f"plus {text}", "EUR").level == "plus"

    @given(
        level=st.sampled_from(["basic", "standard", "plus"]),
        minor=st.integers(0, MAX_MINOR),
        currency=st.sampled_from(["EUR", "JPY", "KWD"]),
        text=st.sampled_from(["", "2 lines", "with training", "bis 3 Werke", "5k extra"]),
        language=st.sampled_from(["en", "de"]),
        kept=st.booleans(),
    )
    def test_what_is_kept_is_read_as_the_same(
        self, level: str, minor: int, currency: str, text: str, language: str, kept: bool
    ) -> None:
        use_language(language)
        wanted = OptionLine(level, Money(minor, currency), text)
        assert parse_option(offer_option.typed(wanted, kept=kept), "EUR") == wanted
