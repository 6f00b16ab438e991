"""The deal pane: draws a laid-out deal, moves its cursor, and lets each line be edited there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.strip import Strip

from pipeline_tui.domain.records import DealPage, FollowUp
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.ui.canvas import Canvas
from pipeline_tui.ui.render import pane as render
from pipeline_tui.ui.render.sheet import Item, Layout, under_cursor
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.widgets.field_editor import FieldEditor
    from pipeline_tui.ui.widgets.pane_editing import Editing

START = ("field", "next")
"""Where the cursor begins: what is to be done next."""

_ECHO_LINES = 2
_NOTHING = Layout([], [], [], more=False)


class PaneView(Canvas):
    """One deal: the screen tells it which, and gives it the keys while it is `active`."""

    class Saved(Message):
        """Something of the deal was changed here; the rest of the screen is to be read again."""

        def __init__(self, deal_id: int, stage_id: int) -> None:
            super().__init__()
            self.deal_id = deal_id
            self.stage_id = stage_id

    class Asked(Message):
        """A command of the registry is wanted for this deal, by its action."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    class Chosen(Message):
        """The pane was clicked: it wants the keys."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(id="pane")
        self.gateway = gateway
        self.page_shown: DealPage | None = None
        self.active = False
        self._layout_of: Layout = _NOTHING
        self._wanted: int | None = None
        self._cursor = 0
        self._at_start = True
        self._top = 0
        self._edge = 0
        """Cells of the line that sets the pane off from what stands on its left."""
        self._unfolded = False
        self._events = render.EVENTS
        self._drawn: list[list[Run]] = []
        self._editor: FieldEditor | None = None
        self._editing: Editing | None = None

    # What is shown.

    @property
    def deal_id(self) -> int | None:
        """The deal that is shown."""
        return self.page_shown.deal.id if self.page_shown else None

    @property
    def current(self) -> Item | None:
        """The item under the cursor."""
        items = self._layout_of.items
        return items[self._cursor] if self._cursor < len(items) else None

    @property
    def followup(self) -> FollowUp | None:
        """The further follow-up under the cursor; None where the next step is meant."""
        item, page = self.current, self.page_shown
        if item is None or page is None or item.kind != "followup":
            return None
        return next((step for step in page.followups if step.id == item.key), None)

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

    def show(self, deal_id: int | None) -> None:
        """Show this deal; while a line is being edited, as soon as that is over."""
        self._wanted = deal_id
        if deal_id == self.deal_id or self.editing:
            return
        self._read(deal_id)
        self._events = render.EVENTS
        self._top = 0
        self._at_start = True
        self._lay_out()
        self._follow()
        self._repaint()

    def reload(self) -> None:
        """Read the deal again; the cursor stays on its item, or near where it was."""
        if self.deal_id is None:
            return
        item = self.current
        self._read(self.deal_id)
        self._lay_out()
        if item is not None:
            found = self._layout_of.find(item.kind, item.name, item.key)
            self._cursor = found if found >= 0 else self._cursor
        if self.editor is not None and self.editor.is_mounted:
            self.editor.look_again()
        self._follow()
        self._repaint()

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

    def unfold(self) -> None:
        """Show the fields that are empty too."""
        item = self.current
        self._unfolded = True
        self._lay_out()
        if item is not None:
            self._cursor = min(self._cursor, len(self._layout_of.items) - 1)
        self._follow()
        self._repaint()

    def _put(self, at: int) -> None:
        if self.editing:
            return
        self._cursor = max(0, min(at, len(self._layout_of.items) - 1))
        if self._layout_of.more and self._cursor >= len(self._layout_of.items) - 2:
            self._events *= 4
            self._lay_out()
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
        if self._cursor == 0:
            first = 0
        if self._editor is not None:
            last = max(last, item.line + _ECHO_LINES)
        if last >= self._top + height:
            self._top = last - height + 1
        self._top = min(self._top, first)

    # Editing; the rest is in pane_editing.py, which is imported at the first edit.

    @property
    def editor(self) -> FieldEditor | None:
        """The editor that is open."""
        return self._editor

    @property
    def actions(self) -> Editing:
        """What can be done with the item under the cursor."""
        if self._editing is None:
            from pipeline_tui.ui.widgets.pane_editing import Editing

            self._editing = Editing(self)
        return self._editing

    async def edit(self) -> None:
        """Edit what stands under the cursor: the field on its line, a note in a window."""
        await self.actions.edit()

    async def tick(self) -> None:
        """Tick the box under the cursor, or clear it; nothing happens elsewhere."""
        await self.actions.tick()

    async def edit_outside(self) -> None:
        """Edit the note under the cursor in $EDITOR."""
        await self.actions.edit_outside()

    def copy_text(self) -> str:
        """The text of the item under the cursor, as `y` copies it; empty if it has none."""
        item = self.current
        return item.text if item is not None and item.name != "next" else ""

    async def edit_field(self, name: str) -> None:
        """Edit one field by its name, wherever the cursor is."""
        if not self.go_to("field", name):
            self.unfold()
            self.go_to("field", name)
        await self.edit()

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
        if self._wanted != self.deal_id:
            self.show(self._wanted)
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
        if self.page_shown is None:
            empty = render.empty_rows(cells)
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
        self._lay_out()
        self._follow()
        item = self.current
        if item is not None:
            self._place_editor(item)
        self._drawn = [self.runs(y) for y in range(self.size.height)]

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click edits."""
        index = self._top + event.y
        self.post_message(self.Chosen())
        if self.editing or index >= len(self._layout_of.item_of):
            return
        at = self._layout_of.item_of[index]
        if at >= 0:
            self._put(at)
            if event.chain > 1:
                self.call_next(self.edit)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-3)

    def _scroll(self, rows: int) -> None:
        if self.editing:
            return
        most = max(len(self._layout_of.rows) - self.size.height, 0)
        self._top = max(0, min(self._top + rows, most))
        self._repaint()

    def _read(self, deal_id: int | None) -> None:
        """Read the page; while the file is locked the last one stays."""
        if deal_id is None:
            self.page_shown = None
            return
        try:
            self.page_shown = self.gateway.page(deal_id)
        except DatabaseLocked:
            return

    def _lay_out(self) -> None:
        cells = self.size.width - self._edge
        if self.page_shown is None or cells <= 0:
            self._layout_of = _NOTHING
            return
        self._layout_of = render.lay_out(
            self.page_shown,
            cells,
            self.gateway.today,
            unfolded=self._unfolded,
            events=self._events,
        )
        if self._at_start:
            self._cursor = self._layout_of.find(*START)
            self._at_start = False
        self._cursor = max(0, min(self._cursor, len(self._layout_of.items) - 1))

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
