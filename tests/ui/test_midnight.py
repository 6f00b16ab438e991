"""The clock may do anything while the app is open (safety.md)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, time
from pathlib import Path

import pytest

from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.widgets.echo import Echo
from tests.services.office import MONDAY, Office, WorldClock
from tests.ui.terminal import Terminal, terminal

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    made.clock.set(MONDAY, time(23, 59))
    made.add("Acme GmbH: CNC retrofit @proposal call Meier today")
    made.add("Globex AG: Pilot line @proposal call Dora tomorrow")
    made.add("Initech: Plant @proposal meet Lena 25.11.")
    made.desk.close()
    yield made
    made.desk.close()


def groups(at: Terminal) -> dict[str, str]:
    """The company in each group of the agenda."""
    found: dict[str, str] = {}
    group = ""
    for line in at.lines[1:]:
        words = line.split("│")[0].split()
        if words and words[-1].startswith("──"):
            group = words[0]
        for company in ("Acme", "Globex", "Initech"):
            if company in line.split("│")[0]:
                found[company] = group
    return found


def glyph(at: Terminal, company: str) -> str:
    """The glyph of the next step on a company's card."""
    lines = [line.split("│")[0] for line in at.lines]
    row = next(number for number, line in enumerate(lines) if company in line)
    return next(mark for mark in "!●○" if mark in lines[row + 2])


