"""Moving follow-ups to another day: postponed, or because the customer asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline_tui.domain.dates import When, parse_when
from pipeline_tui.domain.quickadd import Step
from pipeline_tui.domain.text import clean
from pipeline_tui.services.booking import (
    deal_of,
    is_ghost,
    is_postponement,
    name_of,
    open_one,
    postpone,
    put_day,
    reached,
    redate,
    refuse_gone_by,
    series_of,
    talk,
)
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.workdays import WorkCalendar
    from pipeline_tui.store.tables import FollowupRow
    from pipeline_tui.store.writes import Work

_FLAGS = ("customer asked", "kunde bat", "auf wunsch", "asked")


def snooze(
    desk: Desk, followup_ids: Iterable[int], phrase: str, *, asked: bool = False
) -> list[int]:
    """Move follow-ups to another day; their numbers, new ones where a ghost was re-dated.

    It counts as a postponement only when one already due goes to another day. Where the
    customer asked for it (`asked`, or "Kunde bat" in the phrase) it counts as contact
    instead, and the day is a promise. A phrase without a time keeps the time of day.
    InputError for what names no day, or one gone by; nothing is moved then.
    """
    chosen = list(dict.fromkeys(followup_ids))
    with desk.writer.step("followup.snooze", count=str(len(chosen))) as work:
        when, flagged = snoozed_to(phrase, work.today, work.calendar)
        moved = [open_one(work, number) for number in chosen]
        return [_snooze_one(work, followup, when, asked or flagged) for followup in moved]


def snoozed_to(phrase: str, today: date, calendar: WorkCalendar) -> tuple[When, bool]:
    """The day a phrase moves to, and whether it says that the customer asked.

    InputError for what is no date, and for a day gone by: a year mistyped.
    """
    text, flagged = split_asked(phrase)
    when = parse_when(text, today, calendar=calendar)
    refuse_gone_by(when.day, today)
    return when, flagged


def split_asked(phrase: str) -> tuple[str, bool]:
    """The date phrase without the flag that the customer asked for it, and whether it was set."""
    text = clean(phrase)
    folded = text.casefold()
    for flag in _FLAGS:
        if folded == flag or folded.endswith(f" {flag}"):
            return text[: len(text) - len(flag)].rstrip(" ,;"), True
        if folded.startswith((f"{flag} ", f"{flag}:", f"{flag},")):
            return text[len(flag) :].lstrip(" :,;"), True
    return text, False


def _snooze_one(work: Work, followup: FollowupRow, when: When, asked: bool) -> int:
    deal = deal_of(work, followup)
    work.describe(deal=name_of(work, deal), text=followup.text)
    time = when.time or followup.time
    if deal is not None and asked:
        reached(work, deal, followup, talk(followup), followup.text)
    elif deal is not None and is_ghost(work, deal) and followup.due != when.day.isoformat():
        step = Step(followup.kind, followup.text, when.day, time or None, followup.repeat)
        return redate(work, deal, [followup], step, series_of(followup))
    elif not asked and is_postponement(work, followup, when.day):
        postpone(work, deal, followup)
    put_day(work, followup, when.day, time, promised=asked)
    if deal is not None:
        work.edit(deal, unreviewed=0)
    return followup.id or 0
