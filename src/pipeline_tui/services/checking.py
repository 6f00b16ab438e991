"""What a line would be understood as, for the echo while it is typed; nothing is written."""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.domain.dates import When, parse_when
from pipeline_tui.domain.quickadd_steps import Step, parse_step
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.followups import split_asked, split_done, suggested_step
from pipeline_tui.store import upkeep
from pipeline_tui.store.connection import explained


class Finish(NamedTuple):
    """A line `outcome > next step` taken apart; None where no next step is named."""

    outcome: str
    step: Step | None


class Snooze(NamedTuple):
    """The day a follow-up would move to, and whether the customer asked for it."""

    when: When
    asked: bool


def check_step(desk: Desk, line: str) -> Step:
    """A next step; InputError when `next_step` would refuse the line."""
    return parse_step(line, desk.clock.today(), calendar=_calendar(desk))


def check_done(desk: Desk, line: str) -> Finish:
    """Outcome and next step; InputError when the next step would be refused."""
    outcome, following = split_done(line)
    return Finish(outcome, check_step(desk, following) if following else None)


def check_snooze(desk: Desk, phrase: str) -> Snooze:
    """Day and time; InputError when `snooze` would refuse the phrase."""
    text, asked = split_asked(phrase)
    when = parse_when(text, desk.clock.today(), calendar=_calendar(desk))
    return Snooze(when, asked)


def suggestion(desk: Desk, contact: str) -> Step:
    """The next step offered where none was given: a call on the next working day."""
    return suggested_step(contact, desk.clock.today(), _calendar(desk))


def _calendar(desk: Desk) -> WorkCalendar:
    """The working days; errors say what a user can do."""
    with explained(desk.file):
        return upkeep.calendar(desk.reader)
