"""Programs killed, and programs side by side: what was confirmed is on disk, whole (safety.md)."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.store import backup, connection, journal
from tests.store.children import AT, add_deal, add_stage, die, in_child, start, step, wait

FOLLOWUPS = 3


@pytest.fixture
def path(tmp_path: Path, clock: FixedClock) -> Path:
    path = tmp_path / "sales.db"
    conn = connection.open_writer(path, clock)
    add_stage(conn)
    conn.close()
    return path


def work(path: Path, clock: FixedClock, names: list[str], confirm: int) -> None:
    """Change after change: a deal with its follow-ups, each confirmed by one byte."""
    conn = connection.open_writer(path, clock)
    for name in names:
        with step(conn, "deal.add", deal=name):
            deal = add_deal(conn, name)
            conn.executemany(
                "INSERT INTO followup (deal_id, kind, text, due, created_at)"
                " VALUES (?, 'call', ?, '2026-11-23', ?)",
                [(deal, "x" * 3000, AT)] * FOLLOWUPS,
            )
        os.write(confirm, b".")
    conn.close()


def whole(path: Path) -> list[str]:
    """The names of all deals; every one of them must be complete, and the file sound."""
    conn = connection.open_reader(path)
    try:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        names = [row[0] for row in conn.execute("SELECT title FROM deal ORDER BY id").fetchall()]
        halves = conn.execute(
            "SELECT title FROM deal WHERE ? <>"
            " (SELECT count(*) FROM followup WHERE deal_id = deal.id)",
            (FOLLOWUPS,),
        ).fetchall()
        assert halves == []
        assert conn.execute("SELECT step_id FROM journal_current").fetchone() == (None,)
        told = [step.details["deal"] for step in journal.history(conn, 10**6)]
        assert told == names[::-1][: len(told)]
        assert len(told) == min(len(names), journal.KEPT)
        return names
    finally:
        conn.close()


class TestKilledAtRandomMoments:
    def test_loses_nothing_confirmed_and_keeps_nothing_half(
        self, path: Path, clock: FixedClock
    ) -> None:
        self.kill(path, clock, rounds=12)

    @pytest.mark.long
    def test_a_thousand_times(self, path: Path, clock: FixedClock) -> None:
        self.kill(path, clock, rounds=1000)

    def kill(self, path: Path, clock: FixedClock, rounds: int) -> None:
        chance = random.Random(20261122)
        for number in range(rounds):
            before = whole(path)
            names = [f"{number}.{change}" for change in range(1000)]
            listen, confirm = os.pipe()
            child = start(lambda: work(path, clock, names, confirm))  # noqa: B023 (runs at once)
            os.close(confirm)
            confirmed = len(os.read(listen, 1))
            for _more in range(chance.randrange(3)):
                confirmed += len(os.read(listen, 1))
            for _moment in range(chance.randrange(20_000)):  # the child goes on meanwhile
                pass
            os.kill(child, signal.SIGKILL)
            assert wait(child) == -signal.SIGKILL
            confirmed += len(os.read(listen, 10_000))
            os.close(listen)
            after = whole(path)
            assert after[: len(before)] == before
            new = after[len(before) :]
            assert new == names[: len(new)]
            assert confirmed <= len(new) <= confirmed + 1


class TestKilledWhileUndoing:
    MOMENTS = 12

    def test_has_undone_all_or_nothing(self, path: Path, clock: FixedClock) -> None:
        conn = connection.open_writer(path, clock)
        with step(conn, "import", count="400"):
            for number in range(400):
                add_deal(conn, f"Deal {number}")
        ticks = 0

        def tick() -> int:
            nonlocal ticks
            ticks += 1
            return 0

        conn.set_progress_handler(tick, 100)
        journal.undo(conn, AT)
        conn.set_progress_handler(None, 0)
        journal.redo(conn, AT)
        conn.close()
        for moment in range(1, self.MOMENTS):
            last = ticks * moment // self.MOMENTS

            def undo(last: int = last) -> None:
                conn = connection.open_writer(path, clock)
                conn.execute("PRAGMA cache_size=1")
                left = iter(range(last))
                conn.set_progress_handler(lambda: 0 if next(left, None) is not None else die(), 100)
                journal.undo(conn, AT)

            assert in_child(undo) == -signal.SIGKILL
            reader = connection.open_reader(path)
            assert reader.execute("SELECT count(*) FROM deal").fetchone() == (400,)
            assert [step.undone for step in journal.history(reader, 9)] == [False]
            reader.close()


class TestKilledWhileRestoring:
    @pytest.mark.parametrize("moment", ["copyfile", "link", "replace"])
    def test_has_the_old_file_or_the_new_one(
        self, path: Path, clock: FixedClock, moment: str
    ) -> None:
        saved = backup.create(path, "now", clock)
        before = path.read_bytes()

        def restore() -> None:
            with pytest.MonkeyPatch.context() as patch:
                if moment == "copyfile":
                    patch.setattr("shutil.copyfile", lambda *rest: die())
                elif moment == "replace":
                    patch.setattr(Path, "replace", lambda *rest: die())
                else:
                    path.write_bytes(before[:60])
                    connection._checked.clear()
                    patch.setattr(os, "link", lambda *rest: die())
                backup.restore(path, saved.id, clock)

        assert in_child(restore) == -signal.SIGKILL
        assert path.read_bytes() == (before[:60] if moment == "link" else before)
        connection._checked.clear()
        backup.restore(path, saved.id, clock)
        assert whole(path) == []
        assert list(path.parent.glob(".sales*")) == []


class TestSideBySide:
    def test_programs_lose_none_of_each_others_changes(self, path: Path, clock: FixedClock) -> None:
        self.work_together(path, clock, programs=4, changes=15)

    @pytest.mark.long
    def test_four_programs_with_two_hundred_changes_each(
        self, path: Path, clock: FixedClock
    ) -> None:
        self.work_together(path, clock, programs=4, changes=200)

    def test_four_programs_that_start_on_nothing(self, tmp_path: Path, clock: FixedClock) -> None:
        path = tmp_path / "new.db"

        def first_start() -> None:
            conn = connection.open_writer(path, clock, fill=lambda new: add_stage(new) and None)
            add_deal(conn, str(os.getpid()))
            conn.close()

        children = [start(first_start) for _program in range(4)]
        assert [wait(child) for child in children] == [0] * 4
        reader = connection.open_reader(path)
        assert reader.execute("SELECT count(*) FROM stage").fetchone() == (1,)
        titles = {row[0] for row in reader.execute("SELECT title FROM deal").fetchall()}
        assert titles == {str(child) for child in children}
        reader.close()

    def work_together(self, path: Path, clock: FixedClock, programs: int, changes: int) -> None:
        silent = os.open(os.devnull, os.O_WRONLY)
        children = [
            start(lambda: work(path, clock, names, silent))
            for program in range(programs)
            if (names := [f"{program}.{change}" for change in range(changes)])
        ]
        os.close(silent)
        assert [wait(child) for child in children] == [0] * programs
        found = whole(path)
        assert sorted(found) == sorted(
            f"{program}.{change}" for program in range(programs) for change in range(changes)
        )
