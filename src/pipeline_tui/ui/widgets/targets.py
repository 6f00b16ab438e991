"""The plan of a year: targets, new customers and causes, edited where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from pipeline_tui.domain.metrics.plan import Target
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import money, number
from pipeline_tui.ui.gateway import targets
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.render.targets import CAUSE, CELLS, CUSTOMERS, VALUE, lay_out
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.field_editor import FieldEditor
from pipeline_tui.ui.widgets.line_editing import LineEditing
from pipeline_tui.ui.widgets.sheet_view import NOTHING, SheetView

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.render.sheet import Item

_LOW = 3
"""Below so many lines the names of the columns scroll with the rest."""


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

    # The names of the columns stay when the lines are scrolled.

    def _pinned(self) -> int:
        return 1 if self._top and self.size.height > _LOW else 0

    def runs(self, y: int) -> list[Run]:
        """One line; the first one tells the columns."""
        return self._layout_of.rows[0] if y < self._pinned() else super().runs(y)

    def _follow(self) -> None:
        super()._follow()
        item = self.current
        if item is not None and item.row < self._top + self._pinned():
            self._top = max(item.row - 1, 0)

    def lay_out(self) -> None:
        """Lay out the year."""
        cells = self.size.width
        if self.plan is None or cells <= 0:
            self._layout_of = NOTHING
            return
        self._layout_of = lay_out(self.plan, cells, self.gateway.today, self.cell, self._cursor)
        self._cursor = max(0, min(self._cursor, len(self._layout_of.items) - 1))


class _Editing(LineEditing):
    """What `enter` and `e` do with a cell."""

    PLACE = "targets"

    def __init__(self, view: TargetsView) -> None:
        super().__init__(view)
        self._view = view
        self._cell = VALUE
        self._seen: Target | None = None

    async def edit(self) -> None:
        """Edit the cell where it stands."""
        view, item = self._view, self._view.current
        if item is None or view.editing:
            return
        self._cell, self._seen = view.cell, view.own
        await self._open(item, FieldEditor(item.text, self._check))

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

    def _changed(self) -> None:
        self._view.post_message(self._view.Saved())

    def _called(self, item: Item) -> str:
        names = {VALUE: _("Target"), CUSTOMERS: _("New customers"), CAUSE: _("Cause")}
        return f"{names[self._cell]} {item.name}"

    def _is_changed(self, item: Item, text: str) -> bool:
        return text.strip() != item.text

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
