"""Use cases on follow-ups: book and change one here; `finishing` ends, `postponing` moves them.

A deal's next step is its earliest open follow-up; editing the one edits the other.
Source: process.md, "Next step, states and ghosts".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.quickadd import Step
from pipeline_tui.i18n import _
from pipeline_tui.services.booking import (
    TALKS,
    book,
    is_ghost,
    is_postponement,
    name_of,
    postpone,
    put_day,
    read_step,
    redate,
    refuse_closed,
    suggested_step,
)
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.editing import overtaken
from pipeline_tui.services.finishing import (
    SUGGESTED,
    Missed,
    cancel,
    done,
    done_line,
    missed,
    split_done,
)
from pipeline_tui.services.postponing import snooze, split_asked
from pipeline_tui.services.suggesting import asks_next, comes_again, suggested_next

if TYPE_CHECKING:
    from pipeline_tui.store.tables import DealRow, FollowupRow
    from pipeline_tui.store.writes import Work

__all__ = [
    "SUGGESTED",
    "TALKS",
    "Missed",
    "Seen",
    "add_followup",
    "asks_next",
    "book",
    "cancel",
    "comes_again",
    "done",
    "done_line",
    "missed",
    "next_step",
    "snooze",
    "split_asked",
    "split_done",
    "suggested_next",
    "suggested_step",
]


class Seen(NamedTuple):
    """The next step as it was read, for noticing that it is another one now; id 0: none."""

    id: int
    version: int


def next_step(desk: Desk, deal_id: int, line: str, *, seen: Seen | None = None) -> int:
    """Set the next step of a deal from a line and return the follow-up's number.

    Edits the earliest open follow-up, or books one; a line without a recurrence ends that of
    the old one. On a ghost the old one is cancelled, a new one booked, and the postponements
    begin anew. Raises Conflict, and changes nothing, when the next step is no longer the one
    `seen`.
    """
    with desk.writer.step("next.set") as work:
        deal = work.deal(deal_id)
        refuse_closed(work, deal)
        step = read_step(work, line)
        work.describe(deal=work.name(deal), text=step.text)
        following = work.open_followups(deal_id)
        if seen is not None:
            _refuse_overwriting(work, deal, following[:1], step, line, seen)
        if is_ghost(work, deal):
            return redate(work, deal, following[:1], step)
        if not following:
            return book(work, deal, step)
        current = following[0]
        if is_postponement(work, current, step.day):
            postpone(work, deal, current)
        if (current.kind, current.text) != (step.kind, step.text):
            work.edit(current, attempts=0)  # another step: nobody has tried that one yet
        work.edit(current, kind=step.kind, text=step.text, repeat=step.repeat)
        put_day(work, current, step.day, step.time or "")
        work.edit(deal, unreviewed=0)
        return current.id or 0


def add_followup(desk: Desk, deal_id: int | None, line: str) -> int:
    """Book one more follow-up, for a deal or on its own; its number."""
    with desk.writer.step("followup.add") as work:
        deal = None if deal_id is None else work.deal(deal_id)
        if deal is not None:
            refuse_closed(work, deal)
        step = read_step(work, line)
        work.describe(deal=name_of(work, deal), text=step.text)
        return book(work, deal, step)


def _refuse_overwriting(
    work: Work, deal: DealRow, first: list[FollowupRow], step: Step, line: str, seen: Seen
) -> None:
    """Raise Conflict unless the next step is the one seen, or already the one wanted."""
    present = Seen(first[0].id or 0, first[0].version) if first else Seen(0, 0)
    wanted = (step.kind, step.text, step.day.isoformat(), step.time or "", step.repeat)
    there = [(row.kind, row.text, row.due, row.time, row.repeat) for row in first]
    if present == seen or there == [wanted]:
        return
    what = _("The next step was changed elsewhere meanwhile")
    theirs = _typed(first[0]) if first else ""
    raise overtaken(work, deal, what, mine=line, theirs=theirs)


def _typed(row: FollowupRow) -> str:
    """A next step in the words that would set it."""
    repeat = ""
    if row.repeat:
        from pipeline_tui.domain.recurrence import describe

        repeat = describe(row.repeat)
    return " ".join(part for part in (row.text, row.due, row.time, repeat) if part)
