"""Another program holds the file for longer than anybody waits (safety.md: ten seconds)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.program import ENTER, ESC, Screen, on_file, running


def says(words: str) -> Callable[[Screen], bool]:
    """Whether the screen says it, however it is broken into lines."""

    def holds(screen: Screen) -> bool:
        return words in " ".join(screen.text.split())

    return holds


@pytest.mark.long
def test_a_write_says_so_keeps_the_text_and_the_app_goes_on(sales: Path) -> None:
    with (
        running(*on_file(sales), size=(160, 45)) as program,
        closing(sqlite3.connect(sales, isolation_level=None)) as other,
    ):
        program.until("Timeline")
        other.execute("BEGIN EXCLUSIVE")
        program.do("aHooli: rack 18k", "Hooli: rack 18k")
        program.send(ENTER)
        program.until(says("Another program is writing"))  # after the five seconds it waits
        program.until(says("Nothing of this change was saved"))
        assert "Hooli: rack 18k" in program.text
        other.execute("ROLLBACK")
        program.do(ENTER, "added")
        other.execute("BEGIN EXCLUSIVE")
        program.send("L")
        program.until(says("Another program is writing"))
        other.execute("ROLLBACK")
        program.send(ESC + "L")
        program.until("moved to")
        program.send("qq")
        assert program.ended() == 0
        assert program.screen.clean
        found = other.execute("SELECT count(*) FROM deal WHERE title = 'rack'").fetchone()
        assert found == (1,)
