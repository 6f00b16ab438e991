"""The one way changes are written: all or nothing, one undo step, versions that only grow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import DatabaseLocked, DatabaseUnusable, NotFound
from pipeline_tui.store import connection, journal, upkeep
from pipeline_tui.store.tables import CompanyRow, StageRow
from pipeline_tui.store.writes import Work, Writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sales.db"


@pytest.fixture
def writer(path: Path, clock: FixedClock) -> Iterator[Writer]:
    made = Writer(path, clock)
    with made.unnoticed() as work:
        for place, kind in enumerate(("open", "open", "won"), start=1):
            work.add(
                StageRow, name=f"Stage {place}", kind=kind, position=place, probability=10,
                step_required=int(kind == "open"), contact_limit=5,
            )  # fmt: skip
    yield made
    made.close()


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(sql).fetchall()


def add_deal(work: Work, title: str = "x") -> int:
    deal = work.add_deal(work.stage(1), title=title)
    work.describe(deal=work.name(deal))
    return deal.id or 0


class TestAStep:
    def test_is_one_entry_in_the_history_with_its_details(self, writer: Writer, path: Path) -> None:
        with writer.step("deal.add", file="f") as work:
            add_deal(work)
        with closing(connection.open_reader(path)) as conn:
            (step,) = journal.history(conn, 10)
        assert (step.action, step.details) == ("deal.add", {"file": "f", "deal": "x"})
        assert step.at == "2026-11-22T11:00:00Z"

    def test_keeps_nothing_when_it_fails(self, writer: Writer, path: Path) -> None:
        def fail() -> None:
            with writer.step("deal.add") as work:
                add_deal(work)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert rows(path, "SELECT * FROM deal") == []
        assert rows(path, "SELECT * FROM journal_step") == []
        with writer.step("deal.add") as work:
            add_deal(work)
        assert len(rows(path, "SELECT * FROM deal")) == 1

    def test_that_changes_nothing_leaves_no_trace(self, writer: Writer, path: Path) -> None:
        with writer.step("deal.add") as work:
            number = add_deal(work)
        before = path.read_bytes()[100:]
        with writer.step("deal.set") as work:
            work.change(work.deal(number), "title", " x ")
        assert len(rows(path, "SELECT * FROM journal_step")) == 1
        assert rows(path, "SELECT version FROM deal") == [(2,)]
        assert len(path.read_bytes()[100:]) == len(before)

    def test_outside_the_history_cannot_be_undone(self, writer: Writer, path: Path) -> None:
        with writer.unnoticed() as work:
            add_deal(work)
        assert rows(path, "SELECT * FROM journal_step") == []
        assert rows(path, "SELECT missing_since FROM deal") == [("2026-11-22",)]

    def test_a_defect_of_the_program_stays_one(self, writer: Writer) -> None:
        def add_one_company() -> None:
            with writer.step("deal.set") as work:
                work.add(CompanyRow, name="A", name_key="a", created_at=work.now)

        add_one_company()
        with pytest.raises(IntegrityError):
            add_one_company()

    def test_works_again_after_the_file_was_let_go(self, writer: Writer, path: Path) -> None:
        for _turn in range(2):
            with writer.step("deal.add") as work:
                add_deal(work)
            writer.close()
        assert len(rows(path, "SELECT * FROM deal")) == 2


class TestAFileThatCannotBeWritten:
    def test_held_by_another_program(
        self, writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with writer.unnoticed() as work:
            work.conn.execute("PRAGMA busy_timeout=1")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with (
                pytest.raises(DatabaseLocked, match="Another program is writing"),
                writer.step("deal.add"),
            ):
                raise AssertionError("the lock is taken before anything is done")
            other.execute("ROLLBACK")
        with writer.step("deal.add") as work:
            add_deal(work)

    def test_because_the_disk_is_full(self, writer: Writer, path: Path) -> None:
        with writer.unnoticed() as work:
            number = add_deal(work)
            pages = work.conn.execute("PRAGMA page_count").fetchone()[0]
            work.conn.execute(f"PRAGMA max_page_count={pages}")

        def write_much() -> None:
            with writer.step("log.add") as work:
                for _turn in range(50):
                    work.add_activity(work.deal(number), "note", "x" * 50_000, reached=False)

        with pytest.raises(DatabaseUnusable, match="disk is full"):
            write_much()
        assert rows(path, "SELECT * FROM activity") == []

    def test_that_is_no_database(self, tmp_path: Path, clock: FixedClock) -> None:
        path = tmp_path / "notes.txt"
        path.write_text("Dear diary, today I sold nothing." * 20)
        with pytest.raises(DatabaseUnusable), Writer(path, clock).step("deal.add"):
            raise AssertionError("a file of somebody else's is not opened")


class TestVersions:
    def test_grow_with_every_change_and_never_go_back(self, writer: Writer, path: Path) -> None:
        with writer.step("deal.add") as work:
            number = add_deal(work)
        seen = [rows(path, "SELECT version FROM deal")[0][0]]
        for text in ("a", "b"):
            with writer.step("deal.set") as work:
                work.change(work.deal(number), "benefit", text)
            seen.append(rows(path, "SELECT version FROM deal")[0][0])
        with closing(connection.open_writer(path, writer.clock)) as conn:
            journal.undo(conn, "2026-11-22T11:00:00Z")
        seen.append(rows(path, "SELECT version FROM deal")[0][0])
        assert seen == sorted(set(seen))

    def test_of_rows_that_were_only_looked_at_stay(self, writer: Writer, path: Path) -> None:
        with writer.step("deal.add") as work:
            number = add_deal(work)
            other = add_deal(work, "y")
        before = rows(path, "SELECT version FROM deal ORDER BY id")
        with writer.step("deal.set") as work:
            work.deal(other)
            work.change(work.deal(number), "benefit", "much")
        after = rows(path, "SELECT version FROM deal ORDER BY id")
        assert after[0] > before[0]
        assert after[1] == before[1]


class TestFinding:
    def test_sees_the_stages_that_the_step_itself_has_changed(self, writer: Writer) -> None:
        with writer.unnoticed() as work:
            assert [stage.name for stage in work.stages()] == ["Stage 1", "Stage 2", "Stage 3"]
            made = work.add(
                StageRow, name="New", kind="open", position=4, probability=1, step_required=0
            )
            work.edit(work.stage(2), position=5)
            work.remove(work.stage(1))
            assert [stage.name for stage in work.stages()] == ["Stage 3", "New", "Stage 2"]
            assert made in work.stages()

    @pytest.mark.parametrize(
        "find",
        [
            lambda work: work.deal(9),
            lambda work: work.stage(9),
            lambda work: work.followup(9),
            lambda work: work.criterion(9),
            lambda work: work.note(9),
            lambda work: work.stage_of_kind("care"),
        ],
    )
    def test_what_is_not_there(self, writer: Writer, find: object) -> None:
        with pytest.raises(NotFound, match="There is no"), writer.step("deal.set") as work:
            find(work)  # type: ignore[operator]  # one of the lambdas above

    def test_no_open_stage_at_all(self, writer: Writer) -> None:
        with writer.unnoticed() as work:
            for stage in work.stages():
                work.edit(stage, kind="won")
        with writer.unnoticed() as work, pytest.raises(NotFound, match="no open stage"):
            work.first_stage()

    def test_where_no_stage_is_marked_new_deals_begin_in_the_first(self, writer: Writer) -> None:
        with writer.unnoticed() as work:
            assert work.first_stage().name == "Stage 1"

    def test_a_company_without_letters(self, writer: Writer) -> None:
        with writer.unnoticed() as work:
            assert work.company("´").id == work.company("´").id


class TestWhatIsKeptWithADeal:
    def test_is_worked_out_anew_for_all_when_the_calendar_changes(
        self, writer: Writer, path: Path
    ) -> None:
        with writer.step("deal.add") as work:
            add_deal(work)
        sql = "SELECT ghost_on, contact_due_on FROM deal"
        assert rows(path, sql) == [("2026-11-23", "2026-11-30")]
        with writer.step("options.set") as work:
            assert not work.calendar.free_days
            work.add_days("own", {date(2026, 11, 23): "", date(2026, 11, 24): ""})
            work.refresh_all()
            assert len(work.calendar.free_days) == 2
        assert rows(path, sql) == [("2026-11-25", "2026-12-02")]

    def test_is_left_alone_where_nothing_changed(self, writer: Writer) -> None:
        with writer.unnoticed() as work:
            add_deal(work)
        with writer.unnoticed() as work:
            assert upkeep.refresh(work.conn, work.today, work.now, work.calendar) == 0

    def test_free_days_are_replaced_by_origin(self, writer: Writer, path: Path) -> None:
        with writer.unnoticed() as work:
            work.add_days("own", {date(2026, 12, 24): ""})
            work.add_days("holiday", {date(2026, 12, 25): "a", date(2026, 12, 26): "b"})
            work.replace_days("holiday", {date(2026, 12, 26): "c", date(2027, 1, 1): "d"})
        assert rows(path, "SELECT day, name, origin FROM free_day ORDER BY day") == [
            ("2026-12-24", "", "own"),
            ("2026-12-26", "c", "holiday"),
            ("2027-01-01", "d", "holiday"),
        ]

    def test_settings_are_set_changed_and_removed(self, writer: Writer, path: Path) -> None:
        for value, kept in (("CHF", [("CHF",)]), ("USD", [("USD",)]), ("", []), ("", [])):
            with writer.unnoticed() as work:
                work.set_setting("currency", value)
                assert work.settings["currency"] == (value or "EUR")
            assert rows(path, "SELECT value FROM setting WHERE key <> 'uid'") == kept
