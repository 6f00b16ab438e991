"""Use cases on what sources cost, per month (process.md, "Segments")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.costs import ChannelCost, parse_cost
from pipeline_tui.domain.text import fold
from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import reads_complete, reads_costs, reads_shared
from pipeline_tui.store.connection import explained

if TYPE_CHECKING:
    from pipeline_tui.store.connection import Connection


def costs(desk: Desk) -> list[ChannelCost]:
    """All costs, the latest month first."""
    with explained(desk.file):
        return reads_costs.costs(desk.reader)


def check_cost(desk: Desk, line: str) -> ChannelCost:
    """A cost as it would be kept; InputError when it is refused.

    A source that is known is spelt as it is known.
    """
    with explained(desk.file):
        conn = desk.reader
        return _read(conn, line, reads_shared.settings(conn)["currency"])


def set_cost(desk: Desk, line: str) -> ChannelCost:
    """Set what a source cost in a month, or take it out: `fair 2026-11 2500`, `… none`.

    NotFound where there is nothing to take out.
    """
    with desk.writer.step("cost.set") as work:
        from pipeline_tui.store import cost_rows

        found = _read(work.conn, line, work.settings["currency"])
        work.describe(text=f"{found.source} {found.month}")
        row = cost_rows.cost(work, found.source, found.month)
        if found.cost is None:
            if row is None:
                raise NotFound(
                    _("{source} has no cost in {month}").format(
                        source=found.source, month=found.month
                    )
                )
            work.remove(row)
            return found
        values = {"cost_minor": found.cost.minor, "currency": found.cost.currency}
        if row is None:
            work.add(cost_rows.ChannelCostRow, source=found.source, month=found.month, **values)
        else:
            work.edit(row, **values)
        return found


def _read(conn: Connection, line: str, currency: str) -> ChannelCost:
    found = parse_cost(line, currency)
    known = [one.source for one in reads_costs.costs(conn)] + reads_complete.values(conn, "source")
    spelt = next((name for name in known if fold(name) == fold(found.source)), found.source)
    return found._replace(source=spelt)
