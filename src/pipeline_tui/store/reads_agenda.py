"""The agenda: open follow-ups by due date, by window, and how many there are of each group.

Groups (product.md, Agenda): overdue, today, tomorrow, week (the rest of the ISO week after
tomorrow) and later. The order is that of the index: day, time of day (none first), number.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.records import FollowUp
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.store.reads_shared import (
    NEXT_STEP,
    REF_COLUMNS,
    Wanted,
    deal_ref,
    kinds_condition,
    statement,
    text,
    wanted,
)
from pipeline_tui.store.reads_urgency import urgency

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter

GROUPS = ("overdue", "today", "tomorrow", "week", "later")

FOLLOWUP_COLUMNS = statement(
    """
    a.id, a.kind, a.text, a.due, a.time, a.state, a.outcome, a.postponed, a.attempts, a.version,
    a.repeat, a.promised, a.created_at,
    p.name, p.phone, p.email,""",
    REF_COLUMNS,
)
FOLLOWUP_JOINS = """
    LEFT JOIN deal d ON d.id = a.deal_id
    LEFT JOIN stage s ON s.id = d.stage_id
    LEFT JOIN company c ON c.id = d.company_id
    LEFT JOIN contact p ON p.id = d.contact_id"""


def group_of(due: date, today: date) -> str:
    """Which of GROUPS an open follow-up is in."""
    distance = (due - today).days
    if distance < 0:
        return "overdue"
    if distance <= 1:
        return ("today", "tomorrow")[distance]
    return "week" if due <= end_of_week(today) else "later"


def end_of_week(today: date) -> date:
    """The Sunday of the ISO week of `today`."""
    return date.fromordinal(min(today.toordinal() + 6 - today.weekday(), date.max.toordinal()))


def group_days(today: date) -> dict[str, str]:
    """The last days of the groups today, tomorrow and week, to be bound under these names."""
    tomorrow = date.fromordinal(min(today.toordinal() + 1, date.max.toordinal()))
    sunday = max(end_of_week(today), tomorrow)
    days = {"today": today, "tomorrow": tomorrow, "sunday": sunday}
    return {name: day.isoformat() for name, day in days.items()}


def agenda_counts(
    conn: sqlite3.Connection, today: date, flt: Filter | None = None
) -> dict[str, int]:
    """How many open follow-ups there are of each group."""
    source, values = source_of(conn, today, flt)
    sql = statement(_COUNTS, source)
    values.update(group_days(today))
    row = conn.execute(sql, values).fetchone()
    return {group: count or 0 for group, count in zip(GROUPS, row, strict=True)}


_COUNTS = """
    SELECT SUM(a.due < :today), SUM(a.due = :today), SUM(a.due > :today AND a.due <= :tomorrow),
           SUM(a.due > :tomorrow AND a.due <= :sunday), SUM(a.due > :sunday)"""


def agenda_key(followup: FollowUp) -> tuple[Any, ...]:
    """Where a follow-up stands in the order of the agenda."""
    return (followup.due.isoformat(), followup.time or "", followup.id)


def agenda(
    conn: sqlite3.Connection,
    key: tuple[Any, ...] | None,
    limit: int,
    today: date,
    flt: Filter | None = None,
    until: date | None = None,
    *,
    since: date | None = None,
    forward: bool = True,
) -> list[FollowUp]:
    """The next open follow-ups behind `key` (None: from the first), due `since` and `until` if
    given.

    Not `forward`: those just before `key` (None: the last ones), in the order of the agenda too.
    A `limit` of -1 means all.
    """
    source, values = source_of(conn, today, flt)
    values.update(_bound(key), limit=limit)
    parts = ["SELECT a.id", source]
    if key is not None:
        parts.append(_AFTER if forward else _BEFORE)
    if until is not None:
        parts.append("AND a.due <= :until")
        values["until"] = until.isoformat()
    if since is not None:
        parts.append("AND a.due >= :since")
        values["since"] = since.isoformat()
    way = "ASC" if forward else "DESC"
    parts += [f"ORDER BY a.due {way}, a.time {way}, a.id {way}", "LIMIT :limit"]
    sql = statement(
        "SELECT",
        FOLLOWUP_COLUMNS,
        "FROM followup a",
        FOLLOWUP_JOINS,
        "WHERE a.id IN (",
        *parts,
        ") ORDER BY a.due, a.time, a.id",
    )
    found = [followup_of(row, today) for row in conn.execute(sql, values).fetchall()]
    rule = urgency(conn)
    return [one._replace(urgency=rule.of_followup(one, today)) for one in found]


def agenda_index(
    conn: sqlite3.Connection, key: tuple[Any, ...], today: date, flt: Filter | None = None
) -> int:
    """How many follow-ups stand before `key`."""
    source, values = source_of(conn, today, flt)
    sql = statement("SELECT COUNT(*)", source, _BEFORE)
    return int(conn.execute(sql, {**values, **_bound(key)}).fetchone()[0])


def followup(conn: sqlite3.Connection, followup_id: int, today: date) -> FollowUp | None:
    """One follow-up, open or closed; None if there is none."""
    sql = statement("SELECT", FOLLOWUP_COLUMNS, "FROM followup a", FOLLOWUP_JOINS, "WHERE a.id = ?")
    row = conn.execute(sql, (followup_id,)).fetchone()
    if row is None:
        return None
    found = followup_of(row, today)
    return found._replace(urgency=urgency(conn).of_followup(found, today))


def followup_of(row: tuple[Any, ...], today: date) -> FollowUp:
    """The FOLLOWUP_COLUMNS of a row."""
    due = date.fromisoformat(row[3])
    return FollowUp(
        id=row[0],
        kind=row[1],
        text=clean(row[2]),
        due=due,
        time=row[4] or None,
        state=group_of(due, today) if row[5] == "open" else row[5],
        outcome=clean(row[6]),
        postponed=row[7],
        attempts=row[8],
        version=row[9],
        repeat=clean(row[10]),
        promised=bool(row[11]),
        created=row[12],
        contact=text(row[13]),
        phone=clean(row[14] or ""),
        email=clean(row[15] or ""),
        deal=deal_ref(row[16:25]),
    )


_AFTER = "AND (a.due, a.time, a.id) > (:at, :time, :id)"
_BEFORE = "AND (a.due, a.time, a.id) < (:at, :time, :id)"


def _bound(key: tuple[Any, ...] | None) -> dict[str, Any]:
    return dict(zip(("at", "time", "id"), key or (), strict=False))


def source_of(
    conn: sqlite3.Connection, today: date, flt: Filter | None
) -> tuple[str, dict[str, Any]]:
    """Open follow-ups under a filter: where they are found, and the values bound in it."""
    want = wanted(flt)
    if want.words:
        conn.create_function("fold", 1, fold, deterministic=True)
    values: dict[str, Any] = {"today": today.isoformat(), **want.values}
    parts = ["FROM followup a INDEXED BY followup_due"]
    if not want.everything:
        parts.append("LEFT JOIN deal d ON d.id = a.deal_id LEFT JOIN stage s ON s.id = d.stage_id")
        if want.states:  # of the deal, by its next step, which need not be this follow-up
            parts.append(NEXT_STEP)
    parts.append("WHERE a.state = 'open'")
    parts += [_words(want), kinds_condition(want.kinds, values), want.states]
    return statement(*parts), values


def _words(want: Wanted) -> str:
    """Every word stands in the deal or in the text of the follow-up itself."""
    names = [name for name in want.values if name.startswith("word")]
    return "".join(_WORD.replace(":word", f":{name}") for name in names)


_WORD = """ AND (
    a.deal_id IN (SELECT w.id FROM deal w INDEXED BY deal_search
                  WHERE w.search GLOB :word)
    OR fold(a.text) GLOB :word)"""
