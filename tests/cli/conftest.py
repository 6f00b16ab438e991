"""Command lines run in this process, as a seller types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline_tui.cli import main

MONDAY = "2026-11-23"


class Ran(NamedTuple):
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


class Cli:
    """One database, on Monday, 23 November 2026 unless said otherwise."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capsys = capsys

    def __call__(self, *arguments: str, today: str = MONDAY) -> Ran:
        """Run a command on the database, whatever comes of it."""
        return self.bare("--db", str(self.path), "--today", today, *arguments)

    def bare(self, *arguments: str) -> Ran:
        """Run a command line just as it is."""
        self._capsys.readouterr()
        code = main(arguments)
        out, err = self._capsys.readouterr()
        return Ran(code, out, err)

    def ok(self, *arguments: str, today: str = MONDAY) -> Ran:
        """Run a command that must succeed and complain of nothing."""
        ran = self(*arguments, today=today)
        assert (ran.code, ran.err) == (0, "")
        return ran

    def json(self, *arguments: str, today: str = MONDAY) -> dict[str, Any]:
        """The JSON of a command that must succeed."""
        return self.ok(*arguments, "--json", today=today).json


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "sales.db", capsys)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Pretend that a person reads along, in so many columns."""

    def become(columns: int) -> None:
        monkeypatch.setattr("pipeline_tui.cli.table.on_terminal", lambda: True)
        monkeypatch.setenv("COLUMNS", str(columns))

    return become
