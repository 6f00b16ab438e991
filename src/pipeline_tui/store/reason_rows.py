"""What a step can do with the reasons for losing; their table is imported when it does."""

from __future__ import annotations

from sqlmodel import col, select

from pipeline_tui.store.rows import Rows
from pipeline_tui.store.tables_setup import LostReasonRow


def reasons(work: Rows) -> list[LostReasonRow]:
    """The list in its order."""
    order = (col(LostReasonRow.position), col(LostReasonRow.id))
    return list(work.session.exec(select(LostReasonRow).order_by(*order)))


def add(work: Rows, code: str, name: str) -> None:
    """A reason at the end of the list."""
    last = max((row.position for row in reasons(work)), default=0)
    work.add(LostReasonRow, position=last + 1, code=code, name=name)


def put_in_order(work: Rows, order: list[LostReasonRow]) -> None:
    """Number the list anew."""
    for place, row in enumerate(order, start=1):
        work.edit(row, position=place)


def rename_carried(work: Rows, code: str, name: str) -> None:
    """Deals that carry a reason keep the words for it when it leaves the list."""
    work.session.flush()
    work.session.connection().exec_driver_sql(
        "UPDATE deal SET lost_reason = ?, version = version + 1 WHERE lost_reason = ?",
        (name, code),
    )
