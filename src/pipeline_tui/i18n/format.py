"""Money, numbers, dates and times as each language writes them.

Written out here instead of taken from a library: two languages, no imports, and the same
output on every machine. Every function takes `lang` ("en" or "de"); without it the language
spoken now. Spaces are plain ones, so that what is shown can be searched and copied.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal

from pipeline_tui.i18n import language, ngettext
from pipeline_tui.i18n.currencies import SIGNS, minor_digits

_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
_NEAR = {
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    "de": {-1: "gestern", 0: "heute", 1: "morgen"},
}
_STEPS = {
    "en": ((3, "k"), (6, "M"), (9, "bn")),
    "de": ((3, " T"), (6, " Mio. "), (9, " Mrd. ")),
}
_WEEK = 7
_SWAP = str.maketrans(",.", ".,")  # English separators to German ones


def number(value: int, lang: str | None = None) -> str:
    """A whole number with thousands separators: 12,345 · 12.345."""
    text = f"{value:,}"
    return text.replace(",", ".") if _lang(lang) == "de" else text


def decimal(value: float, places: int, lang: str | None = None) -> str:
    """A number with so many decimals: 1,047.9 · 1.047,9. Not for money."""
    text = f"{value:z,.{places}f}"
    return text.translate(_SWAP) if _lang(lang) == "de" else text


def percent(value: float, lang: str | None = None, *, places: int = 0) -> str:
    """A number of per cent, 50 for a half: 50 %, with places 63.2 % · 63,2 %."""
    return f"{decimal(value, places, lang)} %"


def money(
    minor: int,
    currency: str,
    lang: str | None = None,
    *,
    decimals: bool | Literal["auto"] = "auto",
) -> str:
    """An amount of minor units: €12,345.60 · 12.345,60 €; CHF 12,000 · 12.000 CHF.

    `decimals` "auto" leaves them out of whole amounts, True never, False always (rounded,
    half a unit away from zero).
    """
    lang = _lang(lang)
    digits = minor_digits(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    if decimals is False and 2 * rest >= 10**digits > 1:
        whole += 1
    text = number(whole, lang)
    if digits and (decimals is True or (decimals == "auto" and rest)):
        text += ("," if lang == "de" else ".") + str(rest).rjust(digits, "0")
    negative = minor < 0 and any(digit in text for digit in "123456789")
    return _with_currency(text, currency, lang, negative=negative)


def compact_money(minor: int, currency: str, lang: str | None = None) -> str:
    """An amount for heads and sums: €950 · €1.5k · €120k · €1.2M; 120 T€ · 1,2 Mio. €.

    One decimal below 10 thousand and below 100 million, rounded half away from zero.
    """
    lang = _lang(lang)
    unit = 10 ** minor_digits(currency)
    size = abs(minor)
    if _rounded(size, unit) < 1000:
        return money(minor, currency, lang, decimals=False)
    power, name = next(
        (step for step in _STEPS[lang] if _rounded(size, unit * 10 ** step[0]) < 1000),
        _STEPS[lang][-1],
    )
    scale = unit * 10**power
    tenths = _rounded(size * 10, scale)
    if tenths >= (100 if power == 3 else 1000):
        tenths = _rounded(size, scale) * 10
    whole, tenth = divmod(tenths, 10)
    text = number(whole, lang)
    if tenth:
        text += f"{',' if lang == 'de' else '.'}{tenth}"
    return _with_currency(text, currency, lang, negative=minor < 0, multiple=name)


def full_date(day: date, lang: str | None = None) -> str:
    """A day with its year: 18 Dec 2026 · 18.12.2026."""
    if _lang(lang) == "de":
        return f"{day.day}.{day.month}.{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date, today: date, lang: str | None = None) -> str:
    """A day, with its year only if it is another one: 2 Dec · 2.12."""
    if day.year != today.year:
        return full_date(day, lang)
    if _lang(lang) == "de":
        return f"{day.day}.{day.month}."
    return f"{day.day} {_MONTHS[day.month - 1]}"


def weekday_date(day: date, today: date, lang: str | None = None) -> str:
    """A day with its weekday, and its year if it is another one: Thu 19 Nov · Do 19.11."""
    return f"{weekday(day, lang)} {short_date(day, today, lang)}"


def date_phrase(day: date, at: str | None, today: date, lang: str | None = None) -> str:
    """What a date phrase was understood as: Fri 27 Nov 10:00 · Fr 27.11. 10:00.

    Typed again it is the same day: one that has passed is shown with its year.
    """
    named = f"{weekday(day, lang)} {full_date(day, lang)}"
    if day >= today:
        named = weekday_date(day, today, lang)
    return f"{named} {at}" if at else named


def near_date(day: date, today: date, lang: str | None = None) -> str:
    """The shortest that is clear beside a state: today · Thu (within a week) · 2 Dec."""
    lang = _lang(lang)
    distance = (day - today).days
    if distance in _NEAR[lang]:
        return _NEAR[lang][distance]
    if abs(distance) < _WEEK:
        return weekday(day, lang)
    return short_date(day, today, lang)


def weekday(day: date, lang: str | None = None) -> str:
    """The weekday in short: Thu · Do."""
    return _WEEKDAYS[_lang(lang)][day.weekday()]


def month(day: date, lang: str | None = None) -> str:
    """The month a day lies in: November 2026."""
    return f"{_LONG_MONTHS[_lang(lang)].split()[day.month - 1]} {day.year}"


def clock_time(at: time) -> str:
    """A time of day, the same in both languages: 10:00."""
    return f"{at.hour:02}:{at.minute:02}"


def moment(at: datetime, today: date, lang: str | None = None) -> str:
    """A local date and time for the timeline: Thu 19 Nov 10:00 · Do 19.11. 10:00."""
    return f"{weekday_date(at.date(), today, lang)} {clock_time(at.time())}"


def days(count: int) -> str:
    """So many days, in the language spoken now: 8 days · 8 Tage."""
    return ngettext("{count} day", "{count} days", count).format(count=number(count))


def _lang(lang: str | None) -> str:
    """The language asked for, or the one spoken now."""
    return language() if lang is None else lang


def _rounded(above: int, below: int) -> int:
    """The quotient of two numbers that are not negative, half rounded up."""
    return (2 * above + below) // (2 * below)


def _with_currency(
    text: str, currency: str, lang: str, *, negative: bool, multiple: str = ""
) -> str:
    """Put sign, multiple and currency where the language has them."""
    minus = "-" if negative else ""
    if lang == "de":
        return f"{minus}{text}{multiple or ' '}{SIGNS.get(currency, currency)}"
    sign = SIGNS.get(currency)
    return f"{minus}{sign or f'{currency} '}{text}{multiple}"
