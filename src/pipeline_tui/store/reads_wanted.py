"""What a filter wants of deals, for the statements of the figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.store.reads_shared import NEXT_STEP, kinds_condition, statement, wanted

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter

# The plus sign keeps SQLite from going stage by stage and looking up every deal there.
SOURCE = "FROM deal d JOIN stage s ON s.id = +d.stage_id"
# Where a good part of all deals is wanted, with their stays: in the order in which both lie in the
# file. By the day of closing every one of them is looked for at another place.
_IN_FILE_ORDER = SOURCE.replace("FROM deal d", "FROM deal d NOT INDEXED")


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
