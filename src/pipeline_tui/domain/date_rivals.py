"""Lines that name more than one day: which days belong to the words, and which may be meant.

A date is refused rather than guessed (product.md, "Date phrases"): of `call fri mon` nobody
knows the day. A date that hangs on a word before it belongs to the words (`about the 24.12.`,
`Angebot vom 3.12.`), as does a span beside another day (`fair 3.12. - 5.12. call mon`), and
everything in quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from pipeline_tui.domain import date_words as vocabulary
from pipeline_tui.domain.date_calendar import shown
from pipeline_tui.domain.date_words import plain
from pipeline_tui.domain.dates import When
from pipeline_tui.domain.quickadd_dates import Phrase
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import weekday_date

_TO = frozenset(("to", "-", "–", "—"))
_BETWEEN = vocabulary.AND | vocabulary.OR | _TO


def free_phrases(phrases: Sequence[Phrase], words: Sequence[str]) -> list[Phrase]:
    """The phrases that may be the date of the line; all of them if all hang on their words."""
    recurs = any(phrase.repeat for phrase in phrases)
    free = [phrase for phrase in phrases if not _hangs(phrase, words, recurs=recurs)]
    spans = [pair for pair in pairwise(free) if _is_span(*pair, words)]
    ends = [phrase for pair in spans for phrase in pair]
    single = [phrase for phrase in free if phrase not in ends]
    if any(beside_each_other(phrase, end, words) for phrase in single for end in ends):
        return free
    return single or free or list(phrases)


def refuse_rivals(
    chosen: Phrase, others: Iterable[Phrase], words: Sequence[str], today: date
) -> None:
    """Raise InputError if one of the others may as well be the date that was meant.

    The same day named twice is no other one, unless both have a time.
    """
    for other in others:
        if _is_rival(chosen, other):
            raise which_day(words, other, chosen, today)


def which_day(
    words: Sequence[str], first: Phrase, second: Phrase, today: date, *, alone: bool = False
) -> InputError:
    """The question which of two phrases is meant; the example takes the first one for text.

    `alone`: nothing but a date is wanted, so that none of them can be text.
    """
    quoted = f'"{" ".join(words[first.start : first.end])}"'
    example = " ".join((*words[: first.start], quoted, *words[first.end :]))
    named = sorted((first, second), key=lambda phrase: phrase.start)
    says = [_named(words[phrase.start : phrase.end], phrase.when, today) for phrase in named]
    return InputError(
        _("Which day is meant, {first} or {second}?").format(first=says[0], second=says[1]),
        todo=_("Leave one of them out")
        if alone
        else _("Leave one out, or put it in quotes where it is text: {example}").format(
            example=shown(example)
        ),
    )


def beside_each_other(one: Phrase, other: Phrase, words: Sequence[str]) -> bool:
    """Whether two phrases are one enumeration or span: `fri mon`, `fri or mon`, `mon - fri`."""
    first, second = sorted((one, other), key=lambda phrase: phrase.start)
    between = [plain(word) for word in words[first.end : second.start]]
    return not between or (len(between) == 1 and between[0] in _BETWEEN)


def _named(words: Sequence[str], when: When, today: date) -> str:
    return f"{shown(' '.join(words))} ({weekday_date(when.day, today)})"


def _is_rival(chosen: Phrase, other: Phrase) -> bool:
    if other.repeat not in ("", chosen.repeat) or other.when.day != chosen.when.day:
        return True
    times = {chosen.when.time, other.when.time} - {None}
    return len(times) > 1


def _hangs(phrase: Phrase, words: Sequence[str], *, recurs: bool) -> bool:
    """Whether it belongs to the word before it."""
    at = phrase.start
    behind = words[phrase.end] if phrase.end < len(words) else ""
    before = plain(words[at - 1]) if at else ""
    if at > 1 and before in vocabulary.THE:
        before = plain(words[at - 2]) if plain(words[at - 2]) in vocabulary.ABOUT else before
    if before in vocabulary.THE:
        return bool(behind)  # prepare the Monday meeting
    return before in vocabulary.ABOUT and not (recurs and before in vocabulary.FIRST_DAY)


def _is_span(first: Phrase, second: Phrase, words: Sequence[str]) -> bool:
    """`mon to fri`, `3.12. - 5.12.`, `mo bis fr`."""
    between = [plain(word) for word in words[first.end : second.start]]
    if not between:
        return plain(words[second.start]) in vocabulary.UNTIL
    return len(between) == 1 and between[0] in _TO
