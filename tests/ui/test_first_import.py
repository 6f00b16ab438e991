"""Importing from the welcome: it can be stopped, and one u takes all of it back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pipeline_tui.services import history
from pipeline_tui.services.desk import Desk
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
            gateway = user.app.gateway
            whole, asked = gateway.import_file, threading.Event()

            def slow(source: Path, report: Report) -> None:
                def told(done: int, total: int | None) -> None:
                    if done:
                        asked.wait(PATIENCE)
                    report(done, total)

                whole(source, told)

            monkeypatch.setattr(gateway, "import_file", slow)  # as slow as a large file
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
