"""Killed while a forecast is locked or tried moves are made real: all of it is there, or none."""

from __future__ import annotations

import random
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.domain.metrics.what_if import CLOSE, LOST, STAGE, WON, Try
from pipeline_tui.services import deals, locking, what_if
from pipeline_tui.services.closing import Loss
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import locks, writes
from tests.faults.program import DAY, ENTER, on_file, running
from tests.faults.test_app_kill import sound
from tests.services.office import Office
from tests.store.children import die, in_child

MOMENTS = 12
DEALS = 6


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """November: deals that are promised for December."""
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    made.clock.set(date(2026, 11, 10))
    for number in range(1, DEALS + 1):
        made.add(f"Company {number}: Deal {number} {number}k @proposal close:2026-12-{number + 9}"
                 " call Ann 1.12.")  # fmt: skip
        deals.set_field(made.desk, number, "category", "commit")
    made.desk.reader  # noqa: B018  (opens it)
    locking.lock(made.desk)
    made.desk.close()
    return made


Work = Callable[[], object]


def killed_after(ticks: int, work: Work, room: ModuleType, opens: str) -> int:
    """Do `work` in a process of its own, which dies so many steps of SQLite into its writing.

    `opens` is the function of `room` that opens what it writes to.
    """

    def run() -> None:
        left = iter(range(ticks))
        connect = getattr(room, opens)

        def watched(*where: object, **how: object) -> sqlite3.Connection:
            conn: sqlite3.Connection = connect(*where, **how)
            conn.execute("PRAGMA cache_size=1")
            conn.set_progress_handler(lambda: 0 if next(left, None) is not None else die(), 10)
            return conn

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(room, opens, watched)
            work()

    return in_child(run)


def killed_ever_later(work: Work, room: ModuleType, opens: str) -> Iterator[int]:
    """Kill it at moment after moment, until it comes through."""
    ticks = 1
    while killed_after(ticks, work, room, opens) == -signal.SIGKILL:
        yield ticks
        ticks += max(ticks // 12, 1)


class TestLockingAForecast:
    def test_killed_at_any_moment_has_the_whole_lock_or_none(self, office: Office) -> None:
        clock = FixedClock(date(2026, 12, 1))

        def lock() -> None:
            desk = Desk(office.path, clock)
            desk.reader  # noqa: B018  (opens it)
            locking.lock(desk)

        kills = 0
        for _moment in killed_ever_later(lock, locks, "connect"):
            kills += 1
            sound(office.path)
            assert locks_and_lines(office.path) in ([], [("2026-12", DEALS)])
        assert kills > MOMENTS
        the_next_time(office.path)

    def test_the_program_killed_as_it_starts_locks_it_the_next_time(self, office: Office) -> None:
        chance = random.Random(20261201)
        arguments = ("--db", str(office.path), "--today", "2026-12-01")
        for _round in range(6):
            with running(*arguments, size=(100, 30)) as program:
                program.until("Company")
                for _moment in range(chance.randrange(400_000)):
                    pass
                program.signal(signal.SIGKILL)
                assert program.ended() == -signal.SIGKILL
            sound(office.path)
            assert locks_and_lines(office.path) in ([], [("2026-12", DEALS)])
        the_next_time(office.path)


def the_next_time(path: Path) -> None:
    """The program runs once more, and nobody kills it: the forecast is locked, once."""
    desk = Desk(path, FixedClock(date(2026, 12, 1)))
    desk.reader  # noqa: B018  (opens it)
    locking.lock(desk)
    desk.close()
    assert locks_and_lines(path) == [("2026-12", DEALS)]


def locks_and_lines(path: Path) -> list[tuple[str, int]]:
    """Each lock of a month with the number of deals on it."""
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(
            "SELECT period, (SELECT count(*) FROM forecast_line WHERE lock_id = forecast_lock.id)"
            " FROM forecast_lock WHERE period = '2026-12'"
        ).fetchall()


class TestMakingTriedMovesReal:
    def test_killed_at_any_moment_has_made_all_of_them_or_none(self, office: Office) -> None:
        office.clock.set(DAY)
        won, lost = office.stage("Won"), office.stage("Lost")
        later = office.stage("Negotiation")
        before = standing(office.path)
        after = [(won, None), (lost, None), (later, "2026-12-12"), *before[3:]]
        after[3] = (before[3][0], "2027-01-05")

        def accept() -> None:
            desk = Desk(office.path, FixedClock(DAY))
            base = what_if.what_if(desk, parse_period("2026-Q4")).base
            tries = (
                Try(1, WON),
                Try(2, LOST),
                Try(3, STAGE, later),
                Try(4, CLOSE, close=date(2027, 1, 5)),
            )
            what_if.accept(desk, base, tries, reason="", loss=Loss("price", ""))

        kills = 0
        for _moment in killed_ever_later(accept, writes, "open_writer"):
            kills += 1
            sound(office.path)
            assert standing(office.path) == before
        assert kills > MOMENTS
        assert [stage for stage, _close in standing(office.path)] == [
            stage for stage, _close in after
        ]
        assert standing(office.path)[3] == after[3]
        sound(office.path)

    def test_the_app_killed_has_made_all_of_them_or_none(self, office: Office) -> None:
        office.clock.set(DAY)
        won, lost = office.stage("Won"), office.stage("Lost")
        chance = random.Random(20261124)
        for _round in range(5):
            before = [stage for stage, _close in standing(office.path)]
            with running(*on_file(office.path), size=(120, 40)) as program:
                program.until("Company")
                program.do("W", "Due in")
                program.do("w", "✓ won")
                program.do("jx", "✗ lost")
                program.do("A", "Make it real for 2 deals?")
                program.send("1" + ENTER)
                for _moment in range(chance.randrange(600_000)):
                    pass
                program.signal(signal.SIGKILL)
                assert program.ended() == -signal.SIGKILL
            sound(office.path)
            now = [stage for stage, _close in standing(office.path)]
            if now != before:
                changed = [new for new, old in zip(now, before, strict=True) if new != old]
                assert changed == [won, lost]
                return


def standing(path: Path) -> list[tuple[int, str | None]]:
    """Stage and expected close of every deal."""
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute("SELECT stage_id, expected_close FROM deal ORDER BY id").fetchall()
