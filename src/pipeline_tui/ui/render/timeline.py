"""The timeline of a deal, one event a line or more: what happened, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline_tui.clock import local_day
from pipeline_tui.domain import words
from pipeline_tui.domain.records import Event
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import short_date
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.wrap import Run, flow

LINES = 3
"""Most lines one event takes; the whole text of a note stands among the notes."""

_ENDS: dict[str, Run] = {
    "done": ("✓ ", "good"),
    "attempt": (f"{labels.ATTEMPT} ", "later"),
    "cancelled": ("× ", "faint"),
}
"""The glyph of what became of a follow-up."""

CONTACTS = ("call", "mail", "meeting", "offer", "note")


def timeline_lines(events: Sequence[Event], cells: int, today: date) -> list[list[list[Run]]]:
    """Each event in lines of `cells` cells, the dates in a column in front.

    Events of one day share one date, so that the column stays quiet.
    """
    days = [short_date(local_day(event.at), today) for event in events]
    column = max((len(day) for day in days), default=0) + 2
    blank: Run = (" " * column, "dim")
    found: list[list[list[Run]]] = []
    before = ""
    for event, day in zip(events, days, strict=True):
        lines = flow(_what(event), cells - column, LINES)
        first: Run = (day.ljust(column), "dim") if day != before else blank
        found.append([[blank if number else first, *line] for number, line in enumerate(lines)])
        before = day
    return found


def _what(event: Event) -> list[Run]:
    if event.what == "created":
        return [("+ ", "accent"), (_("deal added"), "dim"), *_dot(event.name)]
    if event.what == "stage":
        return [("→ ", "accent"), *_change(event.old, event.name)]
    if event.what == "field" and event.name == "criterion":
        ticked = bool(event.text)
        return [
            ("[x] " if ticked else "[ ] ", "good" if ticked else "faint"),
            (event.text or event.old, "text" if ticked else "dim"),
        ]
    if event.what == "field":
        label = labels.field(event.name)
        old, new = (words.history_text(event.name, text) for text in (event.old, event.text))
        return [("· ", "faint"), (f"{label}: ", "dim"), *_change(old, new)]
    if event.what in ("done", "cancelled", "attempt"):
        return _followup(event)
    if event.what in CONTACTS:
        glyph = ("· ", "faint") if event.what == "note" else ("✓ ", "good")
        text = event.text.replace("\n", " ")
        return [glyph, (f"{labels.kind(event.what)}: ", "dim"), (text, "text")]
    return [("· ", "faint"), (event.text, "text")]


def _dot(text: str) -> list[Run]:
    """A further part of a line, set off by a dot; nothing when it is empty."""
    return [(" · ", "faint"), (text, "text")] if text else []


def _change(old: str, new: str) -> list[Run]:
    """What was, and what is; either may be empty."""
    if not new:
        return [(old, "faint"), (" → ", "faint"), (_("empty"), "faint")]
    if not old:
        return [(new, "text")]
    return [(old, "faint"), (" → ", "faint"), (new, "text")]


def _followup(event: Event) -> list[Run]:
    """A follow-up that was done, missed or cancelled; `old` is what was planned.

    An attempt has no outcome: its text is what was planned.
    """
    glyph = _ENDS[event.what]
    planned, outcome = (event.old, event.text) if event.old else (event.text, "")
    # The words mostly say the kind as well: "call Meier".
    kind = labels.kind(event.name) if event.name else ""
    said: list[Run] = []
    if kind and not planned.casefold().startswith(kind.casefold()):
        said = [(f"{kind}: " if planned else kind, "dim")]
    runs = [glyph, *said, (planned, "dim" if event.what == "cancelled" else "text")]
    if event.what == "attempt":
        runs.append((" · " + _("not reached"), "later"))
    if event.what == "cancelled":
        runs.append((" · " + _("cancelled"), "faint"))
    return runs + _dot(outcome)
