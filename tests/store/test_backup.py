"""Backups: whole, proved, thinned out, and brought back without losing what stands there."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from pipeline_tui import locations
from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import DatabaseLocked, DatabaseUnusable, NotFound
from pipeline_tui.store import backup, connection, restoring
from tests.store.children import add_deal, add_stage, contents, die, in_child, read, step

DAY = date(2026, 11, 22)


def at(hour: int, minute: int = 0, day: date = DAY) -> FixedClock:
    """A clock in Berlin, an hour ahead of UTC in November."""
    return FixedClock(day, time(hour, minute))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sales.db"


@pytest.fixture
def writer(path: Path, clock: FixedClock) -> Iterator[sqlite3.Connection]:
    """A database with one deal."""
    conn = connection.open_writer(path, clock)
    with step(conn):
        add_deal(conn, "First", add_stage(conn))
    yield conn
    conn.close()


def write(conn: sqlite3.Connection, title: str) -> None:
    with step(conn):
        add_deal(conn, title)


def titles(path: Path) -> list[object]:
    return [row[1] for row in read(path)["deal"]]


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestMakingABackup:
    def test_copies_everything_undo_included(self, path: Path, writer: sqlite3.Connection) -> None:
        made = backup.create(path, "now", at(12))
        copy = sqlite3.connect(made.file)
        for table in [row[0] for row in copy.execute("SELECT name FROM sqlite_schema"
                                                     " WHERE type = 'table'")]:  # fmt: skip
            query = f"SELECT * FROM {table}"
            assert copy.execute(query).fetchall() == writer.execute(query).fetchall(), table
        assert contents(copy)["deal"]
        assert copy.execute("SELECT count(*) FROM journal_row").fetchone() == (2,)
        copy.close()

    def test_names_instant_and_reason(self, path: Path, writer: sqlite3.Connection) -> None:
        made = backup.create(path, "before-restore", at(12))
        assert made.id == "20261122T110000Z-before-restore"
        assert made.at == datetime(2026, 11, 22, 11, tzinfo=UTC)
        assert made.reason == "before-restore"
        assert made.size == made.file.stat().st_size == path.stat().st_size
        assert made.file.parent == locations.backup_dir()

    @pytest.mark.parametrize("umask", [0o000, 0o777])
    def test_is_private_under_any_umask(
        self, path: Path, writer: sqlite3.Connection, umask: int
    ) -> None:
        locations.backup_dir().parent.mkdir(parents=True)
        before = os.umask(umask)
        try:
            made = backup.create(path, "now", at(12))
        finally:
            os.umask(before)
        assert {rights(file) for file in made.file.parent.iterdir()} == {0o600}
        assert rights(made.file.parent) == 0o700

    def test_puts_a_checksum_beside_it_that_sha256sum_reads(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        made = backup.create(path, "now", at(12))
        beside = made.file.with_name(made.file.name + ".sha256")
        assert "deal=1" in beside.read_text()
        checked = subprocess.run(
            ["sha256sum", "-c", "--strict", beside.name],
            cwd=made.file.parent, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert checked.stdout == f"{made.file.name}: OK\n"

    def test_works_while_others_write_and_holds_one_moment(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        writer.execute("BEGIN IMMEDIATE")
        add_deal(writer, "Not yet")
        made = backup.create(path, "now", at(12))
        writer.execute("COMMIT")
        assert titles(made.file) == ["First"]

    def test_several_in_one_second_are_told_apart(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        ids = []
        for _number in range(11):
            ids.append(backup.create(path, "now", at(12)).id)
        assert ids[0] == "20261122T110000Z-now"
        assert ids[10] == "20261122T110000Z-11-now"
        assert [saved.id for saved in backup.list_backups(path)] == ids[::-1]

    def test_killed_leaves_no_backup_and_the_next_one_cleans_up(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writer.close()
        folder = locations.backup_dir()
        with monkeypatch.context() as patch:
            for where in ("checksum", "rotate"):  # before and after the checksum is written
                patch.setattr(backup, where, lambda *rest, **named: die())
                ended = in_child(lambda: backup.create(path, "now", at(12)))
                assert ended == -signal.SIGKILL
        (folder / f"{backup._identity(path)}_20261122T090000Z-now.db.sha256").write_text("x")
        left = {saved.id for saved in backup.list_backups(path)}
        made = backup.create(path, "now", at(13))
        kept = left | {made.id}
        assert {saved.id for saved in backup.list_backups(path)} == kept
        assert len(list(folder.iterdir())) == 2 * len(kept)

    def test_of_a_damaged_database_is_refused(self, path: Path, writer: sqlite3.Connection) -> None:
        for number in range(300):
            write(writer, f"Deal {number}")
        writer.close()
        data = path.read_bytes()
        path.write_bytes(data[:-8192] + b"\xff" * 8192)
        with pytest.raises(DatabaseUnusable, match="damaged"):
            backup.create(path, "now", at(12))
        assert list(locations.backup_dir().iterdir()) == []

    def test_of_a_database_with_values_that_cannot_be_is_refused(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        writer.execute("PRAGMA ignore_check_constraints=ON")
        writer.execute("UPDATE stage SET kind = 'nonsense'")
        with pytest.raises(DatabaseUnusable, match="CHECK constraint failed"):
            backup.create(path, "now", at(12))
        assert list(locations.backup_dir().iterdir()) == []

    def test_of_nothing_is_refused(self, path: Path) -> None:
        with pytest.raises(DatabaseUnusable, match="no database to back up"):
            backup.create(path, "now", at(12))
        assert not locations.backup_dir().exists()

    def test_that_does_not_come_out_right_is_not_kept(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        count = backup.row_counts

        def miscount(conn: sqlite3.Connection) -> dict[str, int]:
            monkeypatch.setattr(backup, "row_counts", count)
            return count(conn) | {"deal": 7}

        monkeypatch.setattr(backup, "row_counts", miscount)
        with pytest.raises(DatabaseUnusable, match="rows it should have"):
            backup.create(path, "now", at(12))
        assert list(locations.backup_dir().iterdir()) == []

    def test_where_it_cannot_be_written_says_so(
        self, path: Path, writer: sqlite3.Connection, tmp_path: Path
    ) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(DatabaseUnusable, match="cannot be made"):
            backup.create(path, "now", at(12), folder=tmp_path / "file" / "backups")


class TestTheListOfBackups:
    def test_holds_those_of_this_database_only_newest_first(
        self, path: Path, writer: sqlite3.Connection, tmp_path: Path
    ) -> None:
        other = tmp_path / "elsewhere" / "sales.db"
        other.parent.mkdir()
        connection.open_writer(other, at(12)).close()
        early = backup.create(path, "now", at(9))
        late = backup.create(path, "exit", at(10))
        foreign = backup.create(other, "now", at(11))
        (locations.backup_dir() / "notes.txt").touch()
        assert backup.list_backups(path) == [late, early]
        assert backup.list_backups(other) == [foreign]

    def test_is_empty_before_the_first(self, path: Path) -> None:
        assert backup.list_backups(path) == []

    def test_finds_one_by_the_beginning_of_its_id(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        early = backup.create(path, "now", at(9))
        backup.create(path, "now", at(10))
        assert backup.find(path, "20261122T08") == early
        with pytest.raises(NotFound, match="Several backups begin"):
            backup.find(path, "20261122")
        for unknown in ("", "2025"):
            with pytest.raises(NotFound, match="No backup is called"):
                backup.find(path, unknown)

    def test_of_a_database_reached_through_a_link_is_the_same(
        self, path: Path, writer: sqlite3.Connection, tmp_path: Path
    ) -> None:
        (tmp_path / "link.db").symlink_to(path)
        made = backup.create(path, "now", at(9))
        assert backup.list_backups(tmp_path / "link.db") == [made]


class TestVerifying:
    def test_proves_a_whole_backup(self, path: Path, writer: sqlite3.Connection) -> None:
        made = backup.create(path, "now", at(12))
        assert backup.verify(path, made.id) == made
        assert backup.latest_good(path) == made

    @pytest.mark.parametrize("place", [0, 24, 5000, -1])
    def test_detects_one_flipped_byte(
        self, path: Path, writer: sqlite3.Connection, place: int
    ) -> None:
        older = backup.create(path, "now", at(11))
        made = backup.create(path, "now", at(12))
        data = bytearray(made.file.read_bytes())
        data[place] ^= 1
        made.file.write_bytes(data)
        with pytest.raises(DatabaseUnusable, match="checksum differs"):
            backup.verify(path, made.id)
        assert backup.latest_good(path) == older

    @pytest.mark.parametrize("text", [None, "", "nonsense", b"\xff\xfe"])
    def test_trusts_none_without_its_checksum(
        self, path: Path, writer: sqlite3.Connection, text: str | bytes | None
    ) -> None:
        made = backup.create(path, "now", at(12))
        beside = made.file.with_name(made.file.name + ".sha256")
        beside.unlink()
        if text is not None:
            beside.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(DatabaseUnusable, match="is missing"):
            backup.verify(path, made.id)
        assert backup.latest_good(path) is None

    def test_counts_the_rows(self, path: Path, writer: sqlite3.Connection) -> None:
        made = backup.create(path, "now", at(12))
        beside = made.file.with_name(made.file.name + ".sha256")
        beside.write_text(beside.read_text().replace("deal=1", "deal=2"))
        with pytest.raises(DatabaseUnusable, match="rows it should have"):
            backup.verify(path, made.id)

    def test_looks_inside(self, path: Path, writer: sqlite3.Connection) -> None:
        """A file damaged before its checksum was made."""
        made = backup.create(path, "now", at(12))
        data = made.file.read_bytes()
        made.file.write_bytes(data[:4096] + bytes(len(data) - 4096))
        beside = made.file.with_name(made.file.name + ".sha256")
        lines = beside.read_text().splitlines(keepends=True)
        fresh = backup.checksum(made.file)
        beside.write_text("".join(lines[:2]) + f"{fresh}  {made.file.name}\n")
        with pytest.raises(DatabaseUnusable, match="damaged"):
            backup.verify(path, made.id)

    def test_skips_one_that_cannot_be_read(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        backup.create(path, "now", at(12))

        def unreadable(file: Path) -> str:
            raise PermissionError(13, "no")

        monkeypatch.setattr(backup, "checksum", unreadable)
        assert backup.latest_good(path) is None


class TestRestoring:
    def test_brings_the_contents_back_and_keeps_the_present_ones(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        made = backup.create(path, "now", at(9))
        before = read(path)
        write(writer, "Second")
        later = read(path)
        assert backup.restore(path, made.id, at(10)) == made
        assert read(path) == before
        kept = backup.list_backups(path)[0]
        assert kept.reason == "before-restore"
        assert rights(path) == 0o600
        assert [file.name for file in path.parent.glob("*sales*")] == ["sales.db"]
        backup.restore(path, kept.id, at(11))
        assert read(path) == later

    def test_from_a_damaged_backup_changes_nothing(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        made = backup.create(path, "now", at(9))
        made.file.write_bytes(made.file.read_bytes()[:-1] + b"!")
        before = path.read_bytes()
        with pytest.raises(DatabaseUnusable, match=r"checksum differs.*not touched"):
            backup.restore(path, made.id, at(10))
        assert path.read_bytes() == before
        assert backup.list_backups(path) == [made]

    @pytest.mark.parametrize("damage", ["text", "inside", "newer"])
    def test_keeps_a_damaged_file_as_it_is(
        self, path: Path, writer: sqlite3.Connection, damage: str
    ) -> None:
        for number in range(300):
            write(writer, f"Deal {number}")
        writer.close()
        made = backup.create(path, "now", at(9))
        data = path.read_bytes()
        broken = {
            "text": b"Dear Sir or Madam,",
            "inside": data[:-8192] + b"\xff" * 8192,
            "newer": data[:60] + bytes([0, 0, 0, 99]) + data[64:],
        }[damage]
        connection._checked.clear()
        path.write_bytes(broken)
        leftover = path.with_name("sales.db-wal")
        leftover.write_bytes(b"of the damaged file")
        backup.restore(path, made.id, at(10))
        assert len(titles(path)) == 301
        if damage == "inside":  # SQLite tidied the companion up itself when it was opened
            leftover.unlink(missing_ok=True)
        aside = path.with_name("sales.db.before-restore-20261122T090000Z")
        assert aside.read_bytes() == broken
        if damage != "inside":
            assert aside.with_name(aside.name + "-wal").read_bytes() == b"of the damaged file"
        assert not leftover.exists()

    def test_a_second_time_in_one_second_keeps_both_damaged_files(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writer.close()
        made = backup.create(path, "now", at(9))

        def no_links(source: Path, target: Path) -> None:
            raise PermissionError(1, "no links here")

        monkeypatch.setattr(os, "link", no_links)
        for text in ("one", "two"):
            path.write_text(text)
            connection._checked.clear()
            backup.restore(path, made.id, at(10))
        asides = sorted(path.parent.glob("*.before-restore-*"))
        assert [file.read_text() for file in asides] == ["one", "two"]

    def test_a_lost_file(self, path: Path, writer: sqlite3.Connection) -> None:
        made = backup.create(path, "now", at(9))
        writer.close()
        path.unlink()
        backup.restore(path, made.id, at(10))
        assert titles(path) == ["First"]

    def test_waits_for_who_is_writing_and_gives_up(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = backup.create(path, "now", at(9))
        monkeypatch.setattr(restoring, "WAIT_MS", 0)
        with connection.immediate(writer):
            add_deal(writer, "Second")
            with pytest.raises(DatabaseLocked):
                backup.restore(path, made.id, at(10))
        assert titles(path) == ["First", "Second"]

    def test_is_noticed_by_who_has_the_old_file_open(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        made = backup.create(path, "now", at(9))
        backup.restore(path, made.id, at(10))
        with pytest.raises(DatabaseUnusable, match="was replaced"):
            write(writer, "Lost without a word")

    def test_never_moves_a_folder(self, path: Path, writer: sqlite3.Connection) -> None:
        made = backup.create(path, "now", at(9))
        writer.close()
        path.unlink()
        path.mkdir()
        with pytest.raises(DatabaseUnusable, match="This is a folder"):
            backup.restore(path, made.id, at(10))
        assert path.is_dir()

    def test_of_a_copy_that_came_out_different_changes_nothing(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = backup.create(path, "now", at(9))
        write(writer, "Second")

        def half(source: Path, target: Path) -> None:
            target.write_bytes(source.read_bytes()[:100])

        monkeypatch.setattr("shutil.copyfile", half)
        with pytest.raises(DatabaseUnusable, match="came out different"):
            backup.restore(path, made.id, at(10))
        assert titles(path) == ["First", "Second"]
        assert [file.name for file in path.parent.glob("*sales*")] == ["sales.db"]

    def test_on_a_full_disk_changes_nothing(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = backup.create(path, "now", at(9))

        def full(source: Path, target: Path) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("shutil.copyfile", full)
        with pytest.raises(DatabaseUnusable, match="disk is full"):
            backup.restore(path, made.id, at(10))
        assert titles(path) == ["First"]


class TestWhenABackupIsDue:
    def due(self, path: Path, clock: FixedClock, *, leaving: bool = False) -> bool:
        return backup.due(path, clock.now(), leaving=leaving)

    def test_at_once_when_there_is_none(self, path: Path, writer: sqlite3.Connection) -> None:
        assert self.due(path, at(9))

    def test_never_without_a_database(self, path: Path) -> None:
        assert not self.due(path, at(9), leaving=True)

    def test_half_an_hour_after_the_last_if_anything_changed(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        backup.create(path, "now", at(9))
        assert not self.due(path, at(23), leaving=True)
        write(writer, "Second")
        assert not self.due(path, at(9, 29))
        assert self.due(path, at(9, 29), leaving=True)
        assert self.due(path, at(9, 30))

    def test_on_another_day(self, path: Path, writer: sqlite3.Connection) -> None:
        backup.create(path, "now", at(0, 45))  # 23:45 UTC of the day before
        write(writer, "Second")
        assert self.due(path, at(1, 5))

    def test_after_the_clock_was_set_back(self, path: Path, writer: sqlite3.Connection) -> None:
        backup.create(path, "now", at(12))
        write(writer, "Second")
        assert self.due(path, at(9))

    def test_a_backup_without_its_checksum_does_not_count_as_the_present_state(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        made = backup.create(path, "now", at(9))
        made.file.with_name(made.file.name + ".sha256").unlink()
        assert self.due(path, at(9, 30))


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def before(**how: float) -> datetime:
    return NOW - timedelta(**how)


class TestThinningOut:
    def test_keeps_all_of_two_days(self) -> None:
        half_hours = [before(minutes=30 * number) for number in range(96)]
        assert backup.kept(half_hours, NOW) == set(half_hours)

    def test_keeps_the_last_of_twelve_days(self) -> None:
        hours = [before(hours=number) for number in range(24 * 30)]
        keep = backup.kept(hours, NOW)
        days = sorted({at.date() for at in keep}, reverse=True)
        assert days[:12] == [(NOW - timedelta(days=number)).date() for number in range(12)]
        for day in days[3:12]:
            assert [at.hour for at in keep if at.date() == day] == [23]

    @pytest.mark.parametrize(
        ("day", "kept"),
        [
            ("2026-11-11", True),  # the twelfth day
            ("2026-11-10", False),
            ("2026-11-08", True),  # Sundays: the last of their weeks
            ("2026-11-01", True),
            ("2026-10-31", True),  # the last of its month
            ("2026-10-30", False),
            ("2026-10-25", True),
            ("2026-09-20", True),  # the tenth week
            ("2026-09-13", False),
            ("2026-09-30", True),
            ("2026-08-31", True),
            ("2026-08-30", False),
            ("2026-07-31", True),
            ("2026-06-30", True),
            ("2026-05-31", True),
            ("2026-04-30", True),
            ("2026-03-31", True),  # the ninth month
            ("2026-02-28", False),
            ("2025-11-22", False),
        ],
    )
    def test_of_a_backup_a_day_for_a_year(self, day: str, kept: bool) -> None:
        daily = [before(days=number) for number in range(366)]
        assert (datetime.fromisoformat(f"{day}T12:00:00Z") in backup.kept(daily, NOW)) is kept

    def test_of_a_year_leaves_about_thirty(self) -> None:
        daily = [before(days=number) for number in range(366)]
        assert len(backup.kept(daily, NOW)) == 12 + 8 + 8

    def test_counts_only_periods_that_have_backups(self) -> None:
        rare = [before(days=100 * number) for number in range(1, 9)]
        assert backup.kept(rare, NOW) == set(rare)

    @pytest.mark.parametrize("years", [-30, 30])
    def test_under_a_clock_set_wrong_keeps_the_newest_of_each_period(self, years: int) -> None:
        daily = [before(days=number) for number in range(40)]
        keep = backup.kept(daily, NOW + timedelta(days=365 * years))
        assert set(daily[:12]) <= keep

    def test_of_none_is_none(self) -> None:
        assert backup.kept([], NOW) == set()

    def test_happens_with_every_backup_and_takes_the_checksums_along(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        days = [date(2026, 1, 1) + timedelta(days=number) for number in range(40)]
        for day in days:
            backup.create(path, "exit", at(12, day=day))
        left = backup.list_backups(path)
        assert {saved.at for saved in left} == backup.kept(
            [at(12, day=day).now().astimezone(UTC) for day in days], left[0].at
        )
        assert len(left) < 20
        assert len(list(locations.backup_dir().iterdir())) == 2 * len(left)
