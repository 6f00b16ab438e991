"""Dates and recurrences among the words of a line, each as one phrase: `every mon 10:00`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain import date_words as vocabulary
from pipeline_tui.domain.date_calendar import shown
from pipeline_tui.domain.date_clock import Clock, match_clock
from pipeline_tui.domain.date_line import Calendar, Line
from pipeline_tui.domain.date_places import gone_by_end
from pipeline_tui.domain.date_repeat import Core, match_repeat, repeat_end, resolve
from pipeline_tui.domain.date_words import plain
from pipeline_tui.domain.dates import When, line_of, match_phrase
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

_LONGEST_CLOCK = 4  # words: um viertel vor drei


class Beside(NamedTuple):
    """A recurrence and what was typed beside it."""

    core: Core
    start: int
    end: int
    day: date | None = None
    time: str | None = None
    from_day: bool = False
    """Whether the day is only the earliest: `from 1.12.`"""
    exact: bool = False
    """Whether the day was typed with its year: the first day even if it is none of the rule's."""
    month_end: bool = False
    """Whether the day was typed as the end of its month."""
    until: date | None = None
    times: int | None = None


class Phrase(NamedTuple):
    """A date phrase among words: its first word, where it ends, and how it repeats."""

    when: When
    start: int
    end: int
    repeat: str = ""
    """The rule of a recurrence, '' for once."""
    beside: Beside | None = None
    """What a recurrence was made of."""

    def moved(self, words: int) -> Phrase:
        """The same where so many words stand before it."""
        start, end, beside = self.start + words, self.end + words, self.beside
        if beside is not None:
            beside = beside._replace(start=start, end=end)
        return self._replace(start=start, end=end, beside=beside)


def each_phrase(
    words: Sequence[str],
    today: date,
    *,
    at_end: bool = True,
    calendar: Calendar | None = None,
    verbs: frozenset[str] = frozenset(),
) -> list[Phrase]:
    """The dates and recurrences among words, in order.

    A recurrence takes in the date, the time and the end beside it. Its one-word forms
    (`weekly`, `monatlich`) count only beside one of these, before one of `verbs` (German ones
    stand behind what they are about), and at the end of the words. InputError for what has
    the form of a date or a recurrence and is none.
    """
    line = line_of(words, today, calendar, at_end=at_end, whole=False)
    found: list[Phrase] = []
    at = 0
    while at < len(words):
        core = match_repeat(line, at)
        if core:
            beside = _beside(line, at, core, found[-1] if found else None)
            alone = beside == Beside(core, at, core.end)
            follows = line.word(core.end)
            if not (core.adverb and alone and follows and follows not in verbs):
                if found and found[-1].end > beside.start:
                    found.pop()
                found.append(_resolved(beside, line))
                at = beside.end
                continue
        dated = match_phrase(line, at)
        if dated:
            found.append(Phrase(dated[0], at, dated[1]))
        at = dated[1] if dated else at + 1
    _refuse_past_end(line, [phrase for phrase in found if phrase.repeat])
    return found


def with_date(
    recurrence: Phrase, others: Sequence[Phrase], words: Sequence[str], today: date
) -> tuple[Phrase, Phrase | None]:
    """A recurrence with the date that stands apart from it: `fri call Meier weekly`.

    Returns the phrase and the date that it took in, if any.
    """
    beside = recurrence.beside
    if beside is None or beside.day is not None:
        return recurrence, None
    for other in others:
        if other.repeat or (other.when.time and beside.time):
            continue
        line = line_of(words, today, None, at_end=True, whole=False)
        return _resolved(_with_day(line, beside, other.when, other.start, other.end), line), other
    return recurrence, None


def time_at_end(words: Sequence[str], verbs: frozenset[str]) -> tuple[str, int, int] | None:
    """The time that ends a step apart from its day (`fri call Meier at 10`), and its words.

    One of `verbs` may stand behind it (`morgen Meier um 17 Uhr anrufen`); `by` and `bis` before
    it belong to it. Of two times neither is taken (`workshop 10:00 bis 11:00`). InputError for
    a time that no clock shows.
    """
    forms = [plain(word) for word in words]
    end = len(forms) - (len(forms) > 1 and forms[-1] in verbs)
    found: list[tuple[int, Clock]] = []
    at = 0
    while at < end:
        clock = match_clock(forms, at)
        if clock and _can_only_be_a_time(forms[at : clock.end]):
            found.append((at, clock))
        at = clock.end if clock else at + 1
    if len(found) != 1 or found[0][1].end != end:
        return None
    start, clock = found[0]
    while start and forms[start - 1] in vocabulary.BEFORE_DATE:
        start -= 1
    if start and (forms[start - 1].isdigit() or forms[start - 1] in vocabulary.AND):
        return None  # from 9 until 11:00
    if not clock.possible:
        text = shown(" ".join(words[start:end]))
        raise InputError(_("There is no such time as {text}").format(text=text))
    return str(clock), start, end


