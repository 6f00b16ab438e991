"""A day that has passed, in words: `yesterday`, `vor 2 Wochen`, `-3d`, `last fri`, `3.11.`.

Whatever names a day to come elsewhere (domain/dates.py) names the last one here: a weekday the
last one, a day and month without a year that of the year gone by.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipeline_tui.domain import date_words as vocabulary
from pipeline_tui.domain.date_calendar import add_months
from pipeline_tui.domain.dates import parse_when
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date

_GONE = {"yesterday": 1, "gestern": 1, "vorgestern": 2}
_LAST = -1
_MOST = 100_000
"""No count of days, weeks, months is larger; it keeps dates in their years."""


def past_day(text: str, today: date) -> date:
    """The day that has passed, or today, that a phrase means; InputError for any other."""
    words = [vocabulary.plain(word) for word in clean(text).split()]
    found = _ago(words, today) or _last_weekday(words, today)
    if found is None:
        found = _gone_by(text, parse_when(text, today).day, today)
    if found > today:
        raise InputError(
            _("{day} has not come yet").format(day=full_date(found)),
            todo=_("Name a day that has passed: yesterday, -2w, last fri, 3.11."),
        )
    return found


def _ago(words: list[str], today: date) -> date | None:
    """`yesterday`, `day before yesterday`, `3 days ago`, `vor 3 Tagen`, `-3d`."""
    if len(words) == 1 and words[0] in _GONE:
        return today - timedelta(days=_GONE[words[0]])
    if words == ["day", "before", "yesterday"]:
        return today - timedelta(days=2)
    if len(words) == 3 and words[2] == "ago":
        return _before(today, words[0], words[1])
    if len(words) == 3 and words[0] == "vor":
        return _before(today, words[1], words[2])
    if words and words[0][:1] in ("-", "\u2212") and len(words) <= 3:
        sign = "".join(words)[1:]
        digits = sign[: len(sign) - len(sign.lstrip("0123456789"))]
        return _before(today, digits, sign[len(digits) :])
    return None


def _before(today: date, count: str, unit: str) -> date | None:
    """So many units before today; None where that is no such phrase."""
    number = int(count) if count.isdecimal() else vocabulary.COUNTS.get(count)
    kind = vocabulary.UNITS.get(unit)
    if number is None or kind is None or number > _MOST:
        return None
    try:
        if kind in ("d", "w"):
            return today - timedelta(days=number * (7 if kind == "w" else 1))
        months = {"m": 1, "q": 3, "y": 12}.get(kind)
        return None if months is None else add_months(today, -number * months)
    except (OverflowError, ValueError):
        return None


def _last_weekday(words: list[str], today: date) -> date | None:
    """`last friday`, `letzten Freitag`: the last one before today."""
    if len(words) != 2 or vocabulary.PLACES.get(words[0]) != _LAST:
        return None
    weekday = vocabulary.WEEKDAYS.get(words[1])
    if weekday is None:
        return None
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def _gone_by(text: str, day: date, today: date) -> date:
    """What is named without its week or year is the last one; `tomorrow` stays to come."""
    if day <= today or _moves_along(text, today):
        return day
    for before in (today - timedelta(days=8), add_months(today, -12)):
        try:
            earlier = parse_when(text, before).day
        except InputError:  # the 29th of February of another year
            continue
        if earlier <= today:
            return earlier
    return day


def _moves_along(text: str, today: date) -> bool:
    """Whether the phrase counts from today: the day before it would have meant the day before."""
    first = vocabulary.plain(clean(text).split()[0])
    if first in vocabulary.NEXT or first in vocabulary.COMING:
        return True
    try:
        eve = parse_when(text, today - timedelta(days=1)).day
        return parse_when(text, today).day == eve + timedelta(days=1)
    except InputError:
        return True
