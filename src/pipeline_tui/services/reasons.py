"""The list of reasons for losing: shown, added to, renamed, put in another order, shortened.

Each change is one undo step. A reason is named by its digit, code or name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.reasons import OTHER, LostReason, all_names, find, reason_name
from pipeline_tui.domain.text import ONE_LINE_LIMIT, clean, fold, limited
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_closing
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.store.tables_setup import LostReasonRow
    from pipeline_tui.store.writes import Work

MOST = 100
"""So many reasons a list can have."""


def reasons(desk: Desk) -> list[LostReason]:
    """The list in its order."""
    with explained(desk.file):
        return reads_closing.lost_reasons(desk.reader)


def add(desk: Desk, name: str) -> None:
    """Add a reason at the end; InputError when there is one of that name."""
    from pipeline_tui.store import reason_rows

    with desk.writer.step("reasons.set") as work:
        rows = reason_rows.reasons(work)
        if len(rows) >= MOST:
            raise InputError(
                _("There are {count} reasons already").format(count=len(rows)),
                kept=_("The list is as it was"),
            )
        name = _checked(name, _list(rows))
        reason_rows.add(work, name, name)


def rename(desk: Desk, which: str, name: str) -> None:
    """Give a reason another name, also where deals carry it."""
    with desk.writer.step("reasons.set") as work:
        rows, at = _found(work, which)
        others = [reason for place, reason in enumerate(_list(rows)) if place != at]
        work.edit(rows[at], name=_checked(name, others))


def move(desk: Desk, which: str, place: int) -> None:
    """Put a reason at another place of the list, counted from 1; beyond its ends is the end."""
    from pipeline_tui.store import reason_rows

    with desk.writer.step("reasons.set") as work:
        rows, at = _found(work, which)
        row = rows.pop(at)
        rows.insert(max(0, min(place - 1, len(rows))), row)
        reason_rows.put_in_order(work, rows)


def remove(desk: Desk, which: str) -> None:
    """Take a reason off the list; deals that carry it keep its words.

    InputError for "other", which takes the line of what is not in the list.
    """
    from pipeline_tui.store import reason_rows

    with desk.writer.step("reasons.set") as work:
        rows, at = _found(work, which)
        row = rows[at]
        if row.code == OTHER:
            raise InputError(
                _("“{reason}” stays: it takes what is not in the list").format(
                    reason=reason_name(row.code, row.name)
                ),
                kept=_("The list is as it was"),
                todo=_("It can be renamed, and moved"),
            )
        if row.name and row.name != row.code:
            reason_rows.rename_carried(work, row.code, row.name)
        work.remove(row)


def _found(work: Work, which: str) -> tuple[list[LostReasonRow], int]:
    """The list, and the place of the reason that is named; NotFound if there is none."""
    from pipeline_tui.store import reason_rows

    rows = reason_rows.reasons(work)
    there = _list(rows)
    found = find(which, there)
    if found is None:
        names = ", ".join(f"{at} {reason_name(*one)}" for at, one in enumerate(there, start=1))
        raise NotFound(
            _("There is no reason {text}").format(text=clean(which)[:ONE_LINE_LIMIT]),
            kept=_("The list is as it was"),
            todo=_("Reasons are {names}").format(names=names),
        )
    return rows, there.index(found)


def _list(rows: list[LostReasonRow]) -> list[LostReason]:
    return [LostReason(row.code, row.name) for row in rows]


def _checked(name: str, others: list[LostReason]) -> str:
    """A name as it is kept: not empty, not a number, not another reason's."""
    name = limited(clean(name), ONE_LINE_LIMIT, _("The reason"))
    if not name or name.isdecimal():
        raise InputError(
            _("A reason needs a name in words"),
            kept=_("The list is as it was"),
        )
    if any(fold(name) in all_names(other) for other in others):
        raise InputError(
            _("There is a reason “{name}” already").format(name=name),
            kept=_("The list is as it was"),
        )
    return name
