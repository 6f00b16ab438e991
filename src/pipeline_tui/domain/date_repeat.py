"""Recurrences in typed words: `every 2 weeks`, `jeden Montag bis 31.12.`, `am 15. jedes Monats`.

A recurrence stands next to its date, its time and its end, in any order; without a date it
begins with its first day after today, and if it names no day at all, with a working day
(`weekly` said on a Sunday is not meant for Sundays). Both languages are read, as for dates. What
only looks like a recurrence (`weekly report`, `every customer`) is not one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from pipeline_tui.domain import date_words as vocabulary
from pipeline_tui.domain import recurrence
from pipeline_tui.domain.date_calendar import shown
from pipeline_tui.domain.date_first import days_of, first_working, month_days
from pipeline_tui.domain.date_line import Calendar, Line
from pipeline_tui.domain.date_numbers import match_date, match_week_number, weekday_stands
from pipeline_tui.domain.recurrence import WEEKDAYS, WORKING_DAYS
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date

_MOST = {"DAILY": 3660, "WEEKLY": 520, "MONTHLY": 120, "YEARLY": 50}
"""Longest interval in each unit: about ten years, and fifty for what comes yearly."""

_MOST_TIMES = 1000

_UNITS = {
    "d": ("DAILY", 1),
    "w": ("WEEKLY", 1),
    "m": ("MONTHLY", 1),
    "q": ("MONTHLY", 3),
    "y": ("YEARLY", 1),
}


class Core(NamedTuple):
    """The words that name a recurrence, and the parts of its rule that they say."""

    parts: Mapping[str, str]
    end: int
    adverb: bool = False
    """Whether the word could as well describe another one: `weekly report`."""

    @property
    def names_its_days(self) -> bool:
        """Whether the words themselves say on which days it comes."""
        return any(name.startswith("BY") for name in self.parts)


def match_repeat(line: Line, at: int) -> Core | None:
    """The recurrence whose words begin there, without its date, time and end.

    InputError for one that can never come: `every 0 days`, `every 31.02.`.
    """
    word = line.word(at)
    if word in vocabulary.EVERY:
        return _every(line, at + 1)
    if word in vocabulary.REPEATING:
        unit, interval = vocabulary.REPEATING[word]
        return _with_days(line, _counted(unit, interval, at + 1)._replace(adverb=True))
    if word in vocabulary.ON_WEEKDAYS or line.word(at + 1) in vocabulary.ON_WEEKDAYS:
        return _on_weekdays(line, at)
    return _of_every_month(line, at)


def repeat_end(line: Line, at: int) -> tuple[int, int] | None:
    """`5 times`, `5 mal`, `5x`: how often, and where the words go on."""
    word, following = line.word(at), line.word(at + 1)
    if word in vocabulary.COUNTS and following in vocabulary.TIMES:
        return vocabulary.COUNTS[word], at + 2
    for ending in ("mal", "x"):
        number = word.removesuffix(ending).rstrip("-")
        if number != word and (number in vocabulary.COUNTS or _is_number(number)):
            return vocabulary.COUNTS.get(number) or int(number), at + 1
    if _is_number(word) and following in vocabulary.TIMES:
        return int(word), at + 2
    return None


def resolve(
    core: Core,
    text: str,
    today: date,
    calendar: Calendar,
    *,
    day: date | None = None,
    from_day: bool = False,
    exact: bool = False,
    month_end: bool = False,
    until: date | None = None,
    times: int | None = None,
) -> tuple[date, str]:
    """The first day of a recurrence and its whole rule.

    `from_day`: the day given is only the earliest (`from 1.12.`); `exact`: it is the first
    whatever the rule says (one that was postponed); `month_end`: it was typed as the end of
    its month. InputError, naming `text`, for one that never comes.
    """
    parts = dict(core.parts)
    if not core.names_its_days:
        start, counted = (day, day) if day else first_working(parts, today, calendar)
        parts |= days_of(parts["FREQ"], counted, month_end)
    else:
        plain = recurrence.rule_of({n: v for n, v in parts.items() if n != "INTERVAL"})
        earliest = day or today + timedelta(days=1)
        found = recurrence.following(plain, earliest, earliest - timedelta(days=1))
        if found is None:
            raise _never(text)
        if day and found != day and not from_day and not exact:
            raise InputError(
                _("{text} does not come on {day}").format(text=shown(text), day=full_date(day)),
                todo=_("Leave the date out, or write from before it"),
            )
        start = day if day and exact else found
    rule = recurrence.rule_of(parts)
    if times is not None:
        last = recurrence.nth(rule, start, times) if 0 < times <= _MOST_TIMES else None
        if last is None:
            raise _never(text)
        until = last
    if until is not None:
        if until < start and not exact:
            raise InputError(
                _("{text} never comes: it ends on {end}, before its first day {day}").format(
                    text=shown(text), end=full_date(until), day=full_date(start)
                ),
                todo=_("Give it a later end, or none"),
            )
        rule += f";UNTIL={until:%Y%m%d}"
    return start, rule


def _every(line: Line, at: int) -> Core | None:
    """What follows `every`, `jeden`, `alle`."""
    word = line.word(at)
    if found := _in_month(line, at):
        parts, end = found
        of_month = _of_the_month(line, end)
        only_of_a_month = "BYDAY" not in parts or "BYSETPOS" in parts or "-" in parts["BYDAY"]
        if of_month > end or only_of_a_month:
            return Core({"FREQ": "MONTHLY", **parts}, of_month)
    if word in vocabulary.ENDS or word in vocabulary.END:
        return _every_end(line, at)
    if (found_days := _weekday_list(line, at)) is not None:
        return Core({"FREQ": "WEEKLY", "BYDAY": found_days[0]}, found_days[1])
    if _is_unit(word):
        return _unit(line, at, 1)
    if word in vocabulary.HALVES and vocabulary.UNITS.get(line.word(at + 1)) == "y":
        return _counted("m", 6, at + 2)
    number = _interval(word)
    if number is None:
        return _every_date(line, at)
    if _is_unit(line.word(at + 1)):
        return _unit(line, at + 1, number)
    in_words = word in vocabulary.PLACES or word in vocabulary.OTHER
    if in_words and (found_days := _weekday_list(line, at + 1)) is not None:
        parts = {"FREQ": "WEEKLY", "INTERVAL": str(number), "BYDAY": found_days[0]}
        return Core(parts, found_days[1])
    return _every_date(line, at)


def _interval(word: str) -> int | None:
    """A number of units: `2`, `zwei`, `other`, `second`, `2nd`, `zweite`."""
    if word in vocabulary.OTHER:
        return 2
    if word in vocabulary.PLACES and vocabulary.PLACES[word] > 0:
        return vocabulary.PLACES[word]
    if word in vocabulary.COUNTS:
        return vocabulary.COUNTS[word]
    return int(word) if _is_number(word) else None


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 6


def _is_unit(word: str) -> bool:
    """Whether a unit of time stands there in full: `3 m` could be metres."""
    return len(word) > 1 and (word in vocabulary.UNITS or word in vocabulary.WORKING)


def _unit(line: Line, at: int, number: int) -> Core | None:
    """`weeks`, `working day` … behind `every` and perhaps a number."""
    unit, end = vocabulary.UNITS.get(line.word(at)), at + 1
    if line.word(at) in vocabulary.WORKING:
        unit = {"d": "wd", "wd": "wd"}.get(vocabulary.UNITS.get(line.word(end), ""))
        end += 1
    if unit is None:
        return None
    if unit == "wd" and number != 1:
        raise InputError(
            _("{text} cannot be repeated").format(text=shown(line.text(at - 2, end))),
            todo=_("Write every working day, every 2 days or every mon and thu"),
        )
    return _with_days(line, _counted(unit, number, end))


def _counted(unit: str, number: int, end: int) -> Core:
    if unit == "wd":
        return Core({"FREQ": "WEEKLY", "BYDAY": WORKING_DAYS}, end)
    frequency, months = _UNITS[unit]
    interval = number * months
    if not 1 <= interval <= _MOST[frequency]:
        raise InputError(
            _("Nothing can come every {count} days, weeks, months or years").format(count=number),
            todo=_("Write for example every 2 weeks"),
        )
    return Core({"FREQ": frequency, **({"INTERVAL": str(interval)} if interval > 1 else {})}, end)


def _with_days(line: Line, core: Core) -> Core:
    """`on mon and thu`, `on the last day`, `on the second Monday` behind the interval."""
    at = core.end
    while line.word(at) in vocabulary.BEFORE_DAYS:
        at += 1
    announced = at > core.end
    frequency = core.parts["FREQ"]
    if frequency == "WEEKLY" and "BYDAY" not in core.parts:
        days = _weekday_list(line, at)
        if days is not None and ("," in days[0] or _stands_for_itself(line, days[1], announced)):
            return core._replace(parts={**core.parts, "BYDAY": days[0]}, end=days[1])
        if line.word(at) in vocabulary.ON_WEEKDAYS and not announced:
            day = WEEKDAYS[vocabulary.ON_WEEKDAYS[line.word(at)]]
            return core._replace(parts={**core.parts, "BYDAY": day}, end=at + 1)
    if frequency == "MONTHLY" and announced and (found := _in_month(line, at)):
        parts, end = found
        return core._replace(parts={**core.parts, **parts}, end=_of_the_month(line, end))
    if frequency == "YEARLY" and announced and (dated := _every_date(line, at)):
        return core._replace(parts={**core.parts, **dated.parts}, end=dated.end)
    return core


def _stands_for_itself(line: Line, end: int, announced: bool) -> bool:
    """Whether the weekday before `end` is only that, and does not begin a date."""
    if line.word(end) == "in" or line.word(end) in vocabulary.NEXT:
        return False
    if not announced and not weekday_stands(line, end - 1, end):
        return False
    return match_date(line, end) is None and match_week_number(line, end) is None


def _weekday_list(line: Line, at: int) -> tuple[str, int] | None:
    """`mon`, `mon and thu`, `mo, mi und fr`: the days as a rule names them."""
    days: set[int] = set()
    end = at
    while True:
        gap = end + (bool(days) and line.word(end) in vocabulary.AND)
        joined = not days or gap > end or line.typed[end - 1].endswith(",")
        if not joined or line.word(gap) not in vocabulary.WEEKDAYS:
            break
        days.add(vocabulary.WEEKDAYS[line.word(gap)])
        end = gap + 1
    return (",".join(WEEKDAYS[day] for day in sorted(days)), end) if days else None


def _in_month(line: Line, at: int) -> tuple[dict[str, str], int] | None:
    """`15th`, `last day`, `letzten Werktag`, `second Monday`: a day of every month."""
    place = vocabulary.PLACES.get(line.word(at))
    if place is not None:
        following, end = line.word(at + 1), at + 2
        if following in vocabulary.WORKING:
            following, end = "wd", at + 3
        unit = vocabulary.UNITS.get(following)
        if unit == "wd" and place in (1, -1):
            return {"BYDAY": WORKING_DAYS, "BYSETPOS": str(place)}, end
        if unit == "d" and place in (1, -1):
            return {"BYMONTHDAY": str(place)}, end
        if following in vocabulary.WEEKDAYS:
            return {"BYDAY": f"{place}{WEEKDAYS[vocabulary.WEEKDAYS[following]]}"}, end
    if line.word(at) in vocabulary.LAST_OF_MONTH:
        return {"BYMONTHDAY": "-1"}, at + 1
    digits = line.word(at).rstrip(".").removesuffix("th").removesuffix("st")
    digits = digits.removesuffix("nd").removesuffix("rd")
    if digits == line.word(at) or not (_is_number(digits) and 1 <= int(digits) <= 31):
        return None
    following = line.word(at + 1)
    if following in vocabulary.MONTHS or following in vocabulary.WEEKDAYS:
        return None
    if following == "of" and line.word(at + 2) in vocabulary.MONTHS:
        return None
    if vocabulary.UNITS.get(following):
        return None  # every 2nd week
    return month_days(int(digits)), at + 1


def _of_the_month(line: Line, at: int) -> int:
    """Where the words go on behind `of the month`, `im Monat`, `des Monats`."""
    end = at
    while line.word(end) in vocabulary.OF_MONTH:
        end += 1
    return end + 1 if end > at and line.word(end) in vocabulary.MONTH_WORDS else at


def _of_every_month(line: Line, at: int) -> Core | None:
    """`on the last day of every month`, `am 15. jedes Monats`, `am Monatsletzten jeden Monat`."""
    start = at
    while at < start + 2 and line.word(at) in vocabulary.BEFORE_DAYS:
        at += 1
    found = _in_month(line, at)
    if found is None:
        return None
    parts, end = found
    end += line.word(end) in vocabulary.OF
    if line.word(end) in vocabulary.EVERY and line.word(end + 1) in vocabulary.MONTH_WORDS:
        return Core({"FREQ": "MONTHLY", **parts}, end + 2)
    return None


def _every_end(line: Line, at: int) -> Core | None:
    """`every end of the quarter`, `jedes Monatsende`, `every eom`."""
    unit, end = vocabulary.ENDS.get(line.word(at), ""), at + 1
    if not unit:
        while line.word(end) in vocabulary.OF or line.word(end) in vocabulary.OF_MONTH:
            end += 1
        unit = vocabulary.LONGER_SPANS.get(line.word(end), "")
        end += 1
    months = {"q": recurrence.QUARTER_ENDS, "y": "12"}
    if unit == "m":
        return Core({"FREQ": "MONTHLY", "BYMONTHDAY": "-1"}, end)
    if unit in months:
        day = "-1" if unit == "q" else "31"
        return Core({"FREQ": "YEARLY", "BYMONTH": months[unit], "BYMONTHDAY": day}, end)
    return None


def _every_date(line: Line, at: int) -> Core | None:
    """`every 24.12.`, `jeden 3. Dezember`: a day and month comes every year."""
    found = match_date(line, at)
    if found is None or str(found.day.year) in line.text(at, found.end):
        return None
    return Core({"FREQ": "YEARLY", **days_of("YEARLY", found.day, False)}, found.end)


def _on_weekdays(line: Line, at: int) -> Core | None:
    """`montags`, `on mondays`, `mondays and thursdays`."""
    at += line.word(at) in vocabulary.BEFORE_DAYS
    days: set[int] = set()
    end = at
    while True:
        gap = end + (bool(days) and line.word(end) in vocabulary.AND)
        if line.word(gap) not in vocabulary.ON_WEEKDAYS:
            break
        days.add(vocabulary.ON_WEEKDAYS[line.word(gap)])
        end = gap + 1
    if not days:
        return None
    named = ",".join(WEEKDAYS[day] for day in sorted(days))
    return Core({"FREQ": "WEEKLY", "BYDAY": named}, end, adverb=True)


def _never(text: str) -> InputError:
    return InputError(
        _("{text} never comes").format(text=shown(text)),
        todo=_("Write for example every 2 weeks or every mon until 31.12."),
    )
