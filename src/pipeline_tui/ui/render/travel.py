"""How the header says that another day than today is shown."""

from __future__ import annotations

from datetime import date

from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date, weekday

Run = tuple[str, str]

GLYPH = "◂"


def past_chip(day: date, *, there: bool) -> Run:
    """`◂ Thu 19 Nov 2026 · read-only`; while the day is still on its way an ellipsis."""
    said = f"{GLYPH} {weekday(day)} {full_date(day)}"
    if not there:
        return f"{said} …", "past"
    return _("{day} · read-only").format(day=said), "past"
