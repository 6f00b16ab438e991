"""State and warnings of a deal from the days stored with it: process.md, "States".

Apart from `state.py`, which works those days out: who only reads need not import its rules.
"""

from __future__ import annotations

from datetime import date

CLOSED_KINDS = ("won", "lost")
"""Kinds of stages whose deals are in play no more: they have neither state nor ghost day."""

CLOSE_MOVES = 3
"""An expected close moved this many times is warned of."""

STATES = ("ghost", "none", "overdue", "today", "waiting", "later")
"""All states, in the order in which the rule tries them."""

GLYPHS = {"overdue": "!", "today": "●", "later": "○", "none": "∅", "waiting": "‖", "ghost": "†"}
"""How each state is shown, beside its colour (product.md, Board)."""

STUCK = "▼"
"""How a stage that is stuck is shown, and its deals that stand there longest."""

WARNINGS = ("close_past", "step_after_close", "close_moved", "no_decider")
"""Codes of `warnings_of`, in the order in which they are given."""


def state_of(
    stage_kind: str,
    next_due: date | None,
    ghost_on: date | None,
    contact_due_on: date | None,
    today: date,
) -> str | None:
    """One of STATES; None for won and lost deals. The days are those of domain/state.py."""
    if stage_kind in CLOSED_KINDS:
        return None
    if ghost_on is not None and ghost_on <= today:
        return "ghost"
    if next_due is None:
        return "none"
    if next_due < today:
        return "overdue"
    if next_due == today:
        return "today"
    if contact_due_on is not None and contact_due_on <= today:
        return "waiting"
    return "later"


def shown_as(group: str, deal_state: str | None) -> str:
    """The state whose glyph and colour an open follow-up has, wherever it stands by itself.

    Its day tells by its `group` that it is overdue or due today. That its deal is a ghost or
    waits the day does not tell: then it is the state of the deal.
    """
    if deal_state in ("ghost", "waiting"):
        return deal_state
    return group if group in ("overdue", "today") else "later"


def warnings_of(
    expected_close: date | None,
    next_due: date | None,
    close_moves: int,
    today: date,
    stage_kind: str,
    *,
    undecided: bool = False,
) -> tuple[str, ...]:
    """Codes of WARNINGS that stand beside the state; only open and parked deals have any.

    `undecided`: it is a verified opportunity in play, and nobody is known who decides.
    """
    if stage_kind not in ("open", "parked"):
        return ()
    past = expected_close is not None and expected_close < today
    after = expected_close is not None and next_due is not None and next_due > expected_close
    applying = (past, after, close_moves >= CLOSE_MOVES, undecided and stage_kind == "open")
    found = zip(WARNINGS, applying, strict=True)
    return tuple(code for code, applies in found if applies)
