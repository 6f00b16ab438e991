"""What the board shows and where its cursor is; reads by window, knows no Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Card, Column
from pipeline_tui.ui.window import SlidingWindow

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.ui.gateway import Gateway, Key

PAGE_SPARE = 4
"""So many cards more than fit are read at a time."""
MARGIN = 1
"""Cards kept in sight above and below the cursor while there are any."""


class BoardState:
    """Columns, their windows of cards, a cursor row and a first visible row for each."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self.columns: list[Column] = []
        self.flt: Filter | None = None
        self.here = 0
        self.marks: set[int] = set()
        self.fits = 8
        self.sight: set[int] = set()
        """The columns whose cards are shown."""
        self._windows: dict[int, SlidingWindow[Card]] = {}
        self._rows: dict[int, int] = {}
        self._tops: dict[int, int] = {}

    # What is there.

    def count(self, at: int) -> int:
        """Cards that column `at` can show."""
        return self.columns[at].shown

    def card(self, at: int, row: int) -> Card | None:
        """A loaded card; never reads."""
        return self._window(at).row(row)

    def row(self, at: int) -> int:
        """The cursor row of column `at`."""
        return self._rows.get(self.columns[at].stage.id, 0)

    def top(self, at: int) -> int:
        """The first visible row of column `at`."""
        return self._tops.get(self.columns[at].stage.id, 0)

    def folded(self, at: int) -> bool:
        """Whether the column is drawn narrow: all but open stages, unless the cursor is there."""
        return self.columns[at].stage.kind != "open" and at != self.here

    @property
    def current(self) -> Card | None:
        """The card under the cursor."""
        if not self.columns:
            return None
        return self._window(self.here).row(self.row(self.here))

    @property
    def marked(self) -> list[int]:
        """Deals that are marked, oldest first."""
        return sorted(self.marks)

    def at_stage(self, stage_id: int) -> int | None:
        """The place of a stage among the columns."""
        for at, column in enumerate(self.columns):
            if column.stage.id == stage_id:
                return at
        return None

    # Reading.

    def load(self) -> None:
        """Read all columns' figures; the cards follow when their column is shown."""
        columns = self._gateway.columns(self.flt)
        first = not self.columns
        self.columns = columns
        self._windows.clear()
        if first:
            self.here = next((at for at, col in enumerate(columns) if col.shown), 0)
        self.here = min(self.here, max(0, len(columns) - 1))
        if columns:
            self.need(self.here)

    def _load_together(self) -> None:
        """As `load`, with the first cards of all columns in sight in one reading."""
        columns = self._gateway.columns(self.flt)
        sight = self.sight | {self.here}
        wanted = [column for at, column in enumerate(columns) if at in sight]
        pages = self._gateway.first_cards(wanted, self.fits + PAGE_SPARE, self.flt)
        self.columns = columns
        self._windows.clear()
        self.here = min(self.here, max(0, len(columns) - 1))
        for at, column in enumerate(columns):
            page = pages.get(column.stage.id)
            if page is not None:
                self._window(at).begin(page, column.shown)
        if columns:
            self.need(self.here)

    def need(self, at: int) -> None:
        """Load what is in sight of column `at`, and keep its cursor and top within bounds."""
        stage = self.columns[at].stage.id
        last = max(0, self.count(at) - 1)
        self._rows[stage] = min(self.row(at), last)
        self._tops[stage] = max(0, min(self.top(at), self.count(at) - self.fits))
        window = self._window(at)
        window.ensure(self.top(at), self.top(at) + self.fits + 1)
        if window.total < self.count(at):
            self.columns[at] = self.columns[at]._replace(shown=window.total)

    def reload(self, *, keep: int | None = None) -> None:
        """Read everything again; the cursor stays on its deal (or goes to the deal `keep`)."""
        deal = keep if keep is not None else (self.current.id if self.current else None)
        self.load()
        if deal is None or not self.seek(deal):
            self.show_cursor()

    def narrow_down(self) -> None:
        """Read everything again under another filter, once a letter.

        The cursor keeps its deal where that is among the first that match; looking further
        would mean counting through the whole column.
        """
        deal = self.current
        self._rows.clear()
        self._tops.clear()
        self._load_together()
        if not self.columns or deal is None:
            return
        found = self._window(self.here).find(lambda card: card.id == deal.id)
        self._rows[self.columns[self.here].stage.id] = found or 0
        self.show_cursor()

    def refresh(self, stage_ids: set[int]) -> None:
        """Read the figures and cards of some columns again."""
        for at, column in enumerate(self.columns):
            if column.stage.id in stage_ids:
                fresh = self._gateway.column(column.stage.id, self.flt)
                if fresh is not None:
                    self.columns[at] = fresh
                self._windows.pop(column.stage.id, None)

    def seek(self, deal_id: int) -> bool:
        """Put the cursor on a deal; False when the board cannot show it now."""
        card = self._gateway.card(deal_id)
        at = None if card is None else self.at_stage(card.stage_id)
        if card is None or at is None:
            return False
        index = self._gateway.card_index(card.stage_id, self._gateway.card_key(card), self.flt)
        window = self._window(at)
        window.reset(self.count(at))
        if index < self.count(at):
            if index < window.keep_near:
                window.ensure(0, index + self.fits + 1)
            else:
                window.place(card, index)
        found = window.row(index)
        if found is None or found.id != deal_id:
            return False
        self.here = at
        self._rows[card.stage_id] = index
        self.show_cursor()
        return True

    # Moving. Each says whether more than two cards changed their place on the screen.

    def step(self, rows: int) -> bool:
        """Cursor up or down in its column."""
        if not self.columns:
            return False
        stage = self.columns[self.here].stage.id
        last = max(0, self.count(self.here) - 1)
        self._rows[stage] = max(0, min(last, self.row(self.here) + rows))
        return self.show_cursor()

    def go_column(self, at: int) -> None:
        """Cursor to another column, to the card at the same height."""
        if not 0 <= at < len(self.columns):
            return
        height = self.row(self.here) - self.top(self.here)
        self.here = at
        self.need(at)
        wanted = min(self.top(at) + height, self.top(at) + self.fits - 1)
        self._rows[self.columns[at].stage.id] = max(0, min(wanted, self.count(at) - 1))
        self.show_cursor()

    def go_card(self, at: int, row: int) -> None:
        """Cursor to a card in sight, as by a click."""
        self.here = at
        self._rows[self.columns[at].stage.id] = max(0, min(row, self.count(at) - 1))
        self.need(at)

    def scroll(self, at: int, rows: int) -> bool:
        """Scroll a column; its cursor stays in sight. False when there was nothing to scroll."""
        stage = self.columns[at].stage.id
        before = self.top(at)
        top = max(0, min(before + rows, self.count(at) - self.fits))
        self._tops[stage] = top
        self._rows[stage] = max(top, min(self.row(at), top + self.fits - 1))
        self.need(at)
        return top != before

    def show_cursor(self) -> bool:
        """Scroll so that the cursor and a card around it are in sight; whether it scrolled."""
        if not self.columns:
            return False
        at = self.here
        stage = self.columns[at].stage.id
        row, top = self.row(at), self.top(at)
        margin = MARGIN if self.fits > 2 * MARGIN else 0
        highest = row + margin - self.fits + 1
        new = max(min(top, row - margin), highest)
        self._tops[stage] = max(0, min(new, self.count(at) - self.fits))
        self.need(at)
        return self.top(at) != top

    def _window(self, at: int) -> SlidingWindow[Card]:
        stage = self.columns[at].stage.id
        window = self._windows.get(stage)
        if window is None:
            window = self._windows[stage] = SlidingWindow(
                lambda key, limit: self._cards(stage, key, limit, forward=True),
                lambda key, limit: self._cards(stage, key, limit, forward=False),
                self._gateway.card_key,
                self.columns[at].shown,
                page=self.fits + PAGE_SPARE,
            )
        return window

    def _cards(self, stage: int, key: Key | None, limit: int, *, forward: bool) -> list[Card]:
        return self._gateway.cards(stage, key, limit, self.flt, forward=forward)
