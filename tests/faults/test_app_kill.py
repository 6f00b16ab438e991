"""The app killed while somebody works: what it had said is saved, is in the file (safety.md)."""

from __future__ import annotations

import random
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.program import DAY, ENTER, Program, Screen, running
from tests.services.office import Office

ROUNDS = 12


class TestKilledAtRandomMoments:
    def test_loses_nothing_it_had_confirmed(self, tmp_path: Path) -> None:
        work_and_kill(tmp_path / "sales.db", rounds=ROUNDS)

    @pytest.mark.long
    def test_many_times(self, tmp_path: Path) -> None:
        work_and_kill(tmp_path / "sales.db", rounds=150)


def work_and_kill(path: Path, rounds: int) -> None:
    """Each round adds a deal, sets its next step, moves it and writes a note, and is killed."""
    office = Office(path)
    office.ask_nothing()
    office.clock.set(DAY)
    office.add("Base: first 1k @qualification call today")
    office.desk.close()
    chance = random.Random(20261123)
    confirmed: list[Wanted] = []
    for number in range(rounds):
        with running("--db", str(path), "--today", str(DAY), size=(160, 45)) as program:
            program.until(lambda screen: "Timeline" in screen.text and "help" in screen.lines[-1])
            confirmed.append(Wanted(f"deal {number}"))
            work(program, confirmed[-1], chance.randrange(len(STEPS)))
            for _moment in range(chance.randrange(40_000)):
                pass
            program.signal(signal.SIGKILL)
            assert program.ended() == -signal.SIGKILL
        sound(path)
        for wanted in confirmed:
            wanted.holds(path)


class Wanted:
    """What the app had confirmed of one deal, and what may be there besides."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.said = 0
        self.asked = 0

    def holds(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as conn:
            rows = conn.execute(
                "SELECT d.id, s.name, d.risk_text,"
                " (SELECT text FROM followup f WHERE f.deal_id = d.id AND f.state = 'open'),"
                " (SELECT count(*) FROM activity a WHERE a.deal_id = d.id),"
                " (SELECT count(*) FROM stay y WHERE y.deal_id = d.id AND y.left_at IS NULL)"
                " FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.title = ?",
                (self.title,),
            ).fetchall()
        there = 0
        if rows:
            [(_id, stage, risk, step, notes, stays)] = rows
            assert stays == 1
            done = (True, step == "mail offer", stage == "Negotiation", risk == "late", notes == 1)
            there = sum(done)
            assert done == (True,) * there + (False,) * (5 - there), "one after another"
        assert self.said <= there <= self.asked, (self.title, self.said, there, self.asked)


STEPS = (
    ("a{title} @proposal" + ENTER, "{title} added"),
    ("nmail offer 2.12." + ENTER, "{title}: next step set: mail offer"),
    ("L", "{title} moved to Negotiation"),
    ("rlate" + ENTER, "{title}: risk changed"),
    ("c1asked" + ENTER, "{title}: logged: asked"),
)
"""What is typed, and what the app says once it is saved."""


def work(program: Program, wanted: Wanted, last: int) -> None:
    """Do some of the steps; the last one is not waited for."""
    for number, (keys, says) in enumerate(STEPS[: last + 1]):
        wanted.asked = number + 1
        program.send(keys.format(title=wanted.title))
        if number == last:
            return
        program.until(said(says.format(title=wanted.title)))
        wanted.said = number + 1


def said(words: str) -> Callable[[Screen], bool]:
    """Whether the last line confirms it."""

    def holds(screen: Screen) -> bool:
        line = screen.lines[-1]
        return words in line and "u undoes" in line

    return holds


def sound(path: Path) -> None:
    """The file is whole, as any reader finds it."""
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert conn.execute("SELECT step_id FROM journal_current").fetchone() == (None,)
