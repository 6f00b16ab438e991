"""What has been read of the agenda: its groups, and a window of the follow-ups in them.

Holding every follow-up there is against a filter would hold up a key. So under one the last
group is counted only when somebody goes beyond what has been read, or aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.agenda import GroupTotal
from pipeline_tui.ui.render.agenda import GROUPS
from pipeline_tui.ui.render.agenda_layout import Layout
from pipeline_tui.ui.window import SlidingWindow

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.records import FollowUp
    from pipeline_tui.ui.gateway import Gateway

_LATER = "later"
_FIRST = 40
_SPARE = 20
"""Follow-ups read under a filter, at least, and beyond what fits on the screen."""


class AgendaRows:
    """Reads as little as it can; every reading method may raise DatabaseLocked."""

    def __init__(self, gateway: Gateway) -> None:
        """Empty until `read`."""
        self._gateway = gateway
        self._flt: Filter | None = None
        self._state: tuple[object, ...] = ()
        """Of what was read, as the gateway tells it."""
        self.totals: dict[str, GroupTotal] = {}
        """The groups that have been counted."""
        self._known: int | None = None
        """So many follow-ups of the last group are known while nobody has counted it."""
        self.layout = Layout({}, 1)
        self.window = self._new_window()

    @property
    def total(self) -> int:
        """How many follow-ups there are, as far as they are `counted`."""
        return self.window.total

    @property
    def counted(self) -> bool:
        """Whether the last group has been counted too."""
        return self._known is None

    @property
    def complete(self) -> bool:
        """Whether every group has been counted and added up."""
        added_up = all(total.value_minor is not None for total in self.totals.values())
        return self.counted and added_up

    def read(self, flt: Filter | None, rows: int, lines: int) -> None:
        """Anew, under a filter, for a screen of so many rows of so many lines."""
        first: list[FollowUp] = []
        known = None
        state = self._gateway.state()
        if flt is None:
            totals = self._gateway.agenda_groups()
        else:
            most = max(_FIRST, rows + _SPARE)
            first = self._first(flt, most, state)
            totals = self._near(flt, first, complete=len(first) < most)
            later = max(len(first) - sum(total.count for total in totals.values()), 0)
            if len(first) < most:  # these are all there are
                totals["later"] = _not_added_up(later)
            else:
                known = later
        self._flt, self._state, self.totals, self._known = flt, state, totals, known
        self.lay_out(lines)
        self.window = self._new_window()
        self.window.begin(first, self.layout.total)

    def _first(self, flt: Filter, most: int, state: tuple[object, ...]) -> list[FollowUp]:
        """The first follow-ups under a filter, `most` of them, or all there are.

        A filter that has grown by a letter leaves some of those it had left before, and goes
        on behind them; that is, while everything else is as it was.
        """
        known = self.window.rows[:most]
        grown = self._flt is not None and flt.narrows(self._flt)
        if not (grown and known and self.window.start == 0 and state == self._state):
            return self._gateway.agenda(None, most, flt, forward=True)
        wanted = self._gateway.wanted_of([row.id for row in known], flt)
        first = [row for row in known if row.id in wanted]
        if self.counted and len(known) == self.total:
            return first
        key = self._gateway.agenda_key(known[-1])
        if len(first) < most:
            first += self._gateway.agenda(key, most - len(first), flt, forward=True)
        return first

    def _near(self, flt: Filter, first: list[FollowUp], *, complete: bool) -> dict[str, GroupTotal]:
        """The groups but for `later`: added up here if all that is in them has been read."""
        if not complete and first[-1].state != _LATER:
            return self._gateway.near_groups(flt)
        near = {name: _not_added_up(0) for name in GROUPS if name != _LATER}
        return near | self._gateway.totals_of([row for row in first if row.state != _LATER])

    def count(self) -> bool:
        """Count the last group now; False if it has been."""
        if self.counted:
            return False
        return self.learn(_not_added_up(self._gateway.later_count(self._flt)))

    def learn(self, later: GroupTotal) -> bool:
        """The last group has been read: where every row stands stays. Whether it is first news."""
        news = not self.counted
        self._known = None
        self.totals["later"] = later
        self.lay_out(self.layout.lines)
        self.window.total = self.layout.total
        return news

    def lay_out(self, lines: int) -> None:
        """Where each group begins, by row and by line."""
        counts = {name: total.count for name, total in self.totals.items()}
        if self._known is not None:
            counts["later"] = self._known
        self.layout = Layout(counts, lines)

    def survivor(self, rows: list[FollowUp]) -> FollowUp | None:
        """The first of these rows that is shown, on the day and at the time it was."""
        if rows and rows[0] in self.window.rows:
            return rows[0]
        wanted = self._gateway.wanted_of([row.id for row in rows], self._flt) if rows else ()
        for row in rows:
            now = self._gateway.followup(row.id) if row.id in wanted else None
            if now is not None and (now.due, now.time) == (row.due, row.time):
                return now
        return None

    def place_of(self, row: FollowUp) -> int:
        """Where a row stands that is shown, however far from what has been read."""
        loaded = self.window.find(lambda other: other.id == row.id)
        if loaded is not None:
            return loaded
        at = self._gateway.agenda_index(self._gateway.agenda_key(row), self._flt)
        if at > self.window.keep_near:
            self.count()
            self.window.place(row, at)
        elif at >= self.total:
            self.count()
        self.window.ensure(at, at + 1)
        return at

    def _new_window(self) -> SlidingWindow[FollowUp]:
        agenda, flt = self._gateway.agenda, self._flt
        return SlidingWindow(
            lambda key, limit: agenda(key, limit, flt, forward=True),
            lambda key, limit: agenda(key, limit, flt, forward=False),
            self._gateway.agenda_key,
            self.layout.total,
        )


def _not_added_up(count: int) -> GroupTotal:
    """So many follow-ups, whose value nobody has added up; of none there is nothing to add."""
    return GroupTotal(count, None if count else 0, converted=False, left_out=0)
