"""A review in the real program: killed in the middle of it, and with texts nobody should trust."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.poison import HOSTILE
from tests.faults.program import DAY, ENTER, ESC, Program, on_file, running
from tests.services.office import Office

SIZES = ((160, 45), (80, 24), (40, 15))


def board(program: Program) -> None:
    program.until(lambda screen: "help" in screen.lines[-1])


class TestKilledInAReview:
    def test_goes_on_where_it_was_and_has_every_decision(self, tmp_path: Path) -> None:
        office = Office(tmp_path / "sales.db")
        office.clock.set(DAY)
        office.clock.pass_days(-5)
        for number in range(3):
            office.add(f"Acme: ghost {number} {number + 1}k @proposal")
        office.desk.close()
        with running(*on_file(office.path), size=(120, 30)) as program:
            program.until("4 Review 3†")
            program.do("4", "Weekly review · 3†")
            program.do("1", "1 of 3")
            program.do(".", "2 of 3")
            program.signal(signal.SIGKILL)
            assert program.ended() == -signal.SIGKILL
        with running(*on_file(office.path), size=(120, 30)) as program:
            board(program)
            program.do("4", "1 of 3 decided")
            program.do("1", "2 of 3")
            program.do("u", "Undone: ")
            program.until("1 of 3")
            program.send(ESC)
            board(program)
        with closing(sqlite3.connect(office.path)) as conn:
            [(decided,)] = conn.execute(
                "SELECT count(*) FROM review_item WHERE decision <> ''"
            ).fetchall()
            assert decided == 0
            assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_hostile_texts_are_text(poisoned: Path, size: tuple[int, int]) -> None:
    with closing(sqlite3.connect(poisoned)) as conn:
        conn.execute("UPDATE deal SET ghost_on = ?", (DAY.isoformat(),))
        conn.commit()
    with running(*on_file(poisoned), size=size) as program:
        board(program)
        program.do("4", "Weekly review")
        program.do("1", f"1 of {len(HOSTILE)}")
        for number in range(2, len(HOSTILE) + 1):
            program.do("l", f"{number} of ")
            program.send("Gjg")
        program.do("l", "summary")
        program.do(ENTER, "What was learned?")
        program.do("[b]x" + ENTER, "Learned: [b]x")
        assert program.screen.foreign == []
        assert program.screen.clipboard == []
        program.send(ESC * 4 + "qqq")
        assert program.ended() == 0
        assert program.screen.foreign == []
        assert program.screen.clean
