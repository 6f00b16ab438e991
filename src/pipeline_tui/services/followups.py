"""Use cases on follow-ups: book, finish, try again, snooze (process.md, "Next step, states").

A deal's next step is its earliest open follow-up; editing the one edits the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.dates import When, parse_when
from pipeline_tui.domain.quickadd import Step, parse_step
from pipeline_tui.domain.retry import is_last_attempt, retry_after
from pipeline_tui.domain.state import CLOSED_KINDS, POSTPONEMENTS
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.editing import overtaken

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.workdays import WorkCalendar
    from pipeline_tui.store.tables import DealRow, FollowupRow
    from pipeline_tui.store.writes import Work

EVIDENCE = ("call", "mail", "meeting", "offer")
"""Kinds whose finishing proves that the customer was reached; not a task of one's own."""

TALKS = ("call", "mail", "meeting")
"""Kinds an attempt to reach somebody can be of; other follow-ups are tried by phone."""

NO_DEAL = "–"


class Missed(NamedTuple):
    """What follows an attempt: the booked retry, or None and the advice to close or park."""

    attempts: int
    retry: Step | None
    advice: str


class Seen(NamedTuple):
    """The next step as it was read, for noticing that it is another one now; id 0: none."""

    id: int
    version: int


def next_step(desk: Desk, deal_id: int, line: str, *, seen: Seen | None = None) -> int:
    """Set the next step of a deal from a line and return the follow-up's number.

    Edits the earliest open follow-up, or books one. On a ghost the old one is cancelled, a new
    one booked, and the postponements begin anew. Raises Conflict, and changes nothing, when the
    next step is no longer the one `seen`.
    """
    with desk.writer.step("next.set") as work:
        deal = work.deal(deal_id)
        _refuse_closed(work, deal)
        step = read_step(work, line)
        work.describe(deal=work.name(deal), text=step.text)
        following = work.open_followups(deal_id)
        if seen is not None:
            _refuse_overwriting(work, deal, following[:1], step, line, seen)
        if _is_ghost(work, deal):
            return _redate(work, deal, following[:1], step)
        if not following:
            return book(work, deal, step)
        current = following[0]
        if _is_postponement(work, current, step.day):
            _postpone(work, deal, current)
        if (current.kind, current.text) != (step.kind, step.text):
            work.edit(current, attempts=0)  # another step: nobody has tried that one yet
        work.edit(current, kind=step.kind, text=step.text, due=step.day, time=step.time or "")
        work.edit(deal, unreviewed=0)
        return current.id or 0


def add_followup(desk: Desk, deal_id: int | None, line: str) -> int:
    """Book one more follow-up, for a deal or on its own; its number."""
    with desk.writer.step("followup.add") as work:
        deal = None if deal_id is None else work.deal(deal_id)
        if deal is not None:
            _refuse_closed(work, deal)
        step = read_step(work, line)
        work.describe(deal=_name(work, deal), text=step.text)
        return book(work, deal, step)


def split_done(line: str) -> tuple[str, str | None]:
    """Take `outcome > next step` apart; either side may be missing."""
    words = clean(line).split(" ")
    for place, word in enumerate(words):
        if word == ">":
            following = " ".join(words[place + 1 :]).strip()
            return " ".join(words[:place]).strip(), following or None
    return " ".join(words), None


def done(desk: Desk, followup_id: int, outcome: str = "", next_line: str | None = None) -> bool:
    """Finish a follow-up, and book the next step if a line for it is given.

    A call, mail, meeting or offer is contact evidence: the contact clock and the postponements
    begin anew. True when the deal now needs a next step and has none.
    """
    with desk.writer.step("followup.done") as work:
        followup = _open_one(work, followup_id)
        deal = _deal_of(work, followup)
        step = read_step(work, next_line) if next_line else None
        work.describe(deal=_name(work, deal), text=followup.text)
        work.close_followup(followup, "done", outcome)
        if deal is not None and followup.kind in EVIDENCE:
            _reached(work, deal, followup, followup.kind, outcome or followup.text)
        if step is not None:
            book(work, deal, step)
        return deal is not None and needs_step(work, deal)


