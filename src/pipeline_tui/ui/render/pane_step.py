"""The next step and further follow-ups of a deal: glyph, day, time, what."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.records import Deal, FollowUp, NextStep
from pipeline_tui.domain.state import GLYPHS
from pipeline_tui.i18n import _, language
from pipeline_tui.i18n.format import short_date, weekday_date
from pipeline_tui.ui.render import labels, values
from pipeline_tui.ui.render.wrap import Run

STATE_OF_GROUP = {"overdue": "overdue", "today": "today"}
"""States of a follow-up that colour it; all others are later."""

_VERBS = {
    "en": {"call": "call", "mail": "mail", "meeting": "meet", "offer": "offer", "task": "task"},
    "de": {
        "call": "anrufen",
        "mail": "mailen",
        "meeting": "treffen",
        "offer": "angebot",
        "task": "task",
    },
}
"""Kinds as the grammar of quick add reads them (product.md, Quick add)."""


def state_style(state: str) -> str:
    """The style of a deal's or follow-up's state."""
    return state if state in GLYPHS else "later"


def when(due: date, time: str | None, today: date) -> str:
    """`Thu 19 Nov 10:00`; near days by name."""
    day = _("today") if due == today else weekday_date(due, today)
    return f"{day} {time}" if time else day


def what(kind: str, text: str) -> str:
    """`call Meier about budget`: the kind and what it is about."""
    word = labels.kind(kind)
    return f"{word} {text}" if text else word


def next_runs(deal: Deal, today: date) -> list[Run]:
    """The line that stands first: the next step, or that there is none."""
    state = deal.state or "later"
    style = state_style(state)
    glyph = GLYPHS.get(state, GLYPHS["later"])
    if deal.next is None:
        return [(glyph + " ", style), (_("no next step"), style), (_(" · n sets one"), "faint")]
    step = deal.next
    return [
        (f"{glyph} {when(step.due, step.time, today)}", style),
        ("  ", "text"),
        (what(step.kind, step.text), "text"),
    ]


def next_hint(deal: Deal, today: date) -> str:
    """Why the state is what it is, where the date alone does not say it."""
    if deal.state == "ghost" and deal.ghost_on is not None:
        return _("ghost since {day}").format(day=short_date(deal.ghost_on, today))
    if deal.state == "waiting":
        return _("a promised date; the contact limit has passed")
    return ""


def followup_runs(followup: FollowUp, today: date) -> list[Run]:
    """A further open follow-up of the deal, quieter than the next step."""
    style = STATE_OF_GROUP.get(followup.state, "later")
    return [
        (f"{GLYPHS[style]} {when(followup.due, followup.time, today)}", style),
        ("  ", "text"),
        (what(followup.kind, followup.text), "dim"),
    ]


def step_text(step: NextStep | FollowUp) -> str:
    """A step as one types it: `call Meier about budget 2026-11-19 10:00`."""
    verbs = _VERBS[language() if language() in _VERBS else "en"]
    parts = [verbs.get(step.kind, step.kind), step.text, values.date_text(step.due)]
    if step.time:
        parts.append(step.time)
    return " ".join(part for part in parts if part)
