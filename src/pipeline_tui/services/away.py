"""Being away: it pauses the contact clocks, and moves what would fall due, on request.

Moving is no postponement: nobody put anything off (process.md, Next step).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.spans import Absence, Span, kept_spans, spans_text
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.services import options
from pipeline_tui.services.booking import put_day
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_away
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.store.writes import Work

KEY = "away"
"""The setting."""


def absences(desk: Desk, text: str) -> tuple[Absence, ...]:
    """What `text` as the setting would do; those that are over are left out.

    Errors: InputError for what is no span of days.
    """
    today = desk.clock.today()
    spans = kept_spans(options.check(KEY, text, today))
    with explained(desk.file):
        there = reads_away.holidays(desk.reader)
        free = kept_spans(options.option(desk, "free"))
        without = WorkCalendar(there.union(*(span.days() for span in free)))
        calendar = WorkCalendar(without.free_days.union(*(span.days() for span in spans)))
        return tuple(
            Absence(
                span,
                sum(map(without.is_working, span.days())),
                reads_away.due_between(desk.reader, *span),
                calendar.next(span.last),
            )
            for span in spans
            if span.last >= today
        )


def set_away(desk: Desk, text: str, *, move: bool = False) -> tuple[str, int]:
    """Set when one is away; the setting as it is kept, and how many follow-ups were moved.

    With `move` every open follow-up due in a span that is not over goes to the first working
    day after it, at the same time of day, in the same undo step.
    """
    value = options.check(KEY, text, desk.clock.today())
    with desk.writer.step("away.set") as work:
        if value != work.settings.get(KEY, ""):
            options.keep(work, KEY, value)
        moved = 0
        if move:
            moved = sum(_move(work, span) for span in kept_spans(value) if span.last >= work.today)
        work.describe(count=str(moved))
    return value, moved


def to_come(desk: Desk) -> str:
    """The absences that are not over, as they are kept."""
    today = desk.clock.today()
    spans = kept_spans(options.option(desk, KEY))
    return spans_text(span for span in spans if span.last >= today)


def with_those_over(desk: Desk, text: str) -> str:
    """`text` and the absences that are over, which past contact clocks still count with."""
    today = desk.clock.today()
    value = options.check(KEY, text, today)
    over = (span for span in kept_spans(options.option(desk, KEY)) if span.last < today)
    return " ".join(part for part in (spans_text(over), value) if part)


def _move(work: Work, span: Span) -> int:
    back = work.calendar.next(span.last)
    rows = work.due_between(*span)
    for row in rows:
        put_day(work, row, back, row.time)
        if row.deal_id is not None:
            work.touched.add(row.deal_id)
    return len(rows)
