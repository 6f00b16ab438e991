"""Older files become newer ones completely or not at all."""

from __future__ import annotations

import resource
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import DatabaseUnusable, NewerSchema
from pipeline_tui.store import backup, connection, journal, migrations
from pipeline_tui.store.migrations import Step, runner
from tests.store.children import add_deal, add_stage, contents, die, in_child, read, step

LATER = "2026-11-22T12:00:00Z"

NOW = migrations.VERSION
NEXT, LAST = NOW + 1, NOW + 2
"""This version of the program, and two to come."""

REBUILD = Step(
    NEXT,
    (
        # A table of others' parents rebuilt: with foreign keys on, its children would go.
        "CREATE TABLE new_company (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,"
        " name_key TEXT NOT NULL UNIQUE, city TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL,"
        " version INTEGER NOT NULL DEFAULT 1) STRICT",
        "INSERT INTO new_company (id, name, name_key, created_at, version)"
        " SELECT id, name, name_key, created_at, version FROM company",
        "DROP TABLE company",
        "ALTER TABLE new_company RENAME TO company",
        "UPDATE deal SET benefit = benefit || ' (migrated)'",
    ),
)
GROW = Step(
    LAST,
    (
        "CREATE TABLE letter (id INTEGER PRIMARY KEY AUTOINCREMENT, deal_id INTEGER NOT NULL"
        " REFERENCES deal (id) ON DELETE CASCADE, text TEXT NOT NULL) STRICT",
        "INSERT INTO letter (deal_id, text) SELECT id, hex(zeroblob(1000)) FROM deal",
        "DELETE FROM deal_tag",
    ),
    may_change=frozenset({"deal_tag"}),
)


def know(patch: pytest.MonkeyPatch, *steps: Step) -> None:
    """From here on this is a version of the program with these steps more."""
    known = (*migrations.steps(), *steps)
    patch.setattr(migrations, "steps", lambda: known)
    patch.setattr(migrations, "VERSION", known[-1].version)


@pytest.fixture
def old(tmp_path: Path, clock: FixedClock) -> Path:
    """A file of this version with real rows and something to undo."""
    path = tmp_path / "sales.db"
    conn = connection.open_writer(path, clock)
    add_stage(conn)
    conn.execute("INSERT INTO company (name, name_key, created_at) VALUES ('Acme', 'acme', 'x')")
    conn.execute("INSERT INTO contact (company_id, name, created_at) VALUES (1, 'Ann', 'x')")
    with step(conn):
        for number in range(200):
            add_deal(conn, f"Deal {number}")
        conn.execute("UPDATE deal SET company_id = 1, contact_id = 1")
    conn.execute("INSERT INTO deal_tag (deal_id, tag) SELECT id, 'tag' FROM deal")
    conn.close()
    return path


class Whole(NamedTuple):
    """Everything about a file that a migration may change."""

    version: int
    schema: list[tuple[str, ...]]
    rows: dict[str, list[tuple[object, ...]]]
    steps: int


