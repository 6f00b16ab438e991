"""The next step inside a line: a kind word and a date phrase (product.md, "Quick add")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.date_clock import match_clock
from pipeline_tui.domain.date_line import Calendar
from pipeline_tui.domain.date_rivals import (
    beside_each_other,
    free_phrases,
    refuse_rivals,
)
from pipeline_tui.domain.date_words import plain
from pipeline_tui.domain.dates import explain_no_date, near_date, time_without_day
from pipeline_tui.domain.quickadd_dates import Phrase, each_phrase, time_at_end, with_date
from pipeline_tui.domain.quickadd_words import QUOTES, Word, split_words, unquoted
from pipeline_tui.domain.step_record import Step as Step
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

_ANY_DAY = date(2000, 1, 1)
"""Whether words are a date does not depend on the day they are read on."""

HONORIFICS = frozenset({"herr", "herrn", "frau", "dr", "prof", "mr", "mrs", "ms"})


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
    ends the line apart from it. Without a kind word it is a task. What stands in quotes is
    text, and loses them where it would be a date without. InputError if there is no date, if
    two days could be meant (`domain.date_rivals`), or nothing is said but the date.
    """
    text = clean(line)
    words = [word.text for word in split_words(text, 0, len(text))]
    phrases = each_phrase(words, today, calendar=calendar, verbs=_LAST_VERBS)
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
    kept = [_said(word, today) for word in kept]
    text = _text(kept)
    if not text:
        raise InputError(
            _("A next step needs more than a date"), todo=_("Write for example call Meier fri")
        )
    return Step(kind_of(text.split()), text, day, time, phrase.repeat)


def step_line(text: str, day: str, time: str | None, repeat: str = "") -> str:
    """Words, day, time and recurrence in one line that is read back as the same step.

    Dates and times among the words are put in quotes, so that none is taken for its day.
    """
    return " ".join(part for part in (_quoted(text), day, time or "", repeat) if part)


def edited(step: Step, kind: str, text: str) -> Step:
    """A step as an edit of one of a `kind` and with a `text`.

    The kind stays unless the words name another one than before: what became a mail after
    four calls in vain is still called "call Meier".
    """
    return step._replace(kind=kind) if kind_of(text.split()) == step.kind else step


def _chosen(
    phrases: Sequence[Phrase], words: Sequence[str], today: date
) -> tuple[Phrase, Phrase | None]:
    """The phrase that counts, and the date apart from it that a recurrence takes in."""
    free = free_phrases(phrases, words)
    phrase = free[-1] if free[-1].end == len(words) else free[0]
    recurring = next((phrase for phrase in reversed(free) if phrase.repeat), phrase)
    others = [other for other in (phrase, *free) if not other.repeat]
    found, dated = with_date(recurring, others, words, today)
    refuse_rivals(found, (one for one in free if one not in (recurring, dated)), words, today)
    return found, dated


def _said(word: str, today: date) -> str:
    """A word of the text without the quotes that kept it from being read as a date."""
    inside = unquoted(word)
    return inside if inside != word and _dates(inside.split(), today) else word


def _dates(words: Sequence[str], today: date) -> list[tuple[int, int]]:
    """The stretches that could be read as a date, or as a time where the words end.

    All words if they have the form of one that does not exist.
    """
    try:
        phrases = each_phrase(words, today, verbs=_LAST_VERBS)
    except InputError:
        return [(0, len(words))]
    found = [(phrase.start, phrase.end) for phrase in phrases]
    forms = [plain(word) for word in words]
    last = len(forms) - (forms[-1:] != [] and forms[-1] in _LAST_VERBS)
    for at in range(found[-1][1] if found else 0, last):
        clock = match_clock(forms, at)
        if clock and clock.end == last:
            return [*found, (at, last)]
    return found


def _quoted(text: str) -> str:
    """A text with quotes around what could be read as a date; as it is if it has some already."""
    if any(sign in text for sign in QUOTES):
        return text
    words = text.split()
    for start, end in reversed(_dates(words, _ANY_DAY)):
        words[start:end] = [f'"{" ".join(words[start:end])}"']
    return " ".join(words)


