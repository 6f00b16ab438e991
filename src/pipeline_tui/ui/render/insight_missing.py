"""What a page of the insights lacks, and how to get it: no figure is left without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.plan import Unrated
    from pipeline_tui.ui.gateway.insights import (
        DurationsPage,
        Forecast,
        LossesPage,
        PipelineReport,
        PlanPage,
    )


def closed(report: PipelineReport) -> str:
    """Nothing won, nothing lost, no target."""
    said = []
    if not report.won and not report.lost:
        said.append(
            _("Nothing was won or lost in this period: w wins and x loses a deal on the board.")
        )
    elif not report.won:
        said.append(_("Nothing was won in this period: there is no cycle and no velocity."))
    if report.unrated is not None:
        said.append(no_rate(report.unrated))
    elif report.coverage is None and not report.covered:
        said.append(_("Coverage needs a target, which is for all deals: t sets one."))
    return " ".join(said)


def target(page: PlanPage) -> str:
    """No target, or one in a currency that cannot be converted."""
    if page.unrated is not None:
        return no_rate(page.unrated)
    return _("No target for {period}: t sets one, for example 250k").format(period=page.period)


def no_rate(lacking: Unrated) -> str:
    """A target that is there but counts for nothing."""
    return _(
        "The target of {period} is in {currency}, for which there is no rate:"
        " “pipeline-tui settings rates {currency}=…” enters it."
    ).format(period=lacking.period, currency=lacking.currency)


def stays(page: DurationsPage) -> str:
    """No completed stay."""
    if any(one.count for _stage, one in page.report.stages):
        return ""
    return _("No deal left a stage in this period: days come with moves; imported stays count not.")


def due(page: Forecast) -> str:
    """How many deals are due, and on how little their chances rest."""
    if not page.deals:
        said = _("No deal is due in {period}: the expected close in its pane says when one is.")
        return said.format(period=page.period)
    count = len(page.deals)
    said = ngettext("{count} deal is due", "{count} deals are due", count)
    said = said.format(count=number(count))
    few = sum(one.chance.rests_on_prior for one in page.deals)
    if few:
        said += " · " + ngettext(
            "{count} rests on the stage's probability: fewer than 10 decided",
            "{count} rest on the stages' probabilities: fewer than 10 decided",
            few,
        ).format(count=number(few))
    return said


def answers(page: LossesPage) -> str:
    """Losses of which nobody said whether the risk was it."""
    if page.foresight.answered or not page.reasons:
        return ""
    return _("Nobody answered whether the written risk was it: x asks when a deal is lost.")
