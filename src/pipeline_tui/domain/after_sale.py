"""What is offered when a deal is won: dated steps after the sale (process.md, "After the sale").

What the stages after the sale plan comes first, then what their criteria want and nothing
planned speaks of; what both leave out of the usual list is offered too, without a tick.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.step_record import Step
from pipeline_tui.domain.templates import Planned
from pipeline_tui.domain.text import fold
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.i18n import N_, _

USUAL = (
    Planned("meeting", N_("kick-off"), 3),
    Planned("meeting", N_("first training"), 8),
    Planned("call", N_("success check after 30 days"), 20),
    Planned("mail", N_("ask for feedback"), 25),
    Planned("call", N_("ask how it is going"), 40),
    Planned("call", N_("ask for a referral"), 60),
)
"""What process.md names, in working days from the win; texts are translated when offered."""

_APART = 5
"""Working days between criteria for which nobody has said when."""

_ALIKE = 7
"""Words that begin with so many equal letters speak of the same: training, Schulung …"""


class CareStage(NamedTuple):
    """A stage after the sale, with its planned follow-ups and exit criteria."""

    id: int
    name: str
    planned: tuple[Planned, ...]
    criteria: tuple[str, ...]


class Offered(NamedTuple):
    """A step after the sale, and whether it is ticked to begin with."""

    step: Step
    on: bool


class CareChoice(NamedTuple):
    """A place the deal can go to, None for staying in Won, and what is offered there."""

    stage_id: int | None
    name: str
    offered: tuple[Offered, ...]


class AfterSale(NamedTuple):
    """What was chosen: where the deal goes, what is booked, and the deals linked to it."""

    stage_id: int | None = None
    steps: tuple[Step, ...] = ()
    renewal: date | None = None
    follow_on: date | None = None


def choices(
    stages: Sequence[CareStage], won: str, today: date, calendar: WorkCalendar
) -> list[CareChoice]:
    """Every stage after the sale in its order, then staying in the stage named `won`."""
    found = [
        CareChoice(stage.id, stage.name, _offered(stages[at:], today, calendar))
        for at, stage in enumerate(stages)
    ]
    return [*found, CareChoice(None, won, _offered(stages, today, calendar))]


def _offered(
    stages: Sequence[CareStage], today: date, calendar: WorkCalendar
) -> tuple[Offered, ...]:
    """Ticked is what the first of these stages asks for; without any, the usual."""
    usual = [Planned(kind, _(text), days) for kind, text, days in USUAL]
    if not stages:
        return tuple(Offered(_dated(step, today, calendar), True) for step in usual)
    found: list[tuple[Planned, bool]] = []
    for stage in stages:
        first, behind = stage is stages[0], max((step.days for step, on in found if on), default=0)
        for step in stage.planned:
            found.append((step._replace(days=behind + step.days), first))
        for step in _wanted(stage.criteria, [step for step, _on in found], usual, behind):
            found.append((step, first))
    for step in usual:
        if not _spoken_of(step.text, (other.text for other, _on in found)):
            found.append((step, False))
    found.sort(key=lambda one: one[0].days)
    return tuple(Offered(_dated(step, today, calendar), on) for step, on in found)


def _wanted(
    criteria: Iterable[str], planned: Sequence[Planned], usual: Sequence[Planned], behind: int
) -> list[Planned]:
    """Steps for the criteria that nothing planned speaks of, in the usual words if there are."""
    found: list[Planned] = []
    for text in criteria:
        there = [step.text for step in (*planned, *found)]
        step = next((one for one in usual if _spoken_of(text, (one.text,))), None)
        if step is None:
            step = Planned("task", text, behind + _APART * (len(found) + 1))
        if not _spoken_of(text, there) and not _spoken_of(step.text, there):
            found.append(step)
    return found


def _spoken_of(text: str, others: Iterable[str]) -> bool:
    """Whether one of the other texts is about the same, told by its longer words."""
    words = _beginnings(text)
    return any(fold(text) == fold(other) or words & _beginnings(other) for other in others)


def _beginnings(text: str) -> set[str]:
    words = (word.strip("().,;:!?") for word in fold(text).split())
    return {word[:_ALIKE] for word in words if len(word) >= _ALIKE}


def _dated(step: Planned, today: date, calendar: WorkCalendar) -> Step:
    return Step(step.kind, step.text, calendar.add(today, step.days), None)
