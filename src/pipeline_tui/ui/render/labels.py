"""The names of fields, kinds, risks and warnings as screens show them. Knows no Textual."""

from __future__ import annotations

from pipeline_tui.domain.words import category, kind, risk
from pipeline_tui.i18n import N_, _

__all__ = ["FIELDS", "category", "field", "kind", "risk", "risk_mark"]

FIELDS = {
    "next": N_("Next"),
    "risk": N_("Risk"),
    "benefit": N_("Benefit"),
    "value": N_("Value"),
    "currency": N_("Currency"),
    "probability": N_("Chance"),
    "category": N_("Forecast"),
    "close": N_("Close"),
    "stage": N_("Stage"),
    "title": N_("Title"),
    "company": N_("Company"),
    "contact": N_("Contact"),
    "phone": N_("Phone"),
    "email": N_("Mail"),
    "owner": N_("Owner"),
    "source": N_("Source"),
    "product": N_("Product"),
    "region": N_("Region"),
    "tags": N_("Tags"),
    "reason": N_("Reason"),
}
"""Labels of the fields of a deal, by their names (services, `set_field`)."""

RISK_GLYPHS = {"high": "▲", "mid": "△", "low": "·"}
RISK_STYLES = {"high": "risk-high", "mid": "risk-mid", "low": "risk-low"}

RISK_MARKS = {"low": N_("!low"), "mid": N_("!mid"), "high": N_("!high")}
"""What one types before a risk; each language reads its own and the English ones."""

WARNINGS = {
    "close_past": N_("in the past"),
    "step_after_close": N_("next step is later"),
}
"""What stands beside the expected close; that it was moved often is told by its count."""


def field(name: str) -> str:
    """The label of a field; an unknown name, as of an imported column, is its own label."""
    return _(FIELDS[name]) if name in FIELDS else name


def risk_mark(level: str) -> str:
    """A level of risk as one types it: `!high`."""
    return _(RISK_MARKS[level])
