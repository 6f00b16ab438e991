"""Opening the file: what is made, what is refused, who may do what."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline_tui import locations
from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import DatabaseLocked, DatabaseUnusable, NewerSchema, PipelineError
from pipeline_tui.store import backup, connection, creation, files, migrations, trouble
from tests.store.children import add_deal, add_stage, contents, die, in_child, read, step


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database's place, in a folder that is there."""
    return tmp_path / "work" / "sales.db"


@pytest.fixture(autouse=True)
def _folder(path: Path) -> None:
    path.parent.mkdir()


@pytest.fixture
def writer(path: Path, clock: FixedClock) -> Iterator[sqlite3.Connection]:
    conn = connection.open_writer(path, clock)
    yield conn
    conn.close()


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestTheFirstWrite:
    def test_makes_a_complete_database(self, path: Path, writer: sqlite3.Connection) -> None:
        header = path.read_bytes()[:100]
        assert header[68:72] == b"PIPE"
        assert int.from_bytes(header[60:64], "big") == connection.SCHEMA_VERSION
        assert set(contents(writer)) >= {"deal", "stage", "followup", "stay", "field_change"}
        assert [file.name for file in path.parent.iterdir()] == ["sales.db"]

    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
    def test_keeps_it_private_under_any_umask(
        self, path: Path, clock: FixedClock, umask: int
    ) -> None:
        before = os.umask(umask)
        try:
            conn = connection.open_writer(path, clock)
            conn.execute("BEGIN IMMEDIATE")
            add_stage(conn)
            assert rights(path.with_name("sales.db-journal")) == 0o600
            conn.execute("COMMIT")
            conn.close()
        finally:
            os.umask(before)
        assert rights(path) == 0o600

    @pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
    def test_makes_our_own_folder_and_keeps_it_private(self, clock: FixedClock, umask: int) -> None:
        place = locations.default_database()
        place.parent.parent.mkdir(parents=True)
        before = os.umask(umask)
        try:
            connection.open_writer(place, clock).close()
        finally:
            os.umask(before)
        assert rights(place.parent) == 0o700
        assert rights(place) == 0o600

    def test_leaves_the_rights_of_an_existing_folder(self, path: Path, clock: FixedClock) -> None:
        path.parent.chmod(0o755)
        connection.open_writer(path, clock).close()
        assert rights(path.parent) == 0o755

    def test_in_a_missing_folder_names_the_folder(self, path: Path, clock: FixedClock) -> None:
        with pytest.raises(DatabaseUnusable) as caught:
            connection.open_writer(path.parent / "no" / "x.db", clock)
        assert caught.value.exit_code == 3
        assert f"There is no folder {path.parent / 'no'}." in str(caught.value)
        assert not (path.parent / "no").exists()

    def test_puts_the_first_rows_in_before_the_file_appears(
        self, path: Path, clock: FixedClock
    ) -> None:
        seen = []

        def fill(conn: sqlite3.Connection) -> None:
            seen.append(path.exists())
            add_stage(conn, "Lead")

        conn = connection.open_writer(path, clock, fill=fill)
        assert seen == [False]
        assert conn.execute("SELECT name FROM stage").fetchall() == [("Lead",)]
        conn.close()

    def test_leaves_nothing_when_filling_fails(self, path: Path, clock: FixedClock) -> None:
        def fill(conn: sqlite3.Connection) -> None:
            raise ValueError("no template")

        with pytest.raises(ValueError, match="no template"):
            connection.open_writer(path, clock, fill=fill)
        assert list(path.parent.iterdir()) == []

    def test_killed_while_filling_leaves_no_database(self, path: Path, clock: FixedClock) -> None:
        def fill(conn: sqlite3.Connection) -> None:
            die()

        ended = in_child(lambda: connection.open_writer(path, clock, fill=fill))
        assert ended == -signal.SIGKILL
        assert not path.exists()
        assert [file.suffix for file in path.parent.iterdir()] == [".new"]
        connection.open_writer(path, clock).close()
        assert [file.name for file in path.parent.iterdir()] == ["sales.db"]

    def test_leaves_the_unfinished_file_of_a_running_program_alone(
        self, path: Path, clock: FixedClock
    ) -> None:
        running = path.with_name(f".sales.db.{os.getppid()}.00000000.new")
        running.touch()
        connection.open_writer(path, clock).close()
        assert running.exists()

    def test_uses_the_file_that_another_program_made_meanwhile(
        self, path: Path, clock: FixedClock
    ) -> None:
        def fill(conn: sqlite3.Connection) -> None:
            add_stage(conn, "Ours")
            creation.create(path, lambda theirs: void(add_stage(theirs, "Theirs")))

        conn = connection.open_writer(path, clock, fill=fill)
        assert conn.execute("SELECT name FROM stage").fetchall() == [("Theirs",)]
        conn.close()

    def test_takes_an_empty_file_as_new(self, path: Path, clock: FixedClock) -> None:
        path.touch(0o644)
        connection.open_writer(path, clock, fill=lambda conn: void(add_stage(conn))).close()
        assert len(read(path)["stage"]) == 1
        assert rights(path) == 0o600

    def test_of_two_that_find_an_empty_file_the_second_uses_the_first_ones(
        self, path: Path, clock: FixedClock
    ) -> None:
        path.touch()

        def fill(conn: sqlite3.Connection) -> None:
            add_stage(conn, "Ours")
            creation.create(path, lambda theirs: void(add_stage(theirs, "Theirs")))

        assert not creation.create(path, fill)
        assert read(path)["stage"][0][2] == "Theirs"

    def test_waiting_for_an_empty_file_that_is_replaced_uses_the_new_one(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import fcntl

        path.touch()
        flock = fcntl.flock

        def slow(descriptor: int, how: int) -> None:
            monkeypatch.setattr(fcntl, "flock", flock)
            assert creation.create(path, lambda conn: void(add_stage(conn, "Theirs")))
            flock(descriptor, how)

        monkeypatch.setattr(fcntl, "flock", slow)
        assert not creation.create(path, lambda conn: void(add_stage(conn, "Ours")))
        assert read(path)["stage"][0][2] == "Theirs"

    @pytest.mark.parametrize("held", [False, True])
    def test_works_where_there_are_no_hard_links(
        self, path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, held: bool
    ) -> None:
        def link(source: Path, target: Path) -> None:
            if held:  # another program holds the place at the same moment
                path.touch()
            raise PermissionError(1, "no links here")

        monkeypatch.setattr(os, "link", link)
        connection.open_writer(path, clock).close()
        assert set(read(path)["stage"]) == set()
        assert rights(path) == 0o600

    def test_follows_a_link_to_where_the_file_shall_be(
        self, path: Path, clock: FixedClock, tmp_path: Path
    ) -> None:
        (tmp_path / "link.db").symlink_to(path)
        connection.open_writer(tmp_path / "link.db", clock).close()
        assert path.is_file()
        assert (tmp_path / "link.db").is_symlink()

    def test_of_a_folder_that_cannot_be_synced_still_works(
        self, path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fsync = os.fsync

        def only_files(descriptor: int) -> None:
            if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                raise OSError(22, "not a file")
            fsync(descriptor)

        monkeypatch.setattr(os, "fsync", only_files)
        connection.open_writer(path, clock).close()
        assert path.is_file()

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (13, "cannot be written"),
            (30, "cannot be written"),
            (28, "disk is full"),
            (5, "cannot be made"),
        ],
    )
    def test_that_the_system_refuses_says_why(
        self,
        path: Path,
        clock: FixedClock,
        monkeypatch: pytest.MonkeyPatch,
        number: int,
        words: str,
    ) -> None:
        def refuse(place: Path, ending: str) -> Path:
            raise OSError(number, "reason")

        monkeypatch.setattr(creation, "temporary_beside", refuse)
        with pytest.raises(DatabaseUnusable) as caught:
            connection.open_writer(path, clock)
        assert words in str(caught.value)
        assert caught.value.exit_code == 3
        assert not path.exists()


