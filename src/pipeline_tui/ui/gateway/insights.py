"""The pages of the insights: read behind the screen, at a desk of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.domain.metrics.periods import quarter_of, read_period
from pipeline_tui.domain.records import DealRef
from pipeline_tui.domain.text import clean
from pipeline_tui.services import figure_members, figure_pages, figures, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.domain.metrics.pipeline import PipelineReport as PipelineReport
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.services.figure_pages import DurationsPage as DurationsPage
    from pipeline_tui.services.figure_pages import LossesPage as LossesPage
    from pipeline_tui.services.figure_pages import PlanPage as PlanPage
    from pipeline_tui.services.figure_pages import SegmentsPage as SegmentsPage
    from pipeline_tui.services.figures import Forecast as Forecast
    from pipeline_tui.services.figures import Funnel as Funnel
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.render.insights import Behind

_READERS: dict[str, Callable[[Desk, Period | None, Filter | None], object]] = {
    "pipeline": reading.pipeline_report,
    "funnel": figures.funnel,
    "durations": figure_pages.durations_page,
    "forecast": figures.period_forecast,
    "plan": figure_pages.plan_page,
    "segments": figure_pages.segments_page,
    "losses": figure_pages.losses_page,
}


def period_of(gateway: Gateway, text: str) -> Period | None:
    """The period a text names or says, None of ''. InputError when it is none."""
    return read_period(text, gateway.today) if clean(text) else None


def filter_of(text: str) -> Filter | None:
    """The filter of a text, None of ''. InputError when it cannot be understood."""
    return parse_filter(text) if clean(text) else None


async def page(
    gateway: Gateway,
    name: str,
    period: Period | None,
    flt: Filter | None,
    wanted: Callable[[], bool],
) -> object | None:
    """The data of a page; None when it was not `wanted` any more before it was there.

    DatabaseLocked and the like when it cannot be read.
    """

    return await gateway.aside.read(lambda desk: _READERS[name](desk, period, flt), wanted)


def this_quarter(gateway: Gateway) -> str:
    """The name of the quarter it is."""
    return quarter_of(gateway.today).name


def refs(gateway: Gateway, deal_ids: Sequence[int]) -> list[DealRef]:
    """Company, title, stage and value of some deals, in their order."""
    return figure_members.refs(gateway.desk, deal_ids)


def members(
    gateway: Gateway, behind: Behind, period: Period | None, flt: Filter | None
) -> Sequence[int]:
    """The deals behind a figure by their numbers."""
    return figure_members.members(gateway.desk, *behind, period, flt)
