"""The deal pane: draws a laid-out deal, moves its cursor, and lets each line be edited there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from pipeline_tui.domain.records import DealPage, FollowUp
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.ui.render import pane as render
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.sheet_view import NOTHING, SheetView

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.widgets.pane_editing import Editing

START = ("field", "next")
"""Where the cursor begins: what is to be done next."""


class PaneView(SheetView):
    """One deal: the screen tells it which, and gives it the keys while it is `active`."""

    class Saved(Message):
        """Something of the deal was changed here; the rest of the screen is to be read again."""

        def __init__(self, deal_id: int, stage_id: int, *, elsewhere: bool) -> None:
            super().__init__()
            self.deal_id = deal_id
            self.stage_id = stage_id
            self.elsewhere = elsewhere
            """Whether a deal of another stage was changed with it."""

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
        self._wanted: int | None = None
        self._at_start = True
        self._unfolded = False
        self._events = render.EVENTS
        self._editing: Editing | None = None

    # What is shown.

    @property
    def deal_id(self) -> int | None:
        """The deal that is shown."""
        return self.page_shown.deal.id if self.page_shown else None

    @property
    def followup(self) -> FollowUp | None:
        """The further follow-up under the cursor; None where the next step is meant."""
        item, page = self.current, self.page_shown
        if item is None or page is None or item.kind != "followup":
            return None
        return next((step for step in page.followups if step.id == item.key), None)

    def show(self, deal_id: int | None) -> None:
        """Show this deal; while a line is being edited, as soon as that is over."""
        self._wanted = deal_id
        if deal_id == self.deal_id or self.editing:
            return
        self._read(deal_id)
        self._events = render.EVENTS
        self._top = 0
        self._at_start = True
        self.lay_out()
        self._follow()
        self._repaint()

    def reload(self) -> None:
        """Read the deal again; the cursor stays on its item, or near where it was."""
        if self.deal_id is None:
            return
        item = self.current
        self._read(self.deal_id)
        self.lay_out()
        if item is not None:
            found = self._layout_of.find(item.kind, item.name, item.key)
            self._cursor = found if found >= 0 else self._cursor
        if self.editor is not None and self.editor.is_mounted:
            self.editor.look_again()
        self._follow()
        self._repaint()

    def unfold(self) -> None:
        """Show the fields that are empty too."""
        item = self.current
        self._unfolded = True
        self.lay_out()
        if item is not None:
            self._cursor = min(self._cursor, len(self._layout_of.items) - 1)
        self._follow()
        self._repaint()

    # Editing; the rest is in pane_editing.py, which is imported at the first edit.

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

    def _read(self, deal_id: int | None) -> None:
        """Read the page; while the file is locked the last one stays."""
        if deal_id is None:
            self.page_shown = None
            return
        try:
            self.page_shown = self.gateway.page(deal_id)
        except DatabaseLocked:
            return

    def lay_out(self) -> None:
        """Lay out the page; the cursor begins at the next step."""
        cells = self.size.width - self._edge
        if self.page_shown is None or cells <= 0:
            self._layout_of = NOTHING
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

    def empty(self, cells: int) -> list[list[Run]] | None:
        """What stands where there is no deal."""
        return render.empty_rows(cells) if self.page_shown is None else None

    def show_more(self) -> None:
        """More of the timeline."""
        self._events *= 4

    def edited(self) -> None:
        """Show the deal that was asked for while a line was being edited."""
        if self._wanted != self.deal_id:
            self.show(self._wanted)

    def chosen(self) -> None:
        """Ask the screen for the keys."""
        self.post_message(self.Chosen())
