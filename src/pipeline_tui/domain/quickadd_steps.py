"""The next step inside a line: a kind word and a date phrase (product.md, "Quick add")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.date_clock import match_clock
from pipeline_tui.domain.date_line import Calendar
from pipeline_tui.domain.date_words import plain
from pipeline_tui.domain.dates import explain_no_date, near_date, time_without_day
from pipeline_tui.domain.quickadd_dates import Phrase, each_phrase, time_at_end, with_date
from pipeline_tui.domain.quickadd_words import Word
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

# Verbs come before nouns: in "call Meier about offer fri" the offer is what the call is about.
_VERBS = {
    "call": "call",
    "anrufen": "call",
    "telefonieren": "call",
    "meet": "meeting",
    "treffen": "meeting",
    "mailen": "mail",
}
_NOUNS = {
    "mail": "mail",
    "email": "mail",
    "e-mail": "mail",
    "meeting": "meeting",
    "termin": "meeting",
    "offer": "offer",
    "angebot": "offer",
    "task": "task",
    "aufgabe": "task",
    "anruf": "call",
}
_LAST_VERBS = frozenset({"anrufen", "telefonieren", "treffen", "mailen"})
"""German verbs, which stand behind what they are about: `Meier anrufen fr`."""

_ABOUT = frozenset({"wegen", "zu", "zum", "zur", "über", "bezüglich"})
"""What follows a German verb and does not take its object away: `Meier anrufen wegen Budget fr`."""

HONORIFICS = frozenset({"herr", "herrn", "frau", "dr", "prof", "mr", "mrs", "ms"})


class Step(NamedTuple):
    """A next step: what is done (call, mail, meeting, offer, task), and when."""

    kind: str
    text: str
    day: date
    time: str | None
    repeat: str = ""
    """The rule by which it comes again (`domain.recurrence`), '' for once."""


class FoundStep(NamedTuple):
    """A step and the words it was made of, by run and index."""

    step: Step
    kind_word: Word
    words: tuple[Word, ...]
    """The words of its text."""
    phrase: tuple[Word, ...]
    """The words of its date."""


Run = Sequence[Word]
"""Words with nothing but spaces between them: marks, amounts and addresses end a run."""


def parse_step(line: str, today: date, *, calendar: Calendar | None = None) -> Step:
    """A next step typed on its own, as in `next DEAL LINE`: text, date phrase, kind.

    The text keeps the words as they were typed, without the date, and without a time that
    ends the line apart from it. Without a kind word it is a task. With several dates the one
    at the end counts, else one at the beginning, else the first. InputError if there is no
    date or nothing is said but the date.
    """
    words = clean(line).split()
    phrases = _phrases([Word(word, 0, 0) for word in words], today, calendar, at_end=True)
    if not phrases:
        raise explain_no_date(line, today)
    phrase, dated = _chosen(phrases, words, today)
    kept = [
        word
        for at, word in enumerate(words)
        if not any(part.start <= at < part.end for part in (phrase, dated) if part)
    ]
    day, time = phrase.when
    if time is None and (apart := time_at_end(kept, _LAST_VERBS)):
        time, start, end = apart
        del kept[start:end]
    text = _text(kept)
    if not text:
        raise InputError(
            _("A next step needs more than a date"), todo=_("Write for example call Meier fri")
        )
    return Step(_kind_of(kept), text, day, time, phrase.repeat)


def edited(step: Step, kind: str, text: str) -> Step:
    """A step as an edit of one of a `kind` and with a `text`.

    The kind stays unless the words name another one than before: what became a mail after
    four calls in vain is still called "call Meier".
    """
    return step._replace(kind=kind) if _kind_of(text.split()) == step.kind else step


def _chosen(
    phrases: Sequence[Phrase], words: Sequence[str], today: date
) -> tuple[Phrase, Phrase | None]:
    """The phrase that counts, and the date apart from it that a recurrence takes in."""
    phrase = phrases[-1] if phrases[-1].end == len(words) else phrases[0]
    recurring = next((phrase for phrase in reversed(phrases) if phrase.repeat), phrase)
    others = [other for other in (phrase, *phrases) if not other.repeat]
    return with_date(recurring, others, words, today)


def find_step(
    runs: Sequence[Run], today: date, *, calendar: Calendar | None = None
) -> FoundStep | None:
    """The step among the free words of a quick-add line; None if it names none.

    InputError for words in the form of a date that does not exist, also without a step, and
    for a step with a time but no day.
    """
    phrases = [_phrases(run, today, calendar, at_end=run is runs[-1]) for run in runs]
    if not any(phrases):
        _refuse_time_alone(runs)
        return None
    for kinds in (_VERBS, _NOUNS):
        for number, run in enumerate(runs):
            for at, word in enumerate(run):
                kind = kinds.get(plain(word.text))
                found = _step_at(runs, phrases, number, at, kind) if kind else None
                if found:
                    return found
    return None


def _refuse_time_alone(runs: Sequence[Run]) -> None:
    """`call Meier 10:00`: a title would hide that somebody is waiting at ten."""
    for run in runs:
        kind_at = next((at for at, word in enumerate(run) if is_kind_word(word.text)), len(run))
        forms = [plain(word.text) for word in run]
        for at in range(kind_at + 1, len(run)):
            clock = match_clock(forms, at)
            text = " ".join(forms[at : clock.end]) if clock else ""
            if clock and (":" in text or "uhr" in text):
                raise time_without_day(text, clock)


def _phrases(run: Run, today: date, calendar: Calendar | None, *, at_end: bool) -> list[Phrase]:
    """All dates and recurrences of a run, in order."""
    words = [word.text for word in run]
    return each_phrase(words, today, at_end=at_end, calendar=calendar, verbs=_LAST_VERBS)


def is_kind_word(word: str) -> bool:
    """Whether a word says what is to be done: `call`, `anrufen`, `offer` …"""
    return plain(word) in _VERBS or plain(word) in _NOUNS


def near_step(title: str, today: date) -> str:
    """From the first word of what is to be done on, with a date in place of a near miss; or ''."""
    words = title.split()
    begins = next((at for at, word in enumerate(words) if is_kind_word(word)), len(words))
    return near_date(" ".join(words[begins:]), today)


def _kind_of(words: Sequence[str]) -> str:
    for kinds in (_VERBS, _NOUNS):
        for word in words:
            if plain(word) in kinds:
                return kinds[plain(word)]
    return "task"


def _text(words: Sequence[str]) -> str:
    return " ".join(words).strip(" ,;")


def _step_at(
    runs: Sequence[Run], phrases: Sequence[Sequence[Phrase]], number: int, at: int, kind: str
) -> FoundStep | None:
    """The step whose kind word is there: with the date behind it, else with the one before."""
    run = runs[number]
    for phrase in phrases[number]:
        if phrase.start > at:
            first = _first_word(runs, number, at, run[at + 1 : phrase.start])
            has_title = number > 0 or first > 0 or len(runs) > number + 1
            behind = run[phrase.end :] if has_title else ()
            return _found(kind, run[at], (*run[first : phrase.start], *behind), run, phrase)
    for later in range(number + 1, len(runs)):
        if phrases[later]:
            first = _first_word(runs, number, at, run[at + 1 :])
            return _found(kind, run[at], run[first:], runs[later], phrases[later][0])
    verb_last = plain(run[at].text) in _LAST_VERBS
    for phrase in reversed(phrases[number]):
        words = run[phrase.end :]
        if phrase.end == at and phrase.repeat:  # Meier jeden Montag anrufen
            first = _first_word(runs, number, at, run[at + 1 :], before=phrase.start)
            words = (*run[first : phrase.start], *words) if first < phrase.start else words
        if phrase.end == at or (verb_last and phrase.end < at):
            return _found(kind, run[at], words, run, phrase)
    return None


def _found(
    kind: str, kind_word: Word, words: Sequence[Word], run: Run, phrase: Phrase
) -> FoundStep:
    kept, dated = list(words), list(run[phrase.start : phrase.end])
    day, time = phrase.when
    if time is None and (apart := time_at_end([word.text for word in kept], _LAST_VERBS)):
        time, start, end = apart
        dated += kept[start:end]
        del kept[start:end]
    step = Step(kind, _text([word.said for word in kept]), day, time, phrase.repeat)
    return FoundStep(step, kind_word, tuple(kept), tuple(dated))


def _first_word(
    runs: Sequence[Run],
    number: int,
    at: int,
    behind: Sequence[Word],
    *,
    before: int | None = None,
) -> int:
    """Where the words of a step begin whose kind word is there, `behind` up to its date.

    A German verb without an object behind it takes the one before it, or `before` the
    recurrence that stands between them: all words of its run if the title stands in another
    one, else one word with its titles (`Herrn Dr. Meier`).
    """
    run = runs[number]
    about = behind and plain(behind[0].text) in _ABOUT
    if plain(run[at].text) not in _LAST_VERBS or (behind and not about):
        return at
    if number > 0:
        return 0
    first = max((at if before is None else before) - 1, 0)
    while first and plain(run[first - 1].text) in HONORIFICS:
        first -= 1
    return first
