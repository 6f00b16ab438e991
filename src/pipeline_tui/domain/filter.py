"""The filter line, the same everywhere: words, phrases, and `is:` (product.md, "Filter")."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.text import clean, fold
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _, language

if TYPE_CHECKING:
    import re

_LONGEST = 40
_LONG_WORD = 1_000

STATES = {
    "ghost": "geist geister geisterchance",
    "none": "ohne kein keiner",
    "overdue": "uberfallig ueberfaellig",
    "today": "heute",
    "waiting": "wartet wartend",
    "later": "spater spaeter",
    "open": "offen",
    "won": "gewonnen",
    "lost": "verloren",
    "parked": "pflege geparkt",
    "care": "betreuung bestand",
    "lead": "leads interessent interessenten",
    "opportunity": "opportunities chance chancen verkaufschance",
    "any": "alle alles",
}
"""What may stand behind `is:`, and its German names, folded."""

_GERMAN = (
    *("geist", "ohne", "überfällig", "heute", "wartet", "später"),
    *("offen", "gewonnen", "verloren", "pflege", "bestand"),
    *("lead", "chance", "alle"),
)
"""The German names that are offered, in the order of STATES."""


class Filter(NamedTuple):
    """What a deal must be: all of the words, and one of the states if any is named.

    `words` are folded (`domain.text.fold`) and match anywhere in a deal's search text.
    `states` are keys of STATES: states of the next step, kinds of stage, `lead` and
    `opportunity` among open deals, or `any`.
    """

    words: tuple[str, ...]
    states: Collection[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.words and not self.states

    def narrows(self, other: Filter) -> bool:
        """Whether all that matches this matches the other too, as when a letter is added.

        False may be wrong, True never is. Very long words are searched in part only
        (LONGEST_PATTERN in the store), so nothing is said of them.
        """
        return set(self.states) == set(other.states) and all(
            any(word in longer for longer in self.words if len(longer) <= _LONG_WORD)
            for word in other.words
        )


def parse_filter(text: str) -> Filter:
    """Read a filter line; InputError names the values of `is:` that exist.

    Several words must all match, several `is:` (or `is:overdue,today`) are alternatives.
    Words in quotes match as they stand together.
    """
    words: dict[str, None] = {}
    states: set[str] = set()
    for word, quoted in _words(clean(text)):
        name, colon, value = word.partition(":")
        if not quoted and colon and name.casefold() in {"is", "ist"}:
            states.update(_state(part, name) for part in value.rstrip(",").split(","))
        elif folded := fold(word):
            words[folded] = None
    return Filter(tuple(words), frozenset(states))


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """The words of the line, and whether each stood in quotes; an open quote reaches to the end."""
    for found in _word_pattern().finditer(text):
        yield (found[2], False) if found[1] is None else (found[1].strip(), True)


def _state(value: str, sign: str) -> str:
    """The state meant; `sign` is how it was asked for, is or ist."""
    wanted = fold(value)
    for state, others in STATES.items():
        if wanted == state or wanted in others.split():
            return state
    shown = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
    names = (
        [f"ist:{name}" for name in _GERMAN]
        if language() == "de"
        else [f"is:{state}" for state in STATES]
    )
    raise InputError(
        _("There is no state {name}").format(name=f"{sign}:{shown}"),
        todo=_("Write one of {names}").format(names=" ".join(names)),
    )


@cache
def _word_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r'["“„]([^"“”„]*)(?:["“”]|$)|([^\s"“„]\S*)')
