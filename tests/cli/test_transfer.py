"""Import and export from the command line."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline_tui.cli.importing import ProgressLine
from tests.cli.conftest import Cli

ROWS = """title,company,value,stage,owner
CNC retrofit,Acme GmbH,12000,Proposal,Kim
Pilot line,Globex AG,40000,Somewhere new,Kim
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text(ROWS, "utf-8")
    return path


class TestImporting:
    def test_rows_become_deals_once(self, cli: Cli, file: Path) -> None:
        ran = cli.ok("import", str(file))
        assert ran.lines[0] == "2 new, 0 changed, 0 same, 0 refused"
        assert "Somewhere new" in ran.lines[1]
        assert cli.ok("import", str(file)).lines[0] == "0 new, 0 changed, 2 same, 0 refused"
        assert {deal["title"] for deal in cli.json("list")["deals"]} == {
            "CNC retrofit",
            "Pilot line",
        }
        cli.ok("undo")
        assert cli.json("list")["deals"] == []

    def test_a_dry_run_changes_nothing(self, cli: Cli, file: Path) -> None:
        assert cli.ok("import", "--dry-run", str(file)).lines[0].startswith("Dry run: 2 new")
        assert not cli.path.exists()

    def test_refused_rows_are_named_with_line_and_reason(self, cli: Cli, file: Path) -> None:
        file.write_text(ROWS + "Plant,Initech,minus five,Proposal,Kim\n", "utf-8")
        ran = cli("import", str(file))
        assert ran.code == 0
        assert ran.lines[0] == "2 new, 0 changed, 0 same, 1 refused"
        assert any(line.startswith("Line 4: ") for line in ran.lines)
        file.write_text("title,value\nPlant,minus five\n", "utf-8")
        assert cli("import", str(file)).code == 1

    def test_what_is_left_out_of_a_row_is_named_too(self, cli: Cli, file: Path) -> None:
        file.write_text(
            "id,title,stage_kind,weighted,next_step_due,parent,link\n8,Renewal,open,,,7,renewal\n",
            "utf-8",
        )
        assert cli.ok("import", "--dry-run", str(file), "--lang", "de").lines[1] == (
            "Zeile 2: Der Deal, aus dem er hervorging, fehlt: Die Nummer 7 steht nicht in der Datei"
        )
        assert cli.ok("import", str(file)).lines == [
            "1 new, 0 changed, 0 same, 0 refused",
            "Line 2: The deal it came from is left out: there is no number 7 in the file",
        ]

    def test_a_file_that_is_not_there_or_empty(self, cli: Cli, file: Path) -> None:
        file.write_text("", "utf-8")
        for path in (file, file.with_name("nothing.csv")):
            ran = cli("import", str(path))
            assert ran.code == 1
            assert str(path) in ran.err
            assert len(ran.err.splitlines()) == 1

    def test_a_map_that_is_none_is_refused(self, cli: Cli, file: Path) -> None:
        ran = cli("import", str(file), "--map", str(file))
        assert ran.code == 1
        assert not cli.path.exists()

    def test_on_a_terminal_the_progress_is_shown_on_stderr(
        self, cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        ran = cli("import", str(file))
        assert ran.code == 0
        assert "2 of 2" in ran.err

    def test_an_interrupt_says_that_nothing_was_imported(
        self, cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_arguments: object, **_options: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("pipeline_tui.services.importing.import_file", interrupt)
        ran = cli("import", str(file))
        assert ran.code == 130
        assert "Nothing was imported" in ran.err


class TestTheProgressLine:
    class Clock:
        moment = datetime(2026, 11, 23, tzinfo=UTC)

        def now(self) -> datetime:
            return self.moment

        def today(self) -> object:
            raise AssertionError

        def local(self) -> datetime:
            raise AssertionError

    def test_it_says_how_far_and_how_long(self) -> None:
        clock = self.Clock()
        line = ProgressLine(clock)  # type: ignore[arg-type]  # today() is never asked
        assert line.text(0, 8800) == "0 of 8,800"
        clock.moment += timedelta(seconds=2)
        assert line.text(4400, 8800) == "4,400 of 8,800 · 2 s left"

    def test_it_is_written_anew_two_hundred_times_at_most(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line = ProgressLine(self.Clock())  # type: ignore[arg-type]  # today() is never asked
        assert all(line(done, 10_000) for done in range(1, 10_001))
        line.end()
        assert 150 < capsys.readouterr().err.count("\r") < 210


class TestExporting:
    def test_everything_leaves_and_comes_back(self, cli: Cli, tmp_path: Path) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal call Meier 2026-11-24 #renewal")
        cli.ok("won", "1")
        out = tmp_path / "all.jsonl"
        cli.ok("export", "all", "--format", "jsonl", "-o", str(out))
        assert out.stat().st_mode & 0o777 == 0o600
        again = Cli(tmp_path / "again.db", cli._capsys)
        again.ok("import", str(out))
        assert again.ok("export", "all").out == cli.ok("export", "all").out
        assert again.json("show", "1") == cli.json("show", "1")

    def test_deals_as_csv_are_guarded_against_spreadsheets(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC")
        cli.ok("set", "1", "benefit==SUM(A1)")
        assert "'=SUM(A1)" in cli.ok("export", "deals").out
        raw = cli.ok("export", "deals", "--raw", "-o", "-").out
        assert "=SUM(A1)" in raw
        assert "'=SUM(A1)" not in raw

    def test_a_file_there_is_replaced_and_the_database_never(
        self, cli: Cli, tmp_path: Path
    ) -> None:
        cli.ok("add", "Acme: CNC")
        out = tmp_path / "deals.csv"
        out.write_text("old", "utf-8")
        cli.ok("export", "deals", "-o", str(out))
        assert "CNC" in out.read_text("utf-8")
        before = cli.path.read_bytes()
        ran = cli("export", "all", "-o", str(cli.path))
        assert ran.code == 1
        assert cli.path.read_bytes() == before

    def test_a_folder_that_is_not_there(self, cli: Cli, tmp_path: Path) -> None:
        cli.ok("add", "Acme: CNC")
        ran = cli("export", "all", "-o", str(tmp_path / "no" / "x.jsonl"))
        assert ran.code == 1
        assert "Nothing was exported" in ran.err
        assert not (tmp_path / "no").exists()