def _can_only_be_a_time(words: Sequence[str]) -> bool:
    """Whether these words of a clock mean one anywhere: `2h` may be how long it takes."""
    spoken = {"half", *vocabulary.BEFORE_TIME, *vocabulary.HALF, *vocabulary.QUARTER}
    text = " ".join(words)
    said = any(sign in text for sign in (":", "uhr", "clock"))
    return said or words[0] in spoken or text.rstrip(".").endswith(("am", "pm", ".m"))


def _beside(line: Line, at: int, core: Core, before: Phrase | None) -> Beside:
    """The recurrence with the date, time and end that stand before and behind it."""
    beside = Beside(core, at, core.end)
    if before and before.end == at and not before.repeat:
        if line.word(before.start) in vocabulary.UNTIL and before.when.time is None:
            beside = beside._replace(until=before.when.day, start=before.start)
        else:
            beside = _with_day(line, beside, before.when, before.start, before.end)
            beside = beside._replace(start=before.start - beside.from_day)
    else:
        for start in range(max(at - _LONGEST_CLOCK, 0), at):
            clock = match_clock(line.words, start)
            if clock and clock.end == at and clock.possible:
                beside = beside._replace(start=start, time=str(clock))
                break
    while more := _one_more(line, beside):
        beside = more
    return beside


def _with_day(line: Line, beside: Beside, when: When, start: int, end: int) -> Beside:
    """The recurrence from a day on, whose words are those."""
    at = start
    while line.word(at) in vocabulary.BEFORE_DATE or line.word(at) in vocabulary.AFTER_THESE:
        at += 1
    return beside._replace(
        day=when.day,
        time=when.time or beside.time,
        month_end=line.word(at) in vocabulary.ENDS or line.word(at) in vocabulary.END,
        from_day=start > 0 and line.word(start - 1) in vocabulary.FIRST_DAY,
        exact=str(when.day.year) in line.text(start, end),
    )


def _one_more(line: Line, beside: Beside) -> Beside | None:
    """The recurrence with the next thing behind it that belongs to it; None if nothing does."""
    at, endless = beside.end, beside.until is None and beside.times is None
    if endless and line.word(at) in vocabulary.UNTIL:
        return _until(line, beside)
    if endless and (often := repeat_end(line, at)):
        return beside._replace(times=often[0], end=often[1])
    clock = match_clock(line.words, at) if beside.time is None else None
    ends = clock is not None and line.word(clock.end) in vocabulary.UNTIL
    if beside.day is None and not ends:
        day_at = at + (line.word(at) in vocabulary.FIRST_DAY)
        dated = match_phrase(line, day_at)
        if dated and not (dated[0].time and beside.time):
            return _with_day(line, beside, dated[0], day_at, dated[1])._replace(end=dated[1])
    if clock is None:
        return None
    if not clock.possible:
        text = shown(line.text(at, clock.end))
        raise InputError(_("There is no such time as {text}").format(text=text))
    return beside._replace(time=str(clock), end=clock.end)


def _refuse_past_end(line: Line, recurring: Sequence[Phrase]) -> None:
    """`every week until yesterday`: it would never come.

    Only beside a recurrence, or where the words end: elsewhere it says what is to be done.
    """
    for at in range(len(line.words) if recurring else 0):
        if line.word(at) not in vocabulary.UNTIL or match_phrase(line, at + 1):
            continue
        end = gone_by_end(line, at + 1)
        beside = any(phrase.end == at or phrase.start == end for phrase in recurring)
        if end > at + 1 and (beside or end == len(line.words)):
            raise InputError(
                _("{text} lies in the past: it would never come").format(
                    text=shown(line.text(at, end))
                ),
                todo=_("Give it a later end, or none"),
            )


def _until(line: Line, beside: Beside) -> Beside | None:
    """The end of a recurrence: `until 31.12.`, `bis zum 31.12.`"""
    dated = match_phrase(line, beside.end) or match_phrase(line, beside.end + 1)
    if dated is None:
        return None
    if dated[0].time:
        text = shown(line.text(beside.end, dated[1]))
        raise InputError(_("{text} names a time, only a day is kept").format(text=text))
    return beside._replace(until=dated[0].day, end=dated[1])


def _resolved(beside: Beside, line: Line) -> Phrase:
    day, repeat = resolve(
        beside.core,
        line.text(beside.start, beside.end),
        line.today,
        line.calendar,
        day=beside.day,
        from_day=beside.from_day,
        exact=beside.exact and not beside.from_day,
        month_end=beside.month_end,
        until=beside.until,
        times=beside.times,
    )
    return Phrase(When(day, beside.time), beside.start, beside.end, repeat, beside)
