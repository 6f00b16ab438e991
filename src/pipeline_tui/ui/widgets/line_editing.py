"""Editing on the line, wherever a sheet has fields: saving, refusals, two versions of one field."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from pipeline_tui.errors import Conflict, PipelineError
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.widgets.footer import FooterBar

if TYPE_CHECKING:
    from pipeline_tui.ui.render.sheet import Item
    from pipeline_tui.ui.widgets.field_editor import FieldEditor
    from pipeline_tui.ui.widgets.sheet_view import SheetView


class LineEditing(ABC):
    """Base of what pane, people and targets do with the item under their cursor.

    A subclass opens the editor, checks and saves what was typed, and shows what was saved.
    """

    PLACE: ClassVar[str]
    """Whose keys the footer shows once the editor is closed."""

    def __init__(self, sheet: SheetView) -> None:
        self._sheet = sheet
        self._item: Item | None = None

    @abstractmethod
    async def edit(self) -> None:
        """Open what belongs to the item under the cursor."""

    @abstractmethod
    async def _save(self, item: Item, text: str, *, over: bool = False) -> None:
        """Save one field; `over` also over a newer version, which the user has seen."""

    @abstractmethod
    def _changed(self) -> None:
        """Show what was saved, here and elsewhere."""

    @abstractmethod
    def _called(self, item: Item) -> str:
        """What a field is called where there are two versions of it."""

    def _is_changed(self, item: Item, text: str) -> bool:
        """Whether what was typed is something else than what stood there."""
        return text != item.text

    async def _open(self, item: Item, editor: FieldEditor) -> None:
        """Lay the editor over the line of the item."""
        self._item = item
        await self._sheet.open_editor(editor, item)
        self._hint(registry.EDITING)

    async def accept(self, text: str, step: int) -> None:
        """Save what was typed; what cannot be saved stays typed."""
        item, editor = self._item, self._sheet.editor
        if item is None or editor is None:
            return
        try:
            changed = self._is_changed(item, text)
            if changed:
                await self._save(item, text)
        except Conflict as conflict:
            self._show_conflict(item, text, step, conflict)
            return
        except PipelineError as problem:
            editor.refuse(problem)
            return
        await self._leave(step, changed=changed)

    async def cancel(self) -> None:
        """Leave the field as it was."""
        await self._sheet.close_editor()
        self._hint(self.PLACE)

    async def _leave(self, step: int, *, changed: bool) -> None:
        await self._sheet.close_editor()
        self._hint(self.PLACE)
        if changed:
            self._changed()
        if step and self._sheet.next_field(step):
            await self.edit()

    def _hint(self, place: str) -> None:
        """The footer says which keys matter now."""
        for footer in self._sheet.screen.query(FooterBar):
            footer.show_place(place)

    def _show_conflict(self, item: Item, text: str, step: int, conflict: Conflict) -> None:
        from pipeline_tui.ui.modals.conflict import show_conflict

        sheet, editor = self._sheet, self._sheet.editor
        if editor is None:
            return
        show_conflict(
            sheet.app,
            self._called(item),
            conflict,
            save=lambda: self._save(item, text, over=True),
            leave=lambda: sheet.call_next(self._leave, step, changed=True),
            refuse=editor.refuse,
        )
