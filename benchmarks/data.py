"""Seeded data: deals with companies, contacts, follow-ups, ticks and stays, at any size.

At every size 60 follow-ups are due, every deal has ten stays for its pane to tell of, every
criterion is ticked and no follow-up is planned, so that a move asks nothing, and the first card
of the board is the same, so that sizes can be compared. 20,000 deals have 40,000 follow-ups and
200,000 stays.
"""

from __future__ import annotations

import csv
import random
import sqlite3
from datetime import date, timedelta
from pathlib import Path

from pipeline_tui.clock import FixedClock, instant
from pipeline_tui.domain.text import fold
from pipeline_tui.services import setup
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import connection

TODAY = date(2026, 11, 20)
FIRST_COMPANY = "Aardvark-Werke"
"""Stands on the first card of the board at every size."""
DUE = 60
STAYS = 10
"""Of every deal."""
NAMES = ("Acme", "Globex", "Initech", "Umbra", "Stark", "Wayne", "Tyrell", "Cyber", "Hooli", "Vand")
KINDS = ("GmbH", "AG", "SE", "KG", "Ltd", "Inc")
HEADER = ("opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date",
          "close_date", "close_value")  # fmt: skip
RISKS = ("budget freeze", "no decision yet")
REASONS = ("price", "no_budget", "competitor", "timing", "not_reachable")
PRODUCTS = ("GTX", "MG", "GTK", "")
REGIONS = ("north", "south", "abroad")
WHAT = ("CNC retrofit", "pilot line", "service contract", "plant", "migration", "training", "audit")
STEPS = (("call", "call about budget"), ("mail", "send figures"), ("meeting", "on site"),
         ("offer", "hand over the offer"), ("task", "prepare demo"))  # fmt: skip


