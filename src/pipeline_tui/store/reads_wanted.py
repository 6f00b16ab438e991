"""What a filter wants of deals, for the statements of the figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.store.reads_shared import NEXT_STEP, kinds_condition, statement, wanted

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period

# The plus sign keeps SQLite from going stage by stage and looking up every deal there.
SOURCE = "FROM deal d JOIN stage s ON s.id = +d.stage_id"
# Where a good part of all deals is wanted, with their stays: in the order in which both lie in the
# file. By the day of closing every one of them is looked for at another place.
_IN_FILE_ORDER = SOURCE.replace("FROM deal d", "FROM deal d NOT INDEXED")

OPPORTUNITIES = """
    WHERE d.closed_on BETWEEN :first AND :last AND d.verified_at IS NOT NULL
      AND d.disqualified = 0 AND s.kind IN ('won', 'lost', 'care')"""
"""Verified opportunities closed in a period; disqualified leads are none."""


def source(flt: Filter | None, *, in_file_order: bool = False) -> str:
    """With the next step only where a filter asks for states."""
    deals = _IN_FILE_ORDER if in_file_order else SOURCE
    return statement(deals, NEXT_STEP) if wanted(flt).states else deals


def conditions(flt: Filter | None, today: date) -> tuple[str, dict[str, Any]]:
    """The conditions of a filter, each beginning with AND; '' wants all."""
    want = wanted(flt)
    values: dict[str, Any] = {"today": today.isoformat(), **want.values}
    kinds = kinds_condition(want.kinds, values)
    return " ".join(part for part in (kinds, want.words, want.states) if part), values


def conditions_in(
    flt: Filter | None, today: date, period: Period | None
) -> tuple[str, dict[str, Any]]:
    """The same with the first and the last day of a period, of all time without one."""
    where, values = conditions(flt, today)
    first, last = (date.min, date.max) if period is None else (period.first, period.last)
    return where, {**values, "first": first.isoformat(), "last": last.isoformat()}
