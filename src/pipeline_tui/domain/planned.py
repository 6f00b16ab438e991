"""What is suggested after a follow-up: what the stage plans, else the same again.

Source: product.md, key `d`; process.md, "A stage has … planned follow-ups on entry".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from pipeline_tui.domain.step_record import Step
from pipeline_tui.domain.templates import Planned
from pipeline_tui.domain.workdays import WorkCalendar


def still_planned(planned: Iterable[Planned], kinds: Iterable[str]) -> Planned | None:
    """The first planned step not among those done or booked in this stay, told by their kinds.

    By kind, not by words: a seller who called has made the planned call, whatever it was named.
    """
    there = Counter(kinds)
    for step in planned:
        if there[step.kind] == 0:
            return step
        there[step.kind] -= 1
    return None


def planned_step(planned: Planned, entered: date, today: date, calendar: WorkCalendar) -> Step:
    """A planned step on its day, counted from the entry; never before the next working day."""
    day = max(calendar.add(entered, planned.days), calendar.next(today))
    return Step(planned.kind, planned.text, day, None)


def same_again(kind: str, text: str, today: date, calendar: WorkCalendar) -> Step:
    """The same on the next working day."""
    return Step(kind, text, calendar.next(today), None)
