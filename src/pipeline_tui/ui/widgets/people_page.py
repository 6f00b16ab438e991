"""The page of a company or a contact: its fields edited where they stand, deals and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from pipeline_tui.domain.records_people import CONTACT, CompanyPage, PersonPage
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway import people
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.people import lay_out
from pipeline_tui.ui.render.sheet import Item
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.field_editor import FieldEditor
from pipeline_tui.ui.widgets.line_editing import LineEditing
from pipeline_tui.ui.widgets.sheet_view import NOTHING, SheetView

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway

Which = tuple[str, int]
"""A kind and a number."""


class PeoplePage(SheetView):
    """One company or contact; the screen tells it which."""

    class Saved(Message):
        """Something was changed here."""

    class Wanted(Message):
        """A deal or a contact of the page is to be shown."""

        def __init__(self, kind: str, number: int) -> None:
            super().__init__()
            self.kind = kind
            self.number = number

    class Chosen(Message):
        """The page was clicked: it wants the keys."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(id="people-page")
        self.gateway = gateway
        self.which: Which | None = None
        self.page_shown: PersonPage | CompanyPage | None = None
        self._wanted: Which | None = None
        self._editing = _Editing(self)

    @property
    def actions(self) -> _Editing:
        """What can be done with the item under the cursor."""
        return self._editing

    def show(self, which: Which | None) -> None:
        """Show this one; while a line is being edited, as soon as that is over."""
        self._wanted = which
        if which == self.which or self.editing:
            return
        self.which = which
        self._cursor = self._top = 0
        self.reload()

    def reload(self) -> None:
        """Read it again; the cursor stays on its item, or near where it was."""
        item = self.current
        if self.which is None:
            self.page_shown = None
        else:
            try:
                self.page_shown = people.page(self.gateway, *self.which)
            except DatabaseLocked:
                return  # what is shown stays
        self.lay_out()
        if item is not None:
            found = self._layout_of.find(item.kind, item.name, item.key)
            self._cursor = found if found >= 0 else self._cursor
        self._follow()
        self._repaint()

    def lay_out(self) -> None:
        """Lay out the page."""
        cells = self.size.width - self._edge
        if self.page_shown is None or cells <= 0:
            self._layout_of = NOTHING
            return
        self._layout_of = lay_out(self.page_shown, cells, self.gateway.today)
        self._cursor = max(0, min(self._cursor, len(self._layout_of.items) - 1))

    def empty(self, cells: int) -> list[list[Run]] | None:
        """Nothing stands where nobody is."""
        return [] if self.page_shown is None else None

    def edited(self) -> None:
        """Show the one that was asked for while a line was being edited."""
        if self._wanted != self.which:
            self.show(self._wanted)

    def chosen(self) -> None:
        """Ask the screen for the keys."""
        self.post_message(self.Chosen())


class _Editing(LineEditing):
    """What `enter` and `e` do with the item under the cursor of the page."""

    PLACE = "people"

    def __init__(self, view: PeoplePage) -> None:
        super().__init__(view)
        self._view = view
        self._which: Which = (CONTACT, 0)

    async def edit(self) -> None:
        """Edit the field on its line, the note in a window; go to the deal or the contact."""
        view, item = self._view, self._view.current
        if item is None or view.editing or view.which is None:
            return
        if item.kind == "field":
            self._which = view.which
            await self._open(item, FieldEditor(item.text, self._check))
        elif item.kind == "note":
            self._edit_note(item, view.which)
        else:
            view.post_message(view.Wanted(item.kind, item.key))

    async def _save(self, item: Item, text: str, *, over: bool = False) -> None:
        seen = None if over else _stored(item)
        await people.change(self._view.gateway, *self._which, item.name, text, seen)

    def _changed(self) -> None:
        self._view.reload()
        self._view.post_message(self._view.Saved())

    def _called(self, item: Item) -> str:
        return labels.field(item.name)

    def _check(self, text: str) -> list[Run]:
        item = self._item
        if item is None:
            return []
        kind = self._which[0]
        said = people.check_field(self._view.gateway, kind, item.name, text)
        return checks.understood(said) if text.strip() else [(_("empty"), "faint")]

    def _edit_note(self, item: Item, which: Which) -> None:
        from pipeline_tui.ui.modals.note import NoteEditor

        view = self._view

        async def save(text: str, seen: str | None = item.text) -> None:
            await people.change(view.gateway, *which, "note", text, seen)

        def saved(text: str | None) -> None:
            if text is not None:
                self._changed()

        editor = NoteEditor(_("Note"), item.text, submit=save, over=lambda text: save(text, None))
        view.app.push_screen(editor, saved)


def _stored(item: Item) -> str:
    """The text of a field in the form in which it is compared with what stands there now."""
    if item.name == "do_not_contact":
        return "yes" if item.text else "no"
    if item.name == "permission":
        from datetime import date

        from pipeline_tui.domain.people import permission_text, read_permission

        return permission_text(read_permission(item.text, date.max))
    return item.text
