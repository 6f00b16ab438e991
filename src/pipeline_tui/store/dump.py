"""All data as plain rows, table by table, in an order in which they can be brought in again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline_tui.store.connection import explained, file_of, roll_back
from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection

TABLES = (
    "setting", "free_day", "stage", "criterion", "planned", "company", "contact", "deal",
    "deal_tag", "tick", "followup", "activity", "stay", "field_change",
    "answer", "participant", "benefit_part", "plan_part", "pilot", "offer_option",
    "review", "review_item", "play", "play_stage", "play_use", "channel_cost", "target",
    "lost_reason", "deal_past", "followup_past", "stage_past", "setting_past",
    "forecast_lock", "forecast_line",
)  # fmt: skip
"""Every table of data; what a row points to comes before it."""

DERIVED = ("search",)
"""Columns that are worked out of others and left out."""

_PAGE = 2_000

Value = str | int | None


def rows(conn: Connection) -> Iterator[tuple[str, dict[str, Value]]]:
    """Table and columns of every row, of one moment; rows by their numbers."""
    with explained(file_of(conn)):
        conn.execute("BEGIN")
        try:
            for table in TABLES:
                columns = columns_of(conn, table)
                for row in _rows(conn, table, columns):
                    yield table, dict(zip(columns, row, strict=True))
        finally:
            roll_back(conn)


def columns_of(conn: Connection, table: str) -> list[str]:
    """The columns of a table that are not derived."""
    info = conn.execute(statement("PRAGMA", f"table_info({table})")).fetchall()
    return [row[1] for row in info if row[1] not in DERIVED]


def _rows(conn: Connection, table: str, columns: list[str]) -> Iterator[tuple[Value, ...]]:
    sql = statement("SELECT", ", ".join(columns), "FROM", table, "WHERE id > ? ORDER BY id LIMIT ?")
    last = -1
    while found := conn.execute(sql, (last, _PAGE)).fetchall():
        yield from found
        last = found[-1][0]
