"""Deals, steps and events in a few words, as command line and screens say them alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import words
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.records import Deal, DealRef, Event

NOTHING = "–"
DOT = " · "

_EVENTS = {
    "created": N_("created in {name}"),
    "stage": N_("moved to {name}"),
    "field": N_("{name}: {change}"),
    "done": N_("{name} done: {words}"),
    "cancelled": N_("{name} cancelled: {words}"),
    "attempt": N_("{name}, not reached: {words}"),
}
_CONTACT = N_("{name}: {words}")


def name(deal: Deal | DealRef) -> str:
    """A deal by its company and title."""
    return DOT.join(part for part in (deal.company, deal.title) if part)


def step(kind: str, text: str) -> str:
    """What is to be done: its words, and before them the kind unless they say it themselves."""
    said = words.kind(kind)
    if text and (kind == "task" or text.casefold().startswith(said.casefold())):
        return text
    return f"{said}: {text}" if text else said


def event(what: Event) -> str:
    """One line of a deal's history."""
    said = what.text.replace("\n", " ")
    if what.what == "field":
        old, new = (words.history_text(what.name, text) for text in (what.old, what.text))
        change = f"{old or NOTHING} → {new or NOTHING}"
        return _(_EVENTS["field"]).format(name=words.field(what.name), change=change)
    named = words.kind(what.name)
    if what.what in ("done", "cancelled") and what.old:
        said = DOT.join(part for part in (what.old, said) if part)
    template = _EVENTS.get(what.what, _CONTACT)
    return _(template).format(name=named, words=said).removesuffix(": ").rstrip()
