"""Somebody else at the same file: another window of the app, or a command line beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from textual import events

from pipeline_tui.cli import main as command_line
from pipeline_tui.store import connection
from tests.services.office import Office
from tests.ui.terminal import Terminal, terminal

LINES = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier today !high budget freeze benefit:speed",
    "Globex AG: Pilot line 40k @qualification meet on site tomorrow",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    for line in LINES:
        made.add(line)
    yield made
    made.desk.close()


def command(office: Office, *arguments: str) -> None:
    """What somebody types in another window."""
    day = office.clock.today().isoformat()
    assert command_line(["--db", str(office.path), "--today", day, *arguments]) == 0


async def paste(at: Terminal, text: str) -> None:
    """Put a text where one types, at once."""
    at.app.post_message(events.Paste(text))
    await at.settled()


@contextmanager
def locked(office: Office) -> Iterator[None]:
    """Another program holds the file for long."""
    with closing(sqlite3.connect(office.path, isolation_level=None)) as conn:
        conn.execute("BEGIN EXCLUSIVE")
        yield
        conn.execute("ROLLBACK")


async def edit_risk(at: Terminal) -> None:
    """Open the risk of Acme in the pane."""
    main = at.main
    main.state.seek(1)
    main.show_deal()
    await at.press("enter")
    assert main.pane is not None
    assert main.pane.go_to("field", "risk", 0)
    await at.press("e")


class TestAChangeMadeElsewhere:
    async def test_is_seen_at_the_next_look(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            assert "Initech" not in at.text
            command(office, "add", "Initech: Plant 55k @proposal call Lena tomorrow")
            command(office, "move", "2", "negotiation", "--force", "--reason", "they insist")
            await at.until(lambda: "Initech" in at.text)  # the app looks by itself
            assert "Negotiation  1" in at.text
            assert "Qualification  0" in at.text

    async def test_is_seen_in_pane_and_agenda(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            at.main.show_deal()
            command(office, "set", "1", "benefit=two shifts fewer")
            at.main.poll()
            await at.until(lambda: "two shifts fewer" in at.text)
            await at.press("2")
            command(office, "next", "1", "mail the offer today")
            at.main.poll()
            await at.until(lambda: any("mail the offer" in line for line in at.lines[2:20]))

    async def test_to_the_open_deal_takes_it_away_quietly(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            at.main.show_deal()
            await at.press("enter")
            command(office, "delete", "1")
            at.main.poll()
            await at.until(lambda: "CNC retrofit" not in at.text)
            await at.press("e", "escape", "w", "n", "escape", "escape")
            command(office, "undo")
            at.main.poll()
            await at.until(lambda: "CNC retrofit" in at.text)

    async def test_leaves_what_is_typed_alone(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("a")
            await paste(at, "Hooli: rack")
            command(office, "move", "2", "negotiation", "--force", "--reason", "they insist")
            at.main.poll()
            await at.settled()
            assert "Hooli: rack" in at.text
            await at.type(" 18k")
            await at.press("enter")
            await at.until(lambda: "added" in at.message)
            assert office.value("SELECT count(*) FROM deal WHERE title = 'rack'") == 1

    async def test_that_overtakes_a_prompt_is_told_until_somebody_types(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "s")
            await paste(at, "fri")
            command(office, "done", "1")
            await at.press("enter")
            await at.until(lambda: "closed already" in at.text)
            at.main.poll()
            await at.settled()
            assert "closed already" in at.text
            await at.type(" 10:00")
            assert "closed already" not in at.text


class TestTheSameField:
    @pytest.mark.parametrize(("key", "kept"), [("1", "mine alone"), ("2", "theirs entirely")])
    async def test_shows_both_and_a_key_decides(self, office: Office, key: str, kept: str) -> None:
        async with terminal(office.path, office.clock) as at:
            await edit_risk(at)
            command(office, "set", "1", "risk=!low theirs entirely")
            await at.press("ctrl+u")
            await paste(at, "mine alone")
            await at.press("enter")
            await at.until(lambda: "changed elsewhere" in at.text)
            assert "theirs entirely" in at.text
            assert "mine alone" in at.text
            assert office.deal(1).risk_text == "theirs entirely"
            await at.press(key)
            await at.until(lambda: at.main.pane is not None and not at.main.pane.editing)
            assert office.deal(1).risk_text == kept

    async def test_another_field_is_no_conflict(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await edit_risk(at)
            command(office, "set", "1", "benefit=three shifts")
            await at.press("ctrl+u")
            await paste(at, "mine alone")
            await at.press("enter")
            await at.until(lambda: at.main.pane is not None and not at.main.pane.editing)
            deal = office.deal(1)
            assert (deal.risk_text, deal.benefit) == ("mine alone", "three shifts")


class TestUndo:
    async def test_takes_back_what_the_other_did(self, office: Office) -> None:
        """One stack for the file: the message names what was undone (architecture.md)."""
        async with terminal(office.path, office.clock) as at:
            command(office, "move", "2", "negotiation", "--force", "--reason", "they insist")
            await at.press("u")
            assert "Pilot line" in at.message
            assert "Negotiation" in at.message
            assert office.deal(2).stage == "Qualification"
            assert "Qualification  1" in at.text
            command(office, "redo")
            at.main.poll()
            await at.until(lambda: "Negotiation  1" in at.text)


class TestALockHeldForLong:
    @pytest.fixture(autouse=True)
    def patience_of_a_moment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Five seconds of waiting for the lock are forty milliseconds here."""
        monkeypatch.setattr(connection, "WAIT_MS", 40)

    async def test_keeps_what_was_typed_and_the_app_goes_on(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("a")
            await paste(at, "Hooli: rack 18k")
            with locked(office):
                await at.press("enter")
                await at.until(lambda: "Another program is writing" in at.text)
                assert "Nothing of this change was saved" in at.text
                assert "Hooli: rack 18k" in at.text
            await at.press("enter")
            await at.until(lambda: "added" in at.message)
            assert office.value("SELECT count(*) FROM deal WHERE title = 'rack'") == 1

    async def test_is_told_for_a_move_and_the_view_stays(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            before = at.main.state.current
            with locked(office):
                await at.press("L")
                assert "Another program is writing" in at.message
                await at.press("j", "l", "k", "h", "2", "1", "enter", "tab", "colon")
                await paste(at, "glo")
                await at.press("escape")
                at.main.poll()
                await at.settled()
                assert "Globex AG" in at.text
            assert at.main.state.current == before
            await at.press("L")
            await at.until(lambda: "moved to" in at.message)

    async def test_keeps_an_edited_field_open(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await edit_risk(at)
            await at.press("ctrl+u")
            await paste(at, "new thoughts")
            pane = at.main.pane
            assert pane is not None
            with locked(office):
                await at.press("enter")
                await at.until(
                    lambda: pane.editor and "Another program is writing" in pane.editor.said
                )
                assert pane.editor is not None
                assert pane.editor.text == "new thoughts"
            await at.press("enter")
            await at.until(lambda: not pane.editing)
            assert office.deal(1).risk_text == "new thoughts"
