"""Ending a follow-up: done with an outcome and what comes next, tried in vain, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.planned import same_again
from pipeline_tui.domain.quickadd import Step
from pipeline_tui.domain.retry import is_last_attempt, retry_after
from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import _
from pipeline_tui.services.booking import (
    PARKABLE,
    book,
    deal_of,
    name_of,
    needs_step,
    open_one,
    put_day,
    reached,
    read_new_step,
    series_of,
    talk,
)
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.suggesting import (
    kind_of_series,
    next_occurrence,
    suggestion_after,
)

if TYPE_CHECKING:
    from pipeline_tui.store.tables import DealRow, FollowupRow
    from pipeline_tui.store.writes import Work

EVIDENCE = ("call", "mail", "meeting", "offer")
"""Kinds whose finishing proves that the customer was reached; not a task of one's own."""

SUGGESTED = ""
"""In place of a line for the next step: take what is suggested."""


class Missed(NamedTuple):
    """What follows an attempt: the booked retry, or None and the advice to close or park."""

    attempts: int
    retry: Step | None
    advice: str


def split_done(line: str) -> tuple[str, str | None]:
    """Take `outcome > next step` apart.

    The step is None where no `>` stands, and SUGGESTED where nothing stands behind it.
    """
    words = clean(line).split(" ")
    for place, word in enumerate(words):
        if word == ">":
            return " ".join(words[:place]).strip(), " ".join(words[place + 1 :]).strip()
    return " ".join(words), None


def done_line(desk: Desk, followup_id: int, line: str) -> bool:
    """Finish a follow-up with a line `outcome > next step` (see `done`).

    An empty line books what is suggested, if the deal would be left without a next step.
    """
    outcome, following = split_done(line)
    return _finish(desk, followup_id, outcome, following, fill=not outcome and following is None)


def done(desk: Desk, followup_id: int, outcome: str = "", next_line: str | None = None) -> bool:
    """Finish a follow-up, and book the next step if a line for it is given.

    With SUGGESTED instead of a line the step that is suggested. A recurring follow-up books
    its next occurrence by itself. A call, mail, meeting or offer is contact evidence: the
    contact clock and the postponements begin anew. True when the deal now needs a next step
    and has none.
    """
    return _finish(desk, followup_id, outcome, next_line, fill=False)


def missed(desk: Desk, followup_id: int, outcome: str = "") -> Missed:
    """Tried, not reached: neither contact evidence nor postponement.

    The same follow-up goes on and counts its attempts: other half of the day, one working day
    later, three later, then a mail. After the fifth it is cancelled and nothing is booked: the
    deal wants to be closed or parked. The outcome says what came of it ("on holiday").
    """
    with desk.writer.step("followup.missed") as work:
        followup = open_one(work, followup_id)
        deal = deal_of(work, followup)
        work.describe(deal=name_of(work, deal), text=followup.text)
        attempts = followup.attempts + 1
        if deal is not None:
            said = clean(outcome) or followup.text
            work.add_activity(deal, talk(followup), said, reached=False, followup_id=followup.id)
        work.edit(followup, attempts=attempts, outcome=clean(outcome) or followup.outcome)
        if is_last_attempt(attempts):
            work.close_followup(followup, "cancelled", followup.outcome)
            return Missed(attempts, None, _advice(work, deal).format(count=attempts))
        retry = retry_after(
            attempts, followup.kind, followup.time, work.today, work.time, work.calendar
        )
        work.edit(followup, kind=retry.kind)
        put_day(work, followup, retry.day, retry.time or "")
        step = Step(retry.kind, followup.text, retry.day, retry.time, followup.repeat)
        return Missed(attempts, step, "")


def _advice(work: Work, deal: DealRow | None) -> str:
    """What is to be done when nobody answers; one that is sold is neither closed nor parked."""
    if deal is not None and work.stage(deal.stage_id).kind in PARKABLE:
        return _("{count} attempts without an answer: close the deal or park it")
    return _("{count} attempts without an answer: nothing more is booked")


def cancel(desk: Desk, followup_ids: Iterable[int], outcome: str = "") -> bool:
    """Close follow-ups that are not wanted any more: no contact, no postponement.

    A recurring one does not come again. True when a deal now needs a next step and has none.
    All of them are cancelled, or none.
    """
    chosen = list(dict.fromkeys(followup_ids))
    with desk.writer.step("followup.cancel", count=str(len(chosen))) as work:
        deals = []
        for number in chosen:
            followup = open_one(work, number)
            deal = deal_of(work, followup)
            work.describe(deal=name_of(work, deal), text=followup.text)
            work.close_followup(followup, "cancelled", clean(outcome) or followup.outcome)
            if deal is not None:
                deals.append(deal)
        return any(needs_step(work, deal) for deal in deals)


def _finish(
    desk: Desk, followup_id: int, outcome: str, next_line: str | None, *, fill: bool
) -> bool:
    """`fill`: book what is suggested where nothing else would be left."""
    with desk.writer.step("followup.done") as work:
        followup = open_one(work, followup_id)
        deal = deal_of(work, followup)
        step = read_new_step(work, next_line) if next_line else None
        again = _again(work, followup)
        suggested = _suggested(work, followup)
        work.describe(deal=name_of(work, deal), text=followup.text)
        work.close_followup(followup, "done", outcome)
        if deal is not None and followup.kind in EVIDENCE:
            reached(work, deal, followup, followup.kind, outcome or followup.text)
        if again is not None:
            book(work, deal, again, series_of(followup))
        elif next_line == SUGGESTED or (fill and deal is not None and needs_step(work, deal)):
            step = suggested
        if step is not None:
            book(work, deal, step)
        return deal is not None and needs_step(work, deal)


def _again(work: Work, followup: FollowupRow) -> Step | None:
    """The next occurrence of a recurring follow-up, at the time of the series."""
    due = date.fromisoformat(followup.due)
    day = next_occurrence(followup.repeat, due, work.today, work.calendar)
    if day is None:
        return None
    kind = kind_of_series(work.conn, followup.id or 0, followup.kind, followup.attempts)
    return Step(kind, followup.text, day, followup.repeat_time or None, followup.repeat)


def _suggested(work: Work, followup: FollowupRow) -> Step:
    """What is suggested, worked out while the follow-up is still open."""
    work.session.flush()
    again = same_again(followup.kind, followup.text, work.today, work.calendar)
    return suggestion_after(work.conn, followup.id or 0, again, work.today, work.calendar)
