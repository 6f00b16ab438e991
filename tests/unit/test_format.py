"""Money, numbers and dates in both languages."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.i18n import format as shown
from pipeline_tui.i18n import use_language

TODAY = date(2026, 11, 22)  # a Sunday


class TestReadingAnAmount:
    @pytest.mark.parametrize(
        ("minor", "currency", "english", "german"),
        [
            (1_234_560, "EUR", "€12,345.60", "12.345,60 €"),
            (1_200_000, "EUR", "€12,000", "12.000 €"),
            (5, "EUR", "€0.05", "0,05 €"),
            (0, "EUR", "€0", "0 €"),
            (-15_800_050, "EUR", "-€158,000.50", "-158.000,50 €"),
            (1_200_000, "USD", "$12,000", "12.000 $"),
            (1_200_000, "GBP", "£12,000", "12.000 £"),
            (12_000, "JPY", "¥12,000", "12.000 ¥"),
            (1_200_000, "CHF", "CHF 12,000", "12.000 CHF"),
            (1_234_567, "KWD", "KWD 1,234.567", "1.234,567 KWD"),
            (2**53, "EUR", "€90,071,992,547,409.92", "90.071.992.547.409,92 €"),
        ],
    )
    def test_as_the_language_writes_it(
        self, minor: int, currency: str, english: str, german: str
    ) -> None:
        assert shown.money(minor, currency, "en") == english
        assert shown.money(minor, currency, "de") == german

    def test_always_with_cents_where_columns_must_line_up(self) -> None:
        assert shown.money(1_200_000, "EUR", "en", decimals=True) == "€12,000.00"
        assert shown.money(1_200_000, "EUR", "de", decimals=True) == "12.000,00 €"
        assert shown.money(12_000, "JPY", "en", decimals=True) == "¥12,000"

    def test_never_with_cents_where_there_is_no_room(self) -> None:
        assert shown.money(1_249, "EUR", "en", decimals=False) == "€12"
        assert shown.money(1_250, "EUR", "en", decimals=False) == "€13"
        assert shown.money(-1_250, "EUR", "en", decimals=False) == "-€13"
        assert shown.money(-49, "EUR", "en", decimals=False) == "€0"
        assert shown.money(12, "JPY", "en", decimals=False) == "¥12"

    def test_in_the_language_spoken_now(self) -> None:
        use_language("de")
        assert shown.money(1_234_560, "EUR") == "12.345,60 €"


class TestReadingASum:
    @pytest.mark.parametrize(
        ("minor", "english", "german"),
        [
            (0, "€0", "0 €"),
            (95_049, "€950", "950 €"),
            (99_949, "€999", "999 €"),
            (99_950, "€1k", "1 T€"),
            (150_000, "€1.5k", "1,5 T€"),
            (994_999, "€9.9k", "9,9 T€"),
            (995_000, "€10k", "10 T€"),
            (1_249_999, "€12k", "12 T€"),
            (1_250_000, "€13k", "13 T€"),
            (12_000_000, "€120k", "120 T€"),
            (99_949_999, "€999k", "999 T€"),
            (99_950_000, "€1M", "1 Mio. €"),
            (120_000_000, "€1.2M", "1,2 Mio. €"),
            (9_994_999_999, "€99.9M", "99,9 Mio. €"),
            (9_995_000_000, "€100M", "100 Mio. €"),
            (120_000_000_000, "€1.2bn", "1,2 Mrd. €"),
            (900_000_000_000_000, "€9,000bn", "9.000 Mrd. €"),
            (-15_800_000, "-€158k", "-158 T€"),
        ],
    )
    def test_in_a_few_characters(self, minor: int, english: str, german: str) -> None:
        assert shown.compact_money(minor, "EUR", "en") == english
        assert shown.compact_money(minor, "EUR", "de") == german

    def test_in_other_currencies(self) -> None:
        assert shown.compact_money(12_000_000, "CHF", "en") == "CHF 120k"
        assert shown.compact_money(12_000_000, "CHF", "de") == "120 TCHF"
        assert shown.compact_money(120_000, "JPY", "de") == "120 T¥"

    @given(st.integers(0, 2**53), st.sampled_from(["en", "de"]))
    def test_never_in_more_than_fits_a_column_head(self, minor: int, lang: str) -> None:
        assert len(shown.compact_money(minor, "EUR", lang)) <= len("90.072 Mrd. €")


class TestReadingANumber:
    def test_with_separators(self) -> None:
        assert shown.number(1_234_567, "en") == "1,234,567"
        assert shown.number(1_234_567, "de") == "1.234.567"
        assert shown.decimal(1047.94, 1, "en") == "1,047.9"
        assert shown.decimal(1047.94, 1, "de") == "1.047,9"
        assert shown.decimal(-0.01, 1, "en") == "0.0"

    def test_of_per_cent(self) -> None:
        assert shown.percent(50, "en") == shown.percent(50, "de") == "50 %"
        assert shown.percent(63.21, "en", places=1) == "63.2 %"
        assert shown.percent(63.21, "de", places=1) == "63,2 %"

    def test_of_days(self) -> None:
        assert [shown.days(n) for n in (0, 1, 8, 1000)] == [
            "0 days",
            "1 day",
            "8 days",
            "1,000 days",
        ]


class TestReadingADate:
    @pytest.mark.parametrize(
        ("day", "english", "german"),
        [
            (date(2026, 11, 19), "Thu 19 Nov", "Do 19.11."),
            (date(2026, 12, 2), "Wed 2 Dec", "Mi 2.12."),
            (date(2027, 1, 4), "Mon 4 Jan 2027", "Mo 4.1.2027"),
            (date(2025, 12, 31), "Wed 31 Dec 2025", "Mi 31.12.2025"),
        ],
    )
    def test_with_its_weekday(self, day: date, english: str, german: str) -> None:
        assert shown.weekday_date(day, TODAY, "en") == english
        assert shown.weekday_date(day, TODAY, "de") == german

    def test_with_its_year_if_that_is_asked_for_or_another_one(self) -> None:
        day = date(2026, 12, 18)
        assert shown.full_date(day, "en") == "18 Dec 2026"
        assert shown.full_date(day, "de") == "18.12.2026"
        assert shown.short_date(day, TODAY, "en") == "18 Dec"
        assert shown.short_date(day, TODAY, "de") == "18.12."
        assert shown.short_date(day, date(2025, 12, 31), "en") == "18 Dec 2026"
        assert shown.short_date(day, date(2027, 1, 1), "de") == "18.12.2026"

    @pytest.mark.parametrize(
        ("distance", "english", "german"),
        [
            (-7, "15 Nov", "15.11."),
            (-6, "Mon", "Mo"),
            (-3, "Thu", "Do"),
            (-1, "yesterday", "gestern"),
            (0, "today", "heute"),
            (1, "tomorrow", "morgen"),
            (6, "Sat", "Sa"),
            (7, "29 Nov", "29.11."),
            (60, "21 Jan 2027", "21.1.2027"),
        ],
    )
    def test_in_short_on_a_card(self, distance: int, english: str, german: str) -> None:
        day = TODAY + timedelta(days=distance)
        assert shown.near_date(day, TODAY, "en") == english
        assert shown.near_date(day, TODAY, "de") == german

    def test_by_its_month(self) -> None:
        names = [shown.month(date(2026, month, 1), "de").split()[0] for month in range(1, 13)]
        assert names[2] == "März"
        assert len(set(names)) == 12
        assert shown.month(date(2026, 3, 1), "en") == "March 2026"

    def test_with_its_time(self) -> None:
        at = datetime.combine(date(2026, 11, 19), time(9, 5))
        assert shown.clock_time(time(9, 5)) == "09:05"
        assert shown.moment(at, TODAY, "en") == "Thu 19 Nov 09:05"
        assert shown.moment(at, TODAY, "de") == "Do 19.11. 09:05"
