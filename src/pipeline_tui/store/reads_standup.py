"""The stand-up: what happened, what is due, what is stuck."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.clock import day_begins
from pipeline_tui.domain.records_followup import Event
from pipeline_tui.domain.standup import Happening, StandUp
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_agenda import agenda
from pipeline_tui.store.reads_shared import NO_LIMIT, REF_COLUMNS, deal_ref, statement
from pipeline_tui.store.reads_urgency import urgency

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.plan import Plan, Unrated
    from pipeline_tui.domain.records_followup import DealRef

_MANY = 200
"""Where not everything is wanted, so many happenings of a kind are read at most."""

_DUE = """
    SELECT COALESCE(SUM(due < :today), 0), COUNT(*)
    FROM followup INDEXED BY followup_due WHERE state = 'open' AND due <= :today"""
_GHOSTS = "SELECT COUNT(*) FROM deal INDEXED BY deal_ghost WHERE ghost_on <= :today"

_GHOST_REFS = """
    FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN company c ON c.id = d.company_id
    WHERE d.id IN (SELECT g.id FROM deal g INDEXED BY deal_ghost
                   WHERE g.ghost_on <= :today ORDER BY g.ghost_on, g.stage_id, g.id
                   LIMIT :limit)
    ORDER BY d.ghost_on, d.stage_id, d.id"""


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

    All are counted; of what is due today, overdue and ghosts at most `limit` each are handed out,
    and with a limit not all of what happened either if there is very much of it.
    """
    until = today if until is None else until
    yesterday = date.fromordinal(max(today.toordinal() - 1, 1))
    values = {"today": today.isoformat()}
    overdue_count, due_count = conn.execute(_DUE, values).fetchone()
    happenings, counts = _happenings(conn, since, until, NO_LIMIT if limit == NO_LIMIT else _MANY)
    rule = urgency(conn)
    found, unrated = _plan(conn, today)
    return StandUp(
        since=since,
        until=until,
        yesterday=happenings,
        today=tuple(agenda(conn, None, limit, today, until=today, since=today, rule=rule)),
        overdue=tuple(agenda(conn, None, limit, today, until=yesterday, rule=rule)),
        ghosts=_ghosts(conn, today, limit),
        happened=counts,
        today_count=due_count - overdue_count,
        overdue_count=overdue_count,
        ghost_count=conn.execute(_GHOSTS, values).fetchone()[0],
        plan=found,
        unrated=unrated,
    )


def _ghosts(conn: sqlite3.Connection, today: date, limit: int) -> tuple[DealRef, ...]:
    """As `reads_deal.ghosts` has them, but only what they are called by."""
    values = {"today": today.isoformat(), "limit": limit}
    rows = conn.execute(statement("SELECT", REF_COLUMNS, _GHOST_REFS), values).fetchall()
    return tuple(ref for row in rows if (ref := deal_ref(row)) is not None)


def _plan(conn: sqlite3.Connection, today: date) -> tuple[Plan | None, Unrated | None]:
    """This quarter's, or why it counts for nothing; looking costs nothing where nobody plans."""
    if not conn.execute("SELECT EXISTS (SELECT 1 FROM target)").fetchone()[0]:
        return None, None
    from pipeline_tui.domain.metrics.periods import quarter_of
    from pipeline_tui.store.reads_plan import plan, unrated_target

    quarter = quarter_of(today)
    found = plan(conn, quarter, today)
    if found is not None:
        return found, None
    from pipeline_tui.store.reads_money import Purse

    return None, unrated_target(conn, Purse(conn), quarter)


