"""Another program has the file: the app waits, says so, loses no key and goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.errors import DatabaseLocked, PipelineError
from pipeline_tui.services import backups, deals
from pipeline_tui.store import connection, migrations
from pipeline_tui.store.migrations import Step
from pipeline_tui.ui import app as running
from pipeline_tui.ui.gateway import Gateway
from tests.services.office import Office
from tests.ui.terminal import PATIENCE, terminal

WAITING = "Waiting for another program"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    for line in ("Acme: one @proposal call Meier fri", "Globex: two @proposal call Ann fri"):
        made.add(line)
    yield made
    made.desk.close()


@contextmanager
def held(path: Path, how: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
    """Another program is in the middle of a write; readers may still read."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute(f"BEGIN {how}")
        yield conn
        if conn.in_transaction:
            conn.execute("ROLLBACK")


async def until(holds: Callable[[], object]) -> None:
    """Wait for a state while the app is in the middle of a key, which a pilot would wait for."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0)


class TestWhileAnotherProgramWrites:
    async def test_a_move_waits_and_no_key_is_lost_or_doubled(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            with held(office.path) as other:
                pressing = asyncio.create_task(at.pilot.press("L", "j", "a"))
                await until(lambda: WAITING in at.text)  # painted, not only noted
                other.execute("ROLLBACK")
                await pressing
            await at.settled()
            await at.type("Hooli: three")
            await at.press("enter")
            assert office.value("SELECT count(*) FROM deal WHERE title = 'three'") == 1
            assert office.deal(1).stage == "Negotiation"
            said = list(office.rows("SELECT action FROM journal_step"))
            assert said.count(("deal.move",)) == 1
            assert WAITING not in at.text

    async def test_undo_waits_too(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            with held(office.path) as other:
                pressing = asyncio.create_task(at.pilot.press("u"))
                await until(lambda: WAITING in at.message)
                other.execute("ROLLBACK")
                await pressing
            await at.settled()
            assert at.message.startswith("Undone: Globex · two added")

    async def test_whatever_is_chosen_while_it_is_locked_the_app_goes_on(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(connection, "WAIT_MS", 40)
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            for keys in (("M", "3"), ("delete",), ("m",), ("H",)):
                await at.press(*keys[:-1])
                with held(office.path):
                    await at.press(keys[-1])
                    assert "Another program is writing" in at.message, keys
                    assert "Nothing of this change was saved" in at.message
            for keys in (("w",), ("x", "2")):
                await at.press(*keys)
                with held(office.path):
                    await at.press("enter")
                    assert "Another program is writing" in at.text, keys
                await at.press("escape")
            await at.press("w", "enter")
            assert office.deal(1).stage_kind == "care"


class TestStartingWhileTheFileIsHeld:
    def test_waits_until_it_is_free(
        self, office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        gateway = Gateway(office.path, office.clock)
        with held(office.path, "EXCLUSIVE") as other:
            looks: list[int] = []
            check = gateway.check

            def look() -> None:
                looks.append(1)
                if len(looks) == 3:
                    other.execute("ROLLBACK")
                check()

            monkeypatch.setattr(gateway, "check", look)
            running._open(gateway)
        assert len(looks) == 3
        assert capsys.readouterr().err.count(WAITING) == 1
        gateway.close()

    def test_gives_up_after_a_while(
        self, office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(running, "PATIENCE", 0.1)
        gateway = Gateway(office.path, office.clock)
        with held(office.path, "EXCLUSIVE"), pytest.raises(DatabaseLocked) as caught:
            running._open(gateway)
        assert caught.value.exit_code == 4
        gateway.close()


class TestABackupRestoredBeside:
    async def test_is_noticed_and_worked_on(self, office: Office) -> None:
        saved = backups.make(office.desk)
        deals.delete(office.desk, [2])
        async with terminal(office.path, office.clock) as at:
            assert "two" not in at.text
            backups.restore(office.desk, saved.id)
            at.main.poll()
            await at.settled()
            assert "The file was replaced" in at.message
            assert "two" in at.text
            at.main.state.seek(2)
            await at.press("L")
            assert office.deal(2).stage == "Negotiation"

    async def test_a_key_right_after_it_is_saved_in_the_new_file(self, office: Office) -> None:
        saved = backups.make(office.desk)
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("L", "H")
            backups.restore(office.desk, saved.id)
            await at.press("L")
            assert office.deal(1).stage == "Negotiation"


class TestAMigration:
    async def test_is_told_when_it_forgot_what_could_be_undone(
        self, office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        office.desk.close()
        version = migrations.VERSION + 1
        step = Step(version, ("CREATE TABLE colour (id INTEGER PRIMARY KEY) STRICT",))
        steps = (*migrations.steps(), step)
        monkeypatch.setattr(migrations, "steps", lambda: steps)
        monkeypatch.setattr(migrations, "VERSION", version)
        async with terminal(office.path, office.clock) as at:
            at.main.poll()
            assert f"brought to schema {version}" in at.message
            assert "2 earlier steps can no longer be undone" in at.message


class TestBackupsWhileTheAppIsOpen:
    async def test_are_made_every_half_hour_if_something_changed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await self.due(at.main.gateway)
            first = len(backups.all_of(office.desk))
            assert first == 1
            await self.due(at.main.gateway)
            assert len(backups.all_of(office.desk)) == first  # nothing changed
            deals.add_deal(office.desk, "three", suggest=False)
            await self.due(at.main.gateway)
            assert len(backups.all_of(office.desk)) == first  # half an hour has not passed
            at_noon = office.clock.fixed.local().time()
            office.clock.set(office.clock.today(), at_noon.replace(minute=31))
            await self.due(at.main.gateway)
            assert len(backups.all_of(office.desk)) == first + 1
            deals.add_deal(office.desk, "four", suggest=False)
            office.clock.pass_days(1)
            await self.due(at.main.gateway)
            assert len(backups.all_of(office.desk)) == first + 2
            places = {backup.file.parent for backup in backups.all_of(office.desk)}
            assert office.path.parent not in places

    async def due(self, gateway: Gateway) -> None:
        await gateway.back_up_if_due()
        assert not gateway.news

    async def test_that_fail_are_told_once_and_the_app_goes_on(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_place: object, **_named: object) -> None:
            raise PipelineError("The disk is full")

        monkeypatch.setattr(backups, "make_if_due", full)
        async with terminal(office.path, office.clock) as at:
            for _round in range(3):
                await at.main.gateway.back_up_if_due()
                at.main.poll()
            assert at.message == "No backup: The disk is full."
            assert at.main.gateway.news == []
            await at.press("a")
            await at.type("three")
            await at.press("enter")
            assert office.value("SELECT count(*) FROM deal WHERE title = 'three'") == 1

    def test_that_fail_on_the_way_out_do_not_hide_that_all_is_saved(
        self, office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def full(*_place: object, **_named: object) -> None:
            raise PipelineError("The disk is full")

        monkeypatch.setattr(backups, "make_if_due", full)
        running._leave(Gateway(office.path, FixedClock(office.clock.today())))
        assert capsys.readouterr().err == "pipeline-tui: No backup: The disk is full.\n"
