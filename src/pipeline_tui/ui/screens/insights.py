"""Insights: pages of figures with their plots, definitions, and the deals behind them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult

from pipeline_tui.errors import DatabaseLocked, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.gateway import insights
from pipeline_tui.ui.render import insight_pages as pages
from pipeline_tui.ui.screens.keyed import Handler, TravellingScreen
from pipeline_tui.ui.widgets.header import HeaderBar
from pipeline_tui.ui.widgets.insights import InsightsView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.render.header import Tab
    from pipeline_tui.ui.render.insights import Behind, Block
    from pipeline_tui.ui.text import Run
    from pipeline_tui.ui.widgets.filter_line import FilterLine

    FilterTyped = FilterLine.Typed
    FilterClosed = FilterLine.Closed


Draw = Callable[[int], "list[Block]"]
"""A page for so many cells."""

OF_A_PERIOD = ("forecast", "plan")
"""Pages that are of this quarter where no period is chosen."""


class InsightsScreen(TravellingScreen):
    """One page at a time; its figures are read behind the screen, the newest question wins."""

    PLACE = "insights"

    def __init__(self, gateway: Gateway, tabs: list[Tab], notes: tuple[Run, ...]) -> None:
        super().__init__(gateway)
        self.period = ""
        """A year, quarter or month; '' is all time, of a plan and a forecast this quarter."""
        self.filter_text = ""
        self.wants_deal: int | None = None
        self.tabs, self.notes = tabs, notes
        self._asked = 0
        """Counts the questions: an answer to an older one is never shown."""
        self._draw: Draw | None = None
        """What is shown, for any width; None while a page is on its way."""
        self.header = HeaderBar(gateway.today)
        self.view = InsightsView()

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.footer
        yield self.view

    def on_mount(self) -> None:
        self.show_hints()
        self.ask()

    def on_resize(self) -> None:
        """Another width, other plots."""
        if self._draw is not None:
            self.view.draw_anew(self._draw(self.size.width))

    def handler(self, action: str) -> Handler:
        """The function of an action on the figure under the cursor."""
        from pipeline_tui.ui.actions.insights_keys import InsightsKeys

        found: Handler = getattr(InsightsKeys(self), action)
        return found

    # Reading.

    def turn(self, page: str) -> None:
        """Another page."""
        self._draw = None
        self.view.turn(page)
        self.ask()

    def ask(self) -> None:
        """Have the page worked out for what is asked now.

        Meanwhile there is what was shown of it last, or its frame; where nobody has written since,
        that is the answer.
        """
        self._asked += 1
        self.show_header()
        aside = self.gateway.aside
        kept = None
        with suppress(PipelineError):
            kept = aside.kept(self._question)
        if kept is not None:
            draw, still_true = cast("tuple[Draw, bool]", kept)
            self._show(draw)
            if still_true:
                return
        self.view.wait()
        self.run_worker(self._read(self._asked, self.view.page), exit_on_error=False)

    @property
    def _question(self) -> tuple[object, ...]:
        """What is asked: the answer to the same question can be shown again."""
        view = self.view
        return view.page, self.period, self.filter_text, self.gateway.away_day

    @property
    def complete(self) -> bool:
        """Whether the page is there with all that stands below on it, and still true."""
        kept = self.gateway.aside.kept(self._question)
        return kept is not None and kept[1]

    def on_unmount(self) -> None:
        """Nobody wants an answer any more."""
        self._asked += 1

    def show_header(self) -> None:
        """Which day, which period and which deals."""
        notes = [*self.time_chips(), *self.notes]
        notes.append((self.period or self._usual_period(), "chip"))
        if self.filter_text:
            notes.append((f"/ {self.filter_text}", "chip"))
        self.header.show(self.tabs, None, self.gateway.today, tuple(notes))

    def day_asked(self) -> None:
        """The header says which day is on its way; the figures stay."""
        super().day_asked()
        self.show_header()

    def day_changed(self) -> None:
        """The figures as of the day that is shown."""
        super().day_changed()
        self.ask()

    def members(self, behind: Behind | None) -> Sequence[int]:
        """The deals behind a figure of the page, by their numbers."""
        if behind is None:
            return ()
        named = self.period
        if not named and (self.view.page in OF_A_PERIOD or behind.figure == "due"):
            named = insights.this_quarter(self.gateway)
        period = insights.period_of(self.gateway, named)
        # a target is for all deals
        flt = None if self.view.page == "plan" else insights.filter_of(self.filter_text)
        return insights.members(self.gateway, behind, period, flt)

    def _usual_period(self) -> str:
        """What no period means: of a plan and a forecast the quarter it is."""
        if self.view.page in OF_A_PERIOD:
            return insights.this_quarter(self.gateway)
        return _("all time")

    async def _read(self, asked: int, page: str) -> None:
        question = self._question
        try:
            state = self.gateway.state()
            period = insights.period_of(self.gateway, self.period)
            flt = insights.filter_of(self.filter_text)
            found = await insights.page(
                self.gateway, page, period, flt, lambda: asked == self._asked
            )
        except PipelineError as problem:
            self._not_read(asked, problem)
            return
        if found is None or asked != self._asked:
            return
        today = self.gateway.today
        self._show(lambda cells: _blocks(page, found, today, cells))
        whole = await self._read_more(asked, page, found, period, flt)
        if whole is not None:
            self._show(whole)
            self.gateway.aside.keep(question, state, whole)

    def _not_read(self, asked: int, problem: PipelineError) -> None:
        self.not_read(problem, lambda: asked == self._asked, self.ask, self._fail)

    def _fail(self, why: str) -> None:
        """There is no page, also none to be drawn anew at another width."""
        self._draw = None
        self.view.fail(why)

    def _show(self, draw: Draw) -> None:
        self._draw = draw
        self.view.show(draw(self.size.width))

    async def _read_more(
        self, asked: int, page: str, above: object, period: Period | None, flt: Filter | None
    ) -> Draw | None:
        """The page with what stands below; None where that cannot be read, or is not wanted."""
        from pipeline_tui.ui.gateway import insights_more
        from pipeline_tui.ui.render import insight_more

        try:
            found = await insights_more.more(
                self.gateway, page, period, flt, lambda: asked == self._asked
            )
        except DatabaseLocked as problem:
            self._not_read(asked, problem)
            return None
        except PipelineError:
            return None
        if found is None or asked != self._asked:
            return None
        basis, below = found
        notes = insight_more.notes(basis, period, self.gateway.today, narrowed=flt is not None)
        more = insight_more.blocks(page, below, above)
        today = self.gateway.today
        return lambda cells: [*_blocks(page, above, today, cells), *more, *notes]

    def look_again(self) -> None:
        """Another instance has written, or midnight has passed."""
        self.ask()

    # The filter and the mouse.

    def on_filter_line_typed(self, message: FilterTyped) -> None:
        """A letter of the filter; what cannot be understood is said, and the figures stay."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        line = self.query_one(FilterLine)
        try:
            insights.filter_of(message.text)
        except PipelineError as problem:
            line.refuse(problem)
            return
        line.say("")
        self.filter_text = message.text.strip()
        self.ask()

    async def on_filter_line_closed(self, message: FilterClosed) -> None:
        """The filter stands, or is as it was before."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        self.set_focus(None)
        await self.query_one(FilterLine).remove()
        if self.filter_text != message.text.strip():
            self.filter_text = message.text.strip()
            self.ask()

    def on_insights_view_turned(self, message: InsightsView.Turned) -> None:
        """The name of a page was clicked."""
        self.turn(message.page)

    async def on_insights_view_opened(self) -> None:
        """A double click shows the deals."""
        await self.run_command("figure_deals")

    def on_header_bar_chosen(self, message: HeaderBar.Chosen) -> None:
        """A screen was clicked in the header."""
        self.call_next(self.press, message.key)


def _blocks(page: str, found: object, today: date, cells: int) -> list[Block]:
    match page:
        case "pipeline":
            return pages.pipeline(cast("insights.PipelineReport", found))
        case "funnel":
            return pages.funnel(cast("insights.Funnel", found))
        case "durations":
            data = cast("insights.DurationsPage", found)
            return pages.durations(data, today, cells)
        case "forecast":
            return pages.forecast(cast("insights.Forecast", found), cells)
        case "plan":
            return pages.plan(cast("insights.PlanPage", found))
        case "segments":
            return pages.segments(cast("insights.SegmentsPage", found))
        case _:
            return pages.losses(cast("insights.LossesPage", found))
