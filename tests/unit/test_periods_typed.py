"""Periods as one says them, in both languages, seen from Monday, 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.periods import read_period, spanning
from pipeline_tui.errors import InputError

TODAY = date(2026, 11, 23)


class TestWhatIsSaid:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("2026-Q4", "2026-Q4"),
            ("2025", "2025"),
            ("this month", "2026-11"),
            ("diesen Monat", "2026-11"),
            ("last month", "2026-10"),
            ("letzter Monat", "2026-10"),
            ("Vormonat", "2026-10"),
            ("last quarter", "2026-Q3"),
            ("letztes Quartal", "2026-Q3"),
            ("voriges Quartal", "2026-Q3"),
            ("next quarter", "2027-Q1"),
            ("nächstes Jahr", "2027"),
            ("Vorjahr", "2025"),
            ("this week", "2026-11-23..2026-11-29"),
            ("letzte Woche", "2026-11-16..2026-11-22"),
            ("Q3", "2026-Q3"),
            ("q3 2025", "2025-Q3"),
            ("Q3/2025", "2025-Q3"),
            ("4. Quartal", "2026-Q4"),
            ("4th quarter 2025", "2025-Q4"),
            ("november", "2026-11"),
            ("März 2025", "2025-03"),
            ("last 90 days", "2026-08-26..2026-11-23"),
            ("in den letzten 90 Tagen", "2026-08-26..2026-11-23"),
            ("in the last 2 weeks", "2026-11-10..2026-11-23"),
            ("die letzten 2 Wochen", "2026-11-10..2026-11-23"),
            ("last 4 quarters", "2026"),
            ("die letzten 3 Monate", "2026-09-01..2026-11-30"),
            ("last 2 years", "2025-01-01..2026-12-31"),
            ("ytd", "2026-01-01..2026-11-23"),
            ("seit 1.9.", "2026-09-01..2026-11-23"),
            ("since march 2025", "2025-03-01..2026-11-23"),
        ],
    )
    def test_is_a_period(self, text: str, name: str) -> None:
        assert read_period(text, TODAY).name == name

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("2026-01-15..2026-03-20", "2026-01-15..2026-03-20"),
            ("1.3. - 15.4.", "2026-03-01..2026-04-15"),
            ("1.3.-15.4.", "2026-03-01..2026-04-15"),
            ("von 1.3. bis 15.4.", "2026-03-01..2026-04-15"),
            ("from 1 march to 15 april", "2026-03-01..2026-04-15"),
            ("jan..mar", "2026-Q1"),
            ("2025-Q4..2026-Q1", "2025-10-01..2026-03-31"),
            ("1.11.2026..today", "2026-11-01..2026-11-23"),
            ("2026-01-01 – 2026-12-31", "2026"),
        ],
    )
    def test_spans_from_a_day_to_a_day(self, text: str, name: str) -> None:
        """A day without a year is one of this year, though follow-ups would take the next."""
        found = read_period(text, TODAY)
        assert found.name == name
        assert read_period(found.name, TODAY) == found

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("January to March 2025", "2025-Q1"),
            ("Januar bis März 2027", "2027-Q1"),
            ("Q1 bis Q3 2025", "2025-01-01..2025-09-30"),
            ("1.3. - 15.4.2025", "2025-03-01..2025-04-15"),
            ("29.2. - 1.3.2024", "2024-02-29..2024-03-01"),
            ("1.12. bis 15.1.2026", "2025-12-01..2026-01-15"),
            ("1.3.2025 - 15.4.", "2025-03-01..2025-04-15"),
            ("nov 2024 - feb", "2024-11-01..2025-02-28"),
            ("1.3.2025 - today", "2025-03-01..2026-11-23"),
            ("december - february", "2025-12-01..2026-02-28"),
        ],
    )
    def test_takes_a_missing_year_from_the_other_end(self, text: str, name: str) -> None:
        """Where that would turn the span around it is the year beside it."""
        assert read_period(text, TODAY).name == name

    @pytest.mark.parametrize(
        "text",
        ["29.2. - 1.3.", "29.2. - 1.3.2025", "q1 - 0000", "0000 - q1", "december - 2026-01-01..",
         "", "last", "friday", "quarter", "Q5", "5. Quartal", "31.02...1.3.", "last 0 days",
         "2026-03-01..2026-02-01", "last 9999 years", "since 24.12.", "..", "1.3...", "x" * 300,
         "last purple quarter", "0000-Q1..2026", "last ٣ days"],
    )  # fmt: skip
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(InputError) as error:
            read_period(text, TODAY)
        assert "last quarter" in error.value.todo

    def test_what_lies_before_the_first_year_is_refused(self) -> None:
        with pytest.raises(InputError):
            read_period("last year", date(1, 5, 1))
        with pytest.raises(InputError):
            read_period("next year", date(9999, 5, 1))

    @given(st.dates(min_value=date(1970, 1, 1)), st.dates(min_value=date(1970, 1, 1)))
    def test_every_span_has_a_name_that_means_it(self, one: date, other: date) -> None:
        span = spanning(min(one, other), max(one, other))
        assert read_period(span.name, TODAY) == span
