"""What reviews show: whom one would ask about, where one stopped, what came of it."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.clock import instant
from pipeline_tui.domain.review import (
    DECISIONS,
    LARGEST,
    WEEKLY,
    Asked,
    Decided,
    Review,
    ReviewItem,
    Share,
    Summary,
    month_of,
)
from pipeline_tui.domain.state import CLOSE_MOVES
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_money import Purse
from pipeline_tui.store.reads_shared import NEXT_STEP, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TIME_KEY = "review_time"
"""Setting that holds how long the last review has taken so far: number and seconds."""

_WEEK = timedelta(days=7)

# The states of reads_shared.STATE, then what the warnings say (domain/state.py). The close was
# put off since the last weekly review, or so often that it is warned of.
_WEEKLY = statement(
    """
    SELECT d.id, CASE
        WHEN d.ghost_on <= :today THEN 'ghost'
        WHEN f.due IS NULL THEN CASE WHEN d.unreviewed THEN 'imported' ELSE 'none' END
        WHEN f.due < :today THEN 'overdue'
        WHEN s.kind = 'care' THEN NULL
        WHEN d.close_moves >= :often OR EXISTS (
            SELECT 1 FROM field_change h
            WHERE h.deal_id = d.id AND h.field = 'close' AND h.at >= :since
              AND h.old <> '' AND h.new > h.old) THEN 'moved'
        WHEN d.expected_close < :today THEN 'close_past'
        END AS reason, d.ghost_on, d.value_minor, d.currency
    FROM stage s CROSS JOIN deal d ON d.stage_id = s.id""",
    NEXT_STEP,
    "WHERE s.kind IN ('open', 'parked', 'care')",
)
_LARGEST = """
    SELECT d.id, d.value_minor, d.currency
    FROM stage s CROSS JOIN deal d INDEXED BY deal_sums ON d.stage_id = s.id
    WHERE s.kind = 'open' AND d.value_minor > 0"""
_LOST = """
    SELECT d.id, d.value_minor, d.currency FROM stage s JOIN deal d ON d.stage_id = s.id
    WHERE s.kind = 'lost' AND d.closed_on BETWEEN :first AND :last AND NOT d.disqualified"""
_LAST_WEEKLY = "SELECT MAX(started_at) FROM review WHERE kind = 'weekly' AND ended_at IS NOT NULL"


def asked(
    conn: sqlite3.Connection, kind: str, today: date, now: str, stuck: Sequence[int] = ()
) -> list[Asked]:
    """Whom a review begun now asks about, each deal once, for the first reason there is.

    In the order of the reasons; ghosts that have been so longest first, else the largest. In a
    week the deals `stuck` come last, in the order in which they are given.
    """
    if kind == "monthly":
        return _monthly(conn, today)
    found = _weekly(conn, today, now)
    there = {one.deal_id for one in found}
    return found + [Asked(number, "stuck") for number in stuck if number not in there]


def review(conn: sqlite3.Connection, review_id: int) -> Review | None:
    """A review with its deals; None if there is none."""
    row = conn.execute(
        "SELECT id, kind, started_at, ended_at, learned FROM review WHERE id = ?", (review_id,)
    ).fetchone()
    if row is None:
        return None
    items = conn.execute(
        "SELECT id, deal_id, reason, decision FROM review_item WHERE review_id = ?"
        " ORDER BY position, id",
        (review_id,),
    ).fetchall()
    told = tuple(ReviewItem(one[0], one[1], clean(one[2]), clean(one[3])) for one in items)
    return Review(row[0], row[1], row[2], row[3], clean(row[4]), told)


def numbers(conn: sqlite3.Connection, *, going_on: bool = False) -> list[int]:
    """The numbers of all reviews, the latest first; or of those that have not ended."""
    where = "WHERE ended_at IS NULL" if going_on else ""
    rows = conn.execute(f"SELECT id FROM review {where} ORDER BY id DESC")  # noqa: S608 (constant)
    return [row[0] for row in rows.fetchall()]


def risk_answer(conn: sqlite3.Connection, deal_id: int) -> bool | None:
    """Whether the risk written earlier was why the deal was lost; None: not answered."""
    row = conn.execute("SELECT risk_was_reason FROM deal WHERE id = ?", (deal_id,)).fetchone()
    return None if row is None or row[0] is None else bool(row[0])


def summary(conn: sqlite3.Connection, review_id: int) -> Summary | None:
    """What came of a review; a value whose currency has no rate is left out of the sums."""
    found = review(conn, review_id)
    if found is None:
        return None
    purse = Purse(conn)
    rows = conn.execute(
        "SELECT d.id, c.name, d.title, i.reason, i.decision, d.value_minor, d.currency,"
        " d.risk_was_reason FROM review_item i JOIN deal d ON d.id = i.deal_id"
        " LEFT JOIN company c ON c.id = d.company_id WHERE i.review_id = ?"
        " ORDER BY i.position, i.id",
        (review_id,),
    ).fetchall()
    deals = tuple(_decided(row) for row in rows)
    return Summary(found, purse.base, tuple(_shares(purse, deals)), deals)


def _weekly(conn: sqlite3.Connection, today: date, now: str) -> list[Asked]:
    last = conn.execute(_LAST_WEEKLY).fetchone()[0]
    bound = {
        "today": today.isoformat(),
        "often": CLOSE_MOVES,
        "since": last or _instant_before(now, _WEEK),
    }
    purse = Purse(conn)
    rows = [row for row in conn.execute(_WEEKLY, bound).fetchall() if row[1] is not None]
    rows.sort(
        key=lambda row: (
            WEEKLY.index(row[1]),
            row[2] if row[1] == "ghost" else "",
            -_worth(purse, row[3], row[4]),
            row[0],
        )
    )
    return [Asked(row[0], row[1]) for row in rows]


def _monthly(conn: sqlite3.Connection, today: date) -> list[Asked]:
    month = month_of(today)
    bound = {"first": month.first.isoformat(), "last": month.last.isoformat()}
    purse = Purse(conn)
    largest = _by_worth(purse, conn.execute(_LARGEST).fetchall())[:LARGEST]
    lost = _by_worth(purse, conn.execute(_LOST, bound).fetchall())
    return [Asked(number, "largest") for number in largest] + [
        Asked(number, "lost") for number in lost
    ]


def _by_worth(purse: Purse, rows: Iterable[tuple[Any, ...]]) -> list[int]:
    """The deals with the largest value first."""
    ranked = sorted(rows, key=lambda row: (-_worth(purse, row[1], row[2]), row[0]))
    return [row[0] for row in ranked]


def _worth(purse: Purse, minor: int | None, currency: str) -> int:
    return 0 if minor is None else purse.in_base(minor, currency) or 0


def _shares(purse: Purse, deals: tuple[Decided, ...]) -> list[Share]:
    """Each decision that was taken, in the order of DECISIONS; what is open comes last."""
    shares = []
    for decision in (*DECISIONS, ""):
        of = [deal for deal in deals if deal.decision == decision]
        if of:
            value = sum(_worth(purse, deal.value_minor, deal.currency) for deal in of)
            shares.append(Share(decision, len(of), value))
    return shares


def _decided(row: tuple[Any, ...]) -> Decided:
    name = " · ".join(clean(part) for part in row[1:3] if part)
    answer = None if row[7] is None else bool(row[7])
    return Decided(row[0], name, clean(row[3]), clean(row[4]), row[5], row[6], answer)


def _instant_before(now: str, span: timedelta) -> str:
    from datetime import datetime

    return instant(datetime.fromisoformat(now) - span)
