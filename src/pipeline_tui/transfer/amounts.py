"""Amounts and percentages as files write them; the column decides what 1.234 means."""

from __future__ import annotations

import re
from functools import cache

from pipeline_tui.domain.money import MAX_MINOR, Money, minor_digits, parse_amount
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

_LONGEST = 60
_LONGEST_PLAIN = 15


class Decimals:
    """What the amounts of one column say of the sign before their decimals."""

    def __init__(self, wanted: str = "") -> None:
        """`wanted` is what the user says: comma, point or ''."""
        self.wanted = wanted
        self._proof = {"comma": "", "point": ""}
        self._open = ""

    def note(self, cell: str) -> None:
        """Take a cell of the column into account."""
        if cell.isdecimal():
            return
        found = _number().search(cell)
        if found is None:
            return
        number = found[0]
        commas, points = number.count(","), number.count(".")
        if commas and points:
            self._prove("comma" if number.rindex(",") > number.rindex(".") else "point", cell)
        elif commas > 1 or points > 1:
            self._prove("point" if commas else "comma", cell)
        elif commas or points:
            whole, _sign, rest = number.partition("," if commas else ".")
            if len(rest) == 3 and len(whole) <= 3 and whole != "0":
                self._open = self._open or cell
            else:
                self._prove("comma" if commas else "point", cell)

    def decided(self, column: str) -> str:
        """comma or point; InputError naming the column when it could be read two ways."""
        if self.wanted:
            return self.wanted
        comma, point = self._proof["comma"], self._proof["point"]
        if (comma and point) or (self._open and not comma and not point):
            seen = (comma, point) if comma else (self._open,)
            raise InputError(
                _("The amounts of the column {column} can be read two ways: {seen}").format(
                    column=column, seen=", ".join(clean(cell)[:_LONGEST] for cell in seen)
                ),
                todo=_('Say which with --map: [options] decimals = "comma" or "point"'),
            )
        return "comma" if comma else "point"

    def _prove(self, sign: str, cell: str) -> None:
        self._proof[sign] = self._proof[sign] or cell


def read_amount(cell: str, decimals: str, currency: str) -> Money:
    """The amount of a cell, in `currency` unless it names its own; InputError."""
    if cell.isdecimal() and cell.isascii() and len(cell) <= _LONGEST_PLAIN:
        minor = int(cell) * int(10 ** minor_digits(currency))
        if minor <= MAX_MINOR:
            return Money(minor, currency)
    text = clean(cell)
    found = _number().search(text)
    if found is None or len(text) > _LONGEST:
        raise _no_amount(text)
    shape = _shape(decimals).fullmatch(found[0])
    if shape is None:
        raise _no_amount(text)
    whole = "".join(char for char in shape["whole"] if char.isdigit())
    rest = shape["rest"] or ""
    # Three digits after a lone point would be thousands; a fourth makes them decimals.
    plain = f"{whole}.{rest}{'0' if len(rest) == 3 else ''}" if rest else whole
    return parse_amount(text[: found.start()] + plain + text[found.end() :], currency)


class Percents:
    """What the probabilities of one column are: per cent, or fractions of one."""

    def __init__(self, *, fractions: bool | None = None) -> None:
        """`fractions` where the format says so."""
        self._known = fractions
        self._largest = 0.0
        self._sign = False

    def note(self, cell: str) -> None:
        """Take a cell of the column into account."""
        self._sign = self._sign or "%" in cell
        found = _percent().fullmatch(clean(cell))
        if found is not None:
            self._largest = max(self._largest, float(found[1].replace(",", ".")))

    @property
    def fractions(self) -> bool:
        """True when every number is a fraction: none is above one, none has a sign."""
        return self._known if self._known is not None else self._largest <= 1 and not self._sign


def read_percent(cell: str, *, fractions: bool) -> int:
    """Whole percent; InputError outside of 0 to 100."""
    text = clean(cell)
    found = _percent().fullmatch(text)
    if found is not None:
        number = float(found[1].replace(",", ".")) * (100 if fractions else 1)
        if number <= 100:
            return int(number + 0.5)
    raise InputError(
        _("{text} is not a probability").format(text=text[:_LONGEST]),
        todo=_("Write a number from 0 to 100"),
    )


def _no_amount(text: str) -> InputError:
    return InputError(
        _("{text} is not an amount").format(text=text[:_LONGEST]),
        todo=_("Write it without letters and with one sign before its decimals"),
    )


@cache
def _number() -> re.Pattern[str]:
    return re.compile("[0-9](?:[0-9.,'’\u00a0\u2009\u202f ]*[0-9])?")


@cache
def _shape(decimals: str) -> re.Pattern[str]:
    sign, other = (",", ".") if decimals == "comma" else (r"\.", ",")
    group = f"[{other}'’\u00a0\u2009\u202f ]"
    return re.compile(
        rf"(?P<whole>[0-9]{{1,3}}(?P<group>{group})[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*|[0-9]+)"
        rf"(?:{sign}(?P<rest>[0-9]+))?"
    )


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,9})?)\ ?%?")
