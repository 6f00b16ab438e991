"""Quick add: one line becomes a deal (product.md, "Quick add").

The parts are found in the order of precedence written there: company, keys and marks,
phone and mail, amount, step; what is left is the title. Every part becomes a chip.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.date_calendar import shown
from pipeline_tui.domain.date_line import Calendar
from pipeline_tui.domain.date_words import plain
from pipeline_tui.domain.dates import parse_when
from pipeline_tui.domain.money import CURRENCIES, Money, parse_amount
from pipeline_tui.domain.quickadd_steps import HONORIFICS, FoundStep, Step, find_step, parse_step
from pipeline_tui.domain.quickadd_words import (
    LONGEST_AMOUNT,
    LONGEST_PHONE,
    Word,
    amount_end,
    amount_text,
    is_key_and_value,
    key_and_value,
    mail_of,
    phone_end,
    phone_text,
    risk_level_of,
    split_company,
    split_words,
    stage_of,
    tag_of,
)
from pipeline_tui.domain.stage_names import match_stage
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.domain.words import customer_code, risk_code
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

__all__ = ["Chip", "QuickAdd", "Step", "match_stage", "parse_quick_add", "parse_step"]

_FIELDS = {"tag": "tags", "mail": "email", "amount": "value", "when": "step"}
"""What chips give that are called otherwise."""

_LONGEST_NAME = 4  # words of a contact person's name


class Chip(NamedTuple):
    """A part of the line that was understood, as it was typed.

    `kind` is one of company, title, field, stage, tag, risk, phone, mail, amount, step, when;
    `start` and `end` count characters of the line. `field` names what it gives the deal: a
    field, tags, or step for a step and its date.
    """

    kind: str
    text: str
    start: int
    end: int
    field: str = ""


class QuickAdd(NamedTuple):
    """What a quick-add line says; None or empty where it says nothing.

    `title` is the company's name if nothing else was left for it, and empty if there is no
    company either: then the line is no deal yet. `stage` is the prefix as it was typed, with
    spaces for `-`; `match_stage` finds the stage. `fields` holds the remaining `key:value` by
    field name, the close date as ISO day, the others as they were typed. `contact` is taken
    from the step (`call Meier`) when a phone number or mail address needs a person.
    """

    title: str
    company: str | None
    contact: str | None
    phone: str | None
    email: str | None
    value: Money | None
    stage: str | None
    risk_level: str | None
    risk_text: str | None
    tags: tuple[str, ...]
    fields: dict[str, str]
    step: Step | None
    chips: tuple[Chip, ...]


def parse_quick_add(
    line: str, today: date, *, currency: str = "EUR", calendar: Calendar | None = None
) -> QuickAdd:
    """Read a quick-add line; `currency` is that of amounts without one.

    InputError for what cannot be meant: an impossible date or amount, an unknown key or risk
    level, and anything given twice. Chips count characters of `line` as long as `clean()`
    has nothing to take out of its inside.
    """
    text = clean(line)
    reading = _Reading(text, max(line.find(text), 0), today, currency)
    reading.marks()
    reading.addresses()
    reading.amount()
    found = find_step(reading.runs(), today, calendar=calendar)
    reading.step(found)
    return reading.result(found)


class _Reading:
    """The line while it is read: its words, which of them are taken, and what they say."""

    def __init__(self, text: str, offset: int, today: date, currency: str) -> None:
        self.text = text
        self.offset = offset
        self.today = today
        self.currency = currency
        self.values: dict[str, str] = {}
        self.tags: list[str] = []
        self.money: Money | None = None
        self.chips: list[Chip] = []
        company = split_company(text)
        if company is None:
            self.words = split_words(text, 0, len(text))
            self.taken = [False] * len(self.words)
            return
        start, end, rest = company
        before = split_words(text, 0, start)
        self.words = [*before, Word(text[start:rest], start, rest)]
        self.words += split_words(text, rest, len(text))
        self.taken = [False] * len(self.words)
        self.values["company"] = text[start:end]
        self._take("company", len(before), len(before) + 1)

    def marks(self) -> None:
        """`key:value`, `@stage`, `#tag`, and `!risk` with the words up to the next mark."""
        at = 0
        while at < len(self.words):
            word, end = self.words[at], at + 1
            if self.taken[at]:
                pass
            elif pair := key_and_value(word):
                self._field(*pair)
                self._take("field", at, end, pair[0])
            elif stage := stage_of(word):
                self._once("stage", stage)
                self._take("stage", at, end)
            elif tag := tag_of(word):
                self._tag(tag)
                self._take("tag", at, end)
            elif level := risk_level_of(word):
                end = self._risk_end(at + 1)
                self._once("risk_level", level)
                self._once("risk_text", " ".join(other.said for other in self.words[at + 1 : end]))
                self._take("risk", at, end)
            at = end

    def addresses(self) -> None:
        """The phone number and the mail address."""
        at = 0
        while at < len(self.words):
            end = at + phone_end(self._run_from(at, LONGEST_PHONE), 0)
            if end > at:
                self._once("phone", phone_text(self.words[at:end]))
                self._take("phone", at, end)
            elif not self.taken[at] and (address := mail_of(self.words[at])):
                self._once("email", address)
                self._take("mail", at, at + 1)
            at = max(end, at + 1)

    def amount(self) -> None:
        """The amount, unless `value:` has given it: then others belong to the title."""
        currency = self.values.get("currency", self.currency)
        if "value" in self.values:
            self.money = parse_amount(self.values.pop("value"), currency)
            return
        at = 0
        while at < len(self.words):
            end = at + amount_end(self._run_from(at, LONGEST_AMOUNT), 0)
            if end > at:
                text = amount_text(self.words[at:end])
                if self.money is not None:
                    raise InputError(
                        _("{text} is a second amount").format(text=shown(text)),
                        todo=_("Put what is no value in quotes"),
                    )
                self.money = parse_amount(text, currency)
                self._take("amount", at, end)
            at = max(end, at + 1)

    def runs(self) -> list[list[Word]]:
        """The free words, in stretches without anything taken between them."""
        runs: list[list[Word]] = []
        at = 0
        while at < len(self.words):
            run = self._run_from(at)
            if run:
                runs.append(run)
            at += len(run) + 1
        return runs

    def step(self, found: FoundStep | None) -> None:
        """Take the words of the step and of its date."""
        if found is None:
            return
        for kind, words in (("step", found.words), ("when", found.phrase)):
            starts = {word.start for word in words}
            at = 0
            while at < len(self.words):
                end = at
                while end < len(self.words) and self.words[end].start in starts:
                    end += 1
                if end > at:
                    self._take(kind, at, end)
                at = end + 1

    def result(self, found: FoundStep | None) -> QuickAdd:
        """Everything that was understood; what is left is the title."""
        values = self.values
        runs = self.runs()
        for run in runs:
            self._chip("title", run[0].start, run[-1].end)
        said = [values.pop("title", ""), *(word.said for run in runs for word in run)]
        title = " ".join(part for part in said if part).strip(" ,;")
        company, contact = values.pop("company", None), values.pop("contact", None)
        phone, email = values.pop("phone", None), values.pop("email", None)
        if contact is None and found and (phone or email):
            contact = _person(found, email or "")
        return QuickAdd(
            title=title or company or "",
            company=company,
            contact=contact,
            phone=phone,
            email=email,
            value=self.money,
            stage=values.pop("stage", None),
            risk_level=values.pop("risk_level", None),
            risk_text=values.pop("risk_text", None) or None,
            tags=tuple(self.tags),
            fields=values,
            step=found.step if found else None,
            chips=tuple(sorted(self.chips, key=lambda chip: chip.start)),
        )

    def _field(self, field: str, value: str) -> None:
        """Keep a `key:value`, refused where nothing can be meant by it."""
        if field == "tags":
            for tag in value.replace(",", " ").split():
                self._tag(tag.lstrip("#"))
        elif field == "risk":
            self._risk_field(value)
        elif field == "close":
            self._once(field, _day(value, self.today))
        elif field == "stage":
            self._once(field, value.replace("-", " "))
        elif field == "recurring":
            self._once(field, _recurring(value, self.values.get("currency", self.currency)))
        elif field == "customer":
            self._once(field, _customer(value))
        elif field == "currency":
            self._once(field, _currency(value))
        elif field == "email" and mail_of(Word(value, 0, 0)) is None:
            raise InputError(_("{text} is not a mail address").format(text=shown(value)))
        elif field == "phone" and not _is_phone(value):
            raise InputError(_("{text} is not a phone number").format(text=shown(value)))
        else:
            self._once(field, value)

    def _risk_field(self, value: str) -> None:
        """`risk:high`, `risk:"!high budget freeze"`, `risk:"budget freeze"`."""
        first, _space, rest = value.partition(" ")
        level = risk_code(first)
        if level and not rest:
            self._once("risk_level", level)
        elif level := risk_level_of(Word(first, 0, 0)) or "":
            self._once("risk_level", level)
            self._once("risk_text", rest)
        else:
            self._once("risk_text", value)

    def _tag(self, tag: str) -> None:
        if tag and fold(tag) not in map(fold, self.tags):
            self.tags.append(tag)

    def _once(self, name: str, value: str) -> None:
        """Keep a value; InputError if there is another one already."""
        before = self.values.setdefault(name, value)
        if before != value:
            raise InputError(
                _("{first} and {second} cannot both be meant").format(
                    first=shown(before or self.values.get("risk_level", "")), second=shown(value)
                ),
                todo=_("Take one of them out, or put it in quotes to keep it as text"),
            )

    def _risk_end(self, at: int) -> int:
        """Where the words of a risk end: at the next mark, phone number or mail address."""
        for word in self._run_from(at):
            marked = stage_of(word) or tag_of(word) or risk_level_of(word) or mail_of(word)
            phone = phone_end(self._run_from(at, LONGEST_PHONE), 0)
            if marked or phone or is_key_and_value(word):
                break
            at += 1
        return at

    def _run_from(self, at: int, longest: int | None = None) -> list[Word]:
        """The free words from there up to the next one that is taken, at most so many."""
        end, last = at, len(self.words)
        if longest is not None:
            last = min(last, at + longest)
        while end < last and not self.taken[end]:
            end += 1
        return self.words[at:end]

    def _take(self, kind: str, start: int, end: int, field: str = "") -> None:
        for at in range(start, end):
            self.taken[at] = True
        self._chip(kind, self.words[start].start, self.words[end - 1].end, field)

    def _chip(self, kind: str, start: int, end: int, field: str = "") -> None:
        text, field = self.text[start:end], field or _FIELDS.get(kind, kind)
        self.chips.append(Chip(kind, text, start + self.offset, end + self.offset, field))


def _day(text: str, today: date) -> str:
    """The ISO day of a date phrase without a time."""
    when = parse_when(text, today)
    if when.time:
        raise InputError(_("{text} names a time, only a day is kept").format(text=shown(text)))
    return when.day.isoformat()


def _currency(text: str) -> str:
    if text.upper() not in CURRENCIES:
        raise InputError(
            _("{text} is not a currency").format(text=shown(text)),
            todo=_("Write its code, for example EUR or CHF"),
        )
    return text.upper()


def _recurring(text: str, currency: str) -> str:
    """An amount per month or year as it is kept; what it is worth is read with the currency."""
    from pipeline_tui.domain.recurring import parse_recurring

    parse_recurring(text, currency)
    return text


def _customer(text: str) -> str:
    code = customer_code(text)
    if not code:
        raise InputError(
            _("{text} is neither new nor existing").format(text=shown(text)),
            todo=_("Write customer:new or customer:existing"),
        )
    return code


def _is_phone(text: str) -> bool:
    """Whether a text given as a phone number can be one; extensions are short."""
    return sum(char.isdigit() for char in text) >= 3 and not any(map(str.isalpha, text))


def _person(found: FoundStep, email: str) -> str | None:
    """The person a step is about: the names beside its kind word, before or behind it."""
    in_address = set(fold(email.partition("@")[0]).replace("_", ".").replace("-", ".").split("."))
    words = list(found.words)
    at = next(index for index, word in enumerate(words) if word.start == found.kind_word.start)
    behind = _names(words[at + 1 :], in_address)
    before = _names(words[:at][::-1], in_address)[::-1]
    return " ".join(behind or before) or None


def _names(words: Sequence[Word], in_address: set[str]) -> list[str]:
    """The names that the words begin with, without `Herrn`, `Mrs` …"""
    names: list[str] = []
    for word in words:
        name = word.said.strip(",;.")
        if plain(word.text) in HONORIFICS:
            continue
        if not (name[:1].isupper() or fold(name) in in_address) or len(names) == _LONGEST_NAME:
            break
        names.append(name)
    return names
