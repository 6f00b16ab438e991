"""A follow-up as other programs' calendars get to know it."""

# Annotations are not deferred, as in domain/records.py.
from datetime import date
from typing import NamedTuple


class CalendarEntry(NamedTuple):
    """An open follow-up with what one wants to read of its deal when it is due."""

    id: int
    kind: str
    text: str
    due: date
    time: str | None
    """HH:MM on the wall where the seller is."""
    repeat: str
    """RFC 5545 rule by which it comes again, '' for once."""
    sequence: int
    """How often it, its series or its deal was changed; never goes back, not by undo either."""
    created_at: str
    changed_at: str
    """Instant of the last change that is known; it, or its deal."""
    title: str | None
    """Of its deal; None where it belongs to none."""
    company: str | None
    contact: str | None
    phone: str
    email: str
    risk_level: str | None
    risk_text: str
    repeat_time: str | None
    """HH:MM at which it comes again, whenever this one is due."""
    series: int
    """By what calendars know it: the number of the first of its series, or its own."""
