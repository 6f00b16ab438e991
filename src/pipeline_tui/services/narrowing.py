"""What the board shows, read with what the desk has kept of the reading before.

Apart from `reading`, since only a screen reads again and again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.services import reading
from pipeline_tui.store import reads_board, reads_narrowing
from pipeline_tui.store.connection import explained, snapshot

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.records import Card, Column
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.connection import Connection
    from pipeline_tui.store.reads_narrowing import Kept

State = tuple[object, ...]


def state(desk: Desk) -> State:
    """Equal to another one while nobody has written, the file is the same, and so is the day."""
    return desk.reader, reading.data_version(desk), desk.clock.today()


def columns(desk: Desk, flt: Filter | None = None) -> list[Column]:
    """As `reading.columns`."""
    conn = desk.reader
    with explained(desk.file), snapshot(conn):
        today = desk.clock.today()
        return reads_narrowing.kept_columns(conn, today, flt, _kept(desk, conn, today))


def first_cards(
    desk: Desk, columns: list[Column], limit: int, flt: Filter | None = None
) -> dict[int, list[Card]]:
    """By stage the first cards of some columns."""
    conn = desk.reader
    with explained(desk.file), snapshot(conn):
        today = desk.clock.today()
        kept = _kept(desk, conn, today)
        return reads_narrowing.first_cards(conn, columns, limit, today, flt, kept)


def cards(
    desk: Desk,
    stage_id: int,
    key: reading.Key | None,
    limit: int,
    flt: Filter | None = None,
    *,
    forward: bool = True,
) -> list[Card]:
    """As `reading.cards`."""
    conn = desk.reader
    with explained(desk.file), snapshot(conn):
        today = desk.clock.today()
        kept = _kept(desk, conn, today)
        found = reads_board.cards(conn, stage_id, key, limit, today, flt, forward=forward)
        kept.keep_cards(found)
        return found


def _kept(desk: Desk, conn: Connection, today: date) -> Kept:
    kept = desk.kept_board
    if kept is None or not kept.holds(conn, today):
        desk.kept_board = kept = reads_narrowing.Kept(conn, today)
    return kept
