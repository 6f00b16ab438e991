"""From the main screen to companies and contacts; who is in a deal; calling and mailing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.room import Room, Target
from pipeline_tui.ui.gateway import people

if TYPE_CHECKING:
    from pipeline_tui.domain.records import Participant


class PeopleActions(Room):
    """What is done with the people of a deal, and the way to all of them."""

    def people(self) -> None:
        """Companies and contacts, beginning with the contact person of this deal."""
        main = self._main
        deal_id = main.pane.deal_id if main.in_pane and main.pane else main.deal_id
        page = None if deal_id is None else self._gateway.page(deal_id)
        kind, number = people.CONTACT, None
        if page is not None:
            number = page.deal.contact_id
            if number is None and page.deal.company_id is not None:
                kind, number = people.COMPANY, page.deal.company_id
        self.show_people(kind, number)

    def duplicates(self) -> None:
        """Companies and contacts that may be the same."""
        self.show_people(people.CONTACT, None, first="duplicates")

    def show_people(self, kind: str, number: int | None, *, first: str = "") -> None:
        """The screen with the cursor on one of them; `first` is an action to begin with."""
        from pipeline_tui.ui.screens.people import PeopleScreen

        main = self._main
        screen = PeopleScreen(self._gateway, tuple(main.chips()), (kind, number), first)

        async def left(_result: None) -> None:
            main.reread()
            if screen.wants_deal is not None:
                await self._open(screen.wants_deal)
            elif screen.wanted:
                await main.run_command(screen.wanted)

        main.app.push_screen(screen, main.guarded(left))

    def add_person(self) -> None:
        """Somebody more in the deal."""
        from pipeline_tui.ui.modals.people import ask_participant

        target = self._target()
        if target is not None:
            then = self._then({target.stage_id})
            ask_participant(self._main.app, self._gateway, target.id, target.name, then)

    def participant(self) -> None:
        """What can be done with the person under the cursor of the pane."""
        from pipeline_tui.ui.modals.pick import Choice, Pick

        found = self._participant()
        if found is None:
            return
        target, one = found

        async def chosen(key: str | None) -> None:
            if key == "role":
                self._ask_role(target, one)
            elif key == "main":
                await people.make_main(self._gateway, one.id)
                await self._then({target.stage_id})()
            elif key == "remove":
                await people.remove_participant(self._gateway, one.id)
                await self._then({target.stage_id})()
            elif key == "reach":
                self.reach()
            elif key == "show":
                self.show_people(people.CONTACT, one.contact_id)

        choices = [
            Choice("role", _("change the role"), "●", "accent"),
            Choice("main", _("make the contact person"), "→", "accent"),
            Choice("reach", _("call or mail"), "✆", "accent"),
            Choice("show", _("show and edit the contact"), "○", "accent"),
            Choice("remove", _("take out of this deal"), "×", "bad"),
        ]
        self._main.app.push_screen(Pick(one.called, choices), self._main.guarded(chosen))

    def reach(self) -> None:
        """Call or mail somebody of the deal with the system's own program."""
        from pipeline_tui.ui.modals.reach import ask_reach, ways_of

        target = self._target()
        page = self._gateway.page(target.id) if target is not None else None
        if page is None:
            return
        found = self._participant() if self._main.in_pane else None
        if found is not None:
            one = found[1]
            mine = {text for text in (one.phone, one.email) if text}
            ways = [way for way in ways_of(page) if way.text in mine and way.name == one.called]
        else:
            ways = ways_of(page)
        ask_reach(self._main, ways)

    def _ask_role(self, target: Target, one: Participant) -> None:
        from pipeline_tui.ui.modals.people import pick_role

        main, gateway = self._main, self._gateway

        async def save(role: str) -> None:
            await people.set_participant_role(gateway, one.id, role)

        then = self._then({target.stage_id})
        pick_role(main.app, one.called, one.role, save, then, main.complain)

    def _participant(self) -> tuple[Target, Participant] | None:
        """The deal and the person under the cursor of the pane."""
        pane = self._main.pane
        item = pane.current if pane is not None else None
        page = pane.page_shown if pane is not None else None
        if item is None or page is None or item.kind != "participant":
            return None
        target = self._target()
        one = next((one for one in page.people if one.id == item.key), None)
        return None if target is None or one is None else (target, one)

    async def _open(self, deal_id: int) -> None:
        """A deal one chose there, in the pane."""
        from pipeline_tui.ui.actions.views import Views

        views = Views(self._main)
        if self._main.deal_id != deal_id:
            await views.jump(deal_id)
        await views.open()
