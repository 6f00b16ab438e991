"""A sheet with a cursor whose lines are edited where they stand: the deal pane, and others.

What is written on the sheet, and what its editors save, is the business of the subclass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual import events
from textual.strip import Strip

from pipeline_tui.ui.canvas import WHEEL, WheelCanvas
from pipeline_tui.ui.render.sheet import Item, Layout, under_cursor
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from pipeline_tui.ui.widgets.field_editor import FieldEditor

_ECHO_LINES = 2
NOTHING = Layout([], [], [], more=False)


class Edits(Protocol):
    """What can be done with the item under the cursor."""

    async def edit(self) -> None:
        """Edit it."""

    async def accept(self, text: str, step: int) -> None:
        """Save what was typed, and go on by so many fields."""

    async def cancel(self) -> None:
        """Leave it as it was."""


class SheetView(WheelCanvas):
    """Draws a layout, moves its cursor, and lays an editor over a line."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.active = False
        self._layout_of: Layout = NOTHING
        self._cursor = 0
        self._top = 0
        self._edge = 0
        """Cells of the line that sets the sheet off from what stands on its left."""
        self._drawn: list[list[Run]] = []
        self._editor: FieldEditor | None = None

    # What a subclass says.

    @property
    def actions(self) -> Edits:
        """What can be done with the item under the cursor."""
        raise LookupError(self.id)

    def lay_out(self) -> None:
        """Lay out anew what is shown, and keep the cursor on it."""

    def empty(self, cells: int) -> list[list[Run]] | None:
        """What stands where there is nothing to show; None where there is something."""
        return None

    def show_more(self) -> None:
        """The cursor is near the end, and there is more than was laid out."""

    def edited(self) -> None:
        """The editor is closed."""

    def chosen(self) -> None:
        """The sheet was clicked: it wants the keys."""

    # What is shown.

    @property
    def current(self) -> Item | None:
        """The item under the cursor."""
        items = self._layout_of.items
        return items[self._cursor] if self._cursor < len(items) else None

    @property
    def items(self) -> list[Item]:
        """Everything the cursor can stand on."""
        return self._layout_of.items

    @property
    def editing(self) -> bool:
        """Whether a line is being edited."""
        return self._editor is not None

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def activate(self, active: bool) -> None:
        """Take or give up the keys; the cursor shows which."""
        if active != self.active:
            self.active = active
            self._repaint()

    # The cursor.

    def step(self, rows: int) -> None:
        """Move the cursor by so many items; far enough is the first or the last one."""
        self._put(self._cursor + rows)

    def page(self, way: int) -> None:
        """Move the cursor by a screenful of lines, -1 up, 1 down."""
        item = self.current
        if item is None:
            return
        row = item.row + way * max(self.size.height - 1, 1)
        row = max(0, min(row, len(self._layout_of.item_of) - 1))
        near = [at for at in self._layout_of.item_of[: row + 1] if at >= 0]
        self._put(near[-1] if near else 0)

    def go_to(self, kind: str, name: str = "", key: int = 0) -> bool:
        """Put the cursor on an item; False if there is none."""
        found = self._layout_of.find(kind, name, key)
        if found >= 0:
            self._put(found)
        return found >= 0

    def next_field(self, step: int) -> bool:
        """Put the cursor on the next field (-1: the one before); False at the end."""
        items = self._layout_of.items
        at = self._cursor + step
        while 0 <= at < len(items):
            if items[at].kind == "field":
                self._put(at)
                return True
            at += step
        return False

    def _put(self, at: int) -> None:
        if self.editing:
            return
        self._cursor = max(0, min(at, len(self._layout_of.items) - 1))
        if self._layout_of.more and self._cursor >= len(self._layout_of.items) - 2:
            self.show_more()
            self.lay_out()
            if at > self._cursor + 1:  # to the last one, wherever that is now
                self._put(at)
                return
        self._follow()
        self._repaint()

    def _follow(self) -> None:
        """Scroll so that the item under the cursor is in sight, and all above the first one."""
        item, height = self.current, self.size.height
        if item is None or height <= 0:
            return
        first, last = item.row, item.row + item.rows - 1
        if self._cursor == 0 and last < height:
            first = 0
        if self._editor is not None:
            last = max(last, item.line + _ECHO_LINES)
        if last >= self._top + height:
            self._top = last - height + 1
        self._top = min(self._top, first)

    # Editing.

    @property
    def editor(self) -> FieldEditor | None:
        """The editor that is open."""
        return self._editor

    async def on_field_editor_accepted(self, message: FieldEditor.Accepted) -> None:
        await self.actions.accept(message.text, message.step)

    async def on_field_editor_cancelled(self) -> None:
        await self.actions.cancel()

    def on_field_editor_grown(self) -> None:
        self._repaint()

    async def open_editor(self, editor: FieldEditor, item: Item) -> None:
        """Lay an editor over a line."""
        self._editor = editor
        self._follow()
        self._place_editor(item)
        await self.mount(editor)
        # At once, not with the next message: the next key is typed into it.
        self.screen.set_focus(editor.line, scroll_visible=False)
        self._repaint()

    async def close_editor(self) -> None:
        """Take the editor away, then show the deal that was asked for meanwhile."""
        editor, self._editor = self._editor, None
        if editor is not None:
            self.screen.set_focus(None)
            await editor.remove()
        self.edited()
        self._follow()
        self._repaint(everything=True)

    def _place_editor(self, item: Item) -> None:
        if self._editor is None:
            return
        column = item.column + self._edge
        self._editor.styles.offset = (column, item.line - self._top)
        self._editor.styles.width = max(self.size.width - column, 8)

    # Drawing.

    def runs(self, y: int) -> list[Run]:
        """One line, with the cursor drawn over the item it is on."""
        edge: list[Run] = [("│", "rule")] * self._edge
        cells = self.size.width - self._edge
        empty = self.empty(cells)
        if empty is not None:
            return edge + (empty[y] if y < len(empty) else [])
        index = self._top + y
        if index >= len(self._layout_of.rows):
            return edge
        if self._beneath_editor(index):
            return edge
        row = self._layout_of.rows[index]
        here = self._layout_of.item_of[index] == self._cursor
        if not (self.active and here):
            return edge + row
        return edge + under_cursor(row, cells)

    def _beneath_editor(self, index: int) -> bool:
        """Whether what the editor says covers this line, whose rest would only confuse."""
        item, editor = self.current, self._editor
        if item is None or editor is None or not editor.is_mounted or index <= item.line:
            return False
        return index <= item.line + editor.lines_below(self.size.width - self._edge - item.column)

    def resized(self) -> None:
        """Another width, other lines."""
        self._edge = 1 if self.region.x > 0 else 0
        self.lay_out()
        self._follow()
        item = self.current
        if item is not None:
            self._place_editor(item)
        self._drawn = [self.runs(y) for y in range(self.size.height)]

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click edits."""
        index = self._top + event.y
        self.chosen()
        if self.editing or index >= len(self._layout_of.item_of):
            return
        at = self._layout_of.item_of[index]
        if at >= 0:
            self._put(at)
            if event.chain > 1:
                self.call_next(self.actions.edit)

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        self._scroll(WHEEL * way)

    def _scroll(self, rows: int) -> None:
        if self.editing:
            return
        most = max(len(self._layout_of.rows) - self.size.height, 0)
        self._top = max(0, min(self._top + rows, most))
        self._repaint()

    def _repaint(self, *, everything: bool = False) -> None:
        """Draw again the lines that are not what they were."""
        lines = [self.runs(y) for y in range(self.size.height)]
        before, self._drawn = self._drawn, lines
        if everything or len(before) != len(lines):
            self.refresh()
            return
        self.repaint_lines(y for y, line in enumerate(lines) if line != before[y])

    def render_line(self, y: int) -> Strip:
        """One line; what `_repaint` has worked out is not worked out again."""
        runs = self._drawn[y] if y < len(self._drawn) else self.runs(y)
        return self.strip(runs, self.size.width)
