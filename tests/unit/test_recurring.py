"""Amounts that come again, as people type them (process.md, "The offer")."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.domain.recurring import Recurring, parse_recurring, shown, split_per
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import use_language
from tests.unit.deal_records import HOSTILE

UNDERSTOOD = {
    "500/month": Recurring(50_000, "EUR", "month"),
    "500 / month": Recurring(50_000, "EUR", "month"),
    "€500 per month": Recurring(50_000, "EUR", "month"),
    "500 a month": Recurring(50_000, "EUR", "month"),
    "500 monthly": Recurring(50_000, "EUR", "month"),
    "500/mo": Recurring(50_000, "EUR", "month"),
    "500 pro Monat": Recurring(50_000, "EUR", "month"),
    "500 € im Monat": Recurring(50_000, "EUR", "month"),
    "500 € monatlich": Recurring(50_000, "EUR", "month"),
    "500 mtl.": Recurring(50_000, "EUR", "month"),
    "99,90 €/Monat": Recurring(9_990, "EUR", "month"),
    "6k/year": Recurring(600_000, "EUR", "year"),
    "6 T€ pro Jahr": Recurring(600_000, "EUR", "year"),
    "6.000 € jährlich": Recurring(600_000, "EUR", "year"),
    "6000 p.a.": Recurring(600_000, "EUR", "year"),
    "CHF 6'000 / Jahr": Recurring(600_000, "CHF", "year"),
    "0/month": Recurring(0, "EUR", "month"),
}


@pytest.mark.parametrize(("text", "meant"), UNDERSTOOD.items())
def test_is_understood_in_both_languages(text: str, meant: Recurring) -> None:
    assert parse_recurring(text, "EUR") == meant


@pytest.mark.parametrize(
    "text",
    [
        *("", "500", "500/week", "500 once", "month", "/month", "per month", "-500/month"),
        *("nan/month", "inf per year", "1e9/month", "1.234k/month", "500/month/month"),
        *(f"{2**53}/month", "5 EUR USD/month", "500/monthly meeting", *HOSTILE),
    ],
)  # fmt: skip
def test_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(InputError):
        parse_recurring(text, "EUR")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        found = parse_recurring(text, "EUR")
        assert 0 <= found.minor <= MAX_MINOR
        assert found.per in ("month", "year")
    rest, per = split_per(text)
    assert text.startswith(rest)
    assert per or rest == text


@given(
    minor=st.integers(0, MAX_MINOR),
    currency=st.sampled_from(["EUR", "JPY", "KWD", "CHF"]),
    per=st.sampled_from(["month", "year"]),
)
def test_what_is_kept_is_read_as_the_same_in_every_language(
    minor: int, currency: str, per: str
) -> None:
    wanted = Recurring(minor, currency, per)
    for language in ("en", "de"):
        use_language(language)
        assert parse_recurring(wanted.typed, "EUR") == wanted


def test_is_shown_in_both_languages() -> None:
    assert shown(50_000, "EUR", "month") == "€500/month"
    use_language("de")
    assert shown(600_000, "EUR", "year") == "6.000 €/Jahr"
