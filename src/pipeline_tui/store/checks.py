"""What single values of a row may be: the types the input models of `tables` are made of.

Every text passes `clean()` here and is held to its limit. A value a person can mend is
refused with InputError; pydantic lets that pass through as it is.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from pipeline_tui.domain.money import CURRENCIES
from pipeline_tui.domain.text import ONE_LINE_LIMIT, TEXT_LIMIT, clean, limited
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

STAGE_KINDS = ("open", "parked", "won", "lost", "care")
FOLLOWUP_KINDS = ("call", "mail", "meeting", "offer", "task")
FOLLOWUP_STATES = ("open", "done", "cancelled")
ACTIVITY_KINDS = ("call", "mail", "meeting", "offer", "note")
RISK_LEVELS = ("low", "mid", "high")
CATEGORIES = ("commit", "best", "pipeline", "omit")
CONTACT_ROLES = ("", "feels", "decides", "checks", "signs", "champions", "blocks")
DAY_ORIGINS = ("holiday", "own")
QUESTIONS = ("relevance", "benefit", "time", "decision")
LINKS = ("", "renewal", "follow_on", "come_back")

LARGEST = 2**63 - 1
"""Largest whole number SQLite keeps."""


def _one_line(value: str, info: ValidationInfo) -> str:
    return limited(clean(value), ONE_LINE_LIMIT, str(info.field_name))


def _filled_line(value: str, info: ValidationInfo) -> str:
    text = _one_line(value, info)
    if not text:
        raise InputError(_("{field} must not be empty").format(field=info.field_name))
    return text


def _long_text(value: str, info: ValidationInfo) -> str:
    return limited(clean(value, lines=True), TEXT_LIMIT, str(info.field_name))


def _filled_text(value: str, info: ValidationInfo) -> str:
    text = _long_text(value, info)
    if not text:
        raise InputError(_("{field} must not be empty").format(field=info.field_name))
    return text


def _day(value: str | date) -> str:
    """A calendar day in its one stored form."""
    return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()


def _time_of_day(value: str) -> str:
    """A time to the minute, or '' for none."""
    return time.fromisoformat(value).strftime("%H:%M") if value else ""


def _month(value: str) -> str:
    """A month of a year, as in 2026-11."""
    return date.fromisoformat(f"{value}-01").isoformat()[:7]


def _instant(value: str) -> str:
    """A stored instant; anything but UTC to the second is a defect of the caller."""
    if datetime.fromisoformat(value).isoformat() != value.removesuffix("Z") + "+00:00":
        raise ValueError(f"{value!r} is no instant as it is stored")
    return value


def _one_of(names: tuple[str, ...] | frozenset[str]) -> AfterValidator:
    """Only these names."""

    def check(value: str) -> str:
        if value not in names:
            raise ValueError(f"{value!r} is none of {', '.join(sorted(names))}")
        return value

    return AfterValidator(check)


OneLine = Annotated[str, BeforeValidator(_one_line)]
FilledLine = Annotated[str, BeforeValidator(_filled_line)]
LongText = Annotated[str, BeforeValidator(_long_text)]
FilledText = Annotated[str, BeforeValidator(_filled_text)]
Day = Annotated[str, BeforeValidator(_day)]
TimeOfDay = Annotated[str, BeforeValidator(_time_of_day)]
Instant = Annotated[str, BeforeValidator(_instant)]
StageKind = Annotated[str, _one_of(STAGE_KINDS)]
FollowupKind = Annotated[str, _one_of(FOLLOWUP_KINDS)]
FollowupState = Annotated[str, _one_of(FOLLOWUP_STATES)]
ActivityKind = Annotated[str, _one_of(ACTIVITY_KINDS)]
RiskLevel = Annotated[str, _one_of(RISK_LEVELS)]
Category = Annotated[str, _one_of(CATEGORIES)]
ContactRole = Annotated[str, _one_of(CONTACT_ROLES)]
DayOrigin = Annotated[str, _one_of(DAY_ORIGINS)]
Question = Annotated[str, _one_of(QUESTIONS)]
TiedQuestion = Annotated[str, _one_of(("", *QUESTIONS))]
Answer = Annotated[str, _one_of(("yes", "no"))]
Customer = Annotated[str, _one_of(("", "new", "existing"))]
Link = Annotated[str, _one_of(LINKS)]
RecurringPer = Annotated[str, _one_of(("", "month", "year"))]
BenefitPer = Annotated[str, _one_of(("once", "week", "month", "year"))]
OfferLevel = Annotated[str, _one_of(("basic", "standard", "plus"))]
PilotResult = Annotated[str, _one_of(("", "met", "missed"))]
ReviewKind = Annotated[str, _one_of(("weekly", "monthly"))]
PlayKind = Annotated[str, _one_of(("objection", "story", "material"))]
Month = Annotated[str, BeforeValidator(_month)]
Currency = Annotated[str, _one_of(CURRENCIES)]
