"""The whole morning round at the keyboard: ten follow-ups, and how much typing they take.

product.md, "What good looks like": the round takes two keys and one line of typing each.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.services.office import MONDAY, Office
from tests.ui.pane_desk import agenda_of
from tests.ui.terminal import Terminal, terminal

COMPANIES = (
    "Acme", "Hooli", "Globex", "Initech", "Umbrella", "Stark", "Wayne", "Tyrell", "Vandelay",
    "Cyberdyne",
)  # fmt: skip

MOST_COMMANDS = 2
MOST_LINES = 1


class Handled(NamedTuple):
    """What one follow-up took."""

    company: str
    commands: int
    """Keys that are no typed text."""
    lines: int
    """Typed lines."""


class Seller:
    """Somebody at the keyboard who counts what is pressed and what is typed."""

    def __init__(self, at: Terminal) -> None:
        self._at = at
        self.handled: list[Handled] = []

    @property
    def company(self) -> str:
        """Whose follow-up is under the cursor."""
        row = agenda_of(self._at).current
        assert row is not None
        assert row.deal is not None
        return row.deal.company or ""

    async def handle(self, *acts: str) -> str:
        """Press commands and type lines for the follow-up under the cursor; whose it was.

        What begins with a quote is typed.
        """
        company = self.company
        for act in acts:
            if act.startswith('"'):
                await self._at.type(act.strip('"'))
            else:
                await self._at.press(act)
        typed = sum(act.startswith('"') for act in acts)
        self.handled.append(Handled(company, len(acts) - typed, typed))
        return company


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """On Monday morning ten follow-ups are due, of ten deals."""
    made = Office(tmp_path / "sales.db")
    made.clock.pass_days(-7)
    for company in COMPANIES:
        made.add(f"{company}: Licences 12k @negotiation call {company} 20.11.")
    made.clock.set(MONDAY)
    made.desk.close()
    yield made
    made.desk.close()


def deal_of(office: Office, company: str) -> int:
    return COMPANIES.index(company) + 1


async def test_ten_follow_ups_take_two_keys_and_one_line_each(office: Office) -> None:
    async with terminal(office.path, office.clock) as at:
        await at.press("2")
        seller = Seller(at)
        done = [
            await seller.handle("d", '"wants figures > mail figures fri"', "enter"),
            await seller.handle("d", '"agreed > meet on site 3.12. 10:00"', "enter"),
            await seller.handle("d", '"will decide soon >"', "enter"),
            await seller.handle("d", "enter"),
        ]
        put_off = [
            await seller.handle("s", "."),
            await seller.handle("s", ","),
            await seller.handle("s", '"fri 10:00 customer asked"', "enter"),
        ]
        missed = [await seller.handle("m"), await seller.handle("m")]
        won = [await seller.handle("w", "enter")]
        assert agenda_of(at).current is None or seller.company not in won

    assert {one.company for one in seller.handled} == set(COMPANIES)
    assert max(one.commands for one in seller.handled) <= MOST_COMMANDS
    assert max(one.lines for one in seller.handled) <= MOST_LINES
    assert sum(one.commands for one in seller.handled) == 18
    assert sum(one.lines for one in seller.handled) == 4

    in_the_database(office, done, put_off, missed, won)


def in_the_database(
    office: Office, done: list[str], put_off: list[str], missed: list[str], won: list[str]
) -> None:
    """Everything is as it was said to be."""
    steps = {company: office.followups(deal_of(office, company)) for company in COMPANIES}
    for company in done:
        open_step, closed = steps[company]
        assert closed.state == "done"
        assert open_step.due > MONDAY
    assert [steps[company][1].outcome for company in done] == [
        "wants figures", "agreed", "will decide soon", "",
    ]  # fmt: skip
    assert [steps[company][0].text for company in done[:2]] == ["mail figures", "meet on site"]
    assert [office.step(deal_of(office, company)).due for company in put_off] == [
        date(2026, 11, 24), date(2026, 11, 26), date(2026, 11, 27),
    ]  # fmt: skip
    assert [steps[company][0].promised for company in put_off] == [False, False, True]
    assert [steps[company][0].postponed for company in put_off] == [1, 1, 0]
    for company in missed:
        assert steps[company][0].attempts == 1
        assert steps[company][0].due >= MONDAY
    for company in won:
        assert office.deal(deal_of(office, company)).stage_kind == "care"
        assert steps[company][0].due > MONDAY
        assert steps[company][-1].state == "cancelled"
    assert (
        office.value("SELECT COUNT(*) FROM followup WHERE due < '2026-11-23' AND state = 'open'")
        == 0
    )


async def test_one_key_takes_each_of_it_back(office: Office) -> None:
    before = office.everything()
    async with terminal(office.path, office.clock) as at:
        await at.press("2")
        seller = Seller(at)
        await seller.handle("d", '"wants figures > mail figures fri"', "enter")
        await seller.handle("s", ".")
        await seller.handle("m")
        await seller.handle("w", "enter")
        assert office.everything() != before
        await at.press("u", "u", "u", "u")
    assert office.everything() == before
