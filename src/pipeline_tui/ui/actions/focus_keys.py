"""What the keys do in focus: each acts on the one follow-up that is shown, then goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import people
from pipeline_tui.domain.records import Card, Deal, Focus, FollowUp, Permission
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import weekday_date
from pipeline_tui.ui.actions.room import copied
from pipeline_tui.ui.actions.screen_keys import ScrollKeys
from pipeline_tui.ui.modals import asking
from pipeline_tui.ui.render.pane_step import what

if TYPE_CHECKING:
    from pipeline_tui.ui.modals.asking import Then
    from pipeline_tui.ui.screens.focus import FocusScreen


class FocusKeys(ScrollKeys):
    """Each public method is an action of the registry."""

    def __init__(self, screen: FocusScreen) -> None:
        self._screen = screen
        self._gateway = screen.gateway
        self._scrolled = screen.view

    # Working on the follow-up.

    async def done(self) -> None:
        """Reached: asks for outcome and next step where one is needed."""
        followup = self._open()
        if followup is not None:
            then, say = self._then(followup), self._screen.say
            await asking.finish(self._screen.app, self._gateway, followup, then, say)

    async def missed(self) -> None:
        """Tried, not reached: the suggested retry is booked at once."""
        followup, screen = self._open(), self._screen
        if followup is None:
            return
        result = await self._gateway.missed(followup.id)
        screen.after(followup)
        if result.retry is None:
            self._unreached(followup, result.advice)
            return
        when = weekday_date(result.retry.day, self._gateway.today)
        if result.retry.time:
            when += f" {result.retry.time}"
        screen.say(
            _("Not reached, attempt {count}. Next try: {when} · u undoes").format(
                count=result.attempts, when=when
            )
        )

    def _unreached(self, followup: FollowUp, advice: str) -> None:
        """Nobody answered the last attempt: asks whether the deal is lost, or to be parked."""
        from pipeline_tui.ui.modals.parking import PARKABLE, ask_unreached

        screen, gateway = self._screen, self._gateway
        card = gateway.card(followup.deal.id) if followup.deal else None
        if card is None or card.stage_kind not in PARKABLE:
            screen.say(advice)
            return
        then = self._then(followup)
        ask_unreached(screen.app, gateway, card, advice, then, screen.complain)

    def snooze(self) -> None:
        """Another day for it."""
        followup = self._open()
        if followup is not None:
            name = what(followup.kind, followup.text)
            then = self._then(followup)
            asking.ask_snooze(self._screen.app, self._gateway, [followup.id], name, then)

    def next(self) -> None:
        """Set the next step of the deal."""
        followup = self._open()
        if followup is not None and followup.deal is None:
            self._screen.say(asking.no_deal())
            return
        card = self._card() if followup else None
        if followup is not None and card is not None:
            name = asking.deal_name(card.company, card.title)
            then = self._then(followup)
            asking.ask_next(self._screen.app, self._gateway, card.id, name, then, seen=card.next)

    def edit_step(self) -> None:
        """Change words, day, time or recurrence; only another day or hour goes on."""
        followup = self._open()
        if followup is not None:
            then = self._then(followup, words_count=False)
            asking.ask_edit(self._screen.app, self._gateway, followup, then)

    def log(self) -> None:
        """A call, mail, meeting or note; the follow-up stays."""
        focus, card = self._shown(), self._card()
        if focus is not None and card is not None:
            name = asking.deal_name(card.company, card.title)
            then = self._then(focus.followup)
            asking.ask_log(self._screen.app, self._gateway, card.id, name, then)

    def risk(self) -> None:
        """The risk in one sentence."""
        focus, card = self._shown(), self._card()
        if focus is not None and card is not None:
            name = asking.deal_name(card.company, card.title)
            then = self._then(focus.followup)
            asking.ask_risk(self._screen.app, self._gateway, card, name, then)

    def category(self) -> None:
        """The forecast category of the deal."""
        from pipeline_tui.ui.modals.category import ask_category

        focus, deal = self._shown(), self._deal()
        if focus is not None and deal is not None:
            ask_category(self._screen.app, self._gateway, [deal.id], self._then(focus.followup))

    def answers(self) -> None:
        """What the playbook offers for this call."""
        from pipeline_tui.ui.modals.answers import ask_answers

        focus, deal = self._shown(), self._deal()
        if focus is not None and deal is not None:
            ask_answers(self._screen, deal, self._then(focus.followup), first=None)

    def win(self) -> None:
        """Won: asks what follows the sale."""
        from pipeline_tui.ui.modals.closing_won import ask_won

        followup, card = self._open(), self._card()
        if followup is not None and card is not None:
            ask_won(self._screen.app, self._gateway, card.id, self._then(followup))

    def lose(self) -> None:
        """Lost, with a reason."""
        from pipeline_tui.ui.modals.closing_lost import ask_lost

        followup, card = self._open(), self._card()
        if followup is not None and card is not None:
            ask_lost(self._screen.app, self._gateway, [card.id], self._then(followup))

    def park(self) -> None:
        """Until a day."""
        from pipeline_tui.ui.modals.parking import ask_park

        followup, card = self._open(), self._card()
        if followup is not None and card is not None:
            name = asking.deal_name(card.company, card.title)
            title = _("Park {deal} until").format(deal=name)
            ask_park(self._screen.app, self._gateway, [card.id], title, self._then(followup))

    def permission(self) -> None:
        """What the contact person allows."""
        from pipeline_tui.ui.modals.people import ask_permission

        focus, deal = self._shown(), self._deal()
        if focus is not None and deal is not None:
            ask_permission(self._screen.app, self._gateway, deal, self._then(focus.followup))

    def role(self) -> None:
        """The buying role of the contact person."""
        from pipeline_tui.ui.modals.people import ask_role

        screen, focus, deal = self._screen, self._shown(), self._deal()
        if focus is not None and deal is not None:
            then = self._then(focus.followup)
            ask_role(screen.app, self._gateway, deal, then, screen.complain)

    # Going on, back and away.

    def skip(self) -> None:
        """Later: the next one."""
        screen = self._screen
        focus = screen.shown
        screen.refill()
        if focus is not None and focus.followup.state in ("overdue", "today"):
            screen.round.skip()
        elif focus is not None:
            screen.round.drop()  # closed or moved elsewhere meanwhile
        else:
            screen.round.skip()
        screen.show()

    def left(self) -> None:
        """The one before."""
        self._screen.refill()
        self._screen.round.back()
        self._screen.show()

    async def undo(self) -> None:
        """Take back the last change, and go to the follow-up it was made on."""
        screen = self._screen
        said = await self._gateway.undo()
        undone = screen.refill()
        if undone:
            screen.round.start(undone[-1])
        screen.show()
        screen.say(_("{what} · ctrl+r does it again").format(what=said))

    async def redo(self) -> None:
        """Do again what was undone."""
        screen = self._screen
        focus = screen.shown
        said = await self._gateway.redo()
        if focus is not None:
            screen.after(focus.followup)
        screen.say(_("{what} · u undoes").format(what=said))

    def open(self) -> None:
        """Leave, and open the deal."""
        deal = self._deal()
        if deal is not None:
            self._screen.wants_deal = deal.id
            self._screen.dismiss()

    def back(self) -> None:
        """Leave; the round goes on where it was."""
        self._screen.dismiss()

    def quit(self) -> None:
        """As `back`: one is out of the program from the board only."""
        self._screen.dismiss()

    def copy(self) -> None:
        """The phone number, else the mail address; with a word where it must not be used."""
        focus, screen = self._shown(), self._screen
        if focus is None:
            return
        deal = focus.page.deal if focus.page else None
        phone = clean(deal.contact_phone if deal else focus.followup.phone)
        text = phone or clean(deal.contact_email if deal else focus.followup.email)
        if not text:
            screen.say(_("There is neither a phone number nor a mail address"))
            return
        screen.app.copy_to_clipboard(text)
        may = Permission() if deal is None else deal.permission
        said, bad = copied(text, people.warning(may, "call" if phone else "mail"))
        screen.say(said, bad=bad)

    def reach(self) -> None:
        """Call or mail with the system's own program."""
        from pipeline_tui.ui.modals.reach import ask_reach, ways_of

        focus = self._shown()
        if focus is not None:
            ask_reach(self._screen, ways_of(focus.page) if focus.page else [])

    def help(self) -> None:
        """The keys that work here."""
        from pipeline_tui.ui.modals.help import Meant

        screen, focus = self._screen, self._screen.shown
        row = focus.followup if focus else None
        card = self._gateway.card(row.deal.id) if row and row.deal else None
        parts = self._gateway.urgency_parts(row) if row else ()
        screen.show_help(Meant(card, row, parts))

    # What is meant.

    def _shown(self) -> Focus | None:
        """What is on the screen; says so when there is nothing."""
        if self._screen.shown is None:
            self._screen.say(_("Nothing is left here; esc leaves"))
        return self._screen.shown

    def _open(self) -> FollowUp | None:
        """The follow-up as it is now, if it still can be worked on; says why not."""
        focus = self._shown()
        if focus is None:
            return None
        followup = self._gateway.followup(focus.followup.id)
        if followup is None or followup.state in ("done", "cancelled"):
            self._screen.show()
            self._screen.say(_("It was closed elsewhere meanwhile; space goes on"))
            return None
        return followup

    def _deal(self) -> Deal | None:
        """The deal of the follow-up; says so when there is none."""
        focus = self._shown()
        if focus is None:
            return None
        if focus.page is None:
            self._screen.say(_("This follow-up has no deal"))
            return None
        return focus.page.deal

    def _card(self) -> Card | None:
        deal = self._deal()
        return self._gateway.card(deal.id) if deal is not None else None

    def _then(self, before: FollowUp, *, words_count: bool = True) -> Then:
        """What a prompt does after it saved: go on, and name the change.

        `words_count`: other words are another step. Else they are the same one, still to do.
        """
        screen = self._screen

        async def then() -> None:
            try:
                now = None if words_count else self._gateway.followup(before.id)
                if now is not None and (now.due, now.time) == (before.due, before.time):
                    screen.refill()
                    screen.show()
                else:
                    screen.after(before)
                screen.tell()
            except PipelineError as problem:
                screen.complain(problem)

        return then
