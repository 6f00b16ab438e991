"""Insights, what-if, targets, categories and days gone by on terminals of any size, resized too."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from pipeline_tui.i18n import use_language
from pipeline_tui.ui.render.insight_pages import PAGES
from pipeline_tui.ui.screens.insights import InsightsScreen
from pipeline_tui.ui.screens.keyed import KeyedScreen
from pipeline_tui.ui.screens.targets import TargetsScreen
from pipeline_tui.ui.screens.what_if import WhatIfScreen
from tests.ui.conftest import Open
from tests.ui.terminal import Terminal

SIZES = [(9, 3), (20, 5), (40, 15), (80, 24)]
OTHERS = [(20, 5), (160, 45), (9, 3), (40, 15), (80, 24)]


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> str:
    use_language(request.param)
    return str(request.param)


def fits(at: Terminal) -> None:
    """No line is wider than the terminal."""
    assert max(map(cell_len, at.lines)) <= at.app.size.width


async def ready(at: Terminal) -> None:
    """Wait until the figures of the screen are there."""
    screen = at.app.screen
    if isinstance(screen, InsightsScreen):
        await at.until(lambda: screen.complete)
    elif isinstance(screen, WhatIfScreen):
        await at.until(lambda: screen.data is not None and screen.ready)
    await at.settled()


async def resized(at: Terminal, size: tuple[int, int]) -> None:
    await at.pilot.resize_terminal(*size)
    await at.settled()
    assert at.app.size == size
    fits(at)


def in_sight(at: Terminal) -> bool:
    """Whether the row under the cursor is seen, or for a moment a message over it."""
    said = isinstance(at.app.screen, KeyedScreen) and at.app.screen.footer.message
    return bool(said) or any(line.startswith("▌") for line in at.lines)


class TestAtEverySize:
    @pytest.mark.parametrize("size", SIZES, ids=str)
    @pytest.mark.usefixtures("language")
    async def test_every_page_shows_the_row_one_is_on(
        self, opened: Open, size: tuple[int, int]
    ) -> None:
        async with opened(size=size) as at:
            await at.press("5")
            for _page in PAGES:
                await ready(at)
                for keys in ("g", "G"):
                    await at.press(keys)
                    fits(at)
                    assert in_sight(at)
                await at.press("d", "enter")
                fits(at)
                if not isinstance(at.app.screen, InsightsScreen):
                    await at.press("escape")
                await at.press("tab")

    @pytest.mark.parametrize("size", SIZES, ids=str)
    @pytest.mark.usefixtures("language")
    async def test_so_do_what_if_and_targets(self, opened: Open, size: tuple[int, int]) -> None:
        async with opened(size=size) as at:
            await at.press("W")
            await ready(at)
            for keys in (["w", "j", "L"], ["g"], ["G"], ["tab", "L"], ["G"], ["tab"]):
                await at.press(*keys)
                await ready(at)
                fits(at)
                assert in_sight(at)
            await at.press("A")
            fits(at)
            await at.press("escape", "escape", "T")
            for key in ("G", "g", "l", "l"):
                await at.press(key)
                fits(at)
                assert in_sight(at)
            await at.press("e")
            fits(at)
            await at.press("escape", "escape")
            assert at.app.screen is at.main

    @pytest.mark.parametrize("size", SIZES, ids=str)
    @pytest.mark.usefixtures("language")
    async def test_so_do_the_questions_and_days_gone_by(
        self, opened: Open, size: tuple[int, int]
    ) -> None:
        async with opened(size=size) as at:
            await at.press("t")
            fits(at)
            await at.press("escape", "less_than_sign")
            await at.until(lambda: at.main.gateway.past is not None)
            await at.settled()
            fits(at)
            assert "◂" in at.lines[0] or size[0] < 20
            await at.press("5")
            await ready(at)
            fits(at)


class TestResizedWhileOpen:
    @pytest.mark.parametrize(
        "keys",
        [
            ["5"], ["5", "p"], ["5", "slash"], ["5", "enter"], ["5", "t"], ["W"], ["W", "w", "A"],
            ["W", "x", "A"], ["W", "e"], ["W", "tab"], ["W", "t"], ["T"], ["T", "e"],
            ["T", "l", "l", "e"], ["t"], ["less_than_sign"],
        ],
        ids=" ".join,
    )  # fmt: skip
    async def test_every_screen_and_panel_goes_on(self, opened: Open, keys: list[str]) -> None:
        async with opened(size=(80, 24)) as at:
            for key in keys:
                await at.press(key)
                await ready(at)
            screen = at.app.screen
            for size in OTHERS:
                await resized(at, size)
            assert at.app.screen is screen
            for _panel in range(4):
                await at.press("escape")
            assert at.app.screen is at.main

    async def test_plots_take_the_room_there_is(self, opened: Open) -> None:
        async with opened(size=(80, 24)) as at:
            await at.press("5", "l", "l", "l")
            await ready(at)
            narrow = plotted(at)
            await resized(at, (160, 45))
            assert plotted(at) > narrow > 0
            await resized(at, (80, 24))
            assert plotted(at) == narrow

    async def test_what_is_pinned_in_the_what_if_gives_way_to_deals(self, opened: Open) -> None:
        async with opened(size=(80, 10)) as at:
            await at.press("W")
            await ready(at)
            assert "as now" not in at.text
            await resized(at, (80, 24))
            assert "as now" in at.text
            await resized(at, (80, 10))
            assert "as now" not in at.text
            assert in_sight(at)

    async def test_the_targets_are_named_as_there_is_room(self, opened: Open) -> None:
        async with opened(size=(40, 15)) as at:
            await at.press("T")
            assert "Targets 2026" not in at.lines[0]
            await resized(at, (120, 30))
            assert "Targets 2026" in at.lines[0]


def plotted(at: Terminal) -> int:
    """Cells of the line that tells an even chance."""
    row = next(line for line in at.lines if "Even chance" in line)
    return sum(sign in "─━├┤●" for sign in row)


class TestWhereThereIsLittleRoom:
    async def test_levers_are_told_apart_by_their_names(self, opened: Open) -> None:
        async with opened(size=(40, 15)) as at:
            await at.press("W", "tab")
            await ready(at)
            text = at.text
            await at.press("G")
            text += at.text
            for name in ("→ Qualification", "→ Proposal", "→ Negotiation", "Deal size"):
                assert name in text

    async def test_both_gaps_are_told_apart(self, opened: Open) -> None:
        async with opened(size=(40, 15)) as at:
            await at.press("5", "l", "l", "l", "l")
            await ready(at)
            assert "Gap, target − won" in at.text
            assert "Gap, target − realistic" in at.text

    async def test_what_is_tried_is_seen_before_whose_it_is(self, opened: Open) -> None:
        async with opened(size=(40, 15)) as at:
            await at.press("W")
            await ready(at)
            await at.press("w", "k")
            assert "✓ won" in next(line for line in at.lines if "Tried" not in line and "✓" in line)
            await at.press("A")
            assert "◇ ✓ won" in at.text

    async def test_columns_of_targets_keep_their_heads(self, opened: Open) -> None:
        async with opened(size=(40, 15)) as at:
            await at.press("T")
            assert isinstance(at.app.screen, TargetsScreen)
            assert "deviation" in at.text
            assert in_sight(at)
            await at.press("G", "k", "k", "k", "k", "k")
            assert "deviation" in at.text
            assert in_sight(at)

    async def test_a_day_gone_by_is_told_whole_in_german(self, opened: Open) -> None:
        use_language("de")
        async with opened(size=(80, 24)) as at:
            await at.press("less_than_sign")
            await at.until(lambda: at.main.gateway.past is not None)
            await at.settled()
            assert "2026 · nur lesbar" in at.lines[0]

    async def test_a_line_that_is_cut_says_so(self, opened: Open) -> None:
        async with opened(size=(40, 15)) as at:
            await at.press("t")
            cut = [line.rstrip() for line in at.lines if "◐" in line or "○ pipeline" in line]
            assert cut
            assert all(line.endswith("…") for line in cut)

    async def test_the_worth_of_the_deals_behind_a_figure_is_seen(self, opened: Open) -> None:
        async with opened(size=(40, 15)) as at:
            await at.press("5")
            await ready(at)
            await at.press("enter")
            rows = [line.rstrip() for line in at.lines if " → " in line]
            assert sum(bool(re.search(r"€[\d.]+k$", row)) for row in rows) > 1

    async def test_a_list_that_goes_on_says_so(self, opened: Open) -> None:
        async with opened(size=(30, 9)) as at:
            await at.press("t")
            assert any(line.rstrip().endswith("↓") for line in at.lines)

    @pytest.mark.parametrize("size", [(20, 5), (40, 15)], ids=str)
    async def test_a_definition_is_read_from_its_beginning(
        self, opened: Open, size: tuple[int, int]
    ) -> None:
        async with opened(size=size) as at:
            await at.press("5")
            await ready(at)
            await at.press("G", "d")
            assert "= velocity per day:" in " ".join(at.text.split())

    async def test_a_page_that_is_shown_is_named(self, opened: Open) -> None:
        async with opened(size=(20, 5)) as at:
            await at.press("5", "h")
            await ready(at)
            assert "Losses 7/7" in at.lines[1]


class TestColumns:
    async def test_words_begin_and_numbers_end_below_each_other(self, opened: Open) -> None:
        async with opened(size=(120, 30)) as at:
            await at.press("W")
            await ready(at)
            lines = at.lines
            at_head = next(at for at, line in enumerate(lines) if "  stage" in line)
            head = lines[at_head]
            rows = [line for line in lines[at_head + 1 : at_head + 5] if " %  " in line]
            begin = head.index("stage")
            assert rows
            assert all(row[begin] != " " and row[begin - 1] == " " for row in rows)
            assert len({row.index(" %") for row in rows}) == 1
