"""The targets of a year: by month, quarter and year, plan against actual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from pipeline_tui.domain.metrics.periods import quarter_of
from pipeline_tui.errors import DatabaseLocked, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway import targets
from pipeline_tui.ui.render.targets import NARROW
from pipeline_tui.ui.screens.keyed import Handler, KeyedScreen
from pipeline_tui.ui.widgets.header import HeaderBar
from pipeline_tui.ui.widgets.targets import TargetsView

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.render.header import Tab
    from pipeline_tui.ui.text import Run

FIRST_YEAR, LAST_YEAR = 1990, 2200


class TargetsScreen(KeyedScreen):
    """One year at a time; the keys are in actions/targets_keys.py."""

    PLACE = "targets"

    def __init__(
        self, gateway: Gateway, tabs: list[Tab], notes: tuple[Run, ...], at: str = ""
    ) -> None:
        """`at` is the period the cursor begins on, else the quarter it is."""
        super().__init__(gateway)
        self._at = at or quarter_of(gateway.today).name
        self.year = int(self._at[:4])
        self.changed = False
        """Whether something was saved here."""
        self._tabs, self._notes = tabs, notes
        self.header = HeaderBar(gateway.today)
        self.view = TargetsView(gateway)

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.footer
        yield self.view

    def on_mount(self) -> None:
        self._show_first()

    def _show_first(self) -> None:
        """Where the year cannot be read now, it is said, and tried again as long as that is so."""
        try:
            self.show(self._at)
        except PipelineError as problem:
            self.show_header()
            if isinstance(problem, DatabaseLocked):
                self.try_again(problem, self._show_first)
            else:
                self.complain(problem)

    def on_resize(self) -> None:
        """Another width, another name of the year."""
        self.show_header()

    def handler(self, action: str) -> Handler:
        """The function of an action on the cell under the cursor."""
        from pipeline_tui.ui.actions.targets_keys import TargetsKeys

        found: Handler = getattr(TargetsKeys(self), action)
        return found

    def show(self, at: str = "", *, year: int | None = None) -> None:
        """Read the year again, or another one; the cursor stays, or goes to a period.

        PipelineError, and all stays as it is, where it cannot be read.
        """
        plan = targets.year(self.gateway, self.year if year is None else year)
        self.year = plan.year
        self.show_header()
        self.view.show(plan, at)

    def show_header(self) -> None:
        """Which year."""
        named = str(self.year)
        if self.size.width >= NARROW:
            named = _("Targets {year}").format(year=self.year)
        chips = [*self._notes, *self.time_chips(), (named, "chip")]
        self.header.show(self._tabs, None, self.gateway.today, tuple(chips))

    def look_again(self) -> None:
        """Another instance has written, or midnight has passed; DatabaseLocked: asked again."""
        if not self.view.editing:
            self.show()

    def on_targets_view_saved(self) -> None:
        """A cell was edited: sums and deviations follow."""
        self.changed = True
        try:
            if not self.view.editing:
                self.show()
            self.tell()
        except PipelineError as problem:
            self.complain(problem)

    def on_header_bar_chosen(self, message: HeaderBar.Chosen) -> None:
        """A screen was clicked in the header."""
        self.call_next(self.press, message.key)
