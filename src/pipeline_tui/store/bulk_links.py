"""Which deals of an import came from which others: known once every row of the file is in.

The numbers are those of the file. They are listed beside the data and not in memory, since a file
may have many, and its rows in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

_PAGE = 2_000


class Origin(NamedTuple):
    """What the file tells of where a deal came from, and what there is of that here."""

    line: int
    deal_id: int
    fresh: bool
    """Whether the row made or changed the deal."""
    number: int
    """The deal it came from, as the file counts."""
    in_file: int
    """So many deals of the file have that number."""
    from_file: int | None
    """The first of them, as it is counted here."""
    from_data: int | None
    """The deal that has that number here."""
    parent_id: int | None
    """Where it came from until now."""


def list_links(conn: Connection) -> None:
    """Make room for the numbers of one file."""
    conn.execute("CREATE TEMP TABLE numbered (number INTEGER, deal_id INTEGER)")
    conn.execute("CREATE INDEX temp.numbered_number ON numbered (number)")
    conn.execute(
        "CREATE TEMP TABLE came_from"
        " (id INTEGER PRIMARY KEY, line INTEGER, deal_id INTEGER, fresh INTEGER, number INTEGER)"
    )


def note_number(conn: Connection, number: int, deal_id: int) -> None:
    """A row with a number of the file is about this deal."""
    conn.execute("INSERT INTO temp.numbered VALUES (?, ?)", (number, deal_id))


def note_origin(conn: Connection, line: int, deal_id: int, number: int, *, fresh: bool) -> None:
    """The deal of a row came from the one with this number of the file."""
    conn.execute(
        "INSERT INTO temp.came_from (line, deal_id, fresh, number) VALUES (?, ?, ?, ?)",
        (line, deal_id, int(fresh), number),
    )


def origins(conn: Connection) -> Iterator[Origin]:
    """All that were noted, in the order of the file."""
    last = 0
    while True:
        rows = conn.execute(
            "SELECT f.id, f.line, f.deal_id, f.fresh, f.number,"
            " (SELECT COUNT(DISTINCT n.deal_id) FROM temp.numbered n WHERE n.number = f.number),"
            " (SELECT MIN(n.deal_id) FROM temp.numbered n WHERE n.number = f.number),"
            " (SELECT p.id FROM deal p WHERE p.id = f.number), d.parent_id"
            " FROM temp.came_from f JOIN deal d ON d.id = f.deal_id"
            " WHERE f.id > ? ORDER BY f.id LIMIT ?",
            (last, _PAGE),
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        for _id, line, deal_id, fresh, *rest in rows:
            yield Origin(line, deal_id, bool(fresh), *rest)


def put_parent(conn: Connection, deal_id: int, parent_id: int, now: str) -> None:
    """Write where a deal came from."""
    conn.execute(
        "UPDATE deal SET parent_id = ?, updated_at = ?, version = version + 1 WHERE id = ?",
        (parent_id, now, deal_id),
    )
