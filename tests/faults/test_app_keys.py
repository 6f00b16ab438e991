"""Keys typed faster than the app follows: each goes where it was meant to go, in order.

A seller types `/acme` or `e`, a text, `enter` and the next command in one go; a key that gets
to the board instead could win a deal.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.faults.program import ENTER, ESC, Program, on_file, running

WORDS = " ".join(f"word{number}" for number in range(25))


def steps(path: Path) -> int:
    """How many changes are in the file."""
    with closing(sqlite3.connect(path)) as conn:
        return int(conn.execute("SELECT count(*) FROM journal_step").fetchone()[0])


def at_the_board(program: Program) -> None:
    program.until(lambda screen: "Timeline" in screen.text and "help" in screen.lines[-1])


class TestKeysAtOnce:
    def test_behind_the_filter_key_are_the_filter(self, sales: Path) -> None:
        before = steps(sales)
        with running(*on_file(sales), size=(160, 45)) as program:
            at_the_board(program)
            program.do("/wxdmL", lambda screen: "/ wxdmL" in screen.lines[-1])
            program.do(ESC, lambda screen: "help" in screen.lines[-1])
            program.do("/globex" + ENTER + "r", "Risk of Globex AG")
        assert steps(sales) == before

    def test_behind_an_opened_field_are_the_field(self, sales: Path) -> None:
        with running(*on_file(sales), size=(160, 45)) as program:
            at_the_board(program)
            program.do("l" + ENTER + "gjje\x15!low wait for wxd", "!low wait for wxd")
            program.do(ENTER + "cm", "Log for")
            program.do(ESC, lambda screen: "Log for" not in screen.text)
        with closing(sqlite3.connect(sales)) as conn:
            assert ("wait for wxd",) in conn.execute("SELECT risk_text FROM deal").fetchall()

    def test_behind_a_prompt_are_the_board_again(self, sales: Path) -> None:
        before = steps(sales)
        with running(*on_file(sales), size=(160, 45)) as program:
            at_the_board(program)
            program.send(
                "l" + "aNew GmbH: first 1k @proposal" + ENTER + "Lrsoon over" + ENTER + "n"
            )
            program.do("mail offer fri", "Next step for New GmbH")
            program.do(ENTER, "next step")
            program.do("u", "Undone")
        with closing(sqlite3.connect(sales)) as conn:
            found = conn.execute(
                "SELECT s.name, d.risk_text FROM deal d JOIN stage s ON s.id = d.stage_id"
                " WHERE d.title = 'first'"
            ).fetchall()
        assert found == [("Negotiation", "soon over")]
        assert steps(sales) == before + 4

    def test_of_a_text_keep_their_order(self, sales: Path) -> None:
        """Also those that come while the ones before them are still being worked off."""
        for pace in range(2):
            with running(*on_file(sales), size=(160, 45)) as program:
                at_the_board(program)
                program.send("r")
                for letter in f"!high {WORDS}":
                    program.send(letter)
                    for _look in range(pace):
                        program.glance()
                program.do(ENTER, "risk changed")
            with closing(sqlite3.connect(sales)) as conn:
                assert (WORDS,) in conn.execute("SELECT risk_text FROM deal").fetchall()
                conn.execute("UPDATE deal SET risk_text = '', risk_level = NULL")
                conn.commit()

    def test_moves_are_all_made(self, sales: Path) -> None:
        before = steps(sales)
        with running(*on_file(sales), size=(160, 45)) as program:
            at_the_board(program)
            program.send("llhh" + "HL" * 4 + "H" + "uu")
            program.do("a", "New deal")
        assert steps(sales) == before + 9
        with closing(sqlite3.connect(sales)) as conn:
            undone = conn.execute("SELECT count(*) FROM journal_step WHERE stack = 'redo'")
            assert undone.fetchone() == (2,)
