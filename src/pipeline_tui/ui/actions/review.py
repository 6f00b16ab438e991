"""Into a review and back: which one, whether the one that stopped goes on, taking it back."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline_tui.clock import local_day
from pipeline_tui.domain.review import KINDS, MINUTES, name_of
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date, number
from pipeline_tui.ui.actions.room import Room
from pipeline_tui.ui.gateway import reviewing

if TYPE_CHECKING:
    from pipeline_tui.domain.review import Review
    from pipeline_tui.ui.modals.pick import Choice

GO_ON = "go on"
LAST = "last"


class ReviewActions(Room):
    """Opens reviews."""

    def review(self) -> None:
        """Which review; one that stopped comes first."""
        self._ask(KINDS, always=True)

    async def review_weekly(self) -> None:
        """The weekly review."""
        await self._begin_or_ask("weekly")

    async def review_monthly(self) -> None:
        """The monthly review."""
        await self._begin_or_ask("monthly")

    async def review_take_back(self) -> None:
        """The whole last review, if nothing else came between."""
        said = await reviewing.take_back(self._gateway)
        self._main.reread()
        self._main.say(_("{what} · ctrl+r does it again").format(what=said))

    async def _begin_or_ask(self, kind: str) -> None:
        if reviewing.going_on(self._gateway) is None:
            await self._begin(kind)
        else:
            self._ask((kind,), always=False)

    def _ask(self, kinds: tuple[str, ...], *, always: bool) -> None:
        from pipeline_tui.ui.modals.pick import Pick

        main = self._main
        there = reviewing.going_on(self._gateway)
        choices = [_going_on(there)] if there is not None else []
        choices += [self._choice(kind, anew=there is not None) for kind in kinds]
        held = reviewing.last(self._gateway) if always else None
        if held is not None and held.review.ended_at is not None:
            choices.append(_summary(held.review))

        async def chosen(key: str | None) -> None:
            if key == GO_ON and there is not None:
                self._show(there)
            elif key == LAST and held is not None:
                self._show(held.review)
            elif key is not None:
                await self._begin(key)

        title = _("Which review?") if there is None else _("A review has not ended")
        main.app.push_screen(Pick(title, choices), main.guarded(chosen))

    def _choice(self, kind: str, *, anew: bool) -> Choice:
        from pipeline_tui.ui.modals.pick import Choice

        name = name_of(kind)
        if anew:
            name = _("{review}, begun anew").format(review=name)
        parts = [name, _("{count} min").format(count=number(MINUTES[kind]))]
        # Counting all it asks about takes a tenth of a second at 20,000 deals; this is known.
        ghosts = self._main.headline.ghosts if self._main.headline else 0
        if kind == "weekly" and ghosts:
            parts.insert(1, f"{number(ghosts)}†")
        return Choice(kind, " · ".join(parts), "○", "later")

    async def _begin(self, kind: str) -> None:
        number_ = await reviewing.begin(self._gateway, kind)
        begun = reviewing.review(self._gateway, number_)
        if begun is not None:
            self._show(begun)

    def _show(self, review: Review) -> None:
        from pipeline_tui.ui.screens.review import ReviewScreen

        main = self._main
        screen = ReviewScreen(self._gateway, review, tuple(main.chips()))

        async def left(_result: None) -> None:
            if not screen.gone:
                with suppress(PipelineError):
                    await reviewing.keep_time(self._gateway, review.id, int(screen.seconds))
            main.reread()
            if screen.wants_deal is not None:
                await self._open(screen.wants_deal)
            elif screen.gone:
                main.say(_("The review was taken back"))
            elif screen.review.ended_at is None:
                main.say(_("The review goes on where it is with 4"))

        main.app.push_screen(screen, main.guarded(left))

    async def _open(self, deal_id: int) -> None:
        """The deal one was at, in the pane."""
        from pipeline_tui.ui.actions.views import Views

        views = Views(self._main)
        if self._main.deal_id != deal_id:
            await views.jump(deal_id)
        await views.open()


def _going_on(review: Review) -> Choice:
    from pipeline_tui.ui.modals.pick import Choice

    said = _("Go on: {review} of {day}, {place} of {total} decided").format(
        review=name_of(review.kind),
        day=full_date(local_day(review.started_at)),
        place=number(review.decided),
        total=number(len(review.items)),
    )
    return Choice(GO_ON, said, "→", "accent")


def _summary(review: Review) -> Choice:
    from pipeline_tui.ui.modals.pick import Choice

    day = full_date(local_day(review.started_at))
    said = _("Summary: {review} of {day}").format(review=name_of(review.kind), day=day)
    return Choice(LAST, said, "✓", "good")
