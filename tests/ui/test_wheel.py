"""The wheel of the mouse: it moves what lies under it, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline_tui.clock import FixedClock
from tests.conftest import TODAY
from tests.ui.terminal import terminal


@pytest.mark.parametrize(
    ("widget", "keys"),
    [
        ("#agenda", ("2",)),
        ("#insights", ("5",)),
        ("#playbook", ("6",)),
        ("#pane", ("enter",)),
        ("#people-list", (":", *"companies", "enter")),
        ("#stage-list", (":", *"stages", "enter")),
        ("#stage-sheet", (":", *"stages", "enter", "enter")),
        ("#focus", ("2", "f")),
    ],
)
async def test_moves_what_lies_under_it_and_back(
    database: Path, widget: str, keys: tuple[str, ...]
) -> None:
    async with terminal(database, FixedClock(TODAY), size=(100, 14)) as at:
        for key in keys:
            await at.press("colon" if key == ":" else key)
        await at.until(lambda: at.app.screen.query(widget))
        await at.settled()
        before = at.text
        await at.wheel(widget, 3, 4)
        assert at.text != before
        await at.wheel(widget, 3, 4, -1)
        # The cursor may have come along, and stays.
        assert at.text.replace("▌", " ") == before.replace("▌", " ")
