"""Locked forecasts: written once, outside the history of steps, and read with what became of them.

Plain SQL, so that a reading command that comes first in a period imports nothing to write.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.metrics.band import Band
from pipeline_tui.domain.metrics.locks import Fate, Lock, LockedDeal
from pipeline_tui.domain.metrics.periods import Period, parse_period
from pipeline_tui.domain.metrics.scenarios import Scenarios
from pipeline_tui.domain.money import Rates
from pipeline_tui.domain.text import clean
from pipeline_tui.store.connection import connect, exists, explained, immediate
from pipeline_tui.store.reads_shared import LOCKED_UNTIL, day, statement
from pipeline_tui.store.reads_wanted import conditions, source

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline_tui.domain.filter import Filter

WAIT_MS = 100
"""So long a lock waits for another program; else the forecast is locked the next time."""

_MILLION = 1_000_000

_LOCKS = """
    SELECT id, period, locked_on, backfilled, currency, rates, won_minor, cautious_minor,
           realistic_minor, optimistic_minor, p10_minor, p50_minor, p90_minor
    FROM forecast_lock"""
_LINES = """
    SELECT lock_id, deal_id, value_minor, category, expected_close, probability, chance, decided
    FROM forecast_line WHERE lock_id IN (SELECT value FROM json_each(?))
    ORDER BY lock_id, deal_id"""


def writable(path: Path | str) -> bool:
    """Whether there is a file to write to; a lock is no reason to complain that there is none."""
    return os.access(path, os.W_OK) and exists(path)


def keep(path: Path | str, locks: Iterable[Lock], until: str) -> None:
    """Write locks down, each unless its period has one, and that all up to month `until` are.

    One transaction; no undo step. Errors: DatabaseLocked, DatabaseUnusable.
    """
    conn = connect(path, WAIT_MS, writing=True)
    try:
        with explained(path, writing=True):
            conn.execute("PRAGMA journal_mode=DELETE").fetchone()
        with immediate(conn):
            for lock in locks:
                _insert(conn, lock)
            conn.execute(
                "INSERT INTO setting (key, value) VALUES (?1, ?2)"
                " ON CONFLICT (key) DO UPDATE SET value = ?2 WHERE value < ?2",
                (LOCKED_UNTIL, until),
            )
    finally:
        conn.close()


def _insert(conn: sqlite3.Connection, lock: Lock) -> None:
    found = conn.execute(
        "INSERT INTO forecast_lock (period, locked_on, backfilled, currency, rates, won_minor,"
        " cautious_minor, realistic_minor, optimistic_minor, p10_minor, p50_minor, p90_minor)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (period) DO NOTHING RETURNING id",
        (
            lock.period.name,
            lock.locked_on.isoformat(),
            int(lock.backfilled),
            lock.currency,
            lock.rates,
            lock.won_minor,
            *lock.scenarios,
            *lock.band,
        ),
    ).fetchall()
    for (number,) in found:
        conn.executemany(
            "INSERT INTO forecast_line (lock_id, deal_id, value_minor, category, expected_close,"
            " probability, chance, decided) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    number,
                    deal.deal_id,
                    deal.value_minor,
                    deal.category,
                    deal.expected_close.isoformat(),
                    deal.probability,
                    round(deal.chance * _MILLION),
                    deal.n,
                )
                for deal in lock.deals
            ],
        )


def locks(conn: sqlite3.Connection, within: Period | None = None) -> list[Lock]:
    """All locks, or those of the periods that lie within one; in the order of time."""
    rows = [(row, parse_period(row[1])) for row in conn.execute(_LOCKS).fetchall()]
    if within is not None:
        rows = [
            (row, period)
            for row, period in rows
            if within.first <= period.first and period.last <= within.last
        ]
    rows.sort(key=lambda entry: (entry[1].first, entry[1].last))
    deals: dict[int, list[LockedDeal]] = {row[0]: [] for row, _period in rows}
    for number, *deal in conn.execute(_LINES, (json.dumps(list(deals)),)).fetchall():
        expected = date.fromisoformat(deal[3])
        deals[number].append(
            LockedDeal(deal[0], deal[1], deal[2], expected, deal[4], deal[5] / _MILLION, deal[6])
        )
    return [_lock(row, period, tuple(deals[row[0]])) for row, period in rows]


def _lock(row: tuple[Any, ...], period: Period, deals: tuple[LockedDeal, ...]) -> Lock:
    return Lock(
        period,
        date.fromisoformat(row[2]),
        bool(row[3]),
        clean(row[4]),
        clean(row[5]),
        row[6],
        Scenarios(*row[7:10]),
        Band(*row[10:13]),
        deals,
    )


def locked_names(conn: sqlite3.Connection) -> set[str]:
    """The names of the periods that have a lock."""
    return {name for (name,) in conn.execute("SELECT period FROM forecast_lock").fetchall()}


def has_deals(conn: sqlite3.Connection) -> bool:
    """Whether there was anything to forecast."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM deal)").fetchone()[0])


