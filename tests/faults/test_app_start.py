"""What the app is started on may be anything: one clear line, the right exit, nothing changed."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipeline_tui.cli import main
from tests.faults.program import obey_rights, on_file, running


def no_folder(path: Path) -> Path:
    return path.parent / "nowhere" / "sales.db"


def a_text_file(path: Path) -> Path:
    path.write_text("Dear diary,\n" * 40, encoding="utf-8")
    return path


def a_folder(path: Path) -> Path:
    path.unlink()
    path.mkdir()
    return path


def another_programs_database(path: Path) -> Path:
    path.unlink()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE song (title TEXT)")
        conn.commit()
    return path


def a_newer_schema(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA user_version=99")
    return path


def cut_short(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:5000])
    return path


def zeroes(path: Path) -> Path:
    path.write_bytes(bytes(8192))
    return path


def unreadable(path: Path) -> Path:
    path.chmod(0o000)
    return path


Broken = Callable[[Path], Path]
PLACES: list[tuple[Broken, int]] = [
    (no_folder, 3),
    (a_text_file, 3),
    (a_folder, 3),
    (another_programs_database, 3),
    (a_newer_schema, 5),
    (cut_short, 3),
    (zeroes, 3),
    (unreadable, 3),
]


def fingerprint(folder: Path) -> dict[str, str]:
    """Everything in a folder, by name and content."""
    return {
        str(found.relative_to(folder)): (
            hashlib.sha256(found.read_bytes()).hexdigest() if found.is_file() else "folder"
        )
        for found in sorted(folder.rglob("*"))
        if "home" not in found.parts
    }


@pytest.mark.parametrize(
    ("broken", "code"), PLACES, ids=lambda value: getattr(value, "__name__", "")
)
class TestADatabaseThatIsNone:
    def test_ends_the_app_before_the_screen_changes(
        self, sales: Path, tmp_path: Path, broken: Broken, code: int
    ) -> None:
        path = broken(sales)
        before = fingerprint(tmp_path)
        with running(*on_file(path), size=(1000, 5), before=obey_rights) as program:
            assert program.ended() == code
            lines = [line.rstrip() for line in program.screen.lines if line.strip()]
        assert len(lines) == 1
        assert lines[0].startswith("pipeline-tui: ")
        assert "Traceback" not in lines[0]
        assert path.name in lines[0]
        assert lines[0].count(". ") >= 1, "what was kept, or what to do now"
        assert b"\x1b" not in bytes(program.raw)
        assert fingerprint(tmp_path) == before


class TestWrongInput:
    """The same through a command, in this process."""

    def complaint(self, sales: Path, capsys: pytest.CaptureFixture[str], *line: str) -> str:
        before = fingerprint(sales.parent)
        code = main([*on_file(sales), *line])
        out, err = capsys.readouterr()
        assert (code, out) == (1, "")
        assert len(err.splitlines()) == 1
        assert fingerprint(sales.parent) == before
        return err

    def test_an_empty_csv(
        self, sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = tmp_path / "empty.csv"
        for content in (b"", b"\n\n", b"\xef\xbb\xbf"):
            source.write_bytes(content)
            assert "empty.csv" in self.complaint(sales, capsys, "import", str(source))

    def test_an_unknown_stage(self, sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
        said = self.complaint(sales, capsys, "move", "1", "nowhere")
        assert "nowhere" in said
        assert "Proposal" in said

    @pytest.mark.parametrize("phrase", ["31.02.", "2026-13-01", "5%", "12", "never"])
    def test_a_wrong_date(
        self, sales: Path, capsys: pytest.CaptureFixture[str], phrase: str
    ) -> None:
        assert phrase in self.complaint(sales, capsys, "snooze", "1", phrase)
        assert phrase in self.complaint(sales, capsys, "next", "1", f"call Meier {phrase}")


CRASH = """
import sys
from pipeline_tui.ui.actions import views

class Broken(views.Views):
    async def agenda(self):
        secret = "Acme GmbH and its budget"
        raise {error}

views.Views = Broken
from pipeline_tui.cli import main
sys.exit(main(sys.argv[1:]))
"""
ERRORS = (
    "KeyError(secret)",
    "__import__('sqlite3').OperationalError(secret)",
)


class TestAnErrorInTheProgram:
    @pytest.mark.parametrize("error", ERRORS)
    def test_leaves_the_terminal_clean_and_tells_no_secrets(
        self, sales: Path, home: Path, error: str
    ) -> None:
        command = [sys.executable, "-c", CRASH.format(error=error)]
        with running(*on_file(sales), size=(300, 5), command=command) as program:
            program.until("help")
            program.send("2")
            assert program.ended() == 1
            assert program.screen.clean
            assert program.screen.foreign == []
            lines = [line.rstrip() for line in program.screen.lines if line.strip()]
        assert len(lines) == 1
        assert lines[0].startswith("pipeline-tui had to stop")
        assert "What was saved is safe" in lines[0]
        [log] = home.rglob("crash.log")
        assert str(log) in lines[0]
        assert log.stat().st_mode & 0o777 == 0o600
        written = log.read_text(encoding="utf-8")
        assert "agenda" in written
        assert "Acme" not in written
        assert "budget" not in written
        assert str(sales) not in written

    def test_in_a_prompt_does_so_too(self, sales: Path, home: Path) -> None:
        script = CRASH.replace("async def agenda", "async def _agenda").replace(
            "from pipeline_tui.cli",
            "from pipeline_tui.ui.modals import line\n"
            "def broken(*_all, **_named): raise ValueError('Acme')\n"
            "line.LinePrompt._typed.__wrapped__ = broken\n"
            "line.LinePrompt._echo = broken\n"
            "from pipeline_tui.cli",
        )
        command = [sys.executable, "-c", script.format(error="ValueError()")]
        with running(*on_file(sales), size=(300, 40), command=command) as program:
            program.until("help")
            program.send("nAcme")
            assert program.ended() == 1
            assert program.screen.clean
            assert "Traceback" not in program.text
            assert "had to stop" in program.text
        [log] = home.rglob("crash.log")
        assert "Acme" not in log.read_text(encoding="utf-8")

    def test_where_no_log_can_be_written_is_still_one_line(self, sales: Path, home: Path) -> None:
        command = [sys.executable, "-c", CRASH.format(error=ERRORS[0])]
        environ = {"XDG_STATE_HOME": "/proc/nowhere"}
        with running(*on_file(sales), size=(300, 5), command=command, environ=environ) as program:
            program.until("help")
            program.send("2")
            assert program.ended() == 1
            assert program.screen.clean
            assert "Traceback" not in program.text
            assert "had to stop" in program.text
        assert not list(home.rglob("crash.log"))
