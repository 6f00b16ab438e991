"""What is worked out of a deal and kept with it: its ghost day, contact limit and search text.

Plain SQL, so that an import can use it without SQLModel. The rules are those of
`domain/state.py`; here they only get their facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.clock import local_day
from pipeline_tui.domain.state import CLOSED_KINDS, Facts, contact_due_on, ghost_on
from pipeline_tui.domain.text import fold
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    import sqlite3

_FACTS = """
    SELECT d.id, s.kind, s.step_required, s.contact_limit, d.created_at, d.last_contact_on,
           (SELECT MIN(f.due) FROM followup f WHERE f.deal_id = d.id AND f.state = 'open'),
           d.missing_since, d.postponements, d.stalled_on, d.unreviewed,
           d.title, c.name, p.name,
           (SELECT group_concat(t.tag, char(10)) FROM (
                SELECT tag FROM deal_tag WHERE deal_id = d.id ORDER BY tag) t),
           d.owner, d.product, d.source, d.region, d.risk_text, d.benefit, d.goal,
           c.industry, c.size,
           d.ghost_on, d.contact_due_on, d.search
    FROM deal d JOIN stage s ON s.id = d.stage_id
    LEFT JOIN company c ON c.id = d.company_id
    LEFT JOIN contact p ON p.id = d.contact_id
"""

_CHOSEN = "WHERE d.id IN (SELECT value FROM json_each(?))"

_KEEP = """
    UPDATE deal SET missing_since = ?, ghost_on = ?, contact_due_on = ?, search = ?,
                    updated_at = ?, version = version + 1
    WHERE id = ?
"""


def calendar(conn: sqlite3.Connection) -> WorkCalendar:
    """The working days of the stored holidays and one's own free days."""
    rows = conn.execute("SELECT day FROM free_day").fetchall()
    return WorkCalendar(frozenset(date.fromisoformat(day) for (day,) in rows))


def search_text(parts: Iterable[str | None]) -> str:
    """What word filters look into: title, company, contact, tags, industry … folded.

    Fields stand on lines of their own, so that a phrase does not match across two of them.
    """
    return fold("\n".join(part for part in parts if part))


def missing_since(
    stored: date | None, facts: Facts, *, unreviewed: bool, today: date
) -> date | None:
    """The day the compulsory next step went missing: today, unless it is missing already.

    None while there is a next step or none is asked for, and for imported deals until they
    have been reviewed (process.md, States, 2).
    """
    asked = facts.step_required and facts.stage_kind not in CLOSED_KINDS
    if not asked or unreviewed or facts.next_due is not None:
        return None
    return stored or today


def refresh(
    conn: sqlite3.Connection,
    today: date,
    now: str,
    working: WorkCalendar,
    deal_ids: Iterable[int] | None = None,
) -> int:
    """Work out anew what is kept with these deals, or with all; how many of them changed."""
    if deal_ids is None:
        rows = conn.execute(_FACTS).fetchall()
    else:
        chosen = json.dumps(sorted(deal_ids))
        rows = conn.execute(statement(_FACTS, _CHOSEN), (chosen,)).fetchall()
    changed = []
    for row in rows:
        stored = (row[7], *row[24:27])
        found = _kept_with(row, today, working)
        if found != stored:
            changed.append((*found, now, row[0]))
    conn.executemany(_KEEP, changed)
    return len(changed)


def _kept_with(
    row: tuple[object, ...], today: date, working: WorkCalendar
) -> tuple[str | None, str | None, str | None, str]:
    """missing_since, ghost_on, contact_due_on and search of one row of `_FACTS`."""
    facts = Facts(
        stage_kind=str(row[1]),
        step_required=bool(row[2]),
        contact_limit=None if row[3] is None else int(str(row[3])),
        created_on=local_day(str(row[4])),
        last_contact_on=_day(row[5]),
        next_due=_day(row[6]),
        missing_since=None,
        postponements=int(str(row[8])),
        stalled_on=_day(row[9]),
    )
    missing = missing_since(_day(row[7]), facts, unreviewed=bool(row[10]), today=today)
    facts = facts._replace(missing_since=missing)
    words = search_text(None if part is None else str(part) for part in row[11:24])
    return (
        _text(missing),
        _text(ghost_on(facts, working)),
        _text(contact_due_on(facts, working)),
        words,
    )


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
