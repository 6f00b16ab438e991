"""Targets, what was won of them, and what the deals due in a period may bring."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.metrics.periods import Period, parts_of, trailing_quarters
from pipeline_tui.domain.metrics.plan import (
    Coverage,
    Plan,
    Target,
    Unrated,
    coverage,
    unrated,
    wanted,
)
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_money import Purse, summed
from pipeline_tui.store.reads_shared import statement

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.scenarios import Scenarios

_TARGETS = "SELECT period, value_minor, currency, customers, cause FROM target"

# Stages after the sale count as won (metrics.md, "Win rate").
_WON_SUMS = "SELECT d.currency, SUM(d.value_minor)"
_WON_IN = "WHERE d.closed_on BETWEEN :first AND :last AND s.kind IN ('won', 'care')"
_WON = statement(
    _WON_SUMS,
    "FROM deal d INDEXED BY deal_closed_on CROSS JOIN stage s ON s.id = d.stage_id",
    _WON_IN,
    "GROUP BY d.currency",
)

# The rule of domain/metrics/forecast.py, Due.counted_as; tests hold the two against each other.
_DUE_SUMS = """
    SELECT d.currency, d.category = 'commit' AND NOT d.overridden,
        SUM(d.value_minor), SUM(d.value_minor * COALESCE(d.probability, s.probability))"""
_DUE_IN = """
    WHERE d.expected_close BETWEEN :first AND :last AND d.expected_close >= :today
      AND d.closed_on IS NULL AND s.kind = 'open' AND d.verified_at IS NOT NULL
      AND (d.ghost_on IS NULL OR d.ghost_on > :today) AND d.category <> 'omit'"""
_DUE = statement(
    _DUE_SUMS,
    "FROM deal d INDEXED BY deal_due CROSS JOIN stage s ON s.id = d.stage_id",
    _DUE_IN,
    "GROUP BY 1, 2",
)


def targets(conn: sqlite3.Connection) -> list[Target]:
    """All targets that were set, by the names of their periods."""
    rows = conn.execute(_TARGETS + " ORDER BY period").fetchall()
    return [Target(clean(row[0]), row[1], row[2], row[3], clean(row[4])) for row in rows]


def target_minor(conn: sqlite3.Connection, purse: Purse, period: Period) -> int | None:
    """What is to be won in a period, in the base currency; None where no target says so.

    A year without a target of its own has the sum of its quarters or months, a quarter that of
    its months, if each of them has one.
    """
    return wanted(_in_base(purse, _set_for(conn, period)), period)


def unrated_target(conn: sqlite3.Connection, purse: Purse, period: Period) -> Unrated | None:
    """The target that is set for a period but has no rate; None where there is no such one."""
    found = _set_for(conn, period)
    currencies = {name: currency for name, _minor, currency in found}
    return unrated(currencies, _in_base(purse, found), period)


def _set_for(conn: sqlite3.Connection, period: Period) -> list[tuple[str, int, str]]:
    """Period, value and currency of the targets of a period and its parts."""
    names = [period.name, *(name for way in parts_of(period) for name in way)]
    marks = ", ".join("?" * len(names))
    return conn.execute(
        f"SELECT period, value_minor, currency FROM target"  # noqa: S608  (question marks)
        f" WHERE period IN ({marks}) AND value_minor IS NOT NULL",
        names,
    ).fetchall()


def _in_base(purse: Purse, found: Iterable[tuple[str, int, str]]) -> dict[str, int]:
    """What targets are worth in the base currency, by their periods, where they have a rate."""
    worths = ((name, purse.in_base(minor, currency)) for name, minor, currency in found)
    return {name: worth for name, worth in worths if worth is not None}


def won_minor(
    conn: sqlite3.Connection,
    purse: Purse,
    period: Period,
    today: date | None = None,
    flt: Filter | None = None,
) -> int:
    """Σ value of what was won in a period; what has no rate is left out.

    With a filter, that of `today`, of the deals it wants.
    """
    values: dict[str, Any] = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    sql = _WON
    if flt is not None and today is not None:
        sql, asked = _wanted(_WON_SUMS, _WON_IN, "GROUP BY d.currency", today, flt)
        values |= asked
    worths = (purse.in_base(int(minor or 0), cur) for cur, minor in summed(conn, sql, values))
    return sum(worth for worth in worths if worth is not None)


def scenarios(
    conn: sqlite3.Connection,
    purse: Purse,
    period: Period,
    today: date,
    flt: Filter | None = None,
) -> Scenarios:
    """What a period may bring: won, and what the deals due in it are expected to add."""
    values: dict[str, Any] = {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "today": today.isoformat(),
    }
    sql = _DUE
    if flt is not None:
        sql, asked = _wanted(_DUE_SUMS, _DUE_IN, "GROUP BY 1, 2", today, flt)
        values |= asked
    commit = rest = hundredfold = 0
    for currency, committed, minor, weighted in summed(conn, sql, values):
        worth = purse.in_base(int(minor or 0), currency)
        hoped = purse.in_base(int(weighted or 0), currency)
        if worth is None or hoped is None:
            continue
        if committed:
            commit += worth
        else:
            rest += worth
            hundredfold += hoped
    from pipeline_tui.domain.metrics.scenarios import of_sums  # the headline does without

    return of_sums(won_minor(conn, purse, period, today, flt), commit, rest, hundredfold)


def _wanted(
    sums: str, condition: str, grouping: str, today: date, flt: Filter
) -> tuple[str, dict[str, Any]]:
    """The same sums of the deals that a filter wants."""
    from pipeline_tui.store.reads_wanted import conditions, source

    where, values = conditions(flt, today)
    return statement(sums, source(flt), condition, where, grouping), values


_AVERAGE = """
    SELECT d.currency, COUNT(*), SUM(d.value_minor)
    FROM deal d INDEXED BY deal_closed_on CROSS JOIN stage s ON s.id = d.stage_id
    WHERE d.closed_on BETWEEN :first AND :last AND s.kind IN ('won', 'care')
      AND d.value_minor IS NOT NULL
    GROUP BY d.currency"""


def average_won(conn: sqlite3.Connection, purse: Purse, today: date) -> int | None:
    """The average value of the deals won in the trailing four quarters; None without any."""
    window = trailing_quarters(today)
    values = {"first": window.first.isoformat(), "last": window.last.isoformat()}
    count = total = 0
    for currency, deals, minor in summed(conn, _AVERAGE, values):
        worth = purse.in_base(int(minor or 0), currency)
        if worth is not None:
            count += deals
            total += worth
    return (2 * total + count) // (2 * count) if count else None


def coverage_of(
    conn: sqlite3.Connection,
    purse: Purse,
    period: Period,
    today: date,
    win_rate_value: float | None,
) -> Coverage | None:
    """What is open and due in a period over what is missing of its target."""
    target = target_minor(conn, purse, period)
    if target is None:
        return None
    won = won_minor(conn, purse, period)
    due = scenarios(conn, purse, period, today).optimistic - won
    return coverage(due, target, won, win_rate_value)


def plan(conn: sqlite3.Connection, period: Period, today: date) -> Plan | None:
    """The target of a period beside what is won and expected; None where there is none."""
    purse = Purse(conn)
    target = target_minor(conn, purse, period)
    if target is None:
        return None
    found = scenarios(conn, purse, period, today)
    won = won_minor(conn, purse, period)
    return Plan(period.name, purse.base, target, won, found.realistic)
