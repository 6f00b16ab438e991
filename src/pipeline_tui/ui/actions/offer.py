"""The offer of a deal: benefit in numbers, joint plan, pilot, options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.records import DealPage
from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.room import Room, Then

if TYPE_CHECKING:
    from pipeline_tui.domain.records_offer import Offer
    from pipeline_tui.ui.render.sheet import Item


class OfferActions(Room):
    """What is written of an offer; in the pane for the line under the cursor."""

    # From the palette

    def add_benefit(self) -> None:
        """One more line of the benefit in numbers."""
        from pipeline_tui.ui.modals import offer as asking

        if page := self._page():
            asking.ask_benefit(self._main.app, self._gateway, page, self._after(page))

    async def benefit_sum(self) -> None:
        """The sum of the lines, as the benefit in one sentence."""
        from pipeline_tui.ui.gateway import offer

        if page := self._page():
            await offer.write_sum(self._gateway, page.deal.id)
            await self._after(page)()

    def add_plan(self) -> None:
        """One more step of the joint plan."""
        from pipeline_tui.ui.modals import offer as asking

        if page := self._page():
            asking.ask_plan(self._main.app, self._gateway, page, self._after(page))

    def pilot(self) -> None:
        """Measure, checker and end of the pilot."""
        from pipeline_tui.ui.modals import offer as asking

        if page := self._page():
            asking.ask_pilot(self._main.app, self._gateway, page, self._after(page))

    def pilot_result(self) -> None:
        """How the pilot ended."""
        from pipeline_tui.domain import words
        from pipeline_tui.ui.gateway import offer
        from pipeline_tui.ui.modals.pick import Choice, Pick

        page = self._page()
        if page is None:
            return
        pilot = self._offer(page).pilot
        if pilot is None:
            self._main.say(_("There is no pilot yet; “Pilot …” writes one"))
            return
        glyphs = {"met": ("✓", "good"), "missed": ("✗", "bad"), "": ("○", "faint")}
        names = {"": _("not ended yet"), **{code: _(name) for code, name in words.RESULTS.items()}}
        choices = [
            Choice(code or "open", names[code], *glyphs[code], code == pilot.result)
            for code in glyphs
        ]

        async def chosen(key: str | None) -> None:
            if key is not None:
                await offer.set_result(self._gateway, page.deal.id, "" if key == "open" else key)
                await self._after(page)()

        self._main.app.push_screen(Pick(pilot.measure, choices), self._main.guarded(chosen))

    def add_option(self) -> None:
        """An option of the offer."""
        from pipeline_tui.ui.modals import offer as asking

        if page := self._page():
            asking.ask_option(self._main.app, self._gateway, page, self._after(page))

    def expected_option(self) -> None:
        """Which option is expected: its value is the deal's."""
        from pipeline_tui.domain.money import Money
        from pipeline_tui.domain.offer_option import OptionLine, shown
        from pipeline_tui.ui.modals.pick import Choice, Pick

        page = self._page()
        if page is None:
            return
        options = self._offer(page).options
        if not options:
            self._main.say(_("There are no options yet; “Option …” writes one"))
            return
        currency = page.deal.currency
        choices = [
            Choice(
                str(one.id),
                shown(OptionLine(one.level, Money(one.value_minor, currency), one.text)),
                "●" if one.expected else "○",
                "accent",
                one.expected,
            )
            for one in options
        ]
        choices.append(Choice("none", _("none of them"), "–", "faint"))

        async def chosen(key: str | None) -> None:
            if key is not None:
                wanted = 0 if key == "none" else int(key)
                await self._expect(page, wanted)

        title = _("Which option is expected?")
        self._main.app.push_screen(Pick(title, choices), self._main.guarded(chosen))

    # For the line under the cursor of the pane

    def edit_benefit(self) -> None:
        """The line of the benefit under the cursor; below the last one another."""
        from pipeline_tui.ui.modals import offer as asking

        page, item = self._page(), self._item()
        if page is None or item is None:
            return
        part = next((one for one in self._offer(page).benefit if one.id == item.key), None)
        if part is None:
            self.add_benefit()
        else:
            asking.edit_benefit(self._main.app, self._gateway, page, part, self._after(page))

    def edit_plan(self) -> None:
        """The step of the joint plan under the cursor; below the last one another."""
        from pipeline_tui.ui.modals import offer as asking

        page, item = self._page(), self._item()
        if page is None or item is None:
            return
        part = next((one for one in self._offer(page).plan if one.id == item.key), None)
        if part is None:
            self.add_plan()
        else:
            asking.edit_plan(self._main.app, self._gateway, part, self._after(page))

    def edit_option(self) -> None:
        """The option under the cursor; below the last one another."""
        from pipeline_tui.ui.modals import offer as asking

        page, item = self._page(), self._item()
        if page is None or item is None:
            return
        option = next((one for one in self._offer(page).options if one.id == item.key), None)
        if option is None:
            self.add_option()
        else:
            asking.edit_option(self._main.app, self._gateway, page, option, self._after(page))

    async def tick_plan(self) -> None:
        """The step under the cursor is done, or open again."""
        from pipeline_tui.ui.gateway import offer

        page, item = self._page(), self._item()
        if page is None or item is None or not item.key:
            return
        part = next((one for one in self._offer(page).plan if one.id == item.key), None)
        if part is not None:
            await offer.tick_plan(self._gateway, part.id, done=part.done_on is None)
            await self._after(page)()

    async def tick_pilot(self) -> None:
        """The pilot: met, missed, not ended yet, and so on."""
        from pipeline_tui.ui.gateway import offer

        page = self._page()
        pilot = self._offer(page).pilot if page else None
        if page is not None and pilot is not None:
            following = {"": "met", "met": "missed", "missed": ""}[pilot.result]
            await offer.set_result(self._gateway, page.deal.id, following)
            await self._after(page)()

    async def choose_option(self) -> None:
        """The option under the cursor is expected, or no longer."""
        page, item = self._page(), self._item()
        if page is None or item is None or not item.key:
            return
        option = next((one for one in self._offer(page).options if one.id == item.key), None)
        if option is not None:
            await self._expect(page, 0 if option.expected else option.id)

    async def plan_followup(self) -> None:
        """The step of the joint plan under the cursor, as a follow-up of the deal."""
        from pipeline_tui.ui.gateway import offer

        page, item = self._page(), self._item()
        if page is None:
            return
        if item is None or item.kind != "plan_part" or not item.key:
            self._main.say(_("Put the cursor of the pane on a step of the joint plan first"))
            return
        await offer.book_plan(self._gateway, item.key)
        await self._after(page)()

    # Beside the deals

    def costs(self) -> None:
        """What sources cost, per month."""
        from pipeline_tui.ui.modals.costs import ask_costs

        async def then() -> None:
            self._tell()

        ask_costs(self._main.app, self._gateway, then)

    # What they share

    async def _expect(self, page: DealPage, option_id: int) -> None:
        """Expect an option; 0: none of them."""
        from pipeline_tui.ui.gateway import offer

        expected = next((one for one in self._offer(page).options if one.expected), None)
        if option_id:
            await offer.choose_option(self._gateway, option_id, expected=True)
        elif expected is not None:
            await offer.choose_option(self._gateway, expected.id, expected=False)
        await self._after(page)()

    def _page(self) -> DealPage | None:
        """The deal that is meant, with its offer as it stands; says so when there is none."""
        target = self._target()
        return None if target is None else self._gateway.page(target.id)

    def _item(self) -> Item | None:
        """What the cursor of the pane stands on."""
        main = self._main
        return main.pane.current if main.in_pane and main.pane is not None else None

    @staticmethod
    def _offer(page: DealPage) -> Offer:
        from pipeline_tui.ui.render.pane_offer import NOTHING

        return page.offer or NOTHING

    def _after(self, page: DealPage) -> Then:
        return self._then({page.deal.stage_id})
