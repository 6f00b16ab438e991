"""What the stand-up hands out; see `records`, also on annotations that are not deferred."""

from datetime import date
from typing import NamedTuple

from pipeline_tui.domain.records import Deal, DealRef, Event, FollowUp


class Happening(NamedTuple):
    """Something that happened to a deal, for the stand-up."""

    event: Event
    deal: DealRef


class StandUp(NamedTuple):
    """The daily stand-up: what happened from `since` on, what is due, what is stuck.

    Of what is due and stuck perhaps only the first are here; the counts are of all.
    """

    since: date
    yesterday: tuple[Happening, ...]
    today: tuple[FollowUp, ...]
    overdue: tuple[FollowUp, ...]
    ghosts: tuple[Deal, ...]
    """Those that have been so longest first."""
    today_count: int
    overdue_count: int
    ghost_count: int
