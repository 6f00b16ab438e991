"""Tables that are written when something is set up: settings, free days, planned steps, reasons."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.store.checks import (
    Currency,
    Day,
    DayOrigin,
    FilledLine,
    FollowupKind,
    LongText,
    Month,
    OneLine,
)
from pipeline_tui.store.models import Input


class SettingInput(Input):
    """A setting that belongs to the data."""

    key: FilledLine = Field(unique=True)
    value: LongText


class SettingRow(SettingInput, table=True):
    """Table `setting`."""

    __tablename__: ClassVar[str] = "setting"
    id: int | None = Field(default=None, primary_key=True)


class FreeDayInput(Input):
    """A day that is not worked."""

    day: Day
    name: OneLine
    origin: DayOrigin


class FreeDayRow(FreeDayInput, table=True):
    """Table `free_day`."""

    __tablename__: ClassVar[str] = "free_day"
    id: int | None = Field(default=None, primary_key=True)


class PlannedInput(Input):
    """A follow-up planned for whoever enters a stage, `days` working days after."""

    stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE")
    position: int
    kind: FollowupKind
    text: FilledLine
    days: int = Field(ge=0)


class PlannedRow(PlannedInput, table=True):
    """Table `planned`."""

    __tablename__: ClassVar[str] = "planned"
    id: int | None = Field(default=None, primary_key=True)


class LostReasonInput(Input):
    """A reason for losing; one that every database has is named by the program ('')."""

    position: int
    code: FilledLine = Field(unique=True)
    name: OneLine = ""


class LostReasonRow(LostReasonInput, table=True):
    """Table `lost_reason`."""

    __tablename__: ClassVar[str] = "lost_reason"
    id: int | None = Field(default=None, primary_key=True)


class ChannelCostInput(Input):
    """What a source cost in a month "2026-11", in minor units."""

    source: FilledLine
    month: Month
    cost_minor: int = Field(ge=0, le=MAX_MINOR)
    currency: Currency


class ChannelCostRow(ChannelCostInput, table=True):
    """Table `channel_cost`."""

    __tablename__: ClassVar[str] = "channel_cost"
    id: int | None = Field(default=None, primary_key=True)
