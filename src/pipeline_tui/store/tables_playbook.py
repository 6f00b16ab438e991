"""Tables of the playbook: its entries, the stages they fit, and where they were used."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from pipeline_tui.store.checks import FilledLine, Instant, LongText, OneLine, PlayKind
from pipeline_tui.store.models import Input


class PlayInput(Input):
    """An objection with its answer, a story of a customer, or a material; `words` find it."""

    kind: PlayKind
    position: int
    title: FilledLine
    text: LongText = ""
    link: OneLine = ""
    words: OneLine = ""


class PlayRow(PlayInput, table=True):
    """Table `play`."""

    __tablename__: ClassVar[str] = "play"
    id: int | None = Field(default=None, primary_key=True)
    version: int = 1


class PlayStageInput(Input):
    """A stage that an entry fits."""

    play_id: int = Field(foreign_key="play.id", ondelete="CASCADE")
    stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE")


class PlayStageRow(PlayStageInput, table=True):
    """Table `play_stage`."""

    __tablename__: ClassVar[str] = "play_stage"
    id: int | None = Field(default=None, primary_key=True)


class PlayUseInput(Input):
    """That an entry was used with a deal."""

    play_id: int = Field(foreign_key="play.id", ondelete="CASCADE")
    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    at: Instant


class PlayUseRow(PlayUseInput, table=True):
    """Table `play_use`."""

    __tablename__: ClassVar[str] = "play_use"
    id: int | None = Field(default=None, primary_key=True)
