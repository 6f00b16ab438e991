"""The plan of a year: targets, new customers and causes, edited where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from pipeline_tui.domain.metrics.plan import Target
from pipeline_tui.errors import Conflict, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import money, number
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.gateway import targets
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.render.targets import CAUSE, CELLS, CUSTOMERS, VALUE, lay_out
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.field_editor import FieldEditor
from pipeline_tui.ui.widgets.footer import FooterBar
from pipeline_tui.ui.widgets.sheet_view import NOTHING, SheetView

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.render.sheet import Item


class TargetsView(SheetView):
    """A cursor on a line and on one of its cells; the screen says of which year."""

    class Saved(Message):
        """A cell was edited."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(id="targets")
        self.gateway = gateway
        self.plan: targets.PlanYear | None = None
        self.cell = VALUE
        self.active = True
        self._editing = _Editing(self)

    @property
    def actions(self) -> _Editing:
        """What can be done with the cell under the cursor."""
        return self._editing

    @property
    def own(self) -> Target | None:
        """What was set for the period under the cursor."""
        item = self.current
        return None if item is None or self.plan is None else self.plan.lines[item.key].own

    def show(self, plan: targets.PlanYear, at: str = "") -> None:
        """Show a year; the cursor stays on its line, or goes to the period `at`."""
        self.plan = plan
        self.lay_out()
        if at:
            found = [place for place, line in enumerate(plan.lines) if line.name == at]
            self._cursor = found[0] if found else self._cursor
            self.lay_out()
        self._follow()
        self._repaint()

    def _put(self, at: int) -> None:
        if not self.editing:
            self._cursor = max(0, min(at, len(self.items) - 1))
            self.lay_out()  # the cell under the cursor stands out
        super()._put(at)

    def choose(self, way: int) -> None:
        """The cell before or behind."""
        at = CELLS.index(self.cell) + way
        if 0 <= at < len(CELLS) and not self.editing:
            self.cell = CELLS[at]
            self.lay_out()
            self._repaint()

    def lay_out(self) -> None:
        """Lay out the year."""
        cells = self.size.width
        if self.plan is None or cells <= 0:
            self._layout_of = NOTHING
            return
        self._layout_of = lay_out(self.plan, cells, self.gateway.today, self.cell, self._cursor)
        self._cursor = max(0, min(self._cursor, len(self._layout_of.items) - 1))


class _Editing:
    """What `enter` and `e` do with a cell."""

    def __init__(self, view: TargetsView) -> None:
        self._view = view
        self._item: Item | None = None
        self._cell = VALUE
        self._seen: Target | None = None

    async def edit(self) -> None:
        """Edit the cell where it stands."""
        view, item = self._view, self._view.current
        if item is None or view.editing:
            return
        self._item, self._cell, self._seen = item, view.cell, view.own
        await view.open_editor(FieldEditor(item.text, self._check), item)
        self._hint(registry.EDITING)

    async def accept(self, text: str, step: int) -> None:
        """Save what was typed; what cannot be saved stays typed."""
        item, editor = self._item, self._view.editor
        if item is None or editor is None:
            return
        changed = text.strip() != item.text
        try:
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
        """Leave the cell as it was."""
        await self._view.close_editor()
        self._hint("targets")

    async def clear(self) -> None:
        """Take away what stands in the cell."""
        view, item = self._view, self._view.current
        if item is None or view.editing or not item.text:
            return
        await targets.put(view.gateway, item.name, view.cell, "", view.own, over=False)
        view.post_message(view.Saved())

    async def _save(self, item: Item, text: str, *, over: bool = False) -> None:
        gateway = self._view.gateway
        await targets.put(gateway, item.name, self._cell, text, self._seen, over=over)

    async def _leave(self, step: int, *, changed: bool) -> None:
        await self._view.close_editor()
        self._hint("targets")
        if changed:
            self._view.post_message(self._view.Saved())
        if step and self._view.next_field(step):
            await self.edit()

    def _check(self, text: str) -> list[Run]:
        """What the cell would say; InputError when it is refused."""
        empty: list[Run] = [(_("empty"), "faint")]
        if not text.strip():
            return empty
        if self._cell == VALUE:
            found = targets.amount(self._view.gateway, text)
            return checks.understood(money(found.minor, found.currency)) if found else empty
        if self._cell == CUSTOMERS:
            count = targets.customers(text)
            return empty if count is None else checks.understood(number(count))
        said = targets.cause(text)
        return checks.understood(said) if said else empty

    def _hint(self, place: str) -> None:
        for footer in self._view.screen.query(FooterBar):
            footer.show_place(place)

    def _show_conflict(self, item: Item, text: str, step: int, conflict: Conflict) -> None:
        from pipeline_tui.ui.modals.conflict import show_conflict

        view, editor = self._view, self._view.editor
        if editor is None:
            return
        names = {VALUE: _("Target"), CUSTOMERS: _("New customers"), CAUSE: _("Cause")}
        show_conflict(
            view.app,
            f"{names[self._cell]} {item.name}",
            conflict,
            save=lambda: self._save(item, text, over=True),
            leave=lambda: view.call_next(self._leave, step, changed=True),
            refuse=editor.refuse,
        )
