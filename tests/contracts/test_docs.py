"""The generated guides say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from docs.generate import pages, stale
from pipeline_tui.cli.parsers import cli_markdown


def test_the_guides_are_fresh() -> None:
    assert stale() == []


def test_no_option_with_a_value_has_two_names() -> None:
    """Pythons differ in how they write those, and the page would be stale with some of them."""
    names = re.findall(r"^ +(--[\w-]+(?: [A-Z]+)?, --[\w-]+ .*)$", cli_markdown(), re.MULTILINE)
    assert names == []


def test_a_page_that_says_something_else_is_stale(tmp_path: Path) -> None:
    for name, text in pages().items():
        (tmp_path / name).write_text(text, "utf-8")
    assert stale(tmp_path) == []
    (tmp_path / "keys.md").write_text("nothing", "utf-8")
    (tmp_path / "cli.md").unlink()
    assert sorted(stale(tmp_path)) == ["cli.md", "keys.md"]


def test_the_pages_are_the_same_wherever_they_are_made(monkeypatch: object) -> None:
    assert pages() == pages()
