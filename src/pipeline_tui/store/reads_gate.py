"""What stands between deals and a stage: open boxes, answers, planned follow-ups. Plain SQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.gate import Asked, Leaving, OpenBox
from pipeline_tui.domain.qualification import QUESTIONS, UNKNOWN, is_early
from pipeline_tui.domain.templates import Planned
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_shared import NEXT_COLUMNS, NEXT_STEP, next_step, statement

if TYPE_CHECKING:
    from pipeline_tui.domain.records import Stage

_CHOSEN = "(SELECT value FROM json_each(?))"
_DEALS = statement(
    "SELECT d.id, d.title, c.name, d.stage_id, s.name, s.position,",
    NEXT_COLUMNS,
    "FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN company c ON c.id = d.company_id",
    NEXT_STEP,
    "WHERE d.id IN",
    _CHOSEN,
)
_BOXES = statement(
    """
    SELECT k.id, k.text, k.question, COUNT(*)
    FROM deal d JOIN criterion k ON k.stage_id = d.stage_id
    WHERE NOT EXISTS (SELECT 1 FROM tick t WHERE t.deal_id = d.id AND t.criterion_id = k.id)
      AND NOT EXISTS (SELECT 1 FROM answer q WHERE q.deal_id = d.id AND q.question = k.question
                      AND q.answer = 'yes')""",
    "AND d.id IN",
    _CHOSEN,
    "GROUP BY k.id ORDER BY k.stage_id, k.position, k.id",
)
_ANSWERS = statement("SELECT deal_id, question, answer, line FROM answer WHERE deal_id IN", _CHOSEN)
_PLANNED = "SELECT id, kind, text, days FROM planned WHERE stage_id = ? ORDER BY position, id"


def leaving(conn: sqlite3.Connection, deal_ids: Iterable[int], stage: Stage) -> list[Leaving]:
    """The deals among these that stand before a stage, in the order they are named."""
    chosen = list(dict.fromkeys(deal_ids))
    rows = {row[0]: row for row in conn.execute(_DEALS, (json.dumps(chosen),)).fetchall()}
    return [
        _leaving(rows[number])
        for number in chosen
        if number in rows and rows[number][5] < stage.position
    ]


def open_boxes(conn: sqlite3.Connection, deal_ids: Iterable[int]) -> tuple[OpenBox, ...]:
    """The criteria of the deals' stages that are not ticked everywhere."""
    rows = conn.execute(_BOXES, (json.dumps(list(deal_ids)),)).fetchall()
    return tuple(OpenBox(row[0], clean(row[1]), row[2], row[3]) for row in rows)


def questions(conn: sqlite3.Connection, deal_ids: Iterable[int]) -> tuple[tuple[Asked, ...], int]:
    """What is known of the questions, and how many deals have one "yes" or none."""
    chosen = list(deal_ids)
    known: dict[int, dict[str, tuple[str, str]]] = {number: {} for number in chosen}
    for number, question, answer, line in conn.execute(_ANSWERS, (json.dumps(chosen),)).fetchall():
        known[number][question] = (answer, clean(line))
    early = sum(
        is_early({name: said for name, (said, _line) in of.items()}) for of in known.values()
    )
    return tuple(_asked(question, list(known.values())) for question in QUESTIONS), early


def asks_qualification(conn: sqlite3.Connection, stage_id: int) -> bool:
    """Whether a stage asks how a deal is qualified."""
    sql = "SELECT asks_qualification FROM stage WHERE id = ?"
    row = conn.execute(sql, (stage_id,)).fetchone()
    return row is not None and bool(row[0])


def planned(conn: sqlite3.Connection, stage_id: int) -> list[tuple[int, Planned]]:
    """The follow-ups a stage plans, with their numbers."""
    rows = conn.execute(_PLANNED, (stage_id,)).fetchall()
    return [(row[0], Planned(row[1], clean(row[2]), row[3])) for row in rows]


def _leaving(row: tuple[Any, ...]) -> Leaving:
    title, company = clean(row[1]), clean(row[2] or "")
    name = f"{company} · {title}" if company else title
    return Leaving(row[0], name, row[3], clean(row[4]), next_step(row[6:14]))


def _asked(question: str, known: list[dict[str, tuple[str, str]]]) -> Asked:
    said = {of.get(question, (UNKNOWN, "")) for of in known}
    answers = {answer for answer, _line in said}
    unknown = sum(question not in of for of in known)
    one = said.pop() if len(said) == 1 else (UNKNOWN, "")
    return Asked(question, one[0] if len(answers) == 1 else UNKNOWN, one[1], unknown)
