"""How pressing a follow-up is: the four parts, their weights, and the words that explain them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.money import MAX_MINOR, Rates
from pipeline_tui.domain.records import DealRef, FollowUp
from pipeline_tui.domain.urgency import (
    WEIGHTS,
    Urgency,
    kept_weights,
    parse_weights,
    weights_text,
)
from pipeline_tui.domain.urgency_parts import explain
from pipeline_tui.errors import InputError

TODAY = date(2026, 11, 25)
RATES = Rates.from_text("USD=0.5")


def rule(weights: dict[str, int] | None = None, total: int = 200_00, valued: int = 2) -> Urgency:
    """By default the average open deal is worth €100."""
    return Urgency(weights or WEIGHTS, total, valued, "EUR", in_base)


def in_base(minor: int, currency: str) -> int | None:
    return RATES.convert(minor, currency, "EUR")


def only(name: str) -> dict[str, int]:
    return {**dict.fromkeys(WEIGHTS, 0), name: 1}


def followup(
    days_late: int = 0,
    *,
    value: int | None = 100_00,
    currency: str = "EUR",
    risk: str | None = None,
    promised: bool = False,
    deal: bool = True,
) -> FollowUp:
    """A follow-up due so many days ago."""
    of = DealRef(1, "CNC retrofit", None, "Proposal", "open", value, currency, risk, "")
    return FollowUp(
        id=1,
        kind="call",
        text="call Meier",
        due=TODAY - timedelta(days=days_late),
        time=None,
        state="today",
        outcome="",
        postponed=0,
        attempts=0,
        deal=of if deal else None,
        contact=None,
        phone="",
        email="",
        version=1,
        promised=promised,
    )


class TestTheFigure:
    def test_is_0_where_nothing_presses(self) -> None:
        assert rule().of(None, None, 0, None, 0) == 0

    def test_is_100_where_everything_does(self) -> None:
        assert rule().of(900_00, "EUR", 30, "high", 1) == 100

    def test_adds_up_weight_times_points(self) -> None:
        # value 5 × 3, age 2 × 3, risk 6 × 2, promise 10 × 2
        assert rule().of(100_00, "EUR", 2, "mid", 1) == 15 + 6 + 12 + 20

    @pytest.mark.parametrize(
        ("value", "currency", "points"),
        [
            (0, "EUR", 0),
            (9_99, "EUR", 0),
            (10_00, "EUR", 1),
            (100_00, "EUR", 5),
            (109_99, "EUR", 5),
            (110_00, "EUR", 6),
            (200_00, "EUR", 10),
            (MAX_MINOR, "EUR", 10),
            (200_00, "USD", 5),
            (400_00, "USD", 10),
            (900_00, "CHF", 0),  # no rate
        ],
    )
    def test_a_value_is_measured_by_the_average_deal(
        self, value: int, currency: str, points: int
    ) -> None:
        assert rule(only("value")).of(value, currency, 9, "high", 1) == 10 * points

    @pytest.mark.parametrize(("days", "points"), [(-4, 0), (0, 0), (1, 1), (10, 10), (400, 10)])
    def test_every_day_overdue_is_a_point(self, days: int, points: int) -> None:
        assert rule(only("age")).of(900_00, "EUR", days, "high", 1) == 10 * points

    @pytest.mark.parametrize(
        ("level", "points"), [(None, 0), ("", 0), ("low", 3), ("mid", 6), ("high", 10)]
    )
    def test_a_risk_counts_by_its_level(self, level: str | None, points: int) -> None:
        assert rule(only("risk")).of(900_00, "EUR", 9, level, 1) == 10 * points

    @pytest.mark.parametrize(("promised", "points"), [(0, 0), (1, 10)])
    def test_a_promise_counts_fully(self, promised: int, points: int) -> None:
        assert rule(only("promise")).of(900_00, "EUR", 9, "high", promised) == 10 * points

    def test_is_0_without_any_weight(self) -> None:
        nothing = dict.fromkeys(WEIGHTS, 0)
        assert rule(nothing).of(900_00, "EUR", 9, "high", 1) == 0

    @pytest.mark.parametrize(("total", "valued"), [(0, 0), (0, 3)])
    def test_without_an_average_no_value_stands_out(self, total: int, valued: int) -> None:
        assert rule(only("value"), total, valued).of(900_00, "EUR", 0, None, 0) == 0

    @given(
        weights=st.fixed_dictionaries({name: st.integers(0, 100) for name in WEIGHTS}),
        value=st.none() | st.integers(0, MAX_MINOR),
        currency=st.sampled_from(["EUR", "USD", "CHF"]),
        days=st.integers(-4_000_000, 4_000_000),
        risk=st.sampled_from([None, "low", "mid", "high"]),
        promised=st.booleans(),
        total=st.integers(0, MAX_MINOR),
    )
    def test_is_always_from_0_to_100(
        self,
        weights: dict[str, int],
        value: int | None,
        currency: str,
        days: int,
        risk: str | None,
        promised: bool,
        total: int,
    ) -> None:
        assert 0 <= rule(weights, total, 3).of(value, currency, days, risk, promised) <= 100


class TestExplaining:
    def test_says_the_points_the_weight_and_why(self) -> None:
        parts = explain(rule(), followup(3, risk="high", promised=True), TODAY)
        assert [tuple(part) for part in parts] == [
            ("value", 5, 3, "€100, €100 is average"),
            ("age", 3, 3, "3 days overdue"),
            ("risk", 10, 2, "risk high"),
            ("promise", 10, 2, "the customer asked for this day"),
        ]

    @pytest.mark.parametrize(
        ("one", "why"),
        [
            (followup(value=None), ["no value", "not overdue", "no risk known"]),
            (followup(1, deal=False), ["no deal", "1 day overdue", "no risk known"]),
            (
                followup(-3, currency="CHF", risk="low"),
                ["CHF 100, no rate for CHF", "not overdue", "risk low"],
            ),
            (
                followup(currency="USD"),
                ["$100, €100 is average", "not overdue", "no risk known"],
            ),
        ],
    )
    def test_names_what_is_not_there(self, one: FollowUp, why: list[str]) -> None:
        parts = explain(rule(), one, TODAY)
        assert [part.why for part in parts] == [*why, "nothing promised"]

    def test_without_other_deals_there_is_no_average(self) -> None:
        assert explain(rule(None, 0, 0), followup(), TODAY)[0][1:] == (0, 3, "€100")

    def test_at_the_end_of_the_calendar(self) -> None:
        last = followup()._replace(due=date.max)
        assert explain(rule(), last, TODAY)[1].why == "not overdue"
        assert explain(rule(), followup(), date.max)[1].points == 10

    @pytest.mark.parametrize("weights", [WEIGHTS, {**WEIGHTS, "age": 0}, only("risk")])
    @pytest.mark.parametrize("days", [0, 4, 11])
    @pytest.mark.parametrize("risk", [None, "mid"])
    def test_the_parts_add_up_to_the_figure(
        self, weights: dict[str, int], days: int, risk: str | None
    ) -> None:
        one = followup(days, value=70_00, risk=risk, promised=True)
        parts = explain(rule(weights), one, TODAY)
        weighed = sum(part.points * part.weight for part in parts)
        found = rule(weights).of(70_00, "EUR", days, risk, promised=True)
        assert found == int(10 * weighed / sum(weights.values()) + 0.5)


class TestSettingTheWeights:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("", "value 3 age 3 risk 2 promise 2"),
            ("value 5", "value 5 age 3 risk 2 promise 2"),
            ("promise=0, risk=10", "value 3 age 3 risk 10 promise 0"),
            ("Wert 4 Alter 1 Risiko 0 Zusage 5", "value 4 age 1 risk 0 promise 5"),
            ("value:0;age:0;risk:0;promise:0", "value 0 age 0 risk 0 promise 0"),
            ("VALUE 100", "value 100 age 3 risk 2 promise 2"),
        ],
    )
    def test_what_is_not_named_keeps_its_default(self, typed: str, kept: str) -> None:
        assert weights_text(parse_weights(typed)) == kept
        assert kept_weights(kept) == parse_weights(typed) == parse_weights(kept)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("size 3", "size is nothing that is weighed"),
            ("value", "value has no weight"),
            ("value 3 age", "age has no weight"),
            ("value high", "high is not a weight"),
            ("value -1", "-1 is not a weight"),
            ("value 2.5", "2.5 is not a weight"),
            ("value 101", "101 is not a weight"),
            ("value 99999999999999999999", "99999999999999999999 is not a weight"),
            ("value ²", "² is not a weight"),
            ("value 1 value 2", "value has two weights"),
            ("value 1 wert 2", "wert has two weights"),
            ("3 value", "3 is nothing that is weighed"),
        ],
    )
    def test_names_the_word_that_cannot_be_read(self, typed: str, said: str) -> None:
        with pytest.raises(InputError) as refused:
            parse_weights(typed)
        assert refused.value.what == said
        assert refused.value.todo

    @pytest.mark.parametrize("text", ["", "nonsense", "value", "value x age 3", "age 3 value"])
    def test_what_cannot_be_read_in_the_file_is_the_default(self, text: str) -> None:
        assert kept_weights(text) == WEIGHTS


@pytest.mark.parametrize("read", [parse_weights, kept_weights])
def test_the_defaults_are_not_handed_out(read: Callable[[str], dict[str, int]]) -> None:
    read("")["value"] = 99
    assert WEIGHTS["value"] == 3
