"""The main screen: header, board or agenda, deal pane, footer. Wiring; commands are in actions/."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.i18n import _
from pipeline_tui.ui.render.header import Tab
from pipeline_tui.ui.screens.keyed import Handler, TravellingScreen
from pipeline_tui.ui.screens.watch import BACKUP_SECONDS, Watch
from pipeline_tui.ui.widgets.board import BoardView
from pipeline_tui.ui.widgets.board_state import BoardState
from pipeline_tui.ui.widgets.header import HeaderBar

if TYPE_CHECKING:
    from pipeline_tui.domain.records import Headline
    from pipeline_tui.domain.round import Round
    from pipeline_tui.ui.actions.views import Views
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.widgets.agenda import AgendaView
    from pipeline_tui.ui.widgets.filter_line import FilterLine
    from pipeline_tui.ui.widgets.pane import PaneView

    FilterTyped = FilterLine.Typed
    FilterClosed = FilterLine.Closed
    AgendaSelected = AgendaView.Selected
    PaneSaved = PaneView.Saved
    PaneAsked = PaneView.Asked

WIDE = 120
"""From this width on the pane stands beside the board (product.md, Sizes)."""


class MainScreen(TravellingScreen):
    """What is on, where the keys go, and what is read again after a change."""

    def __init__(self, gateway: Gateway, *, demo: bool = False) -> None:
        super().__init__(gateway)
        self.notes: list[tuple[str, str]] = []
        """What is special about the file, as chips in the header."""
        if demo:
            self.notes.append((_("demo"), "chip"))
        if gateway.read_only:
            self.notes.append((_("read-only: nothing can be saved"), "banner"))
        self.state = BoardState(gateway)
        self.state.load()
        self.mode = "board"
        self.in_pane = False
        self.pane_open: bool | None = None
        """None until somebody opens or closes it: then the width decides."""
        self.today = gateway.today
        self.headline: Headline | None = None
        self.filter_text = ""
        self.header = HeaderBar(self.today)
        self.board = BoardView(self.state, gateway.currency(), self.today)
        self.agenda: AgendaView | None = None
        self.stale: set[str] = set()
        """Board or agenda, while it is hidden and shows what is no longer so."""
        self._watch = Watch(self)
        self.pane: PaneView | None = None
        self.round: Round | None = None
        self._handlers: dict[str, Handler] = {}

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.footer
        yield self.board

    def on_mount(self) -> None:
        """The first picture needs nothing but the board; the rest follows it."""
        self.show_header()

    def on_board_view_painted(self) -> None:
        """The board stands: now what is not needed for it."""
        self.call_after_refresh(self._after_first_paint)

    async def _after_first_paint(self) -> None:
        self.read_headline()
        self.set_interval(1.0, self.poll)
        self.set_interval(BACKUP_SECONDS, self._watch.back_up)
        await self.fit_pane()
        self.run_worker(self._warm_up(), exit_on_error=False)

    async def _warm_up(self) -> None:
        """Import what the first keys need; like start-up's objects it stays, uncollected."""
        await self.gateway.warm_up("pipeline_tui.ui.ahead")
        gc.freeze()
        await self.lock_forecasts()

    async def lock_forecasts(self) -> None:
        """Lock what was forecast for a month that has begun, behind the screen."""
        if self.gateway.forecasts_due:
            from pipeline_tui.ui.gateway.locking import lock_forecasts

            await lock_forecasts(self.gateway)
            with suppress(DatabaseLocked):  # then the next look does it
                self._watch.have_looked_again()

    # Keys.

    @property
    def place(self) -> str:
        """Board, agenda or pane."""
        return "pane" if self.in_pane else self.mode

    def handler(self, action: str) -> Handler:
        """The function of an action, kept once it was looked for."""
        found = self._handlers.get(action)
        if found is None:
            from pipeline_tui.ui.actions import find

            found = self._handlers[action] = find(self, action)
        return found

    # What stands in the header.

    def show_header(self) -> None:
        """Screens, figures, filter and day as they are now."""
        notes = self.chips()
        if self.filter_text:
            notes.append((f"/ {self.filter_text}", "chip"))
        tabs = self.tabs("2" if self.mode == "agenda" else "1")
        self.header.show(tabs, self.headline, self.today, tuple(notes))

    def chips(self) -> list[tuple[str, str]]:
        """Which day is shown where it is not today, and what is special about the file."""
        return [*self.time_chips(), *self.notes]

    def tabs(self, on: str) -> list[Tab]:
        """All screens on number keys, of which the one with the key `on` is shown."""
        overdue = self.headline.overdue if self.headline else 0
        ghosts = self.headline.ghosts if self.headline else 0
        return [
            Tab("1", _("Board"), "", on == "1"),
            Tab("2", _("Agenda"), f"{overdue}!" if overdue else "", on == "2"),
            Tab("4", _("Review"), f"{ghosts}†" if ghosts else "", on == "4"),
            Tab("5", _("Insights"), "", on == "5"),
            Tab("6", _("Playbook"), "", on == "6"),
        ]

    def read_headline(self) -> None:
        """Figures again; the columns on the board spare adding up, unless they are filtered."""
        columns = self.state.columns if self.state.flt is None else None
        self.headline = self.gateway.headline(columns)
        self.show_header()

    # The pane beside the board, or over it.

    @property
    def wide(self) -> bool:
        """Whether board and pane stand side by side."""
        return self.size.width >= WIDE

    @property
    def pane_shown(self) -> bool:
        """Whether the pane is on the screen."""
        return self.wide if self.pane_open is None else self.pane_open

    async def fit_pane(self) -> None:
        """Show, hide and size the pane for this width; made when it is first needed."""
        shown = self.pane_shown
        if shown and self.pane is None:
            from pipeline_tui.ui.widgets.pane import PaneView

            self.pane = PaneView(self.gateway)
            self.show_deal()
            self.pane.styles.width = self._pane_width()
            await self.mount(self.pane)
        if self.pane is None:
            return
        self.pane.styles.width = self._pane_width()
        self.pane.display = shown
        over = shown and not self.wide
        self.board.display = self.mode == "board" and not over
        if self.agenda is not None:
            self.agenda.display = self.mode == "agenda" and not over
        if over and not self.in_pane:
            self.to_place(in_pane=True)
        elif not shown and self.in_pane:
            self.to_place(in_pane=False)

    def _pane_width(self) -> int | str:
        width = self.size.width
        return max(48, min(72, width * 3 // 8)) if self.wide else "1fr"

    async def on_resize(self, _event: events.Resize) -> None:
        """Another size may put the pane beside or over the board."""
        if self.pane is not None or self.pane_open:
            await self.fit_pane()

    def to_place(self, *, in_pane: bool) -> None:
        """Give the keys to the pane or to the list, and show where they are."""
        self.in_pane = in_pane
        self.board.activate(not in_pane)
        if self.agenda is not None:
            self.agenda.activate(not in_pane)
        if self.pane is not None:
            self.pane.activate(in_pane)
        self.show_hints()

    async def to_list(self) -> None:
        """Give the keys to the list, and let it be seen: what is hidden must not get keys."""
        if self.pane_shown and not self.wide:
            self.pane_open = False
            await self.fit_pane()
        elif self.in_pane:
            self.to_place(in_pane=False)

    def show_deal(self) -> None:
        """The pane follows the cursor."""
        if self.pane is not None and self.pane_shown:
            self.pane.show(self.deal_id)

    @property
    def deal_id(self) -> int | None:
        """The deal under the cursor of board or agenda."""
        if self.mode == "agenda" and self.agenda is not None:
            followup = self.agenda.current
            return followup.deal.id if followup and followup.deal else None
        card = self.state.current
        return card.id if card else None

    async def switch(self, mode: str) -> None:
        """Show board or agenda."""
        if mode == self.mode:
            await self.to_list()
            return
        if mode == "agenda" and self.agenda is None:
            from pipeline_tui.ui.widgets.agenda import AgendaView

            self.agenda = AgendaView(self.gateway, self.state.marks)
            self.stale.add("agenda")
            self.agenda.display = False
            await self.mount(self.agenda, after=self.board)
        self.mode = mode
        self.freshen()
        if self.pane_open and not self.wide:
            self.pane_open = False
        self.to_place(in_pane=False)
        over = self.pane_shown and not self.wide
        self.board.display = mode == "board" and not over
        if self.agenda is not None:
            self.agenda.display = mode == "agenda" and not over
        self.show_header()
        self.show_deal()

    def follow(self, deal_id: int, stage_ids: set[int]) -> None:
        """A deal went to another column with the cursor on it."""
        with self.gateway.at_once():
            self.board.follow(deal_id, stage_ids)
            self._reread_rest()

    # Another day: midnight has passed, or somebody travels.

    def follow_day(self) -> bool:
        """Take over the day that is shown now; whether it is another one."""
        today = self.gateway.today
        if today == self.today:
            return False
        self.today = self.board.today = today
        self.board.currency = self.gateway.currency()
        self.board.forget()
        return True

    def day_asked(self) -> None:
        """The header says which day is on its way."""
        super().day_asked()
        self.show_header()

    def day_changed(self) -> None:
        """Everything in sight as of the day that is shown."""
        super().day_changed()
        self.follow_day()
        self.reread()

    # Reading again.

    def reread(self, *, keep: int | None = None) -> None:
        """Everything in sight again; the cursor stays on its deal or goes to `keep`."""
        self.stale.discard("board")
        self.state.reload(keep=keep)
        self.board.repaint_all()
        self._reread_rest()

    def reread_stages(self, stage_ids: set[int]) -> None:
        """The columns a change has touched, with the figures, the agenda and the pane."""
        with self.gateway.at_once():
            self._reread_columns(stage_ids)
            self._reread_rest()

    def _reread_columns(self, stage_ids: set[int]) -> None:
        state = self.state
        places = {at for at in map(state.at_stage, stage_ids) if at is not None}
        state.refresh(stage_ids)
        state.show_cursor()
        for slot in self.board.slots:
            if slot.at in places:
                if not slot.folded:
                    state.need(slot.at)
                self.board.repaint_column(slot.at)

    def _reread_rest(self) -> None:
        self.read_headline()
        self.stale.add("agenda")
        self.freshen()
        if self.pane is not None and self.pane_shown:
            self.pane.show(self.deal_id if not self.in_pane else self.pane.deal_id)
            self.pane.reload()

    def freshen(self) -> None:
        """Board and agenda are read again when they are looked at."""
        if self.mode not in self.stale:
            return
        self.stale.remove(self.mode)
        if self.mode == "board":
            self.state.narrow_down()
            self.board.repaint_all()
        elif self.agenda is not None:
            self.agenda.set_filter(self.state.flt)

    def poll(self) -> None:
        """Once a second: another instance may have written, or midnight may have passed."""
        self._watch.look()

    # The mouse.

    def on_board_view_selected(self, message: BoardView.Selected | AgendaSelected) -> None:
        """A click on board or agenda takes the keys there; a double click opens the deal."""
        if self.in_pane:
            self.to_place(in_pane=False)
        self.show_deal()
        if message.opened:
            self.call_next(self.run_command, "open")

    def on_pane_view_chosen(self) -> None:
        """A click on the pane takes the keys there."""
        if not self.in_pane:
            self.to_place(in_pane=True)

    def on_pane_view_saved(self, message: PaneSaved) -> None:
        """A field was edited in the pane: the board shows it too."""
        if message.elsewhere:
            self.reread()
        else:
            self.reread_stages({message.stage_id})
        self.tell()

    async def on_pane_view_asked(self, message: PaneAsked) -> None:
        """A line of the pane that is edited by a command, as the stage by moving."""
        await self.run_command(message.action)

    on_agenda_view_selected = on_board_view_selected

    def on_filter_line_typed(self, message: FilterTyped) -> None:
        """A letter of the filter."""
        self._views.filter_typed(self._filter_line(), message.text)

    async def on_filter_line_closed(self, message: FilterClosed) -> None:
        """The filter stands, or is as it was before."""
        await self._views.filter_closed(self._filter_line(), message.text)

    def _filter_line(self) -> FilterLine:
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        return self.query_one(FilterLine)

    @property
    def _views(self) -> Views:
        from pipeline_tui.ui.actions.views import Views

        return Views(self)

    def on_header_bar_chosen(self, message: HeaderBar.Chosen) -> None:
        """A screen was clicked in the header."""
        self.call_next(self.press, message.key)
