"""The names of fields, kinds, risks and warnings as screens show them. Knows no Textual."""

from __future__ import annotations

from pipeline_tui.domain import words
from pipeline_tui.domain.words import category, kind, risk
from pipeline_tui.i18n import N_, _

__all__ = ["SHORT", "category", "field", "kind", "risk", "risk_mark"]

SHORT = {
    "next": N_("Next"),
    "probability": N_("Chance"),
    "category": N_("Forecast"),
    "close": N_("Close"),
    "contact": N_("Contact"),
    "email": N_("Mail"),
    "owner": N_("Owner"),
    "recurring": N_("Recurring"),
    "size": N_("Size"),
    "customer": N_("Customer"),
    "drives": N_("Driven by"),
    "objection": N_("Objection"),
    "do_not_contact": N_("No contact"),
}
"""Labels of fields whose names are too long for one, and of the next step."""

RISK_GLYPHS = {"high": "▲", "mid": "△", "low": "·"}
RISK_STYLES = {"high": "risk-high", "mid": "risk-mid", "low": "risk-low"}

REPEATS = "↻"
ATTEMPT = "↛"
"""Tried and not reached: the arrow that did not get through."""
PROMISED = "◆"
FLAG = "⚑"
"""Something is to be warned of (domain/standing.py, WARNINGS)."""

RISK_MARKS = {"low": N_("!low"), "mid": N_("!mid"), "high": N_("!high")}
"""What one types before a risk; each language reads its own and the English ones."""

WARNINGS = {
    "close_past": N_("in the past"),
    "step_after_close": N_("next step is later"),
}
"""What stands beside the expected close; that it was moved often is told by its count."""

CATEGORIES = {
    "commit": ("●", "good"),
    "best": ("◐", "today"),
    "pipeline": ("○", "later"),
    "omit": ("◌", "faint"),
}
"""Glyph and style of the forecast categories: the fuller, the surer."""

NO_DECIDER = N_("nobody is known who decides")
"""The last of the warnings, which has nothing to do with the close."""


BARRED = "✗"
"""What is to be done goes against what the contact person allows."""


def signs(repeat: str, *, promised: bool) -> str:
    """What stands beside a follow-up: that it comes again, that the customer asked for the day."""
    return (REPEATS if repeat else "") + (PROMISED if promised else "")


def field(name: str) -> str:
    """The label of a field; an unknown name, as of an imported column, is its own label."""
    if name in SHORT:
        return _(SHORT[name])
    return words.capital(words.field(name)) if name in words.FIELDS else name


def risk_mark(level: str) -> str:
    """A level of risk as one types it: `!high`."""
    return _(RISK_MARKS[level])
