"""How the cells of fields with rules of their own are read; InputError refuses the row."""

from __future__ import annotations

from collections.abc import Callable

from pipeline_tui.domain import words
from pipeline_tui.domain.links import LINKS
from pipeline_tui.domain.money import CURRENCIES, parse_amount
from pipeline_tui.domain.templates import LOST_REASONS
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, fold, limited
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.transfer.fields import plain

_REASONS_DE = {
    "preis": "price",
    "zu teuer": "price",
    "too expensive": "price",
    "kein budget": "no_budget",
    "budget": "no_budget",
    "wettbewerb": "competitor",
    "wettbewerber": "competitor",
    "mitbewerber": "competitor",
    "competition": "competitor",
    "projekt gestoppt": "project_stopped",
    "kein bedarf": "no_need",
    "zeitpunkt": "timing",
    "nicht erreichbar": "not_reachable",
    "sonstiges": "other",
    "anderer": "other",
}
OTHER = "other"
_LARGEST_ID = 2**63 - 1


def currency(cell: str) -> str:
    """The code of a currency, from its code, sign or word."""
    text = clean(cell)
    if text.upper() in CURRENCIES:
        return text.upper()
    try:
        code = parse_amount(f"1 {text}", "").currency
    except InputError:
        code = ""
    if not code:
        raise InputError(_("{text} is not a currency").format(text=text[:60]))
    return code


def category(cell: str) -> str:
    """A forecast category's code."""
    return _coded(cell, _category, _("{text} is no forecast category"))


def customer(cell: str) -> str:
    """new or existing."""
    return _coded(cell, words.customer_code, _("{text} is neither new nor existing"))


def recurring_per(cell: str) -> str:
    """month or year."""
    return _coded(cell, _per, _("{text} is neither month nor year"))


def risk_level(cell: str) -> str:
    """A risk level's code."""
    return _coded(cell.strip().lstrip("!"), words.risk_code, _("{text} is no risk level"))


def risk(cell: str) -> tuple[str, str]:
    """Level ('' if none) and words of a risk: `!high budget freeze`, or words alone."""
    text = limited(clean(cell), ONE_LINE_LIMIT, words.field("risk"))
    first, _space, rest = text.partition(" ")
    level = words.risk_code(first[1:]) if first.startswith("!") else ""
    return (level, rest.strip()) if level else ("", text)


def tags(cell: str) -> tuple[str, ...]:
    """Tags between commas or semicolons, else between spaces; each once, without #."""
    text = clean(cell).replace(";", ",").replace("|", ",")
    parts = text.split(",") if "," in text else text.split()
    found: dict[str, str] = {}
    for part in parts:
        if tag := "-".join(part.split()).lstrip("#"):
            found.setdefault(fold(tag), limited(tag, ONE_LINE_LIMIT, words.field("tags")))
    return tuple(sorted(found.values()))


def lost_reason(cell: str) -> tuple[str, str]:
    """The code of a lost reason, and its words where it is none of the list."""
    text = limited(clean(cell), ONE_LINE_LIMIT, words.field("lost_reason"))
    wanted = plain(text)
    for code, name in LOST_REASONS:
        if wanted in (plain(code), plain(name), plain(_(name))):
            return code, ""
    if wanted in _REASONS_DE:
        return _REASONS_DE[wanted], ""
    return OTHER, text


def number(cell: str) -> int | None:
    """The number of a deal; anything else says nothing."""
    text = clean(cell)
    known = text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if known and int(text) <= _LARGEST_ID else None


def parent(cell: str) -> int | None:
    """The number of the deal that a deal came from."""
    found = number(cell)
    if found is None and clean(cell):
        raise InputError(_("{text} is not the number of a deal").format(text=clean(cell)[:60]))
    return found


def flag(cell: str) -> bool:
    """Whether our own export says yes."""
    return clean(cell) == "1"


def answer(cell: str) -> bool | None:
    """Yes, no, or nothing, as our own export says it."""
    text = clean(cell)
    if text not in ("", "0", "1"):
        raise InputError(_("{text} is neither 0 nor 1").format(text=text[:60]))
    return text == "1" if text else None


def link(cell: str) -> str:
    """How a deal came from another one, as our own export says it."""
    text = clean(cell)
    if text and text not in LINKS:
        raise InputError(
            _("{text} is no way in which a deal comes from another one").format(text=text[:60])
        )
    return text


def extra(cell: str) -> dict[str, str]:
    """The columns without a field, as our own export writes them."""
    import json

    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError(_("The column {column} is no JSON object").format(column="extra"))
    return {clean(str(name))[:200]: clean(str(text)) for name, text in found.items()}


def _per(text: str) -> str:
    from pipeline_tui.domain.recurring import split_per

    per = split_per(f"per {text}")[1] or split_per(text)[1]
    return per if per in ("month", "year") else ""


def _category(text: str) -> str:
    return "pipeline" if text in ("open", "closed") else words.category_code(text)


def _coded(cell: str, code_of: Callable[[str], str], refusal: str) -> str:
    text = clean(cell)
    code = code_of(plain(text))
    if not code:
        raise InputError(refusal.format(text=text[:60]))
    return code
