"""What a prompt says beneath a line while it is typed; each raises InputError when it refuses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, limited
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date, money, weekday, weekday_date
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.echo import GOOD_GLYPH

if TYPE_CHECKING:
    from pipeline_tui.domain.records import FollowUp, NextStep
    from pipeline_tui.domain.step_record import Step
    from pipeline_tui.ui.gateway import Gateway


def understood(text: str) -> list[Run]:
    """One thing that was understood."""
    return [(GOOD_GLYPH, "good"), (text, "text")]


def step(
    gateway: Gateway,
    text: str,
    offered: Step | None = None,
    *,
    there: NextStep | None = None,
) -> list[Run]:
    """A next step: words, day, kind; an empty line takes what is `offered`.

    `there` is the one that is edited.
    """
    if offered is not None and not clean(text):
        return _offered(offered, gateway.today)
    return step_runs(gateway.check_step(text, there), gateway.today)


def edit(gateway: Gateway, text: str, followup: FollowUp) -> list[Run]:
    """A follow-up that is edited: its kind stays unless the words name another."""
    from pipeline_tui.domain.quickadd_steps import edited

    found = edited(gateway.check_step(text, followup), followup.kind, followup.text)
    return step_runs(found, gateway.today)


def step_runs(found: Step, today: date) -> list[Run]:
    """`→ call Meier about budget · Fri 27 Nov 10:00 · ↻ every 2 weeks · call`."""
    again: list[Run] = []
    if found.repeat:
        from pipeline_tui.domain.recurrence import describe

        again = [(f" · {labels.REPEATS} {describe(found.repeat)}", "accent")]
    return [
        (GOOD_GLYPH, "good"),
        (found.text, "text"),
        (" · ", "faint"),
        (day_and_time(found.day, found.time, today), "later"),
        *again,
        (" · " + labels.kind(found.kind), "faint"),
    ]


def _offered(found: Step, today: date) -> list[Run]:
    """What an empty line takes, in grey."""
    said = step_runs(found, today)
    return [(_("enter takes:") + " ", "faint"), *((part, "faint") for part, _style in said[1:])]


def snooze(gateway: Gateway, text: str, *, asked: bool = False) -> list[Run]:
    """A day, perhaps with a time, to which something is moved; `asked`: the box is ticked."""
    found = gateway.check_snooze(text)
    runs = [(GOOD_GLYPH, "good"), (day_and_time(*found.when, gateway.today), "later")]
    if asked or found.asked:
        runs.append((" · " + _("the customer asked for it"), "text"))
    return runs


def done(gateway: Gateway, text: str, followup_id: int) -> list[Run]:
    """`outcome > next step`; what is suggested stands in grey, as does what is asked next."""
    found = gateway.check_done(text, followup_id)
    if found.suggested and found.step is not None and not found.outcome:
        return _offered(found.step, gateway.today)
    runs: list[Run] = [("✓ ", "good"), (found.outcome or _("done"), "text"), ("   ", "text")]
    if found.step is None:
        return [*runs, (_("enter asks for the next step, > takes what is suggested"), "faint")]
    said = step_runs(found.step, gateway.today)
    return runs + ([(part, "faint") for part, _style in said] if found.suggested else said)


def addition(gateway: Gateway, text: str) -> list[Run]:
    """A further follow-up, and the deal it is for."""
    found = gateway.check_addition(text)
    runs = step_runs(found.step, gateway.today)
    if found.deal_id is not None:
        runs += [(" · ", "faint"), (found.name, "accent")]
    return runs


def amount(text: str, currency: str) -> list[Run]:
    """An amount in the deal's currency unless it names another."""
    from pipeline_tui.domain.money import parse_amount

    if not clean(text):
        return [(GOOD_GLYPH, "good"), (_("empty"), "faint")]
    found = parse_amount(text, currency)
    return [(GOOD_GLYPH, "good"), (money(found.minor, found.currency), "value")]


def risk(gateway: Gateway, text: str) -> list[Run]:
    """`!high budget freeze`: level and words; InputError for a level that does not exist."""
    said = gateway.check_field("risk", text)
    line = clean(text)
    if not line:
        return [(GOOD_GLYPH, "good"), (_("no risk known"), "faint")]
    if not line.startswith("!"):
        marks = " ".join(labels.risk_mark(level) for level in labels.RISK_MARKS)
        return [(GOOD_GLYPH, "good"), (line, "text"), (f"   {marks}", "faint")]
    return [(GOOD_GLYPH, "good"), (said, "text")]


def day_and_time(day: date, time: str | None, today: date) -> str:
    """Today by name, else the day with its weekday, another year with it, and the time."""
    if day == today:
        shown = _("today")
    elif day.year == today.year:
        shown = weekday_date(day, today)
    else:
        shown = f"{weekday(day)} {full_date(day)}"
    return f"{shown} {time}" if time else shown


def evidence(text: str) -> list[Run]:
    """The line of a box or an answer."""
    limited(clean(text), ONE_LINE_LIMIT, _("Evidence"))
    return [(_("evidence, in one line"), "faint")]
