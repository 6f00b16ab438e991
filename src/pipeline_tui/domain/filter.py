"""The filter line, the same everywhere: words, phrases, fields, `is:` (product.md, "Filter")."""

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


FIELDS = {
    "company": "firma",
    "owner": "zustandig zustaendig verantwortlich besitzer",
    "source": "channel quelle herkunft kanal",
    "product": "produkt",
    "region": "gebiet",
    "industry": "sector branche",
    "size": "company_size grosse groesse firmengrosse",
    "customer": "customer_kind kundenart",
    "tag": "tags schlagwort schlagworte stichworte",
}
"""What may stand before a colon, by which deals can be cut, and its other names, folded."""


class Filter(NamedTuple):
    """What a deal must be: all of the words and fields, and one of the states if any is named.

    `words` are folded (`domain.text.fold`) and match anywhere in a deal's search text.
    `states` are keys of STATES: states of the next step, kinds of stage, `lead` and
    `opportunity` among open deals, or `any`. `fields` are keys of FIELDS with what they must
    hold, folded: a code of `customer`, the beginning of a tag, else a part of the text.
    """

    words: tuple[str, ...]
    states: Collection[str]
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.words and not self.states and not self.fields

    def narrows(self, other: Filter) -> bool:
        """Whether all that matches this matches the other too, as when a letter is added.

        False may be wrong, True never is. Very long words are searched in part only
        (LONGEST_PATTERN in the store), so nothing is said of them.
        """
        return (
            set(self.states) == set(other.states)
            and set(self.fields) >= set(other.fields)
            and all(
                any(word in longer for longer in self.words if len(longer) <= _LONG_WORD)
                for word in other.words
            )
        )


def parse_filter(text: str) -> Filter:
    """Read a filter line; InputError names the values of `is:` that exist.

    Several words and fields (`source:fair`, `owner:"Anna Meier"`, `#renewal`) must all match,
    several `is:` (or `is:overdue,today`) are alternatives. Words in quotes match as they stand
    together. A field whose value is still to be typed asks for nothing.
    """
    words: dict[str, None] = {}
    states: set[str] = set()
    fields: dict[tuple[str, str], None] = {}
    for name, word, quoted in _words(clean(text)):
        if name.casefold() in {"is", "ist"}:
            states.update(_state(part, name) for part in word.rstrip(",").split(","))
        elif field := _field(name):
            if value := _value(field, word):
                fields[field, value] = None
        elif not quoted and not name and word.startswith("#") and fold(word[1:]):
            fields["tag", fold(word[1:])] = None
        elif folded := fold(f"{name}:{word}" if name else word):
            words[folded] = None
    return Filter(tuple(words), frozenset(states), tuple(fields))


def _words(text: str) -> Iterator[tuple[str, str, bool]]:
    """What stands before a colon, the word or phrase, and whether it stood in quotes.

    An open quote reaches to the end.
    """
    for found in _word_pattern().finditer(text):
        if found["phrase"] is not None:
            yield found["before"] or "", found["phrase"].strip(), True
        else:
            name, colon, value = found["word"].partition(":")
            yield (name, value, False) if colon and name else ("", found["word"], False)


def _field(name: str) -> str:
    """The key of FIELDS that is meant; '' if it is none."""
    wanted = fold(name)
    for field, others in FIELDS.items() if wanted else ():
        if wanted == field or wanted in others.split():
            return field
    return ""


def _value(field: str, text: str) -> str:
    """What a field must hold, folded."""
    if field == "customer":
        from pipeline_tui.domain.words import customer_code

        return customer_code(text) or fold(text)
    return fold(text.removeprefix("#") if field == "tag" else text)


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

    quoted = r'(?:(?P<before>[^\s"“„:]+):)?["“„](?P<phrase>[^"“”„]*)(?:["“”]|$)'
    return re.compile(quoted + r'|(?P<word>[^\s"“„]\S*)')
