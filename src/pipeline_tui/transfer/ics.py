"""Open follow-ups as a calendar that other programs read (RFC 5545).

Its few properties are written here, since a calendar of tens of thousands is written after each
change: the icalendar library takes half a millisecond for every one. The tests read it back with
that library and another one.

Byte for byte the same for the same follow-ups: every instant in it comes from the data, none
from a clock. There is no METHOD: with one, DTSTAMP would be the moment of writing (3.8.7.2).
Times are floating, since a follow-up is due by the clock on the wall where the seller is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline_tui.domain import words
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.calendar_entry import CalendarEntry

KINDS = ("todo", "event")
"""What a follow-up becomes: a to-do (VTODO), or an event (VEVENT)."""

Made = dict["CalendarEntry", bytes]
"""Entries as they were written out before; what has not changed is not made again."""

NAME = "pipeline-tui"

_LONGEST = 75  # octets of a line (3.1)
_END = b"END:VCALENDAR\r\n"
_LAST_MINUTE = time(23, 59)
_FIRST_MINUTE = time(0, 1)
_DOT = " · "
_RULE = r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*"
_NEVER = r"INTERVAL=0|[0-9]{9}|UNTIL=(?![0-9]{8}(;|$))"


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
            now[entry] = _component(uid, entry, kind)
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
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{NAME}//{NAME}//EN",
        f"UID:{_escaped(identity(uid))}",
        f"NAME:{NAME}",
        f"X-WR-CALNAME:{NAME}",  # what most programs read instead of NAME
    )
    return b"".join(map(_folded, lines))


def _component(uid: str, entry: CalendarEntry, kind: str) -> bytes:
    """One entry, line by line."""
    name = "VTODO" if kind == "todo" else "VEVENT"
    changed = _instant(entry.changed_at)
    named = entry.text or words.kind(entry.kind)
    said = _DOT.join(part for part in (named, entry.company or entry.title) if part)
    lines = [
        f"BEGIN:{name}",
        f"UID:followup-{entry.series}@{_escaped(identity(uid))}",
        f"SEQUENCE:{entry.sequence}",
        f"CREATED:{_instant(entry.created_at)}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SUMMARY:{_escaped(said)}",
    ]
    if entry.title is not None:
        lines.append("DESCRIPTION:" + _escaped("\n".join(_lines(entry))))
    lines.append("CATEGORIES:" + _escaped(words.capital(words.kind(entry.kind))))
    if kind == "todo":
        lines += ["STATUS:NEEDS-ACTION", *_due(entry)]
    else:
        lines += ["TRANSP:TRANSPARENT", *_start(entry, _moment(entry))]
    lines.append(f"END:{name}")
    return b"".join(map(_folded, lines))


def _escaped(text: str) -> str:
    """Text as a value of type TEXT (3.3.11)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", r"\n")


def _folded(line: str) -> bytes:
    """A content line of at most 75 octets in each of its parts (3.1); no character is cut."""
    octets = line.encode()
    if len(octets) <= _LONGEST:
        return octets + b"\r\n"
    parts, start, room = [], 0, _LONGEST
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        parts.append(octets[start:end])
        start, room = end, _LONGEST - 1  # a blank begins what goes on
    parts.append(octets[start:])
    return b"\r\n ".join(parts) + b"\r\n"


def _instant(stored: str) -> str:
    """A kept instant in UTC (3.3.5)."""
    moment = datetime.fromisoformat(stored)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return _written(moment) + "Z"


def _written(moment: date | datetime) -> str:
    """A day, or a time on the wall (3.3.4, 3.3.5)."""
    return moment.isoformat()[:19].replace("-", "").replace(":", "")


def _dated(name: str, moment: date | datetime) -> str:
    """A property that holds a day or a time on the wall."""
    kind = "" if isinstance(moment, datetime) else ";VALUE=DATE"
    return f"{name}{kind}:{_written(moment)}"


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


def _due(entry: CalendarEntry) -> list[str]:
    """When a to-do is due; one that comes again needs a start as well, of the same type.

    The start must lie before the due time (3.8.2.3), and readers refuse it otherwise: so it
    starts with its day, and without a time it is due at the end of it.
    """
    if not _repeats(entry):
        return [_dated("DUE", _moment(entry))]
    at = time.fromisoformat(entry.time) if entry.time else _LAST_MINUTE
    due = datetime.combine(entry.due, max(at, _FIRST_MINUTE))
    return [*_start(entry, datetime.combine(entry.due, time())), _dated("DUE", due)]


def _start(entry: CalendarEntry, start: date | datetime) -> list[str]:
    """When it begins, and the rule by which it comes again, if it does."""
    begins = _dated("DTSTART", start)
    if not _repeats(entry):
        return [begins]
    rule = entry.repeat
    if isinstance(start, datetime):  # its end is of the same type (3.3.10)
        rule = re.sub(r"(UNTIL=[0-9]{8})", rf"\1T{_LAST_MINUTE:%H%M%S}", rule)
    return [begins, f"RRULE:{rule}"]


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
