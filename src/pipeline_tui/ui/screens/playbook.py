"""The playbook on the whole screen: objections and answers, customer stories, materials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway import playbook
from pipeline_tui.ui.screens.keyed import Handler, KeyedScreen
from pipeline_tui.ui.widgets.header import HeaderBar
from pipeline_tui.ui.widgets.playbook import PlaybookView

if TYPE_CHECKING:
    from pipeline_tui.domain.records import Card
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.render.header import Tab
    from pipeline_tui.ui.text import Run
    from pipeline_tui.ui.widgets.filter_line import FilterLine

    FilterTyped = FilterLine.Typed
    FilterClosed = FilterLine.Closed


class PlaybookScreen(KeyedScreen):
    """Shows and searches the entries; the keys are in actions/playbook_keys.py."""

    PLACE = "playbook"

    def __init__(
        self, gateway: Gateway, deal: Card | None, tabs: list[Tab], notes: tuple[Run, ...]
    ) -> None:
        super().__init__(gateway)
        self.deal = deal
        """The deal one came from, with which an entry can be used."""
        self.search = ""
        self._tabs, self._notes = tabs, notes
        self.header = HeaderBar(gateway.today)
        self.view = PlaybookView()

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.footer
        yield self.view

    def on_mount(self) -> None:
        self.show()

    def handler(self, action: str) -> Handler:
        """The function of an action on the entry under the cursor."""
        from pipeline_tui.ui.actions.playbook_keys import PlaybookKeys

        found: Handler = getattr(PlaybookKeys(self), action)
        return found

    def show(self, *, at: int | None = None) -> None:
        """Read the entries again; the cursor stays, or goes to the one with number `at`."""
        try:
            plays, stages = playbook.entries(self.gateway, self.search)
        except DatabaseLocked:
            return  # what is shown stays
        self.view.show(plays, stages, filtered=bool(self.search))
        if at is not None:
            self.view.go_to(at)
        notes = list(self._notes)
        if self.search:
            notes.append((f"/ {self.search}", "chip"))
        self.header.show(self._tabs, None, self.gateway.today, tuple(notes))

    def look_again(self) -> None:
        """Another instance has written."""
        self.show()

    # The search.

    def on_filter_line_typed(self, message: FilterTyped) -> None:
        """A letter of the search."""
        self.search = message.text.strip()
        self.show()

    async def on_filter_line_closed(self, message: FilterClosed) -> None:
        """The search stands, or is as it was before."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        self.search = message.text.strip()
        self.set_focus(None)
        await self.query_one(FilterLine).remove()
        self.show()

    async def on_playbook_view_opened(self) -> None:
        """A double click opens the entry."""
        await self.run_command("open_play")

    def on_header_bar_chosen(self, message: HeaderBar.Chosen) -> None:
        """A screen was clicked in the header."""
        self.call_next(self.press, message.key)

    def nothing_here(self) -> None:
        """Say that there is no entry under the cursor."""
        self.say(_("There is no entry under the cursor"))
