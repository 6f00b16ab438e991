"""Places that do not let us: read-only files and folders, full disks, held locks (safety.md)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import DatabaseLocked, DatabaseUnusable
from pipeline_tui.store import connection
from tests.store.children import add_deal, add_stage, die, in_child, step, without_rights


@pytest.fixture
def place(clock: FixedClock) -> Iterator[Path]:
    """A folder that everybody can reach, with a database that everybody may use."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    conn = connection.open_writer(folder / "sales.db", clock)
    add_deal(conn, "First", add_stage(conn))
    conn.close()
    (folder / "sales.db").chmod(0o666)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


class TestAReadOnlyFile:
    @pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)])
    def test_can_be_read_and_says_why_it_cannot_be_written(
        self, place: Path, clock: FixedClock, file: int, folder: int
    ) -> None:
        path = place / "sales.db"
        path.chmod(file)
        place.chmod(folder)

        def use() -> None:
            reader = connection.open_reader(path)
            assert reader.execute("SELECT title FROM deal").fetchall() == [("First",)]
            reader.close()
            with pytest.raises(DatabaseUnusable, match="cannot be written") as caught:
                connection.open_writer(path, clock)
            assert caught.value.exit_code == 3
            assert "Nothing was changed" in str(caught.value)
            assert "--db" in str(caught.value)

        assert in_child(without_rights(use)) == 0
        assert [found.name for found in place.iterdir()] == ["sales.db"]

    @pytest.mark.parametrize("what", ["file", "folder"])
    def test_that_becomes_so_while_it_is_open_loses_nothing(
        self, place: Path, clock: FixedClock, what: str
    ) -> None:
        def use() -> None:
            path = place / "sales.db"
            conn = connection.open_writer(path, clock)
            conn.execute("PRAGMA query_only=ON" if what == "file" else "SELECT 1")
            os.write(ready, b".")
            os.read(go, 1)
            with (
                pytest.raises(DatabaseUnusable, match="Nothing of this change was saved"),
                step(conn),
            ):
                add_deal(conn, "Second")
            assert conn.execute("SELECT title FROM deal").fetchall() == [("First",)]

        wait_for, ready = os.pipe()
        go, let = os.pipe()

        def ours() -> None:
            assert in_child(without_rights(use)) == 0

        child = os.fork()
        if child == 0:
            code = 1
            try:
                ours()
                code = 0
            finally:
                os._exit(code)
        os.read(wait_for, 1)
        if what == "folder":
            place.chmod(0o555)
        os.write(let, b".")
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    def test_with_the_change_of_a_killed_program_is_not_guessed_at(
        self, place: Path, clock: FixedClock
    ) -> None:
        """Reading it without taking the change back would show half of it."""
        path = place / "sales.db"

        def killed() -> None:
            conn = connection.open_writer(path, clock)
            conn.execute("PRAGMA cache_size=1")
            conn.execute("BEGIN IMMEDIATE")
            for number in range(2000):
                add_deal(conn, f"Half {number}")
            die()

        assert in_child(killed) == -signal.SIGKILL
        (place / "sales.db-journal").chmod(0o666)
        place.chmod(0o555)

        def read() -> None:
            with pytest.raises(DatabaseUnusable) as caught:
                connection.open_reader(path).execute("SELECT title FROM deal").fetchall()
            assert "writ" in str(caught.value)

        assert in_child(without_rights(read)) == 0
        place.chmod(0o777)
        reader = connection.open_reader(path)
        assert reader.execute("SELECT title FROM deal").fetchall() == [("First",)]
        reader.close()

    def test_that_may_not_even_be_read(self, place: Path) -> None:
        path = place / "sales.db"
        path.chmod(0o000)
        connection._checked.clear()

        def read() -> None:
            with pytest.raises(DatabaseUnusable, match=r"cannot be read \(Permission denied\)"):
                connection.open_reader(path)

        assert in_child(without_rights(read)) == 0

    def test_in_a_folder_where_nothing_can_be_made(self, place: Path, clock: FixedClock) -> None:
        place.chmod(0o555)

        def make() -> None:
            with pytest.raises(DatabaseUnusable, match=r"folder .* cannot be written") as caught:
                connection.open_writer(place / "new.db", clock)
            assert caught.value.exit_code == 3

        assert in_child(without_rights(make)) == 0
        assert [found.name for found in place.iterdir()] == ["sales.db"]


