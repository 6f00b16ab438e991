"""The stand-up: what happened, what is due, what is stuck."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pipeline_tui.clock import instant
from pipeline_tui.domain.records import Event
from pipeline_tui.domain.standup import Happening, StandUp
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_agenda import agenda
from pipeline_tui.store.reads_deal import ghosts
from pipeline_tui.store.reads_shared import NO_LIMIT, REF_COLUMNS, deal_ref, statement

_DUE = """
    SELECT COALESCE(SUM(due < :today), 0), COUNT(*)
    FROM followup INDEXED BY followup_due WHERE state = 'open' AND due <= :today"""
_GHOSTS = "SELECT COUNT(*) FROM deal INDEXED BY deal_ghost WHERE ghost_on <= :today"


def last_working_day(conn: sqlite3.Connection, today: date) -> tuple[date, date]:
    """The last working day before `today`, and yesterday: Mondays tell of Friday."""
    from pipeline_tui.domain.workdays import WorkCalendar

    rows = conn.execute("SELECT day FROM free_day").fetchall()
    calendar = WorkCalendar(frozenset(date.fromisoformat(day) for (day,) in rows))
    begin = calendar.previous(today)
    return begin, max(begin, date.fromordinal(max(today.toordinal() - 1, 1)))


def standup(
    conn: sqlite3.Connection,
    since: date,
    today: date,
    until: date | None = None,
    limit: int = NO_LIMIT,
) -> StandUp:
    """What happened from `since` to `until` (today if not given), what is due, what is stuck.

    All are counted; of what is due today, overdue and ghosts at most `limit` each are handed out.
    """
    yesterday = date.fromordinal(max(today.toordinal() - 1, 1))
    first_today = (today.isoformat(), "", 0)
    values = {"today": today.isoformat()}
    overdue_count, due_count = conn.execute(_DUE, values).fetchone()
    return StandUp(
        since=since,
        yesterday=_happenings(conn, since, today if until is None else until),
        today=tuple(agenda(conn, first_today, limit, today, until=today)),
        overdue=tuple(agenda(conn, None, limit, today, until=yesterday)),
        ghosts=tuple(ghosts(conn, today, limit)),
        today_count=due_count - overdue_count,
        overdue_count=overdue_count,
        ghost_count=conn.execute(_GHOSTS, values).fetchone()[0],
    )


def _happenings(conn: sqlite3.Connection, since: date, until: date) -> tuple[Happening, ...]:
    """Contacts, notes, finished steps and moves, in the order in which they happened."""
    values = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "begin": _midnight(since),
        "end": _midnight(until + timedelta(days=1) if until < date.max else until),
    }
    rows: list[tuple[Any, ...]] = []
    for sql in (_MOVED, _FINISHED, _TALKED):
        rows += conn.execute(sql, values).fetchall()
    rows.sort(key=lambda row: row[:3])
    return tuple(_happening(row) for row in rows)


def _midnight(day: date) -> str:
    try:
        return instant(datetime.combine(day, time.min).astimezone())
    except (OverflowError, ValueError):  # the first and last days there are
        return instant(datetime.combine(day, time.min, UTC))


# Columns: instant, rank, number, what, name, old, text, reached, then REF_COLUMNS.
_OF_DEAL = """
    JOIN deal d ON d.id = x.deal_id
    JOIN stage s ON s.id = d.stage_id
    LEFT JOIN company c ON c.id = d.company_id"""
_TALKED = statement(
    "SELECT x.at, 3, x.id, x.kind, x.kind, '', x.text, x.reached,",
    REF_COLUMNS,
    "FROM activity x",
    _OF_DEAL,
    "WHERE x.day BETWEEN :since AND :until",
)
_FINISHED = statement(
    "SELECT x.closed_at, 2, x.id, 'done', x.kind, x.text, x.outcome, 1,",
    REF_COLUMNS,
    "FROM followup x",
    _OF_DEAL,
    """
    WHERE x.closed_on BETWEEN :since AND :until AND x.state = 'done'
      AND NOT EXISTS (SELECT 1 FROM activity t WHERE t.followup_id = x.id AND t.reached)""",
)
_MOVED = statement(
    """
    SELECT x.entered_at, 1, x.id,
           CASE WHEN EXISTS (SELECT 1 FROM stay b WHERE b.deal_id = x.deal_id AND b.id < x.id)
                THEN 'stage' ELSE 'created' END,
           e.name, '', '', 1,""",
    REF_COLUMNS,
    "FROM stay x JOIN stage e ON e.id = x.stage_id",
    _OF_DEAL,
    "WHERE x.entered_at >= :begin AND x.entered_at < :end AND x.inferred = 0",
)


def _happening(row: tuple[Any, ...]) -> Happening:
    at, _rank, _number, what, name, old, words, reached = row[:8]
    if what in ("call", "mail", "meeting", "offer") and not reached:
        what = "attempt"
    deal = deal_ref(row[8:17])
    assert deal is not None  # joined, not left-joined
    return Happening(Event(at, what, clean(name), clean(old), clean(words)), deal)
