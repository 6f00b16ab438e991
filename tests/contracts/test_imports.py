"""What a reading command imports, seen from inside (architecture.md, "Two paths to one file").

import-linter proves the rooms from the source; this proves what really is in `sys.modules` when
a command has run, in an interpreter of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.source import ROOT

HEAVY = ["textual", "rich", "sqlmodel", "sqlalchemy", "pydantic"]
"""Never on a reading command: each costs more than the command's whole budget."""

NOT_NEEDED = [
    "dataclasses", "inspect", "platformdirs", "tomllib", "importlib.metadata", "holidays",
    "icalendar", "dateutil", "pipeline_tui.services.calendars",
]  # fmt: skip
"""Not when `--db` names the file and defaults will do: together a third of the budget."""

QUICK = [
    ["agenda"],
    ["agenda", "--days", "7", "--json"],
    ["standup"],
    ["standup", "--json"],
    ["list"],
    ["list", "acme", "--sort", "value", "--json"],
    ["show", "1"],
    ["show", "1", "--json"],
    ["stage", "list"],
    ["report", "pipeline"],
    ["report", "pipeline", "--json"],
    ["history"],
    ["settings"],
]
"""Commands a seller runs many times a day, or a prompt and a script run for him."""

READING = [
    ["export", "deals", "--format", "csv"],
    ["export", "all", "--format", "jsonl"],
    ["export", "followups", "--as", "event"],
    ["review", "weekly"],
    ["review", "monthly", "--json"],
    ["review", "export", "--all", "--json"],
    ["backup", "list"],
    ["doctor"],
    ["locate"],
    ["--version"],
    ["agenda", "--help"],
]
"""Other commands that only read: they may look for folders and settings, no more."""

SCRIPT = """
import sys
from pipeline_tui.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""

WRITES = [
    "Acme GmbH: CNC retrofit 12k @proposal call Meier 2026-11-20 !high budget freeze",
    "Globex: Pilot line 40k mail Ito 2026-11-22 10:00",
    "Initech: Plant 2 55k",
]


def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the command line in a new interpreter that no coverage tool has prepared."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("COV")
    } | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def imported(arguments: list[str]) -> set[str]:
    """The modules that are loaded when the command has run well."""
    done = run(arguments)
    assert done.returncode == 0, done.stderr
    modules = set(done.stderr.split())
    assert "pipeline_tui.cli" in modules
    return modules


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a few deals, written by the command line."""
    path = tmp_path_factory.mktemp("imports") / "deals.db"
    for line in WRITES:
        done = run(["--db", str(path), "--today", "2026-11-19", "add", line])
        assert done.returncode == 0, done.stderr
    return path


def called(command: list[str]) -> str:
    return " ".join(command)


class TestAReadingCommand:
    @pytest.mark.parametrize("command", QUICK, ids=called)
    def test_that_is_run_all_day_imports_the_bare_minimum(
        self, command: list[str], database: Path
    ) -> None:
        modules = imported(["--db", str(database), "--today", "2026-11-22", *command])
        assert [name for name in HEAVY + NOT_NEEDED if name in modules] == []

    @pytest.mark.parametrize("command", READING, ids=called)
    def test_imports_neither_textual_nor_sqlmodel(self, command: list[str], database: Path) -> None:
        modules = imported(["--db", str(database), "--today", "2026-11-22", *command])
        assert [name for name in HEAVY if name in modules] == []

    def test_loads_the_code_of_no_other_command(self, database: Path) -> None:
        modules = imported(["--db", str(database), "agenda"])
        others = {"importing", "export", "backup", "doctor"}
        assert {name for name in modules if name.rpartition(".")[2] in others} == set()

    def test_of_what_is_due_makes_the_records_around_a_follow_up_only(self, database: Path) -> None:
        modules = imported(["--db", str(database), "--today", "2026-11-22", "agenda"])
        made = {name for name in modules if name.startswith("pipeline_tui.domain.records")}
        assert made == {"pipeline_tui.domain.records_followup"}


def test_a_heavy_import_would_be_seen() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, sqlmodel; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(HEAVY) & set(done.stdout.split()) >= {"sqlmodel", "sqlalchemy", "pydantic"}
