"""The stage editor as widgets: the line on top, the list of stages, and the sheet of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from pipeline_tui.domain.records_stage import StagePage
from pipeline_tui.ui.canvas import WHEEL, Canvas, WheelCanvas
from pipeline_tui.ui.render import stages as render
from pipeline_tui.ui.render.sheet import Item, Layout, under_cursor
from pipeline_tui.ui.text import Run

if TYPE_CHECKING:
    from pipeline_tui.ui.widgets.field_editor import FieldEditor

_ECHO_LINES = 2
_NOTHING = Layout([], [], [], more=False)


class StagesHead(Canvas):
    """How many stages there are, and of which template."""

    def __init__(self, notes: Sequence[Run]) -> None:
        super().__init__(id="header")
        self._shown = (0, "")
        self._notes = notes

    def show(self, count: int, template: str) -> None:
        """Show these; repaints only if something changed."""
        if self._shown != (count, template):
            self._shown = (count, template)
            self.refresh()

    def runs(self, y: int) -> list[Run]:
        """The only line."""
        return render.head(*self._shown, self.size.width, self._notes)


class StageList(WheelCanvas):
    """All stages, one in a line, with a cursor."""

    class Chosen(Message):
        """A stage was clicked; `opened` with a double click."""

        def __init__(self, *, opened: bool) -> None:
            super().__init__()
            self.opened = opened

    def __init__(self) -> None:
        super().__init__(id="stage-list")
        self.pages: list[StagePage] = []
        self.active = True
        self._cursor = 0
        self._top = 0

    @property
    def current(self) -> StagePage | None:
        """The stage under the cursor."""
        return self.pages[self._cursor] if self._cursor < len(self.pages) else None

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def show(self, pages: list[StagePage], *, at: int | None = None) -> None:
        """Show these; the cursor stays on its stage, or goes to the one with number `at`."""
        before = self.current
        wanted = at if at is not None else (before.stage.id if before else None)
        self.pages = pages
        found = [place for place, page in enumerate(pages) if page.stage.id == wanted]
        self._settle(found[0] if found else self._cursor)

    def activate(self, active: bool) -> None:
        """Take or give up the keys; the cursor shows which."""
        self.active = active
        self.repaint_changed()

    def step(self, by: int) -> None:
        """Move the cursor by so many stages."""
        self._settle(self._cursor + by)

    def page(self, way: int) -> None:
        """Move by a screenful, -1 up, 1 down."""
        self._settle(self._cursor + way * max(self._room - 1, 1))

    def resized(self) -> None:
        """Another size: the cursor stays in sight."""
        self._settle(self._cursor)

    @property
    def _legend(self) -> list[list[Run]]:
        lines = [[], *render.legend(self.size.width)]
        return lines if len(self.pages) + 1 + len(lines) <= self.size.height else []

    @property
    def _room(self) -> int:
        return max(self.size.height - 1 - len(self._legend), 1)

    def _settle(self, at: int) -> None:
        self._cursor = max(0, min(at, len(self.pages) - 1))
        self._top = min(max(self._top, self._cursor - self._room + 1), self._cursor)
        self.repaint_changed()

    def runs(self, y: int) -> list[Run]:
        """The head, then the stages, then what the letters mean."""
        cells = self.size.width
        if y == 0:
            return render.list_head(cells)
        at = self._top + y - 1
        if y <= self._room and at < len(self.pages):
            row = render.list_row(self.pages[at], cells)
            if at != self._cursor:
                return row
            if self.active:
                return under_cursor(row, cells)
            return [("▌", "edge"), (row[0][0][1:], row[0][1]), *row[1:]]
        legend = self._legend
        at = y - 1 - min(len(self.pages), self._room)
        return legend[at] if 0 <= at < len(legend) else []

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens."""
        at = self._top + event.y - 1
        if 0 < event.y <= self._room and at < len(self.pages):
            self._settle(at)
            self.post_message(self.Chosen(opened=event.chain > 1))

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        self.step(way)


