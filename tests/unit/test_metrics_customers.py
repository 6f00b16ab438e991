"""Customer value, recurring value, renewal rate, time to first value, by hand (metrics.md)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.customers import (
    Again,
    Bought,
    RenewalFact,
    SuccessFact,
    customers,
    first_value,
    is_check,
    per_year,
    recurring_value,
    renewals,
    value_by_source,
)
from pipeline_tui.domain.metrics.periods import parse_period

TODAY = date(2026, 11, 23)
BOUGHT = [
    Bought(7, 2025, 100, (1,), "fair"),
    Bought(7, 2026, 50, (2, 3), "fair"),
    Bought(7, 2026, 30, (9,), "web"),
    Bought(8, 2026, 75, (4,), "web"),
]


class TestCustomerValue:
    def test_is_the_sum_per_company_and_per_year(self) -> None:
        best, other = customers(BOUGHT)
        assert (best.company_id, best.value_minor) == (7, 180)
        assert (best.years, best.deals) == (((2025, 100), (2026, 80)), (1, 2, 3, 9))
        assert (other.value_minor, other.years) == (75, ((2026, 75),))

    def test_of_a_year_is_over_the_companies_that_bought_in_it(self) -> None:
        first, second = per_year(BOUGHT)
        assert (first, first.each_minor) == ((2025, 1, 100, (1,)), 100)
        assert (second, second.each_minor) == ((2026, 2, 155, (2, 3, 4, 9)), 78)  # 77.5 rounded up

    def test_by_source(self) -> None:
        found = value_by_source(BOUGHT)
        assert (found["fair"], found["fair"].each_minor) == ((1, 150, (1, 2, 3)), 150)
        assert (found["web"], found["web"].each_minor) == ((2, 105, (4, 9)), 53)

    def test_of_nobody_is_nothing(self) -> None:
        assert (customers([]), per_year([]), value_by_source([])) == ([], [], {})

    @given(
        st.lists(
            st.builds(
                Bought, st.integers(1, 4), st.integers(2024, 2026), st.integers(0, 10**12),
                st.tuples(st.integers(1, 99)), st.sampled_from(["", "a", "b"]),
            )
        )
    )  # fmt: skip
    def test_parts_sum_to_the_whole(self, bought: list[Bought]) -> None:
        whole = sum(one.value_minor for one in bought)
        found = customers(bought)
        assert sum(one.value_minor for one in found) == whole
        assert sum(year.value_minor for year in per_year(bought)) == whole
        assert sum(one.value_minor for one in value_by_source(bought).values()) == whole
        assert customers(bought[::-1]) == found


class TestRecurringValue:
    def test_is_per_year_and_months_count_twelve_times(self) -> None:
        found = recurring_value([Again("month", 100, (2,)), Again("year", 500, (1, 3))])
        assert found == (1700, (1, 2, 3))
        assert recurring_value([]) == (0, ())


class TestRenewals:
    FACTS = (
        RenewalFact(1, date(2026, 10, 1), won=True),
        RenewalFact(2, date(2026, 11, 1), lost=True),
        RenewalFact(3, date(2026, 11, 20)),
        RenewalFact(4, date(2026, 12, 20)),
        RenewalFact(5, date(2026, 12, 24), won=True),
        RenewalFact(6, date(2025, 3, 1), won=True),
    )

    def test_due_are_those_whose_day_has_come_or_that_are_decided_ahead_of_it(self) -> None:
        found = renewals(self.FACTS, TODAY, parse_period("2026-Q4"))
        assert (found.won, found.lost, found.open) == ((1, 5), (2,), (3,))
        assert (found.due, found.rate) == ((1, 2, 3, 5), 0.5)
        assert renewals(self.FACTS, TODAY).rate == 3 / 5

    def test_none_due_have_no_rate(self) -> None:
        assert renewals(self.FACTS, TODAY, parse_period("2024")).rate is None
        assert renewals((RenewalFact(4, date(2027, 1, 1)),), TODAY).rate is None

    def test_only_lost_are_nought(self) -> None:
        assert renewals((RenewalFact(2, TODAY, lost=True),), TODAY).rate == 0.0


class TestFirstValue:
    FACTS = (
        SuccessFact(1, date(2026, 10, 1), date(2026, 10, 31)),
        SuccessFact(2, date(2026, 10, 1), date(2026, 11, 10)),
        SuccessFact(3, date(2026, 11, 1)),
        SuccessFact(4, date(2026, 11, 5), date(2026, 11, 1)),
        SuccessFact(5, date(2026, 9, 1), date(2026, 9, 1)),
    )

    def test_is_from_the_win_to_the_tick(self) -> None:
        found = first_value(self.FACTS, parse_period("2026-Q4"))
        assert found.days == (35.0, 35.0)
        assert (found.checked, found.waiting) == ((1, 2), (3,))
        assert first_value(self.FACTS).days == ((30 + 40 + 0) / 3, 30.0)

    def test_without_a_tick_there_is_none(self) -> None:
        found = first_value((SuccessFact(3, date(2026, 11, 1)),))
        assert (found.days, found.waiting) == (None, (3,))
        assert first_value(()) == (None, (), ())

    @pytest.mark.parametrize(
        ("text", "is_it"),
        [
            ("30-day success check", True), ("Erfolgskontrolle nach 30 Tagen", True),
            ("check (30 days)", True), ("30-Tage-Check", True), ("seen after 30d", True),
            ("30 % discount granted", False), ("30 users trained", False),
            ("300 seats in use", False), ("130 %", False),
            ("Kick-off held", False), ("", False),
        ],
    )  # fmt: skip
    def test_the_check_is_the_box_that_names_thirty_days(self, text: str, is_it: bool) -> None:
        assert is_check(text) is is_it
