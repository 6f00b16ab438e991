"""Help: of the program, of each command, and as a document."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from pipeline_tui.cli.parsers import ARGPARSE_TEXTS, COMMANDS, cli_markdown
from tests.cli.conftest import Cli


def test_the_overview_names_every_command(cli: Cli) -> None:
    ran = cli.bare("--help")
    assert ran.code == 0
    named = {line.split()[0] for line in ran.lines if line.startswith("  ")}
    assert named >= {command.name for command in COMMANDS}
    assert cli.bare("-h") == ran


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_explains_itself(cli: Cli, command: str) -> None:
    ran = cli.bare(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: pipeline-tui {command} ")
    assert "--today YYYY-MM-DD" in ran.out
    assert not cli.path.exists()


def test_help_is_as_wide_as_the_terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    wide = cli.bare("list", "--help").out
    monkeypatch.setenv("COLUMNS", "60")
    assert len(cli.bare("list", "--help").lines) > len(wide.splitlines())


def test_the_document_has_a_chapter_for_every_command() -> None:
    text = cli_markdown()
    chapters = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert chapters == [command.name for command in COMMANDS]
    assert text == cli_markdown()


def test_german_help_is_german(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    class Catalogue:
        def gettext(self, message: str) -> str:
            return f"«{message}»"

        def ngettext(self, one: str, many: str, n: int) -> str:
            return f"«{one if n == 1 else many}»"

    monkeypatch.setattr("gettext.translation", lambda *_a, **_b: Catalogue())
    text = cli.bare("--lang", "de", "list", "--help").out
    for part in ("«usage: »", "«options»", "«show this help message and exit»"):
        assert part in text
    assert "«the following arguments are required: DEAL»" in cli.bare("show", "--lang=de").err
    assert "«" not in cli.bare("list", "--help").out


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        ("report", "NAME"),
        ("offer", "DEAL"),
        ("qualify", "DEAL, QUESTION=ANSWER"),
        ("stage", "what"),
    ],
)
def test_only_what_must_be_there_is_missing(cli: Cli, command: str, missing: str) -> None:
    said = f"the following arguments are required: {missing}. See"
    ran = cli.bare(command)
    assert (ran.code, said in ran.err) == (2, True)


def test_what_argparse_says_is_known_to_the_catalogue() -> None:
    import argparse
    import inspect

    source = inspect.getsource(argparse)
    for text in ARGPARSE_TEXTS:
        assert repr(text)[1:-1] in source or text in source


def test_a_reading_command_does_without_what_costs_time(cli: Cli) -> None:
    """Each of these would take a tenth of the budget of `agenda` (performance.md, row 8)."""
    cli.ok("add", "Acme: CNC")
    script = f"""
import sys
sys.path[:0] = {sys.path!r}
before = set(sys.modules)
from pipeline_tui.cli import main
main(["--db", {str(cli.path)!r}, sys.argv[1]])
print(*{{"locale", "shutil", "pathlib", "json", "unicodedata"}} & (set(sys.modules) - before))
"""
    for command in ("agenda", "standup"):
        ran = subprocess.run(
            [sys.executable, "-c", script, command], capture_output=True, text=True, check=True
        )
        assert ran.stdout.splitlines()[-1] == ""
