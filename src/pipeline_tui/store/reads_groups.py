"""What stands around the rows of the agenda: totals of its groups, the load of the coming days."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.agenda import DayLoad, GroupTotal
from pipeline_tui.store.reads_agenda import group_days, later_count, near_counts, source_of
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
_SUMS = """
    SELECT once.name, e.currency, COUNT(e.value_minor), SUM(e.value_minor)
    FROM ({once}) once CROSS JOIN deal e ON e.id = once.deal_id
    GROUP BY once.name, e.currency"""
"""Every deal is in it once for each group, not once for each follow-up."""

# Nearly all deals there are: they are not sorted by currency, and without a filter not even kept.
_LATER = "FROM deal e INDEXED BY deal_sums WHERE {wanted}"
_LATER_SUMS = """
    SELECT SUM(e.value_minor IS NOT NULL AND e.currency = :base),
        SUM(e.value_minor) FILTER (WHERE e.currency = :base),
        SUM(e.value_minor IS NOT NULL AND e.currency <> :base) """
_OTHER_SUMS = "SELECT e.currency, COUNT(e.value_minor), SUM(e.value_minor) "
_SOME = """EXISTS (
    SELECT 1 FROM followup a INDEXED BY followup_next
    WHERE a.deal_id = e.id AND a.state = 'open' AND a.due > :sunday)"""
_CHOSEN = "e.id IN (SELECT a.deal_id {source} AND a.due > :sunday)"


def agenda_groups(
    conn: sqlite3.Connection, today: date, flt: Filter | None = None
) -> dict[str, GroupTotal]:
    """All groups with what they stand for; of `later` the value is left to `later_total`."""
    later = later_count(conn, today, flt)
    total = GroupTotal(later, None if later else 0, converted=False, left_out=0)
    return {**near_groups(conn, today, flt), LATER: total}


def near_groups(
    conn: sqlite3.Connection, today: date, flt: Filter | None = None
) -> dict[str, GroupTotal]:
    """All groups but `later`: they are few and read at once, whatever the filter."""
    counts = near_counts(conn, today, flt)
    source, values = source_of(conn, today, flt, narrow=True)
    sums = _sums(conn, today, _NEAR.format(group=_GROUP, source=source), values)
    purse = Purse(conn)
    return {name: _total(purse, count, sums.get(name, [])) for name, count in counts.items()}


def later_total(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> GroupTotal:
    """The group `later` with its value; at 20,000 deals too slow to wait for on a key."""
    count = later_count(conn, today, flt)
    purse = Purse(conn)
    source, values = source_of(conn, today, flt)
    values.update(group_days(today), base=purse.base)
    where = _LATER.format(wanted=_SOME if flt is None else _CHOSEN.format(source=source))
    ((valued, value, others),) = summed(conn, _LATER_SUMS + where, values)
    sums = [(purse.base, int(valued or 0), int(value or 0))]
    if int(others or 0):
        rest = f"{_OTHER_SUMS} {where} AND e.currency <> :base GROUP BY e.currency"
        rows = summed(conn, rest, values)
        sums += [(currency, valued, int(value or 0)) for currency, valued, value in rows]
    return _total(purse, count, sums)


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
