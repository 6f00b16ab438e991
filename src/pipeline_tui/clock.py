"""The only source of the current time; injected everywhere, so tests and `--today` can fix it."""

from __future__ import annotations

import time as system
from datetime import UTC, date, datetime, time
from typing import Protocol

FIXED_TIME = time(12, 0)
"""Time of day when `--today` fixes the date (interfaces.md)."""


class Clock(Protocol):
    """What the program asks of time."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def today(self) -> date:
        """The date on the wall where the seller is."""

    def local(self) -> datetime:
        """The wall-clock time where the seller is, aware, in the local zone."""


class SystemClock:
    """The machine's clock in the machine's time zone."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.local().date()

    def local(self) -> datetime:
        return self.now().astimezone()


class FixedClock:
    """A clock that stands still at noon of one day (`--today`)."""

    def __init__(self, day: date, at: time = FIXED_TIME) -> None:
        self._local = datetime.combine(day, at).astimezone()

    def now(self) -> datetime:
        return self._local.astimezone(UTC)

    def today(self) -> date:
        return self._local.date()

    def local(self) -> datetime:
        return self._local


def follow_zone() -> None:
    """Notice that the machine is in another time zone than when the program was started.

    Python keeps the zone it saw first; a laptop changes it after a flight, and on Windows, where
    there is nothing to be called, it is asked for each time.
    """
    if hasattr(system, "tzset"):
        system.tzset()


def instant(moment: datetime) -> str:
    """How instants are stored: ISO 8601 in UTC, seconds, ending in Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_begins(day: date) -> str:
    """The instant, as they are stored, with which a local day begins.

    Where clocks change at midnight it may come twice, of which the first counts, or not at all.
    Days at both ends of the calendar, where zones cannot be told, begin in UTC.
    """
    try:
        midnights = [datetime.combine(day, time(fold=fold)).astimezone() for fold in (0, 1)]
        return instant(min((one for one in midnights if one.date() == day), default=midnights[0]))
    except (OverflowError, ValueError, OSError):
        return f"{day.isoformat()}T00:00:00Z"


def local_day(stored: str) -> date:
    """The local date of a stored instant."""
    return datetime.fromisoformat(stored).astimezone().date()
