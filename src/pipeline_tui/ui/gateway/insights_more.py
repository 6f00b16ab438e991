"""What the pages of the insights show below: read when the page itself is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.services import figure_customers, figure_reports
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.basis import Basis as Basis
    from pipeline_tui.domain.metrics.customers import FirstValue as FirstValue
    from pipeline_tui.domain.metrics.leads import LeadFigures as LeadFigures
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.services.accuracy import AccuracyReport as AccuracyReport
    from pipeline_tui.services.accuracy import Outcome as Outcome
    from pipeline_tui.services.figure_customers import Bring as Bring
    from pipeline_tui.services.figure_reports import SnapshotReport as SnapshotReport
    from pipeline_tui.ui.gateway import Gateway


def _funnel(
    desk: Desk, period: Period | None, flt: Filter | None
) -> tuple[SnapshotReport, LeadFigures]:
    return (
        figure_reports.exits(desk, period, flt),
        figure_customers.lead_figures(desk, period, flt),
    )


def _locks(desk: Desk, period: Period | None, flt: Filter | None) -> AccuracyReport:
    from pipeline_tui.services import accuracy  # only the forecast asks for it

    return accuracy.report(desk, None, flt, fill=False)


_READERS: dict[str, Callable[[Desk, Period | None, Filter | None], object]] = {
    "funnel": _funnel,
    "durations": figure_customers.first_value,
    "forecast": _locks,
    "segments": figure_customers.bring,
}


async def more(
    gateway: Gateway,
    name: str,
    period: Period | None,
    flt: Filter | None,
    wanted: Callable[[], bool],
) -> tuple[Basis, object] | None:
    """What a page stands on and what it shows below, None where that is nothing.

    None when it was not `wanted` any more.

    DatabaseLocked and the like when it cannot be read.
    """

    if name == "forecast" and not gateway.read_only and gateway.away_day is None:
        from pipeline_tui.ui.gateway.locking import back_fill

        await back_fill(gateway, wanted)

    def read(desk: Desk) -> tuple[Basis, object]:
        below = _READERS[name](desk, period, flt) if name in _READERS else None
        return figure_reports.basis(desk, flt), below

    return await gateway.aside.read(read, wanted)