def find_step(
    runs: Sequence[Run], today: date, *, calendar: Calendar | None = None
) -> FoundStep | None:
    """The step among the free words of a quick-add line; None if it names none.

    InputError for words in the form of a date that does not exist, also without a step, and
    for a step with a time but no day.
    """
    phrases = [_free(run, today, calendar, at_end=run is runs[-1]) for run in runs]
    if not any(phrases):
        _refuse_time_alone(runs)
        return None
    for kinds in (_VERBS, _NOUNS):
        for number, run in enumerate(runs):
            for at, word in enumerate(run):
                kind = kinds.get(plain(word.text))
                found = _step_at(runs, phrases, number, at, kind) if kind else None
                if found:
                    return _only_date(found, runs, phrases, today)
    return None


def _only_date(
    found: FoundStep, runs: Sequence[Run], phrases: Sequence[Sequence[Phrase]], today: date
) -> FoundStep:
    """The step, with the date apart from it that its recurrence takes in.

    InputError if another day could be meant: one behind the kind word, directly before it, or
    beside the date. What stands before that is title.
    """
    words = [word for run in runs for word in run]
    texts, named = [word.text for word in words], _in_one_line(runs, phrases)
    chosen = next(one for one in named if words[one.start] == found.phrase[0])
    kind_at = words.index(found.kind_word)
    others = [
        one
        for one in named
        if one is not chosen
        and (one.start > kind_at or one.end == kind_at or beside_each_other(one, chosen, texts))
    ]
    all_days = [chosen, *others]
    recurring = next((one for one in all_days if one.repeat), chosen)
    taken, dated = with_date(recurring, [day for day in all_days if not day.repeat], texts, today)
    rest = [day for day in all_days if day not in (recurring, dated)]
    refuse_rivals(taken, rest, texts, today)
    more = [word for day in (recurring, dated) if day for word in words[day.start : day.end]]
    more = [word for word in more if word not in found.phrase]
    if not more:
        return found
    kept = [word for word in found.words if word not in more]
    text, time = _text([word.said for word in kept]), taken.when.time or found.step.time
    step = found.step._replace(text=text, day=taken.when.day, time=time, repeat=taken.repeat)
    return found._replace(step=step, words=tuple(kept), phrase=(*found.phrase, *more))


def _in_one_line(runs: Sequence[Run], phrases: Sequence[Sequence[Phrase]]) -> list[Phrase]:
    """The phrases of all runs, as if these stood in one."""
    found, before = [], 0
    for run, named in zip(runs, phrases, strict=True):
        found += [phrase.moved(before) for phrase in named]
        before += len(run)
    return found


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


def _free(run: Run, today: date, calendar: Calendar | None, *, at_end: bool) -> list[Phrase]:
    """The dates and recurrences of a run that may be that of a step, in order."""
    words = [word.text for word in run]
    phrases = each_phrase(words, today, at_end=at_end, calendar=calendar, verbs=_LAST_VERBS)
    return free_phrases(phrases, words)


def is_kind_word(word: str) -> bool:
    """Whether a word says what is to be done: `call`, `anrufen`, `offer` …"""
    return plain(word) in _VERBS or plain(word) in _NOUNS


def near_step(title: str, today: date) -> str:
    """From the first word of what is to be done on, with a date in place of a near miss; or ''."""
    words = title.split()
    begins = next((at for at, word in enumerate(words) if is_kind_word(word)), len(words))
    return near_date(" ".join(words[begins:]), today)


def kind_of_word(word: str) -> str:
    """The kind that one word names: its code, a verb or a noun; '' if it is none."""
    return _VERBS.get(plain(word), "") or _NOUNS.get(plain(word), "")


def kind_of(words: Sequence[str]) -> str:
    """What is to be done, by the first verb or else the first noun; without one it is a task."""
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
