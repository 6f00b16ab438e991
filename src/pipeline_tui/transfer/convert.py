"""Cells to deals: every row is checked and brought into the product's units.

What is worked out of a cell is remembered per column, since most cells of a column have been
seen before; so reading 100,000 rows costs little more than splitting them.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from pipeline_tui.domain import words
from pipeline_tui.domain.recurring import split_per
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, limited
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.transfer import cells
from pipeline_tui.transfer.amounts import read_amount, read_percent
from pipeline_tui.transfer.dates import noon, read_day, read_instant
from pipeline_tui.transfer.fields import IGNORE, KEEP
from pipeline_tui.transfer.layout import MAVEN, OWN, Layout, Survey
from pipeline_tui.transfer.limits import MAX_EXTRA
from pipeline_tui.transfer.mapping import Mapping
from pipeline_tui.transfer.records import DealRecord
from pipeline_tui.transfer.table import Row, Table

Read = Callable[[str], Any]

_MOST_KNOWN = 20_000
"""Cells remembered per column; then it begins anew, so that memory does not grow."""

_SLOTS = {name: number for number, name in enumerate(DealRecord._fields)}
_PLACES = {
    "close": "expected_close",
    "customer_kind": "customer",
    "recurring": "recurring_minor",
    "closed": "closed_on",
    "created": "created_at",
    "risk": "risk_text",
    "value": "value_minor",
}
"""Where a field goes whose name in the record is another."""

_STATUS = len(_SLOTS)
_EXTRA = len(_SLOTS) + 1


class Converter:
    """Turns the rows of one file into records."""

    def __init__(
        self, table: Table, layout: Layout, survey: Survey, mapping: Mapping, currency: str
    ) -> None:
        """`currency` is the one of amounts that name none."""
        self._layout = layout
        self._currency = mapping.currency or currency
        blank: dict[str, Any] = dict.fromkeys(DealRecord._fields, "")
        blank |= {"own_id": None, "value_minor": None, "probability": None, "tags": ()}
        blank |= {"recurring_minor": None, "disqualified": False}
        blank |= {"risk_was_reason": None, "parent": None, "renewal_on": None}
        blank |= {"expected_close": None, "created_at": None, "closed_on": None, "extra": "{}"}
        self._blank = [*blank.values(), "", None]
        self._columns: list[tuple[int, int, dict[str, Any], Read]] = []
        self._kept: list[tuple[int, str]] = []
        for number, field in enumerate(layout.fields):
            if field == KEEP:
                self._kept.append((number, table.header[number]))
            elif field != IGNORE:
                slot = {"status": _STATUS, "extra_json": _EXTRA}.get(field)
                slot = _SLOTS[_PLACES.get(field, field)] if slot is None else slot
                self._columns.append((number, slot, {}, self._reader(field, number, survey)))
        self._amounts: dict[tuple[str, str], Any] = {}
        self._decimals = next(iter(survey.decimals.values()), "point")
        told = (table.header, layout.fields, survey[1:], mapping.stages, self._currency)
        self._seed = blake2b(repr(told).encode(), digest_size=8)

    def record(self, row: Row) -> DealRecord:
        """The deal of one row; InputError with the reason when the row is refused."""
        if row.flaw:
            raise InputError(row.flaw)
        source = row.cells
        found = self._blank.copy()
        for number, slot, known, read in self._columns:
            if cell := source[number]:
                try:
                    found[slot] = known[cell]
                except KeyError:
                    found[slot] = _remembered(known, cell, read)
        found[_LINE] = row.line
        found[_HASH] = self._hash(source)
        found[_TITLE] = found[_TITLE] or found[_PRODUCT] or found[_COMPANY]
        if not found[_TITLE]:
            raise InputError(_("It has neither a title nor a company"))
        self._put_amounts(found)
        if (found[_INDUSTRY] or found[_SIZE]) and not found[_COMPANY]:
            _put_aside(found)
        if found[_RISK] or found[_LEVEL]:
            _put_risk(found)
        found[_REASON], found[_WORDS] = found[_REASON] or ("", "")
        if found[_WORDS] and found[_NOTE]:  # together they are one note
            limited(f"{found[_WORDS]}: {found[_NOTE]}", ONE_LINE_LIMIT, words.field("closed_note"))
        if found[_STATUS]:
            _put_status(found)
        if self._kept or found[_EXTRA]:
            found[_SLOT_EXTRA] = self._extra(source, found[_EXTRA])
        return DealRecord._make(found[:_STATUS])

    def _hash(self, source: list[str]) -> str:
        digest = self._seed.copy()
        digest.update("\x1f".join(source).encode())
        return digest.hexdigest()

    def _put_amounts(self, found: list[Any]) -> None:
        """Value and recurring value; without either a currency says nothing."""
        if found[_VALUE] is not None:
            self._put_value(found)
        elif found[_RECURRING] is None:
            found[_CURRENCY] = ""
        if found[_RECURRING] is not None:
            self._put_recurring(found)

    def _put_value(self, found: list[Any]) -> None:
        cell, currency = found[_VALUE], found[_CURRENCY] or self._currency
        key = (cell, currency)
        money = self._amounts.get(key)
        if money is None:
            money = read_amount(cell, self._decimals, currency)
            if found[_CURRENCY] and money.currency != found[_CURRENCY]:
                raise InputError(_("{text} names two currencies").format(text=f"{cell} {currency}"))
            if len(self._amounts) >= _MOST_KNOWN:
                self._amounts.clear()
            self._amounts[key] = money
        found[_VALUE], found[_CURRENCY] = money

    def _put_recurring(self, found: list[Any]) -> None:
        """What comes again, in the currency of the value; its time is in the cell or beside it."""
        rest, per = split_per(found[_RECURRING])
        per = per or found[_PER]
        if per not in ("month", "year"):
            raise InputError(_("{text} does not say how often").format(text=found[_RECURRING][:60]))
        currency = found[_CURRENCY] or self._currency
        money = read_amount(rest, self._decimals, currency)
        if found[_CURRENCY] and money.currency != currency:
            raise InputError(_("{text} names two currencies").format(text=f"{rest} {currency}"))
        found[_RECURRING], found[_CURRENCY], found[_PER] = money.minor, money.currency, per

    def _extra(self, source: list[str], own: dict[str, str] | None) -> str:
        """The columns without a field, as JSON."""
        kept = dict(own or {})
        for number, name in self._kept:
            if text := clean(source[number]):
                kept[name] = text
        if not kept:
            return "{}"
        import json

        text = json.dumps(kept, ensure_ascii=False)
        return limited(text, MAX_EXTRA, _("The columns without a field"))

    def _reader(self, field: str, number: int, survey: Survey) -> Read:
        """What reads the cells of a column."""
        read = self._plain_reader(field, number, survey)
        return _unguarded(read) if self._layout.preset == OWN else read

    def _plain_reader(self, field: str, number: int, survey: Survey) -> Read:
        match field:
            case "value" | "recurring":
                return _as_it_is
            case "close":
                order = survey.orders[number]
                return lambda cell: read_day(cell, order)
            case "closed" | "renewal_on":
                order = survey.orders[number]
                return lambda cell: read_day(cell, order)
            case "created":
                order = survey.orders[number]
                if self._layout.preset == MAVEN:
                    return lambda cell: noon(read_day(cell, order))
                return lambda cell: read_instant(cell, order)
            case "probability":
                fractions = survey.fractions[number]
                return lambda cell: read_percent(cell, fractions=fractions)
        special: dict[str, Read] = {
            "currency": cells.currency,
            "category": cells.category,
            "customer_kind": cells.customer,
            "recurring_per": cells.recurring_per,
            "risk": cells.risk,
            "risk_level": cells.risk_level,
            "tags": cells.tags,
            "lost_reason": cells.lost_reason,
            "own_id": cells.number,
            "disqualified": cells.flag,
            "risk_was_reason": cells.answer,
            "parent": cells.parent,
            "link": cells.link,
            "extra_json": cells.extra,
        }
        return special.get(field) or _line(field)


_LINE, _HASH = _SLOTS["line"], _SLOTS["hash"]
_TITLE, _PRODUCT, _COMPANY = _SLOTS["title"], _SLOTS["product"], _SLOTS["company"]
_VALUE, _CURRENCY = _SLOTS["value_minor"], _SLOTS["currency"]
_LEVEL, _RISK = _SLOTS["risk_level"], _SLOTS["risk_text"]
_REASON, _WORDS = _SLOTS["lost_reason"], _SLOTS["lost_words"]
_NOTE = _SLOTS["closed_note"]
_RECURRING, _PER = _SLOTS["recurring_minor"], _SLOTS["recurring_per"]
_INDUSTRY, _SIZE = _SLOTS["industry"], _SLOTS["size"]
_STAGE, _SLOT_EXTRA = _SLOTS["stage"], _SLOTS["extra"]


def _remembered(known: dict[str, Any], cell: str, read: Read) -> Any:
    value = read(cell)
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[cell] = value
    return value


def _put_risk(found: list[Any]) -> None:
    """A column of words may carry the level as `!high` does; a column of its own goes first."""
    level, words = found[_RISK] or ("", "")
    found[_LEVEL] = found[_LEVEL] or level
    found[_RISK] = words


def _put_aside(found: list[Any]) -> None:
    """Where there is no company to say it of it is kept with the deal."""
    told = {"industry": found[_INDUSTRY], "size": found[_SIZE]}
    found[_EXTRA] = {**(found[_EXTRA] or {}), **{name: text for name, text in told.items() if text}}
    found[_INDUSTRY] = found[_SIZE] = ""


def _put_status(found: list[Any]) -> None:
    """A status says won or lost whatever stage the deal was in; else it stands in for a stage."""
    from pipeline_tui.transfer.stage_names import is_closed

    status = found[_STATUS]
    if is_closed(status) or (not found[_STAGE] and status.lower() not in ("open", "offen")):
        found[_STAGE] = status


def _line(field: str) -> Read:
    """Reads a field of one line."""
    return lambda cell: limited(clean(cell), ONE_LINE_LIMIT, words.field(field))


def _unguarded(read: Read) -> Read:
    """Undoes the guard of our own export (see `deals_csv.guarded`) before reading."""
    from pipeline_tui.transfer.deals_csv import unguarded

    return lambda cell: read(unguarded(cell))


def _as_it_is(cell: str) -> str:
    return cell
