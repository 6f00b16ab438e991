"""Records of one believable deal, and texts nobody should trust."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pipeline_tui.domain.records import (
    Activity,
    Box,
    Channel,
    Deal,
    DealPage,
    DealRef,
    Event,
    FollowUp,
    NextStep,
    Permission,
)

TODAY = date(2026, 11, 22)

HOSTILE = (
    "[/]",
    "[bold]x",
    "[EMEA] deal",
    "[@click=app.quit]x[/]",
    "[link=https://e]x[/link]",
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://e\x1b\\x\x1b]8;;\x1b\\",
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1bPq#0\x1b\\",
    "\x9b31mred",
    "\u202eabc\u2066def",
    "a\u200bb",
    "\U000e0041\U000e0042x",
    "\x7fx",
    "a\x00b",
    "a\ud800b",
    "A" * 200_000,
    "e" + "\u0301" * 300,
    "👩\u200d👩\u200d👧 family",
    "漢字株式会社の新しい機械",
)
"""The hostile texts of safety.md, "Text is untrusted", 3."""


def may(
    call: bool | None = None,
    mail: bool | None = None,
    origin: str = "",
    on: date | None = None,
    *,
    never: bool = False,
) -> Permission:
    """A permission with one origin and day for all that is known."""
    call_on, mail_on = (
        Channel(one, origin, on) if one is not None or (call, mail) == (None, None) else Channel()
        for one in (call, mail)
    )
    return Permission(call_on, mail_on, never)


def deal(**changes: Any) -> Deal:
    """The deal of the sketch in product.md."""
    fields: dict[str, Any] = {
        "id": 12,
        "title": "CNC retrofit",
        "company": "Acme GmbH",
        "company_id": 1,
        "contact": "Max Meier",
        "contact_id": 1,
        "contact_phone": "+49 170 1234567",
        "contact_email": "meier@acme.de",
        "owner": "",
        "stage_id": 4,
        "stage": "Proposal",
        "stage_kind": "open",
        "value_minor": 1_200_000,
        "currency": "EUR",
        "probability": 50,
        "own_probability": None,
        "weighted_minor": 600_000,
        "category": "pipeline",
        "expected_close": date(2026, 12, 18),
        "close_moves": 2,
        "benefit": "saves 4 h a week in set-up",
        "risk_level": "high",
        "risk_text": "budget freeze until Q1",
        "next": NextStep(7, "call", "call Meier about budget", date(2026, 11, 19), "10:00", 1),
        "state": "overdue",
        "warnings": (),
        "ticks": 1,
        "criteria": 2,
        "overridden": False,
        "source": "fair",
        "product": "",
        "region": "",
        "tags": ("renewal",),
        "extra": {"Sales agent": "Moses Frase"},
        "created_at": "2026-10-01T09:00:00Z",
        "stage_entered_at": "2026-11-14T09:00:00Z",
        "last_contact_on": date(2026, 11, 10),
        "contact_due_on": date(2026, 11, 24),
        "ghost_on": None,
        "postponements": 0,
        "closed_on": None,
        "lost_reason": None,
        "closed_note": "",
        "version": 3,
    }
    return Deal(**{**fields, **changes})


def page(**changes: Any) -> DealPage:
    """The deal with its boxes, follow-ups, notes and history."""
    of = deal(**changes)
    return DealPage(
        of,
        boxes=(
            Box(1, "benefit calculated", "2026-11-14T09:00:00Z", "4 h × 46 weeks × €60"),
            Box(2, "schedule agreed", None, ""),
        ),
        followups=(
            followup(7, date(2026, 11, 19), text="call Meier about budget", state="overdue"),
            followup(8, date(2026, 12, 2), text="meeting on site"),
        ),
        notes=(
            Activity(3, "note", "Asked for references.\nOf our size.", "2026-11-18T10:00:00Z",
                     False, 1),
            Activity(4, "call", "budget round is in December", "2026-11-10T08:00:00Z", True, 1),
        ),
        timeline=(
            Event("2026-11-18T10:00:00Z", "note", "note", "", "Asked for references."),
            Event("2026-11-14T09:00:00Z", "stage", "Proposal", "Qualification", ""),
            Event("2026-11-14T08:00:00Z", "field", "value", "10000 EUR", "12000 EUR"),
            Event("2026-11-12T08:00:00Z", "done", "task", "check figures", "all right"),
            Event("2026-10-01T09:00:00Z", "created", "Prospect", "", ""),
        ),
    )  # fmt: skip


def followup(
    number: int,
    due: date,
    *,
    text: str = "call Meier",
    time: str | None = None,
    state: str = "later",
    title: str = "CNC retrofit",
    company: str | None = "Acme GmbH",
    risk: str = "",
    stage: str = "Proposal",
) -> FollowUp:
    """An open follow-up of a deal of its own."""
    ref = DealRef(
        number + 100, title, company, stage, "open", 1_200_000, "EUR",
        "high" if risk else None, risk,
    )  # fmt: skip
    return FollowUp(
        number, "call", text, due, time, state, "", 0, 0, ref, "Max Meier", "+49 170", "m@a.de", 1
    )


def days(count: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=count)
