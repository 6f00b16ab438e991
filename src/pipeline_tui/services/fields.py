"""The fields of a deal that a person edits: their names, and how typed text is read and shown.

Pure: nothing here knows the database. `read` refuses what it cannot understand, so the same
function serves the check while typing and the write itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain import people, quickadd_words, words
from pipeline_tui.domain.dates import parse_when
from pipeline_tui.domain.money import CURRENCIES, Money, decimal_text, parse_amount
from pipeline_tui.domain.records import Deal, Permission
from pipeline_tui.domain.recurring import Recurring, parse_recurring
from pipeline_tui.domain.recurring import shown as recurring_shown
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, fold, limited
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import money, percent, weekday_date

RENEWAL = "renewal"
"""Asked about what was sold; a deal that is added has none yet."""

FIELDS = (*(name for name in quickadd_words.FIELD_NAMES if name != "stage"), RENEWAL)
"""What a person edits; a deal changes its stage by a move."""

_RENEWAL_NAMES = (RENEWAL, "renewal_on", "renews_on", "verlangerung", "verlaengerung")

Raw = str | int | date | Money | Recurring | list[str] | Permission | None


class Risk(NamedTuple):
    """What a risk line says; None and '' where it says nothing."""

    level: str | None
    text: str


class Reading(NamedTuple):
    """How typed text is read with: the day it is, the deal's currency, the working days."""

    today: date
    currency: str
    calendar: WorkCalendar | None = None


def field_named(name: str) -> str:
    """The key of a field by any of its English or German names; NotFound lists them."""
    name = clean(name)
    known = quickadd_words.field_named(name.replace(" ", "_"))
    if fold(name).replace(" ", "_") in _RENEWAL_NAMES:
        known = RENEWAL
    if known in FIELDS:
        return known
    for field in FIELDS:
        if fold(name) == fold(words.field(field)):
            return field
    raise NotFound(
        _("There is no field {name}").format(name=name),
        todo=_("Fields are {names}").format(names=", ".join(FIELDS)),
    )


def label(field: str) -> str:
    """The name of a field at the start of a line, in the language spoken now."""
    return words.capital(words.field(field))


def read(field: str, text: str, by: Reading) -> Raw | Risk:
    """What a typed text means for a field; '' clears it. InputError if it cannot be read.

    Money for a value, `Recurring` for what comes again, a day for close and renewal, whole percent
    for the probability, codes for currency, category, customer and role, a `Risk`, a `Permission`,
    a list of tags; else text.
    """
    text = limited(clean(text), ONE_LINE_LIMIT, label(field))
    if field == "title" and not text:
        raise InputError(_("A deal needs a title"), kept=_("The title is as it was"))
    if field == "risk":
        return read_risk(text)
    if field == "tags":
        return read_tags(text)
    if field == "permission":
        return people.read_permission(text, by.today)
    if not text:
        return {"category": "pipeline", "currency": by.currency}.get(field) or (
            None if field in _NONE else ""
        )
    if field == "value":
        return parse_amount(text, by.currency)
    if field == "recurring":
        return parse_recurring(text, by.currency)
    if field == "close":
        return parse_when(text, by.today, calendar=by.calendar).day
    if field == RENEWAL:
        from pipeline_tui.services.renewing import read_day

        return read_day(text, by)
    reader = _READERS.get(field)
    return reader(text) if reader else text


def read_risk(text: str) -> Risk:
    """Read `!high budget freeze`, a level alone, or words alone."""
    text = clean(text)
    if not text.startswith("!"):
        return Risk(None, text)
    word, _space, rest = text[1:].partition(" ")
    if level := words.risk_code(word):
        return Risk(level, rest.strip())
    raise _unknown(_("{text} is no risk level"), word, words.RISKS)


def read_tags(text: str) -> list[str]:
    """Tags between spaces or commas, with or without #, each once, in alphabetical order."""
    tags: dict[str, str] = {}
    for word in clean(text).replace(",", " ").split():
        if tag := word.lstrip("#"):
            tags.setdefault(fold(tag), tag)
    return sorted(tags.values())


def shown(field: str, value: Raw | Risk, by: Reading) -> str:
    """How a value is echoed while it is typed, in the language spoken now."""
    if isinstance(value, Money):
        return money(value.minor, value.currency)
    if isinstance(value, Recurring):
        return recurring_shown(*value)
    if isinstance(value, date):
        return weekday_date(value, by.today)
    if isinstance(value, Risk):
        parts = (words.risk(value.level) if value.level else "", value.text)
        return " · ".join(part for part in parts if part) or _("empty")
    if isinstance(value, Permission):
        return _permission_shown(value, by.today)
    if isinstance(value, list):
        return " ".join(f"#{tag}" for tag in value) or _("empty")
    if field == "role" and value:
        return words.role(str(value))
    if field == "customer" and value:
        return words.customer(str(value))
    if field == "probability" and isinstance(value, int):
        return percent(value)
    if field == "category":
        return words.capital(words.category(str(value)))
    return str(value) if value else _("empty")


