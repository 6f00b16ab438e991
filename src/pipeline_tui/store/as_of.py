"""The file as it was at the end of a day that has passed (metrics.md, "As of a date").

SQLite looks for a table in the schema `temp` first. So a connection that reads gets temporary
tables and views of the names of the real ones, and every read works on the past without knowing.
What changes as a whole row is put together from what rows were (migrations/m0005_past.py); what
only grows, as stays, contacts and ticks, is cut off at the end of the day.

Of days before the program kept what rows were, and of deals that came with an import, the stays
and the edits of the timeline tell: stage, value, probability, close date, category, whether and
when a deal was closed. For the rest the present stands in: ghosts, texts, names, companies, tags,
targets. A tick or an answer taken back since is gone; a deal deleted since is in no past; a stage
merged into another is that other one.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline_tui.clock import day_begins
from pipeline_tui.errors import InputError
from pipeline_tui.store.connection import explained, open_reader
from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_TABLES = ("stage", "setting", "followup", "deal")
"""Rebuilt, each with its indexes, so that reads are as quick as today's."""

_VIEWS = {
    "stay": """
        SELECT id, deal_id, stage_id, entered_at,
               CASE WHEN left_at < {end} THEN left_at END AS left_at,
               CASE WHEN left_at < {end} THEN days END AS days, inferred
        FROM main.stay WHERE entered_at < {end}""",
    "activity": "SELECT * FROM main.activity WHERE day <= {day}",
    "tick": "SELECT * FROM main.tick WHERE ticked_at < {end}",
    "answer": "SELECT * FROM main.answer WHERE answered_at < {end}",
    "field_change": "SELECT * FROM main.field_change WHERE at < {end}",
    "play_use": "SELECT * FROM main.play_use WHERE at < {end}",
    "review": "SELECT * FROM main.review WHERE started_at < {end}",
}
"""What only grows; a view costs nothing to make, and reads use the indexes below it."""

# What a row was: the first of a later day, else as it is now.
_STAGE = """
    FROM main.stage x LEFT JOIN main.stage_past h ON h.id = (
        SELECT n.id FROM main.stage_past n WHERE n.stage_id = x.id AND n.day > :day
        ORDER BY n.day LIMIT 1)"""
_FOLLOWUP = """
    FROM main.followup x LEFT JOIN main.followup_past h ON h.id = (
        SELECT n.id FROM main.followup_past n WHERE n.followup_id = x.id AND n.day > :day
        ORDER BY n.day LIMIT 1)
    WHERE x.created_at < :end"""
_DEAL = """
    FROM main.deal x LEFT JOIN main.deal_past h ON h.id = (
        SELECT n.id FROM main.deal_past n WHERE n.deal_id = x.id AND n.day > :day
        ORDER BY n.day LIMIT 1)
    LEFT JOIN main.stay y ON y.id = COALESCE(
        (SELECT n.id FROM main.stay n WHERE n.deal_id = x.id AND n.entered_at < :end
         ORDER BY n.entered_at DESC, n.id DESC LIMIT 1),
        (SELECT n.id FROM main.stay n WHERE n.deal_id = x.id ORDER BY n.entered_at, n.id LIMIT 1))
    WHERE x.created_at < :end"""
_SETTING = """
    INSERT INTO temp.setting (id, key, value)
    SELECT s.id, s.key, s.value FROM main.setting s
    WHERE NOT EXISTS (SELECT 1 FROM main.setting_past n WHERE n.key = s.key AND n.day > :day)
    UNION ALL
    SELECT 1000000 + h.id, h.key, h.value FROM main.setting_past h
    WHERE h.value IS NOT NULL AND h.id = (
        SELECT n.id FROM main.setting_past n WHERE n.key = h.key AND n.day > :day
        ORDER BY n.day LIMIT 1)"""

# The first edit of the timeline since: its old value was the one. Where what the row was is kept
# of that day or an earlier one, that is true without edits.
_EDITS = """
    CREATE TEMP TABLE edit AS
    SELECT c.deal_id, c.field, c.old, MIN(c.id) AS first,
           SUM(c.field = 'close' AND c.old <> '' AND c.new > c.old) AS later
    FROM main.field_change c
    WHERE c.at >= {end} AND (c.field IN ({texts}) OR c.field IN ({kept})
      AND date(c.at, 'localtime') < COALESCE(
          (SELECT MIN(h.day) FROM main.deal_past h WHERE h.deal_id = c.deal_id AND h.day > {day}),
          '9999-12-31'))
    GROUP BY c.deal_id, c.field"""
