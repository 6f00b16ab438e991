"""What the keys do in the insights: pages, periods, definitions, and the deals behind a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.metrics.periods import nearby
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import compact_money, full_date
from pipeline_tui.ui.actions.screen_keys import ListKeys
from pipeline_tui.ui.actions.travel import TravelKeys
from pipeline_tui.ui.gateway import insights
from pipeline_tui.ui.modals.asking import deal_name
from pipeline_tui.ui.render.insight_pages import PAGES

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.ui.modals.pick import Choice
    from pipeline_tui.ui.screens.insights import InsightsScreen

ALL_TIME = "all"
OTHER = "other"


class InsightsKeys(TravelKeys, ListKeys):
    """Each public method is an action of the registry."""

    def __init__(self, screen: InsightsScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._gateway = screen.gateway
        self._view = screen.view

    @property
    def _traveller(self) -> InsightsScreen:
        return self._screen

    # Moving.

    def _step(self, by: int) -> None:
        self._view.step(by)

    def _page(self, way: int) -> None:
        self._view.page_by(way)

    def _again(self) -> None:
        self._screen.ask()

    def page_left(self) -> None:
        """The page before."""
        self._turn(-1)

    def page_right(self) -> None:
        """The next page."""
        self._turn(1)

    def _turn(self, way: int) -> None:
        names = [name for name, _title in PAGES]
        at = names.index(self._view.page) + way
        self._screen.turn(names[at % len(names)])

    # Asking.

    def period(self) -> None:
        """Which period the figures are of."""
        from pipeline_tui.ui.modals.pick import Choice, Pick

        screen = self._screen

        async def chosen(name: str | None) -> None:
            if name is None:
                return
            if name == OTHER:
                self._ask_period()
                return
            screen.period = "" if name == ALL_TIME else name
            screen.ask()

        near = nearby(self._gateway.today)
        choices = [Choice(name, _period_name(key, name)) for key, name in near]
        choices.append(Choice(ALL_TIME, _("all time")))
        choices.append(Choice(OTHER, _("another one …")))
        pick = Pick(_("Figures of which period?"), choices, self._meant)
        screen.app.push_screen(pick, screen.guarded(chosen))

    def _meant(self, typed: str) -> Choice | None:
        """The period that is typed instead of chosen."""
        from pipeline_tui.ui.modals.pick import Choice

        try:
            found = insights.period_of(self._gateway, typed)
        except InputError:
            return None
        return Choice(found.name, _said(found)) if found else None

    def _ask_period(self) -> None:
        from pipeline_tui.ui.modals.checks import understood
        from pipeline_tui.ui.modals.line import LinePrompt
        from pipeline_tui.ui.text import Run

        screen = self._screen

        def check(text: str) -> list[Run]:
            found = insights.period_of(self._gateway, text)
            return understood(_said(found) if found else _("all time"))

        async def left(text: str | None) -> None:
            if text is not None:
                found = insights.period_of(self._gateway, text)
                screen.period = found.name if found else ""
                screen.ask()

        prompt = LinePrompt(
            _("Figures of which period?"),
            screen.period,
            check=check,
            placeholder=_("2026-Q4, last 90 days, 1.3. - 15.4."),
        )
        screen.app.push_screen(prompt, screen.guarded(left))

    async def filter(self) -> None:
        """Figures of some deals only."""
        from pipeline_tui.ui.widgets.filter_line import FilterLine

        for line in self._screen.query(FilterLine):
            line.take_keys()
            return
        await self._screen.mount(FilterLine(self._screen.filter_text))

    def target(self) -> None:
        """What is to be won in a period."""
        from pipeline_tui.ui.modals.target import TargetPrompt

        screen = self._screen

        async def left(line: str | None) -> None:
            if line is not None:
                screen.ask()
                screen.tell()

        screen.app.push_screen(TargetPrompt(self._gateway), screen.guarded(left))

    # What stands behind a figure.

    def figure_deals(self) -> None:
        """The deals behind the figure; the one chosen is opened."""
        from pipeline_tui.ui.modals.pick import STAGE_GLYPHS, STAGE_STYLES, Choice, Pick

        screen, row = self._screen, self._view.current
        deals = () if row is None else row.deals or screen.members(row.behind)
        if row is None or not deals:
            screen.say(_("No deals stand behind this figure"))
            return
        choices = []
        for ref in insights.refs(self._gateway, deals):
            worth = ""
            if ref.value_minor is not None:
                worth = compact_money(ref.value_minor, ref.currency)
            choices.append(
                Choice(
                    str(ref.id),
                    deal_name(ref.company, ref.title),
                    STAGE_GLYPHS.get(ref.stage_kind, ""),
                    STAGE_STYLES.get(ref.stage_kind, "text"),
                    tail=worth,
                )
            )

        async def chosen(number: str | None) -> None:
            if number is not None:
                screen.wants_deal = int(number)
                screen.dismiss(None)

        screen.app.push_screen(Pick(row.label, choices), screen.guarded(chosen))

    def define(self) -> None:
        """What the figure means."""
        figure, definition = self._defined()
        if definition:
            self._screen.say(f"{figure}: {definition}")
        else:
            self.help()

    def help(self) -> None:
        """What the figure means, and the keys that work here."""
        from pipeline_tui.ui.modals.help import Meant

        self._screen.show_help(Meant(None, None, (), *self._defined()))

    def _defined(self) -> tuple[str, str]:
        """The figure under the cursor and what it means; '' where there is none."""
        from pipeline_tui.domain.metrics.definitions import DEFINITIONS

        row = self._view.current
        about = "" if row is None else DEFINITIONS.get(row.about, "")
        return ("", "") if row is None or not about else (row.label, _(about))

    def targets(self) -> None:
        """The targets of the year, beginning with the period that is looked at."""
        from pipeline_tui.ui.screens.targets import TargetsScreen

        screen = self._screen
        at = screen.period if ".." not in screen.period else ""
        sheet = TargetsScreen(self._gateway, screen.tabs, screen.notes, at)

        async def left(_result: None) -> None:
            if sheet.changed:
                screen.ask()
            if sheet.wanted and sheet.wanted != "insights":
                self._leave_for(sheet.wanted)

        screen.app.push_screen(sheet, screen.guarded(left))

    def what_if(self) -> None:
        """The sandbox, for the period that is looked at."""
        from pipeline_tui.ui.actions.what_if import farewell
        from pipeline_tui.ui.screens.what_if import WhatIfScreen

        screen = self._screen
        sandbox = WhatIfScreen(self._gateway, screen.tabs, screen.notes, screen.period)

        async def left(_result: None) -> None:
            if sandbox.accepted:
                screen.ask()
            if sandbox.wanted and sandbox.wanted != "insights":
                self._leave_for(sandbox.wanted)
            elif said := farewell(sandbox):
                screen.say(said)

        screen.app.push_screen(sandbox, screen.guarded(left))

    # Leaving.

    def back(self) -> None:
        """Back to today, without the filter, then out."""
        if self._gateway.away_day is not None:
            self.to_today()
        elif self._screen.filter_text:
            self._screen.filter_text = ""
            self._screen.ask()
        else:
            self._screen.dismiss(None)

    def quit(self) -> None:
        """Out, to the board."""
        self._screen.dismiss(None)


def _said(period: Period) -> str:
    """The name of a period; of one that is no year, quarter or month, its days."""
    if ".." not in period.name:
        return period.name
    return f"{full_date(period.first)} – {full_date(period.last)}"


def _period_name(key: str, name: str) -> str:
    words = {
        "month": _("this month"),
        "last_month": _("last month"),
        "quarter": _("this quarter"),
        "last_quarter": _("last quarter"),
        "year": _("this year"),
        "last_year": _("last year"),
    }
    return f"{words[key]}  {name}"
