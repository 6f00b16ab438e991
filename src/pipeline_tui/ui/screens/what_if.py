"""The what-if: a sandbox of moves and levers over the open deals; only accepting writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult

from pipeline_tui.domain.metrics import levers as turning
from pipeline_tui.domain.metrics import what_if as trying
from pipeline_tui.domain.metrics.what_if import Outlook, Try
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import compact_money
from pipeline_tui.ui.gateway import insights, what_if
from pipeline_tui.ui.render import levers as lever_page
from pipeline_tui.ui.render import what_if as pages
from pipeline_tui.ui.render.insight_more import notes
from pipeline_tui.ui.screens.keyed import Handler, KeyedScreen
from pipeline_tui.ui.widgets.header import HeaderBar
from pipeline_tui.ui.widgets.what_if import DEALS, LEVERS, WhatIfView

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.levers import Levers
    from pipeline_tui.domain.metrics.what_if import Base
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.gateway.what_if import WhatIf
    from pipeline_tui.ui.render.header import Tab
    from pipeline_tui.ui.text import Run
    from pipeline_tui.ui.widgets.filter_line import FilterLine
    from pipeline_tui.ui.widgets.insights import InsightsView

    FilterTyped = FilterLine.Typed
    FilterClosed = FilterLine.Closed


class Sandbox(NamedTuple):
    """What is tried: moves in the order they were made, and levers where they were turned."""

    tries: tuple[Try, ...] = ()
    levers: Levers | None = None


class WhatIfScreen(KeyedScreen):
    """Reads once, works out every try behind the screen, and shows it beside what is so."""

    PLACE = "what_if"

    def __init__(
        self, gateway: Gateway, tabs: list[Tab], notes: tuple[Run, ...], period: str = ""
    ) -> None:
        super().__init__(gateway)
        self.period = period
        """A year, quarter or month; '' is this quarter."""
        self.filter_text = ""
        """Which deals are listed; the figures are of all of them."""
        self._listed: set[int] | None = None
        self.data: WhatIf | None = None
        self.sandbox = Sandbox()
        self.past: list[Sandbox] = []
        """What it was before each try, for taking back."""
        self.accepted = False
        """Whether something was made real here."""
        self._now: Outlook | None = None
        self._tried: Outlook | None = None
        self._tabs, self._notes = tabs, notes
        self._asked = self._turned = 0
        """Count the questions: an answer to an older one is never shown."""
        self.header = HeaderBar(gateway.today)
        self.view = WhatIfView()

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.footer
        yield self.view

    def on_mount(self) -> None:
        self.ask()

    def on_resize(self) -> None:
        """Another width, other columns."""
        self.show()

    def on_unmount(self) -> None:
        """Nobody wants an answer any more; every open deal that was read goes."""
        self._asked += 1
        self._turned += 1
        self.data = self._now = self._tried = None
        self.view.forget()
        self.gateway.give_back()

    def handler(self, action: str) -> Handler:
        """The function of an action on the lever or deal under the cursor."""
        from pipeline_tui.ui.actions.what_if_keys import WhatIfKeys

        found: Handler = getattr(WhatIfKeys(self), action)
        return found

    @property
    def base(self) -> Base | None:
        """Everything as it is; None while it is being read."""
        return None if self.data is None else self.data.base

    @property
    def levers(self) -> Levers | None:
        """The levers as they are turned."""
        if self.data is None:
            return None
        return self.sandbox.levers or self.data.levers

    # Reading.

    def ask(self) -> None:
        """Read what is there anew; what is tried stays."""
        self._asked += 1
        self.view.wait()
        self.show_header()
        self.run_worker(self._read(self._asked), exit_on_error=False)

    def look_again(self) -> None:
        """Another instance has written, or midnight has passed."""
        self.ask()

    async def _read(self, asked: int) -> None:
        try:
            period = insights.period_of(self.gateway, self.period)
            found = await what_if.read(self.gateway, period, lambda: asked == self._asked)
            self._listed = what_if.matching(self.gateway, self.filter_text)
        except PipelineError as problem:
            self.not_read(problem, lambda: asked == self._asked, self.ask, self._fail)
            return
        if found is None or asked != self._asked:
            return
        seen, (self.data, self._now) = self.base, found
        if seen is not None:
            self._forget_overtaken(seen)
        self._work_out()

    def _fail(self, why: str) -> None:
        """There are no figures, also none to be shown again at another width; the tries stay."""
        self._turned += 1
        self._now = self._tried = None
        self.view.pinned = []
        self.view.fail(why)
        self.show_header()

    def _forget_overtaken(self, seen: Base) -> None:
        """Tries with deals that were changed elsewhere go, and it is said which."""
        if self.data is None:
            return
        gone = trying.overtaken(seen, self.data.base, self.sandbox.tries)
        numbers = [deal.id for deal in gone]
        everyone = [self.sandbox, *self.past]
        self.sandbox, *self.past = [
            one._replace(tries=trying.without(one.tries, numbers)) for one in everyone
        ]
        if gone:
            names = ", ".join(deal.name for deal in gone)
            said = _("Changed elsewhere, out of the sandbox: {deals}").format(deals=names)
            self.say(said, bad=True)

    # Trying.

    def put(self, sandbox: Sandbox, *, keep: bool = True) -> None:
        """Try something else; `keep` remembers what was tried before."""
        if self.data is None or sandbox == self.sandbox:
            return
        if keep:
            self.past.append(self.sandbox)
        moved = sandbox.tries != self.sandbox.tries
        self.sandbox = sandbox
        if moved:
            self._work_out()
        else:
            self.show()

    def _work_out(self) -> None:
        """Show at once what is sums; the band follows from behind the screen."""
        if self.data is None or self._now is None:
            return
        self._turned += 1
        tries = self.sandbox.tries
        self._tried = self._now
        if tries:
            self._tried = trying.quickly(self.data.base, self._now, tries)
            self.run_worker(
                self._read_band(self._turned, self.data.base, tries), exit_on_error=False
            )
        self.show()

    async def _read_band(self, turned: int, base: Base, tries: tuple[Try, ...]) -> None:
        found = await what_if.figures(self.gateway, base, tries, lambda: turned == self._turned)
        if found is not None and turned == self._turned:
            self._tried = found
            self.show()

    @property
    def ready(self) -> bool:
        """Whether everything has been worked out."""
        return self._tried is not None and self._tried.band is not None

    # Showing.

    def show(self) -> None:
        """The page that is on, and what it comes to."""
        if self.data is None or self._now is None or self._tried is None:
            return
        base, cells = self.data.base, self.size.width
        if self.view.page == DEALS:
            figures = pages.outlook_figures(base, self._now, self._tried, cells)
            blocks = pages.deals(
                base, self._now, self._tried, self.sandbox.tries, cells, self._listed
            )
        else:
            turned = self.levers or self.data.levers
            figures = lever_page.lever_figures(base, self.data.levers, turned, cells)
            blocks = lever_page.levers(self.data, turned, cells)
        blocks += notes(self.data.basis, base.period, base.today, narrowed=False)
        self.view.show_pinned(blocks, pages.pinned(figures, cells))
        self.show_header()

    def show_header(self) -> None:
        """That it is a sandbox, with the gap as it would be."""
        notes = [*self._notes, (f"{pages.SIGN} " + (self._gap() or _("sandbox")), "banner")]
        if self.filter_text:
            notes.append((f"/ {self.filter_text}", "chip"))
        if self.size.width >= pages.NARROW:
            notes.append((self.period or insights.this_quarter(self.gateway), "chip"))
        self.header.show(self._tabs, None, self.gateway.today, tuple(notes))

    def _gap(self) -> str:
        if self.data is None or self._tried is None or self.data.base.target_minor is None:
            return ""
        base = self.data.base
        missing = 0 if self._tried.gap is None else self._tried.gap.to_won
        if self.view.page != DEALS:
            brought = turning.brings(self.data.levers, self.levers or self.data.levers)
            if brought is None:
                return ""
            missing = max((base.target_minor or 0) - brought, 0)
        if not missing:
            return _("target met")
        return _("gap {amount}").format(amount=compact_money(missing, base.currency))

    def turn(self, page: str) -> None:
        """The other page."""
        why = self.view.why
        self.view.turn(page)
        self.footer.show_place(self.PLACE if page == DEALS else LEVERS)
        if why:
            self.view.fail(why)
        self.show()

    # Which deals are listed.

    def narrow(self, text: str) -> None:
        """List the deals that a filter wants; InputError for what is no filter."""
        self._listed = what_if.matching(self.gateway, text)
        self.filter_text = text
        self.show()

    def on_filter_line_typed(self, message: FilterTyped) -> None:
        """A letter of the filter; what cannot be understood is said, and the list stays."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        line = self.query_one(FilterLine)
        try:
            self.narrow(message.text.strip())
        except PipelineError as problem:
            line.refuse(problem)
            return
        line.say("")

    async def on_filter_line_closed(self, message: FilterClosed) -> None:
        """The filter stands, or is as it was before."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        self.set_focus(None)
        await self.query_one(FilterLine).remove()
        try:
            self.narrow(message.text.strip())
        except PipelineError as problem:
            self.complain(problem)

    # The mouse.

    def on_insights_view_turned(self, message: InsightsView.Turned) -> None:
        """The name of a page was clicked."""
        self.turn(message.page)

    async def on_insights_view_opened(self) -> None:
        """A double click types the value of a lever."""
        if self.view.page != DEALS:
            await self.run_command("enter")

    def on_header_bar_chosen(self, message: HeaderBar.Chosen) -> None:
        """A screen was clicked in the header."""
        self.call_next(self.press, message.key)
