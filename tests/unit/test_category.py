"""What a forecast category counts as, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain import words
from pipeline_tui.domain.category import DOUBTS, MEANINGS, counted_as, doubts, said
from pipeline_tui.domain.metrics.forecast import Due
from pipeline_tui.i18n import use_language
from pipeline_tui.ui.modals.category import _KEYS, CODES

TODAY = date(2026, 11, 22)
CLOSES = st.one_of(st.none(), st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days)))


class TestDoubts:
    @pytest.mark.parametrize(
        ("why", "found"),
        [
            ({}, ()),
            ({"overridden": True}, ("overridden",)),
            ({"ghost": True}, ("ghost",)),
            ({"expected_close": None}, ("no_close",)),
            ({"expected_close": TODAY - timedelta(days=1)}, ("close_past",)),
            ({"ghost": True, "expected_close": None}, ("ghost", "no_close")),
        ],
    )
    def test_are_named(self, why: dict[str, object], found: tuple[str, ...]) -> None:
        facts = {"overridden": False, "ghost": False, "expected_close": TODAY, **why}
        assert doubts(TODAY, **facts) == found  # type: ignore[arg-type]
        assert counted_as("commit", found) == ("best" if found else "commit")
        assert counted_as("pipeline", found) == "pipeline"

    def test_are_said_in_both_languages(self) -> None:
        assert said(("ghost", "no_close")) == "ghost, no expected close"
        use_language("de")
        assert said(("overridden",)) == "mit offenen Kriterien weitergerückt"
        assert set(DOUBTS) == {"overridden", "ghost", "no_close", "close_past"}

    @given(st.sampled_from(sorted(words.CATEGORIES)), st.booleans(), st.booleans(), CLOSES)
    def test_are_the_ones_of_the_forecast(
        self, category: str, overridden: bool, ghost: bool, close: date | None
    ) -> None:
        against = doubts(TODAY, overridden=overridden, ghost=ghost, expected_close=close)
        due = Due(1, 1, 50, category, close, ghost, overridden)
        assert due.counted_as(TODAY) == counted_as(category, against)


class TestTheKeys:
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_are_the_first_letters_of_either_language(self, language: str) -> None:
        use_language(language)
        assert list(words.CATEGORIES) == list(MEANINGS) == list(CODES)
        for code in CODES:
            assert _KEYS[words.category(code)[0].lower()] == code
