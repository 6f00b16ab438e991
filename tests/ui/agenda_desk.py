"""A seller's agenda on a Monday morning, and what a test reads off it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pipeline_tui.ui.modals.line import LinePrompt
from tests.services.office import MONDAY, Office
from tests.ui.pane_desk import agenda_of
from tests.ui.terminal import Terminal, terminal

LINES = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier tue !high budget freeze",
    "Hooli: Licences 18k @proposal call Gavin fri 9:00",
    "Globex AG: Pilot line 40k @qualification meet on site 23.11. 14:00",
    "Initech: Plant 2 55k @negotiation mail contract 24.11.",
    "Umbrella: Service 90k @proposal call Wong 27.11.",
    "Stark: Pepper 20k @qualification call Tony 3.12.",
)


def office_on_monday(folder: Path) -> Office:
    """Two follow-ups overdue, one due today, one tomorrow, one this week, one later."""
    made = Office(folder / "sales.db")
    made.ask_nothing()
    made.clock.pass_days(-7)
    for line in LINES:
        made.add(line)
    made.clock.set(MONDAY)
    made.desk.close()
    return made


@asynccontextmanager
async def agenda(office: Office, size: tuple[int, int] = (160, 45)) -> AsyncIterator[Terminal]:
    async with terminal(office.path, office.clock, size=size) as at:
        await at.press("2")
        yield at
    office.desk.close()


def view(at: Terminal) -> list[str]:
    return agenda_of(at).lines


def words(at: Terminal) -> str:
    """What the follow-up under the cursor says."""
    row = agenda_of(at).current
    return row.text if row else ""


def heads(at: Terminal) -> list[str]:
    """The heads of the groups: name, count and value."""
    said = [" ".join(text.replace("─", "").split()) for text in view(at) if "──" in text]
    return [text for text in said if text[:1].isalpha()]


def groups(at: Terminal) -> list[str]:
    """The heads without what they are worth."""
    return [text.split(" ·")[0] for text in heads(at)]


def prompt(at: Terminal) -> LinePrompt:
    screen = at.app.screen
    assert isinstance(screen, LinePrompt)
    return screen
