"""What goes wrong on the command line: one line on stderr, the right exit, nothing changed."""

from __future__ import annotations

import io
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from pipeline_tui.cli import main
from tests.cli.conftest import Cli, Ran

READING = (
    ["agenda"],
    ["standup"],
    ["list"],
    ["stage", "list"],
    ["report", "pipeline"],
    ["history"],
    ["settings"],
    ["locate"],
    ["doctor"],
    ["backup", "list"],
    ["export", "all"],
    ["export", "deals"],
)


def said_once(ran: Ran) -> str:
    """The complaint, which must be one line without a traceback, with nothing printed."""
    lines = ran.err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("pipeline-tui: ")
    assert "Traceback" not in ran.err
    assert ran.out == ""
    return lines[0]


class TestAFileThatIsNotThere:
    @pytest.mark.parametrize("command", READING, ids=" ".join)
    def test_reading_shows_nothing_and_creates_nothing(self, cli: Cli, command: list[str]) -> None:
        before = sorted(cli.path.parent.rglob("*"))
        ran = cli(*command)
        assert (ran.code, ran.err) == (0, "")
        assert sorted(cli.path.parent.rglob("*")) == before

    def test_json_is_empty_lists(self, cli: Cli) -> None:
        assert cli.json("agenda") == {"schema": 1, "followups": []}
        assert cli.json("list") == {"schema": 1, "deals": []}

    @pytest.mark.parametrize(
        "command",
        [
            ["show", "1"],
            ["move", "1", "nego", "--force", "--reason", "they insist"],
            ["won", "acme"],
            ["undo"],
            ["redo"],
            ["done", "@1"],
            ["backup"],
        ],
        ids=" ".join,
    )
    def test_there_is_nothing_to_work_on(self, cli: Cli, command: list[str]) -> None:
        said_once(cli(*command))
        assert not cli.path.exists()

    def test_a_folder_that_is_not_there_is_exit_3(self, cli: Cli) -> None:
        for command in (["agenda"], ["add", "Acme: CNC"]):
            ran = cli.bare("--db", str(cli.path.parent / "no" / "x.db"), *command)
            assert ran.code == 3
            assert "--db" in said_once(ran)


