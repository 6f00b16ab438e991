"""Columns stay straight whatever is written in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.ui.render.cells import crop, fit, fit_right, shown, width

AWKWARD = st.text(
    st.sampled_from(
        "aß€ …你好\u200d\u200c\ufe0f\u0301👨👩👧🏽🇩🇪❤☰\u3164\U0001ffff\x1b\x00कि1\u20e3"
    ),
    max_size=30,
)


class TestColumnsStayStraight:
    @given(AWKWARD, st.integers(0, 40))
    def test_a_text_takes_exactly_the_cells_it_is_given(self, text: str, cells: int) -> None:
        assert width(fit(text, cells)) == cells
        assert width(fit_right(text, cells)) == cells
        assert width(crop(text, cells)) <= cells

    @given(AWKWARD)
    def test_nothing_a_terminal_would_obey_is_drawn(self, text: str) -> None:
        assert all(char == "\u200c" or char.isprintable() for char in shown(text))

    def test_half_a_wide_character_becomes_a_space(self) -> None:
        assert fit("你好世界", 4) == "你 …"
        assert crop("你好", 3) == "你 "

    def test_what_is_cut_says_so(self) -> None:
        assert fit("Northgate Tools", 10) == "Northgate…"
        assert fit("Northgate", 1) == "…"
        assert fit("Northgate", 0) == ""


class TestTerminalAndTextualAgree:
    @pytest.mark.parametrize(
        ("text", "drawn", "cells"),
        [
            ("👨‍👩‍👧 Fam", "👨 Fam", 6),
            ("👍🏽", "👍", 2),
            ("❤️", "❤", 1),
            ("e\u0301", "e\u0301", 1),
            ("क्‍ष", "क्ष", 2),
            ("\U0001ffff", "□", 1),
            ("☰", "□", 1),
            ("می‌خواهم", "می‌خواهم", 7),
        ],
    )
    def test_what_they_measure_differently_is_drawn_plainly(
        self, text: str, drawn: str, cells: int
    ) -> None:
        assert shown(text) == drawn
        assert width(drawn) == cells

    def test_an_accent_stays_with_its_letter(self) -> None:
        assert fit("ae\u0301iou", 3) == "ae\u0301…"
