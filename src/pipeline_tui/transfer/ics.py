"""Open follow-ups as a calendar that other programs read (RFC 5545), by the icalendar library.

Byte for byte the same for the same follow-ups: every instant in it comes from the data, none
from a clock. There is no METHOD: with one, DTSTAMP would be the moment of writing (3.8.7.2).
Times are floating, since a follow-up is due by the clock on the wall where the seller is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline_tui.domain import words
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from icalendar import Component

    from pipeline_tui.domain.calendar_entry import CalendarEntry

KINDS = ("todo", "event")
"""What a follow-up becomes: a to-do (VTODO), or an event (VEVENT)."""

Made = dict["CalendarEntry", bytes]
"""Entries as they were written out before; what has not changed is not made again."""

NAME = "pipeline-tui"

_END = b"END:VCALENDAR\r\n"
_LAST_MINUTE = time(23, 59)
_FIRST_MINUTE = time(0, 1)
_DOT = " · "
_RULE = r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*"
_NEVER = r"INTERVAL=0|[0-9]{9}|UNTIL=(?![0-9]{8}(;|$))"


class _Text:
    """Text as RFC 5545 (3.3.11) wants it; the library takes a written \\N for a line end."""

    def __init__(self, text: str) -> None:
        self._text = text

    def to_ical(self) -> bytes:
        """The text escaped, in UTF-8."""
        text = self._text.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
        return text.replace("\n", r"\n").encode()


def calendar(
    uid: str,
    entries: Iterable[CalendarEntry],
    kind: str,
    made: Made | None = None,
    rest: Callable[[], None] = lambda: None,
) -> bytes:
    """A calendar of these follow-ups, as one of KINDS, in the language spoken now.

    `uid` is the identity of the database: by it and the number of its series, or its own, an entry
    is found again, so that importing again updates. `made` is what an earlier call made of the
    same kind in the same language; it holds what this one made afterwards. `rest` is called
    after each entry made.
    """
    known = {} if made is None else made
    now: Made = {}
    for entry in entries:
        if entry in known:
            now[entry] = known[entry]
        else:
            now[entry] = _component(uid, entry, kind).to_ical()
            rest()
    if made is not None:
        made.clear()
        made.update(now)
    return b"".join((_head(uid), *now.values(), _END))


def identity(uid: str) -> str:
    """How a calendar of the database with this identity calls itself (RFC 7986, 5.3)."""
    return f"{uid}.{NAME}"


def identity_of(content: bytes) -> str | None:
    """The identity of a calendar this program wrote; None if it is none."""
    head, _begin, _rest = content.partition(b"\r\nBEGIN:V")
    found = re.search(rb"^UID:(\w+\.pipeline-tui)\r?$", head, re.MULTILINE)
    ours = head.startswith(b"BEGIN:VCALENDAR\r\n") and found is not None
    return found[1].decode("ascii") if ours and found is not None else None


def _head(uid: str) -> bytes:
    """What stands before the entries."""
    from icalendar import Calendar

    top = Calendar()
    top.add("version", "2.0")
    top.add("prodid", f"-//{NAME}//{NAME}//EN")
    top.add("uid", identity(uid))
    top.add("name", NAME)
    top.add("x-wr-calname", NAME)  # what most programs read instead of NAME
    return bytes(top.to_ical()).removesuffix(_END)


def _component(uid: str, entry: CalendarEntry, kind: str) -> Component:
    from icalendar import Event, Todo

    made: Component = Todo() if kind == "todo" else Event()
    made.add("uid", f"followup-{entry.series}@{identity(uid)}")
    made.add("sequence", entry.sequence)
    made.add("created", datetime.fromisoformat(entry.created_at))
    made.add("dtstamp", datetime.fromisoformat(entry.changed_at))
    made.add("last-modified", datetime.fromisoformat(entry.changed_at))
    named = entry.text or words.kind(entry.kind)
    said = _DOT.join(part for part in (named, entry.company or entry.title) if part)
    made.add("summary", _Text(said), encode=False)
    if entry.title is not None:
        made.add("description", _Text("\n".join(_lines(entry))), encode=False)
    made.add("categories", [words.capital(words.kind(entry.kind))])
    if kind == "todo":
        made.add("status", "NEEDS-ACTION")
        _add_due(made, entry)
    else:
        made.add("transp", "TRANSPARENT")
        _add_start(made, entry, _moment(entry))
    return made


def _lines(entry: CalendarEntry) -> list[str]:
    """What one wants to have at hand when it is due."""
    risk = (entry.risk_level and words.risk(entry.risk_level), entry.risk_text)
    facts = (
        (_("Deal"), entry.title),
        (words.field("company"), entry.company),
        (words.field("contact"), entry.contact),
        (words.field("phone"), entry.phone),
        (words.field("email"), entry.email),
        (words.field("risk"), _DOT.join(part for part in risk if part)),
    )
    return [
        _("{name}: {words}").format(name=words.capital(name), words=said)
        for name, said in facts
        if said
    ]


def _moment(entry: CalendarEntry) -> date | datetime:
    """When it is due: the day, or the time on the wall."""
    if entry.time is None:
        return entry.due
    return datetime.combine(entry.due, time.fromisoformat(entry.time))


def _add_due(made: Component, entry: CalendarEntry) -> None:
    """When a to-do is due; one that comes again needs a start as well, of the same type.

    The start must lie before the due time (3.8.2.3), and readers refuse it otherwise: so it
    starts with its day, and without a time it is due at the end of it.
    """
    if not _repeats(entry):
        made.add("due", _moment(entry))
        return
    at = time.fromisoformat(entry.time) if entry.time else _LAST_MINUTE
    _add_start(made, entry, datetime.combine(entry.due, time()))
    made.add("due", datetime.combine(entry.due, max(at, _FIRST_MINUTE)))


def _add_start(made: Component, entry: CalendarEntry, start: date | datetime) -> None:
    """When it begins, and the rule by which it comes again, if it does."""
    made.add("dtstart", start)
    if not _repeats(entry):
        return
    from icalendar import vRecur

    rule = vRecur.from_ical(entry.repeat)
    if "UNTIL" in rule and isinstance(start, datetime):  # of the same type (3.3.10)
        rule["UNTIL"] = [datetime.combine(last, _LAST_MINUTE) for last in rule["UNTIL"]]
    made.add("rrule", rule)


def _repeats(entry: CalendarEntry) -> bool:
    """Whether the rule by which it comes again can be told.

    Moved to a day that the rule does not name it stands there once: what the rule would mean
    then is undefined (3.8.5.3), and readers differ. So it does at another time than that of its
    series, to which the next one comes back.
    """
    if not entry.repeat or entry.time != entry.repeat_time:
        return False
    return _begins(entry.repeat, entry.due)


@lru_cache(maxsize=1024)
def _begins(rule: str, day: date) -> bool:
    """Whether a rule that begins on this day names the day itself.

    Another program may have written anything there, such as an interval of nothing.
    """
    from pipeline_tui.domain.recurrence import following

    if not re.fullmatch(_RULE, rule) or re.search(_NEVER, rule):
        return False
    try:
        return following(rule, day, day - timedelta(days=1)) == day
    except InputError:
        return False
