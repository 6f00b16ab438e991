"""Importing from the welcome or the palette: it can be stopped, and one u takes all of it back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pipeline_tui.services import history
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.importing import ImportResult
from pipeline_tui.ui.gateway import Gateway, importing
from pipeline_tui.ui.modals.progress import Progress, Report
from pipeline_tui.ui.screens.main import MainScreen
from pipeline_tui.ui.screens.welcome import Welcome
from tests.ui.conftest import Open
from tests.ui.terminal import PATIENCE, Terminal

DEALS = 3000


def table(folder: Path) -> Path:
    """A spreadsheet of thousands of deals."""
    source = folder / "deals.csv"
    rows = "".join(f"Robot {number},Zeta {number},5000\n" for number in range(DEALS))
    source.write_text("Title,Company,Value\n" + rows, encoding="utf-8")
    return source


async def begin(user: Terminal, source: Path) -> None:
    await user.press("4")
    await user.type(str(source))
    await user.press("enter")


class TestAnImport:
    async def test_stopped_by_esc_leaves_nothing(
        self, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "new.db"
        async with opened(path) as user:
            whole, asked = importing.import_file, threading.Event()

            def slow(gateway: Gateway, source: Path, report: Report) -> ImportResult:
                def told(done: int, total: int | None) -> None:
                    if done:
                        asked.wait(PATIENCE)
                    report(done, total)

                return whole(gateway, source, told)

            monkeypatch.setattr(importing, "import_file", slow)  # as slow as a large file
            await begin(user, table(tmp_path))
            await user.until(lambda: isinstance(user.app.screen, Progress))
            await user.pilot.press("escape")
            asked.set()
            await user.until(lambda: isinstance(user.app.screen, Welcome))
            await user.settled()
            assert "Stopped" in user.text
            assert not path.exists()
            await user.press("2")
            await user.until(lambda: isinstance(user.app.screen, MainScreen))
            await user.settled()
            assert "Robot" not in user.text

    async def test_is_shown_and_taken_back_by_one_u(self, opened: Open, tmp_path: Path) -> None:
        path = tmp_path / "new.db"
        async with opened(path) as user:
            await begin(user, table(tmp_path))
            await user.until(lambda: isinstance(user.app.screen, MainScreen))
            await user.settled()
            assert "Robot" in user.text
            assert len(history.history(Desk(path, user.app.gateway.clock), 10)) == 1
            await user.press("u")
            assert user.message.startswith("Undone: 3,000 deals imported")
            assert "Robot" not in "".join(user.lines[1:-1])
            await user.press("ctrl+r")
            assert "Robot" in user.text

    async def test_from_the_palette_says_what_came_of_it(
        self, opened: Open, tmp_path: Path
    ) -> None:
        async with opened() as user:
            await user.press("colon")
            await user.type("import")
            await user.press("enter")
            await user.type(str(table(tmp_path)))
            await user.press("enter")
            await user.until(lambda: user.message)
            assert user.message == "3,000 new, 0 changed, 0 same, 0 refused"
            assert "Northgate" in user.text
            await user.press("u")
            assert user.message.startswith("Undone: 3,000 deals imported")
            assert "Northgate" in user.text

    async def test_from_the_palette_says_which_links_are_left_out(
        self, opened: Open, tmp_path: Path
    ) -> None:
        source = tmp_path / "deals.csv"
        source.write_text(
            "id,title,stage_kind,weighted,next_step_due,parent,link\n"
            "7008,Renewal,open,,,7007,renewal\n",
            encoding="utf-8",
        )
        async with opened() as user:
            await user.press("colon")
            await user.type("import")
            await user.press("enter")
            await user.type(str(source))
            await user.press("enter")
            await user.until(lambda: user.message)
            assert user.message.startswith("1 new, 0 changed, 0 same, 0 refused")
            assert user.message.endswith("1 link to another deal is left out: line 2")

    async def test_from_the_palette_names_what_is_no_file_and_keeps_the_line(
        self, opened: Open, tmp_path: Path
    ) -> None:
        async with opened() as user:
            await user.press("colon")
            await user.type("import")
            await user.press("enter")
            await user.type("/nowhere/x.csv")
            await user.press("enter")
            assert "There is no file /nowhere/x.csv" in user.text
