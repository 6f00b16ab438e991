"""Columns stay straight whatever stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.cli.table import columns, cut, width


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("äöü", 3),
        ("●○∅‖†", 5),
        ("漢字", 4),
        ("e\u0301", 1),
        ("👩", 2),
        ("👩\u200d👩\u200d👧", 2),
        ("ｶﾅ", 2),
    ],
)
def test_the_cells_of_a_text(text: str, cells: int) -> None:
    assert width(text) == cells


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"])), st.integers(0, 12))
def test_a_cut_text_fits(text: str, cells: int) -> None:
    found = cut(text, cells)
    assert width(found) <= cells
    assert found == text or cells == 0 or found.endswith("…")


def test_columns_are_aligned_with_wide_characters() -> None:
    rows = [["漢字", "1", "x"], ["abc", "100", "y"]]
    assert columns(rows, right=[1]) == ["漢字    1  x", "abc   100  y"]


def test_the_widest_column_gives_way() -> None:
    lines = columns([["1", "a long title indeed", "short"]], limit=20)
    assert lines == ["1  a long ti…  short"]
    assert columns([["1234567", "1234567"]], limit=1) == ["12345…  12345…"]


def test_empty_columns_take_no_room() -> None:
    assert columns([["a", "", "b"], ["c", "", "d"]]) == ["a  b", "c  d"]
    assert columns([]) == []
