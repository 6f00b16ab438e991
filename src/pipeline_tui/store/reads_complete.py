"""Names that begin as what is being typed: companies, contact persons, tags, sources."""

from __future__ import annotations

import sqlite3

from pipeline_tui.domain.text import clean, fold
from pipeline_tui.store.reads_shared import statement

_LAST = "\U0010ffff"

_NEWEST = 3000
"""So many deals (tags, companies) are looked at: what is still in use is among them at any size."""

_VALUES = {
    "tag": "SELECT tag FROM deal_tag",
    **{
        field: statement("SELECT", field, "FROM deal")
        for field in ("source", "owner", "product", "region")
    },
    **{field: statement("SELECT", field, "FROM company") for field in ("industry", "size")},
}


def companies(conn: sqlite3.Connection, beginning: str, limit: int) -> list[str]:
    """Companies whose name begins so, in the order of the alphabet."""
    key = fold(clean(beginning))
    sql = "SELECT name FROM company WHERE name_key >= ? AND name_key < ? ORDER BY name_key LIMIT ?"
    rows = conn.execute(sql, (key, key + _LAST, limit)).fetchall()
    return [clean(name) for (name,) in rows]


def contacts(conn: sqlite3.Connection, beginning: str, company: str, limit: int) -> list[str]:
    """Contact persons one of whose names begins so, those of the company first."""
    pattern = _pattern(clean(beginning))
    sql = r"""
        SELECT DISTINCT p.name
        FROM contact p LEFT JOIN company c ON c.id = p.company_id AND c.name_key = ?
        WHERE p.name LIKE ? ESCAPE '\' OR p.name LIKE ? ESCAPE '\'
        ORDER BY c.id IS NULL, p.name LIMIT ?"""
    bound = (fold(clean(company)), f"{pattern}%", f"% {pattern}%", limit)
    return [clean(name) for (name,) in conn.execute(sql, bound).fetchall()]


def values(conn: sqlite3.Connection, field: str) -> list[str]:
    """The tags, sources, owners, industries … in use, in the order of the alphabet."""
    sql = statement(
        "SELECT DISTINCT * FROM (", _VALUES[field], "ORDER BY id DESC LIMIT ?) ORDER BY 1"
    )
    found = (clean(value) for (value,) in conn.execute(sql, (_NEWEST,)).fetchall())
    return [value for value in found if value]


def _pattern(text: str) -> str:
    """The text as LIKE takes it literally."""
    for char in "\\%_":
        text = text.replace(char, f"\\{char}")
    return text
