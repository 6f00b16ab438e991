"""The board under a filter while it is typed: a letter reads no more than it must.

What was found last is kept while nobody has written and the day is the same. A filter that has
grown by a letter is looked for among the deals of the one before; cards in hand are not read
again; and of what nearly everything matches, the rest is added up. What comes out is the same
as without any of this.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from pipeline_tui.domain.records import Card, Column, Stage
from pipeline_tui.store.reads_board import (
    CARD_COLUMNS,
    CARD_JOINS,
    Window,
    card_key,
    card_of,
    columns_of,
    sums_of_all,
    wanted_sums,
)
from pipeline_tui.store.reads_money import Purse, Sum
from pipeline_tui.store.reads_shared import KINDS, Wanted, data_version, stages, statement, wanted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline_tui.domain.filter import Filter

_MOST = 1000
"""So many deals are kept by their numbers, 7 KB; among more, the search index is quicker."""

_SAMPLE = 200
"""So many deals tell whether a filter leaves out less than it wants."""

_CARDS = 200
"""So many cards are kept, and a page more."""


class Kept:
    """What was found last over a connection, and how long that holds."""

    def __init__(self, conn: sqlite3.Connection, today: date) -> None:
        self._conn = conn
        self._today = today
        self._version = data_version(conn)
        self.all: list[Sum] | None = None
        """The sums of all deals."""
        self.cards: dict[int, Card] = {}
        self.flt: Filter | None = None
        """The filter that was looked for last, which found `count` deals."""
        self.count = 0
        self.numbers: dict[int, list[str]] | None = None
        """Their numbers by stage; None where they have not been asked for."""

    def holds(self, conn: sqlite3.Connection, today: date) -> bool:
        """Whether nobody has written since, over any connection, and it is the same day."""
        return conn is self._conn and today == self._today and data_version(conn) == self._version

    def keep_cards(self, cards: Iterable[Card]) -> None:
        """Cards that have just been read."""
        if len(self.cards) > _CARDS:
            self.cards.clear()
        self.cards.update((card.id, card) for card in cards)


def kept_columns(
    conn: sqlite3.Connection, today: date, flt: Filter | None, kept: Kept
) -> list[Column]:
    """As `reads_board.columns`."""
    of, want, purse = stages(conn), wanted(flt), Purse(conn)
    return columns_of(conn, of, _sums(conn, of, purse, today, flt, want, kept), purse, today, want)


def first_cards(
    conn: sqlite3.Connection,
    columns: list[Column],
    limit: int,
    today: date,
    flt: Filter | None,
    kept: Kept,
) -> dict[int, list[Card]]:
    """By stage the first cards of some columns, as `reads_board.cards`, in one reading."""
    of_filter = kept.numbers if flt is not None and flt == kept.flt else None
    numbers = {
        column.stage.id: _first_numbers(conn, column, limit, today, flt, of_filter)
        for column in columns
    }
    known = kept.cards
    missing = [number for found in numbers.values() for number in found if number not in known]
    if missing:
        sql = statement(
            "SELECT", CARD_COLUMNS, "FROM deal d", CARD_JOINS,
            "WHERE d.id IN (SELECT value FROM json_each(:numbers))",
        )  # fmt: skip
        values = {"numbers": _json(map(str, missing)), "today": today.isoformat()}
        known = {**known, **{row[0]: card_of(row) for row in conn.execute(sql, values).fetchall()}}
    pages = {
        stage: _in_order([known[number] for number in found]) for stage, found in numbers.items()
    }
    kept.cards = {card.id: card for page in pages.values() for card in page}
    return pages


def _first_numbers(
    conn: sqlite3.Connection,
    column: Column,
    limit: int,
    today: date,
    flt: Filter | None,
    of_filter: dict[int, list[str]] | None,
) -> list[int]:
    """The deals on the first cards of a column; where all of them are wanted, they are known."""
    stage = column.stage.id
    if of_filter is not None and column.shown <= limit:
        return [int(number) for number in of_filter.get(stage, ())]
    window = Window(conn, stage, today, flt)
    if window.nothing:
        return []
    sql = statement("SELECT d.id", window.source, window.ordering(forward=True), "LIMIT :limit")
    return [number for (number,) in conn.execute(sql, window.bound(None, limit)).fetchall()]


def _in_order(cards: list[Card]) -> list[Card]:
    """The cards of one column; a deal that has no place in it, as no day of closing, has none."""
    placed = [(key, card) for card in cards if (key := card_key(card))[0] is not None]
    closed = bool(placed) and placed[0][1].stage_kind in ("won", "lost")
    placed.sort(key=lambda pair: pair[0], reverse=closed)
    return [card for _key, card in placed]


def _sums(
    conn: sqlite3.Connection,
    of: list[Stage],
    purse: Purse,
    today: date,
    flt: Filter | None,
    want: Wanted,
    kept: Kept,
) -> list[Sum]:
    """The sums of what is wanted, the quickest way. Of few deals the numbers are kept at the
    letter after the one that found them: only then it is known that they are few."""
    if flt is None or want.everything:
        return _all(conn, of, today, kept)
    numbers: dict[int, list[str]] | None = None
    if kept.flt is not None and kept.count <= _MOST and flt.narrows(kept.flt):
        among = None if kept.numbers is None else _json(chain.from_iterable(kept.numbers.values()))
        numbers = {}
        found = wanted_sums(conn, purse, today, want, among=among, numbers=numbers)
    elif _wants_most(conn, want):
        left_out = wanted_sums(conn, purse, today, _LeftOut(want))
        found = _less(_all(conn, of, today, kept), left_out)
    else:
        found = wanted_sums(conn, purse, today, want)
    kept.flt, kept.count, kept.numbers = flt, sum(part.deals for part in found), numbers
    return found


def _all(conn: sqlite3.Connection, of: list[Stage], today: date, kept: Kept) -> list[Sum]:
    if kept.all is None:
        kept.all = sums_of_all(conn, of, today, None)
    return kept.all


class _LeftOut(Wanted):
    """All that a filter of words alone does not want."""

    def __init__(self, want: Wanted) -> None:
        super().__init__(KINDS, f" AND NOT (TRUE{want.words})", "", want.values)


def _wants_most(conn: sqlite3.Connection, want: Wanted) -> bool:
    """Whether a filter of words alone seems to want more deals than it leaves out."""
    if want.states or want.kinds != KINDS:
        return False
    sql = statement(
        "SELECT COUNT(*), SUM(wanted) FROM (SELECT TRUE",
        want.words,
        "AS wanted FROM deal d INDEXED BY deal_search LIMIT :sample)",
    )
    deals, hits = conn.execute(sql, {**want.values, "sample": _SAMPLE}).fetchone()
    return bool(deals) and 2 * hits > deals


def _less(of_all: list[Sum], left_out: list[Sum]) -> list[Sum]:
    """Sums without what others stand for; of a stage and currency without deals there is none."""
    less = {(part.stage_id, part.currency): part for part in left_out}
    rest = []
    for part in of_all:
        gone = less.get((part.stage_id, part.currency))
        if gone is None:
            rest.append(part)
        elif gone.deals < part.deals:
            rest.append(
                Sum(
                    part.stage_id, part.currency, part.deals - gone.deals,
                    part.valued - gone.valued, part.value_minor - gone.value_minor,
                    part.hundredfold - gone.hundredfold,
                )
            )  # fmt: skip
    return rest


def _json(numbers: Iterable[str]) -> str:
    return f"[{','.join(numbers)}]"
