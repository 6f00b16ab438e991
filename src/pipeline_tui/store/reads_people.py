"""Companies and contact persons: their list, window by window, and the page of one.

The list has every company with its people beneath, then those without a company. Companies come
by their folded name, people by their number: both are what the indexes hold.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from pipeline_tui.domain.records import Activity
from pipeline_tui.domain.records_people import (
    COMPANY,
    CONTACT,
    Company,
    CompanyPage,
    DealOf,
    Listed,
    Note,
    Person,
    PersonPage,
    Told,
)
from pipeline_tui.domain.text import clean, fold
from pipeline_tui.store.connection import snapshot
from pipeline_tui.store.reads_deal import permission_of
from pipeline_tui.store.reads_shared import (
    LONGEST_PATTERN,
    NEXT_COLUMNS,
    NEXT_STEP,
    NO_LIMIT,
    REF_COLUMNS,
    STATE,
    deal_ref,
    next_step,
    statement,
)

Key = tuple[str, int, int]

LAST = "\U0010ffff"
"""Stands for the name of the company of those who have none: they come last."""

ALL = NO_LIMIT
LOOKED_THROUGH = 2_000
"""So many of the latest notes are looked through for words."""

HISTORY = 60
"""Calls, mails, meetings and notes shown of a company or a person."""

_PERSON_COLUMNS = """
    p.id, p.name, p.company_id, c.name, p.position, p.phone, p.email, p.may_call, p.call_origin,
    p.call_on, p.may_mail, p.mail_origin, p.mail_on, p.do_not_contact, p.drives, p.objection,
    p.note, p.version"""
_PERSON_SOURCE = "FROM contact p LEFT JOIN company c ON c.id = p.company_id"
_COMPANY_COLUMNS = "c.id, c.name, c.industry, c.size, c.note, c.version"

_COMPANIES = "SELECT c.name_key k, 0 kind, c.id id, c.name, c.industry, '', 0 FROM company c"
_PEOPLE = """
    SELECT c.name_key k, 1 kind, p.id id, p.name, p.position, c.name, p.do_not_contact
    FROM company c JOIN contact p ON p.company_id = c.id"""
_LOOSE = """
    SELECT '\U0010ffff' k, 1 kind, p.id id, p.name, p.position, '', p.do_not_contact
    FROM contact p"""
_LOOSE_ONLY = "p.company_id IS NULL"
_AMONG = tuple(f"AND {alias}.id IN (SELECT value FROM json_each(?))" for alias in ("c", "p"))  # noqa: S608 (constants)
"""Those of some numbers, by the kind of a line."""

_COMPANY_TEXT = "c.name_key || ' ' || lower(c.industry)"
_CONTACT_TEXT = "p.name || ' ' || p.email || ' ' || p.phone || ' ' || p.position"
# Most texts are plain ASCII and quickly looked through; only in others accents are of concern.
_PLAIN = f"instr(lower({_CONTACT_TEXT}), :plain{{number}})"
_ACCENTED = (
    f"(length({_CONTACT_TEXT}) < length(CAST({_CONTACT_TEXT} AS BLOB))"
    f" AND replace({_CONTACT_TEXT}, 'ß', 'ss') GLOB :folded{{number}})"
)
_IN_CONTACT = f"({_PLAIN} OR {_ACCENTED})"


def listed(
    conn: sqlite3.Connection, key: Key | None, limit: int, *, forward: bool = True
) -> list[Listed]:
    """The next lines of the list behind `key`, from the top if it is None.

    Not `forward`: those just before `key`, the last ones if it is None.
    """
    values: dict[str, Any] = {"limit": limit}
    order = "" if forward else "DESC"
    parts = []
    for source, kind, condition in _sources("", values):
        place = _place(source, kind, key, values, forward=forward)
        by = "k" if kind == 0 else "p.id" if source is _LOOSE else "c.name_key"
        more = f", p.id {order}" if source is _PEOPLE else ""
        parts.append(
            statement(
                "SELECT * FROM (", source, "WHERE", condition, place,
                f"ORDER BY {by} {order}{more} LIMIT :limit)",
            )
        )  # fmt: skip
    sql = statement(
        "\nUNION ALL\n".join(parts), f"ORDER BY k {order}, kind {order}, id {order} LIMIT :limit"
    )
    rows = conn.execute(sql, values).fetchall()
    found = [_listed(row) for row in rows]
    return found if forward else found[::-1]


def listed_count(conn: sqlite3.Connection) -> int:
    """How many lines the list has."""
    sql = "SELECT (SELECT count(*) FROM company) + (SELECT count(*) FROM contact)"
    count: int = conn.execute(sql).fetchone()[0]
    return count


def listed_index(conn: sqlite3.Connection, key: Key) -> int:
    """How many lines stand before `key`."""
    values: dict[str, Any] = {}
    before = 0
    for source, kind, condition in _sources("", values):
        place = _place(source, kind, key, values, forward=False)
        sql = statement("SELECT count(*) FROM (", source, "WHERE", condition, place, ")")
        before += conn.execute(sql, values).fetchone()[0]
    return before


def place_of(conn: sqlite3.Connection, kind: str, number: int) -> Key | None:
    """Where a company or a contact stands in the list; None if there is none."""
    if kind == COMPANY:
        row = conn.execute("SELECT name_key FROM company WHERE id = ?", (number,)).fetchone()
        return None if row is None else (row[0], 0, number)
    sql = statement("SELECT c.name_key", _PERSON_SOURCE, "WHERE p.id = ?")
    row = conn.execute(sql, (number,)).fetchone()
    return None if row is None else (row[0] or LAST, 1, number)


def one(conn: sqlite3.Connection, kind: str, number: int) -> Listed | None:
    """A company or a contact as it is listed; None if there is none."""
    key = place_of(conn, kind, number)
    if key is None:
        return None
    source = _COMPANIES if kind == COMPANY else _LOOSE if key[0] == LAST else _PEOPLE
    alias = "c" if kind == COMPANY else "p"
    row = conn.execute(statement(source, f"WHERE {alias}.id = ?"), (number,)).fetchone()
    return None if row is None else _listed(row)


def rows(conn: sqlite3.Connection, keys: Sequence[Key]) -> list[Listed]:
    """Those of some keys, in their order, as they are listed; without those that are gone."""
    found: dict[tuple[int, int], Listed] = {}
    for source, kind, condition in _sources("", {}):
        wanted = json.dumps([key[2] for key in keys if key[1] == kind])
        sql = statement(source, "WHERE", condition, _AMONG[kind])
        for row in conn.execute(sql, (wanted,)).fetchall():
            found[row[1:3]] = _listed(row)
    return [found[key[1:]] for key in keys if key[1:] in found]


def notes(conn: sqlite3.Connection, words: str, limit: int) -> list[Note]:
    """Of the latest notes and contacts those in which every word stands."""
    values: dict[str, Any] = {"limit": limit, "last": LOOKED_THROUGH}
    found = ""
    for number, word in enumerate(fold(words).split()):
        values[f"word{number}"] = _any_case(word)
        found += f" AND a.text GLOB :word{number}"
    sql = statement(
        "SELECT a.id, a.text, d.id, d.title FROM",
        "(SELECT id, text, deal_id FROM activity ORDER BY id DESC LIMIT :last) a",
        "JOIN deal d ON d.id = a.deal_id WHERE TRUE", found, "LIMIT :limit",
    )  # fmt: skip
    rows = conn.execute(sql, values).fetchall()
    return [Note(row[0], clean(row[1]), row[2], clean(row[3])) for row in rows]


def _sources(words: str, values: dict[str, Any]) -> list[tuple[str, int, str]]:
    """The three parts of the list, with what the words ask of each."""
    of_company, of_contact = ["TRUE"], ["TRUE"]
    for number, word in enumerate(fold(words).split()):
        values[f"plain{number}"], values[f"folded{number}"] = word, _any_case(word)
        of_company.append(f"instr({_COMPANY_TEXT}, :plain{number})")
        of_contact.append(_IN_CONTACT.format(number=number))
    theirs = [
        f"({contact} OR instr(c.name_key, :plain{number - 1}))" if number else contact
        for number, contact in enumerate(of_contact)
    ]
    return [
        (_COMPANIES, 0, " AND ".join(of_company)),
        (_PEOPLE, 1, " AND ".join(theirs)),
        (_LOOSE, 1, " AND ".join([_LOOSE_ONLY, *of_contact])),
    ]


def _place(
    source: str, kind: int, key: Key | None, values: dict[str, Any], *, forward: bool
) -> str:
    """The condition for what stands behind or before a place, in one part of the list."""
    if key is None:
        return ""
    name, of_kind, number = key
    values |= {"name": name, "number": number}
    sign = ">" if forward else "<"
    if source is _LOOSE:
        if name != LAST:
            return "" if forward else "AND FALSE"
        return f"AND p.id {sign} :number"
    if kind == 0:
        # The company itself stands before its people.
        same = not forward and of_kind == 1
        return f"AND c.name_key {sign}{'=' if same else ''} :name"
    beside = f"p.id {sign} :number" if of_kind == 1 else "TRUE" if forward else "FALSE"
    return f"AND c.name_key {sign}= :name AND (c.name_key {sign} :name OR {beside})"


def _any_case(word: str) -> str:
    """A GLOB pattern for texts with this folded word in them, whatever case and accents."""
    signs = word[: LONGEST_PATTERN // 100]
    return "*" + "".join(_variants().get(sign) or _plain(sign) for sign in signs) + "*"


def _plain(sign: str) -> str:
    if sign in "*?[":
        return f"[{sign}]"
    return f"[{sign}{sign.upper()}]" if sign.upper() != sign and len(sign.upper()) == 1 else sign


@cache
def _variants() -> dict[str, str]:
    """For each letter all Latin ones that fold to it, as a class of a pattern."""
    found: dict[str, str] = {}
    for code in range(0x41, 0x250):
        sign = chr(code)
        if sign.isalpha() and len(folded := fold(sign)) == 1:
            found[folded] = found.get(folded, "") + sign
    return {letter: f"[{signs}]" for letter, signs in found.items()}


def _listed(row: tuple[Any, ...]) -> Listed:
    return Listed(
        kind=COMPANY if row[1] == 0 else CONTACT,
        id=row[2],
        name=clean(row[3]),
        detail=clean(row[4]),
        company=clean(row[5]),
        never=bool(row[6]),
        key=(row[0], row[1], row[2]),
    )


# One of them.


def person(conn: sqlite3.Connection, contact_id: int) -> Person | None:
    """A contact person; None if there is none."""
    sql = statement("SELECT", _PERSON_COLUMNS, _PERSON_SOURCE, "WHERE p.id = ?")
    row = conn.execute(sql, (contact_id,)).fetchone()
    return None if row is None else person_of(row)


def company(conn: sqlite3.Connection, company_id: int) -> Company | None:
    """A company; None if there is none."""
    sql = statement("SELECT", _COMPANY_COLUMNS, "FROM company c WHERE c.id = ?")
    row = conn.execute(sql, (company_id,)).fetchone()
    return None if row is None else company_of(row)


def person_page(
    conn: sqlite3.Connection, contact_id: int, today: str, *, history: int = HISTORY
) -> PersonPage | None:
    """A contact person with deals and so much of their history."""
    with snapshot(conn):
        found = person(conn, contact_id)
        if found is None:
            return None
        sql = """
            SELECT id, contact_role FROM deal WHERE contact_id = :id
            UNION ALL SELECT deal_id, role FROM participant WHERE contact_id = :id"""
        roles = dict(conn.execute(sql, {"id": contact_id}).fetchall())
        return PersonPage(found, *_deals_and_history(conn, roles, today, history))


def company_page(conn: sqlite3.Connection, company_id: int, today: str) -> CompanyPage | None:
    """A company with its people, deals and history."""
    with snapshot(conn):
        found = company(conn, company_id)
        if found is None:
            return None
        sql = statement(
            "SELECT", _PERSON_COLUMNS, _PERSON_SOURCE, "WHERE p.company_id = ? ORDER BY p.id"
        )
        people = [person_of(row) for row in conn.execute(sql, (company_id,)).fetchall()]
        deals = conn.execute("SELECT id FROM deal WHERE company_id = ?", (company_id,)).fetchall()
        roles = {number: "" for (number,) in deals}
        return CompanyPage(found, tuple(people), *_deals_and_history(conn, roles, today, HISTORY))


def _deals_and_history(
    conn: sqlite3.Connection, roles: dict[int, str], today: str, limit: int
) -> tuple[tuple[DealOf, ...], tuple[Told, ...]]:
    """The deals, open ones first, and what was called, mailed, said and noted in them."""
    marks = ", ".join(str(int(number)) for number in roles)
    sql = statement(
        "SELECT", REF_COLUMNS + ",", NEXT_COLUMNS + ",", STATE,
        "FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN company c ON c.id = d.company_id",
        NEXT_STEP, "WHERE d.id IN (", marks, ")",
        "ORDER BY s.kind IN ('won', 'lost'), s.position, d.position, d.id",
    )  # fmt: skip
    deals = []
    for row in conn.execute(sql, {"today": today}).fetchall():
        if (ref := deal_ref(row[:9])) is not None:
            deals.append(DealOf(ref, roles[ref.id], next_step(row[9:17]), row[17]))
    sql = statement(
        "SELECT a.id, a.kind, a.text, a.at, a.reached, a.version, d.id, d.title",
        "FROM activity a JOIN deal d ON d.id = a.deal_id WHERE a.deal_id IN (", marks, ")",
        "ORDER BY a.at DESC, a.id DESC LIMIT ?",
    )  # fmt: skip
    history = [_told(row) for row in conn.execute(sql, (limit,)).fetchall()]
    return tuple(deals), tuple(history)


def _told(row: Sequence[Any]) -> Told:
    text = clean(row[2], lines=True)
    activity = Activity(row[0], row[1], text, row[3], bool(row[4]), row[5])
    return Told(activity, row[6], clean(row[7]))


def person_of(row: Sequence[Any]) -> Person:
    """The columns of a person."""
    return Person(
        id=row[0],
        name=clean(row[1]),
        company_id=row[2],
        company=clean(row[3] or ""),
        position=clean(row[4]),
        phone=clean(row[5]),
        email=clean(row[6]),
        permission=permission_of(tuple(row[7:14])),
        drives=clean(row[14]),
        objection=clean(row[15]),
        note=clean(row[16], lines=True),
        version=row[17],
    )


def company_of(row: Sequence[Any]) -> Company:
    """The columns of a company."""
    return Company(
        id=row[0],
        name=clean(row[1]),
        industry=clean(row[2]),
        size=clean(row[3]),
        note=clean(row[4], lines=True),
        version=row[5],
    )


# All of them, for what looks at every one.


def find(conn: sqlite3.Connection, kind: str, words: str, limit: int) -> list[Listed]:
    """Companies or contacts in which every word stands, as they are listed."""
    values: dict[str, Any] = {"limit": limit}
    wanted = 0 if kind == COMPANY else 1
    parts = [
        statement("SELECT * FROM (", source, "WHERE", condition, "LIMIT :limit)")
        for source, of_kind, condition in _sources(words, values)
        if of_kind == wanted
    ]
    sql = statement("\nUNION ALL\n".join(parts), "ORDER BY k, kind, id LIMIT :limit")
    return [_listed(row) for row in conn.execute(sql, values).fetchall()]


def contact_entries(conn: sqlite3.Connection, make: Callable[..., Any]) -> list[Any]:
    """Every contact as `make(id, name, emails, phones, company_id)`."""
    rows = conn.execute("SELECT id, name, email, phone, company_id FROM contact ORDER BY id")
    return [make(row[0], row[1], (row[2],), (row[3],), row[4]) for row in rows.fetchall()]


def company_entries(conn: sqlite3.Connection, make: Callable[..., Any]) -> list[Any]:
    """Every company as `make(id, name, emails, phones)`, with those of its people."""
    emails: dict[int, list[str]] = {}
    phones: dict[int, list[str]] = {}
    sql = "SELECT company_id, email, phone FROM contact WHERE company_id IS NOT NULL"
    for number, email, phone in conn.execute(sql).fetchall():
        emails.setdefault(number, []).append(email)
        phones.setdefault(number, []).append(phone)
    rows = conn.execute("SELECT id, name FROM company ORDER BY id").fetchall()
    return [
        make(row[0], row[1], tuple(emails.get(row[0], ())), tuple(phones.get(row[0], ())))
        for row in rows
    ]
