"""Pictures of the screens, at three sizes and in both languages, as somebody looked at them.

After a wanted change: `.venv/bin/pytest tests/snapshots --snapshot-update`, then look at every
picture that changed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pipeline_tui.clock import FixedClock
from pipeline_tui.i18n import use_language
from pipeline_tui.services.demo import demo_database
from pipeline_tui.ui.gateway import Gateway
from pipeline_tui.ui.shell import PipelineApp
from tests.ui.terminal import Terminal

SIZES = {"wide": (160, 45), "plain": (80, 24), "small": (40, 15)}
VIEWS = {
    "board": ("l", "l", "j"),
    "pane": ("l", "l", "l", "enter", "j", "j"),
    "agenda": ("2", "j", "j"),
}
PROMPTS = {
    "help": ("question_mark",),
    "palette": ("colon", *"pil"),
    "quick-add": ("a", *"Acme:", "space", *"CNC", "space", *"12k", "space", *"!high"),
    "lost": ("l", "x"),
}
Compare = Callable[..., bool]


@pytest.fixture
def shown(snap_compare: Compare, clock: FixedClock) -> Callable[..., bool]:
    """Compares the demo after some keys with the picture that is kept."""

    def compare(language: str, size: tuple[int, int], keys: tuple[str, ...]) -> bool:
        use_language(language)
        path: Path = demo_database(language, clock)
        app = PipelineApp(Gateway(path, clock))

        async def type_keys(pilot: Pilot[int]) -> None:
            await Terminal(app, pilot).press(*keys)

        return snap_compare(app, terminal_size=size, run_before=type_keys)

    return compare


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_screen(shown: Callable[..., bool], view: str, size: str, language: str) -> None:
    assert shown(language, SIZES[size], VIEWS[view])


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt(shown: Callable[..., bool], prompt: str, language: str) -> None:
    assert shown(language, SIZES["plain"], PROMPTS[prompt])