class TestMidnight:
    async def test_turns_today_into_overdue_on_the_board(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            assert "Mon 23 Nov" in at.lines[0]
            assert (glyph(at, "Acme"), glyph(at, "Globex"), glyph(at, "Initech")) == ("●", "○", "○")
            office.clock.set(TUESDAY, time(0, 1))
            await at.until(lambda: "Tue 24 Nov" in at.lines[0])  # the app looks by itself
            assert (glyph(at, "Acme"), glyph(at, "Globex"), glyph(at, "Initech")) == ("!", "●", "○")
            assert "1!" in at.lines[0]

    async def test_turns_the_groups_of_the_agenda(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("2")
            assert groups(at) == {"Acme": "Today", "Globex": "Tomorrow", "Initech": "This"}
            office.clock.set(TUESDAY, time(0, 1))
            at.main.poll()
            await at.settled()
            assert groups(at) == {"Acme": "Overdue", "Globex": "Today", "Initech": "Tomorrow"}

    async def test_lets_a_prompt_mean_the_new_day(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("s")
            office.clock.set(TUESDAY, time(0, 1))
            at.main.poll()
            await at.type("tomorrow")
            assert "Wed 25 Nov" in at.text
            await at.press("enter")
            await at.until(lambda: "u undoes" in at.message)
            assert office.step(1).due == date(2026, 11, 25)

    async def test_turns_what_an_open_prompt_says_without_a_key(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("s")
            await at.type("tomorrow 10:00")
            prompt = at.app.screen
            assert isinstance(prompt, LinePrompt)
            assert "Tue 24 Nov" in prompt.query_one("#prompt-echo", Echo).said
            office.clock.set(TUESDAY, time(0, 1))
            at.main.poll()
            await at.settled()
            assert "Wed 25 Nov" in prompt.query_one("#prompt-echo", Echo).said
            assert prompt.text == "tomorrow 10:00"

    async def test_turns_the_chips_of_a_quick_add(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("a")
            await at.type("Hooli: Rack call Ben tomorrow")
            assert "Tue 24 Nov" in at.text
            office.clock.set(TUESDAY, time(0, 1))
            at.main.poll()
            await at.settled()
            assert "Wed 25 Nov" in at.text
            await at.press("enter")
            await at.until(lambda: "u undoes" in at.message)
            assert office.step(4).due == date(2026, 11, 25)

    async def test_turns_what_an_open_field_says(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("enter", "enter")
            assert at.main.pane is not None
            editor = at.main.pane.editor
            assert editor is not None
            await at.press("ctrl+u")
            await at.type("call tomorrow")
            assert "Tue 24 Nov" in editor.said
            office.clock.set(TUESDAY, time(0, 1))
            at.main.poll()
            await at.settled()
            assert "Wed 25 Nov" in editor.said
            assert editor.text == "call tomorrow"

    async def test_turns_the_next_step_in_the_pane(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            at.main.show_deal()
            await at.settled()
            assert "● today" in beside(at)
            office.clock.set(TUESDAY, time(0, 1))
            at.main.poll()
            await at.settled()
            assert "! Mon 23 Nov" in beside(at)

    async def test_waits_for_a_lock_and_is_made_up_for(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            with closing(sqlite3.connect(office.path, isolation_level=None)) as other:
                other.execute("BEGIN EXCLUSIVE")
                office.clock.set(TUESDAY, time(0, 1))
                at.main.poll()
                await at.settled()
                other.execute("ROLLBACK")
            at.main.poll()
            await at.settled()
            assert "Tue 24 Nov" in at.lines[0]
            assert glyph(at, "Acme") == "!"

    async def test_is_made_up_for_after_days_asleep(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("2")
            office.clock.set(date(2026, 11, 30), time(8))  # the lid was shut for a week
            at.main.poll()
            await at.settled()
            assert "Mon 30 Nov" in at.lines[0]
            assert set(groups(at).values()) == {"Overdue"}

    async def test_changes_what_a_ghost_is(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            office.clock.set(date(2027, 3, 1))
            at.main.poll()
            await at.settled()
            assert "Mon 1 Mar" in at.lines[0]
            assert all(card.state == "ghost" for card in cards(at))


class TestAClockSetBack:
    async def test_is_believed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            office.clock.set(date(2026, 11, 20))
            at.main.poll()
            await at.settled()
            assert "Fri 20 Nov" in at.lines[0]
            assert {card.state for card in cards(at)} == {"later"}
            await at.press("L")
            await at.until(lambda: "moved to" in at.message)
            await at.press("u", "2", "1")
            office.clock.set(MONDAY)
            at.main.poll()
            await at.settled()
            assert glyph(at, "Acme") == "●"

    async def test_to_any_day_at_any_hour(self, office: Office) -> None:
        """Both days of summer time, 29 February, week 53."""
        days = (date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29), date(2026, 12, 31))
        async with terminal(office.path, office.clock) as at:
            for day in days:
                for hour in (time(0, 0), time(2, 30), time(23, 59)):
                    office.clock.set(day, hour)
                    at.main.poll()
                    await at.press("2", "1")
                    assert f" {day.day} " in at.lines[0]


class TestTheDaysOnWhichTheClockIsChanged:
    async def test_begin_and_end_at_midnight_on_the_wall(self, office: Office) -> None:
        """23 hours in March, 25 in October; Berlin changes at 01:00 UTC."""
        hours = [
            ("2026-03-28T22:59Z", "Sat 28 Mar"),
            ("2026-03-28T23:00Z", "Sun 29 Mar"),
            ("2026-03-29T00:59Z", "Sun 29 Mar"),
            ("2026-03-29T01:00Z", "Sun 29 Mar"),
            ("2026-03-29T21:59Z", "Sun 29 Mar"),
            ("2026-03-29T22:00Z", "Mon 30 Mar"),
            ("2026-10-24T21:59Z", "Sat 24 Oct"),
            ("2026-10-24T22:00Z", "Sun 25 Oct"),
            ("2026-10-25T00:30Z", "Sun 25 Oct"),
            ("2026-10-25T01:30Z", "Sun 25 Oct"),
            ("2026-10-25T22:59Z", "Sun 25 Oct"),
            ("2026-10-25T23:00Z", "Mon 26 Oct"),
        ]
        clock = WorldClock("2026-03-28T12:00Z")
        async with terminal(office.path, clock) as at:
            for moment, day in hours:
                clock.set(moment)
                at.main.poll()
                await at.settled()
                assert day in at.lines[0], moment

    async def test_leave_the_time_of_an_appointment_alone(self, office: Office) -> None:
        deal = office.add("Hooli: Rack @proposal call Ben 30.3.2027 10:00")
        office.desk.close()
        clock = WorldClock("2027-03-26T12:00Z")  # Friday before the change
        async with terminal(office.path, clock) as at:
            for moment in ("2027-03-28T00:59Z", "2027-03-28T01:00Z", "2027-03-30T07:00Z"):
                clock.set(moment)
                at.main.poll()
                at.main.state.seek(deal)
                at.main.show_deal()
                await at.settled()
                assert "10:00" in beside(at).split("call Ben")[0]


class TestTravelling:
    async def test_another_time_zone_is_noticed_while_the_app_is_open(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = WorldClock("2026-11-23T23:30Z")  # half past midnight in Berlin
        async with terminal(office.path, clock) as at:
            await at.press("2")
            assert "Tue 24 Nov" in at.lines[0]
            assert groups(at) == {"Acme": "Overdue", "Globex": "Today", "Initech": "Tomorrow"}
            monkeypatch.setenv("TZ", "America/New_York")  # still Monday evening there
            at.main.poll()
            await at.settled()
            assert "Mon 23 Nov" in at.lines[0]
            assert groups(at) == {"Acme": "Today", "Globex": "Tomorrow", "Initech": "This"}
            monkeypatch.setenv("TZ", "Asia/Tokyo")  # Tuesday morning
            at.main.poll()
            await at.settled()
            assert "Tue 24 Nov" in at.lines[0]

    async def test_what_happened_is_told_by_the_days_of_where_one_is(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = WorldClock("2026-11-24T08:00Z")
        async with terminal(office.path, clock) as at:
            at.main.state.seek(1)
            at.main.show_deal()
            await at.settled()
            assert "23 Nov  + deal added" in beside(at)  # made at 23:59 in Berlin
            monkeypatch.setenv("TZ", "Asia/Tokyo")  # the same day, but it was the 24th there
            at.main.poll()
            await at.settled()
            assert "24 Nov  + deal added" in beside(at)


def beside(at: Terminal) -> str:
    """What the pane shows."""
    return "\n".join(line.partition("│")[2] for line in at.lines[1:-1])


def cards(at: Terminal) -> list[object]:
    """The cards of the Proposal column."""
    state = at.main.state
    place = next(n for n, column in enumerate(state.columns) if column.stage.name == "Proposal")
    return [state.card(place, row) for row in range(state.count(place))]
