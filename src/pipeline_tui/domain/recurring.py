"""Amounts that come again: `500/month`, `6.000 € pro Jahr`, and the words for such times.

Source: process.md, "The offer": a recurring value per month or year beside the one-off value.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.money import Money, decimal_text, parse_amount
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import money

if TYPE_CHECKING:
    import re

PERS = ("once", "week", "month", "year")
"""How often something comes; `once` is not again."""

_NOUNS = {
    "week": "week|wk|woche",
    "month": "month|mon|mo|monat|mtl",
    "year": "year|yr|jahr|annum|anno",
}
_ADVERBS = {
    "once": "once|one-off|one-time|einmal|einmalig",
    "week": "weekly|wochentlich|woechentlich",
    "month": r"monthly|monatlich|mtl\.?|p\. ?m\.",
    "year": r"yearly|annually|jahrlich|jaehrlich|p\. ?a\.",
}
_LETTERS = {"month": "m", "year": "a|y"}
"""What may stand behind a slash, where it can be nothing else."""

SHOWN = {
    "once": N_("{amount} once"),
    "week": N_("{amount} a week"),
    "month": N_("{amount}/month"),
    "year": N_("{amount}/year"),
}


class Recurring(NamedTuple):
    """An amount in minor units, and the time per which it comes: month or year."""

    minor: int
    currency: str
    per: str

    @property
    def typed(self) -> str:
        """As it is kept in the history, and read in every language: `500 EUR/month`."""
        return f"{decimal_text(Money(self.minor, self.currency))} {self.currency}/{self.per}"


def parse_recurring(text: str, currency: str) -> Recurring:
    """Read an amount with its time; InputError when either is missing or cannot be kept."""
    line = clean(text)
    rest, per = split_per(line)
    if per not in ("month", "year"):
        raise InputError(
            _("{text} does not say how often").format(text=line[:60] or "–"),
            todo=_("Write for example 500/month or 6k per year"),
        )
    amount = parse_amount(rest, currency)
    return Recurring(amount.minor, amount.currency, per)


def split_per(text: str) -> tuple[str, str]:
    """A text without the time at its end, and that time; '' if none stands there."""
    found = _per_pattern().search(_plain(text))
    if found is None:
        return text, ""
    per = next(per for per in PERS if found[per] is not None)
    return text[: found.start()].rstrip(), per


def shown(minor: int, currency: str, per: str) -> str:
    """`€500/month`, in the language spoken now."""
    return _(SHOWN[per]).format(amount=money(minor, currency))


def _plain(text: str) -> str:
    """Letter by letter without case and accents, so that places in it are those of the text."""
    return "".join(plain if len(plain := fold(char)) == 1 else char for char in text)


@cache
def _per_pattern() -> re.Pattern[str]:
    import re

    times = []
    for per in PERS:
        nouns, adverbs = _NOUNS.get(per), _ADVERBS[per]
        ways = [rf"(?<!\S)(?:{adverbs})"]
        if nouns:
            ways.append(
                rf"(?:/ ?|(?<!\S)(?:per|pro|je|a|an|im|in der|every|jede[ns]?) )(?:{nouns})"
            )
        if letters := _LETTERS.get(per):
            ways.append(rf"/ ?(?:{letters})")
        times.append(f"(?P<{per}>{'|'.join(ways)})")
    return re.compile(rf"(?:{'|'.join(times)})[.,;]?\s*$")
