"""Tables of reviews (Durchsichten): each with the deals it walks through."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from pipeline_tui.store.checks import FilledLine, Instant, OneLine, ReviewKind
from pipeline_tui.store.models import Input


class ReviewInput(Input):
    """A weekly or monthly walk; while it goes on it has not ended."""

    kind: ReviewKind
    started_at: Instant
    ended_at: Instant | None = None
    learned: OneLine = ""


class ReviewRow(ReviewInput, table=True):
    """Table `review`."""

    __tablename__: ClassVar[str] = "review"
    id: int | None = Field(default=None, primary_key=True)


class ReviewItemInput(Input):
    """A deal that a review asks about, why, and what was decided ('' until then)."""

    review_id: int = Field(foreign_key="review.id", ondelete="CASCADE")
    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    position: int
    reason: FilledLine
    decision: OneLine = ""
    decided_at: Instant | None = None


class ReviewItemRow(ReviewItemInput, table=True):
    """Table `review_item`."""

    __tablename__: ClassVar[str] = "review_item"
    id: int | None = Field(default=None, primary_key=True)
