"""Texts nobody should trust in the names that figures are told by: shown, cut, never obeyed."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.cli import main, table
from pipeline_tui.cli.report import NAMES
from pipeline_tui.domain.text import clean
from tests.faults.program import DAY

WIDEST = 160
"""Cells of a line: the longest name that is cut, and all figures beside it."""
WAYS = ([], ["--period", "2026"], ["--as-of", "2026-11-20"], ["source:[bold]x"])


@pytest.fixture
def report(figures: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a report on the file; what it printed."""

    def run(*arguments: str, lang: str = "en") -> str:
        capsys.readouterr()
        where = ("--db", str(figures), "--today", str(DAY), "--lang", lang)
        assert main([*where, *arguments]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return run


def obeyed(text: str) -> list[str]:
    """What in it a terminal would obey."""
    kept = "\n\u200c\u200d"
    return [
        ascii(char)
        for char in text
        if char not in kept and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")
    ]


@pytest.mark.parametrize("name", NAMES)
class TestHostileNames:
    @pytest.mark.parametrize("way", WAYS, ids=" ".join)
    def test_are_text_and_leave_the_figures_in_sight(
        self, report: Any, name: str, way: list[str]
    ) -> None:
        if name == "plan" and ":" in " ".join(way):
            pytest.skip("a plan is for all deals")
        out = report("report", name, *way)
        assert obeyed(out) == []
        wide = [line[:200] for line in out.splitlines() if table.width(line) > WIDEST]
        assert wide == []

    def test_are_text_on_the_page_and_in_json(self, report: Any, name: str) -> None:
        for way in (["--json"], ["--html", "-"]):
            out = report("report", name, *way)
            assert obeyed(out) == []
        assert "<script" not in out.lower()
        assert "[@click=app.quit]x[/]" in out or name not in ("sources", "all")


def test_a_long_name_is_cut_for_the_eye_and_whole_for_programs(report: Any) -> None:
    lines = report("report", "sources").splitlines()
    long, wide = (
        next(line for line in lines if line.startswith(begin)) for begin in ("AAAA", "漢字株式会社")
    )
    assert long.startswith("A" * 59 + "…")
    assert table.width(long) == table.width(wide), "the figures stand below each other"
    found = json.loads(report("report", "sources", "--json"))
    assert "A" * 200_000 in {one["source"] for one in found["sources"]}


def test_a_long_name_of_wide_characters_is_cut_by_its_cells(report: Any, figures: Path) -> None:
    with closing(sqlite3.connect(figures)) as conn, conn:
        conn.execute("UPDATE deal SET source = ? WHERE id = 1", ("漢" * 300,))
    lines = report("report", "sources").splitlines()
    [line] = {line.split()[0] for line in lines if line.startswith("漢漢")}
    assert line == "漢" * 29 + "…"


@pytest.mark.parametrize("lang", ["en", "de"])
def test_what_the_program_says_itself_is_never_cut(report: Any, figures: Path, lang: str) -> None:
    with closing(sqlite3.connect(figures)) as conn, conn:
        conn.execute("UPDATE deal SET source = 'fair', product = '', region = '', owner = ''")
        conn.execute("UPDATE company SET name = 'Acme', industry = '', size = ''")
        conn.execute("UPDATE stage SET name = 'Stage ' || id")
        conn.execute("UPDATE lost_reason SET name = ''")
        conn.execute("DELETE FROM deal_tag")
        conn.execute("DELETE FROM channel_cost")
    assert not re.search(r"\S…(  |$)", report("report", "all", lang=lang), re.M)


def test_causes_of_targets_are_text(report: Any) -> None:
    out = report("target")
    assert obeyed(out) == []
    assert "[@click=app.quit]x[/]" in out
    assert clean("\x1b[31mred\x1b[0m") in out
