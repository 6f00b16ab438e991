"""The first start, a crash, and the end."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.i18n import use_language
from pipeline_tui.ui import crash
from pipeline_tui.ui.screens.main import MainScreen
from pipeline_tui.ui.screens.welcome import Welcome
from tests.contracts.source import ROOT
from tests.ui.conftest import Open


class TestFirstStart:
    @pytest.mark.parametrize(("key", "stage"), [("2", "Prospect"), ("3", "Zielkunde")])
    async def test_one_key_makes_a_fresh_file(
        self, opened: Open, tmp_path: Path, key: str, stage: str
    ) -> None:
        path = tmp_path / "new.db"
        async with opened(path) as user:
            assert isinstance(user.app.screen, Welcome)
            assert not path.exists()
            await user.press(key)
            await user.until(lambda: isinstance(user.app.screen, MainScreen))
            await user.settled()
            assert stage in user.text
            assert path.exists()
            await user.press("a")
            await user.type("Acme: Test 5k")
            await user.press("enter")
            assert user.title == "Test"

    async def test_other_stages_take_one_key_more(self, opened: Open, tmp_path: Path) -> None:
        path = tmp_path / "new.db"
        async with opened(path) as user:
            await user.press("5")
            assert "Short, in English: Identify, Approach, Convince" in user.text
            await user.press("escape")
            assert isinstance(user.app.screen, Welcome)
            assert not path.exists()
            await user.press("5", "4")
            await user.until(lambda: isinstance(user.app.screen, MainScreen))
            await user.settled()
            assert "Qualifiziert" in user.text

    async def test_the_demo_has_a_file_of_its_own(self, opened: Open, tmp_path: Path) -> None:
        path = tmp_path / "new.db"
        async with opened(path) as user:
            await user.press("1")
            await user.until(lambda: isinstance(user.app.screen, MainScreen))
            await user.settled()
            assert "Northgate" in user.text
            assert "demo" in user.lines[0]
            assert not path.exists()

    async def test_a_csv_is_imported_and_shown(self, opened: Open, tmp_path: Path) -> None:
        source = tmp_path / "deals.csv"
        source.write_text("Title,Company,Value\nRobot,Zeta AG,5000\n", encoding="utf-8")
        async with opened(tmp_path / "new.db") as user:
            await user.press("4")
            await user.type("nowhere")
            await user.press("enter")
            assert "There is no file" in user.text
            await user.press("escape", "4")
            await user.type(str(source))
            await user.press("enter")
            await user.until(lambda: isinstance(user.app.screen, MainScreen))
            await user.settled()
            assert "Robot" in user.text

    async def test_nothing_of_it_is_cut_at_40(self, opened: Open, tmp_path: Path) -> None:
        use_language("de")
        async with opened(tmp_path / "new.db", size=(40, 15)) as user:
            said = " ".join(user.text.split())
            assert "Eine Vertriebspipeline, die im Terminal zu Hause ist." in said
            assert "Phasen auf Deutsch" in said

    @pytest.mark.parametrize("size", [(160, 45), (40, 15), (20, 5)])
    async def test_it_fits_any_size_and_can_be_left(
        self, opened: Open, tmp_path: Path, size: tuple[int, int]
    ) -> None:
        async with opened(tmp_path / "new.db", size=size) as user:
            assert len(user.lines) == size[1]
            await user.pilot.press("q")
            await user.until(lambda: user.app.return_value is not None)


_FIRST_TWO = """
import asyncio, sys
from datetime import date
from pathlib import Path
from pipeline_tui.clock import FixedClock
from tests.ui.terminal import terminal

def ours():
    return {name for name in sys.modules if name.startswith("pipeline_tui")}

async def look():
    async with terminal(Path(sys.argv[1]), FixedClock(date(2026, 11, 23))) as at:
        await at.until(lambda: "pipeline_tui.store.writes" in sys.modules)
        at.main.poll()  # which also comes by itself, once a second
        await at.app.workers.wait_for_complete()
        before = ours()
        await at.press("2")
        assert at.main.mode == "agenda"
        print(*sorted(ours() - before))

asyncio.run(look())
"""


class TestTheFirstKeys:
    def test_the_agenda_is_imported_before_somebody_asks_for_it(self, database: Path) -> None:
        """In an interpreter of its own: here everything is imported already."""
        done = subprocess.run(
            [sys.executable, "-c", _FIRST_TWO, str(database)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


class TestACrash:
    def test_it_is_one_line_and_a_private_log_without_data(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        secret = "Acme GmbH budget"
        with pytest.raises(ValueError, match=secret) as caught:
            raise ValueError(secret)
        assert crash.report(caught.value, tmp_path / "log") == 1
        said = capsys.readouterr().err
        log = tmp_path / "log" / crash.LOG
        assert said.count("\n") == 1
        assert str(log) in said
        assert secret not in said + log.read_text(encoding="utf-8")
        assert "ValueError" in log.read_text(encoding="utf-8")
        assert stat.S_IMODE(log.stat().st_mode) == 0o600

    def test_a_folder_that_cannot_be_made_is_no_second_crash(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        assert crash.write_log(ValueError(), tmp_path / "file" / "log") is None


class TestLeaving:
    def test_a_backup_is_made_on_the_way_out(
        self, database: Path, clock: FixedClock, home: Path
    ) -> None:
        from pipeline_tui.services import backups
        from pipeline_tui.ui.gateway import Gateway

        gateway = Gateway(database, clock)
        gateway.check()
        gateway.leave()
        assert len(backups.all_of(gateway.desk)) == 1
