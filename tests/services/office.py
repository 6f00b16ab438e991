"""A seller's desk for tests: a clock that can be moved, and looks at the whole database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pipeline_tui.clock import FixedClock
from pipeline_tui.domain.records import Deal, FollowUp
from pipeline_tui.services import deals, followups, history, setup
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads

MONDAY = date(2026, 11, 23)

Rows = list[tuple[Any, ...]]


class MovableClock:
    """A clock that stands still until it is moved."""

    def __init__(self, day: date = MONDAY, at: time = time(12)) -> None:
        self.set(day, at)

    def set(self, day: date, at: time = time(12)) -> None:
        self.fixed = FixedClock(day, at)

    def pass_days(self, days: int) -> None:
        self.set(self.today() + timedelta(days=days))

    def now(self) -> datetime:
        return self.fixed.now()

    def today(self) -> date:
        return self.fixed.today()

    def local(self) -> datetime:
        return self.fixed.local()


class WorldClock:
    """An instant, told as the clock on the wall of wherever the machine is."""

    def __init__(self, moment: str) -> None:
        self.set(moment)

    def set(self, moment: str) -> None:
        """Go to an instant: `2026-10-25T00:30Z`."""
        self._now = datetime.fromisoformat(moment)

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self.local().date()

    def local(self) -> datetime:
        return self._now.astimezone()


class Office:
    """One desk over one file, and what a test wants to know of it."""

    def __init__(self, path: Path, template: str = "b2b-en") -> None:
        self.path = path
        self.clock = MovableClock()
        self.desk = Desk(path, self.clock)
        setup.create(self.desk, template)

    def ask_nothing(self) -> None:
        """Moves are made at once: the gate is not what this test is about."""
        with self.desk.writer.unnoticed() as work:
            work.set_setting("gate", "silent")

    def add(self, line: str = "Acme GmbH: CNC retrofit", *, suggest: bool = False) -> int:
        return deals.add_deal(self.desk, line, suggest=suggest)

    def overdue(self, deal_id: int | None, line: str) -> int:
        """A follow-up whose day has gone by since it was booked, a month ago; its number."""
        now = self.clock.fixed
        self.clock.pass_days(-30)
        number = followups.add_followup(self.desk, deal_id, line)
        self.clock.fixed = now
        return number

    def deal(self, deal_id: int) -> Deal:
        found = reads.deal(self.desk.reader, deal_id, self.clock.today())
        assert found is not None
        return found

    def followups(self, deal_id: int) -> list[FollowUp]:
        page = reads.page(self.desk.reader, deal_id, self.clock.today())
        assert page is not None
        return list(page.followups)

    def step(self, deal_id: int) -> FollowUp:
        """The next step of a deal."""
        following = self.deal(deal_id).next
        assert following is not None
        found = reads.followup(self.desk.reader, following.id, self.clock.today())
        assert found is not None
        return found

    def stage(self, name: str) -> int:
        stages = {stage.name: stage.id for stage in reads.stages(self.desk.reader)}
        return stages[name]

    def order(self, stage: str) -> list[int]:
        """The deals of a stage as they stand on the board."""
        cards = reads.cards(self.desk.reader, self.stage(stage), None, 100, self.clock.today())
        return [card.id for card in cards]

    def rows(self, sql: str, *values: object) -> Rows:
        with closing(sqlite3.connect(self.path)) as conn:
            return conn.execute(sql, values).fetchall()

    def value(self, sql: str, *values: object) -> Any:
        return self.rows(sql, *values)[0][0]

    def steps(self) -> list[int]:
        """The undo steps there are, latest first."""
        return [step.id for step, _text in history.history(self.desk, 2000) if not step.undone]

    def everything(self) -> dict[str, Rows]:
        return everything(self.path)

    def say(self) -> str:
        """What the last step is called."""
        return history.history(self.desk, 1)[0][1]

    def reopen(self) -> None:
        """Close the program and start it again."""
        self.desk.close()
        self.desk = Desk(self.path, self.clock)


def everything(path: Path) -> dict[str, Rows]:
    """All rows of all tables, but the journal and the version columns, which never go back."""
    with closing(sqlite3.connect(path)) as conn:
        tables = [
            row[0]
            for row in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not row[0].startswith(("journal_", "sqlite_"))
        ]
        found = {}
        for table in sorted(tables):
            columns = [row[1] for row in conn.execute(f'PRAGMA table_info("{table}")')]
            kept = ", ".join(f'"{column}"' for column in columns if column != "version")
            found[table] = conn.execute(f'SELECT {kept} FROM "{table}" ORDER BY id').fetchall()
        return found
