"""What the keys do in a review: each decides about the one deal that is shown, then goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Card
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.ui.actions.screen_keys import ScrollKeys
from pipeline_tui.ui.gateway import reviewing
from pipeline_tui.ui.gateway.reviewing import Deciding, Decision
from pipeline_tui.ui.modals import asking

if TYPE_CHECKING:
    from pipeline_tui.ui.modals.asking import Then
    from pipeline_tui.ui.screens.review import ReviewScreen


class ReviewKeys(ScrollKeys):
    """Each public method is an action of the registry."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self._gateway = screen.gateway
        self._scrolled = screen.view

    # Deciding.

    async def tomorrow(self) -> None:
        """A new date: the next working day."""
        await self._redate(0)

    async def third(self) -> None:
        """A new date: the third working day."""
        await self._redate(1)

    async def week(self) -> None:
        """A new date: in a week."""
        await self._redate(2)

    def snooze(self) -> None:
        """A new date in words."""
        from pipeline_tui.ui.modals import checks
        from pipeline_tui.ui.modals.line import LinePrompt

        card = self._in_play()
        if card is None:
            return
        gateway, by = self._gateway, self._deciding("redated")

        def check(line: str) -> list[tuple[str, str]]:
            when = reviewing.check_redate(gateway, line)
            return checks.understood(checks.day_and_time(when.day, when.time, gateway.today))

        prompt = LinePrompt(
            _("New date for {deal}").format(deal=_name(card)),
            check=check,
            submit=lambda line: reviewing.redate(by, card.id, line),
            placeholder=_("tomorrow · fri 10:00 · +3d · 24.12."),
        )
        self._screen.app.push_screen(prompt, self._left)

    async def next(self) -> None:
        """The next step in words; of a lost deal: no, the risk was not the reason."""
        screen, item = self._screen, self._screen.item
        if item is not None and item.reason == "lost":
            await self._answer(was_reason=False)
            return
        card = self._in_play()
        if card is not None:
            by = self._deciding("next")
            asking.ask_next(screen.app, by, card.id, _name(card), self._then(), seen=card.next)

    def win(self) -> None:
        """The deal is won; asks what follows the sale."""
        from pipeline_tui.ui.modals.closing_won import ask_won

        card = self._in_play()
        if card is not None:
            ask_won(self._screen.app, self._deciding("won"), card.id, self._then())

    def lose(self) -> None:
        """The deal is lost, with a reason."""
        from pipeline_tui.ui.modals.closing_lost import ask_lost

        card = self._in_play()
        if card is not None:
            ask_lost(self._screen.app, self._deciding("lost"), [card.id], self._then())

    def park(self) -> None:
        """The deal rests until a day."""
        from pipeline_tui.ui.modals.parking import ask_park

        card = self._in_play()
        if card is not None:
            title = _("Park {deal} until").format(deal=_name(card))
            by = self._deciding("parked")
            ask_park(self._screen.app, by, [card.id], title, self._then())

    def close_date(self) -> None:
        """Another expected close; about a ghost that decides nothing."""
        from pipeline_tui.ui.modals import checks
        from pipeline_tui.ui.modals.line import LinePrompt
        from pipeline_tui.ui.render import values

        card = self._in_play()
        if card is None:
            return
        by = self._deciding("" if card.state == "ghost" else "close")
        prompt = LinePrompt(
            _("Expected close of {deal}").format(deal=_name(card)),
            values.date_text(card.expected_close),
            check=lambda line: checks.understood(self._gateway.check_field("close", line)),
            submit=lambda line: by.set_field(card.id, "close", line, None),
            placeholder=_("eoq · 24.12. · in 3 months"),
        )
        self._screen.app.push_screen(prompt, self._left)

    async def keep(self) -> None:
        """It is well as it is; the month was looked at; at the end: what was learned."""
        screen = self._screen
        if screen.shows_figures:
            screen.leave_figures()
        elif screen.item is not None:
            await reviewing.keep(self._deciding("kept"), screen.item.deal_id)
            await self._then()()
        elif screen.review.ended_at is None:
            self._ask_learned()
        else:
            screen.dismiss()

    async def skip(self) -> None:
        """Decide later; at the end: those that were skipped once more."""
        screen = self._screen
        if screen.shows_figures:
            screen.leave_figures()
        elif screen.item is not None:
            await reviewing.skip(self._deciding("skipped"), screen.item.deal_id)
            await self._then()()
        elif screen.review.skipped and screen.review.ended_at is None:
            await reviewing.take_up(self._gateway, screen.review.id)
            screen.after()

    async def yes(self) -> None:
        """The risk was the reason; at the end: the summary is copied."""
        screen = self._screen
        if screen.item is None:
            self._copy_summary()
        else:
            await self._answer(was_reason=True)

    # In the course of it.

    def log(self) -> None:
        """A call, mail, meeting or note; nothing is decided by it."""
        card = self._card()
        if card is not None:
            by = self._deciding("")
            asking.ask_log(self._screen.app, by, card.id, _name(card), self._then())

    def risk(self) -> None:
        """The risk in one sentence; nothing is decided by it."""
        card = self._card()
        if card is not None:
            by = self._deciding("")
            asking.ask_risk(self._screen.app, by, card, _name(card), self._then())

    def category(self) -> None:
        """The forecast category; nothing is decided by it."""
        from pipeline_tui.ui.modals.category import ask_category

        card = self._card()
        if card is not None:
            ask_category(self._screen.app, self._deciding(""), [card.id], self._then())

    async def undo(self) -> None:
        """Take back the last change, and go to the deal it was made on."""
        screen = self._screen
        before = {item.id for item in screen.review.items if item.decision}
        said = await self._gateway.undo()
        self._reread(before)
        screen.say(_("{what} · ctrl+r does it again").format(what=said))

    async def redo(self) -> None:
        """Do again what was undone."""
        said = await self._gateway.redo()
        self._screen.after()
        self._screen.say(_("{what} · u undoes").format(what=said))

    async def review_take_back(self) -> None:
        """The whole review, as if it had never been begun."""
        said = await reviewing.take_back(self._gateway)
        self._gateway.news.append(said)
        self._screen.reload()

    # Going on, back and away.

    def left(self) -> None:
        """The deal before."""
        self._screen.step(-1)

    def right(self) -> None:
        """The deal behind, without deciding."""
        if self._screen.shows_figures:
            self._screen.leave_figures()
        else:
            self._screen.step(1)

    def open(self) -> None:
        """Leave, and open the deal."""
        item = self._screen.item
        if item is not None:
            self._screen.wants_deal = item.deal_id
            self._screen.dismiss()

    def back(self) -> None:
        """Leave; the review goes on where it is."""
        self._screen.dismiss()

    def quit(self) -> None:
        """As `back`: one is out of the program from the board only."""
        self._screen.dismiss()

    def help(self) -> None:
        """The keys that work here."""
        from pipeline_tui.ui.modals.help import Meant

        item = self._screen.item
        card = self._gateway.card(item.deal_id) if item else None
        self._screen.show_help(Meant(card, None, ()))

    # What is meant.

    async def _redate(self, which: int) -> None:
        card = self._in_play()
        if card is not None:
            offer = reviewing.offers(self._gateway)[which]
            by = self._deciding("redated")
            await reviewing.redate(by, card.id, offer.day.isoformat())
            await self._then()()

    async def _answer(self, *, was_reason: bool) -> None:
        screen, item = self._screen, self._screen.item
        if item is None or item.reason != "lost":
            screen.say(_("This is asked about lost deals only"))
            return
        by = self._deciding("answered")
        await reviewing.answer_risk(by, item.deal_id, was_reason=was_reason)
        await self._then()()

    def _ask_learned(self) -> None:
        from pipeline_tui.ui.modals.line import LinePrompt

        screen = self._screen

        async def save(line: str) -> None:
            await reviewing.end(self._gateway, screen.review.id, line)

        prompt = LinePrompt(
            _("What was learned? One line, or none"),
            screen.review.learned,
            submit=save,
            placeholder=_("Ask for the budget in the first meeting"),
        )
        screen.app.push_screen(prompt, self._left)

    def _copy_summary(self) -> None:
        from pipeline_tui.domain import review_lines

        screen = self._screen
        summary = reviewing.summary(self._gateway, screen.review.id)
        screen.app.copy_to_clipboard("\n".join(review_lines.markdown(summary)) + "\n")
        screen.say(_("The summary was copied as Markdown"))

    def _reread(self, decided: set[int]) -> None:
        """After undo: to the deal whose decision was taken back."""
        screen = self._screen
        if not screen.reload():
            return
        undone = [at for at, item in enumerate(screen.review.items)
                  if item.id in decided and not item.decision]  # fmt: skip
        if undone:
            screen.at, screen.shows_figures = undone[0], False
        screen.show()

    def _card(self) -> Card | None:
        """The deal that is shown; says so when there is none."""
        item = self._screen.item
        card = self._gateway.card(item.deal_id) if item is not None else None
        if card is None:
            self._screen.say(_("There is no deal here"))
        return card

    def _in_play(self) -> Card | None:
        """The deal if something can still be decided about it; says why not."""
        card = self._card()
        if card is not None and card.stage_kind in CLOSED_KINDS:
            self._screen.say(_("{deal} is closed; reopen it first").format(deal=_name(card)))
            return None
        return card

    def _deciding(self, decision: str) -> Deciding:
        """What notes the decision with whatever is saved through it."""
        screen = self._screen
        deal_id = screen.item.deal_id if screen.item is not None else 0
        return Deciding(self._gateway, Decision(screen.review.id, deal_id, decision))

    async def _left(self, line: str | None) -> None:
        if line is not None:
            await self._then()()

    def _then(self) -> Then:
        """What follows once it was saved: on to the next deal, and the change is named."""
        screen = self._screen

        async def then() -> None:
            try:
                screen.after()
                screen.tell()
            except PipelineError as problem:
                screen.complain(problem)

        return then


def _name(card: Card) -> str:
    return asking.deal_name(card.company, card.title)
