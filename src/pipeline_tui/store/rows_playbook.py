"""Finding and tagging entries of the playbook inside a step."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import col, select

from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.store.rows import Rows
from pipeline_tui.store.tables_playbook import PlayRow, PlayStageRow


def play(rows: Rows, play_id: int) -> PlayRow:
    """An entry by its number."""
    row = rows.session.get(PlayRow, play_id)
    if row is None:
        raise NotFound(_("There is no entry {number} in the playbook").format(number=play_id))
    return row


def of_kind(rows: Rows, kind: str) -> list[PlayRow]:
    """The entries of a kind in their order."""
    order = (col(PlayRow.position), col(PlayRow.id))
    return list(
        rows.session.exec(select(PlayRow).where(col(PlayRow.kind) == kind).order_by(*order))
    )


def tag(rows: Rows, play_id: int, stage_ids: Iterable[int]) -> bool:
    """Make these the stages an entry fits; whether they were others before."""
    wanted = set(stage_ids)
    there = {
        row.stage_id: row
        for row in rows.session.exec(
            select(PlayStageRow).where(col(PlayStageRow.play_id) == play_id)
        )
    }
    for stage_id in there.keys() - wanted:
        rows.remove(there[stage_id])
    for stage_id in sorted(wanted - there.keys()):
        rows.add(PlayStageRow, play_id=play_id, stage_id=stage_id)
    return there.keys() != wanted