def build(path: Path, deals: int) -> None:
    """Write a database of `deals` deals to `path`."""
    clock = FixedClock(TODAY)
    desk = Desk(path, clock)
    setup.create(desk, "b2b-en")
    conn = connection.open_writer(path, clock)
    rng = random.Random(20261120)
    stages = conn.execute("SELECT id, kind, probability FROM stage ORDER BY position").fetchall()
    conn.execute("BEGIN IMMEDIATE")
    _companies(conn, rng, max(10, deals // 10), instant(clock.now()))
    _deals(conn, rng, deals, stages)
    _outcomes(conn)
    _ticks(conn)
    conn.execute("COMMIT")
    conn.close()


def _companies(conn: sqlite3.Connection, rng: random.Random, count: int, now: str) -> None:
    names = [FIRST_COMPANY]
    names += [f"{rng.choice(NAMES)} {number} {rng.choice(KINDS)}" for number in range(1, count)]
    conn.executemany(
        "INSERT INTO company (name, name_key, created_at) VALUES (?, ?, ?)",
        [(name, fold(name), now) for name in names],
    )
    conn.executemany(
        "INSERT INTO contact (company_id, name, phone, email, created_at) VALUES (?, ?, ?, ?, ?)",
        [
            (number, f"Person {number}", f"+49 30 {number:06}", f"p{number}@example.com", now)
            for number in range(1, count + 1)
        ],
    )


def _deals(
    conn: sqlite3.Connection, rng: random.Random, count: int, stages: list[tuple[int, str, int]]
) -> None:
    companies = [row[0] for row in conn.execute("SELECT name FROM company ORDER BY id")]
    open_stages = [row for row in stages if row[1] == "open"]
    closed = [row for row in stages if row[1] in ("won", "lost")]
    deals, followups, stays = [], [], []
    for number in range(1, count + 1):
        is_open = number == 1 or number % 10 < 7
        stage = open_stages[0] if number == 1 else rng.choice(open_stages if is_open else closed)
        company = 1 if number == 1 else rng.randrange(2, len(companies) + 1)
        created = TODAY - timedelta(days=rng.randrange(20, 700))
        moment = f"{created}T09:00:00Z"
        title = f"{rng.choice(WHAT)} {number}"
        contact_due = created + timedelta(days=30)
        deals.append(
            (
                title, company, company, "me", stage[0], number, rng.randrange(1, 900) * 10_000,
                "EUR", str(TODAY + timedelta(days=rng.randrange(5, 200))),
                rng.choice(("low", "mid", "high")), rng.choice(RISKS),
                rng.choice(("fair", "inbound", "referral")), moment, moment,
                str(contact_due) if is_open else None,
                None if is_open else str(TODAY - timedelta(days=rng.randrange(1, 600))),
                fold(f"{title} {companies[company - 1]} person {company} budget"), moment,
            )
        )  # fmt: skip
        followups += _followups(rng, number, is_open)
        stays += _stays(number, stage[0], open_stages, created)
    conn.executemany(
        "INSERT INTO deal (title, company_id, contact_id, owner, stage_id, position, value_minor,"
        " currency, expected_close, risk_level, risk_text, source, created_at, stage_entered_at,"
        " contact_due_on, closed_on, search, updated_at)"
        f" VALUES ({', '.join('?' * 18)})",
        deals,
    )
    conn.executemany(
        "INSERT INTO followup (deal_id, kind, text, due, time, state, created_at, closed_at,"
        " closed_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        followups,
    )
    conn.executemany(
        "INSERT INTO stay (deal_id, stage_id, entered_at, left_at, days) VALUES (?, ?, ?, ?, ?)",
        stays,
    )


def _outcomes(conn: sqlite3.Connection) -> None:
    """What figures ask for: verified opportunities, why deals were lost, by what they are cut."""
    rng = random.Random(1120)
    closed = dict(conn.execute("SELECT d.id, s.kind = 'lost' FROM deal d JOIN stage s"
                               " ON s.id = d.stage_id WHERE d.closed_on IS NOT NULL"))  # fmt: skip
    rows = [
        (
            rng.random() < 0.9, rng.choice(PRODUCTS), rng.choice(REGIONS),
            rng.choice(("new", "existing", "")),
            rng.choice(REASONS) if closed.get(number) else None,
            rng.choice((0, 1, None)) if closed.get(number) else None, number,
        )
        for (number,) in conn.execute("SELECT id FROM deal").fetchall()
    ]  # fmt: skip
    conn.executemany(
        "UPDATE deal SET verified_at = CASE WHEN ?1 THEN created_at END, product = ?2,"
        " region = ?3, customer = ?4, lost_reason = ?5, risk_was_reason = ?6 WHERE id = ?7",
        rows,
    )
    conn.execute(
        "INSERT INTO target (period, value_minor, currency, customers)"
        " VALUES ('2026-Q4', 90000000000, 'EUR', 500), ('2026', 300000000000, 'EUR', NULL)"
    )
    conn.execute(
        "INSERT INTO channel_cost (source, month, cost_minor, currency)"
        " VALUES ('fair', '2026-10', 1200000, 'EUR')"
    )


def _followups(rng: random.Random, deal: int, is_open: bool) -> list[tuple[object, ...]]:
    """Two a deal: the first sixty open deals have one due, the others later ones."""
    made: list[tuple[object, ...]] = []
    for turn in range(2):
        kind, text = rng.choice(STEPS)
        if not is_open:
            day = TODAY - timedelta(days=rng.randrange(10, 600))
            shut = f"{day}T10:00:00Z"
            made.append((deal, kind, text, str(day), "", "done", shut, shut, str(day)))
            continue
        due_now = turn == 0 and deal <= DUE * 10 // 7
        ahead = rng.randrange(-3, 1) if due_now else rng.randrange(1, 200)
        made.append(
            (deal, kind, text, str(TODAY + timedelta(days=ahead)), "", "open",
             f"{TODAY - timedelta(days=15)}T10:00:00Z", None, None)
        )  # fmt: skip
    return made


def _stays(
    deal: int, stage: int, open_stages: list[tuple[int, str, int]], created: date
) -> list[tuple[object, ...]]:
    made: list[tuple[object, ...]] = []
    entered = created
    for turn in range(STAYS - 1):
        left = entered + timedelta(days=1)
        past = open_stages[turn % len(open_stages)][0]
        made.append((deal, past, f"{entered}T09:00:00Z", f"{left}T09:00:00Z", 1))
        entered = left
    made.append((deal, stage, f"{entered}T09:00:00Z", None, None))
    return made


def _ticks(conn: sqlite3.Connection) -> None:
    """Every box and every question of every deal, of all stages, and nothing planned: so that a
    move asks nothing, wherever a deal stands or has been moved to."""
    conn.execute(
        "INSERT INTO tick (deal_id, criterion_id, ticked_at)"
        " SELECT d.id, c.id, d.created_at FROM deal d JOIN stage s ON s.id = d.stage_id"
        " JOIN criterion c ON c.stage_id IN (d.stage_id, d.stage_id + 1, d.stage_id - 1)"
        " WHERE c.question = '' AND s.kind = 'open'"
    )
    conn.execute(
        "INSERT INTO answer (deal_id, question, answer, answered_at)"
        " SELECT d.id, q.value, 'yes', d.created_at FROM deal d"
        " JOIN stage s ON s.id = d.stage_id"
        """ JOIN json_each('["relevance", "benefit", "time", "decision"]') q"""
        " WHERE s.kind = 'open'"
    )
    conn.execute("DELETE FROM planned")


def write_csv(path: Path, rows: int) -> None:
    """A sales export as found in the wild: opportunities of some 85 companies."""
    rng = random.Random(8800)
    with path.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines)
        out.writerow(HEADER)
        for number in range(rows):
            stage = rng.choices(("Won", "Lost", "Engaging", "Prospecting"), (48, 28, 18, 6))[0]
            shut = stage in ("Won", "Lost")
            engaged = date(2016, 10, 20) + timedelta(days=rng.randrange(300))
            out.writerow(
                (
                    f"{number:07X}K", f"Agent {rng.randrange(35)}", f"GTX {rng.randrange(7)}",
                    f"Company {rng.randrange(85)}" if shut or number % 3 == 0 else "",
                    stage, "" if stage == "Prospecting" else engaged,
                    engaged + timedelta(days=rng.randrange(1, 120)) if shut else "",
                    (rng.randrange(40, 30_000) if stage == "Won" else 0) if shut else "",
                )
            )  # fmt: skip
