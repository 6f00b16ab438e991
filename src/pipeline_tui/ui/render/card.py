"""A deal as four lines on the board (product.md, Board). Records in, runs out; no Textual."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.records import Card
from pipeline_tui.domain.standing import CLOSED_KINDS, GLYPHS, warnings_of
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import compact_money, money, near_date, percent, short_date
from pipeline_tui.ui.render import labels
from pipeline_tui.ui.render.cells import fit, shown, width
from pipeline_tui.ui.render.labels import RISK_GLYPHS, RISK_STYLES
from pipeline_tui.ui.render.values import lost_reason

Run = tuple[str, str]

CARD_LINES = 4
MARK = "✓"
CLOSED_GLYPHS = {"won": "✓", "lost": "✗"}
_EDGES = {"cursor": ("▌", "▐"), "cursor-dim": ("▏", "▕"), "": (" ", " ")}
_ROOMY = 24
"""From this inner width on a card shows amounts in full and its probability."""


def card_lines(
    card: Card, cells: int, today: date, *, fill: str = "", marked: bool = False
) -> tuple[list[Run], ...]:
    """The lines of a card, each exactly `cells` wide.

    `fill` is "cursor", "cursor-dim" (the cursor while another part has the keys) or empty.
    """
    inner = cells - 2
    lines = (
        _first(card, inner, marked),
        _second(card, inner, today),
        _third(card, inner, today),
        _risk(card, inner),
    )
    left, right = _EDGES[fill]
    edge = f"{fill}+edge" if fill else "text"
    framed = []
    for line in lines:
        runs = [(text, f"{fill}+{style}") for text, style in line] if fill else line
        framed.append([(left, edge), *runs, (right, edge)])
    return tuple(framed)


def _first(card: Card, cells: int, marked: bool) -> list[Run]:
    """Mark and company; right, the value."""
    value = ""
    if card.value_minor is not None:
        value = money(card.value_minor, card.currency)
        if cells < _ROOMY or width(value) > cells // 2:
            value = compact_money(card.value_minor, card.currency)
    runs: list[Run] = [(f"{MARK} ", "mark")] if marked else []
    left = cells - (2 if marked else 0)
    company = card.company or _("no company")
    style = "title" if card.company else "faint"
    return runs + _pair(company, style, [(value, "value")], left)


def _warned(card: Card, today: date) -> bool:
    """Whether there is something to warn of; the pane says what."""
    due = card.next.due if card.next else None
    close, moves = card.expected_close, card.close_moves
    return bool(warnings_of(close, due, moves, today, card.stage_kind, undecided=card.undecided))


def _second(card: Card, cells: int, today: date) -> list[Run]:
    """Title; right, a flag for warnings, probability and ticks."""
    right: list[Run] = []
    if card.stage_kind not in CLOSED_KINDS:
        if _warned(card, today):
            right.append((labels.FLAG + (" " if cells >= _ROOMY else ""), "overdue"))
        if cells >= _ROOMY:
            right.append((percent(card.probability), "dim"))
        if card.criteria:
            overridden = "!" if card.overridden else ""
            ticks = f"{card.ticks}/{card.criteria}{overridden}"
            style = "overdue" if card.overridden else "dim"
            if card.ticks == card.criteria:
                style = "good"
            right.append((("  " if right else "") + ticks, style))
    return _pair(card.title, "text", right, cells)


def _third(card: Card, cells: int, today: date) -> list[Run]:
    """The next step with its glyph and date; of a closed deal, when and why."""
    if card.stage_kind in CLOSED_KINDS:
        when = short_date(card.closed_on, today) if card.closed_on else ""
        style = card.stage_kind
        reason = lost_reason(card)
        if card.disqualified:
            said = (_("disqualified"), reason)
            reason = ": ".join(part for part in said if part)
        return _glyphed(CLOSED_GLYPHS[card.stage_kind], style, when, reason, "dim", cells)
    state = card.state or "none"
    glyph = GLYPHS[state]
    if card.next is None:
        return _glyphed(glyph, state, "", _("no next step"), state, cells)
    step = card.next
    signs = labels.signs(step.repeat, promised=step.promised)
    when = " ".join(part for part in (near_date(step.due, today), step.time, signs) if part)
    return _glyphed(glyph, state, when, step.text, "text", cells)


def _risk(card: Card, cells: int) -> list[Run]:
    """The risk; that none is known is said, not left blank."""
    level = card.risk_level or "low"
    if not card.risk_text and card.risk_level is None:
        return _glyphed(RISK_GLYPHS["low"], "faint", "", _("none known"), "faint", cells)
    return _glyphed(RISK_GLYPHS[level], RISK_STYLES[level], "", card.risk_text, "dim", cells)


def _glyphed(
    glyph: str, style: str, when: str, text: str, text_style: str, cells: int
) -> list[Run]:
    """A glyph and a date in the colour of the state, then words."""
    lead = f"{glyph} {shown(when)}"
    gap = "  " if when and text else ""
    room = cells - width(lead)
    if room < 0:
        return [(fit(lead, cells), style)]
    return [(lead, style), (fit(gap + text, room), text_style)]


def _pair(text: str, style: str, right: list[Run], cells: int) -> list[Run]:
    """Words on the left, cut to what the right side leaves, and at least a blank between."""
    taken = sum(width(part) for part, _style in right)
    if taken + 2 > cells:
        right, taken = [], 0
    room = cells - taken
    if not taken:
        return [(fit(text, room), style)]
    return [(fit(text, room - 1), style), (" ", style), *right]