def missed(desk: Desk, followup_id: int) -> Missed:
    """Tried, not reached: neither contact evidence nor postponement.

    The same follow-up goes on and counts its attempts: other half of the day, one working day
    later, three later, then a mail. After the fifth it is cancelled and nothing is booked: the
    deal wants to be closed or parked.
    """
    with desk.writer.step("followup.missed") as work:
        followup = _open_one(work, followup_id)
        deal = _deal_of(work, followup)
        work.describe(deal=_name(work, deal), text=followup.text)
        attempts = followup.attempts + 1
        if deal is not None:
            work.add_activity(
                deal, _talk(followup), followup.text, reached=False, followup_id=followup.id
            )
        if is_last_attempt(attempts):
            work.edit(followup, attempts=attempts)
            work.close_followup(followup, "cancelled")
            return Missed(
                attempts,
                None,
                _("{count} attempts without an answer: close the deal or park it").format(
                    count=attempts
                ),
            )
        retry = retry_after(
            attempts, followup.kind, followup.time, work.today, work.time, work.calendar
        )
        work.edit(
            followup,
            attempts=attempts,
            kind=retry.kind,
            due=retry.day,
            time=retry.time or "",
        )
        step = Step(retry.kind, followup.text, retry.day, retry.time)
        return Missed(attempts, step, "")


def snooze(desk: Desk, followup_ids: Iterable[int], phrase: str) -> list[int]:
    """Move follow-ups to another day; their numbers, new ones where a ghost was re-dated.

    It counts as a postponement only when one already due goes to another day. With "customer
    asked" (`Kunde bat`) in the line it counts as contact instead. A phrase without a time
    keeps the time of day.
    """
    chosen = list(dict.fromkeys(followup_ids))
    with desk.writer.step("followup.snooze", count=str(len(chosen))) as work:
        text, asked = split_asked(phrase)
        when = parse_when(text, work.today, calendar=work.calendar)
        return [_snooze_one(work, _open_one(work, number), when, asked) for number in chosen]


def split_asked(phrase: str) -> tuple[str, bool]:
    """The date phrase without the flag that the customer asked for it, and whether it was set."""
    text = clean(phrase)
    folded = text.casefold()
    for flag in ("customer asked", "kunde bat", "auf wunsch", "asked"):
        if folded == flag or folded.endswith(f" {flag}"):
            return text[: len(text) - len(flag)].rstrip(" ,;"), True
        if folded.startswith((f"{flag} ", f"{flag}:", f"{flag},")):
            return text[len(flag) :].lstrip(" :,;"), True
    return text, False


def read_step(work: Work, line: str) -> Step:
    """A step with its date; a line whose date cannot be read is refused."""
    return parse_step(line, work.today, calendar=work.calendar)


def suggested_step(contact: str, today: date, calendar: WorkCalendar) -> Step:
    """What is offered where no next step was given: a call on the next working day."""
    text = _("call {contact}").format(contact=contact) if contact else _("call")
    return Step("call", text, calendar.next(today), None)


def book(work: Work, deal: DealRow | None, step: Step) -> int:
    """Book a follow-up; its number."""
    row = work.add_followup(
        None if deal is None else deal.id, step.kind, step.text, step.day, step.time or ""
    )
    if deal is not None:
        work.edit(deal, unreviewed=0)
    return row


def needs_step(work: Work, deal: DealRow) -> bool:
    """Whether a compulsory next step is missing."""
    stage = work.stage(deal.stage_id)
    asked = bool(stage.step_required) and stage.kind not in CLOSED_KINDS
    return asked and not work.open_followups(deal.id or 0)


