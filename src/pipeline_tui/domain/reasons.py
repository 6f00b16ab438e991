"""Why deals are lost, and why leads are disqualified: codes, and their words.

Source: process.md, "Losing" and "Leads and opportunities". The list itself is data
(table `lost_reason`) and can be changed; a reason that every database has is named by the
program until it is given another name, so that it speaks the language of the screen. A lead
is disqualified for the same reasons in words that fit it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline_tui.domain.templates import LOST_REASONS
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.i18n import N_, _

OTHER = "other"
"""The reason that takes a line of its own; it stays in every list."""

_LEADS = {
    "price": N_("Expects another price"),
    "no_budget": N_("No budget"),
    "competitor": N_("Settled with a competitor"),
    "project_stopped": N_("No project"),
    "no_need": N_("Does not fit us, or no need"),
    "timing": N_("Not the time"),
    "not_reachable": N_("Not reachable"),
    "other": N_("Other"),
}


class LostReason(NamedTuple):
    """A reason of the list; `name` is '' while the program names it."""

    code: str
    name: str


def reason_name(code: str, own: str = "", *, lead: bool = False) -> str:
    """The words for a reason; one that is in no list (any more) is its own word."""
    if own:
        return own
    if lead and code in _LEADS:
        return _(_LEADS[code])
    return next((_(name) for known, name in LOST_REASONS if known == code), code)


def all_names(reason: LostReason) -> list[str]:
    """What a reason can be called, folded: its code and every name it has."""
    known = [_LEADS[reason.code]] if reason.code in _LEADS else []
    known += [name for code, name in LOST_REASONS if code == reason.code]
    texts = [reason.code, reason.code.replace("_", " "), reason.name]
    return [fold(text) for text in (*texts, *known, *map(_, known)) if text]


def find(text: str, reasons: Sequence[LostReason]) -> LostReason | None:
    """The reason of the list that is meant by its digit, code or name; None if it is none."""
    text = clean(text)
    wanted = fold(text).strip()
    if text.isascii() and text.isdecimal():
        place = int(text[:9])
        return reasons[place - 1] if 1 <= place <= len(reasons) else None
    # Its own name first: somebody may have called one reason what another was called.
    named = [reason for reason in reasons if reason.name and fold(reason.name) == wanted]
    named += [reason for reason in reasons if wanted and wanted in all_names(reason)]
    return named[0] if named else None
