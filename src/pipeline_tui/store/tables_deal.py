"""Tables of what is kept with a deal: tags, criteria and their ticks, activities and changes."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from pipeline_tui.store.checks import (
    ActivityKind,
    Day,
    FilledLine,
    FilledText,
    Instant,
    LongText,
    OneLine,
    TiedQuestion,
)
from pipeline_tui.store.models import Input


class DealTagInput(Input):
    """A tag on a deal."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    tag: FilledLine


class DealTagRow(DealTagInput, table=True):
    """Table `deal_tag`."""

    __tablename__: ClassVar[str] = "deal_tag"
    id: int | None = Field(default=None, primary_key=True)


class CriterionInput(Input):
    """An exit criterion of a stage; with a `question` its tick is that question's answer."""

    stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE")
    position: int
    text: FilledLine
    question: TiedQuestion = ""


class CriterionRow(CriterionInput, table=True):
    """Table `criterion`."""

    __tablename__: ClassVar[str] = "criterion"
    id: int | None = Field(default=None, primary_key=True)


class TickInput(Input):
    """A ticked criterion of a deal, with one line of evidence."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    criterion_id: int = Field(foreign_key="criterion.id", ondelete="CASCADE")
    ticked_at: Instant
    evidence: OneLine = ""


class TickRow(TickInput, table=True):
    """Table `tick`."""

    __tablename__: ClassVar[str] = "tick"
    id: int | None = Field(default=None, primary_key=True)


class ActivityInput(Input):
    """A note, a contact that reached the customer, or an attempt that did not."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    kind: ActivityKind
    text: FilledText
    at: Instant
    day: Day
    reached: int = Field(default=0, ge=0, le=1)
    followup_id: int | None = Field(default=None, foreign_key="followup.id", ondelete="SET NULL")


class ActivityRow(ActivityInput, table=True):
    """Table `activity`."""

    __tablename__: ClassVar[str] = "activity"
    id: int | None = Field(default=None, primary_key=True)
    version: int = 1


class FieldChangeInput(Input):
    """One edit of one field, as the timeline shows it."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    field: FilledLine
    old: LongText
    new: LongText
    at: Instant


class FieldChangeRow(FieldChangeInput, table=True):
    """Table `field_change`."""

    __tablename__: ClassVar[str] = "field_change"
    id: int | None = Field(default=None, primary_key=True)
