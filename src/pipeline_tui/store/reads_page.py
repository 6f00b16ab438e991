"""The page of a deal: all that its pane and `show` need of it."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

from pipeline_tui.domain.playbook import offered
from pipeline_tui.domain.records import Answer, Box, DealPage, FollowUp, Participant
from pipeline_tui.domain.text import clean
from pipeline_tui.store.connection import snapshot
from pipeline_tui.store.reads_agenda import FOLLOWUP_COLUMNS, FOLLOWUP_JOINS, followup_of
from pipeline_tui.store.reads_beside import beside
from pipeline_tui.store.reads_deal import deal, permission_of
from pipeline_tui.store.reads_links import links
from pipeline_tui.store.reads_playbook import hints
from pipeline_tui.store.reads_shared import statement
from pipeline_tui.store.reads_timeline import activities_of, timeline

_FOLLOWUPS = statement("SELECT", FOLLOWUP_COLUMNS, "FROM followup a", FOLLOWUP_JOINS)
_OPEN = statement(
    _FOLLOWUPS, "WHERE a.deal_id = ? AND a.state = 'open' ORDER BY a.due, a.time, a.id"
)
_CLOSED = statement(
    _FOLLOWUPS, "WHERE a.deal_id = ? AND a.state <> 'open' ORDER BY a.closed_at DESC, a.id DESC"
)


def page(conn: sqlite3.Connection, deal_id: int, today: date) -> DealPage | None:
    """All the deal pane and `show` need; None if there is no such deal."""
    with snapshot(conn):
        found = deal(conn, deal_id, today)
        if found is None:
            return None
        activities = activities_of(conn, deal_id)
        offer, bought = beside(conn, found)
        return DealPage(
            deal=found,
            boxes=boxes(conn, deal_id),
            followups=_followups(conn, deal_id, today),
            notes=tuple(activity for activity, followup_id in activities if followup_id is None),
            timeline=timeline(conn, found, activities),
            hints=tuple(offered(hints(conn, found.stage_id), found.risk_text)),
            answers=answers(conn, deal_id),
            offer=offer,
            bought_before=bought,
            links=links(conn, found),
            people=participants(conn, deal_id),
        )


def boxes(conn: sqlite3.Connection, deal_id: int) -> tuple[Box, ...]:
    """The exit criteria of the deal's stage, with their ticks."""
    sql = """
        SELECT k.id, k.text, COALESCE(t.ticked_at, q.answered_at),
               COALESCE(t.evidence, q.line, ''), k.question
        FROM deal d
        JOIN criterion k ON k.stage_id = d.stage_id
        LEFT JOIN tick t ON t.criterion_id = k.id AND t.deal_id = d.id
        LEFT JOIN answer q ON q.deal_id = d.id AND q.question = k.question AND q.answer = 'yes'
        WHERE d.id = ? ORDER BY k.position, k.id"""
    rows = conn.execute(sql, (deal_id,)).fetchall()
    return tuple(Box(row[0], clean(row[1]), row[2], clean(row[3]), row[4]) for row in rows)


def answers(conn: sqlite3.Connection, deal_id: int) -> tuple[Answer, ...]:
    """What is known of the questions of qualification, in no particular order."""
    sql = "SELECT question, answer, line FROM answer WHERE deal_id = ?"
    rows = conn.execute(sql, (deal_id,)).fetchall()
    return tuple(Answer(row[0], row[1], clean(row[2])) for row in rows)


def participants(conn: sqlite3.Connection, deal_id: int) -> tuple[Participant, ...]:
    """Who is in the deal beside its contact person, as they were added."""
    sql = """
        SELECT r.id, r.role, p.id, p.name, p.position, p.phone, p.email, p.may_call,
               p.call_origin, p.call_on, p.may_mail, p.mail_origin, p.mail_on, p.do_not_contact
        FROM participant r JOIN contact p ON p.id = r.contact_id
        WHERE r.deal_id = ? ORDER BY r.id"""
    return tuple(_participant(row) for row in conn.execute(sql, (deal_id,)).fetchall())


def _participant(row: tuple[Any, ...]) -> Participant:
    name, position, phone, email = map(clean, row[3:7])
    may = permission_of(row[7:])
    return Participant(row[0], row[1], row[2], name, position, phone, email, may)


def _followups(conn: sqlite3.Connection, deal_id: int, today: date) -> tuple[FollowUp, ...]:
    """Open ones first by date, then the closed ones, latest first."""
    rows = conn.execute(_OPEN, (deal_id,)).fetchall()
    rows += conn.execute(_CLOSED, (deal_id,)).fetchall()
    return tuple(followup_of(row, today) for row in rows)
