"""What can be seen where there are few colours, or none."""

from __future__ import annotations

from typing import Any

import pytest
from rich.color import Color as RichColor
from rich.style import Style

from pipeline_tui.ui.themes import DARK, LIGHT, STYLE_NAMES, Palette
from tests.ui.conftest import Open
from tests.ui.terminal import Terminal


def reversed_beside(user: Terminal, text: str) -> str:
    """What is reversed in the line in which a text stands."""
    compositor: Any = user.app.screen._compositor
    strip = list(compositor.render_strips())[
        next(y for y, line in enumerate(user.lines) if text in line)
    ]
    return "".join(part.text for part in strip if part.style and part.style.reverse)


def colours(style: Style) -> tuple[RichColor | None, RichColor | None]:
    return style.color, style.bgcolor


class TestWithoutColours:
    async def test_the_cursor_in_a_line_is_seen(
        self, opened: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        async with opened(size=(80, 24)) as user:
            await user.press("a")
            await user.type("Foz")
            await user.press("left")
            assert reversed_beside(user, "Foz") == "z"

    @pytest.mark.parametrize("theme", ["dark", "light"])
    async def test_what_typing_replaces_is_seen(
        self, opened: Open, monkeypatch: pytest.MonkeyPatch, theme: str
    ) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        async with opened(size=(80, 24), theme=theme) as user:
            await user.press("enter", "j", "j", "j", "e")
            assert reversed_beside(user, "18,000.00").rstrip().endswith("18,000.00")
            await user.press("end")
            assert "18,000.00" not in reversed_beside(user, "18,000.00")


class TestInSixteenColours:
    @pytest.mark.parametrize("theme", [DARK, LIGHT])
    @pytest.mark.parametrize("name", sorted(STYLE_NAMES))
    @pytest.mark.parametrize("ground", ["text", "bar", "cursor"])
    def test_nothing_has_the_colour_of_its_ground(self, theme: str, name: str, ground: str) -> None:
        from rich.color import ColorSystem

        style = Palette(f"{theme} 16").style(f"{ground}+{name}")
        front, back = (
            colour.downgrade(ColorSystem.STANDARD).number if colour else None
            for colour in colours(style)
        )
        if name not in {"rule", "edge"}:
            assert front != back
