"""What the stand-up hands out; see `records`, also on annotations that are not deferred."""

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.metrics.plan import Plan, Unrated
from pipeline_tui.domain.records_followup import DealRef, Event, FollowUp

GROUPS = ("won", "lost", "disqualified", "moved", "new", "done", "logged", "tried")
"""What happenings are counted as, in the order in which a stand-up wants to hear of them."""

MOST_LINES = 15
"""Whatever happened, the stand-up takes no more (interfaces.md)."""

ROOM = MOST_LINES - 5
"""Lines that are left when the four heads and the line on the target are there."""


class Happening(NamedTuple):
    """Something that was done, for the stand-up."""

    event: Event
    deal: DealRef | None
    """None for a follow-up of one's own."""
    group: str
    """One of GROUPS."""


class StandUp(NamedTuple):
    """The daily stand-up: what happened from `since` to `until`, what is due, what is stuck.

    Of what happened, is due and stuck perhaps only the first are here; the counts are of all.
    """

    since: date
    until: date
    yesterday: tuple[Happening, ...]
    """In the order in which they happened."""
    today: tuple[FollowUp, ...]
    overdue: tuple[FollowUp, ...]
    ghosts: tuple[DealRef, ...]
    """Those that have been so longest first."""
    happened: dict[str, int]
    """How many there were of each group that occurs."""
    today_count: int
    overdue_count: int
    ghost_count: int
    plan: Plan | None = None
    """This quarter's target and how far one is; None where there is no target."""
    unrated: Unrated | None = None
    """The target that is set but has no rate, so that there is no plan."""