class StageSheet(WheelCanvas):
    """One stage: its fields, criteria and planned follow-ups, edited where they stand."""

    class Chosen(Message):
        """A line was clicked; `opened` with a double click."""

        def __init__(self, *, opened: bool) -> None:
            super().__init__()
            self.opened = opened

    def __init__(self) -> None:
        super().__init__(id="stage-sheet")
        self.page_shown: StagePage | None = None
        self.active = False
        self.editor: FieldEditor | None = None
        self._layout_of = _NOTHING
        self._cursor = 0
        self._top = 0
        self._edge = 0

    @property
    def current(self) -> Item | None:
        """What stands under the cursor."""
        items = self._layout_of.items
        return items[self._cursor] if self._cursor < len(items) else None

    @property
    def lines(self) -> list[str]:
        """The text of the lines that are visible."""
        return ["".join(text for text, _style in self.runs(y)) for y in range(self.size.height)]

    def show(self, page: StagePage | None) -> None:
        """Show a stage; the cursor stays where it was in the same one."""
        before, item = self.page_shown, self.current
        self.page_shown = page
        same = before is not None and page is not None and before.stage.id == page.stage.id
        self._lay_out()
        if not same:
            self._cursor = self._top = 0
        elif item is not None:
            found = self._layout_of.find(item.kind, item.name, item.key)
            self._cursor = found if found >= 0 else self._cursor
        self._settle(self._cursor)
        if self.editor is not None and self.editor.is_mounted:
            self.editor.look_again()

    def activate(self, active: bool) -> None:
        """Take or give up the keys; the cursor shows which."""
        self.active = active
        self.repaint_changed()

    def step(self, by: int) -> None:
        """Move the cursor by so many items."""
        self._settle(self._cursor + by)

    def page(self, way: int) -> None:
        """Move by a screenful of lines, -1 up, 1 down."""
        item = self.current
        if item is not None:
            row = item.row + way * max(self.size.height - 1, 1)
            rows = self._layout_of.item_of
            near = [at for at in rows[: max(0, min(row, len(rows) - 1)) + 1] if at >= 0]
            self._settle(near[-1] if near else 0)

    def go_to(self, kind: str, name: str = "", key: int = 0) -> None:
        """Put the cursor on an item, if there is one like it."""
        found = self._layout_of.find(kind, name, key)
        if found >= 0:
            self._settle(found)

    def next_field(self, step: int) -> bool:
        """Put the cursor on the next field; False at the end."""
        at = self._cursor + step
        items = self._layout_of.items
        if 0 <= at < len(items) and items[at].kind in ("field", "criterion", "planned"):
            self._settle(at)
            return True
        return False

    async def open_editor(self, editor: FieldEditor, item: Item) -> None:
        """Lay an editor over a line."""
        self.editor = editor
        self._settle(self._cursor)
        self._place_editor(item)
        await self.mount(editor)
        self.screen.set_focus(editor.line, scroll_visible=False)
        self.refresh()

    async def close_editor(self) -> None:
        """Take the editor away."""
        editor, self.editor = self.editor, None
        if editor is not None:
            self.screen.set_focus(None)
            await editor.remove()
        self.refresh()

    def on_field_editor_grown(self) -> None:
        self.refresh()

    def resized(self) -> None:
        """Another width, other lines."""
        self._edge = 1 if self.region.x > 0 else 0
        self._lay_out()
        self._settle(self._cursor)
        if self.current is not None:
            self._place_editor(self.current)

    def _place_editor(self, item: Item) -> None:
        if self.editor is not None:
            column = item.column + self._edge
            self.editor.styles.offset = (column, item.line - self._top)
            self.editor.styles.width = max(self.size.width - column, 8)

    def _lay_out(self) -> None:
        cells = self.size.width - self._edge
        if self.page_shown is None or cells <= 0:
            self._layout_of = _NOTHING
        else:
            self._layout_of = render.lay_out(self.page_shown, cells)

    def _settle(self, at: int) -> None:
        """The cursor on an item that is in sight, and all above the first one."""
        self._cursor = max(0, min(at, len(self._layout_of.items) - 1))
        item, height = self.current, self.size.height
        if item is not None and height > 0:
            first = 0 if self._cursor == 0 else item.row
            last = item.row + item.rows - 1
            if self.editor is not None:
                last = max(last, item.line + _ECHO_LINES)
            if last >= self._top + height:
                self._top = last - height + 1
            self._top = min(self._top, first)
        self.repaint_changed()

    def runs(self, y: int) -> list[Run]:
        """One line, with the cursor drawn over the item it is on."""
        edge: list[Run] = [("│", "rule")] * self._edge
        at = self._top + y
        if at >= len(self._layout_of.rows) or self._beneath_editor(at):
            return edge
        row = self._layout_of.rows[at]
        if self.active and self._layout_of.item_of[at] == self._cursor:
            return edge + under_cursor(row, self.size.width - self._edge)
        return edge + row

    def _beneath_editor(self, at: int) -> bool:
        """Whether what the editor says covers this line."""
        item, editor = self.current, self.editor
        if item is None or editor is None or not editor.is_mounted or at <= item.line:
            return False
        cells = self.size.width - self._edge - item.column
        return at <= item.line + editor.lines_below(cells)

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click edits."""
        at = self._top + event.y
        if self.editor is not None or at >= len(self._layout_of.item_of):
            return
        if self._layout_of.item_of[at] >= 0:
            self._settle(self._layout_of.item_of[at])
        self.post_message(self.Chosen(opened=event.chain > 1))

    def wheel(self, event: events.MouseEvent, way: int) -> None:
        self.step(WHEEL * way)