def whole(path: Path) -> Whole:
    """The file as it is, without migrating it."""
    conn = connection.connect(path, 0)
    try:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        return Whole(
            conn.execute("PRAGMA user_version").fetchone()[0],
            sorted(conn.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql <> ''")),
            contents(conn),
            conn.execute("SELECT count(*) FROM journal_step").fetchone()[0],
        )
    finally:
        conn.close()


class TestOpeningAnOlderFile:
    @pytest.mark.parametrize("reading", [False, True])
    def test_brings_it_to_the_newest_schema_and_tells(
        self, old: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, reading: bool
    ) -> None:
        before = read(old)
        know(monkeypatch, REBUILD, GROW)
        told: list[runner.MigrationReport] = []
        conn = (
            connection.open_reader(old, clock=clock, told=told.append)
            if reading
            else connection.open_writer(old, clock, told=told.append)
        )
        after = contents(conn)
        conn.close()
        assert len(after["deal"]) == len(before["deal"]) == 200
        assert after["contact"] == before["contact"]  # its parent was rebuilt
        assert len(after["letter"]) == 200
        assert after["deal_tag"] == []
        (report,) = told
        assert (report.before, report.after, report.forgotten) == (NOW, LAST, 1)
        assert report.backup in report.sentence()
        assert "1 earlier step can no longer be undone." in report.sentence()

    def test_makes_a_backup_before(
        self, old: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = whole(old)
        know(monkeypatch, REBUILD)
        report = runner.migrate(old, clock)
        (saved,) = backup.list_backups(old)
        assert (saved.id, saved.reason) == (report.backup, "migration")
        assert whole(saved.file) == before

    def test_that_could_not_be_backed_up_changes_nothing(
        self, old: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = whole(old)
        know(monkeypatch, REBUILD)

        def full(*place: object, **named: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(backup, "temporary_beside", full)
        with pytest.raises(DatabaseUnusable, match="disk is full"):
            connection.open_writer(old, clock)
        assert whole(old) == before

    def test_records_changes_of_the_new_tables_for_undo(
        self, old: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        know(monkeypatch, REBUILD, GROW)
        conn = connection.open_writer(old, clock)
        assert journal.present_triggers(conn) == journal.trigger_texts(conn)
        before = contents(conn)
        with step(conn):
            conn.execute("UPDATE company SET city = 'Ulm'")
            conn.execute("DELETE FROM letter WHERE id < 50")
        journal.undo(conn, LATER)
        assert contents(conn)["letter"] == before["letter"]
        assert contents(conn)["company"][0][:4] == before["company"][0][:4]
        conn.close()

    def test_of_the_newest_schema_does_nothing(self, old: Path, clock: FixedClock) -> None:
        before = old.read_bytes()
        report = runner.migrate(old, clock)
        assert report == runner.MigrationReport(NOW, NOW, "", 0)
        assert old.read_bytes() == before
        assert backup.list_backups(old) == []

    def test_by_two_programs_at_once_happens_once(
        self, old: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        know(monkeypatch, REBUILD)
        make = backup.create

        def meanwhile(path: Path, reason: str, now: FixedClock) -> backup.Backup:
            monkeypatch.setattr(backup, "create", make)
            runner.migrate(path, clock)
            return make(path, reason, now)

        monkeypatch.setattr(backup, "create", meanwhile)
        report = runner.migrate(old, clock)
        assert (report.after, report.forgotten) == (NEXT, 0)
        conn = connection.open_reader(old)
        assert conn.execute("SELECT DISTINCT benefit FROM deal").fetchall() == [(" (migrated)",)]
        conn.close()

    def test_is_refused_to_the_older_program_afterwards(self, old: Path, clock: FixedClock) -> None:
        with pytest.MonkeyPatch.context() as patch:
            know(patch, REBUILD)
            runner.migrate(old, clock)
        before = old.read_bytes()
        connection._checked.clear()
        with pytest.raises(NewerSchema, match=rf"schema {NEXT}, this version knows {NOW}.*-mig"):
            connection.open_reader(old)
        assert old.read_bytes() == before

    def test_without_undo_steps_tells_of_none(self) -> None:
        assert "undone" not in runner.MigrationReport(1, 2, "x", 0).sentence()


class TestAStepThatGoesWrong:
    @pytest.mark.parametrize(
        ("statements", "error", "words"),
        [
            (("DELETE FROM deal WHERE id = 7",), DatabaseUnusable, r"right \(deal\)"),
            (("DROP TABLE deal_tag",), DatabaseUnusable, r"right \(deal_tag\)"),
            (("UPDATE deal SET company_id = 99",), DatabaseUnusable, r"right \(deal\)"),
            (("UPDATE deal SET position = 1", "NONSENSE"), sqlite3.OperationalError, "syntax"),
        ],
    )
    def test_leaves_the_file_as_it_was(
        self,
        old: Path,
        clock: FixedClock,
        monkeypatch: pytest.MonkeyPatch,
        statements: tuple[str, ...],
        error: type[Exception],
        words: str,
    ) -> None:
        before = whole(old)
        know(monkeypatch, Step(NEXT, statements))
        with pytest.raises(error, match=words):
            connection.open_writer(old, clock)
        assert whole(old) == before

    def test_keeps_the_steps_before_it(
        self, old: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        know(monkeypatch, REBUILD, Step(LAST, ("DELETE FROM deal",)))
        with pytest.raises(DatabaseUnusable, match="before this step"):
            runner.migrate(old, clock)
        assert whole(old).version == NEXT


class TestKilledInsideAStep:
    """Old or new, never between (safety.md): killed at evenly spread moments of both steps."""

    KILLS = 300

    def test_is_whole_and_goes_on_next_time(
        self, old: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.kill_inside(old, clock, monkeypatch, rounds=12)

    @pytest.mark.long
    def test_is_whole_after_every_one_of_hundreds(
        self, old: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.kill_inside(old, clock, monkeypatch, rounds=self.KILLS)

    def kill_inside(
        self, old: Path, clock: FixedClock, patch: pytest.MonkeyPatch, rounds: int
    ) -> None:
        first, data = whole(old), old.read_bytes()
        know(patch, REBUILD, GROW)
        lengths, states = self.measure(old, data, clock, patch)
        states[NOW] = first
        patch.setattr(backup, "create", _no_backup)  # tested above; here it would only be slow
        seen: set[int] = set()
        for number in range(rounds):
            for version, length in lengths.items():
                restart(old, data)
                moment = (version, 1 + length * number // rounds)
                with patch.context() as inner:
                    inner.setattr(runner, "connect", _killing(runner.connect, *moment))
                    assert in_child(lambda: runner.migrate(old, clock)) == -signal.SIGKILL
                found = whole(old)
                assert found == states[found.version], moment
                seen.add(found.version)
                runner.migrate(old, clock)
                assert whole(old) == states[LAST], moment
        assert seen == {NOW, NEXT}

    def test_at_the_commit_is_whole(
        self, old: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The system kills the program when it writes beyond a size: pages half written."""
        first, data = whole(old), old.read_bytes()
        know(monkeypatch, REBUILD, GROW)
        _, states = self.measure(old, data, clock, monkeypatch)
        grown = old.stat().st_size
        states[NOW] = first
        monkeypatch.setattr(backup, "create", _no_backup)
        for part in range(1, 6):
            restart(old, data)
            size = len(data) + (grown - len(data)) * part // 6

            def limited(size: int = size) -> None:
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
                runner.migrate(old, clock)

            assert in_child(limited) == -signal.SIGXFSZ
            assert old.with_name("sales.db-journal").exists()
            found = whole(old)
            assert found == states[found.version], part

    def measure(
        self, old: Path, data: bytes, clock: FixedClock, patch: pytest.MonkeyPatch
    ) -> tuple[dict[int, int], dict[int, Whole]]:
        """How long each step is, and what the file is after it."""
        lengths: dict[int, int] = {}
        states: dict[int, Whole] = {}
        run = runner._run

        def measured(conn: sqlite3.Connection, step: Step, path: Path) -> int:
            ticks = _Ticks()
            conn.set_progress_handler(ticks, _EVERY)
            forgotten = run(conn, step, path)
            conn.set_progress_handler(None, 0)
            lengths[step.version], states[step.version] = ticks.count, whole(path)
            return forgotten

        with patch.context() as inner:
            inner.setattr(runner, "_run", measured)
            runner.migrate(old, clock)
        return lengths, states


class TestAFileOfTheFirstSchema:
    """The real steps: whoever worked with an older version goes on with all there is."""

    @pytest.fixture
    def first(self, tmp_path: Path, clock: FixedClock) -> Path:
        path = tmp_path / "first.db"
        with pytest.MonkeyPatch.context() as patch:
            first = migrations.steps()[:1]
            patch.setattr(migrations, "steps", lambda: first)
            patch.setattr(migrations, "VERSION", 1)
            conn = connection.open_writer(path, clock)
            _work(conn)
            conn.close()
        connection._checked.clear()
        return path

    def test_keeps_every_row(self, first: Path, clock: FixedClock) -> None:
        before = whole(first)
        assert before.version == 1
        report = runner.migrate(first, clock)
        assert (report.before, report.after, report.forgotten) == (1, NOW, 1)
        after = whole(first)
        assert after.rows["planned"] == []
        for table, rows in before.rows.items():
            there = after.rows[table]
            if table == "setting":
                there = [row for row in there if row[1] != "uid"]
            width = len(rows[0]) if rows else 0
            assert [row[:width] for row in there] == rows, table

    def test_says_nothing_of_what_nobody_knew(self, first: Path, clock: FixedClock) -> None:
        conn = connection.open_writer(first, clock)
        asked = "may_call, may_mail, call_origin, call_on, mail_origin, mail_on, do_not_contact"
        known = conn.execute(f"SELECT {asked} FROM contact").fetchall()
        roles = conn.execute("SELECT DISTINCT contact_role FROM deal").fetchall()
        steps = conn.execute(
            "SELECT DISTINCT repeat, promised, repeat_time, series FROM followup"
        ).fetchall()
        conn.close()
        assert (known, roles, steps) == (
            [(None, None, "", None, "", None, 0)],
            [("",)],
            [("", 0, "", None)],
        )

    def test_has_the_schema_of_a_new_one(
        self, first: Path, tmp_path: Path, clock: FixedClock
    ) -> None:
        runner.migrate(first, clock)
        connection.open_writer(tmp_path / "new.db", clock).close()
        assert whole(first).schema == whole(tmp_path / "new.db").schema

    def test_answers_what_was_ticked_of_a_question(self, first: Path, clock: FixedClock) -> None:
        with closing(sqlite3.connect(first)) as conn:
            conn.execute("UPDATE stage SET key = 'qualification' WHERE id = 1")
            conn.executemany(
                "INSERT INTO criterion (id, stage_id, position, text) VALUES (?, 1, ?, ?)",
                [(7, 2, "Entscheider bekannt"), (8, 3, "Time frame known"), (9, 4, "Zeit")],
            )
            conn.executemany(
                "INSERT INTO tick (deal_id, criterion_id, ticked_at, evidence)"
                " VALUES (?, ?, '2026-11-01T09:00:00Z', ?)",
                [(2, 7, "CEO"), (2, 9, "mine"), (3, 8, "")],
            )
            conn.commit()
        runner.migrate(first, clock)
        with closing(sqlite3.connect(first)) as conn:
            answers = conn.execute(
                "SELECT deal_id, question, answer, line, answered_at FROM answer ORDER BY deal_id"
            ).fetchall()
            ticks = conn.execute("SELECT deal_id, criterion_id FROM tick ORDER BY id").fetchall()
            tied = conn.execute("SELECT id, question FROM criterion WHERE question <> ''")
            assert tied.fetchall() == [(7, "decision"), (8, "time")]
        at = "2026-11-01T09:00:00Z"
        assert answers == [(2, "decision", "yes", "CEO", at), (3, "time", "yes", "", at)]
        assert ticks == [(1, 1), (2, 9)]

    def test_gets_an_identity_that_stays(self, first: Path, clock: FixedClock) -> None:
        def identity(path: Path) -> str:
            conn = connection.open_writer(path, clock)
            found = conn.execute("SELECT value FROM setting WHERE key = 'uid'").fetchall()
            conn.close()
            ((uid,),) = found
            return str(uid)

        mine = identity(first)
        assert len(mine) == 32
        assert identity(first) == mine
        assert identity(first.with_name("another.db")) != mine

    def test_is_old_or_new_when_the_program_is_killed(
        self, first: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before, data = whole(first), first.read_bytes()
        monkeypatch.setattr(backup, "create", _no_backup)
        schemas = {1: before.schema}
        for version in range(2, NOW):
            restart(first, data)
            with monkeypatch.context() as patch:
                known = migrations.steps()[:version]
                patch.setattr(migrations, "steps", lambda known=known: known)
                runner.migrate(first, clock)
            schemas[version] = whole(first).schema
        restart(first, data)
        ticks = _Ticks()
        with monkeypatch.context() as patch:

            def counted(path: Path, wait_ms: int, *, foreign_keys: bool) -> sqlite3.Connection:
                conn = connection.connect(path, wait_ms, foreign_keys=foreign_keys)
                conn.set_progress_handler(ticks, _EVERY)
                return conn

            patch.setattr(runner, "connect", counted)
            runner.migrate(first, clock)
        for number in range(8):
            restart(first, data)
            moment = 1 + ticks.count * number // 12
            with monkeypatch.context() as patch:
                deadly = _killing(connection.connect, 2, moment, before=1)
                patch.setattr(runner, "connect", deadly)
                assert in_child(lambda: runner.migrate(first, clock)) == -signal.SIGKILL
            there = whole(first)
            assert there == before or there.version > 1, moment
            assert there.schema == schemas[there.version], moment
            runner.migrate(first, clock)
            assert len(whole(first).rows["followup"]) == len(before.rows["followup"])


def _work(conn: sqlite3.Connection) -> None:
    """Rows in every table that hangs on a deal, and something to undo, without later columns."""
    conn.execute("ALTER TABLE journal_current ADD COLUMN day TEXT")  # today's journal writes it
    add_stage(conn)
    conn.execute("INSERT INTO setting (key, value) VALUES ('currency', 'CHF')")
    conn.execute("INSERT INTO criterion (stage_id, position, text) VALUES (1, 1, 'budget')")
    conn.execute("INSERT INTO company (name, name_key, created_at) VALUES ('Acme', 'acme', 'x')")
    conn.execute("INSERT INTO contact (company_id, name, created_at) VALUES (1, 'Ann', 'x')")
    with step(conn):
        for number in range(50):
            deal = add_deal(conn, f"Deal {number}")
            conn.execute(
                "INSERT INTO followup (deal_id, kind, text, due, created_at)"
                " VALUES (?, 'call', 'call Ann', '2026-11-23', 'x')",
                (deal,),
            )
        conn.execute("UPDATE deal SET company_id = 1, contact_id = 1")
    conn.execute("INSERT INTO tick (deal_id, criterion_id, ticked_at) VALUES (1, 1, 'x')")
    conn.execute("INSERT INTO stay (deal_id, stage_id, entered_at) VALUES (1, 1, 'x')")
    conn.execute(
        "INSERT INTO activity (deal_id, kind, text, at, day, followup_id)"
        " VALUES (1, 'note', 'hello', 'x', '2026-11-23', 1)"
    )
    conn.execute("ALTER TABLE journal_current DROP COLUMN day")


_EVERY = 20
"""Instructions of SQLite's machine between two moments to be killed at."""


class _Ticks:
    """Counts moments; at the last one the process is killed."""

    def __init__(self, last: int = 0) -> None:
        self.count, self.last = 0, last

    def __call__(self) -> int:
        self.count += 1
        if self.count == self.last:
            die()
        return 0


def _killing(
    connect: Callable[..., sqlite3.Connection], version: int, moment: int, before: int = NOW
) -> Callable[..., sqlite3.Connection]:
    """Connections to a file of version `before` that die in the step to `version`."""

    class Deadly(sqlite3.Connection):
        begun = before

        def execute(self, statement: str, *rest: object) -> sqlite3.Cursor:
            if statement == "BEGIN EXCLUSIVE":
                self.begun += 1
                if self.begun == version:
                    self.set_progress_handler(_Ticks(moment), _EVERY)
            return super().execute(statement, *rest)

    def deadly(path: Path, wait_ms: int, *, foreign_keys: bool) -> sqlite3.Connection:
        assert not foreign_keys
        conn = sqlite3.connect(path, isolation_level=None, factory=Deadly)
        conn.execute("PRAGMA foreign_keys=OFF")
        conn.execute("PRAGMA synchronous=EXTRA")
        return conn

    return deadly


def restart(old: Path, data: bytes) -> None:
    """The older file again, as it was."""
    old.write_bytes(data)


def _no_backup(path: Path, reason: str, clock: FixedClock) -> backup.Backup:
    return backup.Backup("made-elsewhere", clock.now(), reason, path, 0)


class TestWhatWasAllowedBeforeItWasPerChannel:
    """Step 3 gives every channel its own origin and day."""

    @pytest.mark.parametrize(
        ("call", "mail", "kept"),
        [
            (1, 0, (1, "fair", "2026-11-12", 0, "fair", "2026-11-12", 0)),
            (1, None, (1, "fair", "2026-11-12", None, "", None, 0)),
            (None, 1, (None, "", None, 1, "fair", "2026-11-12", 0)),
            (None, None, (None, "fair", "2026-11-12", None, "", None, 0)),
            (0, 0, (0, "fair", "2026-11-12", 0, "fair", "2026-11-12", 1)),
        ],
    )
    def test_is_kept(
        self,
        tmp_path: Path,
        clock: FixedClock,
        monkeypatch: pytest.MonkeyPatch,
        call: int | None,
        mail: int | None,
        kept: tuple[object, ...],
    ) -> None:
        path = tmp_path / "second.db"
        with monkeypatch.context() as patch:
            second = migrations.steps()[:2]
            patch.setattr(migrations, "steps", lambda: second)
            patch.setattr(migrations, "VERSION", 2)
            conn = connection.open_writer(path, clock)
            conn.execute(
                "INSERT INTO contact (name, created_at, may_call, may_mail, permission_note,"
                " permission_on) VALUES ('Meier', '2026-11-12T09:00:00Z', ?, ?, 'fair',"
                " '2026-11-12')",
                (call, mail),
            )
            conn.close()
        connection._checked.clear()
        conn = connection.open_writer(path, clock)
        columns = "may_call, call_origin, call_on, may_mail, mail_origin, mail_on, do_not_contact"
        found = conn.execute(f"SELECT {columns} FROM contact").fetchall()
        conn.close()
        assert found == [kept]
