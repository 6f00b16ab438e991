"""A review: one deal after the other on the whole screen (process.md, "Rhythm")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from pipeline_tui.domain.review import Review, ReviewItem, name_of
from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import number
from pipeline_tui.ui.gateway import reviewing
from pipeline_tui.ui.render import review as pages
from pipeline_tui.ui.render import review_summary
from pipeline_tui.ui.screens.keyed import Handler, KeyedScreen
from pipeline_tui.ui.widgets.review import ReviewHead, ReviewView

if TYPE_CHECKING:
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.text import Run

ASLEEP = 10.0
"""Seconds between two looks at the clock from which nobody was at work: the lid was shut."""


class ReviewScreen(KeyedScreen):
    """Shows where a review is; the keys are in actions/review_keys.py."""

    PLACE = "review"

    def __init__(self, gateway: Gateway, review: Review, notes: tuple[Run, ...]) -> None:
        super().__init__(gateway)
        self.review = review
        self.at: int | None = None
        """Which deal is shown, None: the figures of the month or the summary."""
        self.shows_figures = False
        self.wants_deal: int | None = None
        """The deal to be opened once the screen has gone."""
        self.gone = False
        """Whether the review was taken back."""
        self._figures_seen = review.kind != "monthly"
        self._behind = False
        self.seconds = float(reviewing.time_spent(gateway, review.id))
        self._looked = gateway.clock.now()
        self.head = ReviewHead(name_of(review.kind), review.kind, gateway.today, notes)
        self.view = ReviewView()

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.footer
        yield self.view

    def on_mount(self) -> None:
        """Go on where it stopped, and count the time from now on."""
        if self.review.ended_at is None:
            self.go_on()
        self.show()
        self.set_interval(1.0, self.tick)

    def handler(self, action: str) -> Handler:
        """The function of an action on the deal that is shown."""
        from pipeline_tui.ui.actions.review_keys import ReviewKeys

        found: Handler = getattr(ReviewKeys(self), action)
        return found

    # Where one is.

    @property
    def item(self) -> ReviewItem | None:
        """The deal that is shown; None on the other pages."""
        items = self.review.items
        return items[self.at] if self.at is not None and self.at < len(items) else None

    def go_on(self) -> None:
        """To the next deal that nothing was decided about, the figures before what was lost."""
        items = self.review.items
        behind = -1 if self.at is None else self.at
        order = [*range(behind + 1, len(items)), *range(behind + 1)]
        self.at = next((at for at in order if not items[at].decision), None)
        lost = self.item is None or self.item.reason == "lost"
        self.shows_figures = lost and not self._figures_seen
        if self.shows_figures:
            self.at = None

    def step(self, way: int) -> None:
        """To the deal before or behind, whatever was decided about it."""
        last = len(self.review.items) - 1
        self.shows_figures = False
        if self.at is None:
            self.at = last if way < 0 and last >= 0 else None
        elif self.at + way > last:
            self.at = None
        else:
            self.at = max(self.at + way, 0)
        self.show()

    def leave_figures(self) -> None:
        """They were looked at: on to what was lost."""
        self._figures_seen, self.shows_figures = True, False
        self.go_on()
        self.show()

    # What is shown.

    def reload(self) -> bool:
        """Read the review again; False when it was taken back, and the screen goes."""
        found = reviewing.review(self.gateway, self.review.id)
        if found is None:
            self.gone = True
            self.dismiss()
            return False
        kept = self.item
        self.review = found
        if kept is not None:
            self.at = next(
                (at for at, one in enumerate(found.items) if one.id == kept.id),
                min(self.at or 0, len(found.items) - 1) if found.items else None,
            )
        return True

    def show(self, *, stay: bool = False) -> None:
        """The page as it is now; while the file is locked the last one stays."""
        try:
            with self.gateway.at_once():
                self._show(stay=stay)
            self._behind = False
        except DatabaseLocked:
            self._behind = True  # the next second asks again
        self._show_head()

    def _show(self, *, stay: bool) -> None:
        gateway, today = self.gateway, self.gateway.today
        done = (self.review.decided, len(self.review.items))
        item = self.item
        if self.shows_figures:
            month = reviewing.figures(gateway)
            keys = review_summary.figure_keys()
            self.view.show(lambda cells, _n: review_summary.figure_lines(month, cells), keys, done)
            return
        on = self._on(item) if item is not None else None
        if on is not None:
            keys = pages.key_parts(on, today)
            self.view.show(
                lambda cells, lines: pages.deal_lines(on, cells, lines, today),
                keys, done, stay=stay,
            )  # fmt: skip
            return
        summary = reviewing.summary(gateway, self.review.id)
        keys = review_summary.summary_keys(summary)
        self.view.show(lambda cells, _n: review_summary.summary_lines(summary, cells), keys, done)

    def _on(self, item: ReviewItem) -> pages.OnDeal | None:
        gateway = self.gateway
        page = gateway.page(item.deal_id)
        if page is None:
            return None
        place, total = pages.place_of(self.review, item)
        return pages.OnDeal(
            item,
            page,
            place,
            total,
            reviewing.offered_words(gateway, item.deal_id),
            tuple(reviewing.offers(gateway)),
            reviewing.risk_answer(gateway, item.deal_id) if item.reason == "lost" else None,
        )

    def after(self) -> None:
        """Something was saved: on to the next deal, once this one is decided."""
        if not self.reload():
            return
        if self.review.ended_at is not None:
            self.at, self.shows_figures = None, False
            self.show()
        elif self.item is None or self.item.decision:
            self.go_on()
            self.show()
        else:
            self.show(stay=True)
        self.keep_time()

    def look_again(self) -> None:
        """Another instance has written, or midnight has passed."""
        if self.reload():
            self.show(stay=True)

    def tick(self) -> None:
        """Once a second: count the time spent, and read what could not be read before."""
        now = self.gateway.clock.now()
        spent = (now - self._looked).total_seconds()
        self._looked = now
        if 0 < spent < ASLEEP and self.review.ended_at is None:
            self.seconds += spent
        if self._behind:
            self.show(stay=True)
        else:
            self._show_head()

    def keep_time(self) -> None:
        """The time so far, for a start after the terminal was closed or the power failed."""
        keep = reviewing.keep_time(self.gateway, self.review.id, int(self.seconds))
        self.run_worker(keep, group="time", exit_on_error=False)

    def _show_head(self) -> None:
        review = self.review
        total = number(len(review.items))
        if self.item is not None and self.at is not None:
            count = _("{place} of {total}").format(place=number(self.at + 1), total=total)
        elif self.shows_figures:
            count = _("the month")
        else:
            count = _("summary")
        parts = [count]
        if review.decided:
            parts.append(_("{count} decided").format(count=number(review.decided)))
        if review.skipped:
            parts.append(_("{count} skipped").format(count=number(review.skipped)))
        self.head.show(" · ".join(parts), int(self.seconds // 60), self.gateway.today)
