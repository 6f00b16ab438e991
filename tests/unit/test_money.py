"""Amounts as people type them, and arithmetic that loses no cent."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.money import (
    MAX_MINOR,
    Money,
    Rates,
    is_marked_amount,
    minor_digits,
    parse_amount,
    weighted,
)
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import format as shown
from pipeline_tui.i18n import use_language

UNDERSTOOD = {
    # product.md, "Amounts"
    "12k": Money(1_200_000, "EUR"),
    "12 T€": Money(1_200_000, "EUR"),
    "12 Tsd.": Money(1_200_000, "EUR"),
    "1,5 Mio": Money(150_000_000, "EUR"),
    "1.234,50": Money(123_450, "EUR"),
    "1,234.50": Money(123_450, "EUR"),
    "12 €": Money(1_200, "EUR"),
    "€ 12": Money(1_200, "EUR"),
    "CHF 12'000": Money(1_200_000, "CHF"),
    "1.234": Money(123_400, "EUR"),
    "1,234": Money(123_400, "EUR"),
    # and its neighbours
    "12": Money(1_200, "EUR"),
    "0": Money(0, "EUR"),
    "12,5": Money(1_250, "EUR"),
    "12.50": Money(1_250, "EUR"),
    "0.500": Money(50, "EUR"),
    "12000.0000": Money(1_200_000, "EUR"),
    "1.234.567": Money(123_456_700, "EUR"),
    "1,234,567.8": Money(123_456_780, "EUR"),
    "12 000": Money(1_200_000, "EUR"),
    "12 345,6": Money(1_234_560, "EUR"),
    "12\u00a0000": Money(1_200_000, "EUR"),
    "12\u202f000 €": Money(1_200_000, "EUR"),
    "12\u2009000": Money(1_200_000, "EUR"),
    "12’000.50": Money(1_200_050, "EUR"),
    "  12 k  ": Money(1_200_000, "EUR"),
    "12K": Money(1_200_000, "EUR"),
    "$12k": Money(1_200_000, "USD"),
    "US$ 12": Money(1_200, "USD"),
    "£12.30": Money(1_230, "GBP"),
    "12 EUR": Money(1_200, "EUR"),
    "12 eur": Money(1_200, "EUR"),
    "12 Euro": Money(1_200, "EUR"),
    "EUR12": Money(1_200, "EUR"),
    "€12 EUR": Money(1_200, "EUR"),
    "12 zł": Money(1_200, "PLN"),
    "Fr. 12.-": Money(1_200, "CHF"),
    "12,– €": Money(1_200, "EUR"),
    "12T€": Money(1_200_000, "EUR"),
    "12 t€": Money(1_200_000, "EUR"),
    "120 TEUR": Money(12_000_000, "EUR"),
    "TEUR 120": Money(12_000_000, "EUR"),
    "T€ 120": Money(12_000_000, "EUR"),
    "12 tausend Franken": Money(1_200_000, "CHF"),
    "12k EUR": Money(1_200_000, "EUR"),
    "12 Tsd. €": Money(1_200_000, "EUR"),
    "1,25 Mio. €": Money(125_000_000, "EUR"),
    "1 Mio.€": Money(100_000_000, "EUR"),
    "€1.2M": Money(120_000_000, "EUR"),
    "1.2M": Money(120_000_000, "EUR"),
    "2 M€": Money(200_000_000, "EUR"),
    "1 Million": Money(100_000_000, "EUR"),
    "1,2 Mrd. €": Money(120_000_000_000, "EUR"),
    "1,2 Mrd": Money(120_000_000_000, "EUR"),
    "0,00001k": Money(1, "EUR"),
    "JPY 100": Money(100, "JPY"),
    "¥1,000": Money(1_000, "JPY"),
    "100.0 JPY": Money(100, "JPY"),
    "1,5k JPY": Money(1_500, "JPY"),
    "KWD 1,234.567": Money(1_234_567, "KWD"),
    "90071992547409.92": Money(MAX_MINOR, "EUR"),
}
NO_AMOUNT = [
    *("", "   ", "€", "k", "EUR", "nan", "NaN", "inf", "-inf", "Infinity", "1e5", "0x10", "5%"),
    *("12.", ".5", ",5", "1.2.3", "1,23,456", "12 00", "1 234'567", "1.234.56", "1,234,56"),
    *("1.234.567.89", "24.12.2026", "2026-12-24", "10:00", "+49 170 1234567", "+5", "12 T"),
    *("1,234,567,890,12", "1.234'567", "012.345.678", "12 abc", "12 XYZ", "12 try", "12kk"),
    *("12 k k", "k12", "Mio 12", "k€ 12k", "€€12", "12 €€", "(12)", "１２", "١٢", "½", "12€3"),
    *("1.234,567.8", "1,234.567,8", "12 EUR each", "call Meier", "9" * 5000, "[/]", "\x1b[31m"),
]
TWO_READINGS = ["1.234 Mio", "1,500k", "€1.234k", "1.500 T€"]


class TestTypingAnAmount:
    @pytest.mark.parametrize("text", UNDERSTOOD)
    def test_is_understood(self, text: str) -> None:
        assert parse_amount(text) == UNDERSTOOD[text]

    def test_means_the_own_currency_unless_it_says_otherwise(self) -> None:
        assert parse_amount("12", "CHF") == Money(1_200, "CHF")
        assert parse_amount("12", "JPY") == Money(12, "JPY")
        assert parse_amount("12 €", "CHF") == Money(1_200, "EUR")

    @given(
        st.integers(0, MAX_MINOR),
        st.sampled_from(["EUR", "USD", "GBP", "CHF", "JPY", "PLN"]),
        st.sampled_from(["en", "de"]),
        st.sampled_from([True, "auto"]),
    )
    def test_as_the_program_shows_it(
        self, minor: int, currency: str, lang: str, decimals: bool
    ) -> None:
        text = shown.money(minor, currency, lang, decimals=decimals)
        assert parse_amount(text, "XXX") == Money(minor, currency)

    @given(st.text())
    def test_gives_an_amount_within_bounds_or_a_refusal(self, text: str) -> None:
        with suppress(InputError):
            assert 0 <= parse_amount(text).minor <= MAX_MINOR


class TestARefusedAmount:
    @pytest.mark.parametrize("text", NO_AMOUNT)
    def test_is_what_is_no_amount(self, text: str) -> None:
        with pytest.raises(InputError, match="amount"):
            parse_amount(text)

    @pytest.mark.parametrize("text", ["-5", "−5 €", "€-5", "- 12k", "EUR -1,50"])
    def test_is_a_negative_one(self, text: str) -> None:
        with pytest.raises(InputError, match="cannot be negative"):
            parse_amount(text)

    @pytest.mark.parametrize("text", ["€12 USD", "CHF 12 €", "$12k EUR"])
    def test_names_two_currencies(self, text: str) -> None:
        with pytest.raises(InputError, match="names two currencies"):
            parse_amount(text)

    @pytest.mark.parametrize("text", ["JPY 100.5", "12.3456", "0,125", "KWD 1.2345", "0.000001k"])
    def test_has_more_decimals_than_its_currency(self, text: str) -> None:
        with pytest.raises(InputError, match="has more decimals than"):
            parse_amount(text)

    @pytest.mark.parametrize(
        "text", ["90071992547409.93", "90072 Mrd", "9007199254740993 JPY", "9" * 50]
    )
    def test_is_beyond_what_can_be_kept_exactly(self, text: str) -> None:
        with pytest.raises(InputError, match="too large"):
            parse_amount(text)

    @pytest.mark.parametrize("text", TWO_READINGS)
    def test_could_be_read_in_two_ways(self, text: str) -> None:
        with pytest.raises(InputError, match="read in two ways"):
            parse_amount(text)

    def test_is_told_from_one_that_is_missing(self) -> None:
        with pytest.raises(InputError, match="An amount is missing"):
            parse_amount(" \x1b ")
        with pytest.raises(InputError, match="twelve is not an amount"):
            parse_amount("twelve")

    def test_is_named_in_short_and_without_escapes(self) -> None:
        with pytest.raises(InputError) as caught:
            parse_amount("\x1b]52;c;x\x07" + "x" * 1000)
        assert caught.value.what == "]52;c;x" + "x" * 52 + "… is not an amount"
        with pytest.raises(InputError) as caught:
            parse_amount("x" * 60)
        assert caught.value.what == "x" * 60 + " is not an amount"


class TestQuickAddMeetsAnAmount:
    @pytest.mark.parametrize(
        "text",
        [
            *("12k", "12 T€", "12 Tsd.", "1,5 Mio", "€12", "12 EUR", "12 eur", "CHF 12'000"),
            *("1.234", "1,234.50", "12 000", "€1.2M", "TEUR 12"),
        ],
    )
    def test_that_says_so_itself(self, text: str) -> None:
        assert is_marked_amount(text)

    @pytest.mark.parametrize("text", ["-5k", "JPY 100.5", "€12 USD", "1.234 Mio", "99999 Mrd"])
    def test_that_must_be_refused_and_not_kept_as_title(self, text: str) -> None:
        assert is_marked_amount(text)
        with pytest.raises(InputError):
            parse_amount(text)

    @pytest.mark.parametrize(
        "text",
        [
            *("12", "2026", "12.5", "12,50", "0", "2.0", "-5", "3M", "12 try", "12 abc", "24.12."),
            *("24.12.2026", "10:00", "5%", "", "k", "€", "Plant 2"),
        ],
    )
    def test_not_in_a_bare_number_or_a_word(self, text: str) -> None:
        assert not is_marked_amount(text)


class TestACurrency:
    def test_has_the_decimals_of_iso_4217(self) -> None:
        digits = {code: minor_digits(code) for code in ("EUR", "USD", "JPY", "KRW", "KWD", "XXX")}
        assert digits == {"EUR": 2, "USD": 2, "JPY": 0, "KRW": 0, "KWD": 3, "XXX": 2}


class TestWeighting:
    def test_rounds_half_a_cent_up(self) -> None:
        assert weighted(1_200_000, 50) == 600_000
        assert weighted(1, 50) == 1
        assert weighted(1, 49) == 0
        assert weighted(333, 25) == 83
        assert weighted(1_234, 0) == 0
        assert weighted(1_234, 100) == 1_234

    @given(st.integers(0, MAX_MINOR), st.integers(0, 100))
    def test_is_exact_at_any_size(self, value: int, percent: int) -> None:
        exact = Fraction(value * percent, 100)
        assert exact - Fraction(1, 2) < weighted(value, percent) <= exact + Fraction(1, 2)


class TestOtherCurrencies:
    def test_are_converted_at_the_rates_written_down(self) -> None:
        rates = Rates.from_text("USD=0.92 chf=1,05;JPY=0.0061")
        assert rates.convert(10_000, "USD", "EUR") == 9_200
        assert rates.convert(101, "CHF", "EUR") == 106  # 1.0605 francs
        assert rates.convert(1_000, "JPY", "EUR") == 610
        assert rates.convert(0, "USD", "EUR") == 0

    def test_round_half_a_unit_up(self) -> None:
        rates = Rates.from_text("USD=0.5")
        assert rates.convert(1, "USD", "EUR") == 1
        assert rates.convert(99, "USD", "JPY") == 0
        assert rates.convert(100, "USD", "JPY") == 1

    def test_of_three_decimals_too(self) -> None:
        assert Rates.from_text("KWD=3").convert(1_000, "KWD", "EUR") == 300
        assert Rates.from_text("EUR=0.5").convert(100, "EUR", "KWD") == 500

    def test_without_a_rate_are_not_guessed(self) -> None:
        assert Rates().convert(100, "USD", "EUR") is None

    def test_that_are_the_base_need_no_rate(self) -> None:
        assert Rates().convert(123, "EUR", "EUR") == 123

    def test_are_written_as_they_are_read(self) -> None:
        text = "CHF=1.05 JPY=0.0061 USD=12"
        assert str(Rates.from_text(" USD=12,0 JPY=0.0061  CHF=1.05 ")) == text
        assert str(Rates.from_text(text)) == text
        assert str(Rates.from_text("")) == ""

    @pytest.mark.parametrize("language", ["en", "de"])
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("USD=0.9, EUR=1", "EUR=1 USD=0.9"),
            ("USD=0,9, CHF=1,05", "CHF=1.05 USD=0.9"),
            ("USD=0,9; CHF=1,05;", "CHF=1.05 USD=0.9"),
            ("USD=0,9,CHF=1,05", "CHF=1.05 USD=0.9"),
            ("USD=1, CHF=2,", "CHF=2 USD=1"),
            (", USD=1 , CHF=2\tJPY=0,0061", "CHF=2 JPY=0.0061 USD=1"),
        ],
    )
    def test_stand_in_one_text_with_commas_decimal_ones_too(
        self, text: str, kept: str, language: str
    ) -> None:
        use_language(language)
        assert str(Rates.from_text(text)) == kept

    @pytest.mark.parametrize(
        ("language", "said"), [("en", "{} is not a rate"), ("de", "{} ist kein Kurs")]
    )
    @pytest.mark.parametrize(
        ("text", "wrong"),
        [
            ("USD=0,9, CHF=x, JPY=1", "CHF=x"),
            ("USD=0.9, EUR", "EUR"),
            ("USD=0, 92", "USD=0"),
            ("USD=1, 05", "05"),
            ("CHF=1,05, USD=1,234,5", "USD=1,234,5"),
            ("CHF=1,05, XYZ=2", "XYZ=2"),
        ],
    )
    def test_that_are_wrong_are_named_alone(
        self, text: str, wrong: str, language: str, said: str
    ) -> None:
        use_language(language)
        with pytest.raises(InputError) as refused:
            Rates.from_text(text)
        assert refused.value.what == said.format(wrong)

    @pytest.mark.parametrize(
        "text", ["USD", "USD=", "USD=0", "USD=-1", "USD=x", "USD=1e3", "XYZ=1", "USD = 1", "=1"]
    )
    def test_with_a_rate_that_is_none_are_refused(self, text: str) -> None:
        with pytest.raises(InputError, match="is not a rate"):
            Rates.from_text(text)

    def test_with_two_rates_are_refused(self) -> None:
        with pytest.raises(InputError, match="Two rates for USD"):
            Rates.from_text("USD=1 usd=2")

    @given(
        st.integers(0, MAX_MINOR), st.integers(1, 10**9), st.integers(0, 9), st.sampled_from(",.")
    )
    def test_are_converted_exactly(self, minor: int, digits: int, places: int, point: str) -> None:
        text = str(digits).rjust(places + 1, "0")
        rate = f"USD={text[:-places]}{point}{text[-places:]}" if places else f"USD={text}"
        exact = minor * Fraction(digits, 10**places)
        result = Rates.from_text(rate).convert(minor, "USD", "EUR")
        assert result is not None
        assert exact - Fraction(1, 2) < result <= exact + Fraction(1, 2)