class TestAFileThatCannotBeUsed:
    @pytest.mark.parametrize("content", [b"hello, I am text", b"\x00" * 4096])
    @pytest.mark.parametrize("command", [["agenda"], ["add", "Acme: CNC"], ["undo"]], ids=" ".join)
    def test_a_foreign_file_is_exit_3_and_untouched(
        self, cli: Cli, content: bytes, command: list[str]
    ) -> None:
        cli.path.write_bytes(content)
        ran = cli(*command)
        assert ran.code == 3
        assert str(cli.path) in said_once(ran)
        assert cli.path.read_bytes() == content

    def test_a_newer_schema_is_exit_5(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC")
        conn = sqlite3.connect(cli.path)
        conn.execute("PRAGMA user_version=999")
        conn.close()
        from pipeline_tui.store import connection

        connection._checked.clear()
        before = cli.path.read_bytes()
        assert cli("agenda").code == 5
        assert cli.path.read_bytes() == before

    def test_a_locked_file_is_exit_4(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        cli.ok("add", "Acme: CNC")
        monkeypatch.setattr("pipeline_tui.services.desk.connection.WAIT_MS", 0)
        monkeypatch.setattr(
            "pipeline_tui.services.desk.Desk.__init__.__kwdefaults__", {"wait_ms": 0}
        )
        holder = sqlite3.connect(cli.path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        try:
            ran = cli("agenda")
        finally:
            holder.close()
        assert ran.code == 4
        said_once(ran)


class TestAWrongCommandLine:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["agnda"],
            ["--colour", "agenda"],
            ["agenda", "--dayz", "2"],
            ["agenda", "--days", "two"],
            ["agenda", "--days", "-1"],
            ["list", "--limit", "1.5"],
            ["show"],
            ["--today"],
            ["--today", "yesterday", "agenda"],
            ["--today", "2026-02-30", "agenda"],
            ["--lang", "fr", "agenda"],
            ["--db", "", "agenda"],
            ["--db=", "agenda"],
            ["--db", "x", "--demo", "agenda"],
            ["stage"],
            ["stage", "paint"],
            ["export", "all", "--format", "csv"],
            ["export", "weather"],
            ["log", "1", "x", "--kind", "smoke"],
        ],
        ids=" ".join,
    )
    def test_it_is_exit_2_with_one_line(self, cli: Cli, arguments: list[str]) -> None:
        assert said_once(cli.bare(*arguments))
        assert cli.bare(*arguments).code == 2

    def test_a_near_command_is_suggested(self, cli: Cli) -> None:
        assert "agenda" in said_once(cli.bare("agnda"))
        assert "--help" in said_once(cli.bare("xyzzy"))

    def test_without_a_terminal_there_is_no_board(self, cli: Cli) -> None:
        ran = cli()
        assert ran.code == 2
        assert "agenda" in said_once(ran)

    def test_an_unknown_stage_and_an_unknown_date_are_exit_1(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC call 2026-11-24")
        for command in (
            ["move", "1", "nowhere"],
            ["snooze", "1", "31.02."],
            ["snooze", "1", "sometime"],
            ["add", "Acme: x @nowhere"],
            ["add", "Acme: x call 31.02."],
        ):
            ran = cli(*command)
            assert ran.code == 1
            said_once(ran)
        assert len(cli.json("history")["steps"]) == 1

    def test_several_matches_are_listed(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC one")
        cli.ok("add", "Acme: CNC two")
        ran = cli("show", "cnc")
        assert (ran.code, ran.out) == (1, "")
        assert [line.split()[0] for line in ran.err.splitlines()[1:]] == ["2", "1"]


class TestOptionsOfEveryCommand:
    def test_they_may_stand_before_and_after(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC call 2026-11-24")
        path = str(cli.path)
        first = cli.bare("--db", path, "--today", "2026-11-24", "agenda")
        for arguments in (
            ["agenda", "--db", path, "--today", "2026-11-24"],
            ["agenda", f"--db={path}", "--today=2026-11-24"],
            ["--today", "2026-11-24", "agenda", f"--db={path}"],
        ):
            assert cli.bare(*arguments) == first
        assert "CNC" in first.out

    def test_they_come_from_the_environment_too(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cli.ok("add", "Acme: CNC 12k call 2026-11-24")
        monkeypatch.setenv("PIPELINE_TUI_DB", str(cli.path))
        monkeypatch.setenv("PIPELINE_TUI_TODAY", "2026-11-24")
        monkeypatch.setenv("PIPELINE_TUI_LANG", "de")
        assert "12.000 €" in cli.bare("agenda").out
        assert cli.bare("agenda", "--today", "2026-11-23").out == ""
        assert "€12,000" in cli.bare("agenda", "--lang", "en").out

    def test_the_settings_file_chooses_the_language(self, cli: Cli) -> None:
        folder = Path(os.environ["XDG_CONFIG_HOME"]) / "pipeline-tui"
        folder.mkdir(parents=True)
        (folder / "settings.toml").write_text('language = "de"\n', "utf-8")
        cli.ok("add", "Acme: CNC 12k")
        assert "12.000 €" in cli.ok("list").out

    def test_the_system_chooses_it_otherwise(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cli.ok("add", "Acme: CNC 12k")
        monkeypatch.setenv("LANG", "de_AT.UTF-8")
        assert "12.000 €" in cli.ok("list").out

    def test_without_a_file_it_is_your_own(self, cli: Cli) -> None:
        assert cli.bare("add", "Acme: CNC").code == 0
        own = Path(os.environ["XDG_DATA_HOME"]) / "pipeline-tui" / "pipeline.db"
        assert own.stat().st_mode & 0o777 == 0o600
        assert own.parent.stat().st_mode & 0o777 == 0o700

    def test_version(self, cli: Cli) -> None:
        from pipeline_tui import __version__

        assert cli.bare("--version").lines == [f"pipeline-tui {__version__}"]
        assert cli.bare("agenda", "--version").lines == [f"pipeline-tui {__version__}"]

    def test_behind_two_dashes_nothing_is_an_option(self, cli: Cli) -> None:
        assert cli.ok("add", "--", "--demo", "call").code == 0
        assert cli.json("show", "1")["deal"]["title"] == "--demo call"

    def test_the_same_data_give_the_same_bytes(self, cli: Cli) -> None:
        for number in range(5):
            cli.ok("add", f"C{number}: d{number} call 2026-11-2{number}", today="2026-11-19")
        for command in (["agenda"], ["standup"], ["list", "--json"], ["show", "1"]):
            assert cli.ok(*command) == cli.ok(*command)


class TestEndings:
    def test_an_interrupt_is_exit_130(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_arguments: object, **_options: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("pipeline_tui.services.reading.agenda", interrupt)
        ran = cli("agenda")
        assert (ran.code, ran.out, ran.err) == (130, "", "")

    def test_a_reader_that_has_seen_enough_is_no_error(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cli.ok("add", "Acme: CNC")
        reading, writing = os.pipe()
        os.close(reading)
        with open(writing, "w", encoding="utf-8") as pipe:  # noqa: PTH123  # a descriptor
            monkeypatch.setattr(sys, "stdout", pipe)
            assert main(["--db", str(cli.path), "list"]) == 0

    def test_an_output_that_cannot_show_a_character_shows_another(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cli.ok("add", "Acme: Überlandleitung 12k")
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
        assert main(["--db", str(cli.path), "list"]) == 0
        assert b"?berlandleitung" in raw.getvalue()

    def test_json_stays_whole_where_the_output_is_ascii(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import json

        cli.ok("add", "Acme: Überlandleitung 12k")
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
        assert main(["--db", str(cli.path), "list", "--json"]) == 0
        assert json.loads(raw.getvalue())["deals"][0]["title"] == "Überlandleitung"

    def test_on_a_terminal_the_app_opens(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = []
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setattr(
            "pipeline_tui.ui.app.run", lambda path, clock, **more: opened.append((path, more)) or 0
        )
        folder = Path(os.environ["XDG_CONFIG_HOME"]) / "pipeline-tui"
        folder.mkdir(parents=True)
        (folder / "settings.toml").write_text('theme = "pink"\n', "utf-8")
        ran = cli()
        assert ran.code == 0
        assert opened[0][0] == cli.path
        assert opened[0][1]["demo"] is False
        assert "theme cannot be pink" in ran.err
