"""The one way changes are written: a transaction that is one undo step (architecture.md).

`Writer.step` opens it, `Work` is what a use case may do inside: find rows, add, edit and
delete them through their input models. Days that depend on the facts of a deal are worked
out anew for every deal a step touched, when the step ends. SQLModel is imported here, so this
module is imported at the first write and never on the command path of a reading command.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, func
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, col, select

from pipeline_tui.clock import Clock, instant, local_day
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.store import upkeep
from pipeline_tui.store.connection import open_writer, waiting
from pipeline_tui.store.journal import begin_step, describe_step, end_step
from pipeline_tui.store.people_rows import PeopleRows, name_key
from pipeline_tui.store.reads_shared import settings
from pipeline_tui.store.setup_rows import SetupRows
from pipeline_tui.store.tables import (
    CompanyRow,
    ContactRow,
    DealRow,
    FollowupRow,
    StageRow,
    StayRow,
)
from pipeline_tui.store.trouble import explanation

if TYPE_CHECKING:
    from pipeline_tui.domain.workdays import WorkCalendar
    from pipeline_tui.store.connection import Told
    from pipeline_tui.store.tables_deal import CriterionRow


class Writer:
    """Writes to one database file over one connection; every `step` can be undone."""

    def __init__(self, path: Path, clock: Clock, told: Told | None = None) -> None:
        """Nothing is opened before the first step; `told` hears of a migration."""
        self.path = path
        self.clock = clock
        self._told = told
        self.changed = False
        """Whether the last step changed anything."""
        self._also: Callable[[Work], None] | None = None
        self._engine = create_engine("sqlite://", creator=self._open, poolclass=StaticPool)
        event.listen(self._engine, "begin", _begin_immediate)

    @contextmanager
    def step(self, action: str, **details: str) -> Iterator[Work]:
        """One transaction and one undo step, named by a key of `domain/steps.py`.

        All or nothing: an error takes everything back. A step that changed nothing leaves no
        trace, and what had been undone can still be redone. Raises DatabaseLocked when
        another process holds the file, DatabaseUnusable when it cannot be written.
        """
        with self._transaction(details) as work:
            number = begin_step(work.conn, action, work.details, work.now)
            yield work
            if self._also is not None:
                self._also(work)
            work.finish()
            describe_step(work.conn, number, work.details)
            changed = end_step(work.conn, number)
        self.changed = changed

    @contextmanager
    def along_with(self, also: Callable[[Work], None]) -> Iterator[None]:
        """Steps made meanwhile also do this, before they end: one undo takes back both."""
        self._also = also
        try:
            yield
        finally:
            self._also = None

    @contextmanager
    def unnoticed(self) -> Iterator[Work]:
        """One transaction outside the history, for what the program looks up by itself."""
        with self._transaction({}) as work:
            yield work
            work.finish()

    def between_steps(self) -> sqlite3.Connection:
        """The connection the steps run on, for who replays them while none is open."""
        handed_out = self._engine.raw_connection()
        connection = handed_out.dbapi_connection
        handed_out.close()  # only given back: there is one connection, and it stays open
        assert connection is not None
        return connection  # type: ignore[return-value]  # DBAPI's view

    def close(self) -> None:
        """Let go of the file; the next step opens it again."""
        self._engine.dispose()

    def _open(self) -> sqlite3.Connection:
        return open_writer(self.path, self.clock, told=self._told)

    @contextmanager
    def _transaction(self, details: dict[str, str]) -> Iterator[Work]:
        with _in_own_words(self.path), Session(self._engine, expire_on_commit=False) as session:
            work = Work(session, self.clock, details)
            yield work
            session.commit()


class Work(PeopleRows, SetupRows):
    """What a use case may do inside a step; rows live no longer than the step."""

    def __init__(self, session: Session, clock: Clock, details: dict[str, str]) -> None:
        connection = session.connection().connection.dbapi_connection
        assert connection is not None  # the session has just begun its transaction on it
        super().__init__(session)
        self.conn: sqlite3.Connection = connection  # type: ignore[assignment]  # DBAPI's view
        self.now = instant(clock.now())
        self.today: date = clock.today()
        self.time = clock.local().strftime("%H:%M")
        self.details = details
        event.listen(session, "before_flush", self._count_versions)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days of the data."""
        return upkeep.calendar(self.conn)

    @cached_property
    def settings(self) -> dict[str, str]:
        """The settings that belong to the data, with their defaults."""
        return settings(self.conn)

    def describe(self, **details: str) -> None:
        """Add to what the history says of this step."""
        self.details.update(details)

    # Finding or making

    def company(self, name: str) -> CompanyRow:
        """The company of this name, whatever its case and accents; made if there is none."""
        name = clean(name)
        found = self.company_named(name)
        return found or self.add(
            CompanyRow, name=name, name_key=name_key(name), created_at=self.now
        )

    def contact(self, name: str, company_id: int | None, *, email: str = "") -> ContactRow:
        """The contact person of a company with this name or mail address, made if need be."""
        found = self.find_contact(name, company_id, email=email)
        return found or self.add(ContactRow, name=name, company_id=company_id, created_at=self.now)

    def find_contact(
        self, name: str, company_id: int | None, *, email: str = ""
    ) -> ContactRow | None:
        """The contact person of a company with this name, or with this mail address.

        Without a company people of one name are not taken for the same person; a mail address
        is one person's.
        """
        wanted, address = fold(clean(name)), clean(email).lower()
        known = select(ContactRow).order_by(col(ContactRow.id))
        if company_id is not None:
            known = known.where(col(ContactRow.company_id) == company_id)
        else:
            known = known.where(
                col(ContactRow.company_id).is_(None), func.lower(ContactRow.email) == address
            )
        for row in self.session.exec(known) if company_id is not None or address else ():
            same_name = fold(row.name) == wanted
            if address and row.email.lower() == address and (same_name or not wanted):
                return row
            if same_name and wanted and company_id is not None:
                return row
        return None

    # Making

    def add_deal(self, stage: StageRow, **values: object) -> DealRow:
        """A new deal on top of a stage, where its first stay begins."""
        deal = self.add(
            DealRow,
            **{"currency": self.settings["currency"], **values},
            stage_id=stage.id,
            position=self.top_of(stage.id or 0),
            created_at=self.now,
            stage_entered_at=self.now,
            updated_at=self.now,
        )
        self.add(StayRow, deal_id=deal.id, stage_id=stage.id, entered_at=self.now)
        return deal

    def add_followup(
        self, deal_id: int | None, kind: str, text: str, due: date, time: str = "", **more: object
    ) -> int:
        """A new open follow-up; `time` is HH:MM or '', `more` other columns of it. Its number."""
        values = {"kind": kind, "text": text, "due": due, "time": time, **more}
        row = self.add(FollowupRow, deal_id=deal_id, **values, created_at=self.now)
        return row.id or 0

    def add_activity(
        self,
        deal: DealRow,
        kind: str,
        text: str,
        *,
        reached: bool,
        followup_id: int | None = None,
    ) -> int:
        """A note, a contact that reached the customer, or an attempt; its number."""
        from pipeline_tui.store.tables_deal import ActivityRow

        row = self.add(
            ActivityRow,
            deal_id=deal.id,
            kind=kind,
            text=text,
            at=self.now,
            day=self.today,
            reached=int(reached),
            followup_id=followup_id,
        )
        return row.id or 0

    def add_tick(self, deal: DealRow, criterion: CriterionRow, evidence: str = "") -> None:
        """Tick a criterion of a deal."""
        from pipeline_tui.store.tables_deal import TickRow

        self.add(
            TickRow,
            deal_id=deal.id,
            criterion_id=criterion.id,
            ticked_at=self.now,
            evidence=evidence,
        )

    # Changing

    def record(self, deal: DealRow, field: str, old: str, new: str) -> None:
        """Keep an edit in the deal's history, for the timeline."""
        if old != new:
            from pipeline_tui.store.tables_deal import FieldChangeRow

            self.add(FieldChangeRow, deal_id=deal.id, field=field, old=old, new=new, at=self.now)

    def change(self, deal: DealRow, field: str, new: object) -> None:
        """Set one field of a deal and keep the edit in its history."""
        old = getattr(deal, field)
        self.edit(deal, **{field: new})
        self.record(deal, field, _plain(old), _plain(getattr(deal, field)))

    def set_tags(self, deal: DealRow, tags: Sequence[str]) -> None:
        """Make these the tags of a deal."""
        from pipeline_tui.store.tables_deal import DealTagRow

        there = {row.tag: row for row in self.tags(deal.id or 0)}
        for tag, row in there.items():
            if tag not in tags:
                self.remove(row)
        for tag in tags:
            if tag not in there:
                self.add(DealTagRow, deal_id=deal.id, tag=tag)

    def close_followup(self, followup: FollowupRow, state: str, outcome: str = "") -> None:
        """End a follow-up as done or cancelled."""
        self.edit(followup, state=state, outcome=outcome, closed_at=self.now, closed_on=self.today)

    def reached(self, deal: DealRow) -> None:
        """The customer was reached: the contact clock starts anew (process.md)."""
        self.edit(deal, last_contact_on=self.today, postponements=0, stalled_on=None)

    def top_of(self, stage_id: int) -> int:
        """The position above all deals of a stage."""
        self.session.flush()  # a deal moved before in this step counts
        sql = "SELECT MIN(position) FROM deal WHERE stage_id = ?"
        (first,) = self.conn.execute(sql, (stage_id,)).fetchone()
        return 0 if first is None else int(first) - 1

    def enter(self, deal: DealRow, stage: StageRow) -> None:
        """Put a deal on top of a stage; the stay in the old one ends in the same step."""
        top = self.top_of(stage.id or 0)  # first, while there is nothing to be flushed for it
        for stay in self.session.exec(
            select(StayRow).where(col(StayRow.deal_id) == deal.id, col(StayRow.left_at).is_(None))
        ):
            days = max(0, (self.today - local_day(stay.entered_at)).days)
            self.edit(stay, left_at=self.now, days=days)
        self.edit(
            deal,
            position=top,
            stage_id=stage.id,
            stage_entered_at=self.now,
            unreviewed=0,
        )
        self.add(StayRow, deal_id=deal.id, stage_id=stage.id, entered_at=self.now)

    def renumber(self, stage_id: int) -> None:
        """Give the deals of a stage positions of their own, in the order they stand in."""
        rows = self.session.exec(
            select(DealRow)
            .where(col(DealRow.stage_id) == stage_id)
            .order_by(col(DealRow.position), col(DealRow.id))
        )
        for place, row in enumerate(rows, start=1):
            self.edit(row, position=place)

    # Ending

    def refresh_all(self) -> None:
        """Work out ghost days and contact limits of all deals: the calendar has changed."""
        self.session.flush()
        self.__dict__.pop("calendar", None)
        upkeep.refresh(self.conn, self.today, self.now, self.calendar)

    def finish(self) -> None:
        """Write what is left, and work out anew what is kept with the deals touched."""
        self.session.flush()
        if self.touched:
            upkeep.refresh(self.conn, self.today, self.now, self.calendar, self.touched)

    def _count_versions(self, session: Session, *_more: object) -> None:
        """Every changed row that two instances may edit gets its next version.

        The first follow-up of a series counts the changes of all: it stays when undo takes a
        later one away, so that its version never goes back.
        """
        for row in list(session.dirty):
            if hasattr(row, "version") and session.is_modified(row):
                row.version += 1
                if isinstance(row, DealRow):
                    row.updated_at = self.now
                first = row.series if isinstance(row, FollowupRow) else None
                if first is not None and (counting := session.get(FollowupRow, first)) is not None:
                    counting.version += 1


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: a deferred begin fails at the first write under another."""
    with waiting():
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _plain(value: object) -> str:
    return "" if value is None else str(value)


@contextmanager
def _in_own_words(path: Path) -> Iterator[None]:
    """What SQLite says, told as errors of this program."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        explained = explanation(error, str(path), writing=True)
        if explained is None:
            raise
        raise explained from error
