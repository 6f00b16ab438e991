"""What a source cost in a month, in one line: `fair 2026-11 2500` (process.md, "Segments")."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.date_words import MONTHS, plain
from pipeline_tui.domain.money import Money, parse_amount
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, limited
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import money
from pipeline_tui.i18n.format import month as month_name

if TYPE_CHECKING:
    import re

NONE = ("none", "keine", "kein", "-", "–")
"""What stands in place of an amount that is taken out."""


class ChannelCost(NamedTuple):
    """The cost of a source in a month "2026-11"; `cost` is None where it is taken out."""

    source: str
    month: str
    cost: Money | None


def parse_cost(text: str, currency: str) -> ChannelCost:
    """Read source, month and amount, in this order; InputError names what is missing."""
    words = limited(clean(text), ONE_LINE_LIMIT, _("The line")).split()
    for at in range(len(words) - 1, -1, -1):
        for end in (at + 2, at + 1):
            month = _month(words[at:end])
            if month and end <= len(words):
                return _cost(" ".join(words[:at]), month, " ".join(words[end:]), currency)
    raise InputError(_("The line names no month"), todo=_example())


def shown(one: ChannelCost) -> str:
    """`fair · November 2026 · €2,500`."""
    amount = _("no cost") if one.cost is None else money(one.cost.minor, one.cost.currency)
    return f"{one.source} · {month_name(date.fromisoformat(f'{one.month}-01'))} · {amount}"


def _cost(source: str, month: str, amount: str, currency: str) -> ChannelCost:
    source = source.strip(" ,;:")
    if not source:
        raise InputError(_("The line names no source"), todo=_example())
    if not amount:
        raise InputError(
            _("The line names no cost"), todo=_("Write an amount, or none to take it out")
        )
    if plain(amount) in NONE:
        return ChannelCost(source, month, None)
    return ChannelCost(source, month, parse_amount(amount, currency))


def _month(words: list[str]) -> str:
    """The month that one or two words are, "2026-11"; '' if they are none."""
    if len(words) == 1:
        found = _month_pattern().fullmatch(words[0].rstrip(",;:"))
        if found is None:
            return ""
        year, month = found["year"] or found["year_behind"], found["month"] or found["before"]
    elif len(words) == 2 and plain(words[0]).rstrip(".") in MONTHS:
        year, month = words[1].rstrip(",;:"), str(MONTHS[plain(words[0]).rstrip(".")])
    else:
        return ""
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        return ""
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 and int(year) else ""


def _example() -> str:
    return _("Write for example fair 2026-11 2500")


@cache
def _month_pattern() -> re.Pattern[str]:
    import re

    return re.compile(
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})"
        r"|(?P<before>[0-9]{1,2})[./](?P<year_behind>[0-9]{4})"
    )
