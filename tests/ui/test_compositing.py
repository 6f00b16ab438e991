"""Only what changed is written; the terminal must show what a picture drawn anew would show."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from pipeline_tui.clock import FixedClock
from pipeline_tui.services.deals import add_deal
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.compositing import PiecesUpdate
from tests.conftest import TODAY
from tests.ui.conftest import Open
from tests.ui.terminal import Terminal

_TOLD = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|\n|([^\x1b\n]+)")


def ground(colours: str) -> str:
    """Of a style what one sees of a blank in it: its ground, underlined, reversed, struck."""
    seen: list[str] = []
    codes = iter(colours.split(";"))
    for code in codes:
        if code in ("38", "48"):  # a colour of its own: ;2;red;green;blue or ;5;number
            kind = next(codes)
            colour = (code, kind, *itertools.islice(codes, 3 if kind == "2" else 1))
            seen += colour if code == "48" else ()
        elif re.fullmatch("4[0-7]|10[0-7]|[479]", code):
            seen.append(code)
    return ";".join(seen)


class Grid:
    """The cells of a terminal: their characters and how they are coloured."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}

    def write(self, told: str) -> None:
        y = x = 0
        colours = ""
        for found in _TOLD.finditer(told):
            row, column, style, text = found.groups()
            if row is not None:
                y, x = int(row) - 1, int(column) - 1
            elif style is not None:
                colours = "" if style == "0" else style
            for char in text or "":
                wide = cell_len(char)
                seen = ground(colours) if char == " " else colours
                for taken in range(wide):
                    self.cells[y, x + taken] = (char if not taken else "", seen)
                if not wide:
                    before, theirs = self.cells[y, x - 1]
                    self.cells[y, x - 1] = (before + char, theirs)
                x += wide


@pytest.fixture
def true_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 16 million colours, whatever colours other tests told these styles in."""

    def told(style: Style, text: str, color_system: ColorSystem) -> str:
        # of a copy: a style keeps the codes it was told in first, for all terminals
        ansi = Strip.render_ansi.__wrapped__(Strip, style.copy(), ColorSystem.TRUECOLOR)
        return f"\x1b[{ansi}m{text}\x1b[0m" if ansi else text

    monkeypatch.setattr(Strip, "render_style", staticmethod(told))


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, true_colours: None) -> Iterator[list[str]]:
    """What is told to the terminal, and the kinds of updates it was told by."""
    from textual.app import App

    told: list[str] = []
    display = App._display

    def also(app: App[Any], screen: Any, update: Any) -> None:
        if update is not None and app._running and not app._batch_count:
            told.append(update.render_segments(app.console))
            kinds.append(type(update).__name__)
        display(app, screen, update)

    kinds: list[str] = []
    monkeypatch.setattr(App, "_display", also)
    yield told
    assert PiecesUpdate.__name__ in kinds


def same_as_anew(user: Terminal, told: list[str]) -> None:
    shown, anew = Grid(), Grid()
    for part in told:
        shown.write(part)
    width, height = user.app.size
    console = user.app.console
    strips = user.app.screen._compositor.render_strips()
    for y, strip in enumerate(strips):
        anew.write(f"\x1b[{y + 1};1H" + Strip(list(strip), width).render(console))
    for y in range(height):
        line = [shown.cells.get((y, x)) for x in range(width)]
        assert line == [anew.cells.get((y, x)) for x in range(width)], f"line {y}"


WALK = (
    *("j", "j", "l", "k", "l", "h", "h", "J", "L", "u", "x", "escape", "n", "escape"),
    *("enter", "j", "j", "e", "escape", "tab", "slash", "a", "escape", "escape"),
    *("2", "j", "j", "1", "colon", "escape", "question_mark", "escape", "G", "g", "g", "space"),
)


class TestTheGroundOfABlank:
    @pytest.mark.parametrize(
        ("colours", "seen"),
        [
            ("1;97;40", "40"),
            ("38;2;86;211;100;40", "40"),
            ("38;5;104;4;48;5;41", "4;48;5;41"),
            ("1;38;2;41;7;9;48;2;20;23;28", "48;2;20;23;28"),
            ("7;90;100", "7;100"),
        ],
    )
    def test_is_not_the_colour_of_its_letters(self, colours: str, seen: str) -> None:
        assert ground(colours) == seen


class TestTheTerminalShowsWhatIsThere:
    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15)])
    async def test_after_every_key(
        self, opened: Open, watched: list[str], size: tuple[int, int]
    ) -> None:
        async with opened(size=size) as user:
            for key in WALK:
                await user.press(key)
                same_as_anew(user, watched)

    async def test_with_wide_and_joined_characters(
        self, opened: Open, database: Path, watched: list[str]
    ) -> None:
        desk = Desk(database, FixedClock(TODAY))
        for number in range(6):
            add_deal(
                desk, f"重庆钢铁集团有限公司 👨‍👩‍👧 e\u0301: {'漢' * (10 + number)}", suggest=False
            )
        desk.close()
        async with opened(size=(100, 30)) as user:
            for key in ("h", "j", "j", "l", "j", "k", "h", "J", "enter", "j"):
                await user.press(key)
                same_as_anew(user, watched)

    async def test_in_another_size(self, opened: Open, watched: list[str]) -> None:
        async with opened(size=(160, 45)) as user:
            for size in ((80, 24), (40, 15), (120, 30)):
                await user.pilot.resize_terminal(*size)
                watched.clear()
                user.app.screen.refresh()
                await user.press("j")
                await user.press("k")
                same_as_anew(user, watched)
