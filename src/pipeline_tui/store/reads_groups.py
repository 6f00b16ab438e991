"""What stands around the rows of the agenda: totals of its groups, the load of the coming days."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.agenda import DayLoad, GroupTotal
from pipeline_tui.store.reads_agenda import GROUPS, agenda_counts, group_days, source_of
from pipeline_tui.store.reads_money import Purse, summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.records import DealRef, FollowUp

LATER = "later"
"""The group that may hold nearly everything there is."""

_GROUP = """
    CASE WHEN a.due < :today THEN 'overdue' WHEN a.due = :today THEN 'today'
         WHEN a.due <= :tomorrow THEN 'tomorrow' ELSE 'week' END"""
_NEAR = "SELECT DISTINCT a.deal_id, {group} AS name {source} AND a.due <= :sunday"
_FAR = "SELECT a.deal_id, 'later' AS name {source} AND a.due > :sunday GROUP BY a.deal_id"
_SUMS = """
    SELECT once.name, e.currency, COUNT(e.value_minor), SUM(e.value_minor)
    FROM ({once}) once CROSS JOIN deal e ON e.id = once.deal_id
    GROUP BY once.name, e.currency"""
"""Every deal is in it once for each group, not once for each follow-up."""


def agenda_groups(
    conn: sqlite3.Connection, today: date, flt: Filter | None = None
) -> dict[str, GroupTotal]:
    """All groups with what they stand for; of `later` the value is left to `later_total`.

    Only the near groups are added up here: they are few and read at once.
    """
    counts = agenda_counts(conn, today, flt)
    source, values = source_of(conn, today, flt, narrow=True)
    sums = _sums(conn, today, _NEAR.format(group=_GROUP, source=source), values)
    purse = Purse(conn)
    totals = {name: _total(purse, counts[name], sums.get(name, [])) for name in GROUPS}
    if counts[LATER]:
        totals[LATER] = totals[LATER]._replace(value_minor=None)
    return totals


def later_total(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> GroupTotal:
    """The group `later` with its value; at 20,000 deals too slow to wait for on a key."""
    count = agenda_counts(conn, today, flt)[LATER]
    source, values = source_of(conn, today, flt, index="followup_next")  # in the order of deals
    sums = _sums(conn, today, _FAR.format(source=source), values)
    return _total(Purse(conn), count, sums.get(LATER, []))


def totals_of(conn: sqlite3.Connection, found: Iterable[FollowUp]) -> dict[str, GroupTotal]:
    """The groups that some follow-ups are in, with what these alone stand for."""
    counts: dict[str, int] = {}
    deals: dict[str, dict[int, DealRef]] = {}
    for one in found:
        counts[one.state] = counts.get(one.state, 0) + 1
        if one.deal is not None:
            deals.setdefault(one.state, {})[one.deal.id] = one.deal
    purse = Purse(conn)
    totals = {}
    for name, count in counts.items():
        sums: dict[str, list[int]] = {}
        for deal in deals.get(name, {}).values():
            if deal.value_minor is not None:
                sums.setdefault(deal.currency, []).append(deal.value_minor)
        of_currency = [(currency, len(values), sum(values)) for currency, values in sums.items()]
        totals[name] = _total(purse, count, of_currency)
    return totals


def _sums(
    conn: sqlite3.Connection, today: date, once: str, values: dict[str, Any]
) -> dict[str, list[tuple[str, int, int]]]:
    """Currency, deals with a value and their value of each group."""
    found: dict[str, list[tuple[str, int, int]]] = {}
    rows = summed(conn, _SUMS.format(once=once), {**values, **group_days(today)})
    for name, currency, valued, value in rows:
        found.setdefault(name, []).append((currency, valued, int(value or 0)))
    return found


def _total(purse: Purse, count: int, sums: list[tuple[str, int, int]]) -> GroupTotal:
    value = left_out = 0
    converted = False
    for currency, valued, minor in sums:
        worth = purse.in_base(minor, currency)
        if worth is None:
            left_out += valued
        elif valued:
            value += worth
            converted = converted or currency != purse.base
    return GroupTotal(count, value, converted, left_out)


_LOAD = """
    SELECT due, COUNT(*), SUM(time > '')
    FROM followup INDEXED BY followup_due
    WHERE state = 'open' AND due BETWEEN :first AND :last
    GROUP BY due"""
_TIMES = """
    SELECT time FROM followup INDEXED BY followup_due
    WHERE state = 'open' AND due = :today AND time > ''
    ORDER BY time"""


def load(conn: sqlite3.Connection, today: date, days: int = 14) -> list[DayLoad]:
    """What is booked on `today` and the days after it, `days` in all, whatever the filter."""
    last = date.fromordinal(min(today.toordinal() + days - 1, date.max.toordinal()))
    values: dict[str, Any] = {"first": today.isoformat(), "last": last.isoformat()}
    from pipeline_tui.domain.workdays import WorkCalendar

    free = conn.execute("SELECT day FROM free_day WHERE day BETWEEN :first AND :last", values)
    calendar = WorkCalendar(frozenset(date.fromisoformat(day) for (day,) in free.fetchall()))
    booked = {day: (count, timed) for day, count, timed in conn.execute(_LOAD, values).fetchall()}
    shown = (today + timedelta(days=n) for n in range((last - today).days + 1))
    return [
        DayLoad(day, *booked.get(day.isoformat(), (0, 0)), working=calendar.is_working(day))
        for day in shown
    ]


def times(conn: sqlite3.Connection, today: date) -> tuple[str, ...]:
    """The times, HH:MM, at which something is due today, in order."""
    rows = conn.execute(_TIMES, {"today": today.isoformat()}).fetchall()
    return tuple(time for (time,) in rows)
