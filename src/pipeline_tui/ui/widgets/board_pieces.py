"""What stands in the columns of the board: cards, heads and blanks, drawn once and then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment

from pipeline_tui.domain.records import Card
from pipeline_tui.i18n import _
from pipeline_tui.ui import text
from pipeline_tui.ui.render.card import card_lines
from pipeline_tui.ui.render.cells import fit
from pipeline_tui.ui.render.head import folded_lines, head_lines
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from pipeline_tui.ui.widgets.board import BoardView

_CACHE = 500
"""So many drawn cards are kept, 1.5 MB."""


class Slot(NamedTuple):
    """Where a column stands on the screen."""

    at: int
    x: int
    cells: int
    folded: bool


class Pieces:
    """The same piece is the very same list each time, until `clear`."""

    def __init__(self, view: BoardView) -> None:
        self._view = view
        self._cards: dict[tuple[int, int, str, bool], tuple[Card, list[list[Segment]]]] = {}
        self._heads: dict[int, tuple[tuple[object, ...], list[list[Segment]]]] = {}
        self._folds: dict[int, tuple[tuple[object, ...], list[list[Segment]]]] = {}
        """What was drawn, and of what."""
        self._blanks: dict[int, list[Segment]] = {}

    def clear(self) -> None:
        """Draw everything anew, as in other colours."""
        for drawn in (self._cards, self._heads, self._folds, self._blanks):
            drawn.clear()

    @property
    def fill(self) -> str:
        """The style of what is under the cursor."""
        return "cursor" if self._view.active else "cursor-dim"

    def card(self, card: Card, cells: int, fill: str) -> list[list[Segment]]:
        """The lines of a card."""
        key = (card.id, cells, fill, card.id in self._view.state.marks)
        found = self._cards.get(key)
        if found is None or (found[0] is not card and found[0] != card):
            if len(self._cards) >= _CACHE:
                self._cards.clear()
            lines = card_lines(card, cells, self._view.today, fill=fill, marked=key[3])
            found = self._cards[key] = (card, [self._segments(line) for line in lines])
        return found[1]

    def head(self, slot: Slot) -> list[list[Segment]]:
        """Name and rule of an open column."""
        column, here = self._view.state.columns[slot.at], slot.at == self._view.state.here
        jam = self._view.jams.get(column.stage.id)
        of = (column, slot.cells, self._view.currency, here, jam)
        found = self._heads.get(slot.at)
        if found is None or found[0] != of:
            currency = self._view.currency
            name, rule = head_lines(column, slot.cells, currency, jam, here=here)
            found = self._heads[slot.at] = (of, [self._segments(name), self._segments(rule)])
        return found[1]

    def folded(self, slot: Slot, y: int) -> list[Segment]:
        """One line of a folded column."""
        of = (self._view.state.columns[slot.at], self._view.size.height)
        found = self._folds.get(slot.at)
        if found is None or found[0] != of:
            rows = [self._segments(row) for row in folded_lines(*of)]
            found = self._folds[slot.at] = (of, rows)
        return found[1][y] if y < len(found[1]) else self.blank(slot.cells)

    def empty(self, slot: Slot, line: int) -> list[Segment]:
        """That nothing is here, and under the cursor what one can do about it."""
        here, filtered = slot.at == self._view.state.here, self._view.state.flt is not None
        words = _("nothing matches") if filtered else _("nothing here")
        if line:
            stage = self._view.state.columns[slot.at].stage
            words = _("a adds a deal") if stage.kind == "open" else ""
            if filtered:
                words = _("esc shows all deals")
            return self._segments([(fit(f" {words}" if here else "", slot.cells), "faint")])
        style = f"{self.fill}+faint" if here else "faint"
        return self._segments([(fit(f" {words}", slot.cells), style)])

    def blank(self, cells: int) -> list[Segment]:
        """Empty ground."""
        found = self._blanks.get(cells)
        if found is None:
            found = self._blanks[cells] = [text.blank(cells, self._view.palette.style)]
        return found

    def _segments(self, runs: list[Run]) -> list[Segment]:
        return text.segments(runs, self._view.palette.style)
