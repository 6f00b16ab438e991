"""Help on terminals of every size: all of it can be read."""

from __future__ import annotations

import re

import pytest

from pipeline_tui.i18n import LANGUAGES, _, use_language
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.modals.help import STATES, Help
from tests.ui.conftest import Open
from tests.ui.terminal import Terminal


def seen(at: Terminal) -> list[str]:
    """The lines of the list, without the mark of the cursor."""
    screen = at.app.screen
    assert isinstance(screen, Help)
    area = screen.list.region
    lines = at.lines[area.y : area.bottom]
    return [line[area.x : area.right].replace("▌", " ").strip() for line in lines]


def cursor(at: Terminal) -> int:
    """The row the cursor is on."""
    screen = at.app.screen
    assert isinstance(screen, Help)
    return screen.list.cursor


async def read_through(at: Terminal) -> str:
    """Everything in the list, from its first to its last line, with single blanks."""
    lines = seen(at)
    for _press in range(300):
        before, chosen = seen(at), cursor(at)
        await at.press("down")
        after = seen(at)
        if (after, cursor(at)) == (before, chosen):
            break
        overlap = next(
            (size for size in range(len(after), 0, -1) if before[-size:] == after[:size]), 0
        )
        lines += after[overlap:]
    return re.sub(r"\s+", " ", " ".join(lines))


class TestHelp:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("size", [(40, 15), (80, 24), (160, 45)])
    async def test_explains_every_key_in_full(
        self, opened: Open, size: tuple[int, int], language: str
    ) -> None:
        use_language(language)
        try:
            async with opened(size=size) as at:
                await at.press("question_mark")
                said = await read_through(at)
                for command in registry.commands("board"):
                    assert _(command.help) in said, command.id
                for words in STATES.values():
                    assert _(words) in said
        finally:
            use_language("en")

    async def test_enter_goes_back_to_the_key_that_was_chosen_before_it_does_it(
        self, opened: Open
    ) -> None:
        async with opened(size=(40, 15)) as at:
            await at.press("question_mark")
            for _press in range(100):
                await at.press("down")
            assert not any("Quit" in line for line in seen(at))
            await at.press("enter")
            assert any("Quit" in line for line in seen(at))
            await at.press("up")
            assert isinstance(at.app.screen, Help)

    async def test_a_click_on_any_line_of_a_row_chooses_it(self, opened: Open) -> None:
        async with opened(size=(40, 15)) as at:
            await at.press("question_mark")
            await at.type("theme")
            line = next(y for y, text in enumerate(at.lines) if "settings.toml" in text)
            before = at.app.theme
            await at.pilot.click(offset=(10, line))
            await at.settled()
            assert at.app.screen is at.main
            assert at.app.theme != before
