"""Bringing the rows of an export in: into an empty database as they are, else beside what is there.

The rows wait in temporary tables of the same columns; `map` says under which number each of
them goes in, and which of them are new (`fresh`). So memory does not grow with the file, and
every table is filled by one statement.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.store import upkeep
from pipeline_tui.store.dump import TABLES
from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

Columns = Mapping[str, str]
"""The columns of a table, each with the table whose number it holds, or ''."""

_REPLACED = (
    "setting",
    "setting_past",
    "free_day",
    "criterion",
    "planned",
    "lost_reason",
    "play_stage",
    "play",
    "stage",
)
"""What a new database begins with, and an export has of its own."""

_SEARCH = """
    search_of(x.title, (SELECT name FROM temp.in_company WHERE id = x.company_id),
              (SELECT name FROM temp.in_contact WHERE id = x.contact_id),
              (SELECT group_concat(tag, char(10)) FROM (
                   SELECT tag FROM temp.in_deal_tag WHERE deal_id = x.id ORDER BY tag)),
              x.owner, x.product, x.source, x.region, x.risk_text, x.benefit, x.goal,
              (SELECT industry FROM temp.in_company WHERE id = x.company_id),
              (SELECT size FROM temp.in_company WHERE id = x.company_id))"""

_BOTTOM = """
    (SELECT COALESCE(MAX(position), 0) FROM main.deal WHERE stage_id = s.new)
    + row_number() OVER (PARTITION BY s.new ORDER BY x.position, x.id)"""


_OF_NEW_DEAL = "x.deal_id IN (SELECT old FROM temp.map WHERE tbl = 'deal' AND fresh)"
_OF_NEW_FOLLOWUP = "x.followup_id IN (SELECT old FROM temp.map WHERE tbl = 'followup' AND fresh)"
_OF_NEW_PLAY = "x.play_id IN (SELECT old FROM temp.map WHERE tbl = 'play' AND fresh)"
_HANG_ON_DEAL = (
    *("activity", "stay", "field_change", "answer", "participant"),
    *("benefit_part", "plan_part", "pilot", "offer_option", "deal_past"),
)
_SAME_CRITERION = """
    o.stage_id = (SELECT new FROM temp.map WHERE tbl = 'stage' AND old = x.stage_id)
    AND o.text = x.text"""
_SAME_CONTACT = """
    o.company_id = (SELECT new FROM temp.map WHERE tbl = 'company' AND old = x.company_id)
    AND fold(o.name) = fold(x.name)"""
_WANTED_CONTACT = """
    (x.company_id IS NOT NULL OR x.id IN (
        SELECT d.contact_id FROM temp.in_deal d
        JOIN temp.map m ON m.tbl = 'deal' AND m.old = d.id AND m.fresh))"""
_WANTED_TICK = statement(
    _OF_NEW_DEAL, "AND x.criterion_id IN (SELECT old FROM temp.map WHERE tbl = 'criterion')"
)
_OUR_QUESTION = """
    (SELECT o.question FROM temp.map m JOIN main.criterion o ON o.id = m.new
     WHERE m.tbl = 'criterion' AND m.old = x.criterion_id),"""
_THEIR_QUESTION = "(SELECT k.question FROM temp.in_criterion k WHERE k.id = x.criterion_id), ''"
_TICKS_TO_ANSWERS = """
    INSERT INTO temp.in_answer (id, deal_id, question, answer, line, answered_at)
    SELECT (SELECT COALESCE(MAX(id), 0) FROM temp.in_answer) + row_number() OVER (ORDER BY x.id),
           x.deal_id, COALESCE({question}), 'yes', x.evidence, x.ticked_at
    FROM temp.in_tick x
    WHERE COALESCE({question}) <> '' AND NOT EXISTS (
        SELECT 1 FROM temp.in_answer a
        WHERE a.deal_id = x.deal_id AND a.question = COALESCE({question}))
    GROUP BY x.deal_id, COALESCE({question})"""
_TICKS_ANSWERED = "DELETE FROM temp.in_tick AS x WHERE COALESCE({question}) <> ''"
_SAME_FOLLOWUP = """
    o.deal_id IS NULL AND x.deal_id IS NULL AND o.created_at = x.created_at
    AND o.kind = x.kind AND o.text = x.text"""
_KEEP_IDENTITY = """
    INSERT INTO temp.in_setting (id, key, value)
    SELECT (SELECT COALESCE(MAX(id), 0) FROM temp.in_setting) + row_number() OVER (ORDER BY s.id),
           s.key, s.value
    FROM main.setting s
    WHERE s.key = 'uid'
      AND NOT EXISTS (SELECT 1 FROM temp.in_setting x WHERE x.key = s.key)"""
_SERIES = """
    (SELECT new FROM temp.map WHERE tbl = 'followup' AND old = x.series AND fresh)"""
"""A series whose first is not brought in goes on under an identity of its own: where that first
is here already, so may be an open follow-up of the same series."""
_MAPPED = "(SELECT new FROM temp.map WHERE tbl = '{parent}' AND old = x.{column})"


class Person(NamedTuple):
    """Who a deal of the file is with, and its tags."""

    company: str
    name: str
    phone: str
    email: str
    tags: tuple[str, ...]
    industry: str = ""
    """Of the company, as its size is."""
    size: str = ""


class Staging:
    """The rows of one export on their way in."""

    def __init__(self, conn: Connection, step_id: int, tables: Mapping[str, Columns]) -> None:
        """Inside a transaction, after `journal.begin_step`."""
        self.conn = conn
        self._step = step_id
        self._tables = tables
        for table, columns in tables.items():
            names = ", ".join(columns)
            conn.execute(statement("CREATE TEMP TABLE", f"in_{table}", f"({names})"))
            conn.execute(
                statement("CREATE UNIQUE INDEX", f"temp.in_{table}_id", "ON", f"in_{table} (id)")
            )
        conn.execute("CREATE INDEX temp.in_tags ON in_deal_tag (deal_id)")
        conn.execute(
            "CREATE TEMP TABLE map (tbl TEXT, old INTEGER, new INTEGER, fresh INTEGER,"
            " PRIMARY KEY (tbl, old)) WITHOUT ROWID"
        )
        search: Callable[..., str] = _search_of
        conn.create_function("search_of", 13, search, deterministic=True)

    def put(self, table: str, rows: Sequence[Sequence[str | int | None]]) -> None:
        """Take rows in, in the order of their columns."""
        marks = ", ".join("?" * len(self._tables[table]))
        with contradictions():
            self.conn.executemany(
                statement("INSERT INTO", f"temp.in_{table}", f"VALUES ({marks})"), rows
            )

    def check(self) -> None:
        """InputError when a row points to one that is not in the file."""
        for table, columns in self._tables.items():
            for column, parent in columns.items():
                if not parent:
                    continue
                row = self.conn.execute(
                    statement(
                        "SELECT x.id FROM", f"temp.in_{table} x",
                        f"WHERE x.{column} IS NOT NULL AND x.{column} NOT IN (SELECT id FROM",
                        f"temp.in_{parent}) LIMIT 1",
                    )
                ).fetchone()  # fmt: skip
                if row is not None:
                    raise InputError(
                        _("{table} {number}: its {column} is not in the file").format(
                            table=table, number=row[0], column=column
                        )
                    )

    def count(self, table: str) -> int:
        """Rows of a table of the file."""
        row = self.conn.execute(statement("SELECT count(*) FROM", f"temp.in_{table}")).fetchone()
        return int(row[0])

    def is_target_empty(self) -> bool:
        """Whether the database has nothing but what it began with."""
        return all(
            self.conn.execute(statement("SELECT NOT EXISTS (SELECT 1 FROM", table, ")")).fetchone()[
                0
            ]
            for table in TABLES
            if table not in _REPLACED
        )

    def pages(self, table: str, size: int) -> Iterator[list[tuple[str | int | None, ...]]]:
        """The rows of a table of the file by their numbers."""
        last = 0
        sql = statement("SELECT * FROM", f"temp.in_{table}", "WHERE id > ? ORDER BY id LIMIT ?")
        while rows := self.conn.execute(sql, (last, size)).fetchall():
            yield rows
            last = rows[-1][0]

    def people(self, first: int, last: int) -> dict[int, Person]:
        """Company, contact person and tags of the file's deals between two numbers."""
        rows = self.conn.execute(
            "SELECT d.id, c.name, p.name, p.phone, p.email,"
            " (SELECT json_group_array(tag) FROM temp.in_deal_tag WHERE deal_id = d.id),"
            " COALESCE(c.industry, ''), COALESCE(c.size, '')"
            " FROM temp.in_deal d LEFT JOIN temp.in_company c ON c.id = d.company_id"
            " LEFT JOIN temp.in_contact p ON p.id = d.contact_id WHERE d.id BETWEEN ? AND ?",
            (first, last),
        ).fetchall()
        return {
            number: Person(
                company or "",
                name or "",
                phone or "",
                email or "",
                tuple(sorted(json.loads(tags))),
                *about,
            )
            for number, company, name, phone, email, tags, *about in rows
        }

    # Numbers

    def keep_all(self) -> None:
        """Every row keeps its number; what the database began with makes room.

        But its identity, where the file has none: exports of the first schema had none.
        """
        self.conn.execute(_KEEP_IDENTITY)
        self._settle_ticks("")
        for table in _REPLACED:
            self.conn.execute(statement("DELETE FROM", table))
        for table in self._tables:
            self.conn.execute(
                statement("INSERT INTO temp.map SELECT ?, id, id, 1 FROM", f"temp.in_{table}"),
                (table,),
            )

    def say(self, table: str, numbers: Sequence[tuple[int, int, bool]]) -> None:
        """Under which numbers rows go in: old, new, and whether they are new here."""
        self.conn.executemany(
            "INSERT INTO temp.map VALUES (?, ?, ?, ?)",
            [(table, old, new, int(fresh)) for old, new, fresh in numbers],
        )

    def map_rest(self) -> None:
        """Number everything but stages and deals, which `say` has numbered.

        Companies by name, contacts by name and company; what hangs on a deal comes with a new
        deal only. A tick whose criterion is not one of ours is left out.
        """
        self._match("criterion", _SAME_CRITERION)
        self._settle_ticks(_OUR_QUESTION)
        self._match("company", "o.name_key = x.name_key")
        self._add_rest("company")
        self._match("contact", _SAME_CONTACT)
        self._add_rest("contact", _WANTED_CONTACT)
        self._add_rest("deal_tag", _OF_NEW_DEAL)
        self._add_rest("tick", _WANTED_TICK)
        self._match("followup", _SAME_FOLLOWUP)
        self._add_rest("followup", statement("(x.deal_id IS NULL OR", _OF_NEW_DEAL, ")"))
        for table in _HANG_ON_DEAL:
            self._add_rest(table, _OF_NEW_DEAL)
        self._match("review", "o.kind = x.kind AND o.started_at = x.started_at")
        self._add_rest("review")
        self._add_rest("review_item", _OF_NEW_DEAL)
        self._match("play", "o.kind = x.kind AND o.title = x.title")
        self._add_rest("play")
        self._add_rest("play_stage", _OF_NEW_PLAY)
        self._add_rest("play_use", _OF_NEW_DEAL)
        self._match("channel_cost", "o.source = x.source AND o.month = x.month")
        self._add_rest("channel_cost")
        self._match("target", "o.period = x.period")
        self._add_rest("target")
        self._add_rest("followup_past", _OF_NEW_FOLLOWUP)
        self._match("lost_reason", "o.code = x.code")
        self._add_rest("lost_reason")

    def _settle_ticks(self, ours: str) -> None:
        """A tick on what is tied to a question is its answer "yes", whoever tied it."""
        for sql in (_TICKS_TO_ANSWERS, _TICKS_ANSWERED):
            self.conn.execute(sql.format(question=ours + _THEIR_QUESTION))

    def _match(self, table: str, condition: str) -> None:
        """Rows that are there already, by a condition on `x` (theirs) and `o` (ours)."""
        self.conn.execute(
            statement(
                "INSERT INTO temp.map SELECT ?, x.id, MIN(o.id), 0 FROM", f"temp.in_{table} x",
                "CROSS JOIN", f"main.{table} o", "ON", condition, "GROUP BY x.id",
            ),
            (table,),
        )  # fmt: skip

    def _add_rest(self, table: str, condition: str = "TRUE") -> None:
        """Rows that are not there, and for which a condition on `x` holds, get new numbers."""
        seq = self.conn.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        row = seq.fetchone()
        self.conn.execute(
            statement(
                "INSERT INTO temp.map SELECT ?1, x.id, ?2 + row_number() OVER (ORDER BY x.id), 1",
                "FROM", f"temp.in_{table} x",
                "WHERE NOT EXISTS (SELECT 1 FROM temp.map WHERE tbl = ?1 AND old = x.id) AND",
                condition,
            ),
            (table, 0 if row is None else int(row[0])),
        )  # fmt: skip

    # Filling

    def fill(self, *, below: bool) -> None:
        """Write every fresh row, journalled; `below`: behind the deals that are there."""
        self.conn.execute("UPDATE journal_current SET step_id = NULL WHERE id = 1")
        with contradictions():
            for table in self._tables:
                self._fill(table, below=below)
        self.conn.execute("UPDATE journal_current SET step_id = ? WHERE id = 1", (self._step,))

    def complete_companies(self) -> list[int]:
        """What the file says of companies that are here is theirs; the deals this concerns."""
        rows = self.conn.execute(
            "SELECT o.id, o.industry, o.size, x.industry, x.size FROM temp.map m"
            " JOIN temp.in_company x ON x.id = m.old JOIN main.company o ON o.id = m.new"
            " WHERE m.tbl = 'company' AND NOT m.fresh"
            " AND (o.industry, o.size) <> (x.industry, x.size)"
        ).fetchall()
        told = [(row[3] or row[1], row[4] or row[2], row[0]) for row in rows]
        self.conn.executemany(
            "UPDATE company SET industry = ?1, size = ?2, version = version + 1"
            " WHERE id = ?3 AND (industry, size) <> (?1, ?2)",
            told,
        )
        deals = self.conn.execute(
            "SELECT d.id FROM json_each(?) w CROSS JOIN deal d INDEXED BY deal_company"
            " ON d.company_id = w.value",
            (json.dumps([row[0] for row in rows]),),
        )
        return [number for (number,) in deals.fetchall()]

    def _fill(self, table: str, *, below: bool) -> None:
        columns = self._tables[table]
        values = [
            "m.new"
            if column == "id"
            else _BOTTOM
            if below and (table, column) == ("deal", "position")
            else _SERIES
            if below and (table, column) == ("followup", "series")
            else _MAPPED.format(parent=parent, column=column)
            if parent
            else f"x.{column}"
            for column, parent in columns.items()
        ]
        names = list(columns)
        stages = ""
        if table == "deal":
            names.append("search")
            values.append(_SEARCH)
            stages = "JOIN temp.map s ON s.tbl = 'stage' AND s.old = x.stage_id"
        self.conn.execute(
            statement(
                "INSERT INTO", f"main.{table}", f"({', '.join(names)})",
                "SELECT", ", ".join(values), "FROM", f"temp.in_{table} x",
                "JOIN temp.map m ON m.tbl = ? AND m.old = x.id AND m.fresh", stages,
                "ORDER BY m.new",
            ),
            (table,),
        )  # fmt: skip
        self.conn.execute(
            "INSERT INTO journal_row (step_id, tbl, op, row_id)"
            " SELECT ?, tbl, 'I', new FROM temp.map WHERE tbl = ? AND fresh ORDER BY new",
            (self._step, table),
        )


@contextmanager
def contradictions() -> Iterator[None]:
    """What the schema refuses, told as a fault of the file."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise InputError(
            _("Rows of this file contradict each other ({reason})").format(reason=error)
        ) from error


def _search_of(*parts: str | None) -> str:
    return upkeep.search_text(parts)
