"""The stages with all their rules, for the stage editor and `stage`."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from pipeline_tui.domain.records_stage import CriterionLine, PlannedLine, StagePage
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_shared import stages

_CRITERIA = """
    SELECT c.stage_id, c.id, c.text, c.question,
           (SELECT count(*) FROM tick t WHERE t.criterion_id = c.id)
    FROM criterion c ORDER BY c.stage_id, c.position, c.id"""
_PLANNED = "SELECT stage_id, id, kind, text, days FROM planned ORDER BY stage_id, position, id"
_ASKS = "SELECT id FROM stage WHERE asks_qualification = 1"
_DEALS = "SELECT stage_id, count(*) FROM deal GROUP BY stage_id"
_BEEN = "SELECT stage_id, count(DISTINCT deal_id) FROM stay GROUP BY stage_id"


def stage_pages(conn: sqlite3.Connection) -> list[StagePage]:
    """All stages in their order, with what hangs on them."""
    criteria: dict[int, list[CriterionLine]] = defaultdict(list)
    for stage_id, number, text, question, ticks in conn.execute(_CRITERIA).fetchall():
        criteria[stage_id].append(CriterionLine(number, clean(text), question, ticks))
    planned: dict[int, list[PlannedLine]] = defaultdict(list)
    for stage_id, number, kind, text, days in conn.execute(_PLANNED).fetchall():
        planned[stage_id].append(PlannedLine(number, kind, clean(text), days))
    asks = {number for (number,) in conn.execute(_ASKS).fetchall()}
    deals = dict(conn.execute(_DEALS).fetchall())
    been = dict(conn.execute(_BEEN).fetchall())
    return [
        StagePage(
            stage,
            stage.id in asks,
            tuple(criteria[stage.id]),
            tuple(planned[stage.id]),
            deals.get(stage.id, 0),
            been.get(stage.id, 0),
        )
        for stage in stages(conn)
    ]


def open_followups(conn: sqlite3.Connection, stage_id: int) -> int:
    """How many follow-ups of the deals in a stage are open."""
    sql = """SELECT count(*) FROM followup f JOIN deal d ON d.id = f.deal_id
             WHERE d.stage_id = ? AND f.state = 'open'"""
    return int(conn.execute(sql, (stage_id,)).fetchone()[0])
