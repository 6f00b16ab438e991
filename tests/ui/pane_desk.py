"""A file with one deal to work on, and the pane or the agenda opened on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time
from pathlib import Path
from typing import Any

from textual import events

from pipeline_tui.domain.records import DealPage
from pipeline_tui.services import deals, reading
from pipeline_tui.ui.widgets.agenda import AgendaView
from pipeline_tui.ui.widgets.pane import PaneView
from tests.services.office import MONDAY, Office
from tests.ui.terminal import Terminal, terminal

LINE = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier tomorrow 10:00 !high budget freeze "
    '#renewal source:fair meier@acme.de benefit:"saves 4 h a week" close:18.12.'
)


def office_at(folder: Path, line: str = LINE) -> Office:
    """A file on Monday, with one deal that was added the week before."""
    office = Office(folder / "sales.db")
    office.clock.pass_days(-7)
    office.add(line)
    office.clock.set(MONDAY, time(12))
    deals.log(office.desk, 1, "Asked for references.\nOf our size.", "note")
    office.desk.close()
    return office


class PaneUser:
    """Somebody with the pane open and the keys in it."""

    def __init__(self, at: Terminal, office: Office) -> None:
        self.at = at
        self._office = office

    @property
    def pane(self) -> PaneView:
        pane = self.at.main.pane
        assert pane is not None
        return pane

    @property
    def page(self) -> DealPage:
        """The deal as it is on the disk."""
        found = reading.page(self._office.desk, 1)
        assert found is not None
        return found

    @property
    def here(self) -> str:
        """The name of the field under the cursor, else the kind of the item."""
        item = self.pane.current
        assert item is not None
        return item.name or item.kind

    @property
    def line(self) -> str:
        """The line under the cursor, as it is drawn."""
        return next((text for text in self.pane.lines if "▌" in text), "")

    @property
    def typed(self) -> str:
        """What stands in the editor on the line."""
        editor = self.pane.editor
        assert editor is not None
        return editor.text

    @property
    def echo(self) -> str:
        """What the editor says beneath."""
        editor = self.pane.editor
        assert editor is not None
        return editor.said

    async def go(self, name: str) -> None:
        """Put the cursor on the first item of this name or kind."""
        kinds = {"evidence": "box", "stage": "stage", "more": "more"}
        kinds |= {"note": "note", "followup": "followup"}
        kind = kinds.get(name, "field")
        items = self.pane.items
        key = next((item.key for item in items if item.kind == kind), 0)
        found = self.pane.go_to(kind, "" if kind in ("more", "note", "followup") else name, key)
        assert found, f"there is no {name} in the pane"
        await self.at.settled()

    async def replace(self, text: str) -> None:
        """Paste a text in place of the one that stands in the editor."""
        await self.at.press("ctrl+u")
        self.at.app.post_message(events.Paste(text))
        await self.at.until(lambda: self.typed == text)

    async def edit(self, name: str, text: str) -> None:
        """Go to a field and save a text in it."""
        await self.go(name)
        await self.at.press("e")
        await self.replace(text)
        await self.at.press("enter")


@asynccontextmanager
async def pane_of(
    office: Office, size: tuple[int, int] = (160, 45), **options: Any
) -> AsyncIterator[PaneUser]:
    """The app with the deal under the cursor opened in the pane."""
    async with terminal(office.path, office.clock, size=size, **options) as at:
        await at.press("enter")
        yield PaneUser(at, office)
    office.desk.close()


def agenda_of(at: Terminal) -> AgendaView:
    """The agenda, once it has been opened."""
    agenda = at.main.agenda
    assert agenda is not None
    return agenda
