"""The tables a day's work writes to, as SQLModel sees them, with their input models.

The schema itself is made by the migrations; a test holds both against each other. Here is what
moving deals and finishing follow-ups needs. Everything else is in `tables_*.py`, imported when
it is written: a mapped table costs up to a third of a megabyte. Days, times and instants are
texts as they are stored: days "2026-11-22", times "14:00" or "" for none, instants
"2026-11-22T09:00:00Z".
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.store.checks import (
    LARGEST,
    Category,
    ContactRole,
    Currency,
    Customer,
    Day,
    FilledLine,
    FollowupKind,
    FollowupState,
    Instant,
    Link,
    LongText,
    OneLine,
    RecurringPer,
    RiskLevel,
    StageKind,
    TimeOfDay,
)
from pipeline_tui.store.models import Input


class StageInput(Input):
    """A stage and its rules; `contact_limit` counts working days."""

    key: OneLine = ""
    name: FilledLine = Field(unique=True)
    kind: StageKind
    position: int
    probability: int = Field(ge=0, le=100)
    contact_limit: int | None = Field(default=None, ge=0)
    step_required: int = Field(ge=0, le=1)
    guidance: OneLine = ""
    colour: OneLine = ""
    is_first_contact: int = Field(default=0, ge=0, le=1)
    is_opportunity: int = Field(default=0, ge=0, le=1)
    asks_qualification: int = Field(default=0, ge=0, le=1)


class StageRow(StageInput, table=True):
    """Table `stage`."""

    __tablename__: ClassVar[str] = "stage"
    id: int | None = Field(default=None, primary_key=True)


class CompanyInput(Input):
    """A company; `name_key` is its folded name, by which it is found again."""

    name: FilledLine
    name_key: FilledLine = Field(unique=True)
    created_at: Instant
    industry: OneLine = ""
    size: OneLine = ""
    note: LongText = ""


class CompanyRow(CompanyInput, table=True):
    """Table `company`."""

    __tablename__: ClassVar[str] = "company"
    id: int | None = Field(default=None, primary_key=True)
    version: int = 1


class ContactInput(Input):
    """A contact person; `may_call` and `may_mail` are 1, 0, or None where nobody knows."""

    company_id: int | None = Field(default=None, foreign_key="company.id", ondelete="SET NULL")
    name: OneLine
    phone: OneLine = ""
    email: OneLine = ""
    created_at: Instant
    may_call: int | None = Field(default=None, ge=0, le=1)
    may_mail: int | None = Field(default=None, ge=0, le=1)
    position: OneLine = ""
    drives: OneLine = ""
    objection: OneLine = ""
    note: LongText = ""
    do_not_contact: int = Field(default=0, ge=0, le=1)
    call_origin: OneLine = ""
    call_on: Day | None = None
    mail_origin: OneLine = ""
    mail_on: Day | None = None


class ContactRow(ContactInput, table=True):
    """Table `contact`."""

    __tablename__: ClassVar[str] = "contact"
    id: int | None = Field(default=None, primary_key=True)
    version: int = 1


class DealInput(Input):
    """A deal; `value_minor` in minor units of `currency`, `probability` in whole percent.

    `parent_id` is the deal it came from, and `link` how (migrations/m0003_process.py).
    """

    title: FilledLine
    company_id: int | None = Field(default=None, foreign_key="company.id", ondelete="SET NULL")
    contact_id: int | None = Field(default=None, foreign_key="contact.id", ondelete="SET NULL")
    owner: OneLine = ""
    stage_id: int = Field(foreign_key="stage.id", ondelete="RESTRICT")
    position: int = Field(ge=-LARGEST, le=LARGEST)
    value_minor: int | None = Field(default=None, ge=0, le=MAX_MINOR)
    currency: Currency
    probability: int | None = Field(default=None, ge=0, le=100)
    category: Category = "pipeline"
    expected_close: Day | None = None
    close_moves: int = Field(default=0, ge=0)
    benefit: OneLine = ""
    risk_level: RiskLevel | None = None
    risk_text: OneLine = ""
    source: OneLine = ""
    product: OneLine = ""
    region: OneLine = ""
    extra: str = "{}"
    created_at: Instant
    stage_entered_at: Instant
    last_contact_on: Day | None = None
    missing_since: Day | None = None
    unreviewed: int = Field(default=0, ge=0, le=1)
    postponements: int = Field(default=0, ge=0)
    stalled_on: Day | None = None
    ghost_on: Day | None = None
    contact_due_on: Day | None = None
    verified_at: Instant | None = None
    overridden: int = Field(default=0, ge=0, le=1)
    closed_on: Day | None = None
    lost_reason: OneLine | None = None
    closed_note: OneLine = ""
    origin: OneLine = ""
    external_id: OneLine = ""
    import_hash: OneLine = ""
    search: str = ""
    updated_at: Instant
    contact_role: ContactRole = ""
    incumbent: OneLine = ""
    goal: OneLine = ""
    recurring_minor: int | None = Field(default=None, ge=0, le=MAX_MINOR)
    recurring_per: RecurringPer = ""
    customer: Customer = ""
    parent_id: int | None = Field(default=None, foreign_key="deal.id", ondelete="SET NULL")
    link: Link = ""
    renewal_on: Day | None = None
    disqualified: int = Field(default=0, ge=0, le=1)
    risk_was_reason: int | None = Field(default=None, ge=0, le=1)


class DealRow(DealInput, table=True):
    """Table `deal`."""

    __tablename__: ClassVar[str] = "deal"
    id: int | None = Field(default=None, primary_key=True)
    version: int = 1


class FollowupInput(Input):
    """A dated follow-up; without `deal_id` it stands on its own.

    `repeat` is the text of an RFC 5545 rule; `promised`: the customer asked for this day.
    `repeat_time` and `series` are those of the series it belongs to (migrations/m0002_day.py).
    """

    deal_id: int | None = Field(default=None, foreign_key="deal.id", ondelete="CASCADE")
    kind: FollowupKind
    text: FilledLine
    due: Day
    time: TimeOfDay = ""
    state: FollowupState = "open"
    outcome: OneLine = ""
    postponed: int = Field(default=0, ge=0)
    attempts: int = Field(default=0, ge=0)
    created_at: Instant
    closed_at: Instant | None = None
    closed_on: Day | None = None
    repeat: OneLine = ""
    promised: int = Field(default=0, ge=0, le=1)
    repeat_time: TimeOfDay = ""
    series: int | None = Field(default=None, ge=1)


class FollowupRow(FollowupInput, table=True):
    """Table `followup`."""

    __tablename__: ClassVar[str] = "followup"
    id: int | None = Field(default=None, primary_key=True)
    version: int = 1


class StayInput(Input):
    """How long a deal stood in a stage; `days` are calendar days, set when it ends."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    stage_id: int = Field(foreign_key="stage.id", ondelete="RESTRICT")
    entered_at: Instant
    left_at: Instant | None = None
    days: int | None = Field(default=None, ge=0)
    inferred: int = Field(default=0, ge=0, le=1)


class StayRow(StayInput, table=True):
    """Table `stay`."""

    __tablename__: ClassVar[str] = "stay"
    id: int | None = Field(default=None, primary_key=True)
