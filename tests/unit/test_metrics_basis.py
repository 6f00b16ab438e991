"""What figures stand on: deals, and currencies with and without a rate; and an even pace."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.metrics.basis import basis
from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.domain.metrics.plan import even_pace

Q4 = parse_period("2026-Q4")


class TestTheBasis:
    def test_tells_currencies_with_a_rate_from_those_without(self) -> None:
        found = basis(
            7,
            [("EUR", 4, True), ("USD", 1, True), ("CHF", 2, False), ("CHF", 1, False)],
            "EUR",
        )
        assert (found.deals, found.currency) == (7, "EUR")
        assert (found.converted, found.left_out) == (("USD",), (("CHF", 3),))

    def test_a_currency_without_amounts_is_none(self) -> None:
        assert basis(1, [("CHF", 0, False)], "EUR").left_out == ()


class TestAnEvenPace:
    @pytest.mark.parametrize(
        ("day", "due"),
        [
            (date(2026, 9, 30), None),
            (date(2026, 10, 1), 100),
            (date(2026, 11, 15), 4_600),
            (date(2026, 12, 31), 9_200),
            (date(2027, 5, 1), 9_200),
        ],
    )
    def test_spreads_the_target_over_the_days(self, day: date, due: int | None) -> None:
        assert even_pace(9_200, Q4, day) == due

    def test_half_a_unit_is_rounded_up(self) -> None:
        assert even_pace(1, Q4, date(2026, 11, 15)) == 1
        assert even_pace(1, Q4, date(2026, 11, 14)) == 0
