"""The benefit as numbers: lines of quantity × rate, typed in one line (process.md, "The offer").

`set-up 4 h x €60 per week`, `Rüstzeit 4 Std x 60 € pro Woche`, `extra revenue 2k per month`.
Quantities are thousandths of their unit, amounts minor units; nothing here is a float.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.money import MAX_MINOR, Money, decimal_text, parse_amount
from pipeline_tui.domain.recurring import split_per
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, fold, limited
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import N_, _, language
from pipeline_tui.i18n.format import money, number

if TYPE_CHECKING:
    import re

    from pipeline_tui.domain.records_offer import BenefitPart

WORKING_WEEKS = 46
"""Weeks a year in which work is done: 52 less six of leave and holidays (product.md, sketch)."""

FACTORS = {"once": 1, "week": WORKING_WEEKS, "month": 12, "year": 1}
"""How often a year something comes that is said per time."""

PER_WORDS = {
    "once": N_("once"),
    "week": N_("per week"),
    "month": N_("per month"),
    "year": N_("per year"),
}

ONE = 1_000
"""A quantity of one, in thousandths."""

_LONGEST_AMOUNT = 5  # words: 12 000 000 T €
_OF_A_YEAR = frozenset(
    ("week", "weeks", "wk", "woche", "wochen", "month", "months", "monat", "monate")
)
_HOURS = frozenset(["h", "hr", "hrs", "hour", "hours", "std", "std.", "stunde", "stunden"])


class BenefitLine(NamedTuple):
    """A line as it was typed: so many thousandths of a unit, each worth `rate`, `per` time."""

    text: str
    quantity: int
    unit: str
    rate: Money
    per: str


class Sum(NamedTuple):
    """What the lines of a benefit are worth, in minor units."""

    yearly: int
    once: int


def parse_benefit(text: str, currency: str) -> BenefitLine:
    """Read a line; without a time it counts once. InputError when it cannot be kept exactly.

    The rate is in `currency` unless it names its own; refused are negative and missing numbers,
    more than three decimals of a quantity, and what is worth more than MAX_MINOR a year.
    """
    line = limited(clean(text), ONE_LINE_LIMIT, _("The line"))
    parts = _sides(line)
    found = _alone(line, currency) if parts is None else _product(*parts, currency)
    if not found.text:
        raise InputError(_("The line does not say what is saved or gained"), todo=_example())
    if _worth(found.quantity, found.rate.minor, FACTORS[found.per]) > MAX_MINOR:
        raise InputError(_("{text} is too large an amount").format(text=line[:60]))
    return found


def yearly(part: BenefitPart) -> int:
    """What a line is worth a year, or once, in minor units, half a unit rounded up."""
    return _worth(part.quantity, part.rate_minor, FACTORS[part.per])


def total(parts: Iterable[BenefitPart]) -> Sum:
    """What all lines are worth: a year, and once."""
    each = [(part.per == "once", yearly(part)) for part in parts]
    return Sum(sum(worth for once, worth in each if not once), sum(w for once, w in each if once))


def said(total: Sum, currency: str) -> str:
    """`€15,360 a year + €2,000 once`."""
    parts = []
    if total.yearly or not total.once:
        amount = money(total.yearly, currency, decimals=False)
        parts.append(_("{amount} a year").format(amount=amount))
    if total.once:
        amount = money(total.once, currency, decimals=False)
        parts.append(_("{amount} once").format(amount=amount))
    return " + ".join(parts)


def typed(line: BenefitLine, *, kept: bool = False) -> str:
    """A line as one types it; `kept`: in the form of the history, the same in every language."""
    per = PER_WORDS[line.per] if kept else _(PER_WORDS[line.per])
    rate = f"{decimal_text(line.rate)} {line.rate.currency}"
    if (line.quantity, line.unit) == (ONE, ""):
        return f"{line.text}: {rate} {per}"
    quantity = " ".join(part for part in (thousandths(line.quantity), line.unit) if part)
    return f"{line.text}: {quantity} x {rate} {per}"


def shown(line: BenefitLine) -> str:
    """A line as it is read: `set-up · 4 h × €60 per week`."""
    per = _(PER_WORDS[line.per])
    rate = money(line.rate.minor, line.rate.currency)
    return f"{line.text} · {counted(line.quantity, line.unit)}{rate} {per}"


def often(per: str) -> str:
    """`× 46 weeks`: how often a year it comes; '' where it comes once a year, or once."""
    if per == "week":
        return _("× {count} weeks").format(count=FACTORS[per])
    return _("× {count} months").format(count=FACTORS[per]) if per == "month" else ""


def counted(quantity: int, unit: str) -> str:
    """`4 h × ` before a rate; nothing where it counts once."""
    if (quantity, unit) == (ONE, ""):
        return ""
    whole, rest = divmod(quantity, ONE)
    said = number(whole)
    if rest:
        said += ("," if language() == "de" else ".") + f"{rest:03}".rstrip("0")
    return f"{said} {unit} × " if unit else f"{said} × "


def thousandths(quantity: int) -> str:
    """A quantity with a decimal point and no separators, so that it has one reading."""
    whole, rest = divmod(quantity, ONE)
    # A fourth digit, since three behind a lone point would be thousands.
    return f"{whole}.{rest:03}0" if rest else str(whole)


def line_of(part: BenefitPart, currency: str) -> BenefitLine:
    """A stored part as the line it was typed as."""
    return BenefitLine(
        part.text, part.quantity, part.unit, Money(part.rate_minor, currency), part.per
    )


def _example() -> str:
    return _("Write for example set-up 4 h x €60 per week")


def _worth(quantity: int, rate: int, factor: int) -> int:
    return (2 * quantity * rate * factor + ONE) // (2 * ONE)


def _sides(line: str) -> tuple[str, str] | None:
    """What stands before and behind the last sign of multiplication; None without one."""
    signs = list(_times_pattern().finditer(line))
    if not signs:
        return None
    return line[: signs[-1].start()].strip(), line[signs[-1].end() :].strip()


def _product(left: str, right: str, currency: str) -> BenefitLine:
    """`text quantity unit [per]` × `rate [per]`."""
    right, per = split_per(right)
    left, per_before = split_per(left)
    if per and per_before and per != per_before:
        raise InputError(_("The line names two times"), todo=_example())
    found = _quantity_pattern().search(left)
    if found is None:
        raise InputError(
            _("{text} names no quantity").format(text=left[:60] or "–"), todo=_example()
        )
    if found["sign"]:
        raise InputError(_("{text}: a quantity cannot be negative").format(text=left[:60]))
    quantity, unit = _thousandths_of(found["number"]), found["unit"].strip(" ,;")
    times = _sides(left)
    if times is not None and (often := _quantity_pattern().fullmatch(times[1])):
        return _often(times[0], often, right, per or per_before, currency)
    text = _stripped(left[: found.start()])
    if not text:
        unit, _space, text = unit.partition(" ")
    rate = parse_amount(_without_unit(right, unit), currency)
    return BenefitLine(text, quantity, unit, rate, per or per_before or "once")


def _often(left: str, often: re.Match[str], rate: str, per: str, currency: str) -> BenefitLine:
    """`4 h x 46 weeks x €60`: the quantity of a year, where weeks or months are counted."""
    one = _product(left, rate, currency)
    quantity, rest = divmod(one.quantity * _thousandths_of(often["number"]), ONE)
    if rest or quantity > MAX_MINOR:
        raise InputError(_("{text} is not a quantity").format(text=often[0][:60]))
    counted = fold(often["unit"].strip())
    return one._replace(quantity=quantity, per=per or ("year" if counted in _OF_A_YEAR else "once"))


def _alone(line: str, currency: str) -> BenefitLine:
    """`text amount [per]`: a quantity of one."""
    rest, per = split_per(line)
    words = rest.split()
    for first in range(max(len(words) - _LONGEST_AMOUNT, 0), len(words)):
        try:
            rate = parse_amount(" ".join(words[first:]), currency)
        except InputError:
            continue
        text = " ".join(words[:first])
        if text.endswith(("-", "−")):
            raise InputError(_("{text}: an amount cannot be negative").format(text=line[:60]))
        return BenefitLine(_stripped(text), ONE, "", rate, per or "once")
    if words and words[-1][0] in "-−" and words[-1][1:2].isdigit():
        raise InputError(_("{text}: an amount cannot be negative").format(text=line[:60]))
    raise InputError(_("{text} names no amount").format(text=line[:60] or "–"), todo=_example())


def _stripped(text: str) -> str:
    return text.strip(" ,;:=–")


def _without_unit(rate: str, unit: str) -> str:
    """A rate without the unit it is for: `€60/h`, `60 € pro Stunde`."""
    found = _unit_pattern().search(rate)
    if found is None:
        return rate
    word, wanted = fold(found["unit"]), fold(unit)
    same = word.rstrip("s.") == wanted.rstrip("s.") or {word, wanted} <= _HOURS
    return rate[: found.start()].rstrip() if same else rate


def _thousandths_of(number: str) -> int:
    """A quantity by the rules of amounts: `1.234` alone are thousands."""
    # KWD has three decimals: the amount is the thousandths, and has the same rules and limits.
    try:
        return parse_amount(number, "KWD").minor
    except InputError as problem:
        raise InputError(
            _("{text} is not a quantity").format(text=number[:60]),
            todo=_("Write it with at most three decimals"),
        ) from problem


@cache
def _times_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"[×*]|(?<=\s)(?:x|X|mal|à)(?=\s|[€$£¥0-9])|(?<=\s)@(?=\s*[€$£¥0-9])")


@cache
def _quantity_pattern() -> re.Pattern[str]:
    import re

    number = r"[0-9]{1,3}(?:['’\u00a0\u202f ][0-9]{3})+(?:[.,][0-9]+)?|[0-9][0-9.,'’]*"
    return re.compile(rf"(?:(?<=\s)|^)(?P<sign>[-−] ?)?(?P<number>{number})\s*(?P<unit>[^0-9]*)$")


@cache
def _unit_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"(?:\s*/\s*|\s+(?:per|pro|je|a|an)\s+)(?P<unit>[^\W\d_]+\.?)$")
