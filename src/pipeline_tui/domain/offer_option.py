"""The options of an offer, each in one line: `standard 12k all lines and training`.

Up to three of them (process.md, "The offer"): basic, standard, plus.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline_tui.domain.money import Money, decimal_text, parse_amount
from pipeline_tui.domain.quickadd_words import Word, amount_end, amount_text
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, fold, limited
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import N_, _
from pipeline_tui.i18n.format import money

LEVELS = {"basic": N_("basic"), "standard": N_("standard"), "plus": N_("plus")}

_TYPED_LEVELS = {
    "basic": "basis base klein small",
    "standard": "mittel medium",
    "plus": "premium gross large",
}
_EXPECTED = frozenset(("expected", "erwartet"))


class OptionLine(NamedTuple):
    """An option as it was typed; `value` is None where the line names no amount."""

    level: str
    value: Money | None
    text: str = ""
    expected: bool = False


def level_code(word: str) -> str:
    """The level an English or German word stands for; '' if it is none."""
    wanted = fold(word)
    for code, others in _TYPED_LEVELS.items():
        if wanted in (code, fold(_(LEVELS[code])), *others.split()):
            return code
    return ""


def parse_option(text: str, currency: str) -> OptionLine:
    """Read a line that begins with the level; the amount stands behind it or at the end.

    InputError for another level, and for an amount that cannot be kept or two of them.
    """
    line = limited(clean(text), ONE_LINE_LIMIT, _("The line"))
    first, _space, rest = line.partition(" ")
    level = level_code(first.rstrip(":"))
    if not level:
        raise InputError(
            _("{text} is no option").format(text=first[:60] or "–"),
            todo=_("Begin with basic, standard or plus: standard 12k with training"),
        )
    words = [Word(word, 0, 0) for word in rest.split()]
    expected = bool(words) and fold(words[-1].text.strip("(),;")) in _EXPECTED
    if expected:
        words.pop()
    start, end = _amount_in(words)
    value = parse_amount(amount_text(words[start:end]), currency) if end > start else None
    said = " ".join(word.text for word in words[:start] + words[end:]).strip(" ,;:")
    return OptionLine(level, value, said, expected)


def typed(option: OptionLine, *, kept: bool = False) -> str:
    """An option as one types it; `kept`: as in the history, the same in every language."""
    level = option.level if kept else _(LEVELS[option.level])
    value = "" if option.value is None else f"{decimal_text(option.value)} {option.value.currency}"
    return " ".join(part for part in (level, value, option.text) if part)


def shown(option: OptionLine) -> str:
    """An option as it is read: `standard · €12,000 · with training`."""
    value = "" if option.value is None else money(option.value.minor, option.value.currency)
    return " · ".join(part for part in (_(LEVELS[option.level]), value, option.text) if part)


def _amount_in(words: list[Word]) -> tuple[int, int]:
    """Where the amount stands: the one marked as such, else a number behind the level or last."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        end = amount_end(words, at)
        if end > at:
            found.append((at, end))
        at = max(end, at + 1)
    if len(found) > 1 and found[0][0] != 0:
        raise InputError(
            _("{text} is a second amount").format(
                text=amount_text(words[found[1][0] : found[1][1]])
            ),
            todo=_("Write the value right behind the level"),
        )
    if found:
        return found[0]
    bare = {at for at in (0, len(words) - 1) if words and _is_number(words[at].text)}
    if len(bare) > 1:
        raise InputError(
            _("Two numbers could be the value"),
            todo=_("Mark it as an amount, for example €12000"),
        )
    at = next(iter(bare), -1)
    return (at, at + 1) if bare else (0, 0)


def _is_number(text: str) -> bool:
    return text.lstrip("-−").replace(",", "").replace(".", "").isdecimal()
