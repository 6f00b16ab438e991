"""Undo, redo, history, backups and doctor as the front doors call them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import NotFound
from pipeline_tui.services import backups, doctor, history
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import connection
from tests.store.children import add_deal, add_stage, step


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    desk = Desk(tmp_path / "sales.db", clock)
    yield desk
    desk.close()


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk with two things done."""
    conn = connection.open_writer(desk.path, desk.clock)
    add_stage(conn)
    for name in ("Acme", "Bolt"):
        with step(conn, "deal.add", deal=name):
            add_deal(conn, name)
    conn.close()
    return desk


def titles(desk: Desk) -> list[str]:
    return [row[0] for row in desk.reader.execute("SELECT title FROM deal").fetchall()]


class TestUndo:
    def test_names_what_was_undone(self, busy: Desk) -> None:
        assert history.undo(busy) == "Undone: Bolt added"
        assert titles(busy) == ["Acme"]
        assert history.redo(busy) == "Done again: Bolt added"
        assert titles(busy) == ["Acme", "Bolt"]

    def test_where_there_is_nothing_creates_nothing(self, desk: Desk) -> None:
        for replay in (history.undo, history.redo):
            with pytest.raises(NotFound, match="There is nothing to"):
                replay(desk)
        assert history.history(desk, 5) == []
        assert not desk.path.exists()

    def test_is_told_by_the_history(self, busy: Desk) -> None:
        history.undo(busy)
        told = [(said, record.undone) for record, said in history.history(busy, 5)]
        assert told == [("Bolt added", True), ("Acme added", False)]


class TestBackups:
    def test_are_made_listed_verified_and_restored(self, busy: Desk) -> None:
        made = backups.make(busy)
        assert backups.all_of(busy) == [made]
        assert backups.verify(busy, made.id) == made
        history.undo(busy)
        backups.restore(busy, made.id)
        assert titles(busy) == ["Acme", "Bolt"]

    def test_are_made_when_due(self, busy: Desk) -> None:
        first = backups.make_if_due(busy)
        assert first is not None
        assert first.reason == "auto"
        assert backups.make_if_due(busy, leaving=True) is None
        history.undo(busy)
        assert backups.make_if_due(busy) is None
        left = backups.make_if_due(busy, leaving=True)
        assert left is not None
        assert left.reason == "exit"
        history.redo(busy)
        busy.clock = FixedClock(date(2026, 11, 22), time(12, 30))
        assert backups.make_if_due(busy) is not None


class TestDoctor:
    def test_looks_the_database_over(self, busy: Desk) -> None:
        assert all(finding.ok for finding in doctor.examine(busy))
