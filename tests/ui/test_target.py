"""The revenue target at the keyboard, and what the header says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.services import targets
from pipeline_tui.ui.modals.target import TargetPrompt
from pipeline_tui.ui.widgets.echo import Echo
from tests.services.office import Office
from tests.ui.agenda_desk import office_on_monday
from tests.ui.terminal import Terminal, terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_on_monday(tmp_path)
    yield made
    made.desk.close()


def said(at: Terminal) -> str:
    return at.app.screen.query_one("#prompt-echo", Echo).said


class TestTheTarget:
    async def test_is_set_from_the_palette_and_stands_in_the_header(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            assert "target" not in at.lines[0]
            await at.press("colon")
            await at.type("revenue target")
            await at.press("enter")
            assert isinstance(at.app.screen, TargetPrompt)
            await at.type("250k 12 customers")
            assert "2026-Q4 · €250,000 · 12 new customers" in said(at).replace(".00", "")
            await at.press("enter")
            assert at.message == "Revenue target for 2026-Q4 changed · u undoes"
            assert "target €250k · gap €250k" in at.lines[0]
            await at.press("u")
            assert "target" not in at.lines[0]
        assert office.everything() == before

    async def test_what_is_refused_stays_typed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.main.run_command("target")
            await at.settled()
            await at.type("soon")
            await at.press("enter")
            assert isinstance(at.app.screen, TargetPrompt)
            assert at.app.screen.text == "soon"
        assert targets.targets(office.desk) == []

    async def test_that_is_met_says_so(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q4", "0")
        async with terminal(office.path, office.clock) as at:
            assert "target met" in at.lines[0]
