"""The clock may do anything while the app is open (safety.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from tests.services.office import MONDAY, Office
from tests.ui.terminal import Terminal, terminal

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
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


def cards(at: Terminal) -> list[object]:
    """The cards of the Proposal column."""
    state = at.main.state
    place = next(n for n, column in enumerate(state.columns) if column.stage.name == "Proposal")
    return [state.card(place, row) for row in range(state.count(place))]
