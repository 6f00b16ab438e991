"""What companies and contacts are searched by, of everybody at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.text import fold
from pipeline_tui.store.reads_people import LAST

if TYPE_CHECKING:
    import sqlite3

    from pipeline_tui.store.reads_people import Key

_COMPANIES = "SELECT id, name_key, industry FROM company ORDER BY name_key, id"
_CONTACTS = """
    SELECT company_id, id, name || ' ' || email || ' ' || phone || ' ' || position
    FROM contact ORDER BY id"""


def everybody(conn: sqlite3.Connection) -> tuple[list[Key], list[str]]:
    """Keys in the order of the list (reads_people), and beside each its words, folded.

    People are found by the name of their company too.
    """
    people: dict[int | None, list[tuple[int, str]]] = {}
    for company, number, text in conn.execute(_CONTACTS).fetchall():
        people.setdefault(company, []).append((number, fold(text)))
    keys: list[Key] = []
    texts: list[str] = []
    for company, name, industry in conn.execute(_COMPANIES).fetchall():
        keys.append((name, 0, company))
        texts.append(f"{name} {fold(industry)}")
        for number, text in people.get(company, ()):
            keys.append((name, 1, number))
            texts.append(f"{text} {name}")
    for number, text in people.get(None, ()):
        keys.append((LAST, 1, number))
        texts.append(text)
    return keys, texts
