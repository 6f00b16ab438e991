"""The stand-up on `S`: what was, what is due, what is stuck, on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from pipeline_tui.domain.standup import MOST_LINES
from pipeline_tui.services import deals, followups, targets
from pipeline_tui.ui.modals.standup import StandUpList, StandUpView
from tests.services.office import MONDAY, Office
from tests.ui.terminal import Terminal, terminal

FRIDAY = date(2026, 11, 20)
SIZES = [(160, 45), (80, 24), (40, 15), (20, 5)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Friday's work is done; on Monday one step is due, one overdue, and one deal a ghost."""
    made = Office(tmp_path / "sales.db")
    made.clock.set(date(2026, 10, 1))
    made.add("Umbrella: Lab 90k @proposal")
    made.clock.set(date(2026, 11, 18))
    made.add("Acme GmbH: CNC retrofit 12k @proposal call Meier 23.11. 10:00")
    made.add("Globex AG: Pilot line 40k @proposal call Dora 19.11.")
    won = made.add("Initech: Plant 2 5k @negotiation call Lena 20.11.")
    made.clock.set(FRIDAY)
    deals.win(made.desk, won)
    made.clock.set(MONDAY)
    made.desk.close()
    yield made
    made.desk.close()


def shown(at: Terminal) -> list[str]:
    """The lines of the view."""
    assert isinstance(at.app.screen, StandUpView)
    region = at.app.screen.query_one(StandUpList).region
    return [line[region.x :].rstrip() for line in at.lines[region.y : region.bottom]]


class TestTheStandUp:
    @pytest.mark.parametrize("way", [(), ("2",), ("enter",)], ids=["board", "agenda", "pane"])
    async def test_opens_from_everywhere_with_one_key(
        self, office: Office, way: tuple[str, ...]
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press(*way, "S")
            assert "Stand-up Mon 23 Nov" in at.text
            assert [line.replace("▌", " ") for line in shown(at)] == [
                " ✓ Yesterday  1  since Fri 20 Nov",
                "   Initech · Plant 2: won, €5,000",
                " ● Today  1",
                "   10:00 call Meier · Acme GmbH · CNC retrofit ⚑",
                " ! Overdue  1",
                "   Thu 19 Nov call Dora · Globex AG · Pilot line ⚑",
                " † Ghosts  1",
                "   Umbrella · Lab",
                " · Gap to target: – (no target is set)",
            ]

    async def test_says_which_rate_its_target_lacks(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q4", "100k CHF")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await at.press("S")
            assert shown(at)[-1] == (
                " · Gap to target: – (no rate for CHF: pipeline-tui settings rates CHF=…)"
            )

    async def test_is_left_as_it_was_opened(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            for key in ("escape", "q", "S"):
                await at.press("S", key)
                assert at.app.screen is at.main

    async def test_copies_what_it_shows(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("S", "y")
            assert at.app.clipboard.split("\n")[:4] == [
                "Stand-up Mon 23 Nov",
                "Yesterday  1  (since Fri 20 Nov)",
                "  Initech · Plant 2: won, €5,000",
                "Today  1",
            ]
            assert len(at.app.clipboard.split("\n")) <= MOST_LINES + 1
            assert "copied" in at.text

    async def test_opens_the_deal_under_the_cursor(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("S", "j", "j", "enter")
            assert at.app.screen is at.main
            assert at.title == "Pilot line"
            assert at.main.in_pane

    async def test_the_cursor_goes_over_deals_only(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("S")
            found = []
            for key in ("k", "j", "j", "j", "j", "g"):
                found.append(cursor(at))
                await at.press(key)
            assert [line.split()[0] for line in found] == [
                "Initech", "Initech", "10:00", "Thu", "Umbrella", "Umbrella",
            ]  # fmt: skip
            assert "Initech" in cursor(at)

    async def test_follows_what_somebody_else_does_meanwhile(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("S")
            followups.done(office.desk, office.step(3).id, "reached")
            at.main.poll()
            await at.settled()
            assert " ! Overdue  0" in shown(at)

    async def test_rolls_over_at_midnight(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("S")
            office.clock.set(date(2026, 11, 24), time(0, 1))
            at.main.poll()
            await at.settled()
            assert "Stand-up Tue 24 Nov" in at.text
            assert shown(at)[0] == " ✓ Yesterday  0  since Mon 23 Nov"
            assert " ! Overdue  2" in shown(at)

    @pytest.mark.parametrize("size", SIZES)
    async def test_fits_every_screen(self, office: Office, size: tuple[int, int]) -> None:
        for number in range(20):
            office.add(f"C{number}: d{number} call Meier today")
        office.desk.close()
        async with terminal(office.path, office.clock, size=size) as at:
            await at.press("S")
            assert 1 <= len(shown(at)) <= MOST_LINES
            assert ("↓" in at.text) == (len(shown(at)) < MOST_LINES)
            for _turn in range(2):
                await at.press("G")
                last = shown(at)
                await at.press("g")
            if size[1] >= 15:
                assert "Gap to target" in last[-1]
                assert "Yesterday" in shown(at)[0]

    async def test_an_empty_file_has_nothing_to_open(self, tmp_path: Path) -> None:
        empty = Office(tmp_path / "empty.db")
        empty.desk.close()
        async with terminal(empty.path, empty.clock) as at:
            await at.press("S", "j", "G", "enter", "y")
            assert "Yesterday  0" in shown(at)[0]


def cursor(at: Terminal) -> str:
    """The line under the cursor."""
    (line,) = [line for line in shown(at) if line.startswith("▌")]
    return line.lstrip("▌ ")
