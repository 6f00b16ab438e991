"""The doctor tells what is wrong, changes nothing, and never fails itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui import locations
from pipeline_tui.clock import FixedClock
from pipeline_tui.store import backup, connection, doctor, migrations
from pipeline_tui.store.doctor import Finding
from tests.store.children import add_deal, add_stage, step

CHECKS = ["sqlite", "file", "rights", "rights", "versions", "integrity", "foreign_keys", "undo",
          "past", "backups"]  # fmt: skip


@pytest.fixture
def path() -> Path:
    """In our own folder, whose rights count too."""
    return locations.default_database()


@pytest.fixture
def writer(path: Path, clock: FixedClock) -> Iterator[sqlite3.Connection]:
    path.parent.parent.mkdir(parents=True)
    conn = connection.open_writer(path, clock)
    with step(conn):
        stage = add_stage(conn)
        for number in range(500):
            add_deal(conn, f"Deal {number}", stage)
    yield conn
    conn.close()


def wrong(path: Path) -> list[Finding]:
    before = path.read_bytes()
    findings = doctor.examine(path)
    assert path.read_bytes() == before
    for finding in findings:
        assert finding.text
        assert finding.ok or finding.todo, finding
    return [finding for finding in findings if not finding.ok]


class TestAHealthyDatabase:
    def test_is_found_healthy(
        self, path: Path, writer: sqlite3.Connection, clock: FixedClock
    ) -> None:
        made = backup.create(path, "now", clock)
        findings = doctor.examine(path)
        assert [finding.check for finding in findings] == CHECKS
        assert wrong(path) == []
        texts = [finding.text for finding in findings]
        assert texts[1] == f"{path}: {path.stat().st_size} bytes"
        assert f"Schema {migrations.VERSION} of {migrations.VERSION}" in texts
        assert "1 step can be undone" in texts
        assert f"1 backup; the newest good one is {made.id}" in texts

    def test_that_is_not_there_yet_is_no_trouble(self, path: Path) -> None:
        findings = doctor.examine(path)
        assert [finding.check for finding in findings] == ["sqlite", "file"]
        assert all(finding.ok for finding in findings)
        assert not path.parent.exists()

    def test_without_a_backup_is_no_trouble(self, path: Path, writer: sqlite3.Connection) -> None:
        assert wrong(path) == []

    def test_in_a_folder_of_the_users_own_is_no_trouble(
        self, tmp_path: Path, clock: FixedClock
    ) -> None:
        (tmp_path / "mine").mkdir(mode=0o755)
        connection.open_writer(tmp_path / "mine" / "x.db", clock).close()
        assert wrong(tmp_path / "mine" / "x.db") == []


class TestASickDatabase:
    def test_open_to_others(self, path: Path, writer: sqlite3.Connection) -> None:
        path.chmod(0o644)
        path.parent.chmod(0o755)
        file, folder = wrong(path)
        assert file.todo == f"Close it to others: chmod 0600 {path}"
        assert folder.todo == f"Close it to others: chmod 0700 {path.parent}"

    @pytest.mark.parametrize("rescued", [False, True])
    def test_with_values_that_cannot_be(
        self, path: Path, writer: sqlite3.Connection, clock: FixedClock, rescued: bool
    ) -> None:
        made = backup.create(path, "now", clock) if rescued else None
        writer.execute("PRAGMA ignore_check_constraints=ON")
        writer.execute("UPDATE stage SET kind = 'nonsense'")
        (found,) = wrong(path)
        assert found.check == "integrity"
        assert found.text.startswith("The file is damaged inside: CHECK constraint failed")
        assert ("restore " + made.id if made else "no backup of it") in found.todo

    @pytest.mark.parametrize(
        ("start", "asked"), [(-8192, True), (6000, False)], ids=["inside", "at the root"]
    )
    def test_damaged(
        self, path: Path, writer: sqlite3.Connection, clock: FixedClock, start: int, asked: bool
    ) -> None:
        made = backup.create(path, "now", clock)
        writer.close()
        data = path.read_bytes()
        path.write_bytes(data[:start] + b"\xff" * len(data[start:]))
        found = wrong(path)
        assert "integrity" in [finding.check for finding in found]
        assert found[0].todo.endswith(f"backup restore {made.id}")
        checks = [finding.check for finding in doctor.examine(path)]
        assert ("versions" in checks) is asked

    def test_that_is_a_text(self, path: Path, writer: sqlite3.Connection) -> None:
        writer.close()
        path.write_text("Dear Sir or Madam, " * 10)
        connection._checked.clear()
        (found,) = wrong(path)
        assert found.check == "file"
        assert "not a database" in found.text

    def test_that_cannot_be_opened(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 30, 0))
        found = wrong(path)
        assert [finding.check for finding in found] == ["sqlite", "integrity"]
        assert "too old" in found[1].text

    def test_with_rows_that_point_to_nothing(self, path: Path, writer: sqlite3.Connection) -> None:
        writer.execute("PRAGMA foreign_keys=OFF")
        writer.execute("UPDATE deal SET stage_id = 77 WHERE id IN (3, 4)")
        (found,) = wrong(path)
        assert found.check == "foreign_keys"
        assert found.text == "2 rows point to some that are not there (deal)"

    def test_that_forgets_changes(self, path: Path, writer: sqlite3.Connection) -> None:
        writer.execute("DROP TRIGGER journal_deal_update")
        (found,) = wrong(path)
        assert found.check == "undo"

    @pytest.mark.parametrize("trigger", ["past_deal", "past_followup", "past_setting_delete"])
    def test_that_forgets_what_was(
        self, path: Path, writer: sqlite3.Connection, trigger: str
    ) -> None:
        writer.execute(f"DROP TRIGGER {trigger}")
        (found,) = wrong(path)
        assert found.check == "past"
        assert trigger in found.text

    def test_that_keeps_something_else_than_what_was(
        self, path: Path, writer: sqlite3.Connection
    ) -> None:
        writer.execute("DROP TRIGGER past_stage")
        writer.execute("CREATE TRIGGER past_stage AFTER UPDATE ON stage BEGIN SELECT 1; END")
        assert [found.check for found in wrong(path)] == ["past"]

    def test_of_an_older_schema(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version = migrations.VERSION
        monkeypatch.setattr(migrations, "VERSION", version + 1)
        (found,) = wrong(path)
        assert found.check == "versions"
        assert found.text == f"Schema {version} of {version + 1}"

    def test_with_bad_backups_only(
        self, path: Path, writer: sqlite3.Connection, clock: FixedClock
    ) -> None:
        backup.create(path, "now", clock).file.write_bytes(b"x")
        (found,) = wrong(path)
        assert found.check == "backups"
        assert found.todo == "Make one now: pipeline-tui backup now"

    def test_whose_backups_cannot_be_listed(
        self, path: Path, writer: sqlite3.Connection, tmp_path: Path
    ) -> None:
        (tmp_path / "file").touch()
        found = doctor.examine(path, folder=tmp_path / "file")[-1]
        assert (found.check, found.ok) == ("backups", False)
        assert "The folder cannot be read (Not a directory)" in found.text

    def test_locked_by_another_program(
        self, path: Path, writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doctor, "WAIT_MS", 0)
        writer.execute("BEGIN EXCLUSIVE")
        (found,) = wrong_locked(path)
        assert "Another program is writing" in found.text


def wrong_locked(path: Path) -> list[Finding]:
    """Reading the bytes here would drop the lock: closing a file drops its process's locks."""
    return [finding for finding in doctor.examine(path) if not finding.ok]
