"""A desk with a deal won and one lost for the insights, and what a test reads off them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from pipeline_tui.services import deals
from pipeline_tui.ui.screens.insights import InsightsScreen
from tests.services.office import Office
from tests.ui.agenda_desk import office_on_monday
from tests.ui.terminal import Terminal


def office_with_outcomes(folder: Path) -> Office:
    """Won from the fair, lost from the web, and the agenda of a Monday morning."""
    made = office_on_monday(folder)
    deals.win(made.desk, made.add("Umbra: Press 40k @proposal source:fair"))
    deals.lose(made.desk, made.add("Vandelay: Latex 10k @proposal source:web"), "price")
    return made


def screen(at: Terminal) -> InsightsScreen:
    return cast(InsightsScreen, at.app.screen)


async def shown(at: Terminal, *keys: str) -> str:
    """Press keys, and wait until the figures of the page are there."""
    await at.press(*keys)
    await at.until(lambda: "working it out" not in at.text and "wird berechnet" not in at.text)
    await at.settled()
    return at.text


async def whole(at: Terminal) -> str:
    """The page with all that stands below on it."""
    await at.until(lambda: screen(at).complete)
    await at.settled()
    return at.text