_TEXTS = ("title", "benefit", "goal", "incumbent", "owner", "source", "product", "region", "risk")
"""Fields of which only the timeline tells."""
_KEPT = {
    "category": "category = e.old",
    "close": "expected_close = NULLIF(e.old, ''), close_moves = max(0, close_moves - e.later)",
    "currency": "currency = e.old",
    "probability": "probability = CAST(NULLIF(e.old, '') AS INTEGER)",
    "value": "",
}
"""Fields that `deal_past` keeps too, and how they are taken back; values are read."""

# What does not fit the stage of that day is from later: a row of which nothing was kept.
_OPEN = (
    "(SELECT s.kind FROM temp.stage s WHERE s.id = deal.stage_id) NOT IN ('won', 'lost', 'care')"
)
_REPAIRS = (
    statement(
        "UPDATE temp.deal SET closed_on = NULL, lost_reason = NULL, closed_note = '',",
        "disqualified = 0, risk_was_reason = NULL WHERE closed_on IS NOT NULL AND", _OPEN,
    ),
    statement(
        "UPDATE temp.deal SET closed_on = min(:day, date((SELECT y.entered_at FROM main.stay y",
        "WHERE y.deal_id = deal.id AND y.entered_at < :end",
        "ORDER BY y.entered_at DESC, y.id DESC LIMIT 1), 'localtime'))",
        "WHERE (closed_on IS NULL OR closed_on > :day) AND NOT", _OPEN,
    ),
    "UPDATE temp.deal SET verified_at = NULL WHERE verified_at >= :end",
    """UPDATE temp.deal SET last_contact_on = (
           SELECT MAX(a.day) FROM main.activity a
           WHERE a.deal_id = deal.id AND a.reached AND a.day <= :day)
       WHERE last_contact_on > :day""",
    """UPDATE temp.deal SET stage_entered_at = (
           SELECT MAX(y.entered_at) FROM main.stay y
           WHERE y.deal_id = deal.id AND y.entered_at < :end)
       WHERE stage_entered_at >= :end AND EXISTS (
           SELECT 1 FROM main.stay y WHERE y.deal_id = deal.id AND y.entered_at < :end)""",
    """UPDATE temp.followup SET state = 'open', closed_at = NULL, closed_on = NULL, outcome = ''
       WHERE closed_on > :day""",
)  # fmt: skip


def open_as_of(path: Path | str, day: date, *, wait_ms: int) -> sqlite3.Connection:
    """A connection that reads what was there at the end of a day, and cannot write.

    It is of one moment: changes made later are not seen. Errors: as of `open_reader`.
    """
    conn = open_reader(path, wait_ms=wait_ms)
    try:
        with explained(path):
            turn_back(conn, day)
    except BaseException:
        conn.close()
        raise
    return conn


def turn_back(conn: sqlite3.Connection, day: date) -> None:
    """Make what a reading connection sees that of the end of a day; nothing reaches the disk."""
    end = day_begins(day + timedelta(days=1))
    values = {"day": day.isoformat(), "end": end}
    quoted = {name: f"'{value}'" for name, value in values.items()}  # both made here of digits
    conn.execute("PRAGMA query_only=OFF")
    conn.execute("PRAGMA temp_store=MEMORY")
    conn.execute("PRAGMA foreign_keys=OFF")  # of temporary tables to real ones there are none
    conn.execute("BEGIN")
    for table in _TABLES:
        _make(conn, table)
    _fill(conn, "stage", _STAGE, values)
    conn.execute(_SETTING, values)
    _fill(conn, "followup", _FOLLOWUP, values)
    _fill(conn, "deal", _DEAL, values, "COALESCE(y.stage_id, x.stage_id)")
    _take_back_edits(conn, quoted)
    for repair in _REPAIRS:
        conn.execute(repair, {name: values[name] for name in values if f":{name}" in repair})
    for table in _TABLES:
        _index(conn, table)
    for name, select in _VIEWS.items():
        conn.execute(statement("CREATE TEMP VIEW", name, "AS", select.format(**quoted)))
    conn.execute("COMMIT")
    conn.execute("PRAGMA query_only=ON")