def _happenings(
    conn: sqlite3.Connection, since: date, until: date, limit: int
) -> tuple[tuple[Happening, ...], dict[str, int]]:
    """Contacts, notes, finished steps and moves as they happened, and how many of each group.

    Of each kind at most `limit` are handed out, those first that GROUPS names first.
    """
    values = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "begin": day_begins(since),
        "end": day_begins(until + timedelta(days=1) if until < date.max else until),
        "limit": limit,
    }
    rows: list[tuple[Any, ...]] = []
    counts: dict[str, int] = {}
    for columns, source, order in (_MOVED, _FINISHED, _TALKED):
        sql = statement(columns, REF_COLUMNS, source, order, "LIMIT :limit")
        found = conn.execute(sql, values).fetchall()
        rows += found
        if len(found) == limit:
            sql = statement("SELECT x_group, COUNT(*) FROM (", columns, "0", source, ") GROUP BY 1")
            counts.update(conn.execute(sql, values).fetchall())
        else:
            for row in found:
                counts[row[8]] = counts.get(row[8], 0) + 1
    rows.sort(key=lambda row: row[:3])
    return tuple(map(_happening, rows)), counts


# Columns: instant, rank, number, what, name, old, text, reached, group, then REF_COLUMNS.
_OF_DEAL = """
    LEFT JOIN deal d ON d.id = x.deal_id
    LEFT JOIN stage s ON s.id = d.stage_id
    LEFT JOIN company c ON c.id = d.company_id"""
_TALKED = (
    """
    SELECT x.at, 3, x.id, x.kind, x.kind, '', x.text, x.reached,
           CASE WHEN NOT x.reached AND x.kind <> 'note' THEN 'tried'
                WHEN f.state = 'done' AND x.reached THEN 'done' ELSE 'logged' END AS x_group,""",
    statement(
        "FROM activity x LEFT JOIN followup f ON f.id = x.followup_id",
        _OF_DEAL,
        "WHERE x.day BETWEEN :since AND :until",
    ),
    "ORDER BY x_group, x.at DESC, x.id DESC",
)
_FINISHED = (
    "SELECT x.closed_at, 2, x.id, 'done', x.kind, x.text, x.outcome, 1, 'done' AS x_group,",
    statement(
        "FROM followup x",
        _OF_DEAL,
        """
        WHERE x.closed_on BETWEEN :since AND :until AND x.state = 'done'
          AND NOT EXISTS (SELECT 1 FROM activity t WHERE t.followup_id = x.id AND t.reached)""",
    ),
    "ORDER BY x.closed_at DESC, x.id DESC",
)
# What went on to the care after the sale as it was won is told once.
_MOVED = (
    """
    SELECT x.entered_at, 1, x.id, CASE WHEN b.id IS NULL THEN 'created' ELSE 'stage' END,
           e.name, '', '', 1,
           CASE WHEN e.kind = 'lost' AND d.disqualified THEN 'disqualified'
                WHEN e.kind IN ('won', 'lost') THEN e.kind
                WHEN b.id IS NULL THEN 'new' ELSE 'moved' END AS x_group,""",
    statement(
        """
        FROM stay x JOIN stage e ON e.id = x.stage_id
        LEFT JOIN stay b ON b.id = (
            SELECT MIN(o.id) FROM stay o WHERE o.deal_id = x.deal_id AND o.id < x.id)""",
        _OF_DEAL,
        """
        WHERE x.entered_at >= :begin AND x.entered_at < :end AND x.inferred = 0
          AND NOT (e.kind = 'care' AND EXISTS (
            SELECT 1 FROM stay w JOIN stage g ON g.id = w.stage_id
            WHERE w.deal_id = x.deal_id AND w.left_at = x.entered_at AND g.kind = 'won'
              AND w.entered_at = x.entered_at))""",
    ),
    """
    ORDER BY CASE x_group WHEN 'won' THEN 1 WHEN 'lost' THEN 2 WHEN 'disqualified' THEN 3
                          WHEN 'moved' THEN 4 ELSE 5 END,
             x.entered_at DESC, x.id DESC""",
)


def _happening(row: tuple[Any, ...]) -> Happening:
    at, _rank, _number, what, name, old, words, _reached, group = row[:9]
    if group == "tried":
        what = "attempt"
    event = Event(at, what, clean(name), clean(old), clean(words))
    return Happening(event, deal_ref(row[9:18]), group)
