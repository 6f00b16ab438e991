"""The line of the filter: typing ahead, what cannot be understood, and the footer beneath."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Region

from pipeline_tui.i18n import use_language
from pipeline_tui.ui.widgets.filter_line import FilterLine
from tests.ui.conftest import Open
from tests.ui.terminal import Terminal


def line_of(user: Terminal) -> FilterLine:
    return user.main.query_one(FilterLine)


class TestTheFilterLine:
    async def test_what_is_typed_ahead_lands_in_it(self, opened: Open) -> None:
        async with opened() as user:
            for key in ("slash", "x", "m", "slash"):  # all before the line is there
                user.app.post_message(events.Key(key, None if key == "slash" else key))
            await user.until(lambda: user.main.query(FilterLine))
            await user.settled()
            assert user.message == ""
            assert line_of(user).text.startswith("xm")

    async def test_says_all_of_what_is_wrong_at_80(self, opened: Open) -> None:
        use_language("de")
        async with opened(size=(80, 24)) as user:
            await user.press("slash")
            await user.type("ist:foo")
            said = " ".join(user.text.split())
            assert "ist:alle." in said
            assert "…" not in "".join(user.lines[-3:])

    async def test_every_line_that_changes_is_drawn_again_and_no_other(
        self, opened: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened() as user:
            await user.press("slash")
            board = user.main.board
            top, (width, height) = board.region.y, board.size
            drawn: set[int] = set()
            refresh = board.refresh

            def shown() -> list[str]:
                return [line[:width] for line in user.lines[top : top + height]]

            def watched(*regions: Region, **options: bool) -> object:
                areas = regions or (Region(0, 0, *board.size),)
                drawn.update(y for area in areas for y in area.line_range)
                return refresh(*regions, **options)

            monkeypatch.setattr(board, "refresh", watched)
            for letter in "northgate x":
                before = shown()
                drawn.clear()
                await user.type(letter)
                after = shown()
                changed = {y for y in range(height) if before[y] != after[y]}
                assert drawn >= changed
                assert len(drawn) <= len(changed) + 5  # a card may only lose its cursor
            board.refresh()
            assert shown() == after

    async def test_a_long_line_shows_where_one_types(self, opened: Open) -> None:
        async with opened(size=(40, 15)) as user:
            await user.press("slash")
            await user.type("x" * 60 + " the end")
            assert "the end" in user.text

    async def test_enter_does_not_swallow_what_is_wrong(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("slash")
            await user.type("is:foo")
            await user.press("enter")
            assert "There is no state is:foo" in user.text
            await user.press("escape")
            assert not user.main.query(FilterLine)

    @pytest.mark.parametrize("key", ["enter", "escape"])
    async def test_the_board_does_not_move_under_it(self, opened: Open, key: str) -> None:
        async with opened(size=(80, 24)) as user:
            before = user.main.board.size
            await user.press("slash")
            assert user.main.board.size == before
            await user.press(key)
            assert "? help" in user.lines[-1]
