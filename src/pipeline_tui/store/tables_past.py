"""What rows were before they changed, and the locked forecasts (migrations/m0005_past.py).

Triggers and plain SQL write them; the models say what an import may bring.
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.store.checks import (
    LARGEST,
    Category,
    Currency,
    Customer,
    Day,
    FilledLine,
    FollowupKind,
    FollowupState,
    Instant,
    LongText,
    OneLine,
    RecurringPer,
    RiskLevel,
    StageKind,
    TimeOfDay,
)
from pipeline_tui.store.models import Input


class DealPastInput(Input):
    """A deal as it was at the end of the day before `day`, on which it changed."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    day: Day
    position: int = Field(ge=-LARGEST, le=LARGEST)
    value_minor: int | None = Field(default=None, ge=0, le=MAX_MINOR)
    currency: Currency
    probability: int | None = Field(default=None, ge=0, le=100)
    category: Category
    expected_close: Day | None = None
    close_moves: int = Field(ge=0)
    risk_level: RiskLevel | None = None
    stage_entered_at: Instant
    last_contact_on: Day | None = None
    missing_since: Day | None = None
    unreviewed: int = Field(ge=0, le=1)
    postponements: int = Field(ge=0)
    stalled_on: Day | None = None
    ghost_on: Day | None = None
    contact_due_on: Day | None = None
    verified_at: Instant | None = None
    overridden: int = Field(ge=0, le=1)
    closed_on: Day | None = None
    lost_reason: OneLine | None = None
    recurring_minor: int | None = Field(default=None, ge=0, le=MAX_MINOR)
    recurring_per: RecurringPer
    customer: Customer
    renewal_on: Day | None = None
    disqualified: int = Field(ge=0, le=1)
    risk_was_reason: int | None = Field(default=None, ge=0, le=1)


class DealPastRow(DealPastInput, table=True):
    """Table `deal_past`."""

    __tablename__: ClassVar[str] = "deal_past"
    id: int | None = Field(default=None, primary_key=True)


class FollowupPastInput(Input):
    """A follow-up as it was at the end of the day before `day`."""

    followup_id: int = Field(foreign_key="followup.id", ondelete="CASCADE")
    day: Day
    kind: FollowupKind
    text: FilledLine
    due: Day
    time: TimeOfDay
    state: FollowupState
    postponed: int = Field(ge=0)
    attempts: int = Field(ge=0)
    closed_at: Instant | None = None
    closed_on: Day | None = None
    promised: int = Field(ge=0, le=1)


class FollowupPastRow(FollowupPastInput, table=True):
    """Table `followup_past`."""

    __tablename__: ClassVar[str] = "followup_past"
    id: int | None = Field(default=None, primary_key=True)


class StagePastInput(Input):
    """A stage as it was at the end of the day before `day`."""

    stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE")
    day: Day
    name: FilledLine
    kind: StageKind
    position: int
    probability: int = Field(ge=0, le=100)
    contact_limit: int | None = None
    step_required: int = Field(ge=0, le=1)
    is_first_contact: int = Field(ge=0, le=1)
    is_opportunity: int = Field(ge=0, le=1)


class StagePastRow(StagePastInput, table=True):
    """Table `stage_past`."""

    __tablename__: ClassVar[str] = "stage_past"
    id: int | None = Field(default=None, primary_key=True)


class SettingPastInput(Input):
    """Base currency or rates as they were before `day`; None where there were none."""

    key: FilledLine
    day: Day
    value: LongText | None = None


class SettingPastRow(SettingPastInput, table=True):
    """Table `setting_past`."""

    __tablename__: ClassVar[str] = "setting_past"
    id: int | None = Field(default=None, primary_key=True)


class ForecastLockInput(Input):
    """What was forecast for a period at its start, in minor units of `currency`."""

    period: FilledLine = Field(unique=True)
    locked_on: Day
    backfilled: int = Field(ge=0, le=1)
    currency: Currency
    rates: LongText
    won_minor: int
    cautious_minor: int
    realistic_minor: int
    optimistic_minor: int
    p10_minor: int
    p50_minor: int
    p90_minor: int


class ForecastLockRow(ForecastLockInput, table=True):
    """Table `forecast_lock`."""

    __tablename__: ClassVar[str] = "forecast_lock"
    id: int | None = Field(default=None, primary_key=True)


class ForecastLineInput(Input):
    """A deal of a locked forecast; `deal_id` may be of one that is gone, `chance` in millionths."""

    lock_id: int = Field(foreign_key="forecast_lock.id", ondelete="CASCADE")
    deal_id: int = Field(ge=1)
    value_minor: int = Field(ge=0, le=MAX_MINOR)
    category: Category
    expected_close: Day
    probability: int = Field(ge=0, le=100)
    chance: int = Field(ge=0, le=1_000_000)
    decided: int = Field(ge=0)


class ForecastLineRow(ForecastLineInput, table=True):
    """Table `forecast_line`."""

    __tablename__: ClassVar[str] = "forecast_line"
    id: int | None = Field(default=None, primary_key=True)
