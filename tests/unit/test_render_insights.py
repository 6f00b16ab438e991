"""A page of figures in lines: numbers in columns, bars where there is room, nothing too wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.ui.render.cells import width
from pipeline_tui.ui.render.insights import Block, Row, lay_out
from pipeline_tui.ui.render.plots import bar, fill, line

ROWS = (
    Row("Prospect", ("4", "€72,000"), "stages", (1, 2), 0.5),
    Row("漢字 stage", ("12", "€1,200,000"), "stages", (), 1.0),
    Row("Nothing", ("0", "–"), "stages", (), 0.0),
)
BLOCK = Block("Open stages", ("deals", "value"), ROWS, "A note of some words.")


def texts(cells: int, *blocks: Block) -> list[str]:
    return ["".join(text for text, _style in one.runs) for one in lay_out(list(blocks), cells)]


class TestAPage:
    def test_sets_numbers_under_their_heads(self) -> None:
        head, first, second, third, note = texts(80, BLOCK)
        assert head.startswith(" Open stages  deals       value ─")
        assert first.startswith(" Prospect         4     €72,000  ━")
        assert second.startswith(" 漢字 stage      12  €1,200,000  ━")
        assert third.startswith(" Nothing          0           –  ──")
        assert note == " A note of some words."

    def test_a_bar_is_as_long_as_its_share(self) -> None:
        _head, first, second, third, _note = texts(80, BLOCK)
        full, half = second.count("━"), first.count("━")
        assert 2 * half == full
        assert third.count("━") == 0

    @pytest.mark.parametrize("cells", [1, 5, 12, 20, 30, 40, 79, 160, 300])
    def test_fits_every_width(self, cells: int) -> None:
        for text in texts(cells, BLOCK, BLOCK):
            assert width(text) <= max(cells, 18)  # the canvas cuts what is wider

    def test_narrow_pages_leave_out_bars_and_then_numbers(self) -> None:
        assert "━" not in "".join(texts(32, BLOCK))
        assert "€72,000" in texts(32, BLOCK)[1]
        assert "4" in texts(14, BLOCK)[1]
        assert "€72,000" not in texts(14, BLOCK)[1]

    def test_rows_keep_what_enter_and_the_definition_need(self) -> None:
        found = [one.row for one in lay_out([BLOCK], 80)]
        assert found == [None, *ROWS, None]


class TestPlots:
    @given(st.floats(-1, 2), st.integers(1, 60))
    def test_a_bar_has_always_its_width(self, share: float, cells: int) -> None:
        assert sum(width(text) for text, _style in bar(share, cells)) == cells

    def test_more_than_nothing_is_seen(self) -> None:
        assert bar(0.001, 10)[0][0] == "╸"
        assert bar(0.0, 10) == [("─" * 10, "rule")]

    @given(st.integers(0, 100), st.integers(0, 100), st.integers(2, 60))
    def test_signs_stand_on_their_line(self, low: int, more: int, cells: int) -> None:
        marks = [(low, "a", "x"), (low + more, "b", "x")]
        runs = line(low, low + more, marks, cells)
        text = "".join(part for part, _style in runs)
        assert width(text) == cells
        if more > 0:
            assert (text[0], text[-1]) == ("a", "b")
        assert "".join(t for t, _s in fill(runs, low, low + more, low, low + more)) == text.replace(
            "─", "━" if more > 0 else "─"
        )