class TestReadingWhereThereIsNothing:
    @pytest.mark.parametrize("empty", [False, True])
    def test_shows_an_empty_database_and_creates_nothing(self, path: Path, empty: bool) -> None:
        if empty:
            path.touch()
        conn = connection.open_reader(path)
        assert conn.execute("SELECT count(*) FROM deal").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            add_stage(conn)
        assert not connection.exists(path)
        assert [file.name for file in path.parent.iterdir()] == ["sales.db"] * empty
        assert not empty or path.stat().st_size == 0

    def test_works_before_our_own_folder_is_made(self) -> None:
        conn = connection.open_reader(locations.default_database())
        assert conn.execute("SELECT count(*) FROM stage").fetchone() == (0,)
        assert not locations.data_dir().exists()

    def test_in_a_missing_folder_is_an_error(self, path: Path) -> None:
        with pytest.raises(DatabaseUnusable, match="There is no folder"):
            connection.open_reader(path.parent / "no" / "x.db")

    def test_below_a_file_is_an_error(self, path: Path) -> None:
        path.write_text("x")
        with pytest.raises(DatabaseUnusable, match="There is no folder"):
            connection.open_reader(path / "x.db")


def zeroed(data: bytes) -> bytes:
    return bytes(len(data))


def with_bytes(at: int, value: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data[:at] + value + data[at + len(value) :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "text": lambda data: b"Dear Sir or Madam,\n" * 100,
    "a few bytes": lambda data: b"SQLite",
    "cut within the header": lambda data: data[:60],
    "cut within a page": lambda data: data[:5000],
    "cut between pages": lambda data: data[:8192],
    "zeroed": zeroed,
    "another program's": with_bytes(68, b"GPKG"),
    "no program's": with_bytes(68, bytes(4)),
    "no version": with_bytes(60, bytes(4)),
    "newer": with_bytes(60, (99).to_bytes(4, "big")),
}


class TestADamagedOrForeignFile:
    @pytest.mark.parametrize("damage", list(DAMAGES))
    @pytest.mark.parametrize("known", [False, True])
    def test_is_refused_and_never_touched(
        self, path: Path, clock: FixedClock, damage: str, known: bool
    ) -> None:
        connection.open_writer(path, clock).close()
        saved = backup.create(path, "now", clock)
        path.write_bytes(DAMAGES[damage](path.read_bytes()))
        if not known:  # else: damaged while this program was running
            connection._checked.clear()
        before = path.read_bytes(), path.stat().st_mtime_ns
        expected = NewerSchema if damage == "newer" else DatabaseUnusable
        for attempt in (
            lambda: connection.open_reader(path),
            lambda: connection.open_writer(path, clock),
        ):
            with pytest.raises(expected) as caught:
                attempt()
            assert caught.value.exit_code == (5 if damage == "newer" else 3)
            assert str(path) in str(caught.value)
            assert f"backup restore {saved.id}" in str(caught.value)
        assert (path.read_bytes(), path.stat().st_mtime_ns) == before
        assert [file.name for file in path.parent.iterdir()] == ["sales.db"]

    def test_without_a_backup_says_how_to_go_on(self, path: Path) -> None:
        path.write_text("Dear Sir or Madam,")
        with pytest.raises(DatabaseUnusable, match="Name another file with --db"):
            connection.open_reader(path)

    def test_a_leftover_journal_is_not_played_into_a_text(self, path: Path) -> None:
        path.write_text("Dear Sir or Madam, " * 100)
        companion = path.with_name("sales.db-journal")
        companion.write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(600))
        before = path.read_bytes(), companion.read_bytes()
        with pytest.raises(DatabaseUnusable, match="not a database"):
            connection.open_reader(path)
        assert (path.read_bytes(), companion.read_bytes()) == before

    def test_a_folder_is_refused(self, path: Path, clock: FixedClock) -> None:
        path.mkdir()
        for attempt in (
            lambda: connection.open_reader(path),
            lambda: connection.open_writer(path, clock),
        ):
            with pytest.raises(DatabaseUnusable, match="This is a folder"):
                attempt()
        assert list(path.iterdir()) == []

    def test_a_pipe_is_refused_at_once(self, path: Path) -> None:
        os.mkfifo(path)
        with pytest.raises(DatabaseUnusable, match="not a regular file"):
            connection.open_reader(path)

    def test_a_path_that_cannot_be_is_refused(self, path: Path) -> None:
        with pytest.raises(DatabaseUnusable, match="cannot be reached"):
            connection.exists(path.with_name("x" * 5000))

    def test_one_that_may_not_be_read_is_refused(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        connection._checked.clear()
        locations.backup_dir().parent.mkdir(parents=True)
        locations.backup_dir().touch()  # and the backups are out of reach as well

        def forbid(place: Path, how: int) -> int:
            raise PermissionError(13, "no")

        monkeypatch.setattr(os, "open", forbid)
        with pytest.raises(DatabaseUnusable, match=r"cannot be read \(Permission denied\)"):
            connection.open_reader(path)

    def test_damage_found_later_is_told(self, path: Path, writer: sqlite3.Connection) -> None:
        with step(writer):
            add_many(writer)
        data = path.read_bytes()
        path.write_bytes(data[:40960] + b"\xff" * (len(data) - 40960))
        with pytest.raises(DatabaseUnusable, match="damaged"), connection.immediate(writer):
            writer.execute("DELETE FROM deal")

    def test_an_old_sqlite_is_refused(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
        with pytest.raises(DatabaseUnusable, match=r"3\.37 or newer"):
            connection.open_reader(path)


class TestEveryConnection:
    @pytest.mark.parametrize("kind", ["reader", "writer", "empty"])
    def test_has_the_same_settings(self, path: Path, clock: FixedClock, kind: str) -> None:
        if kind != "empty":
            connection.open_writer(path, clock).close()
        conn = (
            connection.open_writer(path, clock)
            if kind == "writer"
            else connection.open_reader(path)
        )
        wanted = {
            "foreign_keys": 1,
            "busy_timeout": 5000,
            "synchronous": 3,
            "secure_delete": 1,
            "trusted_schema": 0,
            "journal_mode": "memory" if kind == "empty" else "delete",
            "query_only": 0 if kind == "writer" else 1,
        }
        found = {name: conn.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
        assert found == wanted
        conn.close()

    def test_syncs_fully_on_macos(
        self, path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.platform", "darwin")
        conn = connection.connect(":memory:", 0)
        assert conn.execute("PRAGMA fullfsync").fetchone() == (1,)

    def test_of_a_writer_turns_a_log_back_into_a_journal(
        self, path: Path, clock: FixedClock, writer: sqlite3.Connection
    ) -> None:
        writer.execute("PRAGMA journal_mode=WAL").fetchone()
        writer.close()
        reader = connection.open_reader(path)
        assert reader.execute("SELECT count(*) FROM stage").fetchone() == (0,)
        reader.close()
        conn = connection.open_writer(path, clock)
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        conn.close()

    @pytest.mark.parametrize("name", ["100% sicher?.db", "a#b c.db", "Aufträge ü.db", "%3f.db"])
    def test_finds_files_of_any_name(self, path: Path, clock: FixedClock, name: str) -> None:
        place = path.with_name(name)
        connection.open_writer(place, clock).close()
        connection.open_reader(place).close()
        assert [file.name for file in path.parent.iterdir()] == [name]

    def test_is_never_opened_on_a_file_that_went_away(self, path: Path) -> None:
        with pytest.raises(DatabaseUnusable, match="cannot be opened"):
            connection.connect(path, 0)
        assert not path.exists()


class TestReading:
    def test_takes_back_the_change_of_a_killed_program(
        self, path: Path, clock: FixedClock, writer: sqlite3.Connection
    ) -> None:
        with step(writer):
            add_deal(writer, "Kept", add_stage(writer))
        writer.close()
        before = read(path)

        def killed() -> None:
            conn = connection.open_writer(path, clock)
            conn.execute("PRAGMA cache_size=1")
            conn.execute("BEGIN IMMEDIATE")
            conn.execute("UPDATE deal SET title = 'Half'")
            for number in range(2000):
                add_deal(conn, f"Half {number}")
            die()

        assert in_child(killed) == -signal.SIGKILL
        assert path.with_name("sales.db-journal").stat().st_size > 0
        assert read(path) == before
        assert not path.with_name("sales.db-journal").exists()

    def test_keeps_the_lock_of_a_writer_of_the_same_program(
        self, path: Path, clock: FixedClock, writer: sqlite3.Connection
    ) -> None:
        """Closing any descriptor of the file would drop it: another program could write too."""
        with connection.immediate(writer):
            add_stage(writer)
            connection.open_reader(path).close()
            assert connection.exists(path)

            def intrude() -> None:
                conn = connection.connect(path, 0)
                try:
                    with connection.immediate(conn):
                        pass
                except DatabaseLocked:
                    die()

            assert in_child(intrude) == -signal.SIGKILL

    def test_does_not_stand_in_the_way_of_a_writer(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        reader = connection.open_reader(path)
        with connection.immediate(writer):
            add_stage(writer)
        assert reader.execute("SELECT name FROM stage").fetchall() == [("Lead",)]
        reader.close()


class TestAReadOnlyPlace:
    """For every user; tests/faults tries real rights as a user for whom they count."""

    @pytest.mark.parametrize("folder", [False, True])
    def test_is_told_to_who_would_write(
        self,
        path: Path,
        clock: FixedClock,
        writer: sqlite3.Connection,
        monkeypatch: pytest.MonkeyPatch,
        folder: bool,
    ) -> None:
        closed = path.parent if folder else path
        monkeypatch.setattr(os, "access", lambda place, how: place != closed)
        with pytest.raises(DatabaseUnusable, match=r"cannot be written.*reading still works"):
            connection.open_writer(path, clock)
        connection.open_reader(path).close()


class TestALockedFile:
    def test_is_told_to_who_reads_and_who_writes(
        self, path: Path, clock: FixedClock, writer: sqlite3.Connection
    ) -> None:
        other = connection.connect(path, 0)
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseLocked) as caught:
            connection.open_reader(path, wait_ms=0)
        assert caught.value.exit_code == 4
        assert "Another program is writing" in str(caught.value)
        with pytest.raises(DatabaseLocked), connection.immediate(other):
            pytest.fail("two writers")
        writer.execute("ROLLBACK")
        with connection.immediate(other):
            add_stage(other)

    def test_by_a_reader_at_the_end_of_a_change_takes_the_change_back(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        reader = connection.open_reader(path)
        writer.execute("PRAGMA busy_timeout=0")
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM stage").fetchall()
        with (
            pytest.raises(DatabaseLocked, match="Nothing of this change was saved"),
            connection.immediate(writer),
        ):
            add_stage(writer)
        reader.execute("COMMIT")
        assert not writer.in_transaction
        assert contents(reader)["stage"] == []
        reader.close()

    def test_while_it_is_opened_for_writing(
        self, path: Path, clock: FixedClock, writer: sqlite3.Connection,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        monkeypatch.setattr(connection, "WAIT_MS", 0)
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseLocked):
            connection.open_writer(path, clock)


class TestAChange:
    def test_is_taken_back_when_anything_goes_wrong(self, writer: sqlite3.Connection) -> None:
        with pytest.raises(ValueError, match="stop"), connection.immediate(writer):
            fail_after(add_stage(writer))
        assert contents(writer)["stage"] == []

    def test_on_a_full_disk_is_taken_back_and_told(self, writer: sqlite3.Connection) -> None:
        pages = writer.execute("PRAGMA page_count").fetchone()[0]
        writer.execute(f"PRAGMA max_page_count={pages}")
        with (
            pytest.raises(DatabaseUnusable, match=r"The disk is full.*Nothing of this change"),
            step(writer),
        ):
            add_many(writer)
        assert contents(writer)["deal"] == []
        writer.execute("PRAGMA max_page_count=100000")
        with step(writer):
            add_stage(writer)

    def test_of_a_defect_stays_a_defect(self, writer: sqlite3.Connection) -> None:
        with (
            pytest.raises(sqlite3.OperationalError, match="no such table"),
            connection.immediate(writer),
        ):
            writer.execute("INSERT INTO nowhere VALUES (1)")
        with pytest.raises(sqlite3.IntegrityError), connection.immediate(writer):
            add_deal(writer, "No stage", 99)
        with pytest.raises(sqlite3.OperationalError), connection.explained("x"):
            writer.execute("SELECT nothing")

    def test_that_cannot_be_taken_back_closes_the_connection(self) -> None:
        class Failing:
            in_transaction = True
            closed = False

            def execute(self, statement: str) -> None:
                raise sqlite3.OperationalError("disk I/O error")

            def close(self) -> None:
                self.closed = True

        conn = Failing()
        connection.roll_back(conn)  # type: ignore[arg-type]  # stands for a broken connection
        assert conn.closed

    def test_after_the_file_was_replaced_is_not_lost_silently(
        self, path: Path, clock: FixedClock, writer: sqlite3.Connection, tmp_path: Path
    ) -> None:
        other = tmp_path / "other.db"
        creation.create(other)
        other.replace(path)
        with (
            pytest.raises(DatabaseUnusable, match="was replaced while it was open"),
            connection.immediate(writer),
        ):
            add_stage(writer)

    def test_on_a_closed_connection_names_no_file(self, writer: sqlite3.Connection) -> None:
        writer.close()
        assert connection.file_of(writer) == ""


class TestTroubleInWords:
    @pytest.mark.parametrize(
        ("code", "kind", "words"),
        [
            (sqlite3.SQLITE_BUSY, DatabaseLocked, "Another program"),
            (sqlite3.SQLITE_LOCKED, DatabaseLocked, "Another program"),
            (sqlite3.SQLITE_CORRUPT, DatabaseUnusable, "damaged"),
            (sqlite3.SQLITE_NOTADB, DatabaseUnusable, "damaged"),
            (sqlite3.SQLITE_FULL, DatabaseUnusable, "disk is full"),
            (sqlite3.SQLITE_READONLY, DatabaseUnusable, "cannot be written"),
            (sqlite3.SQLITE_IOERR_FSYNC, DatabaseUnusable, "cannot be opened, read or written"),
            (sqlite3.SQLITE_CANTOPEN, DatabaseUnusable, "cannot be opened, read or written"),
        ],
    )
    def test_says_what_where_and_what_to_do(
        self, path: Path, code: int, kind: type[PipelineError], words: str
    ) -> None:
        error = sqlite3.OperationalError("low words")
        error.sqlite_errorcode = code
        wrapped = RuntimeError("SQLAlchemy's")
        wrapped.orig = error  # type: ignore[attr-defined]  # as SQLAlchemy's errors have
        for given in (error, wrapped):
            told = trouble.explanation(given, str(path), writing=True)
            assert type(told) is kind
            assert words in str(told)
            assert str(told).startswith(str(path))
            assert told.todo

    def test_is_silent_about_other_errors(self) -> None:
        assert trouble.explanation(ValueError("x"), "", writing=True) is None
        assert trouble.explanation(sqlite3.ProgrammingError("x"), "", writing=False) is None


class TestPrivateFiles:
    def test_a_process_of_somebody_else_counts_as_running(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def not_yours(process: int, number: int) -> None:
            raise PermissionError(1, "not yours")

        monkeypatch.setattr(os, "kill", not_yours)
        assert files._runs(1)


def test_the_newest_version_is_known_without_the_steps() -> None:
    steps = migrations.steps()
    assert [step.version for step in steps] == list(range(1, migrations.VERSION + 1))


def void(value: object) -> None:
    """For callbacks that return nothing."""


def add_many(conn: sqlite3.Connection) -> None:
    """Enough deals to make the file grow."""
    stage = add_stage(conn)
    for number in range(1000):
        add_deal(conn, f"Deal {number}", stage)


def fail_after(done: int) -> None:
    """A use case that goes wrong after it has written something."""
    raise ValueError("stop", done)
