"""The stage editor on the whole screen: every stage, and all that can be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.ui.gateway import stages
from pipeline_tui.ui.modals.templates import template_name
from pipeline_tui.ui.screens.keyed import Handler, KeyedScreen
from pipeline_tui.ui.widgets.stages import StageList, StagesHead, StageSheet

if TYPE_CHECKING:
    from pipeline_tui.ui.actions.stages_keys import StageKeys
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.text import Run
    from pipeline_tui.ui.widgets.field_editor import FieldEditor

    Accepted = FieldEditor.Accepted

WIDE = 100
"""From this width on list and sheet stand side by side."""


class StagesScreen(KeyedScreen):
    """Shows stages and where the keys are; what they do is in actions/stages_keys.py."""

    PLACE = "stages"

    def __init__(self, gateway: Gateway, notes: tuple[Run, ...]) -> None:
        super().__init__(gateway)
        self.in_sheet = False
        self.list = StageList()
        self.sheet = StageSheet()
        self.head = StagesHead(notes)
        self._keys: StageKeys | None = None

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.footer
        yield self.list
        yield self.sheet

    def on_mount(self) -> None:
        self.show()
        self.fit()

    def handler(self, action: str) -> Handler:
        """The function of an action on the stage under the cursor."""
        found: Handler = getattr(self.keys, action)
        return found

    @property
    def keys(self) -> StageKeys:
        """What the keys do; kept, since it knows what is being edited."""
        from pipeline_tui.ui.actions.stages_keys import StageKeys

        if self._keys is None:
            self._keys = StageKeys(self)
        return self._keys

    @property
    def wide(self) -> bool:
        """Whether list and sheet stand side by side."""
        return self.size.width >= WIDE

    def show(self, *, at: int | None = None) -> None:
        """Read the stages again; the cursor stays, or goes to the stage with number `at`."""
        try:
            pages = stages.pages(self.gateway)
            template = stages.current_template(self.gateway)
        except DatabaseLocked:
            return  # what is shown stays
        self.list.show(pages, at=at)
        self.sheet.show(self.list.current)
        self.head.show(len(pages), template_name(template))

    def look_again(self) -> None:
        """Another instance has written."""
        self.show()

    def to_sheet(self, in_sheet: bool) -> None:
        """Give the keys to the sheet or to the list."""
        self.in_sheet = in_sheet
        self.list.activate(not in_sheet)
        self.sheet.activate(in_sheet)
        self.fit()

    def fit(self) -> None:
        """Both side by side, or the one that has the keys."""
        self.list.display = self.wide or not self.in_sheet
        self.sheet.display = self.wide or self.in_sheet
        self.list.styles.width = max(self.size.width * 2 // 5, 48) if self.wide else "1fr"

    def on_resize(self, _event: events.Resize) -> None:
        """Another size may put them side by side."""
        self.fit()

    # The mouse, and what is typed into a line.

    async def on_stage_list_chosen(self, message: StageList.Chosen) -> None:
        """A click takes the keys to the list, a double click opens the stage."""
        self.sheet.show(self.list.current)
        self.to_sheet(message.opened)

    async def on_stage_sheet_chosen(self, message: StageSheet.Chosen) -> None:
        """A click takes the keys to the sheet, a double click edits."""
        self.to_sheet(True)
        if message.opened:
            await self.run_command("edit")

    async def on_field_editor_accepted(self, message: Accepted) -> None:
        """A line was typed."""
        await self.keys.accept(message.text, message.step)

    async def on_field_editor_cancelled(self) -> None:
        """A line stays as it was."""
        await self.keys.cancel()