def _make(conn: sqlite3.Connection, table: str) -> None:
    """An empty temporary table like the real one, without what its rows refer to."""
    (sql,) = conn.execute(
        "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?", (table,)
    ).fetchone()
    sql = re.sub(r" REFERENCES \w+ \(id\)( ON DELETE (CASCADE|RESTRICT|SET NULL))?", "", sql)
    conn.execute(re.sub(r'^CREATE TABLE "?(\w+)"?', r"CREATE TEMP TABLE \1", sql))


def _index(conn: sqlite3.Connection, table: str) -> None:
    """The same indexes, under the same names, by which reads ask for them."""
    rows = conn.execute(
        "SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ?"
        " AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    for (sql,) in rows:
        conn.execute(re.sub(r"^CREATE (UNIQUE )?INDEX (\w+)", r"CREATE \1INDEX temp.\2", sql))


def _fill(
    conn: sqlite3.Connection, table: str, source: str, values: dict[str, str], stage: str = ""
) -> None:
    """Every row of that day; columns of which nothing is kept are those of now."""
    kept = {row[1] for row in conn.execute(f'PRAGMA main.table_info("{table}_past")')}
    names = [row[1] for row in conn.execute(f'PRAGMA main.table_info("{table}")')]
    columns = [
        stage
        if stage and name == "stage_id"
        else f"CASE WHEN h.id IS NULL THEN x.{name} ELSE h.{name} END"
        if name in kept and name != "id"
        else f"x.{name}"
        for name in names
    ]
    conn.execute(
        statement(
            "INSERT INTO", f"temp.{table}", f"({', '.join(names)})",
            "SELECT", ", ".join(columns), source,
        ),
        {name: value for name, value in values.items() if f":{name}" in source},
    )  # fmt: skip


def _take_back_edits(conn: sqlite3.Connection, quoted: dict[str, str]) -> None:
    """The old values of edits made later, where nothing else was kept of a deal."""
    texts, kept = (", ".join(f"'{name}'" for name in names) for names in (_TEXTS, _KEPT))
    conn.execute(_EDITS.format(texts=texts, kept=kept, **quoted))
    sql = "SELECT DISTINCT field FROM temp.edit ORDER BY field"  # a value after its currency
    for (field,) in conn.execute(sql).fetchall():
        if field == "value":
            _take_back_values(conn)
        elif field == "risk":
            _take_back_risks(conn)
        else:
            change = ("UPDATE temp.deal SET", _KEPT.get(field, f"{field} = e.old"))
            where = "FROM temp.edit e WHERE e.deal_id = deal.id AND e.field = ?"
            conn.execute(statement(*change, where), (field,))
    conn.execute("DROP TABLE temp.edit")


def _take_back_risks(conn: sqlite3.Connection) -> None:
    """Risks are kept as `!high budget freeze` (services/fields.py, text_of)."""
    sql = "SELECT old, deal_id FROM temp.edit WHERE field = 'risk'"
    for text, deal_id in conn.execute(sql).fetchall():
        first, _space, rest = text.partition(" ")
        level = first[1:] if first in ("!low", "!mid", "!high") else None
        conn.execute(
            "UPDATE temp.deal SET risk_level = ?, risk_text = ? WHERE id = ?",
            (level, rest if level else text, deal_id),
        )


def _take_back_values(conn: sqlite3.Connection) -> None:
    """Values are kept as `12000.50 EUR` (services/fields.py, text_of)."""
    from pipeline_tui.domain.money import parse_amount

    conn.execute(
        "UPDATE temp.deal SET value_minor = NULL WHERE id IN ("
        "SELECT deal_id FROM temp.edit WHERE field = 'value' AND old = '')"
    )
    sql = "SELECT old, deal_id FROM temp.edit WHERE field = 'value' AND old <> ''"
    for text, deal_id in conn.execute(sql).fetchall():
        with suppress(InputError):  # words of another program: the present stands in
            was = parse_amount(text)
            conn.execute(
                "UPDATE temp.deal SET value_minor = ?, currency = ? WHERE id = ?",
                (was.minor, was.currency, deal_id),
            )