def first_day(conn: sqlite3.Connection) -> date | None:
    """The day of the first deal; None without deals."""
    (found,) = conn.execute("SELECT date(MIN(created_at), 'localtime') FROM deal").fetchone()
    return day(found)


def months_due(conn: sqlite3.Connection) -> set[str]:
    """The months in which any deal was ever expected to close; no other can have a forecast."""
    rows = conn.execute(
        "SELECT substr(expected_close, 1, 7) FROM deal WHERE expected_close IS NOT NULL"
        " UNION SELECT substr(expected_close, 1, 7) FROM deal_past"
        " WHERE expected_close IS NOT NULL"
        " UNION SELECT substr(old, 1, 7) FROM field_change WHERE field = 'close' AND old <> ''"
        " UNION SELECT substr(new, 1, 7) FROM field_change WHERE field = 'close' AND new <> ''"
    )
    return {month for (month,) in rows.fetchall()}


def won(
    conn: sqlite3.Connection, today: date, flt: Filter | None
) -> list[tuple[int, date, int, str]]:
    """Number, day, value and currency of what was won; after the sale counts too."""
    where, values = conditions(flt, today)
    rows = conn.execute(
        statement(
            "SELECT d.id, d.closed_on, d.value_minor, d.currency", source(flt),
            "WHERE s.kind IN ('won', 'care') AND d.closed_on IS NOT NULL",
            "AND d.value_minor IS NOT NULL", where, "ORDER BY d.id",
        ),
        values,
    ).fetchall()  # fmt: skip
    return [(row[0], date.fromisoformat(row[1]), row[2], row[3]) for row in rows]


def chosen(conn: sqlite3.Connection, today: date, flt: Filter) -> set[int]:
    """The deals that a filter wants."""
    where, values = conditions(flt, today)
    sql = statement("SELECT d.id", source(flt), "WHERE TRUE", where)
    return {number for (number,) in conn.execute(sql, values).fetchall()}


def fates(conn: sqlite3.Connection, deal_ids: Collection[int]) -> dict[int, Fate]:
    """What became of some deals; those that are gone are not among them."""
    rows = conn.execute(
        "SELECT d.id, d.closed_on, d.expected_close FROM json_each(?) w"
        " CROSS JOIN deal d ON d.id = w.value",
        (json.dumps(sorted(deal_ids)),),
    ).fetchall()
    return {number: Fate(day(closed), day(expected)) for number, closed, expected in rows}


def pushes(conn: sqlite3.Connection, deal_ids: Collection[int]) -> list[tuple[int, date]]:
    """Deal and day of every time the close of one of these was moved later."""
    rows = conn.execute(
        "SELECT c.deal_id, date(c.at, 'localtime') FROM json_each(?) w"
        " CROSS JOIN field_change c ON c.deal_id = w.value"
        " WHERE c.field = 'close' AND c.old <> '' AND c.new > c.old ORDER BY c.at, c.id",
        (json.dumps(sorted(deal_ids)),),
    ).fetchall()
    return [(number, date.fromisoformat(on)) for number, on in rows]


def in_currency(lock: Lock, minor: int, currency: str) -> int | None:
    """An amount in the currency of a lock, with the rates of then; None without one."""
    if currency == lock.currency:
        return minor
    return Rates.from_text(lock.rates).convert(minor, currency, lock.currency)
