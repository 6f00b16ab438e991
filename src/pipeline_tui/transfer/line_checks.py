"""How the values of `export all` are checked: every one as if a stranger wrote it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from pipeline_tui.domain.text import ONE_LINE_LIMIT, TEXT_LIMIT, clean, fold

Value = str | int | None
Check = Callable[[object], Value]

LARGEST = 2**63 - 1
REQUIRED = object()
"""The default of a column that has none."""


class Column(NamedTuple):
    """How a column is checked, and what it is when a row says nothing of it."""

    check: Check
    default: object = REQUIRED
    parent: str = ""
    """Table whose number it holds."""

    @property
    def required(self) -> bool:
        """Whether a row must have it."""
        return self.default is REQUIRED


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


def month(value: object) -> str:
    """A month of a year, as in 2026-11."""
    return date.fromisoformat(f"{_text(value)}-01").isoformat()[:7]


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


def per_channel(contact: dict[str, object]) -> dict[str, object]:
    """A contact as older exports have it: one origin and one day for all that is allowed."""
    if not contact.keys() & {"permission_note", "permission_on"}:
        return contact
    found = dict(contact)
    origin, on = found.pop("permission_note", ""), found.pop("permission_on", None)
    call, mail = found.get("may_call"), found.get("may_mail")
    if call is not None or mail is None:
        found |= {"call_origin": origin, "call_on": on}
    if mail is not None:
        found |= {"mail_origin": origin, "mail_on": on}
    if (call, mail) == (0, 0):
        found.setdefault("do_not_contact", 1)
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value
