"""Money: whole minor units with a currency, read from what people type. No floats anywhere.

The amounts understood are those of product.md, "Amounts".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.i18n.currencies import CURRENCIES, minor_digits

if TYPE_CHECKING:
    import re

__all__ = [
    "CURRENCIES",
    "MAX_MINOR",
    "Money",
    "Rates",
    "decimal_text",
    "is_marked_amount",
    "minor_digits",
    "parse_amount",
    "weighted",
]

MAX_MINOR = 2**53
"""Largest amount accepted, in minor units: beyond it other programs lose single cents."""

_LONGEST = 60
_SIGNS = {
    "€": "EUR",
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₩": "KRW",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "₪": "ILS",
    "zł": "PLN",
    "Kč": "CZK",
    "Fr.": "CHF",
    "SFr.": "CHF",
}
# In lower case only what is no word of either language ("try", "all" and "top" are codes too).
_LOWER = {
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "usd": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "chf": "CHF",
    "franken": "CHF",
    "gbp": "GBP",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
    "pln": "PLN",
    "czk": "CZK",
    "jpy": "JPY",
}
_THOUSAND = 1_000
_MILLION = 1_000_000
_MULTIPLES = {
    "k": _THOUSAND,
    "tsd": _THOUSAND,
    "tsd.": _THOUSAND,
    "tausend": _THOUSAND,
    "mio": _MILLION,
    "mio.": _MILLION,
    "million": _MILLION,
    "millionen": _MILLION,
    "mrd": 1_000_000_000,
    "mrd.": 1_000_000_000,
}
# Multiples only where a currency follows at once: T€, TEUR, M€.
_BEFORE_CURRENCY = {"T": _THOUSAND, "t": _THOUSAND, "M": _MILLION}


class Money(NamedTuple):
    """An amount: `minor` whole minor units (cents) of `currency` (ISO 4217)."""

    minor: int
    currency: str


class _Unit(NamedTuple):
    """What stands before or after the number: a multiple, a currency, or both."""

    multiple: int = 1
    currency: str = ""
    marked: bool = False  # says on its own that an amount is meant ("3M" may be a company)


class _Shape(NamedTuple):
    """A text that has the form of an amount, whether or not its value can be accepted."""

    negative: bool
    whole: str
    decimals: str
    grouped: bool
    two_readings: bool
    units: tuple[_Unit, ...]


def parse_amount(text: str, default_currency: str = "EUR") -> Money:
    """The amount a person typed; InputError if it is none or cannot be kept exactly.

    `1.234` and `1,234` alone are thousands, another lone separator is a decimal one.
    Refused are negative amounts, two currencies, decimals the currency does not have,
    more than MAX_MINOR, three digits after a lone separator before a multiple (`1.234 Mio`
    can be read two ways), and everything that is no amount.
    """
    shape = _shape(text)
    if shape is None and not clean(text):
        raise InputError(_("An amount is missing"))
    if shape is None:
        raise InputError(
            _("{text} is not an amount").format(text=_shown(text)),
            todo=_("Write for example 12k, 1.5 Mio or CHF 12'000"),
        )
    if shape.negative:
        raise InputError(_("{text}: an amount cannot be negative").format(text=_shown(text)))
    multiple = _one_multiple(shape, text)
    currency = _one_currency(shape, text) or default_currency
    if shape.two_readings and multiple > 1:
        raise InputError(
            _("{text} can be read in two ways").format(text=_shown(text)),
            todo=_("Write the whole amount without k, T or Mio"),
        )
    return Money(_minor(shape, multiple, currency, text), currency)


def is_marked_amount(text: str) -> bool:
    """Whether quick add must take this for an amount: product.md, "Quick add".

    True for a number with k, T€, Tsd., Mio, a currency, or thousands separators, also if
    `parse_amount` then refuses its value; False for a bare number and everything else.
    """
    shape = _shape(text)
    if shape is None:
        return False
    return shape.grouped or any(unit.marked for unit in shape.units)


def decimal_text(amount: Money) -> str:
    """The amount with a decimal point and no separators, so that it has one reading."""
    digits = minor_digits(amount.currency)
    whole, rest = divmod(amount.minor, 10**digits)
    if not rest:
        return str(whole)
    # Three digits after a lone point would be thousands; a fourth makes them decimals.
    return f"{whole}.{str(rest).rjust(digits, '0')}" + ("0" if digits == 3 else "")


def weighted(value_minor: int, percent: int) -> int:
    """Value × probability in minor units, half a unit rounded up."""
    return (value_minor * percent + 50) // 100


class Rates:
    """What one unit of other currencies is worth in the base currency; exact."""

    def __init__(self, rates: dict[str, tuple[int, int]] | None = None) -> None:
        """Rates as numerator and denominator by currency; `from_text` reads what is typed."""
        self._rates = dict(rates or {})

    @classmethod
    def from_text(cls, text: str) -> Rates:
        """Read `USD=0.92 CHF=1,05`; InputError names the part that cannot be read.

        Rates may stand in one text with spaces, semicolons or commas between them; a comma before
        a digit is a decimal one.
        """
        return cls().changed(text)

    def changed(self, text: str) -> Rates:
        """Those that are named anew, the others as they are; `CHF=` takes one away.

        Read as in `from_text`; InputError also where there is none to take away.
        """
        rates = dict(self._rates)
        named = set()
        for part in filter(None, _between_rates_pattern().split(clean(text))):
            found = _rate_pattern().fullmatch(part)
            currency = found[1].upper() if found else ""
            gone = found is not None and found[2] is None and currency in self._rates
            rate = _ratio(found[2], found[3] or "") if found and found[2] else (0, 1)
            if not gone and (currency not in CURRENCIES or not rate[0]):
                raise InputError(
                    _("{text} is not a rate").format(text=_shown(part)),
                    todo=_("Write what one unit is worth, for example USD=0.92"),
                )
            if currency in named:
                raise InputError(_("Two rates for {currency}").format(currency=currency))
            named.add(currency)
            if gone:
                del rates[currency]
            else:
                rates[currency] = rate
        return Rates(rates)

    def __str__(self) -> str:
        """The rates as `from_text` reads them, in the order of their codes."""
        return " ".join(f"{code}={_point(*rate)}" for code, rate in sorted(self._rates.items()))

    def convert(self, minor: int, currency: str, base: str) -> int | None:
        """The amount in minor units of `base`, half a unit rounded up; None without a rate."""
        if currency == base:
            return minor
        if currency not in self._rates:
            return None
        numerator, denominator = self._rates[currency]
        above = minor * numerator * int(10 ** minor_digits(base))
        below = denominator * int(10 ** minor_digits(currency))
        return (2 * above + below) // (2 * below)


def _shown(text: str) -> str:
    """Typed text as it may stand in a message."""
    text = clean(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _one_multiple(shape: _Shape, text: str) -> int:
    multiples = [unit.multiple for unit in shape.units if unit.multiple > 1]
    if len(multiples) > 1:
        raise InputError(_("{text} is not an amount").format(text=_shown(text)))
    return multiples[0] if multiples else 1


def _one_currency(shape: _Shape, text: str) -> str:
    currencies = {unit.currency for unit in shape.units if unit.currency}
    if len(currencies) > 1:
        raise InputError(_("{text} names two currencies").format(text=_shown(text)))
    return currencies.pop() if currencies else ""


def _minor(shape: _Shape, multiple: int, currency: str, text: str) -> int:
    """The value in minor units, exact, or InputError."""
    above, below = _ratio(shape.whole, shape.decimals)
    minor, rest = divmod(above * multiple * int(10 ** minor_digits(currency)), below)
    if rest:
        raise InputError(
            _("{text} has more decimals than {currency}").format(
                text=_shown(text), currency=currency
            )
        )
    if minor > MAX_MINOR:
        raise InputError(_("{text} is too large an amount").format(text=_shown(text)))
    return minor


def _ratio(whole: str, decimals: str) -> tuple[int, int]:
    """A decimal number as numerator and denominator."""
    decimals = decimals.rstrip("0")
    return int(whole + decimals), int(10 ** len(decimals))


def _point(numerator: int, denominator: int) -> str:
    """The number `_ratio` took apart, with a decimal point; the denominator is a power of ten."""
    places = len(str(denominator)) - 1
    digits = str(numerator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _shape(text: str) -> _Shape | None:
    """Take an amount apart, or None if the text does not have the form of one."""
    text = clean(text)
    if len(text) > _LONGEST:
        return None
    for space in "\u00a0\u2007\u2009\u202f":  # no-break, figure, thin and narrow spaces
        text = text.replace(space, " ")
    found = _amount_pattern().fullmatch(text.replace("’", "'").replace("−", "-"))
    if found is None:
        return None
    before, after = _unit(found["before"].strip()), _unit(found["after"].strip())
    if before is None or after is None or (before.multiple > 1 and not before.currency):
        return None
    number = _number(found["number"])
    if number is None:
        return None
    whole, decimals, grouped, two_readings = number
    negative = bool(found["sign"] or found["inner_sign"])
    return _Shape(negative, whole, decimals, grouped, two_readings, (before, after))


def _unit(text: str) -> _Unit | None:
    """Read `k`, `T€`, `Mio. CHF`, `EUR` …; None if it is nothing of that kind."""
    if not text:
        return _Unit()
    if currency := _currency(text):
        return _Unit(1, currency, marked=True)
    if multiple := _MULTIPLES.get(text.lower()):
        return _Unit(multiple, "", marked=True)
    if text == "M":
        return _Unit(_MILLION)
    for length in range(len(text) - 1, 0, -1):
        head, currency = text[:length].rstrip(), _currency(text[length:].lstrip())
        multiple = _BEFORE_CURRENCY.get(head) or _MULTIPLES.get(head.lower())
        if multiple and currency:
            return _Unit(multiple, currency, marked=True)
    return None


def _currency(text: str) -> str:
    """The code of a currency sign, code or word; empty if it is none."""
    if text in CURRENCIES:
        return text
    return _SIGNS.get(text) or _LOWER.get(text.lower(), "")


def _number(text: str) -> tuple[str, str, bool, bool] | None:
    """Whole digits, decimal digits, whether grouped, and whether it can be read two ways."""
    if found := _lone_thousands_pattern().fullmatch(text):
        return found[1] + found[2], "", True, True
    if found := _grouped_pattern().fullmatch(text):
        separator = found["separator"]
        if separator == found["point"]:
            return None
        whole = found["whole"].replace(separator, "")
        return whole, found["decimals"] or "", True, False
    if found := _plain_pattern().fullmatch(text):
        return found[1], found[2] or "", False, False
    return None


@cache
def _amount_pattern() -> re.Pattern[str]:
    import re

    unit = r"[^\W\d_$€£¥₩₹₺₽₴₪]*\.?\ ?[^\W\d_]*[$€£¥₩₹₺₽₴₪]?\.?"
    return re.compile(
        rf"(?P<sign>-)?\ *(?P<before>{unit})\ *(?P<inner_sign>-)?\ *"
        r"(?P<number>[0-9][0-9.,' ]*?)(?:[.,][-–—]{1,2})?\ *"
        rf"(?P<after>{unit})",
    )


@cache
def _lone_thousands_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{3})")


@cache
def _grouped_pattern() -> re.Pattern[str]:
    import re

    return re.compile(
        r"(?P<whole>[1-9][0-9]{0,2}(?P<separator>[.,' ])[0-9]{3}(?:(?P=separator)[0-9]{3})*)"
        r"(?:(?P<point>[.,])(?P<decimals>[0-9]+))?"
    )


@cache
def _plain_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")


@cache
def _rate_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"([A-Za-z]{3})=(?:([0-9]{1,12})(?:[.,]([0-9]{1,12}))?)?")


@cache
def _between_rates_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"(?:[;\s]|,(?![0-9]))+")
