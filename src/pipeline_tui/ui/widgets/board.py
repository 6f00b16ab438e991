"""The board: one widget that draws everything and refreshes only what changed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from operator import is_
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from pipeline_tui.domain.standing import STUCK
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.ui import text
from pipeline_tui.ui.canvas import WheelCanvas
from pipeline_tui.ui.render.card import CARD_LINES
from pipeline_tui.ui.render.head import FOLDED_CELLS, strip_runs
from pipeline_tui.ui.widgets.board_pieces import Pieces, Slot
from pipeline_tui.ui.widgets.board_state import BoardState

if TYPE_CHECKING:
    from textual import events

    from pipeline_tui.ui.gateway.radar import Jam

NARROW = 60
"""Below this many cells one column is shown at a time (product.md, Sizes)."""
COLUMN_MIN = 26
COLUMN_MAX = 44
GAP = 1
CARD_HEIGHT = CARD_LINES + 1
HEAD_LINES = 2


class BoardView(WheelCanvas):
    """Draws a `BoardState`; tells the screen what the mouse did."""

    class Selected(Message):
        """A card or column was clicked; `opened` by a double click."""

        def __init__(self, *, opened: bool) -> None:
            super().__init__()
            self.opened = opened

    class Painted(Message):
        """The board has its size and its cards, and is being painted for the first time."""

    def __init__(self, state: BoardState, currency: str, today: date) -> None:
        super().__init__(id="board")
        self.state = state
        self.currency = currency
        self.today = today
        self.active = True
        self.jams: dict[int, Jam] = {}
        """The bottlenecks by their stages."""
        self.slots: list[Slot] = []
        self.narrow = False
        """Whether one column is shown at a time."""
        self._body = HEAD_LINES
        """The first line of cards."""
        self._first = 0
        self._drawn = Pieces(self)
        self._made_of: dict[int, list[list[Segment]]] = {}
        """The pieces each line was put together from when it was drawn last."""

    # Layout by arithmetic.

    def lay_out(self) -> None:
        """Work out which columns stand where, and read what they need; on any change of size."""
        width, height = self.size
        self.narrow = width < NARROW
        self._body = HEAD_LINES + (1 if self.narrow else 0)
        state = self.state
        state.fits = max(1, (height - self._body + 1) // CARD_HEIGHT)
        self.slots = []
        if not state.columns or width <= 0:
            return
        if self.narrow:
            self.slots = [Slot(state.here, 0, width, False)]
        else:
            self._lay_out_wide(width)
        state.sight = {slot.at for slot in self.slots if not slot.folded}
        for at in sorted(state.sight):
            state.need(at)
        state.show_cursor()

    def _lay_out_wide(self, width: int) -> None:
        state = self.state
        folds = [state.folded(at) for at in range(len(state.columns))]
        full, narrow = folds.count(False), folds.count(True) * (FOLDED_CELLS + GAP)
        if full * (COLUMN_MIN + GAP) - GAP + narrow <= width:
            self._first = 0
            cells = min(COLUMN_MAX, (width + GAP - narrow) // full - GAP)
        else:
            beside = max(1, (width + GAP) // (COLUMN_MIN + GAP))
            cells = min(COLUMN_MAX, (width + GAP) // min(beside, full) - GAP)
            self._first = min(self._first, state.here)
            while self._reach(folds, cells, state.here) > width:
                self._first += 1
            while self._first and self._reach(folds, cells, len(folds) - 1, -1) <= width:
                self._first -= 1
        x = 0
        for at in range(self._first, len(folds)):
            take = FOLDED_CELLS if folds[at] else cells
            if x + take > width:
                break
            self.slots.append(Slot(at, x, take, folds[at]))
            x += take + GAP

    def _reach(self, folds: list[bool], cells: int, last: int, earlier: int = 0) -> int:
        """Cells taken by the columns from the first shown one to `last`."""
        shown = folds[self._first + earlier : last + 1]
        return sum((FOLDED_CELLS if fold else cells) + GAP for fold in shown) - GAP

    # Drawing.

    def render_line(self, y: int) -> Strip:
        """One line, put together from cached pieces."""
        width = self.size.width
        if not self.slots:
            return self.strip([], width)
        if self.narrow and y == 0:
            columns, here = self.state.columns, self.state.here
            return self.strip(strip_runs(columns, here, width, self.jams), width)
        return self._put_together(y, self._pieces(y))

    def cells(self, y: int, first: int, end: int) -> list[Segment]:
        """Part of a line. Of columns that are drawn again as a whole, as after a move, the
        pieces are enough: no line is put together to be cut up again."""
        if y != 1 and not self.narrow and self.slots and end - first < self.size.width:
            parts = self._between(y, first, end)
            if parts is not None:
                return parts
        return super().cells(y, first, end)

    def _between(self, y: int, first: int, end: int) -> list[Segment] | None:
        """What stands in these cells; None where they begin or end within a column."""
        found: list[Segment] = []
        x = first
        for slot in self.slots:
            after = slot.x + slot.cells
            if after > first and slot.x < end:
                if slot.x < first or after > end:
                    return None
                if slot.x > x:
                    found += self._drawn.blank(slot.x - x)
                found += self._piece(slot, y)
                x = after
        if x < end:
            found += self._drawn.blank(end - x)
        return found

    def drawn_again(self, y: int, before: Strip | None) -> Strip:
        """The line as it was where it is put together from the very same pieces."""
        made_of = self._made_of.get(y)
        if before is None or made_of is None or not self.slots or self.narrow or y == 1:
            return self.render_line(y)
        pieces = self._pieces(y)
        same = len(pieces) == len(made_of) and all(map(is_, pieces, made_of))
        return before if same else self._put_together(y, pieces)

    def _put_together(self, y: int, pieces: list[list[Segment]]) -> Strip:
        self._made_of[y] = pieces
        width = self.size.width
        line = [segment for piece in pieces for segment in piece]
        return self._hint(Strip(text.joined(line), width), y, width)

    def _pieces(self, y: int) -> list[list[Segment]]:
        """What the columns show in line `y`, and the ground between them."""
        pieces: list[list[Segment]] = []
        x = 0
        for slot in self.slots:
            if slot.x > x:
                pieces.append(self._drawn.blank(slot.x - x))
            pieces.append(self._piece(slot, y))
            x = slot.x + slot.cells
        if x < self.size.width:
            pieces.append(self._drawn.blank(self.size.width - x))
        return pieces

    def _hint(self, strip: Strip, y: int, width: int) -> Strip:
        """‹ and › in the rule where columns lie off the screen."""
        if self.narrow or y != 1:
            return strip
        style = self.palette.style
        first = self.slots[0]
        if first.at > 0:
            signs = [("‹", "accent")]
            if not first.folded and self.state.columns[first.at].stage.id in self.jams:
                signs.append((STUCK, "bad"))  # it stands there, before a blank
            hint = text.strip(signs, len(signs), style)
            strip = Strip.join([hint, strip.crop(len(signs), width)])
        if self.slots[-1].at < len(self.state.columns) - 1:
            strip = Strip.join([strip.crop(0, width - 1), text.strip([("›", "accent")], 1, style)])
        return strip

    def _piece(self, slot: Slot, y: int) -> list[Segment]:
        """What column `slot` shows in line `y`."""
        if slot.folded:
            return self._drawn.folded(slot, y)
        line = y - self._body
        if line < 0:
            return self._drawn.head(slot)[y - self._body + HEAD_LINES]
        state = self.state
        index, part = divmod(line, CARD_HEIGHT)
        row = state.top(slot.at) + index
        if part == CARD_LINES:
            return self._drawn.blank(slot.cells)
        card = state.card(slot.at, row) if row < state.count(slot.at) else None
        if card is None:
            if line < 2 and not state.count(slot.at):
                return self._drawn.empty(slot, line)
            return self._drawn.blank(slot.cells)
        here = slot.at == state.here and row == state.row(slot.at)
        fill = self._drawn.fill if here else ""
        return self._drawn.card(card, slot.cells, fill)[part]

    # Repainting.

    def repaint_all(self) -> None:
        """After a change of columns, sizes or filter."""
        self.lay_out()
        self.refresh()

    def repaint_card(self, at: int, row: int) -> None:
        """One card, if it is in sight."""
        for slot in self.slots:
            if slot.at == at and not slot.folded:
                y = self._body + (row - self.state.top(at)) * CARD_HEIGHT
                self.repaint_area(slot.x, y, slot.cells, CARD_LINES)

    def repaint_column(self, at: int, *, heads_only: bool = False) -> None:
        """One column with its head; a folded one too."""
        for slot in self.slots:
            if slot.at == at:
                height = self._body if heads_only else self.size.height
                self.repaint_area(slot.x, 0, slot.cells, height)

    def show_jams(self, jams: Iterable[Jam]) -> None:
        """Say in the heads which stages are stuck; only heads that change are drawn again."""
        before, self.jams = self.jams, {jam.stage_id: jam for jam in jams}
        for at, column in enumerate(self.state.columns):
            if before.get(column.stage.id) != self.jams.get(column.stage.id):
                self.repaint_column(at, heads_only=True)

    def activate(self, active: bool) -> None:
        """Draw the cursor as the one that has the keys, or not."""
        if active != self.active:
            self.active = active
            if self.state.columns:
                self.repaint_card(self.state.here, self.state.row(self.state.here))

    def forget(self) -> None:
        """Drop what was drawn, as after a change of day or theme."""
        self._drawn.clear()
        self.repaint_all()

    # Moving, with as little repainting as it takes.

    def step(self, rows: int) -> None:
        """Cursor up or down."""
        state = self.state
        if not state.columns:
            return
        before = state.row(state.here)
        if state.step(rows):
            self.repaint_column(state.here)
            return
        if state.row(state.here) != before:
            self.repaint_card(state.here, before)
            self.repaint_card(state.here, state.row(state.here))

    def go_column(self, at: int) -> None:
        """Cursor to another column; folded ones open, and the board scrolls sideways."""
        state = self.state
        if not 0 <= at < len(state.columns) or at == state.here:
            return
        before, row = state.here, state.row(state.here)
        unfolds = "open" not in (state.columns[at].stage.kind, state.columns[before].stage.kind)
        same = [slot.at for slot in self.slots]
        state.go_column(at)
        if unfolds or self.narrow or at not in same or self._folds_changed(before, at):
            self.repaint_all()
            return
        for column in (before, at):
            self.repaint_column(column, heads_only=True)
        self.repaint_card(before, row)
        self.repaint_card(at, state.row(at))
        if not state.count(at) or not state.count(before):
            self.repaint_column(before)
            self.repaint_column(at)

    def follow(self, deal_id: int, stage_ids: set[int]) -> None:
        """The deal under the cursor went to another column."""
        state, before = self.state, self.state.here
        shown = {slot.at for slot in self.slots}
        state.refresh(stage_ids)
        found = state.seek(deal_id)
        if self.narrow or not found or state.here not in shown:
            self.repaint_all()
            return
        if self._folds_changed(before, state.here):
            self.repaint_all()
            return
        for at in (before, state.here):
            state.need(at)
            self.repaint_column(at)

    def after_reorder(self, rows: int) -> None:
        """The card under the cursor changed places with its neighbour; the cursor goes along."""
        state = self.state
        before, scrolled = state.row(state.here), state.step(rows)
        state.need(state.here)
        if scrolled:
            self.repaint_column(state.here)
            return
        for row in (before, state.row(state.here)):
            self.repaint_card(state.here, row)

    def _folds_changed(self, before: int, at: int) -> bool:
        columns = self.state.columns
        return columns[before].stage.kind != "open" or columns[at].stage.kind != "open"

    # Events.

    def resized(self) -> None:
        """A new size: everything is worked out again, the cursor keeps its deal."""
        first = not self.slots
        with suppress(DatabaseLocked):
            self.lay_out()
        if first:
            self.post_message(self.Painted())

    def locate(self, x: int, y: int) -> tuple[int, int | None] | None:
        """Column and row at a place of the widget; no row for heads and blanks."""
        for slot in self.slots:
            if slot.x <= x < slot.x + slot.cells:
                line = y - self._body
                if slot.folded or line < 0:
                    return slot.at, None
                row = self.state.top(slot.at) + line // CARD_HEIGHT
                inside = line % CARD_HEIGHT < CARD_LINES and row < self.state.count(slot.at)
                return slot.at, row if inside else None
        return None

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens."""
        place = self.locate(event.x, event.y)
        if place is None:
            return
        at, row = place
        if row is None:
            self.go_column(at)
        else:
            here, before = self.state.here, self.state.row(self.state.here)
            if at != here:
                self.go_column(at)
            if self.state.row(at) != row or at == here:
                old = self.state.row(at)
                self.state.go_card(at, row)
                self.repaint_card(at, old if at != here else before)
                self.repaint_card(at, row)
        self.post_message(self.Selected(opened=row is not None and event.chain == 2))

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        """The column under it."""
        place = self.locate(event.x, event.y)
        if place is None:
            return
        at = place[0]
        if self.state.scroll(at, way):
            self.repaint_column(at)
            if at == self.state.here:
                self.post_message(self.Selected(opened=False))
