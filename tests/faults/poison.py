"""A database into which somebody wrote, past every entrance, texts nobody should trust."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from pipeline_tui.clock import FixedClock
from pipeline_tui.services import deals, followups, locking, setup
from pipeline_tui.services.desk import Desk
from tests.faults.program import DAY
from tests.unit.deal_records import HOSTILE as TEXTS

HOSTILE = (
    *TEXTS,
    "\x1b[?1049l\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x9d52;c;aGVsbG8=\x9c",
    "\x1b_Gi=1\x1b\\",
    "a\u2028b\u2029c\x0bd\x0ce\rf\x85g",
    "\ufeff\ufff9x\ufffby\U0010ffff",
    "क्षि" * 40,
    "$x ${title} %s {deal}",
    "\x1b[200~pasted\x1b[201~",
    "[b]$x[/b] [red on blue]z[/] \\[x]",
)
"""The texts of safety.md, and some more of their kind."""

EVERYWHERE = (
    "UPDATE company SET name = :text WHERE id = :deal",
    "UPDATE contact SET name = :text, phone = :text, email = :text WHERE id = :deal",
    "UPDATE contact SET call_origin = :text, mail_origin = :text, position = :text,"
    " drives = :text, objection = :text, note = :text, may_call = :deal % 2,"
    " may_mail = :deal % 3 > 0 WHERE id = :deal",
    "UPDATE company SET industry = :text, size = :text, note = :text WHERE id = :deal",
    "UPDATE deal SET title = :text, owner = :text, benefit = :text, risk_text = :text,"
    " source = :text, product = :text, region = :text, closed_note = :text,"
    " search = lower(:text) WHERE id = :deal",
    "UPDATE deal SET extra = json_object(:text, :text) WHERE id = :deal",
    "INSERT INTO deal_tag (deal_id, tag) VALUES (:deal, :text)",
    "UPDATE followup SET text = :text, outcome = :text WHERE deal_id = :deal",
    "UPDATE activity SET text = :text WHERE deal_id = :deal",
    "UPDATE tick SET evidence = :text WHERE deal_id = :deal",
    "INSERT INTO field_change (deal_id, field, old, new, at)"
    " VALUES (:deal, 'benefit', :text, :text, '2026-11-23T10:00:00Z')",
    "INSERT INTO field_change (deal_id, field, old, new, at)"
    " VALUES (:deal, :text, :text, :text, '2026-11-23T10:00:00Z')",
)
ONCE = (
    "UPDATE stage SET name = name || :text, guidance = :text",
    "UPDATE criterion SET text = :text",
    "UPDATE free_day SET name = :text",
    "UPDATE journal_step SET details = json_object('deal', :text, 'stage', :text)",
)


def database(path: Path, *, today: date = DAY) -> Path:
    """One deal for each text, in one column, its words replaced by the text wherever it shows."""
    clock = FixedClock(today)
    desk = Desk(path, clock)
    setup.create(desk, "b2b-en")
    for number, _text in enumerate(HOSTILE, start=1):
        deal = deals.add_deal(
            desk,
            f"Company {number}: Deal {number} {number}k @proposal call Person {number} today"
            " contact:Person !high risk benefit:more",
            suggest=False,
        )
        assert deal == number
        deals.log(desk, deal, "asked", "call")
        deals.log(desk, deal, "noted", "note")
        deals.tick(desk, deal, 1, True)
        followups.add_followup(desk, deal, f"mail x {number} today 1{number % 10}:00")
    desk.close()
    with closing(sqlite3.connect(path)) as conn, conn:
        for number, text in enumerate(HOSTILE, start=1):
            for statement in EVERYWHERE:
                write(conn, statement, deal=number, text=text)
        for number, text in enumerate(HOSTILE, start=1):
            for statement in ONCE:
                write(conn, f"{statement} WHERE id % {len(HOSTILE)} = {number - 1}", text=text)
    return path


BEFORE = (
    "UPDATE deal SET created_at = '2026-10-01T08:00:00Z', verified_at = '2026-10-02T08:00:00Z',"
    " stage_entered_at = printf('2026-11-%02dT08:00:00Z', 4 + id % 3 * 7), category = 'commit',"
    " expected_close = iif(id % 3, '2026-12-10', '2026-11-10')",
    "UPDATE stay SET entered_at = (SELECT stage_entered_at FROM deal WHERE deal.id = stay.deal_id)",
)
"""So that there is something to count: all deals began in October, and close this quarter."""
STUCK = (
    "UPDATE stay SET entered_at = '2026-10-01T08:00:00Z', left_at = '2026-10-03T08:00:00Z',"
    " days = 2 WHERE left_at IS NOT NULL"
)
"""Who is through was fast: the others are stuck."""
AFTERWARDS = (
    "INSERT INTO channel_cost (source, month, cost_minor, currency)"
    " VALUES (:text, '2026-10', 50000, 'EUR')",
    "UPDATE lost_reason SET name = :text WHERE id = :deal",
    "UPDATE deal SET closed_note = :text WHERE id = :deal",
    "INSERT INTO target (period, value_minor, currency, customers, cause)"
    " VALUES (iif(:deal < 13, printf('2026-%02d', :deal), 2026 + :deal), 9000, 'EUR', 2, :text)",
)


def with_figures(path: Path, *, today: date = DAY) -> Path:
    """The same file where every figure has something to count, under names nobody should trust.

    Every fourth deal is won and every fourth lost, months have targets, sources have costs.
    """
    with closing(sqlite3.connect(path)) as conn, conn:
        for statement in BEFORE:
            conn.execute(statement)
    desk = Desk(path, FixedClock(today))
    with desk.writer.unnoticed() as work:
        work.set_setting("gate", "silent")
    for number in range(1, len(HOSTILE), 4):
        deals.win(desk, number)
        deals.lose(desk, number + 1, "price")
    locking.back_fill(desk)
    desk.close()
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute(STUCK)
        for number, text in enumerate(HOSTILE, start=1):
            for statement in AFTERWARDS:
                write(conn, statement, deal=number, text=text)
    return path


def write(conn: sqlite3.Connection, statement: str, *, text: str, deal: int = 0) -> None:
    """Run a statement with a text that may be no text at all, such as a lone surrogate."""
    raw = text.encode("utf-8", "surrogatepass")
    conn.execute(statement.replace(":text", "CAST(:text AS TEXT)"), {"text": raw, "deal": deal})
