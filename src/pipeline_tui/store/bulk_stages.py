"""Stages that an import brings along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Stage
from pipeline_tui.store.reads_shared import stages

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection


def add_stage(
    conn: Connection, name: str, probability: int, after: Stage | None, kind: str = "open"
) -> Stage:
    """Make a stage behind another, or in front of all; it asks for no step and has no limit."""
    conn.execute(
        "INSERT INTO stage (name, kind, position, probability, step_required, colour)"
        " VALUES (?, ?, ?, ?, 0, 'grey')",
        (name, kind, -1, probability),
    )
    order = stages(conn)
    made = next(stage for stage in order if stage.name == name)
    order.remove(made)
    place = 0 if after is None else [stage.id for stage in order].index(after.id) + 1
    order.insert(place, made)
    conn.executemany(
        "UPDATE stage SET position = ? WHERE id = ? AND position <> ?",
        [(number, stage.id, number) for number, stage in enumerate(order, start=1)],
    )
    return next(stage for stage in stages(conn) if stage.id == made.id)
