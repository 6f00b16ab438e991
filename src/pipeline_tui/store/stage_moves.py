"""What goes from one stage to another when stages are merged, removed or made anew.

Plain SQL on the connection of a step, since thousands of deals may go: the journal's triggers
write it into the history all the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from pipeline_tui.clock import local_day


def move_deals(conn: sqlite3.Connection, stage_id: int, into: int, now: str) -> int:
    """Put the deals of a stage behind those of another, in their order; how many."""
    lowest = "SELECT COALESCE(MIN(position), 0) FROM deal WHERE stage_id = ?"
    highest = "SELECT COALESCE(MAX(position), 0) FROM deal WHERE stage_id = ?"
    (first,) = conn.execute(lowest, (stage_id,)).fetchone()
    (last,) = conn.execute(highest, (into,)).fetchone()
    sql = """UPDATE deal SET stage_id = ?, position = position + ?, updated_at = ?,
                             version = version + 1 WHERE stage_id = ?"""
    return conn.execute(sql, (into, last - first + 1, now, stage_id)).rowcount


def cancel_followups(conn: sqlite3.Connection, stage_id: int, now: str, today: date) -> int:
    """Cancel the open follow-ups of all deals in a stage; how many."""
    sql = """UPDATE followup SET state = 'cancelled', closed_at = ?, closed_on = ?,
                                 version = version + 1
             WHERE state = 'open' AND deal_id IN (SELECT id FROM deal WHERE stage_id = ?)"""
    return conn.execute(sql, (now, today.isoformat(), stage_id)).rowcount


def move_stays(conn: sqlite3.Connection, stage_id: int, into: int) -> None:
    """The history of one stage becomes that of another.

    Stays that followed on each other are one afterwards: nobody left the stage in between.
    """
    touched = "SELECT DISTINCT deal_id FROM stay WHERE stage_id = ?"
    deals = [number for (number,) in conn.execute(touched, (stage_id,)).fetchall()]
    conn.execute("UPDATE stay SET stage_id = ? WHERE stage_id = ?", (into, stage_id))
    for deal_id in deals:
        _join(conn, deal_id, into)


def move_plays(conn: sqlite3.Connection, stage_id: int, into: int) -> None:
    """What the playbook offers in one stage it offers in the other."""
    sql = """UPDATE play_stage SET stage_id = ? WHERE stage_id = ? AND play_id NOT IN (
                 SELECT play_id FROM play_stage WHERE stage_id = ?)"""
    conn.execute(sql, (into, stage_id, into))


def move_criterion(
    conn: sqlite3.Connection, criterion_id: int, stage_id: int, position: int
) -> None:
    """A criterion goes to another stage with its ticks."""
    sql = "UPDATE criterion SET stage_id = ?, position = ? WHERE id = ?"
    conn.execute(sql, (stage_id, position, criterion_id))


def move_planned(conn: sqlite3.Connection, planned_id: int, stage_id: int, position: int) -> None:
    """A planned follow-up goes to another stage."""
    sql = "UPDATE planned SET stage_id = ?, position = ? WHERE id = ?"
    conn.execute(sql, (stage_id, position, planned_id))


def ticks(conn: sqlite3.Connection, criterion_id: int) -> int:
    """How many deals have ticked a criterion."""
    sql = "SELECT count(*) FROM tick WHERE criterion_id = ?"
    return int(conn.execute(sql, (criterion_id,)).fetchone()[0])


def move_ticks(conn: sqlite3.Connection, criterion_id: int, into: int) -> None:
    """The ticks of one criterion become those of another, which keeps its own."""
    sql = """UPDATE tick SET criterion_id = ? WHERE criterion_id = ? AND deal_id NOT IN (
                 SELECT deal_id FROM tick WHERE criterion_id = ?)"""
    conn.execute(sql, (into, criterion_id, into))


def ticks_to_answers(conn: sqlite3.Connection, criterion_id: int, question: str) -> int:
    """Each tick becomes a yes to the question, unless that is answered; how many ticks went."""
    conn.execute(
        """INSERT INTO answer (deal_id, question, answer, line, answered_at)
           SELECT deal_id, ?, 'yes', evidence, ticked_at FROM tick WHERE criterion_id = ?
           AND deal_id NOT IN (SELECT deal_id FROM answer WHERE question = ?) ORDER BY id""",
        (question, criterion_id, question),
    )
    return conn.execute("DELETE FROM tick WHERE criterion_id = ?", (criterion_id,)).rowcount


def answers_to_ticks(conn: sqlite3.Connection, criterion_id: int, question: str) -> None:
    """Each yes to the question becomes a tick too; the answers stay."""
    conn.execute(
        """INSERT INTO tick (deal_id, criterion_id, ticked_at, evidence)
           SELECT deal_id, ?, answered_at, line FROM answer
           WHERE question = ? AND answer = 'yes'
           AND deal_id NOT IN (SELECT deal_id FROM tick WHERE criterion_id = ?) ORDER BY id""",
        (criterion_id, question, criterion_id),
    )


def verify(conn: sqlite3.Connection, stage_ids: Sequence[int], now: str) -> None:
    """Deals in these stages are verified opportunities from now on, unless they were before."""
    for stage_id in stage_ids:
        sql = """UPDATE deal SET verified_at = ?, updated_at = ?, version = version + 1
                 WHERE stage_id = ? AND verified_at IS NULL"""
        conn.execute(sql, (now, now, stage_id))


def _join(conn: sqlite3.Connection, deal_id: int, stage_id: int) -> None:
    """Make one stay of those that follow on each other in a stage."""
    sql = """SELECT id, stage_id, entered_at, left_at FROM stay WHERE deal_id = ?
             ORDER BY entered_at, id"""
    stays = conn.execute(sql, (deal_id,)).fetchall()
    first: tuple[int, int, str, str | None] | None = None
    for before, after in pairwise(stays):
        first = first or before
        if not (before[1] == after[1] == stage_id and before[3] == after[2]):
            first = None
            continue
        left = after[3]
        days = None if left is None else max(0, (local_day(left) - local_day(first[2])).days)
        conn.execute("DELETE FROM stay WHERE id = ?", (after[0],))
        conn.execute("UPDATE stay SET left_at = ?, days = ? WHERE id = ?", (left, days, first[0]))
        if left is None:
            entered = "UPDATE deal SET stage_entered_at = ?, version = version + 1 WHERE id = ?"
            conn.execute(entered, (first[2], deal_id))
