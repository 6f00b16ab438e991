"""What a line would be understood as, for the echo while it is typed; nothing is written."""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.domain.dates import When
from pipeline_tui.domain.quickadd_steps import Step, parse_step
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.domain.text import clean
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services import lookup, reading
from pipeline_tui.services.booking import closed, refuse_gone_by, suggested_step
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.finishing import SUGGESTED, split_done
from pipeline_tui.services.postponing import snoozed_to
from pipeline_tui.services.suggesting import asks_next, comes_again, suggested_next
from pipeline_tui.store import upkeep
from pipeline_tui.store.connection import explained


class Finish(NamedTuple):
    """A line `outcome > next step` taken apart; None where no next step is booked."""

    outcome: str
    step: Step | None
    suggested: bool = False
    """Whether the step was not named, but is what is suggested."""
    again: Step | None = None
    """The next occurrence of a recurring follow-up, booked besides."""


class Addition(NamedTuple):
    """A further follow-up, and the deal it is for; `deal_id` None for one on its own."""

    deal_id: int | None
    name: str
    """How messages name the deal."""
    line: str
    """The line without the words that name the deal."""
    step: Step


class Snooze(NamedTuple):
    """The day a follow-up would move to, and whether the customer asked for it."""

    when: When
    asked: bool


def check_step(desk: Desk, line: str, *, stands: str = "") -> Step:
    """A step; InputError when `next_step`, `edit` or `add_followup` would refuse the line.

    `stands`: the day, in ISO form, of the follow-up that the line edits.
    """
    today = desk.clock.today()
    step = parse_step(line, today, calendar=_calendar(desk))
    refuse_gone_by(step.day, today, stands=stands)
    return step


def check_done(desk: Desk, line: str, followup_id: int | None = None) -> Finish:
    """Outcome and next step; InputError when the next step would be refused.

    With the follow-up that is finished also what is booked without being named: its next
    occurrence, or the suggestion that an empty line or a bare `>` takes.
    """
    outcome, following = split_done(line)
    step = check_step(desk, following) if following else None
    if followup_id is None:
        return Finish(outcome, step)
    again = comes_again(desk, followup_id)
    empty = not outcome and following is None
    if again is None and (following == SUGGESTED or (empty and asks_next(desk, followup_id))):
        return Finish(outcome, suggested_next(desk, followup_id), suggested=True)
    return Finish(outcome, step, again=again)


def check_addition(desk: Desk, line: str) -> Addition:
    """A further follow-up: `call tax office fri 10:00`, or `deal words: step` for a deal.

    NotFound or Ambiguous when the words before the colon are not those of one deal in play;
    InputError when the step would be refused.
    """
    text = clean(line)
    words, colon, rest = text.partition(": ")
    if not colon:
        return Addition(None, "", text, check_step(desk, text))
    deal_id = lookup.deal_named(desk, words)
    card = reading.card(desk, deal_id)
    if card is None:
        raise NotFound(_("There is no deal {number}").format(number=deal_id))
    name = f"{card.company} · {card.title}" if card.company else card.title
    if card.stage_kind in CLOSED_KINDS:
        raise closed(name)
    return Addition(deal_id, name, rest, check_step(desk, rest))


def check_snooze(desk: Desk, phrase: str) -> Snooze:
    """Day and time; InputError when `snooze` would refuse the phrase."""
    return Snooze(*snoozed_to(phrase, desk.clock.today(), _calendar(desk)))


def suggestion(desk: Desk, contact: str) -> Step:
    """The next step offered where none was given: a call on the next working day."""
    return suggested_step(contact, desk.clock.today(), _calendar(desk))


def _calendar(desk: Desk) -> WorkCalendar:
    """The working days; errors say what a user can do."""
    with explained(desk.file):
        return upkeep.calendar(desk.reader)
