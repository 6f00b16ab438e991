"""What the rows of `export all` may hold: every value is checked as if a stranger wrote it.

A table of tables; a test holds it against the schema, so that no column is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from pipeline_tui.domain.money import CURRENCIES, MAX_MINOR
from pipeline_tui.domain.text import ONE_LINE_LIMIT, TEXT_LIMIT, clean, fold

Value = str | int | None
Check = Callable[[object], Value]

LARGEST = 2**63 - 1
_REQUIRED = object()


class Column(NamedTuple):
    """How a column is checked, and what it is when a row says nothing of it."""

    check: Check
    default: object = _REQUIRED
    parent: str = ""
    """Table whose number it holds."""

    @property
    def required(self) -> bool:
        """Whether a row must have it."""
        return self.default is _REQUIRED


def whole(low: int = -LARGEST, high: int = LARGEST) -> Check:
    """A whole number between two."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError
        return value

    return check


def one_line(limit: int = ONE_LINE_LIMIT, *, filled: bool = False) -> Check:
    """Text of one line."""

    def check(value: object) -> str:
        text = clean(_text(value))
        if len(text) > limit or (filled and not text):
            raise ValueError
        return text

    return check


def lines(value: object) -> str:
    """A note."""
    text = clean(_text(value), lines=True)
    if len(text) > TEXT_LIMIT:
        raise ValueError
    return text


def filled_lines(value: object) -> str:
    """A note that says something."""
    text = lines(value)
    if not text:
        raise ValueError
    return text


