"""What quick add understood, as chips beneath the line while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline_tui.domain.quickadd import QuickAdd, match_stage, parse_quick_add
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import money, weekday_date
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.cells import shown

Run = tuple[str, str]

_WHOLE = 40
"""Characters up to which a chip stays in one piece."""


def quick_add_runs(line: str, today: date, currency: str, stages: Sequence[str]) -> list[Run]:
    """The parts of the line as chips; InputError says what cannot be meant.

    Without a stage the first one a contact is made in, without a date the suggestion that
    enter takes: both in grey.
    """
    if not line.strip():
        return [(_("Company: title, amount, @stage, what to do and when, !risk, #tag"), "faint")]
    quick = parse_quick_add(line, today, currency=currency)
    runs: list[Run] = []
    for label, text, style in _parts(quick, today, stages):
        runs += [(_whole(f"{shown(label)} {shown(text)}") + " ", style), (" ", "text")]
    if quick.step is None:
        runs.append((_("enter also books: call, next working day"), "faint"))
    return runs


def _whole(chip: str) -> str:
    """A chip is not broken at the end of a line, unless it is long."""
    return chip.replace(" ", "\N{NO-BREAK SPACE}") if len(chip) <= _WHOLE else chip


def _parts(quick: QuickAdd, today: date, stages: Sequence[str]) -> list[tuple[str, str, str]]:
    """Sign, text and style of each chip, in the order of the card."""
    if not quick.title:
        raise InputError(_("The deal has no title yet"))
    parts = []
    if quick.company:
        parts.append(("⌂", quick.company, "chip"))
    parts.append(("■", quick.title, "chip"))
    if quick.value is not None:
        parts.append(("Σ", money(quick.value.minor, quick.value.currency), "chip"))
    if quick.stage is not None:
        parts.append(("→", match_stage(quick.stage, stages), "chip"))
    if quick.step is not None:
        when = weekday_date(quick.step.day, today)
        if quick.step.time:
            when += f" {quick.step.time}"
        words = quick.step.text or labels.kind(quick.step.kind)
        parts.append(("○", f"{words} · {when}", "chip"))
    if quick.risk_level or quick.risk_text:
        glyph = labels.RISK_GLYPHS[quick.risk_level or "low"]
        parts.append((glyph, quick.risk_text or "", "chip"))
    contact = (("contact", quick.contact), ("phone", quick.phone), ("email", quick.email))
    parts += [(labels.field(name) + ":", text, "chip") for name, text in contact if text]
    parts += [("#", tag, "chip") for tag in quick.tags]
    parts += [(labels.field(name) + ":", text, "chip") for name, text in quick.fields.items()]
    return parts
