"""A deal and sums of deals: what lists are made of.

`records` has these too, for whom speed does not matter; see there on annotations.
"""

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.records_followup import NextStep


class Total(NamedTuple):
    """Count and sums of some deals, in minor units of the base currency."""

    count: int  # type: ignore[assignment]  # hides tuple.count(), which nobody asks of sums
    value_minor: int
    weighted_minor: int
    converted: bool
    """True when other currencies were converted into the sum."""
    left_out: int
    """Deals whose currency has no rate; they are counted but not summed."""


class Channel(NamedTuple):
    """Whether a contact person may be reached this way (None: not known); from where and when."""

    allowed: bool | None = None
    origin: str = ""
    on: date | None = None
    """The day on which it was noted."""


class Permission(NamedTuple):
    """What a contact person allows, per channel (process.md, People)."""

    call: Channel = Channel()
    mail: Channel = Channel()
    never: bool = False
    """Do not contact, whatever was allowed once."""


class Deal(NamedTuple):
    """Everything one line per field can say of a deal (interfaces.md, JSON deal)."""

    id: int
    title: str
    company: str | None
    company_id: int | None
    contact: str | None
    contact_id: int | None
    contact_phone: str
    contact_email: str
    owner: str
    stage_id: int
    stage: str
    stage_kind: str
    value_minor: int | None
    currency: str
    probability: int
    own_probability: int | None
    weighted_minor: int
    category: str
    expected_close: date | None
    close_moves: int
    benefit: str
    risk_level: str | None
    risk_text: str
    next: NextStep | None
    state: str | None
    warnings: tuple[str, ...]
    ticks: int
    criteria: int
    overridden: bool
    source: str
    product: str
    region: str
    tags: tuple[str, ...]
    extra: dict[str, str]
    created_at: str
    stage_entered_at: str
    last_contact_on: date | None
    contact_due_on: date | None
    ghost_on: date | None
    postponements: int
    closed_on: date | None
    lost_reason: str | None
    closed_note: str
    version: int
    contact_role: str = ""
    """The buying role of the contact person in this deal; '' where it is not known."""
    permission: Permission = Permission()
    incumbent: str = ""
    """What they use today, or the competitor."""
    verified: bool = True
    """An opportunity; False for a lead (process.md, Leads and opportunities)."""
    yes: int = 0
    """Questions of qualification answered with yes."""
    goal: str = ""
    """What the customer wants to reach, in their words."""
    recurring_minor: int | None = None
    recurring_per: str = ""
    """month or year; '' where nothing comes again."""
    customer: str = ""
    """new, existing, or '' where nobody said."""
    industry: str = ""
    """Of the company, as its size is."""
    size: str = ""
    reason_name: str = ""
    """What the list calls the lost reason where the program does not name it."""
    disqualified: bool = False
    risk_was_reason: bool | None = None
    """Whether the risk written earlier was why it was lost; None where nobody said."""
    parent_id: int | None = None
    """The deal it came from, and how: renewal, follow_on or come_back."""
    link: str = ""
    renewal_on: date | None = None
    contact_position: str = ""
    drives: str = ""
    """What drives the contact person, and the objection to be expected: one line each."""
    objection: str = ""
    renews_on: date | None = None
    """When what was sold is renewed: the day of the renewal going on, or of this one, if it is."""
