"""What the keys do in the what-if: turn levers, try moves, take back, accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import words
from pipeline_tui.domain.category import MEANINGS
from pipeline_tui.domain.metrics import levers as turning
from pipeline_tui.domain.metrics import what_if as trying
from pipeline_tui.domain.metrics.what_if import CATEGORY, CLOSE, LOST, STAGE, WON, Try
from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.insights_keys import InsightsKeys
from pipeline_tui.ui.gateway import what_if as sandbox
from pipeline_tui.ui.modals import checks
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.render import labels, values
from pipeline_tui.ui.render.levers import lever_text
from pipeline_tui.ui.widgets.what_if import DEALS, LEVERS

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.levers import Levers
    from pipeline_tui.domain.metrics.what_if import OpenDeal
    from pipeline_tui.ui.screens.what_if import WhatIfScreen
    from pipeline_tui.ui.text import Run


class WhatIfKeys(InsightsKeys):
    """Each public method is an action of the registry; moving about is as in the insights."""

    def __init__(self, screen: WhatIfScreen) -> None:
        super().__init__(screen)  # type: ignore[arg-type]  # it has what these keys need
        self._sandbox = screen

    def page_other(self) -> None:
        """From deals to levers and back."""
        self._sandbox.turn(LEVERS if self._on_deals else DEALS)

    # Levers.

    async def less(self) -> None:
        """The lever one step down."""
        await self._turn_lever(-1)

    async def more(self) -> None:
        """The lever one step up."""
        await self._turn_lever(1)

    async def much_less(self) -> None:
        """A large step down; a deal back by a stage."""
        await (self._try_shift(-1) if self._on_deals else self._turn_lever(-1, large=True))

    async def much_more(self) -> None:
        """A large step up; a deal on by a stage."""
        await (self._try_shift(1) if self._on_deals else self._turn_lever(1, large=True))

    async def _turn_lever(self, way: int, *, large: bool = False) -> None:
        screen, name = self._sandbox, self._lever()
        if name is None or screen.data is None or screen.levers is None:
            return
        turned = turning.step(screen.data.levers, screen.levers, name, way, large=large)
        if turned == screen.levers and turning.value_of(turned, name) is None:
            screen.say(_("Nothing is known here: enter types an assumption"))
            return
        await self._put_levers(turned)

    def _type_value(self) -> None:
        screen, name = self._sandbox, self._lever()
        if name is None or screen.base is None or screen.levers is None:
            return
        levers, currency = screen.levers, screen.base.currency
        row = screen.view.current
        label = "" if row is None else row.label

        def check(text: str) -> list[Run]:
            found = turning.read(text, name, levers, currency)
            if name == turning.EVERY:
                shown = [turning.value_of(found, str(at)) for at in range(len(found.conversions))]
                said = " · ".join(lever_text("0", one, currency) for one in shown)
            else:
                said = lever_text(name, turning.value_of(found, name), currency)
            return checks.understood(said)

        async def left(text: str | None) -> None:
            if text is not None:
                await self._put_levers(turning.read(text, name, levers, currency))

        prompt = LinePrompt(label, check=check, placeholder=_("40 · +3 · -10% · x2"))
        screen.app.push_screen(prompt, screen.guarded(left))

    async def _put_levers(self, turned: Levers) -> None:
        screen = self._sandbox
        same = screen.data is not None and turned == screen.data.levers
        screen.put(screen.sandbox._replace(levers=None if same else turned))

    # Moves.

    async def win(self) -> None:
        """What if it were won."""
        await self._try_fate(WON)

    async def lose(self) -> None:
        """What if it were lost; why is asked when it is made real."""
        await self._try_fate(LOST)

    async def _try_fate(self, what: str) -> None:
        deal = self._deal()
        if deal is not None:
            await self._try(Try(deal.id, what))

    async def _try_shift(self, way: int) -> None:
        deal, base = self._deal(), self._sandbox.base
        if deal is None or base is None:
            return
        after = trying.after(base, deal, trying.settled(self._sandbox.sandbox.tries))
        here = base.stage((after or deal).stage_id)
        at = -1 if here is None else base.stages.index(here)
        if not 0 <= at + way < len(base.stages):
            self._sandbox.say(_("There is no stage further on that side"))
            return
        await self._try(Try(deal.id, STAGE, base.stages[at + way].id))

    def move(self) -> None:
        """What if it stood in another stage."""
        from pipeline_tui.ui.modals.pick import pick_stage

        deal, screen = self._deal(), self._sandbox
        if deal is None:
            return

        async def chosen(key: str | None) -> None:
            if key is not None:
                await self._try(Try(deal.id, STAGE, int(key)))

        stages = [stage for stage in self._gateway.stages() if stage.kind == "open"]
        pick = pick_stage(_("What if {deal} stood in").format(deal=deal.name), stages,
                          deal.stage_id)  # fmt: skip
        screen.app.push_screen(pick, screen.guarded(chosen))

    def category(self) -> None:
        """What if it were promised, or left out."""
        from pipeline_tui.ui.modals.pick import Choice, Pick

        deal, screen = self._deal(), self._sandbox
        if deal is None:
            return

        async def chosen(code: str | None) -> None:
            if code is not None:
                await self._try(Try(deal.id, CATEGORY, category=code))

        choices = [
            Choice(code, words.capital(words.category(code)), *labels.CATEGORIES[code],
                   here=code == deal.category)
            for code in MEANINGS
        ]  # fmt: skip
        pick = Pick(_("What if {deal} were").format(deal=deal.name), choices)
        screen.app.push_screen(pick, screen.guarded(chosen))

    def edit(self) -> None:
        """The value of a lever, or what if a deal closed on another day."""
        if not self._on_deals:
            self._type_value()
            return
        deal, screen = self._deal(), self._sandbox
        if deal is None:
            return

        async def left(text: str | None) -> None:
            if text is not None:
                day = sandbox.close_day(self._gateway, text)
                await self._try(Try(deal.id, CLOSE, close=day))

        prompt = LinePrompt(
            _("What if {deal} closed on").format(deal=deal.name),
            values.date_text(deal.expected_close),
            check=lambda line: checks.understood(self._gateway.check_field("close", line)),
            placeholder=_("eoq · 24.12. · in 3 months"),
        )
        screen.app.push_screen(prompt, screen.guarded(left))

    async def _try(self, one: Try) -> None:
        screen = self._sandbox
        tries = (*screen.sandbox.tries, one)
        screen.put(screen.sandbox._replace(tries=tries))

    # Taking back, accepting, leaving.

    async def delete(self) -> None:
        """The lever is as it was; nothing is tried with the deal any more."""
        screen = self._sandbox
        row = screen.view.current
        if row is None or screen.data is None or screen.levers is None:
            return
        if self._on_deals:
            tries = trying.without(screen.sandbox.tries, row.deals)
            screen.put(screen.sandbox._replace(tries=tries))
            return
        turned, now = screen.levers, screen.data.levers
        if row.key == turning.EVERY:
            turned = turned._replace(conversions=now.conversions)
        elif self._lever() is not None:
            turned = turning.put(turned, row.key, turning.value_of(now, row.key))
        await self._put_levers(turned)

    async def undo(self) -> None:
        """Take back the last try; where nothing is tried, what was made real here."""
        screen = self._sandbox
        if screen.past:
            screen.put(screen.past.pop(), keep=False)
        elif screen.accepted:
            await super().undo()
        else:
            screen.say(_("Nothing is tried yet"))

    def enter(self) -> None:
        """Make the tried moves real; on a lever type its value."""
        if self._on_deals:
            self.accept()
        else:
            self._type_value()

    def accept(self) -> None:
        """Make all tried moves real, in one step that u takes back."""
        from pipeline_tui.ui.modals.what_if import AcceptPanel

        screen = self._sandbox
        base, tries = screen.base, screen.sandbox.tries
        if base is None:
            return
        if not tries:
            screen.say(_("No move is tried yet: w, x, H, L, M, e or t on a deal tries one"))
            return

        async def left(saved: bool | None) -> None:
            if not saved:
                return
            screen.accepted = True
            screen.past.clear()
            screen.sandbox = screen.sandbox._replace(tries=())
            screen.ask()
            screen.tell()

        asked = sandbox.accepting(self._gateway, base, tries)
        panel = AcceptPanel(self._gateway, base, tries, asked, screen.ask)
        screen.app.push_screen(panel, screen.guarded(left))

    async def filter(self) -> None:
        """List only some of the deals."""
        if not self._on_deals:
            self._sandbox.say(_("The deals stand on the other page: tab goes there"))
            return
        await super().filter()

    def back(self) -> None:
        """Without the filter, then out; what was tried is forgotten."""
        if self._sandbox.filter_text:
            self._sandbox.narrow("")
        else:
            self._sandbox.dismiss(None)

    def quit(self) -> None:
        """Out, whatever is listed."""
        self._sandbox.dismiss(None)

    def insights(self) -> None:
        """Out, to the insights."""
        self._leave_for("insights")

    # What is meant.

    @property
    def _on_deals(self) -> bool:
        return self._sandbox.view.page == DEALS

    def _lever(self) -> str | None:
        """The lever under the cursor; says so when there is none."""
        row = self._sandbox.view.current
        known = row is not None and (
            row.key in (turning.LEADS, turning.SIZE, turning.CYCLE, turning.EVERY)
            or row.key.isdecimal()
        )
        if self._on_deals or not known or row is None:
            self._sandbox.say(_("The levers stand on the other page: tab goes there"))
            return None
        return row.key

    def _deal(self) -> OpenDeal | None:
        """The deal under the cursor; says so when there is none."""
        screen = self._sandbox
        row, base = screen.view.current, screen.base
        if base is None:
            return None
        if not self._on_deals:
            screen.say(_("The deals stand on the other page: tab goes there"))
            return None
        number = row.deals[0] if row is not None and row.deals else 0
        found = next((deal for deal in base.deals if deal.id == number), None)
        if found is None:
            screen.say(_("There is no deal under the cursor"))
        return found