def text_of(value: Raw | Risk) -> str:
    """A value as it is kept in the history, and as `read` reads it in every language."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return f"{decimal_text(value)} {value.currency}"
    if isinstance(value, Recurring):
        return value.typed
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Risk):
        return " ".join(part for part in (value.level and f"!{value.level}", value.text) if part)
    if isinstance(value, Permission):
        return people.permission_text(value)
    if isinstance(value, list):
        return " ".join(f"#{tag}" for tag in value)
    return str(value)


_IN_RECORD = {
    "close": "expected_close",
    "renewal": "renews_on",
    "probability": "own_probability",
    "role": "contact_role",
    "phone": "contact_phone",
    "email": "contact_email",
    "position": "contact_position",
}
"""Where the record has a field whose name there is another."""

_NONE = ("value", "recurring", "close", "probability", RENEWAL)
"""Fields that are None where nothing is known."""


def value_of(deal: Deal, field: str) -> Raw | Risk:
    """The present value of a field of a deal as it was read."""
    match field:
        case "value":
            return None if deal.value_minor is None else Money(deal.value_minor, deal.currency)
        case "recurring":
            return recurring_of(deal.recurring_minor, deal.currency, deal.recurring_per)
        case "risk":
            return Risk(deal.risk_level, deal.risk_text)
        case "tags":
            return list(deal.tags)
        case "permission":
            return deal.permission
    found: Raw = getattr(deal, _IN_RECORD.get(field, field))
    return "" if found is None and field not in _NONE else found


def recurring_of(minor: int | None, currency: str, per: str) -> Recurring | None:
    """What comes again, as it is stored; None if nothing does."""
    return None if minor is None else Recurring(minor, currency, per)


def edit_text(deal: Deal, field: str) -> str:
    """The text to start from when a field is edited; pass it as `seen` to `set_field`."""
    return text_of(value_of(deal, field))


def _permission_shown(value: Permission, today: date) -> str:
    if value == Permission():
        return _("empty")
    found = sorted({channel.on for channel in (value.call, value.mail) if channel.on})
    named = [weekday_date(day, today) for day in found]
    return " · ".join([people.said(value) or _("not known"), *named])


def _category(text: str) -> str:
    if code := words.category_code(text):
        return code
    raise _unknown(_("{text} is no forecast category"), text, words.CATEGORIES)


def _role(text: str) -> str:
    if code := words.role_code(text):
        return code
    raise _unknown(_("{text} is no buying role"), text, words.ROLES)


def _customer(text: str) -> str:
    if code := words.customer_code(text):
        return code
    raise _unknown(_("{text} is neither new nor existing"), text, words.CUSTOMERS)


def _unknown(refusal: str, text: str, codes: Iterable[str]) -> InputError:
    todo = _("Write one of {names}").format(names=", ".join(codes))
    return InputError(refusal.format(text=text), todo=todo)


def _percentage(text: str) -> int:
    digits = text.removesuffix("%").rstrip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3 and int(digits) <= 100):
        raise InputError(
            _("{text} is not a probability").format(text=text),
            todo=_("Write a whole number from 0 to 100"),
        )
    return int(digits)


def _currency(text: str) -> str:
    code = text.upper()
    if code in CURRENCIES:
        return code
    try:
        sign = parse_amount(f"1 {text}", "").currency
    except InputError:
        sign = ""
    if not sign:
        raise InputError(
            _("{text} is not a currency").format(text=text),
            todo=_("Write its code, for example EUR or CHF"),
        )
    return sign


def _email(text: str) -> str:
    name, at, domain = text.rpartition("@")
    if not (name and at and domain) or " " in text or "@" in name:
        raise InputError(_("{text} is not a mail address").format(text=text))
    return text


def _phone(text: str) -> str:
    digits = sum(char.isdigit() for char in text)
    if digits < 3 or any(char.isalpha() for char in text):
        raise InputError(_("{text} is not a phone number").format(text=text))
    return text


_READERS: dict[str, Callable[[str], Raw]] = {
    "probability": _percentage,
    "currency": _currency,
    "category": _category,
    "role": _role,
    "customer": _customer,
    "email": _email,
    "phone": _phone,
}
"""Fields whose text means something by itself; what is missing here is kept as typed."""
