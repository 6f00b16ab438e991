"""Days off, as sellers type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.spans import LONGEST, Span, kept_spans, parse_spans, spans_text
from pipeline_tui.errors import InputError

MONDAY = date(2026, 11, 23)


class TestASpan:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("2026-12-24..2026-12-31", "2026-12-24..2026-12-31"),
            ("24.12. - 2.1.", "2026-12-24..2027-01-02"),
            ("24.12...2.1.", "2026-12-24..2027-01-02"),
            ("24.12.-2.1.", "2026-12-24..2027-01-02"),
            ("24.12. \N{EN DASH} 2.1.", "2026-12-24..2027-01-02"),
            ("24.12. bis 2.1.", "2026-12-24..2027-01-02"),
            ("next mon to next fri", "2026-11-30..2026-12-04"),
            ("heute bis freitag", "2026-11-23..2026-11-27"),
            ("bis fr", "2026-11-23..2026-11-27"),
            ("mon..fri", "2026-11-30..2026-12-04"),
            ("in 3 tagen bis in 2 wochen", "2026-11-26..2026-12-07"),
            ("tomorrow", "2026-11-24"),
            ("", ""),
        ],
    )
    def test_is_typed_in_many_ways(self, typed: str, kept: str) -> None:
        assert spans_text(parse_spans(typed, MONDAY)) == kept

    def test_several_stand_in_their_order_without_overlaps(self) -> None:
        typed = "6.1., 28.12. bis 31.12.; 24.12. - 29.12."
        assert spans_text(parse_spans(typed, MONDAY)) == "2026-12-24..2026-12-31 2027-01-06"
        assert spans_text(parse_spans("24.12. 28.12.", MONDAY)) == "2026-12-24 2026-12-28"

    @pytest.mark.parametrize(
        "typed",
        ["31.02.", "some day", "fri..", "..", "24.12. - 2.1. - 3.1.", "2026-12-31..2026-12-24"],
    )
    def test_what_is_none_is_refused(self, typed: str) -> None:
        with pytest.raises(InputError):
            parse_spans(typed, MONDAY)

    def test_is_at_most_a_year(self) -> None:
        last = date.fromordinal(MONDAY.toordinal() + LONGEST)
        with pytest.raises(InputError, match="is not a span of days"):
            parse_spans(f"{MONDAY}..{last}", MONDAY)
        (span,) = parse_spans(f"{MONDAY}..{last.replace(day=last.day - 1)}", MONDAY)
        assert len(list(span.days())) == LONGEST

    @given(
        st.lists(
            st.tuples(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, LONGEST - 1))
        )
    )
    def test_what_is_kept_is_read_back(self, drawn: list[tuple[date, int]]) -> None:
        spans = [Span(day, date.fromordinal(day.toordinal() + more)) for day, more in drawn]
        found = parse_spans(spans_text(spans), MONDAY)
        assert kept_spans(spans_text(found)) == found
        days = [day for span in found for day in span.days()]
        assert days == sorted({day for span in spans for day in span.days()})
