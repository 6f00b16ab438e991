"""Writing many deals at once: plain SQL in batches, journalled set by set.

The rows were checked before they come here (transfer/). All of it happens inside one step of
the undo journal; for the inserts of a batch the triggers are told to rest, and one statement
per table writes what they would have written, which takes a quarter of the time. Rows go in by
the hundred for the same reason: for each statement on a table with triggers SQLite keeps what
every page was before it, and then does so once for all of its rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline_tui.domain.text import clean, fold
from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

DEAL_COLUMNS = (
    "title", "company_id", "contact_id", "owner", "stage_id", "position", "value_minor",
    "currency", "probability", "category", "expected_close", "benefit", "risk_level",
    "risk_text", "source", "product", "region", "extra", "created_at", "stage_entered_at",
    "unreviewed", "contact_due_on", "verified_at", "closed_on", "lost_reason", "closed_note",
    "origin", "external_id", "import_hash", "search", "updated_at", "goal", "recurring_minor",
    "recurring_per", "customer", "disqualified", "risk_was_reason", "link", "renewal_on",
)  # fmt: skip
"""What a new deal is made of, in the order of `Bulk.add_deal`."""

Values = tuple[str | int | None, ...]

CACHE_KB = 2_000
"""Pages kept while rows come by the thousand, so that few are written twice."""

ROWS = 100
"""Rows that one statement inserts; with so many the time hardly falls further."""

_MOST_KNOWN = 20_000
_PAGE = 2_000
_TABLES: dict[str, tuple[str, ...]] = {
    "company": ("id", "name", "name_key", "created_at"),
    "contact": ("id", "company_id", "name", "phone", "email", "created_at"),
    "deal": ("id", *DEAL_COLUMNS),
    "deal_tag": ("id", "deal_id", "tag"),
    "stay": ("id", "deal_id", "stage_id", "entered_at", "left_at", "days", "inferred"),
}
"""Tables that are filled, parents first, so that undo takes them back children first."""
_HASH = _TABLES["deal"].index("import_hash")


class Known(NamedTuple):
    """A deal that is there, as far as it takes to recognise it."""

    id: int
    hash: str
    title: str
    company: str
    created_at: str


class Bulk:
    """One import: it hands out ids, gathers rows, and writes them with `flush`."""

    def __init__(self, conn: Connection, step_id: int, now: str) -> None:
        """Inside a transaction, after `journal.begin_step`."""
        conn.execute(f"PRAGMA cache_size=-{CACHE_KB}")
        self.conn = conn
        self.now = now
        self.step_id = step_id
        self._rows: dict[str, list[Values]] = {table: [] for table in _TABLES}
        self._next = {table: self._first_free(table) for table in _TABLES}
        self._companies: dict[str, int] = {}
        self._about: dict[int, tuple[str, str]] = {}
        self._told: dict[int, tuple[str, str]] = {}
        self._fresh: set[int] = set()
        self._retold: set[int] = set()
        self._places: dict[int, int] = {}
        self._people: dict[tuple[int, str], int] = {}
        self._people_listed = False
        self._words_listed = False

    # Finding deals

    def by_external(self, origin: str, external_ids: Iterable[str]) -> dict[str, Known]:
        """Deals by their number in the source."""
        wanted = json.dumps([number for number in external_ids if number])
        rows = self.conn.execute(
            "SELECT d.external_id, d.id, d.import_hash, d.title, c.name, d.created_at"
            " FROM json_each(?) w CROSS JOIN deal d INDEXED BY deal_external"
            " ON d.origin = ? AND d.external_id = w.value AND d.external_id <> ''"
            " LEFT JOIN company c ON c.id = d.company_id",
            (wanted, origin),
        ).fetchall()
        return {row[0]: _known(row[1:]) for row in rows}

    def by_number(self, deal_ids: Iterable[int]) -> dict[int, Known]:
        """Deals by their own number."""
        rows = self.conn.execute(
            "SELECT d.id, d.import_hash, d.title, c.name, d.created_at"
            " FROM json_each(?) w CROSS JOIN deal d ON d.id = w.value"
            " LEFT JOIN company c ON c.id = d.company_id",
            (json.dumps(list(deal_ids)),),
        ).fetchall()
        return {row[0]: _known(row) for row in rows}

    def by_key(self, keys: Iterable[int]) -> dict[int, list[Known]]:
        """Deals by `words_key` or `hash_key`, each with all it could be, the oldest first."""
        self._list_words()
        rows = self.conn.execute(
            "SELECT w.value, d.id, d.import_hash, d.title, c.name, d.created_at"
            " FROM json_each(?) w CROSS JOIN temp.identity i ON i.key = w.value"
            " JOIN deal d ON d.id = i.deal_id LEFT JOIN company c ON c.id = d.company_id"
            " ORDER BY w.value, d.id",
            (json.dumps(sorted(set(keys))),),
        ).fetchall()
        found: dict[int, list[Known]] = {}
        for row in rows:
            found.setdefault(row[0], []).append(_known(row[1:]))
        return found

    # Adding

    def add_deal(
        self,
        values: Values,
        tags: Sequence[str],
        stays: Iterable[tuple[int, str, str | None, int | None]],
    ) -> int:
        """Gather a deal in the order of DEAL_COLUMNS, its tags, and its stays, all inferred.

        A stay is stage, entered, left and days. The deal's number is known at once.
        """
        number = self.take("deal")
        self._rows["deal"].append((number, *values))
        for tag in tags:
            self._rows["deal_tag"].append((self.take("deal_tag"), number, tag))
        for stage, entered, left, days in stays:
            row = (self.take("stay"), number, stage, entered, left, days, 1)
            self._rows["stay"].append(row)
        return number

    def company(self, name: str) -> int:
        """The number of the company of this name, whatever its case; made if there is none."""
        found = self._companies.get(name)
        if found is not None:
            return found
        key = fold(name).strip() or name
        number = self._companies.get(f"\0{key}")
        if number is None:
            sql = "SELECT id, industry, size FROM company WHERE name_key = ?"
            row = self.conn.execute(sql, (key,)).fetchone()
            number = row[0] if row is not None else self.take("company")
            if row is None:
                self._rows["company"].append((number, name, key, self.now))
                self._fresh.add(number)
            elif row[1] or row[2]:
                self._about[number] = row[1:]
        if len(self._companies) > _MOST_KNOWN:
            self.flush()  # else those not written yet would be forgotten
            self._companies.clear()
            self._about.clear()
        self._companies[name] = self._companies[f"\0{key}"] = number
        return number

    def describe(
        self, company_id: int, industry: str, size: str, known: tuple[str, str] = ("", "")
    ) -> tuple[str, str]:
        """Industry and size of a company: what the file tells, else what is `known` of it."""
        known = self._about.get(company_id, known)
        told = (industry or known[0], size or known[1])
        fresh = company_id in self._fresh
        self._fresh.discard(company_id)
        if told != known:
            self._about[company_id] = self._told[company_id] = told
            if not fresh:
                self._retold.add(company_id)
        return told

    def retold(self) -> list[int]:
        """Deals of companies of which something else is said now than when they were written."""
        if not self._retold:
            return []
        sql = (
            "SELECT d.id FROM json_each(?) w CROSS JOIN deal d INDEXED BY deal_company"
            " ON d.company_id = w.value"
        )
        rows = self.conn.execute(sql, (json.dumps(sorted(self._retold)),)).fetchall()
        self._retold.clear()
        return [number for (number,) in rows]

    def contact(self, name: str, phone: str, email: str, company_id: int | None) -> int:
        """The number of the person of this name in a company; made if there is none.

        Without a company people of one name are not taken for the same person. What is known of
        a person is not overwritten, only added to.
        """
        key = fold(name)
        if company_id is None or not key:
            return self._add_contact(name, phone, email, company_id)
        self._list_people()
        number = self._people.get((company_id, key))
        if number is None:
            row = self.conn.execute(
                "SELECT id FROM temp.person WHERE company_id = ? AND key = ?", (company_id, key)
            ).fetchone()
            if row is None:
                number = self._add_contact(name, phone, email, company_id)
                self.conn.execute(
                    "INSERT INTO temp.person (company_id, key, id) VALUES (?, ?, ?)",
                    (company_id, key, number),
                )
            else:
                number = int(row[0])
                self._complete_contact(number, phone, email)
            if len(self._people) > _MOST_KNOWN:
                self._people.clear()
            self._people[company_id, key] = number
        return number

    def place_in(self, stage_id: int) -> int:
        """The position of the next deal that is gathered for a stage: in the order of the file."""
        place = self._places.get(stage_id) or self.bottom_of(stage_id)
        self._places[stage_id] = place + 1
        return place

    def bottom_of(self, stage_id: int) -> int:
        """The position below all deals of a stage, for one that is written at once."""
        self.flush()
        self._places.pop(stage_id, None)
        row = self.conn.execute("SELECT max(position) FROM deal WHERE stage_id = ?", (stage_id,))
        last = row.fetchone()[0]
        return 1 if last is None else int(last) + 1

    def flush(self) -> None:
        """Write what was gathered, and journal it."""
        if any(self._rows.values()):
            self._write()
        if self._told:
            self.conn.executemany(
                "UPDATE company SET industry = ?, size = ?, version = version + 1 WHERE id = ?",
                [(*told, number) for number, told in self._told.items()],
            )
            self._told.clear()

    def _write(self) -> None:
        self.conn.execute("UPDATE journal_current SET step_id = NULL WHERE id = 1")
        for table in _TABLES:
            if rows := self._rows[table]:
                self._insert(table, rows)
                self._journal(table, rows)
        self.conn.execute("UPDATE journal_current SET step_id = ? WHERE id = 1", (self.step_id,))
        if self._words_listed:
            self._list_new()
        for rows in self._rows.values():
            rows.clear()

    def _insert(self, table: str, rows: list[Values]) -> None:
        for start in range(0, len(rows), ROWS):
            some = rows[start : start + ROWS]
            self.conn.execute(_insertion(table, len(some)), [*chain.from_iterable(some)])

    def _journal(self, table: str, rows: list[Values]) -> None:
        """What the triggers would have written: ids are handed out one after the other."""
        first, last = rows[0][0], rows[-1][0]
        self.conn.execute(
            statement(
                "INSERT INTO journal_row (step_id, tbl, op, row_id) SELECT ?, ?, 'I', id FROM",
                table,
                "WHERE id BETWEEN ? AND ? ORDER BY id",
            ),
            (self.step_id, table, first, last),
        )

    def take(self, table: str) -> int:
        """The next number of a table; what is not gathered here is to be written at once."""
        number = self._next[table]
        self._next[table] = number + 1
        return number

    def _first_free(self, table: str) -> int:
        """Numbers are never used twice, also those of deals that are gone."""
        row = self.conn.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
        ).fetchone()
        return 1 if row is None else int(row[0]) + 1

    def _add_contact(self, name: str, phone: str, email: str, company_id: int | None) -> int:
        number = self.take("contact")
        self._rows["contact"].append((number, company_id, name, phone, email, self.now))
        return number

    def _complete_contact(self, number: int, phone: str, email: str) -> None:
        for column, value in (("phone", phone), ("email", email)):
            if value:
                self.conn.execute(
                    statement(
                        "UPDATE contact SET", f"{column} = ?, version = version + 1",
                        "WHERE id = ? AND", f"{column} = ''",
                    ),
                    (value, number),
                )  # fmt: skip

    def _list_people(self) -> None:
        """Contacts by company and folded name, beside the data; not in memory, it may be large."""
        if self._people_listed:
            return
        self._people_listed = True
        self.conn.execute(
            "CREATE TEMP TABLE person (company_id INTEGER, key TEXT, id INTEGER,"
            " PRIMARY KEY (company_id, key)) WITHOUT ROWID"
        )
        found = self.conn.execute(
            "SELECT company_id, name, id FROM contact WHERE company_id IS NOT NULL ORDER BY id"
        )
        self.conn.executemany(
            "INSERT OR IGNORE INTO temp.person VALUES (?, ?, ?)",
            ((company, fold(name), number) for company, name, number in found.fetchall()),
        )

    def _list_words(self) -> None:
        """Deals by what they are recognised by where the source gives no number."""
        if self._words_listed:
            return
        self.flush()
        self._words_listed = True
        self.conn.execute("CREATE TEMP TABLE identity (key INTEGER, deal_id INTEGER)")
        self.conn.execute("CREATE INDEX temp.identity_key ON identity (key)")
        last = 0
        while True:
            rows = self.conn.execute(
                "SELECT d.id, d.title, c.name, d.import_hash FROM deal d"
                " LEFT JOIN company c ON c.id = d.company_id"
                " WHERE d.id > ? ORDER BY d.id LIMIT ?",
                (last, _PAGE),
            ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            entries: list[tuple[int, int]] = []
            for number, title, company, hash_ in rows:
                entries.append((words_key(title, company or ""), number))
                if hash_:
                    entries.append((hash_key(hash_), number))
            self._list(entries)

    def _list_new(self) -> None:
        """The deals just written by their rows alone: only the very same row is about one again.

        Listed by their words too, each batch would read all those that have the words of one of
        its own, only to find them taken: quadratic where many rows of a file have the same.
        """
        self._list(
            (hash_key(str(row[_HASH])), int(row[0] or 0))
            for row in self._rows["deal"]
            if row[_HASH]
        )

    def _list(self, entries: Iterable[tuple[int, int]]) -> None:
        self.conn.executemany("INSERT INTO temp.identity VALUES (?, ?)", entries)


@lru_cache(maxsize=2 * len(_TABLES))
def _insertion(table: str, rows: int) -> str:
    """The statement that inserts so many rows."""
    columns = _TABLES[table]
    marks = f"({', '.join('?' * len(columns))})"
    head = f"({', '.join(columns)}) VALUES"
    return statement("INSERT INTO", table, head, ", ".join([marks] * rows))


def words_key(title: str, company: str) -> int:
    """What a deal is recognised by where the source gives no number: its title and company."""
    told = f"{fold(title)}\0{fold(company)}".encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big", signed=True)


def hash_key(import_hash: str) -> int:
    """The hash of a source row as a number of 64 bits; other texts of the column get one too."""
    told = import_hash.encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big", signed=True)


def _known(row: tuple[Any, ...]) -> Known:
    return Known(row[0], row[1], clean(row[2]), clean(row[3] or ""), row[4])
