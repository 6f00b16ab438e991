"""A database for read tests, filled by plain SQL so that no use case stands between."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from pipeline_tui.domain.text import fold
from pipeline_tui.store.connection import connect
from pipeline_tui.store.migrations import runner

TODAY = date(2026, 11, 25)
"""A Wednesday: there is a rest of the week after tomorrow."""

NOW = "2026-11-25T11:00:00Z"

STAGES = (
    ("Prospect", "open", 5),
    ("First contact", "open", 10),
    ("Qualification", "open", 25),
    ("Parked", "parked", 0),
    ("Won", "won", 100),
    ("Lost", "lost", 0),
    ("Onboarding", "care", 100),
)


class Board:
    """The connection, and short ways to put rows in."""

    def __init__(self) -> None:
        self.conn = connect(":memory:", 0)
        runner.build(self.conn)
        self.stages: dict[str, int] = {}
        for position, (name, kind, probability) in enumerate(STAGES, 1):
            self.stages[name] = self.insert(
                "stage",
                name=name,
                kind=kind,
                position=position,
                probability=probability,
                contact_limit=10,
                step_required=1,
                is_first_contact=name == "First contact",
                is_opportunity=name == "Qualification",
            )

    def insert(self, table: str, **values: Any) -> int:
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        found = self.conn.execute(sql, list(values.values())).lastrowid
        assert found is not None
        return found

    def setting(self, key: str, value: str) -> None:
        self.insert("setting", key=key, value=value)

    def company(self, name: str) -> int:
        return self.insert("company", name=name, name_key=fold(name), created_at=NOW)

    def deal(self, title: str = "CNC retrofit", stage: str = "First contact", **values: Any) -> int:
        values.setdefault("position", 0)
        values.setdefault("currency", "EUR")
        values.setdefault("created_at", NOW)
        values.setdefault("stage_entered_at", values["created_at"])
        values.setdefault("search", fold(title))
        return self.insert(
            "deal", title=title, stage_id=self.stages[stage], updated_at=NOW, **values
        )

    def followup(self, deal_id: int | None, due: date, **values: Any) -> int:
        values.setdefault("kind", "call")
        values.setdefault("text", "call Meier")
        return self.insert(
            "followup", deal_id=deal_id, due=due.isoformat(), created_at=NOW, **values
        )

    def stay(self, deal_id: int, stage: str, entered_at: str, **values: Any) -> int:
        return self.insert(
            "stay", deal_id=deal_id, stage_id=self.stages[stage], entered_at=entered_at, **values
        )

    def plan(self, sql: str, values: dict[str, Any]) -> list[str]:
        """How SQLite runs a statement."""
        rows = self.conn.execute("EXPLAIN QUERY PLAN " + sql, values).fetchall()
        return [row[3] for row in rows]


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def crowd(board: Board, count: int, seed: int = 7) -> list[int]:
    """Many deals of every kind, with and without steps, values, limits and ghost days."""
    chance = random.Random(seed)
    companies = [board.company(f"Company {number}") for number in range(8)]
    words = ("globex", "pilot", "äpfel", "line", "retrofit", "100%")
    made = []
    for number in range(count):
        stage = chance.choice(STAGES)[0]
        closed = stage in ("Won", "Lost")
        title = " ".join(chance.choice(words) for _turn in range(2))
        around = [None, *(in_days(days).isoformat() for days in range(-3, 4))]
        deal_id = board.deal(
            title,
            stage,
            position=chance.randrange(6),
            company_id=chance.choice([None, *companies]),
            value_minor=chance.choice([None, 0, 123_45, 999_999_99]),
            currency=chance.choice(["EUR", "EUR", "EUR", "USD", "JPY"]),
            probability=chance.choice([None, None, 0, 33, 100]),
            ghost_on=None if closed else chance.choice(around),
            contact_due_on=None if closed else chance.choice(around),
            closed_on=in_days(-chance.randrange(200)).isoformat() if closed else None,
            risk_level=chance.choice([None, "low", "mid", "high"]),
            search=fold(f"{title}\nnumber {number}"),
        )
        if not closed:
            for _turn in range(chance.randrange(3)):
                board.followup(
                    deal_id,
                    in_days(chance.randrange(-3, 12)),
                    time=chance.choice(["", "09:30", "14:00"]),
                    text=chance.choice(["call Meier", "mail Müller", "send offer"]),
                )
        made.append(deal_id)
    return made
