"""Tables that hang on a deal from qualification to offer: answers, people, benefit, plan, offer."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.store.checks import (
    Answer,
    BenefitPer,
    ContactRole,
    Day,
    FilledLine,
    Instant,
    OfferLevel,
    OneLine,
    PilotResult,
    Question,
)
from pipeline_tui.store.models import Input


class AnswerInput(Input):
    """The answer to a question of qualification; what is not known has no row."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    question: Question
    answer: Answer
    line: OneLine = ""
    answered_at: Instant


class AnswerRow(AnswerInput, table=True):
    """Table `answer`."""

    __tablename__: ClassVar[str] = "answer"
    id: int | None = Field(default=None, primary_key=True)


class ParticipantInput(Input):
    """One more person at the table, beside the deal's contact person."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    contact_id: int = Field(foreign_key="contact.id", ondelete="CASCADE")
    role: ContactRole = ""


class ParticipantRow(ParticipantInput, table=True):
    """Table `participant`."""

    __tablename__: ClassVar[str] = "participant"
    id: int | None = Field(default=None, primary_key=True)


class BenefitPartInput(Input):
    """A line of the benefit: `quantity` in thousandths × `rate_minor`, `per` time."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    position: int
    text: FilledLine
    quantity: int = Field(ge=0, le=MAX_MINOR)
    unit: OneLine = ""
    rate_minor: int = Field(ge=0, le=MAX_MINOR)
    per: BenefitPer


class BenefitPartRow(BenefitPartInput, table=True):
    """Table `benefit_part`."""

    __tablename__: ClassVar[str] = "benefit_part"
    id: int | None = Field(default=None, primary_key=True)


class PlanPartInput(Input):
    """A step of the joint plan: who does what by when."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    position: int
    what: FilledLine
    who: OneLine = ""
    due: Day | None = None
    done_on: Day | None = None


class PlanPartRow(PlanPartInput, table=True):
    """Table `plan_part`."""

    __tablename__: ClassVar[str] = "plan_part"
    id: int | None = Field(default=None, primary_key=True)


class PilotInput(Input):
    """A trial of what is offered: by what its success is measured, and who checks it."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE", unique=True)
    measure: FilledLine
    checker: OneLine = ""
    until: Day | None = None
    result: PilotResult = ""


class PilotRow(PilotInput, table=True):
    """Table `pilot`."""

    __tablename__: ClassVar[str] = "pilot"
    id: int | None = Field(default=None, primary_key=True)


class OfferOptionInput(Input):
    """One of up to three options of an offer; the `expected` one sets the deal's value."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    level: OfferLevel
    text: OneLine = ""
    value_minor: int = Field(ge=0, le=MAX_MINOR)
    expected: int = Field(default=0, ge=0, le=1)


class OfferOptionRow(OfferOptionInput, table=True):
    """Table `offer_option`."""

    __tablename__: ClassVar[str] = "offer_option"
    id: int | None = Field(default=None, primary_key=True)
