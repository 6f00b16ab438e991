"""The state of a deal: process.md, "States". The rule exists once, here, as pure functions.

What needs the work calendar (`ghost_on`, `contact_due_on`) is worked out when a deal
changes and stored with it as a day; `state_of` then only compares days, so that lists,
filters and figures count without a second version of the rule.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.workdays import WorkCalendar

CLOSED_KINDS = ("won", "lost")
"""Kinds of stages whose deals are in play no more: they have neither state nor ghost day."""

POSTPONEMENTS = 3
"""This many postponements since the last contact evidence make a ghost."""

OVERDUE_WORKING_DAYS = 3
"""A next step overdue by more than this, with the contact limit passed, makes a ghost."""

CLOSE_MOVES = 3
"""An expected close moved this many times is warned of."""

STATES = ("ghost", "none", "overdue", "today", "waiting", "later")
"""All states, in the order in which the rule tries them."""

GLYPHS = {"overdue": "!", "today": "●", "later": "○", "none": "∅", "waiting": "‖", "ghost": "†"}
"""How each state is shown, beside its colour (product.md, Board)."""

WARNINGS = ("close_past", "step_after_close", "close_moved")
"""Codes of `warnings_of`, in the order in which they are given."""


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


def state_of(
    stage_kind: str,
    next_due: date | None,
    ghost_on: date | None,
    contact_due_on: date | None,
    today: date,
) -> str | None:
    """One of STATES; None for won and lost deals. The days are those of the functions above."""
    if stage_kind in CLOSED_KINDS:
        return None
    if ghost_on is not None and ghost_on <= today:
        return "ghost"
    if next_due is None:
        return "none"
    if next_due < today:
        return "overdue"
    if next_due == today:
        return "today"
    if contact_due_on is not None and contact_due_on <= today:
        return "waiting"
    return "later"


def warnings_of(
    expected_close: date | None,
    next_due: date | None,
    close_moves: int,
    today: date,
    stage_kind: str,
) -> tuple[str, ...]:
    """Codes of WARNINGS that stand beside the state; only open and parked deals have any."""
    if stage_kind not in ("open", "parked"):
        return ()
    past = expected_close is not None and expected_close < today
    after = expected_close is not None and next_due is not None and next_due > expected_close
    found = zip(WARNINGS, (past, after, close_moves >= CLOSE_MOVES), strict=True)
    return tuple(code for code, applies in found if applies)


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
