"""How records are said in one line of text, in the language spoken now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain import sentences, words
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import clock_time, full_date, money, percent, weekday_date

if TYPE_CHECKING:
    from typing import TextIO

    from pipeline_tui.domain.records import Deal, FollowUp, NextStep

NOTHING = sentences.NOTHING
DOT = sentences.DOT
name = sentences.name
event = sentences.event

STATES = {
    "ghost": N_("ghost"),
    "none": N_("no next step"),
    "overdue": N_("overdue"),
    "today": N_("today"),
    "waiting": N_("waiting"),
    "later": N_("later"),
    "tomorrow": N_("tomorrow"),
    "week": N_("this week"),
    "done": N_("done"),
    "cancelled": N_("cancelled"),
}
WARNINGS = {
    "close_past": N_("expected close is past"),
    "step_after_close": N_("next step after the expected close"),
    "close_moved": N_("close moved often"),
    "no_decider": N_("nobody is known who decides"),
}


def as_utf8(out: TextIO) -> TextIO:
    """An output for what is UTF-8 wherever one is, as calendars are (RFC 5545, 3.1.4) and pages.

    A terminal shows what it can.
    """
    from io import TextIOWrapper

    if isinstance(out, TextIOWrapper) and not out.isatty():
        out.reconfigure(encoding="utf-8")
    return out


def amount(minor: int | None, currency: str) -> str:
    """An amount, or – where there is none."""
    return NOTHING if minor is None else money(minor, currency)


def share(fraction: float | None) -> str:
    """A fraction as per cent with one decimal, or –."""
    return NOTHING if fraction is None else percent(fraction * 100, places=1)


def day(when: date | None) -> str:
    """A day with its year, or –."""
    return NOTHING if when is None else full_date(when)


def due(when: date, at: str | None, today: date) -> str:
    """The day of a step, and its time if it has one."""
    return f"{weekday_date(when, today)} {at}" if at else weekday_date(when, today)


def step(next_step: NextStep | None, state: str | None, today: date) -> str:
    """A next step with the glyph of its deal's state."""
    from pipeline_tui.domain.state import GLYPHS

    glyph = GLYPHS.get(state or "", "")
    if next_step is None:
        return glyph
    when = due(next_step.due, next_step.time, today)
    return " ".join(part for part in (glyph, when, next_step.text) if part)


def risk(level: str | None, text: str) -> str:
    """A risk with its level; empty when none is known."""
    return ": ".join(part for part in (level and words.risk(level), text) if part)


def followup_cells(one: FollowUp, today: date) -> list[str]:
    """A row of the agenda."""
    from pipeline_tui.domain.standing import GLYPHS, shown_as

    deal = one.deal
    closed = {"done": "✓", "cancelled": "×"}.get(one.state)
    glyph = closed or GLYPHS[shown_as(one.state, one.deal_state)]
    return [
        f"@{one.id}",
        glyph,
        due(one.due, one.time, today),
        words.kind(one.kind),
        one.text,
        name(deal) if deal else "",
        amount(deal.value_minor, deal.currency) if deal else "",
        deal.stage if deal else "",
        risk(deal.risk_level, deal.risk_text) if deal else "",
    ]


def stage(deal: Deal) -> str:
    """Where a deal stands; of a lead in Lost, that it was disqualified."""
    return DOT.join((deal.stage, _("disqualified"))) if deal.disqualified else deal.stage


def deal_cells(deal: Deal, today: date) -> list[str]:
    """A row of the list: number, deal, stage, next step, value, main risk."""
    return [
        str(deal.id),
        name(deal),
        stage(deal),
        step(deal.next, deal.state, today),
        amount(deal.value_minor, deal.currency),
        percent(deal.probability),
        risk(deal.risk_level, deal.risk_text),
    ]


def moment(stored: str, today: date) -> str:
    """A stored instant as local day and time."""
    from datetime import datetime

    local = datetime.fromisoformat(stored).astimezone()
    return f"{weekday_date(local.date(), today)} {clock_time(local.time())}"
