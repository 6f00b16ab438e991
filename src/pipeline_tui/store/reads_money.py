"""Sums of deals' values, added up over currencies and beyond what SQLite can count."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline_tui.store.reads_shared import settings

if TYPE_CHECKING:
    from pipeline_tui.domain.money import Rates
    from pipeline_tui.domain.records_deal import Total


class Sum(NamedTuple):
    """Count and value of some deals of one stage and one currency.

    `valued` are those with a value. `hundredfold` is Σ value × whole percent of those that are
    no ghosts: ghosts are left out of what is expected (metrics.md).
    """

    stage_id: int
    currency: str
    deals: int
    valued: int
    value_minor: int
    hundredfold: int


class Purse:
    """Adds up money of several currencies in the base currency of the data."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.settings = settings(conn)
        self.base = self.settings["currency"]
        self._rates: Rates | None = None

    def in_base(self, minor: int, currency: str) -> int | None:
        """An amount in the base currency; None when there is no rate."""
        if currency == self.base:
            return minor
        if self._rates is None:
            from pipeline_tui.domain.money import Rates

            self._rates = Rates.from_text(self.settings.get("rates", ""))
        return self._rates.convert(minor, currency, self.base)

    def total(self, sums: Iterable[Sum], *, expected: bool) -> Total:
        """The total of some sums; nothing is weighted where nothing is `expected`.

        Weighted values are over open deals (metrics.md, "Weighted value"): Σ value × probability
        first, then rounded once, half a unit up.
        """
        from pipeline_tui.domain.records_deal import Total  # the stand-up has no use for it

        count = left_out = value = hundredfold = 0
        converted = False
        for part in sums:
            count += part.deals
            if not part.valued:
                continue
            worth = self.in_base(part.value_minor, part.currency)
            hoped = self.in_base(part.hundredfold, part.currency)
            if worth is None or hoped is None:
                left_out += part.valued
                continue
            value += worth
            hundredfold += hoped
            converted = converted or part.currency != self.base
        weighted = (hundredfold + 50) // 100 if expected else 0
        return Total(count, value, weighted, converted, left_out)


class _ExactSum:
    """SUM() without the limit of 64 bits; the sum is handed out as text."""

    def __init__(self) -> None:
        self._sum = 0

    def step(self, value: int | None) -> None:
        self._sum += value or 0

    def finalize(self) -> str:
        return str(self._sum)


def summed(conn: sqlite3.Connection, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement whose SUM()s may pass 64 bits: then they come as text."""
    try:
        return conn.execute(sql, values).fetchall()
    except sqlite3.OperationalError as error:
        if "integer overflow" not in str(error):
            raise
    aggregate: Any = _ExactSum  # the stubs know aggregates of integers only
    conn.create_aggregate("exact_sum", 1, aggregate)
    return conn.execute(sql.replace("SUM(", "exact_sum("), values).fetchall()
