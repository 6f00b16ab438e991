"""Follow-ups for other programs: exported by hand, or kept fresh by every command."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui.cli import main
from pipeline_tui.locations import settings_file
from tests.cli.conftest import MONDAY, Cli
from tests.services.calendars import entries

ADD = ("add", "Acme GmbH: CNC retrofit @proposal call Meier fri 10:00")
ENTRY = "call Meier · Acme GmbH"

Set = Callable[[str], None]


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    return tmp_path / "sales.ics"


@pytest.fixture
def setting() -> Set:
    """Write these lines into the settings file."""

    def write(lines: str) -> None:
        settings_file().parent.mkdir(parents=True, exist_ok=True)
        settings_file().write_text(lines, "utf-8")

    return write


@pytest.fixture
def kept(setting: Set, calendar: Path) -> Path:
    """A calendar that is set in the settings file."""
    setting(f'calendar = "{calendar}"\n')
    return calendar


def days(calendar: Path) -> dict[str, str]:
    found = entries(calendar.read_bytes())
    return {name: f"{one.due.value:%d.%m.}" for name, one in found.items()}


class TestExporting:
    def test_the_followups_as_todos_or_events(self, cli: Cli) -> None:
        cli.ok(*ADD)
        assert cli.ok("export", "followups").out == (
            cli.ok("export", "followups", "--format", "ics", "--as", "todo").out
        )
        (todo,) = entries(cli.ok("export", "followups").out).values()
        (event,) = entries(cli.ok("export", "followups", "--as", "event").out).values()
        assert (todo.name, event.name) == ("VTODO", "VEVENT")
        assert todo.uid.value == event.uid.value

    def test_into_a_file_for_ones_own_eyes(self, cli: Cli, calendar: Path) -> None:
        cli.ok(*ADD)
        cli.ok("export", "followups", "-o", str(calendar))
        assert calendar.read_bytes().decode() == cli.ok("export", "followups").out
        assert calendar.stat().st_mode & 0o777 == 0o600

    def test_in_utf_8_whatever_the_machine_writes_otherwise(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cli.ok("add", "Acme: CNC call Jörg €20 👩‍🚀 fri")
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="latin-1", newline=""))
        assert main(["--db", str(cli.path), "--today", MONDAY, "export", "followups"]) == 0
        assert "Jörg" in raw.getvalue().decode("utf-8")

    def test_of_no_database_is_an_empty_calendar(self, cli: Cli) -> None:
        assert entries(cli.ok("export", "followups").out) == {}
        assert not cli.path.exists()

    @pytest.mark.parametrize(
        "arguments", [("followups", "--format", "csv"), ("deals", "--format", "ics")]
    )
    def test_in_another_format_is_refused(self, cli: Cli, arguments: tuple[str, ...]) -> None:
        ran = cli("export", *arguments)
        assert ran.code == 2
        assert "cannot be exported as" in ran.err


class TestACalendarThatIsSet:
    def test_is_as_fresh_as_the_last_command(self, cli: Cli, kept: Path) -> None:
        cli.ok(*ADD)
        assert days(kept) == {ENTRY: "27.11."}
        cli.ok("snooze", "1", "+1w")
        assert days(kept) == {ENTRY: "30.11."}
        cli.ok("undo")
        assert days(kept) == {ENTRY: "27.11."}
        cli.ok("redo")
        assert days(kept) == {ENTRY: "30.11."}
        cli.ok("set", "1", "risk=!high budget freeze")
        (one,) = entries(kept.read_bytes()).values()
        assert "budget freeze" in one.description.value
        cli.ok("done", "1", "--outcome", "reached", "--next", "mail Meier tue")
        assert days(kept) == {"mail Meier · Acme GmbH": "24.11."}
        cli.ok("won", "1")
        assert days(kept) == {}

    def test_follows_an_import_and_a_restored_backup(
        self, cli: Cli, kept: Path, tmp_path: Path
    ) -> None:
        cli.ok(*ADD)
        cli.ok("backup", "now")
        backup = cli.ok("backup", "list").lines[0].split()[0]
        cli.ok("delete", "1")
        assert days(kept) == {}
        assert cli("backup", "restore", backup).code == 0
        assert days(kept) == {ENTRY: "27.11."}
        cli.ok("export", "all", "-o", str(tmp_path / "all.jsonl"))
        cli.ok("delete", "1")
        assert cli("import", str(tmp_path / "all.jsonl")).code == 0
        assert days(kept) == {ENTRY: "27.11."}

    def test_is_not_touched_by_reading(self, cli: Cli, kept: Path) -> None:
        cli.ok(*ADD)
        kept.unlink()
        for command in (["agenda"], ["list"], ["show", "1"], ["export", "followups"], ["history"]):
            cli.ok(*command)
        assert not kept.exists()

    def test_may_hold_events(self, cli: Cli, setting: Set, calendar: Path) -> None:
        setting(f'calendar = "{calendar}"\ncalendar_as = "event"\n')
        cli.ok(*ADD)
        assert b"BEGIN:VEVENT" in calendar.read_bytes()

    def test_that_cannot_be_written_is_said_and_disturbs_nothing(
        self, cli: Cli, setting: Set, tmp_path: Path
    ) -> None:
        setting(f'calendar = "{tmp_path}/nowhere/sales.ics"\n')
        ran = cli(*ADD)
        assert ran.code == 0
        assert "CNC retrofit" in ran.out
        (line,) = ran.err.splitlines()
        assert f"{tmp_path}/nowhere/sales.ics: The calendar cannot be written" in line
        assert "What you changed is saved." in line
        assert cli.ok("list").out.count("CNC retrofit") == 1

    def test_set_to_nonsense_is_named_with_its_line(self, cli: Cli, setting: Set) -> None:
        setting('theme = "pink"\ncalendar = "sales.ics"\n')
        ran = cli(*ADD)
        assert ran.code == 0
        (line,) = ran.err.splitlines()
        assert f"{settings_file()}:2: calendar cannot be sales.ics" in line

    @pytest.mark.parametrize(
        ("line", "said"),
        [('calendar = "/tmp/sales.ics', "It is not TOML"), ('calender = "/x.ics"', "calender")],
    )
    def test_that_a_slip_in_the_settings_hides_is_said(
        self, cli: Cli, setting: Set, line: str, said: str
    ) -> None:
        setting(f'theme = "dark"\n{line}\n')
        ran = cli(*ADD)
        assert ran.code == 0
        (problem,) = ran.err.splitlines()
        assert f"{settings_file()}:2: " in problem
        assert said in problem

    def test_keeps_what_a_command_did_before_it_failed(self, cli: Cli, kept: Path) -> None:
        cli.ok(*ADD)
        cli.ok("snooze", "1", "+1w")
        assert cli("undo", "9").code == 1  # the third has nothing to undo any more
        assert days(kept) == {}

    def test_is_nobodys_in_the_demo(self, cli: Cli, kept: Path) -> None:
        cli.ok(*ADD)
        before = kept.read_bytes()
        ran = cli.bare("--demo", "--today", MONDAY, "add", "Globex: Line call Ito fri")
        assert (ran.code, ran.err) == (0, "")
        assert kept.read_bytes() == before

    def test_belongs_to_the_database_that_wrote_it_first(
        self, cli: Cli, kept: Path, tmp_path: Path
    ) -> None:
        cli.ok(*ADD)
        before = kept.read_bytes()
        other = str(tmp_path / "other.db")
        ran = cli.bare("--db", other, "--today", MONDAY, "add", "Globex: Line call Ito fri")
        assert ran.code == 0
        assert "no calendar of this database" in ran.err
        assert kept.read_bytes() == before
