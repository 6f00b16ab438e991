"""The state of a deal: process.md, "States". The rule exists once, here, as pure functions.

What needs the work calendar (`ghost_on`, `contact_due_on`) is worked out when a deal
changes and stored with it as a day; `state_of` (domain/standing.py) then only compares days, so
that lists, filters and figures count without a second version of the rule.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.standing import (
    CLOSE_MOVES,
    CLOSED_KINDS,
    GLYPHS,
    STATES,
    WARNINGS,
    state_of,
    warnings_of,
)
from pipeline_tui.domain.workdays import WorkCalendar

__all__ = [
    "CLOSED_KINDS",
    "CLOSE_MOVES",
    "GLYPHS",
    "OVERDUE_WORKING_DAYS",
    "POSTPONEMENTS",
    "STATES",
    "WARNINGS",
    "Facts",
    "contact_due_on",
    "ghost_on",
    "state_of",
    "warnings_of",
]

POSTPONEMENTS = 3
"""This many postponements since the last contact evidence make a ghost."""

OVERDUE_WORKING_DAYS = 3
"""A next step overdue by more than this, with the contact limit passed, makes a ghost."""


class Facts(NamedTuple):
    """All a deal's ghost day depends on.

    `contact_limit` counts working days, None where the stage has none. `missing_since` is
    the day the compulsory next step went missing; None while there is a next step, and for
    imported deals until they have been reviewed. `postponements` counts since the last
    contact evidence, and `stalled_on` is the day of the third.
    """

    stage_kind: str
    step_required: bool
    contact_limit: int | None
    created_on: date
    last_contact_on: date | None
    next_due: date | None
    missing_since: date | None
    postponements: int
    stalled_on: date | None


def ghost_on(facts: Facts, calendar: WorkCalendar) -> date | None:
    """The first day on which the deal is a ghost if nothing happens before; None if never."""
    if facts.stage_kind in CLOSED_KINDS:
        return None
    days = (
        _ghost_for_missing_step(facts, calendar),
        _ghost_for_postponements(facts),
        _ghost_for_overdue_step(facts, calendar),
    )
    return min((day for day in days if day is not None), default=None)


def contact_due_on(facts: Facts, calendar: WorkCalendar) -> date | None:
    """The first day on which the contact limit has been passed; None where there is none.

    Working days count from the last contact evidence, at first from the day the deal was
    made. Parked deals have no limit: they wait for their date.
    """
    if facts.stage_kind in (*CLOSED_KINDS, "parked") or facts.contact_limit is None:
        return None
    return calendar.add(facts.last_contact_on or facts.created_on, facts.contact_limit + 1)


def _ghost_for_missing_step(facts: Facts, calendar: WorkCalendar) -> date | None:
    """Rule 1: the compulsory step has been missing since before today's working day."""
    if not facts.step_required or facts.next_due is not None or facts.missing_since is None:
        return None
    return calendar.next(facts.missing_since)


def _ghost_for_postponements(facts: Facts) -> date | None:
    """Rule 2: three postponements since the last contact evidence."""
    return facts.stalled_on if facts.postponements >= POSTPONEMENTS else None


def _ghost_for_overdue_step(facts: Facts, calendar: WorkCalendar) -> date | None:
    """Rule 3: the next step is overdue by more than three working days, the limit passed."""
    limit_passed = contact_due_on(facts, calendar)
    if facts.next_due is None or limit_passed is None:
        return None
    return max(calendar.add(facts.next_due, OVERDUE_WORKING_DAYS + 1), limit_passed)
