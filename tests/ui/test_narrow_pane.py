"""Where the pane lies over the board, keys go to what is in sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.office import Office
from tests.ui.terminal import terminal


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path / "sales.db")
    office.add("Acme: CNC @proposal")
    office.add("Globex: Pilot @proposal")
    office.desk.close()
    return office


@pytest.mark.parametrize("key", ["1", "delete"])
async def test_leaving_the_pane_shows_the_board(office: Office, key: str) -> None:
    async with terminal(office.path, office.clock, size=(80, 24)) as at:
        await at.press("enter")
        assert at.main.in_pane
        await at.press(key)
        assert at.main.place == "board"
        assert at.main.board.display
        assert "Acme" in at.text
        assert any("▌Acme" in line or "▌Globex" in line for line in at.lines)


async def test_the_agenda_comes_back_by_its_key(office: Office) -> None:
    async with terminal(office.path, office.clock, size=(80, 24)) as at:
        await at.press("n")
        await at.type("call today")
        await at.press("enter", "2", "enter")
        assert at.main.in_pane
        await at.press("2")
        assert at.main.place == "agenda"
        assert at.main.agenda is not None
        assert at.main.agenda.display
