"""The table of revenue targets: written when somebody plans."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.store.checks import Currency, FilledLine, OneLine
from pipeline_tui.store.models import Input


class TargetInput(Input):
    """What is to be won in a period, in minor units, and how many new customers."""

    period: FilledLine = Field(unique=True)
    value_minor: int | None = Field(default=None, ge=0, le=MAX_MINOR)
    currency: Currency
    customers: int | None = Field(default=None, ge=0)
    cause: OneLine = ""
    """Why it went otherwise than planned."""


class TargetRow(TargetInput, table=True):
    """Table `target`."""

    __tablename__: ClassVar[str] = "target"
    id: int | None = Field(default=None, primary_key=True)
