"""What the board shows: columns with their totals, and cards by window.

Windows are pages by key, never by OFFSET: the key of a card is its place in the column's
order, (position, id), or (closed_on, id) with the latest first where deals are closed.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.records import Card, Column, Stage
from pipeline_tui.domain.state import CLOSED_KINDS
from pipeline_tui.domain.text import clean
from pipeline_tui.store.reads_money import Purse, Sum, summed
from pipeline_tui.store.reads_shared import (
    NEXT_COLUMNS,
    NEXT_STEP,
    PROBABILITY,
    REASON_NAME,
    STATE,
    TICKS,
    UNDECIDED,
    Wanted,
    day,
    kinds_condition,
    next_step,
    stages,
    statement,
    text,
    wanted,
)

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter

RECENT_DAYS = 90
"""Closed deals stay on the board so long, unless a filter looks for them."""

CARD_COLUMNS = statement(
    """
    d.id, d.title, c.name, d.stage_id, s.kind, d.position, d.value_minor, d.currency,""",
    PROBABILITY + ",",
    TICKS + ",",
    STATE + ",",
    """
    d.overridden, d.risk_level, d.risk_text, d.expected_close, d.close_moves, d.closed_on,
    d.lost_reason, d.version,""",
    NEXT_COLUMNS + ",",
    REASON_NAME + ", d.disqualified,",
    UNDECIDED,
)

CARD_JOINS = statement(
    "JOIN stage s ON s.id = d.stage_id LEFT JOIN company c ON c.id = d.company_id",
    NEXT_STEP,
)


def columns(conn: sqlite3.Connection, today: date, flt: Filter | None = None) -> list[Column]:
    """All stages in order, with the totals of the deals the filter wants, ghosts in no forecast.

    Of won and lost deals `shown` counts the recent ones, with a filter all that it wants.
    """
    return _columns(conn, stages(conn), today, wanted(flt), None)


def column(
    conn: sqlite3.Connection, stage_id: int, today: date, flt: Filter | None = None
) -> Column | None:
    """One of the columns; None if there is no such stage."""
    of = [stage for stage in stages(conn) if stage.id == stage_id]
    return _columns(conn, of, today, wanted(flt), stage_id)[0] if of else None


def card_key(card: Card) -> tuple[Any, ...]:
    """Where a card stands in the order of its column."""
    if card.stage_kind in CLOSED_KINDS:
        return (None if card.closed_on is None else card.closed_on.isoformat(), card.id)
    return (card.position, card.id)


def cards(
    conn: sqlite3.Connection,
    stage_id: int,
    key: tuple[Any, ...] | None,
    limit: int,
    today: date,
    flt: Filter | None = None,
    *,
    forward: bool = True,
) -> list[Card]:
    """The next cards of a column behind `key`, from the top if it is None.

    Not `forward`: those just before `key`, the last ones if it is None, in shown order too.
    Of a page first the keys are read, from an index alone, then what they stand for.
    """
    window = Window(conn, stage_id, today, flt)
    if window.nothing:
        return []
    keys = statement(
        "SELECT d.id",
        window.source,
        "" if key is None else window.beyond(forward=forward),
        window.ordering(forward=forward),
        "LIMIT :limit",
    )
    sql = statement(
        "SELECT",
        CARD_COLUMNS,
        "FROM deal d",
        CARD_JOINS,
        "WHERE d.id IN (",
        keys,
        ")",
        window.ordering(forward=True),
    )
    return [card_of(row) for row in conn.execute(sql, window.bound(key, limit)).fetchall()]


def card_index(
    conn: sqlite3.Connection,
    stage_id: int,
    key: tuple[Any, ...],
    today: date,
    flt: Filter | None = None,
) -> int:
    """How many cards of the column stand before `key`."""
    window = Window(conn, stage_id, today, flt)
    if window.nothing:
        return 0
    sql = statement("SELECT COUNT(*)", window.source, window.beyond(forward=False))
    return int(conn.execute(sql, window.bound(key)).fetchone()[0])


def card(conn: sqlite3.Connection, deal_id: int, today: date) -> Card | None:
    """One deal as the board shows it; None if there is none."""
    sql = statement("SELECT", CARD_COLUMNS, "FROM deal d", CARD_JOINS, "WHERE d.id = :id")
    row = conn.execute(sql, {"id": deal_id, "today": today.isoformat()}).fetchone()
    return None if row is None else card_of(row)


def _columns(
    conn: sqlite3.Connection, of: list[Stage], today: date, want: Wanted, stage_id: int | None
) -> list[Column]:
    purse = Purse(conn)
    if want.everything:
        found = sums_of_all(conn, of, today, stage_id)
    else:
        found = wanted_sums(conn, purse, today, want, stage_id)
    return columns_of(conn, of, found, purse, today, want)


def columns_of(
    conn: sqlite3.Connection,
    of: list[Stage],
    found: list[Sum],
    purse: Purse,
    today: date,
    want: Wanted,
) -> list[Column]:
    """Some stages as columns, with the sums that were found for them."""
    sums: dict[int, list[Sum]] = {}
    for part in found:
        sums.setdefault(part.stage_id, []).append(part)
    return [_column(conn, stage, sums.get(stage.id, []), purse, today, want) for stage in of]


def _column(
    conn: sqlite3.Connection, stage: Stage, sums: list[Sum], purse: Purse, today: date, want: Wanted
) -> Column:
    total = purse.total(sums, expected=stage.kind == "open")
    shown = total.count
    if stage.kind in CLOSED_KINDS and want.everything:
        sql = statement("SELECT COUNT(*) FROM deal d", _RECENT)
        bound = {"stage": stage.id, "since": _recent_since(today)}
        shown = conn.execute(sql, bound).fetchone()[0]
    return Column(stage, total, shown)


def sums_of_all(
    conn: sqlite3.Connection, of: list[Stage], today: date, stage_id: int | None
) -> list[Sum]:
    """Sums without a filter, from narrow indexes alone: all deals, and less the ghosts."""
    probability = {stage.id: stage.probability for stage in of}
    values = {"today": today.isoformat(), "stage": stage_id}
    one = stage_id is not None
    found: dict[tuple[int, str], list[int]] = {}
    for row in summed(conn, _SUMS_OF_STAGE if one else _SUMS, values):
        sums = found.setdefault(row[:2], [0, 0, 0, 0])
        percent = probability[row[0]] if row[2] is None else row[2]
        value = int(row[5] or 0)
        sums[0] += row[3]
        sums[1] += row[4]
        sums[2] += value
        sums[3] += value * percent
    for row in summed(conn, _GHOSTS_OF_STAGE if one else _GHOSTS, values):
        percent = probability[row[0]] if row[2] is None else row[2]
        # Another instance may write between the two statements; the next reading is right.
        sums = found.setdefault(row[:2], [0, 0, 0, 0])
        sums[3] -= int(row[3] or 0) * percent
    return [
        Sum(stage, currency, deals, valued, value, hundredfold)
        for (stage, currency), (deals, valued, value, hundredfold) in found.items()
    ]


def wanted_sums(
    conn: sqlite3.Connection,
    purse: Purse,
    today: date,
    want: Wanted,
    stage_id: int | None = None,
    *,
    among: str | None = None,
    numbers: dict[int, list[str]] | None = None,
) -> list[Sum]:
    """Sums of the deals a filter wants: words are looked for in one index alone.

    `among` are the numbers of deals, as JSON, of which alone they are taken. The numbers of the
    deals wanted are put into `numbers` by stage.
    """
    values = {"today": today.isoformat(), "stage": stage_id, "base": purse.base, **want.values}
    sql = statement(
        _WANTED_SUMS,
        "" if numbers is None else ", GROUP_CONCAT(d.id)",
        _FROM_SEARCH if among is None else _FROM_NUMBERS,
        NEXT_STEP if want.states else "",
        "WHERE d.stage_id = :stage" if stage_id is not None else "WHERE TRUE",
        kinds_condition(want.kinds, values),
        want.words,
        want.states,
    )
    if among is not None:
        values["among"] = among
    if conn.execute(_OTHER_CURRENCIES, values).fetchone()[0]:
        rows = summed(conn, statement(sql, "AND d.currency = :base GROUP BY s.id"), values)
        other = "AND d.currency <> :base GROUP BY s.id, d.currency"
        rows += summed(conn, statement(sql, other), values)
    else:
        rows = summed(conn, statement(sql, "GROUP BY s.id"), values)
    if numbers is not None:
        for row in rows:
            numbers.setdefault(row[0], []).extend(row[6].split(","))
    return [
        Sum(stage, currency, deals, valued, int(value or 0), int(hundredfold or 0))
        for stage, currency, deals, valued, value, hundredfold, *_numbers in rows
    ]


_SUMS = """
    SELECT d.stage_id, d.currency, d.probability, COUNT(*), COUNT(d.value_minor),
           SUM(d.value_minor)
    FROM deal d INDEXED BY deal_sums
    GROUP BY d.stage_id, d.currency, d.probability"""
_SUMS_OF_STAGE = _SUMS.replace("GROUP BY", "WHERE d.stage_id = :stage GROUP BY")
_GHOSTS = """
    SELECT d.stage_id, d.currency, d.probability, SUM(d.value_minor)
    FROM deal d INDEXED BY deal_ghost
    WHERE d.ghost_on <= :today
    GROUP BY d.stage_id, d.currency, d.probability"""
_GHOSTS_OF_STAGE = _GHOSTS.replace("GROUP BY", "AND d.stage_id = :stage GROUP BY")
_WANTED_SUMS = """
    SELECT d.stage_id, d.currency, COUNT(*), COUNT(d.value_minor), SUM(d.value_minor),
           SUM(CASE WHEN d.ghost_on <= :today THEN 0
                    ELSE d.value_minor * COALESCE(d.probability, s.probability) END)"""
# The cross join keeps the stages outside, so that groups come out of the index in order.
_FROM_SEARCH = "FROM stage s CROSS JOIN deal d INDEXED BY deal_search ON d.stage_id = s.id"
_FROM_NUMBERS = """
    FROM json_each(:among) n CROSS JOIN deal d ON d.id = n.value
    CROSS JOIN stage s ON s.id = d.stage_id"""
_OTHER_CURRENCIES = """
    SELECT EXISTS (SELECT 1 FROM stage s CROSS JOIN deal d ON d.stage_id = s.id
                   WHERE d.currency < :base)
        OR EXISTS (SELECT 1 FROM stage s CROSS JOIN deal d ON d.stage_id = s.id
                   WHERE d.currency > :base)"""
_RECENT = "WHERE d.stage_id = :stage AND d.closed_on >= :since"


def _recent_since(today: date) -> str:
    return (today - timedelta(days=RECENT_DAYS)).isoformat()


class Window:
    """The cards of one column under a filter: where they are found and how they are ordered."""

    def __init__(
        self, conn: sqlite3.Connection, stage_id: int, today: date, flt: Filter | None
    ) -> None:
        row = conn.execute("SELECT kind FROM stage WHERE id = ?", (stage_id,)).fetchone()
        want = wanted(flt)
        kind = row[0] if row else None
        self.nothing = kind not in want.kinds
        closed = kind in CLOSED_KINDS
        self.order = "d.closed_on" if closed else "d.position"
        self.later_first = closed
        self.values: dict[str, Any] = {"stage": stage_id, "today": today.isoformat()}
        self.values.update(want.values)
        parts = ["FROM deal d"]
        if want.states:
            parts += ["JOIN stage s ON s.id = d.stage_id", NEXT_STEP]
        if closed and want.everything:
            parts.append(_RECENT)
            self.values["since"] = _recent_since(today)
        else:
            parts.append("WHERE d.stage_id = :stage AND " + self.order + " IS NOT NULL")
        self.source = statement(*parts, want.words, want.states)

    def beyond(self, *, forward: bool) -> str:
        """The condition for standing behind the bound key, or before it."""
        return f"AND ({self.order}, d.id) {'>' if forward != self.later_first else '<'} (:at, :id)"

    def ordering(self, *, forward: bool) -> str:
        """The order of the column, or its reverse."""
        way = "ASC" if forward != self.later_first else "DESC"
        return f"ORDER BY {self.order} {way}, d.id {way}"

    def bound(self, key: tuple[Any, ...] | None, limit: int = 0) -> dict[str, Any]:
        """The values of a statement over this window."""
        at, deal_id = key or (None, None)
        return {**self.values, "at": at, "id": deal_id, "limit": limit}


def card_of(row: tuple[Any, ...]) -> Card:
    """The CARD_COLUMNS of a row."""
    return Card(
        id=row[0],
        title=clean(row[1]),
        company=text(row[2]),
        stage_id=row[3],
        stage_kind=row[4],
        position=row[5],
        value_minor=row[6],
        currency=row[7],
        probability=row[8],
        ticks=row[9],
        criteria=row[10],
        state=row[11],
        overridden=bool(row[12]),
        risk_level=row[13],
        risk_text=clean(row[14]),
        expected_close=day(row[15]),
        close_moves=row[16],
        closed_on=day(row[17]),
        lost_reason=text(row[18]),
        version=row[19],
        next=next_step(row[20:28]),
        reason_name=clean(row[28] or ""),
        disqualified=bool(row[29]),
        undecided=bool(row[30]),
    )
