"""The plan of a year: what is the sum of shorter periods, and how far one is off."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.domain.metrics.plan import Target, Unrated, unrated, wanted
from pipeline_tui.domain.metrics.plan_year import Planned, names_of, year_of

TODAY = date(2026, 11, 22)
MONTHS = [f"2026-{month:02}" for month in range(1, 13)]


def target(period: str, value: int | None = None, customers: int | None = None) -> Target:
    return Target(period, value, "EUR", customers)


def plan(*targets: Target, won: dict[str, int] | None = None) -> dict[str, Planned]:
    values = {one.period: one.value_minor for one in targets if one.value_minor is not None}
    lines = year_of(2026, targets, values, won or {}, {"2026-10": 2, "2026-11": 1})
    return {line.name: line for line in lines}


class TestTheLines:
    def test_are_the_year_its_quarters_and_their_months(self) -> None:
        assert names_of(2026)[:6] == [
            "2026", "2026-Q1", "2026-01", "2026-02", "2026-03", "2026-Q2",
        ]  # fmt: skip
        assert len(plan()) == 17

    def test_add_up_what_was_won(self) -> None:
        lines = plan(won={"2026-10": 10, "2026-11": 20, "2026-02": 5})
        assert lines["2026-Q4"].won_minor == 30
        assert lines["2026-Q1"].won_minor == 5
        assert lines["2026"].won_minor == 35
        assert lines["2026-Q4"].new_customers == lines["2026"].new_customers == 3

    def test_a_quarter_without_a_target_has_the_sum_of_its_months(self) -> None:
        lines = plan(target("2026-10", 10), target("2026-11", 20), target("2026-12", 30))
        assert lines["2026-Q4"].value_minor == 60
        assert lines["2026-Q4"].value_derived
        assert not lines["2026-10"].value_derived
        assert lines["2026"].value_minor is None
        two = plan(target("2026-10", 10), target("2026-11", 20))
        assert two["2026-Q4"].value_minor is None

    def test_its_own_target_comes_first(self) -> None:
        lines = plan(target("2026-Q4", 100), *(target(name, 10) for name in MONTHS))
        assert lines["2026-Q4"].value_minor == 100
        assert not lines["2026-Q4"].value_derived
        assert lines["2026"].value_minor == 120

    def test_customers_are_summed_in_the_same_way(self) -> None:
        lines = plan(*(target(f"2026-Q{number}", None, number) for number in range(1, 5)))
        assert lines["2026"].customers == 10
        assert lines["2026"].customers_derived
        assert lines["2026"].value_minor is None


class TestTheDeviation:
    @pytest.mark.parametrize(
        ("period", "won", "deviation", "state"),
        [
            ("2026-Q3", 50, -50, "missed"),
            ("2026-Q3", 150, 50, "met"),
            # 53 of 92 days have gone: 58 of 100 would be even.
            ("2026-Q4", 50, -8, "running"),
            ("2026-Q4", 100, 42, "met"),
            ("2027-Q1", 0, None, "later"),
        ],
    )
    def test_is_against_what_is_due_by_today(
        self, period: str, won: int, deviation: int | None, state: str
    ) -> None:
        line = Planned(parse_period(period), target(period, 100), 100, None, won, 0)
        assert line.deviation(TODAY) == deviation
        assert line.state(TODAY) == state

    def test_there_is_none_without_a_target(self) -> None:
        line = Planned(parse_period("2026-Q3"), None, None, None, 50, 0)
        assert (line.deviation(TODAY), line.state(TODAY), line.cause) == (None, "", "")


class TestATargetWithoutARate:
    @pytest.mark.parametrize(
        ("currencies", "rated", "found"),
        [
            ({}, {}, None),
            ({"2026-Q4": "CHF"}, {}, Unrated("2026-Q4", "CHF")),
            ({"2026-Q4": "EUR"}, {"2026-Q4": 100}, None),
            ({"2026-10": "CHF", "2026-11": "EUR"}, {"2026-11": 100}, None),
            (
                {"2026-10": "EUR", "2026-11": "CHF", "2026-12": "USD"},
                {"2026-10": 100},
                Unrated("2026-11", "CHF"),
            ),
            (
                {"2026-Q4": "CHF", "2026-10": "EUR", "2026-11": "EUR", "2026-12": "EUR"},
                {"2026-10": 1, "2026-11": 1, "2026-12": 1},
                None,
            ),
        ],
    )
    def test_is_named_where_it_is_what_is_missing(
        self, currencies: dict[str, str], rated: dict[str, int], found: Unrated | None
    ) -> None:
        assert unrated(currencies, rated, parse_period("2026-Q4")) == found


@given(st.dictionaries(st.sampled_from(names_of(2026)), st.integers(0, 10**9)))
def test_what_is_not_set_is_a_sum_of_parts(own: dict[str, int]) -> None:
    for name in names_of(2026):
        found = wanted(own, parse_period(name))
        if name in own:
            assert found == own[name]
            continue
        ways = {
            sum(own[part] for part in way)
            for way in (
                [f"2026-Q{number}" for number in range(1, 5)] if name == "2026" else MONTHS[:0],
                MONTHS if name == "2026" else MONTHS[:0],
                [
                    month
                    for month in MONTHS
                    if "Q" in name and (int(month[5:]) + 2) // 3 == int(name[-1])
                ],
            )
            if way and all(part in own for part in way)
        }
        assert (found in ways) if ways else (found is None)
