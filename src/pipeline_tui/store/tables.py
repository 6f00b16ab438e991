"""The tables as SQLModel sees them, and the input models every write passes.

Table models (`…Row`) do not validate; the model each inherits from (`…Input`) does, and
`checked` and `checked_value` are how writes use it. The schema itself is made by the
migrations; a test holds both against each other. Days, times and instants are texts as they
are stored: days "2026-11-22", times "14:00" or "" for none, instants "2026-11-22T09:00:00Z".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar, TypeVar

from pydantic import ConfigDict, ValidationError
from sqlmodel import Field, SQLModel

from pipeline_tui.domain.money import MAX_MINOR
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.store.checks import (
    LARGEST,
    ActivityKind,
    Category,
    ContactRole,
    Currency,
    Day,
    DayOrigin,
    FilledLine,
    FilledText,
    FollowupKind,
    FollowupState,
    Instant,
    LongText,
    OneLine,
    RiskLevel,
    StageKind,
    TimeOfDay,
)


class Input(SQLModel):
    """What may be written to a row; unknown fields are refused."""

    # Built when first needed: of most tables a day's work writes no row.
    model_config = ConfigDict(extra="forbid", defer_build=True)  # type: ignore[assignment]  # SQLModel narrows it


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


class StageRow(StageInput, table=True):
    """Table `stage`."""

    __tablename__: ClassVar[str] = "stage"
    id: int | None = Field(default=None, primary_key=True)


class CriterionInput(Input):
    """An exit criterion of a stage."""

    stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE")
    position: int
    text: FilledLine


class CriterionRow(CriterionInput, table=True):
    """Table `criterion`."""

    __tablename__: ClassVar[str] = "criterion"
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


class CompanyInput(Input):
    """A company; `name_key` is its folded name, by which it is found again."""

    name: FilledLine
    name_key: FilledLine = Field(unique=True)
    created_at: Instant


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
    permission_note: OneLine = ""
    permission_on: Day | None = None


class ContactRow(ContactInput, table=True):
    """Table `contact`."""

    __tablename__: ClassVar[str] = "contact"
    id: int | None = Field(default=None, primary_key=True)
    version: int = 1


class DealInput(Input):
    """A deal; `value_minor` in minor units of `currency`, `probability` in whole percent."""

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


class DealRow(DealInput, table=True):
    """Table `deal`."""

    __tablename__: ClassVar[str] = "deal"
    id: int | None = Field(default=None, primary_key=True)
    version: int = 1


class DealTagInput(Input):
    """A tag on a deal."""

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    tag: FilledLine


class DealTagRow(DealTagInput, table=True):
    """Table `deal_tag`."""

    __tablename__: ClassVar[str] = "deal_tag"
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


Row = TypeVar("Row", bound=Input)

_INPUTS: dict[type[Input], type[Input]] = {
    SettingRow: SettingInput,
    FreeDayRow: FreeDayInput,
    StageRow: StageInput,
    CriterionRow: CriterionInput,
    PlannedRow: PlannedInput,
    CompanyRow: CompanyInput,
    ContactRow: ContactInput,
    DealRow: DealInput,
    DealTagRow: DealTagInput,
    TickRow: TickInput,
    FollowupRow: FollowupInput,
    ActivityRow: ActivityInput,
    StayRow: StayInput,
    FieldChangeRow: FieldChangeInput,
}
ROWS = tuple(_INPUTS)
"""All table models."""


def checked(row: type[Row], values: Mapping[str, object]) -> Row:
    """A new row whose values passed their input model; InputError if one is refused."""
    model = _INPUTS[row]
    values = _refusing(model, lambda: model.model_validate(dict(values)).model_dump())
    return row(**values)


def checked_value(row: type[Input], field: str, value: object) -> Any:
    """One new value for a field of a row, passed through its input model."""
    model = _INPUTS[row]
    blank = _blank(model).model_copy()
    _refusing(model, lambda: model.__pydantic_validator__.validate_assignment(blank, field, value))
    return getattr(blank, field)


@cache
def _blank(model: type[Input]) -> Input:
    """A row without values to try one on; making it costs more than the trying."""
    return model.model_construct()


Result = TypeVar("Result")


def _refusing(model: type[Input], work: Callable[[], Result]) -> Result:
    """Run a validation, and say what was refused in the program's own words."""
    try:
        return work()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or model.__name__
        raise InputError(
            _("{field} cannot be kept: {why}").format(field=field, why=first["msg"]),
            kept=_("Nothing was changed"),
        ) from None
