"""The next step and further follow-ups of a deal: glyph, day, time, what."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.records import Deal, FollowUp, NextStep
from pipeline_tui.domain.state import GLYPHS
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import short_date, weekday_date
from pipeline_tui.ui.render import labels, values
from pipeline_tui.ui.render.wrap import Run

STATE_OF_GROUP = {"overdue": "overdue", "today": "today"}
"""States of a follow-up that colour it; all others are later."""


def state_style(state: str) -> str:
    """The style of a deal's or follow-up's state."""
    return state if state in GLYPHS else "later"


def when(due: date, time: str | None, today: date) -> str:
    """`Thu 19 Nov 10:00`; near days by name."""
    day = _("today") if due == today else weekday_date(due, today)
    return f"{day} {time}" if time else day


def what(kind: str, text: str) -> str:
    """What is to be done: the words as they were typed, else at least the kind."""
    return text or labels.kind(kind)


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
        *_signs(step),
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
        *_signs(followup),
    ]


def _signs(step: NextStep | FollowUp) -> list[Run]:
    """When it comes again, and that the customer asked for the day."""
    runs: list[Run] = []
    if step.repeat:
        runs.append((f" · {labels.REPEATS} {_words(step.repeat)}", "faint"))
    if step.promised:
        runs.append((f" · {labels.PROMISED} " + _("the customer asked"), "faint"))
    return runs


def step_text(step: NextStep | FollowUp) -> str:
    """A step as one types it: `call Meier about budget 2026-11-19 10:00 every month`."""
    return typed(step.text, step.due, step.time, step.repeat)


def typed(text: str, day: date, time: str | None, repeat: str = "") -> str:
    """Words, day, time and recurrence in one line that is read back as the same step."""
    from pipeline_tui.domain.quickadd_steps import step_line  # it knows how all words are read

    return step_line(text, values.date_text(day), time, _words(repeat) if repeat else "")


def _words(repeat: str) -> str:
    from pipeline_tui.domain.recurrence import describe

    return describe(repeat)