class TestALockHeldForLong:
    def test_is_told_and_the_work_goes_on_afterwards(
        self, place: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Ten seconds of the user's are a busy timeout of nothing here."""
        path = place / "sales.db"
        monkeypatch.setattr(connection, "WAIT_MS", 0)
        conn = connection.open_writer(path, clock)
        held, hold = os.pipe()
        stop, let_go = os.pipe()

        def other() -> None:
            theirs = connection.connect(path, 0)
            theirs.execute("BEGIN EXCLUSIVE")
            os.write(hold, b".")
            os.read(stop, 1)

        child = os.fork()
        if child == 0:
            try:
                other()
            finally:
                os._exit(0)
        os.read(held, 1)
        with pytest.raises(DatabaseLocked, match="Nothing of this change was saved"), step(conn):
            add_deal(conn, "Second")
        with pytest.raises(DatabaseLocked, match="Wait a moment"):
            connection.open_reader(path, wait_ms=0)
        os.write(let_go, b".")
        os.waitpid(child, 0)
        with step(conn):
            add_deal(conn, "Second")
        assert conn.execute("SELECT count(*) FROM deal").fetchone() == (2,)
        conn.close()


FULL_DISK = """
import sys
from datetime import date
from pathlib import Path

from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import DatabaseUnusable
from pipeline_tui.store import backup, connection
from tests.store.children import add_deal, add_stage, step

clock = FixedClock(date(2026, 11, 22))
disk = Path(sys.argv[1])
path = disk / "sales.db"
other = disk / "letters.tar"
other.write_bytes(bytes(60000))
conn = connection.open_writer(path, clock)
stage = add_stage(conn)
kept = 0
told = ""
while not told:
    try:
        with step(conn, "deal.add"):
            deal = add_deal(conn, "x" * 5000, stage)
        kept += 1
    except DatabaseUnusable as error:
        told = str(error)
print(kept, told, sep="|")
assert conn.execute("SELECT count(*) FROM deal").fetchone() == (kept,)
assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
for attempt in (
    lambda: backup.create(path, "now", clock, folder=disk / "backups"),
    lambda: connection.open_writer(disk / "other.db", clock),
):
    try:
        attempt()
    except DatabaseUnusable as error:
        print(error)
assert sorted(file.name for file in disk.rglob("*")) == ["backups", "letters.tar", "sales.db"]
other.unlink()
with step(conn, "deal.add"):
    add_deal(conn, "after room was made", stage)
conn.close()
connection.open_reader(path).close()
"""


def on_a_small_disk(disk: Path, *command: str) -> list[str]:
    """The command with 800 KB mounted at `disk`, seen by it alone."""
    mount = f'mount -t tmpfs -o size=800k none "{disk}" && exec "$@"'
    return ["unshare", "-rm", "sh", "-c", mount, "sh", *command]


class TestAFullDisk:
    def test_is_told_loses_nothing_and_the_work_goes_on(self, tmp_path: Path) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        if not _can_mount(disk):
            pytest.skip("this system lets nobody mount a small disk")
        ended = subprocess.run(
            on_a_small_disk(disk, sys.executable, "-c", FULL_DISK, str(disk)),
            capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        work, saved, made = ended.stdout.splitlines()
        kept, told = work.split("|")
        assert int(kept) > 5
        for message in (told, saved, made):
            assert "The disk is full" in message
        assert "Nothing of this change was saved; all earlier work is" in told


def _can_mount(disk: Path) -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run(on_a_small_disk(disk, "true"), capture_output=True, check=False)
    return tried.returncode == 0
