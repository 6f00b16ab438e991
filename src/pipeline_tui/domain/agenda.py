"""What stands around the rows of the agenda: totals of its groups, and the load of days."""

from datetime import date
from typing import NamedTuple


class GroupTotal(NamedTuple):
    """How many follow-ups a group has, and what their deals are worth, each counted once."""

    count: int  # type: ignore[assignment]  # hides tuple.count(), which nobody asks of sums
    value_minor: int | None
    """In minor units of the base currency; None where it has not been added up."""
    converted: bool
    """True when other currencies were converted into the sum."""
    left_out: int
    """Deals whose currency has no rate; they are not in the sum."""


class DayLoad(NamedTuple):
    """What is booked on a day."""

    day: date
    count: int  # type: ignore[assignment]  # as above
    timed: int
    """How many of them have a time."""
    working: bool
    """False on weekends, holidays, own free days and while one is away."""
