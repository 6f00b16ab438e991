"""`report plan`: a period against its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import say
from pipeline_tui.cli.report_pipeline import coverage, no_rate
from pipeline_tui.cli.report_said import Asked, Json, Missing, Said, grid, head, said
from pipeline_tui.domain.metrics.plan import RULE_OF_THUMB
from pipeline_tui.i18n import _, pgettext
from pipeline_tui.i18n.format import number
from pipeline_tui.services import figure_reports

if TYPE_CHECKING:
    from pipeline_tui.services.figure_reports import PlanReport


def plan(asked: Asked) -> Said:
    """Target, won, both gaps, pace, coverage, and what is missing; always of all deals."""
    asked = asked._replace(flt=None)
    found = figure_reports.plan_report(asked.desk, asked.period)
    title = head(_("Plan"), found.page.period)
    rows = [*gap_rows(found), *pace_rows(found), *missing_rows(found)]
    return said(_json(found), [title, *grid(rows)], asked, missing(found))


def missing(found: PlanReport) -> list[Missing]:
    """A target, or won deals to tell what an average one is."""
    page = found.page
    absent = []
    if page.unrated is not None:
        absent.append(no_rate(page.unrated))
    elif page.plan is None:
        name = page.period if ".." not in page.period else _("a year, quarter or month")
        absent.append(
            Missing(
                "target",
                _("No target for {period}: there is no gap and no coverage").format(
                    period=page.period
                ),
                _("pipeline-tui target {period} 250k sets one").format(period=name),
            )
        )
    elif page.average_won is None and page.gap is not None and not page.gap.done:
        absent.append(
            Missing(
                "won",
                _("Nothing was won in the last four quarters: nobody knows how large a deal is"),
                _("pipeline-tui won DEAL closes a deal as won"),
            )
        )
    return absent


def gap_rows(found: PlanReport) -> list[list[str]]:
    """The target, what is won of it, and what is missing to it."""
    page = found.page

    def left(minor: int | None) -> str:
        return pgettext("target", "done") if minor == 0 else say.amount(minor, page.currency)

    gap = page.gap
    target = None if page.plan is None else page.plan.target_minor
    return [
        [_("Target"), say.amount(target, page.currency)],
        [_("Won"), say.amount(found.won_minor, page.currency)],
        [_("Realistic"), say.amount(found.realistic_minor, page.currency)],
        [_("Gap, target − won"), left(None if gap is None else gap.to_won)],
        [_("Gap, target − realistic"), left(None if gap is None else gap.to_realistic)],
    ]


def pace_rows(found: PlanReport) -> list[list[str]]:
    """How fast it goes, against what an even pace asks for; and how well it is covered."""
    page = found.page
    gap = page.gap
    cause = [[_("Cause of the deviation"), page.cause]] if page.cause else []
    return [
        [_("Even pace asks for by today"), say.amount(found.due_minor, page.currency)],
        [_("Deviation, won − even pace"), say.amount(found.deviation_minor, page.currency)],
        *cause,
        [_("Run rate, if it goes on like this"), say.amount(page.run_rate, page.currency)],
        [_("Coverage"), coverage(page.coverage, met=gap is not None and gap.done)],
    ]


def missing_rows(found: PlanReport) -> list[list[str]]:
    """How many deals and customers are missing."""
    page = found.page
    missing = say.NOTHING
    if page.gap is not None and page.gap.done:
        missing = _("none")
    elif page.missing is not None:
        missing = number(page.missing)
    wanted = say.NOTHING if page.wanted_customers is None else number(page.wanted_customers)
    return [
        [_("Average won deal, last four quarters"), say.amount(page.average_won, page.currency)],
        [_("Deals of that size missing"), missing],
        [_("New customers won"), number(page.customers)],
        [_("New customers wanted"), wanted],
    ]


def _json(found: PlanReport) -> Json:
    page = found.page
    gap = page.gap
    return {
        "period": page.period,
        "target_minor": None if page.plan is None else page.plan.target_minor,
        "won_minor": found.won_minor,
        "realistic_minor": found.realistic_minor,
        "gap_minor": None if gap is None else gap.to_won,
        "gap_to_realistic_minor": None if gap is None else gap.to_realistic,
        "met": None if gap is None else gap.done,
        "even_pace_minor": found.due_minor,
        "deviation_minor": found.deviation_minor,
        "cause": page.cause or None,
        "run_rate_minor": page.run_rate,
        "coverage": None if page.coverage is None else page.coverage.ratio,
        "coverage_needed": None if page.coverage is None else page.coverage.needed,
        "coverage_rule": list(RULE_OF_THUMB),
        "average_won_minor": page.average_won,
        "deals_missing": page.missing,
        "new_customers": {"won": page.customers, "target": page.wanted_customers},
    }
