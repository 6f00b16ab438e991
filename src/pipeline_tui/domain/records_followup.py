"""The records around a follow-up, apart from the others: `agenda` is to import no more.

As in `records`, annotations are not deferred.
"""

from datetime import date
from typing import NamedTuple


class NextStep(NamedTuple):
    """The earliest open follow-up of a deal."""

    id: int
    kind: str
    text: str
    due: date
    time: str | None
    version: int
    repeat: str = ""
    promised: bool = False


class DealRef(NamedTuple):
    """The deal beside a follow-up, an event or a search hit."""

    id: int
    title: str
    company: str | None
    stage: str
    stage_kind: str
    value_minor: int | None
    currency: str
    risk_level: str | None
    risk_text: str


class FollowUp(NamedTuple):
    """A dated follow-up (Wiedervorlage)."""

    id: int
    kind: str
    text: str
    due: date
    time: str | None
    state: str
    """overdue, today, tomorrow, week, later, done or cancelled, as of the day asked for."""
    outcome: str
    postponed: int
    attempts: int
    deal: DealRef | None
    contact: str | None
    phone: str
    email: str
    version: int
    repeat: str = ""
    """RFC 5545 rule by which it comes again, '' for once."""
    promised: bool = False
    """Whether the customer asked for this day."""
    urgency: int = 0
    """0..100, by the weights set; the agenda reads fill it."""
    created: str = ""
    """When it was booked, a stored instant."""
    barred: bool = False
    """Whether the contact person wants no call, no mail, or no contact of this kind."""
    deal_state: str | None = None
    """The state of its deal, were this its next step (domain/standing.py); None without one."""
    warnings: tuple[str, ...] = ()
    """What is to be warned of beside it; codes of domain/standing.py."""


class Event(NamedTuple):
    """One line of a deal's timeline.

    `what` is one of created, stage, field, done, cancelled, call, mail, meeting, offer, note,
    attempt; `name` the stage, field or follow-up kind; `old` and `text` what was and what is.
    """

    at: str
    what: str
    name: str
    old: str
    text: str
