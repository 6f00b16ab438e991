"""The levers: what a period brings, what is needed for the target, and what one types."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.levers import (
    CYCLE,
    EVERY,
    LEADS,
    SIZE,
    Levers,
    brings,
    needed,
    put,
    read,
    step,
    value_of,
    wins,
)
from pipeline_tui.errors import InputError

# 10,000 -> 10 % -> 10 % -> 10 % = 10 deals of 500 in 60 days (metrics.md).
NOW = Levers(10_000.0, (0.1, 0.1, 0.1), 50_000.0, 60.0)
UNKNOWN = Levers(None, (0.1, None, 0.1), None, None)


def near(value: float | None) -> object:
    return pytest.approx(value)


class TestWhatItBrings:
    def test_is_the_product(self) -> None:
        assert wins(NOW, NOW) == near(10)
        assert brings(NOW, NOW) == 500_000

    def test_three_points_more_per_stage_are_twice_as_many(self) -> None:
        more = NOW
        for _press in range(3):
            more = step(NOW, more, EVERY, 1)
        assert more.conversions == near((0.13, 0.13, 0.13))
        assert wins(NOW, more) == near(21.97)

    def test_twice_the_leads_is_one_step(self) -> None:
        twice = step(NOW, NOW, LEADS, 1, large=True)
        assert (twice.leads, wins(NOW, twice)) == (20_000, near(20))
        assert step(NOW, twice, LEADS, -1, large=True) == NOW

    def test_half_the_cycle_brings_twice_as_many_home(self) -> None:
        assert wins(NOW, put(NOW, CYCLE, 30.0)) == near(20)

    def test_without_history_nothing_is_said(self) -> None:
        assert brings(UNKNOWN, UNKNOWN) is None
        assert wins(UNKNOWN, UNKNOWN) is None
        assert UNKNOWN.missing
        assert needed(UNKNOWN, UNKNOWN, 1000).leads is None
        # What one assumes oneself is enough.
        assumed = read("40", LEADS, UNKNOWN, "EUR")
        assumed = read("50%", "1", assumed, "EUR")
        assumed = read("10k", SIZE, assumed, "EUR")
        assert brings(UNKNOWN, assumed) == round(40 * 0.1 * 0.5 * 0.1 * 1_000_000)

    def test_nobody_won_brings_nothing(self) -> None:
        none = put(NOW, "2", 0.0)
        assert brings(none, none) == 0
        assert needed(none, none, 1000) == (None, (None, None, None), None, None, None)


class TestWhatIsNeeded:
    def test_for_twice_as_much(self) -> None:
        found = needed(NOW, NOW, 1_000_000)
        assert found.leads == near(20_000)
        assert found.conversions == near((0.2, 0.2, 0.2))
        assert found.every == near(2 ** (1 / 3))
        assert found.size == near(100_000)
        assert found.cycle == near(30)

    def test_no_conversion_is_above_all_of_them(self) -> None:
        found = needed(NOW, NOW, 20_000_000)
        assert found.conversions == (None, None, None)
        assert found.every == near(40 ** (1 / 3))
        assert needed(NOW, NOW, 10**12).every is None

    @given(
        st.integers(1, 10_000),
        st.lists(st.integers(1, 100), min_size=1, max_size=5),
        st.integers(1, 10**6),
        st.integers(1, 300),
        st.integers(1, 10**8),
    )
    def test_each_alone_brings_the_target(
        self, leads: int, percents: list[int], size: int, cycle: int, target: int
    ) -> None:
        now = Levers(float(leads), tuple(one / 100 for one in percents), float(size), float(cycle))
        found = needed(now, now, target)
        if found.leads is None:
            return
        ways = [now._replace(leads=found.leads), now._replace(size=found.size),
                now._replace(cycle=found.cycle)]  # fmt: skip
        ways += [
            now._replace(conversions=(*now.conversions[:at], share, *now.conversions[at + 1 :]))
            for at, share in enumerate(found.conversions)
            if share is not None
        ]
        if found.every is not None:
            alike = tuple((one or 0) * found.every for one in now.conversions)
            ways.append(now._replace(conversions=alike))
        for way in ways:
            brought = brings(now, way)
            assert brought is not None
            assert math.isclose(brought, target, rel_tol=1e-3, abs_tol=max(2, size * 1e-5))


class TestTurning:
    @given(st.sampled_from([LEADS, SIZE, CYCLE, "0", "1", "2", EVERY]), st.booleans())
    def test_there_and_back_again_is_where_it_was(self, name: str, large: bool) -> None:
        there = step(NOW, NOW, name, 1, large=large)
        assert there != NOW
        back = step(NOW, there, name, -1, large=large)
        for one in (LEADS, SIZE, CYCLE, "0", "1", "2"):
            assert value_of(back, one) == near(value_of(NOW, one))

    def test_nothing_leaves_what_makes_sense(self) -> None:
        low = high = NOW
        for _press in range(200):
            for name in (LEADS, SIZE, CYCLE, EVERY):
                low, high = step(NOW, low, name, -1), step(NOW, high, name, 1)
        assert low.leads == 0
        assert low.conversions == (0, 0, 0)
        assert high.conversions == (1, 1, 1)
        assert low.size
        assert low.cycle
        assert low.size > 0
        assert low.cycle >= 1

    def test_what_is_not_known_cannot_be_stepped(self) -> None:
        assert step(UNKNOWN, UNKNOWN, LEADS, 1) == UNKNOWN


class TestTyping:
    @pytest.mark.parametrize(
        ("text", "name", "value"),
        [
            ("12000", LEADS, 12_000), ("+500", LEADS, 10_500), ("-10%", LEADS, 9000),
            ("x2", LEADS, 20_000), ("2x", LEADS, 20_000), ("× 1,5", LEADS, 15_000),
            ("13", "1", 0.13), ("13 %", "1", 0.13), ("12,5%", "1", 0.125), ("+3", "1", 0.13),
            ("+3%", "1", 0.13), ("-3", "1", 0.07), ("x2", "1", 0.2),
            ("45", CYCLE, 45), ("-15", CYCLE, 45), ("-25%", CYCLE, 45),
            ("600", SIZE, 60_000), ("1k", SIZE, 100_000), ("+100", SIZE, 60_000),
            ("+10%", SIZE, 55_000), ("1.200,50 €", SIZE, 120_050),
        ],
    )  # fmt: skip
    def test_is_understood(self, text: str, name: str, value: float) -> None:
        assert value_of(read(text, name, NOW, "EUR"), name) == near(value)

    def test_changes_every_stage_alike(self) -> None:
        assert read("+3", EVERY, NOW, "EUR").conversions == near((0.13, 0.13, 0.13))

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("", LEADS), ("many", LEADS), ("-20000", LEADS), ("120%", "0"), ("-11", "0"),
            ("0", CYCLE), ("99999", CYCLE), ("x", SIZE), ("", SIZE), ("1e9", LEADS),
            ("12345678901234", LEADS), ("nan", "0"), ("+", LEADS), ("%", "0"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_is_refused(self, text: str, name: str) -> None:
        with pytest.raises(InputError):
            read(text, name, NOW, "EUR")

    def test_what_is_not_known_cannot_be_changed_by_so_much(self) -> None:
        with pytest.raises(InputError, match="Nothing is known"):
            read("+3", "1", UNKNOWN, "EUR")
        with pytest.raises(InputError, match="Nothing is known"):
            read("x2", LEADS, UNKNOWN, "EUR")

    @given(st.text(max_size=12), st.sampled_from([LEADS, SIZE, CYCLE, "0", EVERY]))
    def test_whatever_is_typed_is_read_or_refused(self, text: str, name: str) -> None:
        try:
            found = read(text, name, NOW, "EUR")
        except InputError:
            return
        assert not found.missing