def _snooze_one(work: Work, followup: FollowupRow, when: When, asked: bool) -> int:
    deal = _deal_of(work, followup)
    work.describe(deal=_name(work, deal), text=followup.text)
    if deal is not None and asked:
        _reached(work, deal, followup, _talk(followup), followup.text)
    elif deal is not None and _is_ghost(work, deal) and followup.due != when.day.isoformat():
        step = Step(followup.kind, followup.text, when.day, when.time or followup.time or None)
        return _redate(work, deal, [followup], step)
    elif _is_postponement(work, followup, when.day):
        _postpone(work, deal, followup)
    work.edit(followup, due=when.day, time=when.time or followup.time)
    if deal is not None:
        work.edit(deal, unreviewed=0)
    return followup.id or 0


def _redate(work: Work, deal: DealRow, old: list[FollowupRow], step: Step) -> int:
    """Bring a ghost back: the old step is cancelled, a new one booked, postponements reset."""
    for followup in old:
        work.close_followup(followup, "cancelled")
    work.edit(deal, postponements=0, stalled_on=None)
    return book(work, deal, step)


def _is_postponement(work: Work, followup: FollowupRow, day: date) -> bool:
    """Only a follow-up already due, moved to another day (not: another hour, or ahead of time)."""
    return followup.due <= work.today.isoformat() and followup.due != day.isoformat()


def _postpone(work: Work, deal: DealRow | None, followup: FollowupRow) -> None:
    """Count a postponement; the third since the last contact evidence makes a ghost."""
    work.edit(followup, postponed=followup.postponed + 1)
    if deal is None:
        return
    work.edit(deal, postponements=deal.postponements + 1)
    if deal.postponements >= POSTPONEMENTS and deal.stalled_on is None:
        work.edit(deal, stalled_on=work.today)


def _is_ghost(work: Work, deal: DealRow) -> bool:
    return deal.ghost_on is not None and deal.ghost_on <= work.today.isoformat()


def _reached(work: Work, deal: DealRow, followup: FollowupRow, kind: str, text: str) -> None:
    """Keep the contact evidence and start the clocks anew."""
    work.add_activity(deal, kind, text, reached=True, followup_id=followup.id)
    work.reached(deal)


def _talk(followup: FollowupRow) -> str:
    """How somebody was, or was to be, spoken to."""
    return followup.kind if followup.kind in TALKS else "call"


def _open_one(work: Work, followup_id: int) -> FollowupRow:
    followup = work.followup(followup_id)
    if followup.state != "open":
        raise InputError(
            _("This follow-up is closed already: {text}").format(text=followup.text),
            kept=_("Nothing was changed"),
        )
    return followup


def _deal_of(work: Work, followup: FollowupRow) -> DealRow | None:
    return None if followup.deal_id is None else work.deal(followup.deal_id)


def _name(work: Work, deal: DealRow | None) -> str:
    return NO_DEAL if deal is None else work.name(deal)


def _refuse_overwriting(
    work: Work, deal: DealRow, first: list[FollowupRow], step: Step, line: str, seen: Seen
) -> None:
    """Raise Conflict unless the next step is the one seen, or already the one wanted."""
    present = Seen(first[0].id or 0, first[0].version) if first else Seen(0, 0)
    wanted = (step.kind, step.text, step.day.isoformat(), step.time or "")
    there = [(row.kind, row.text, row.due, row.time) for row in first]
    if present == seen or there == [wanted]:
        return
    what = _("The next step was changed elsewhere meanwhile")
    theirs = " ".join(part for part in (there[0][1:] if there else ()) if part)
    raise overtaken(work, deal, what, mine=line, theirs=theirs)


def _refuse_closed(work: Work, deal: DealRow) -> None:
    """Won and lost deals have no next step."""
    if work.stage(deal.stage_id).kind in CLOSED_KINDS:
        raise InputError(
            _("{deal} is closed and has no next step").format(deal=work.name(deal)),
            kept=_("Nothing was booked"),
            todo=_("Reopen it first"),
        )
