"""Companies and contacts on the whole screen: a list to search, beside it the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway import people
from pipeline_tui.ui.screens.keyed import Handler, KeyedScreen
from pipeline_tui.ui.widgets.header import HeaderBar
from pipeline_tui.ui.widgets.people_list import PeopleList
from pipeline_tui.ui.widgets.people_page import PeoplePage

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.render.header import Tab as HeaderTab
    from pipeline_tui.ui.text import Run
    from pipeline_tui.ui.widgets.filter_line import FilterLine

    FilterTyped = FilterLine.Typed
    FilterClosed = FilterLine.Closed

WIDE = 96
"""From this width on list and page stand side by side."""


class PeopleScreen(KeyedScreen):
    """Shows where one is; the keys are in actions/people_keys.py."""

    PLACE = "people"

    def __init__(
        self,
        gateway: Gateway,
        notes: tuple[Run, ...],
        begin: tuple[str, int | None],
        first: str = "",
    ) -> None:
        super().__init__(gateway)
        self.wants_deal: int | None = None
        """The deal to be opened once the screen has gone."""
        self.in_page = False
        self.search = ""
        self._notes = notes
        self._begin = begin
        self._first = first
        self._started = False
        self._getting_ready = False
        self.header = HeaderBar(gateway.today)
        self.list = PeopleList(gateway, self.follow)
        self.page = PeoplePage(gateway)

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.footer
        yield self.list
        yield self.page

    async def on_mount(self) -> None:
        """Show the list, and the one it begins with."""
        self.list.show("")
        kind, number = self._begin
        if number is not None:
            self.list.go_to(kind, number)
        self.fit()
        self._started = True
        self.follow()
        self.show_header()
        if self._first:
            self.call_after_refresh(self.run_command, self._first)

    def handler(self, action: str) -> Handler:
        """The function of an action on who is under the cursor."""
        from pipeline_tui.ui.actions.people_keys import PeopleKeys

        found: Handler = getattr(PeopleKeys(self), action)
        return found

    @property
    def wide(self) -> bool:
        """Whether list and page stand side by side."""
        return self.size.width >= WIDE

    def on_resize(self, _event: events.Resize) -> None:
        """Another size may put the page beside or over the list."""
        self.fit()

    def fit(self) -> None:
        """List and page side by side, or the one that has the keys."""
        self.list.display = self.wide or not self.in_page
        self.page.display = self.wide or self.in_page
        self.list.styles.width = max(40, self.size.width * 2 // 5) if self.wide else "1fr"

    def to_place(self, *, in_page: bool) -> None:
        """Give the keys to the page or to the list."""
        self.in_page = in_page
        self.fit()
        self.list.activate(not in_page)
        self.page.activate(in_page)

    def follow(self) -> None:
        """The page follows the cursor of the list."""
        if self._started:
            row = self.list.current
            self.page.show(None if row is None else (row.kind, row.id))

    def show_header(self) -> None:
        """How many there are, and the search."""
        notes = list(self._notes)
        if self.search:
            notes.append((f"/ {self.search}", "chip"))
        self.header.show([_tab()], None, self.gateway.today, tuple(notes))

    def reread(self, *, at: tuple[str, int] | None = None) -> None:
        """Everything in sight again; the cursor stays, or goes `at` somebody."""
        try:
            with self.gateway.at_once():
                self.list.show(self.search)
                if at is not None and not self.list.go_to(*at) and self.search:
                    self.search = ""
                    self.list.show("")
                    self.list.go_to(*at)
                self.page.reload()
        except DatabaseLocked:
            return  # what is shown stays
        self.show_header()

    def look_again(self) -> None:
        """Another instance has written, or midnight has passed."""
        self.reread()

    # The search.

    def get_ready(self) -> None:
        """A search begins: what it looks through is read behind the screen."""
        self._getting_ready = True
        self.run_worker(self._get_ready(), group="everybody", exit_on_error=False)

    async def _get_ready(self) -> None:
        try:
            await self.list.get_ready()
        finally:
            self._getting_ready = False
        if self.search != self.list.words:
            self.look_for()

    def look_for(self) -> None:
        """Those in which the words of the search stand; the page follows the cursor."""
        try:
            with self.gateway.at_once():
                self.list.show(self.search)
        except DatabaseLocked:
            return  # what is shown stays
        self.show_header()

    def on_filter_line_typed(self, message: FilterTyped) -> None:
        """A letter of the search; the first ones wait until everybody has been read."""
        self.search = message.text.strip()
        if self.list.ready or not self._getting_ready:
            self.look_for()

    async def on_filter_line_closed(self, message: FilterClosed) -> None:
        """The search stands, or is as it was before."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        self.search = message.text.strip()
        self.set_focus(None)
        await self.query_one(FilterLine).remove()
        self.look_for()
        if not self.search:
            self.list.forget()

    # The mouse, and what the page asks for.

    async def on_people_list_opened(self) -> None:
        """A double click opens the page."""
        await self.run_command("open")

    def on_people_list_chosen(self) -> None:
        """A click on the list takes the keys there."""
        if self.in_page:
            self.to_place(in_page=False)

    def on_people_page_chosen(self) -> None:
        """A click on the page takes the keys there."""
        if not self.in_page:
            self.to_place(in_page=True)

    def on_people_page_saved(self) -> None:
        """A field was edited: the list shows it too."""
        self.reread()
        self.tell()

    def on_people_page_wanted(self, message: PeoplePage.Wanted) -> None:
        """A deal of the page is opened, a contact is gone to."""
        if message.kind == "deal":
            self.wants_deal = message.number
            self.dismiss(None)
        elif message.kind == people.CONTACT:
            self.reread(at=(people.CONTACT, message.number))
            self.to_place(in_page=self.in_page)

    def on_header_bar_chosen(self, message: HeaderBar.Chosen) -> None:
        """The header was clicked."""
        self.call_next(self.press, message.key)


def _tab() -> HeaderTab:
    from pipeline_tui.ui.render.header import Tab as HeaderTab

    return HeaderTab("C", _("Companies and contacts"), "", True)