def one_of(names: frozenset[str]) -> Check:
    """One of some codes."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise ValueError
        return value

    return check


def day(value: object) -> str:
    """An ISO day."""
    return date.fromisoformat(_text(value)).isoformat()


def time_of_day(value: object) -> str:
    """A time to the minute, '' for none."""
    text = _text(value)
    return time.fromisoformat(text).strftime("%H:%M") if text else ""


def recurrence(value: object) -> str:
    """A rule by which something comes again, '' for none."""
    text = clean(_text(value))
    if text:
        from pipeline_tui.domain.recurrence import is_rule

        if len(text) > ONE_LINE_LIMIT or not is_rule(text):
            raise ValueError
    return text


def moment(value: object) -> str:
    """A stored instant."""
    text = _text(value)
    made = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    try:
        made.astimezone()
    except OverflowError as error:
        raise ValueError from error
    return text


def extra(value: object) -> str:
    """A JSON object of texts, as text."""
    import json

    try:
        found = json.loads(_text(value))
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(found, dict) or len(_text(value)) > TEXT_LIMIT:
        raise ValueError
    if any(not isinstance(text, str) for text in found.values()):
        raise ValueError
    cleaned = {clean(name): clean(text) for name, text in found.items()}
    return _text(value) if cleaned == found else json.dumps(cleaned, ensure_ascii=False)


def or_none(check: Check) -> Check:
    """NULL, or what another check lets pass."""
    return lambda value: None if value is None else check(value)


def name_key(name: str) -> str:
    """By what a company is found again, as store/writes.py makes it."""
    return fold(name).strip() or name


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


_ID = Column(whole(1))
_LINE = Column(one_line(), "")
_FLAG = Column(whole(0, 1), 0)
_COUNT = Column(whole(0), 0)
_NO_DAY = Column(or_none(day), None)
_NO_MOMENT = Column(or_none(moment), None)
_MOMENT = Column(moment)
_FILLED = Column(one_line(filled=True))
_VERSION = Column(whole(1), 1)
_KINDS = frozenset({"call", "mail", "meeting", "offer"})
_ROLES = frozenset({"", "feels", "decides", "checks", "signs", "champions", "blocks"})


def _number_of(table: str, *, optional: bool = False) -> Column:
    return (
        Column(or_none(whole(1)), None, table) if optional else Column(whole(1), _REQUIRED, table)
    )


TABLES: dict[str, dict[str, Column]] = {
    "setting": {"id": _ID, "key": _FILLED, "value": Column(lines)},
    "free_day": {
        "id": _ID,
        "day": Column(day),
        "name": Column(one_line()),
        "origin": Column(one_of(frozenset({"holiday", "own"}))),
    },
    "stage": {
        "id": _ID,
        "key": _LINE,
        "name": _FILLED,
        "kind": Column(one_of(frozenset({"open", "parked", "won", "lost", "care"}))),
        "position": Column(whole()),
        "probability": Column(whole(0, 100)),
        "contact_limit": Column(or_none(whole(0, 10_000)), None),
        "step_required": Column(whole(0, 1)),
        "guidance": _LINE,
        "colour": _LINE,
        "is_first_contact": _FLAG,
        "is_opportunity": _FLAG,
    },
    "criterion": {
        "id": _ID,
        "stage_id": _number_of("stage"),
        "position": Column(whole()),
        "text": _FILLED,
    },
    "planned": {
        "id": _ID,
        "stage_id": _number_of("stage"),
        "position": Column(whole()),
        "kind": Column(one_of(_KINDS | {"task"})),
        "text": _FILLED,
        "days": Column(whole(0, 10_000)),
    },
    "company": {
        "id": _ID,
        "name": _FILLED,
        "name_key": Column(one_line(10 * ONE_LINE_LIMIT)),
        "created_at": _MOMENT,
        "version": _VERSION,
    },
    "contact": {
        "id": _ID,
        "company_id": _number_of("company", optional=True),
        "name": Column(one_line()),
        "phone": _LINE,
        "email": _LINE,
        "created_at": _MOMENT,
        "version": _VERSION,
        "may_call": Column(or_none(whole(0, 1)), None),
        "may_mail": Column(or_none(whole(0, 1)), None),
        "permission_note": _LINE,
        "permission_on": _NO_DAY,
    },
    "deal": {
        "id": _ID,
        "title": _FILLED,
        "company_id": _number_of("company", optional=True),
        "contact_id": _number_of("contact", optional=True),
        "owner": _LINE,
        "stage_id": _number_of("stage"),
        "position": Column(whole()),
        "value_minor": Column(or_none(whole(0, MAX_MINOR)), None),
        "currency": Column(one_of(CURRENCIES)),
        "probability": Column(or_none(whole(0, 100)), None),
        "category": Column(one_of(frozenset({"commit", "best", "pipeline", "omit"})), "pipeline"),
        "expected_close": _NO_DAY,
        "close_moves": _COUNT,
        "benefit": _LINE,
        "risk_level": Column(or_none(one_of(frozenset({"low", "mid", "high"}))), None),
        "risk_text": _LINE,
        "source": _LINE,
        "product": _LINE,
        "region": _LINE,
        "extra": Column(extra, "{}"),
        "created_at": _MOMENT,
        "stage_entered_at": _MOMENT,
        "last_contact_on": _NO_DAY,
        "missing_since": _NO_DAY,
        "unreviewed": _FLAG,
        "postponements": _COUNT,
        "stalled_on": _NO_DAY,
        "ghost_on": _NO_DAY,
        "contact_due_on": _NO_DAY,
        "verified_at": _NO_MOMENT,
        "overridden": _FLAG,
        "closed_on": _NO_DAY,
        "lost_reason": Column(or_none(one_line()), None),
        "closed_note": _LINE,
        "origin": _LINE,
        "external_id": _LINE,
        "import_hash": _LINE,
        "updated_at": _MOMENT,
        "version": _VERSION,
        "contact_role": Column(one_of(_ROLES), ""),
    },
    "deal_tag": {"id": _ID, "deal_id": _number_of("deal"), "tag": _FILLED},
    "tick": {
        "id": _ID,
        "deal_id": _number_of("deal"),
        "criterion_id": _number_of("criterion"),
        "ticked_at": _MOMENT,
        "evidence": _LINE,
    },
    "followup": {
        "id": _ID,
        "deal_id": _number_of("deal", optional=True),
        "kind": Column(one_of(_KINDS | {"task"})),
        "text": _FILLED,
        "due": Column(day),
        "time": Column(time_of_day, ""),
        "state": Column(one_of(frozenset({"open", "done", "cancelled"})), "open"),
        "outcome": _LINE,
        "postponed": _COUNT,
        "attempts": _COUNT,
        "created_at": _MOMENT,
        "closed_at": _NO_MOMENT,
        "closed_on": _NO_DAY,
        "version": _VERSION,
        "repeat": Column(recurrence, ""),
        "promised": _FLAG,
        "repeat_time": Column(time_of_day, ""),
        "series": Column(or_none(whole(1)), None),
    },
    "activity": {
        "id": _ID,
        "deal_id": _number_of("deal"),
        "kind": Column(one_of(_KINDS | {"note"})),
        "text": Column(filled_lines),
        "at": _MOMENT,
        "day": Column(day),
        "reached": _FLAG,
        "followup_id": _number_of("followup", optional=True),
        "version": _VERSION,
    },
    "stay": {
        "id": _ID,
        "deal_id": _number_of("deal"),
        "stage_id": _number_of("stage"),
        "entered_at": _MOMENT,
        "left_at": _NO_MOMENT,
        "days": Column(or_none(whole(0)), None),
        "inferred": _FLAG,
    },
    "field_change": {
        "id": _ID,
        "deal_id": _number_of("deal"),
        "field": _FILLED,
        "old": Column(lines),
        "new": Column(lines),
        "at": _MOMENT,
    },
}
"""Every table of `export all`, parents first, with its columns in order."""
