"""Use cases on follow-ups: book and change one here; `finishing` ends, `postponing` moves them.

A deal's next step is its earliest open follow-up; editing the one edits the other.
Source: process.md, "Next step, states and ghosts".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.quickadd import Step
from pipeline_tui.domain.quickadd_steps import edited, step_line
from pipeline_tui.i18n import _
from pipeline_tui.services.booking import (
    TALKS,
    book,
    deal_of,
    edited_time,
    is_ghost,
    is_postponement,
    name_of,
    open_one,
    postpone,
    put_day,
    read_new_step,
    read_step,
    redate,
    refuse_closed,
    refuse_gone_by,
    suggested_step,
)
from pipeline_tui.services.conflicts import overtaken
from pipeline_tui.services.desk import Desk
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
    "edit",
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
        refuse_gone_by(step.day, work.today, stands=following[0].due if following else "")
        if is_ghost(work, deal):
            return redate(work, deal, following[:1], step)
        if not following:
            return book(work, deal, step)
        current = following[0]
        return _change(work, deal, current, step)


def edit(desk: Desk, followup_id: int, line: str, *, seen: int | None = None) -> int:
    """Change exactly this follow-up by a line, with or without a deal; its number.

    Moving it follows the rules of `next_step`: one that is due and goes to another day is
    postponed; where it is the next step of a ghost, it is cancelled and a new one booked.
    Raises Conflict, and changes nothing, when it is no longer of the version `seen`;
    InputError when it is closed by now.
    """
    with desk.writer.step("followup.edit") as work:
        followup = open_one(work, followup_id)
        deal = deal_of(work, followup)
        step = edited(read_step(work, line), followup.kind, followup.text)
        work.describe(deal=name_of(work, deal), text=step.text)
        if seen not in (None, followup.version) and not _is_step(followup, step):
            what = _("The follow-up was changed elsewhere meanwhile")
            raise overtaken(work, deal, what, mine=line, theirs=_typed(followup))
        refuse_gone_by(step.day, work.today, stands=followup.due)
        moved = followup.due != step.day.isoformat()
        if deal is not None and moved and is_ghost(work, deal) and _is_next(work, followup):
            return redate(work, deal, [followup], step)
        return _change(work, deal, followup, step)


def _is_next(work: Work, followup: FollowupRow) -> bool:
    """Whether it is the next step of its deal."""
    return work.open_followups(followup.deal_id or 0)[0].id == followup.id


def _change(work: Work, deal: DealRow | None, followup: FollowupRow, step: Step) -> int:
    """Make a follow-up another step; one already due that goes to another day is postponed."""
    if is_postponement(work, followup, step.day):
        postpone(work, deal, followup)
    if (followup.kind, followup.text) != (step.kind, step.text):
        work.edit(followup, attempts=0)  # another step: nobody has tried that one yet
    work.edit(followup, repeat_time=edited_time(followup, step))
    work.edit(followup, kind=step.kind, text=step.text, repeat=step.repeat)
    put_day(work, followup, step.day, step.time or "")
    if deal is not None:
        work.edit(deal, unreviewed=0)
    return followup.id or 0


def add_followup(desk: Desk, deal_id: int | None, line: str) -> int:
    """Book one more follow-up, for a deal or on its own; its number."""
    with desk.writer.step("followup.add") as work:
        deal = None if deal_id is None else work.deal(deal_id)
        if deal is not None:
            refuse_closed(work, deal)
        step = read_new_step(work, line)
        work.describe(deal=name_of(work, deal), text=step.text)
        return book(work, deal, step)


def _refuse_overwriting(
    work: Work, deal: DealRow, first: list[FollowupRow], step: Step, line: str, seen: Seen
) -> None:
    """Raise Conflict unless the next step is the one seen, or already the one wanted."""
    present = Seen(first[0].id or 0, first[0].version) if first else Seen(0, 0)
    if present == seen or (first and _is_step(first[0], step)):
        return
    what = _("The next step was changed elsewhere meanwhile")
    theirs = _typed(first[0]) if first else ""
    raise overtaken(work, deal, what, mine=line, theirs=theirs)


def _is_step(row: FollowupRow, step: Step) -> bool:
    """Whether a follow-up is what is wanted already."""
    wanted = (step.kind, step.text, step.day.isoformat(), step.time or "", step.repeat)
    return wanted == (row.kind, row.text, row.due, row.time, row.repeat)


def _typed(row: FollowupRow) -> str:
    """A follow-up in the words that would set it."""
    repeat = ""
    if row.repeat:
        from pipeline_tui.domain.recurrence import describe

        repeat = describe(row.repeat)
    return step_line(row.text, row.due, row.time, repeat)
