"""`report durations`: days in the stages, bottlenecks, and the time to a first success."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import say, table
from pipeline_tui.cli.report_said import (
    MOST_CELLS,
    Asked,
    Json,
    Missing,
    Said,
    days,
    grid,
    head,
    middle_json,
    said,
)
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import decimal, number
from pipeline_tui.services import figure_customers, figures

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.customers import FirstValue
    from pipeline_tui.services.figures import Durations


def durations(asked: Asked) -> Said:
    """How long deals stayed, where they are stuck, and how soon customers saw a success."""
    found = figures.stage_durations(asked.desk, asked.period, asked.flt)
    first = figure_customers.first_value(asked.desk, asked.period, asked.flt)
    lines = [*_durations(found), "", *_first_value(first, found.period)]
    json = {**_durations_json(found), "first_value": _first_value_json(first)}
    return said(json, lines, asked, missing(found, first))


def missing(found: Durations, first: FirstValue | None) -> list[Missing]:
    """Stays that ended, and the box after the sale."""
    absent = []
    if not any(one.count for _stage, one in found.stages):
        absent.append(
            Missing(
                "stays",
                _("No deal has left a stage: there are no durations"),
                _("they come with moves; imported stays count for none"),
            )
        )
    if first is None:
        absent.append(no_check())
    return absent


def no_check() -> Missing:
    """Without such a box nobody can tick it."""
    return Missing(
        "check",
        _("No stage after the sale has a box that names 30 days"),
        _("pipeline-tui stage criterion add STAGE “30-day success check” adds it"),
    )


def _first_value(found: FirstValue | None, period: str | None) -> list[str]:
    if found is None:
        return [head(_("Time to first value"), period), say.NOTHING]
    rows = [
        [_("Days to the 30-day check, median"), days(found.days and found.days.median)],
        [_("Days to the 30-day check, mean"), days(found.days and found.days.mean)],
        [_("Checked"), number(len(found.checked))],
        [_("Not yet checked"), number(len(found.waiting))],
    ]
    return [head(_("Time to first value"), period), *grid(rows)]


def _first_value_json(found: FirstValue | None) -> Json | None:
    if found is None:
        return None
    return {
        "days": middle_json(found.days),
        "checked": len(found.checked),
        "waiting": len(found.waiting),
    }


def _durations(found: Durations) -> list[str]:
    title = head(_("Days in a stage, of deals that left it"), found.period)
    return [title, *grid(stage_rows(found)), *bottleneck_lines(found)]


def stage_rows(found: Durations) -> list[list[str]]:
    """Median and 85th percentile of every open stage."""
    rows = [[_("Stage"), _("Deals"), _("Median days"), _("85 % within")]]
    for stage, one in found.stages:
        median = say.NOTHING if one.median is None else decimal(one.median, 1)
        slow = say.NOTHING if one.slow is None else number(one.slow)
        rows.append([stage.name, number(one.count), median, slow])
    return rows


def bottleneck_lines(found: Durations) -> list[str]:
    """Where deals are stuck, each in a sentence."""
    lines = []
    for stage, stuck in found.bottlenecks:
        lines.append(
            _(
                "Bottleneck: {stage}, {count} deals; 85 % stand there up to {days} days, usual is"
                " {usual}; oldest {oldest}"
            ).format(
                stage=table.cut(stage.name, MOST_CELLS),
                count=number(stuck.deals),
                days=number(stuck.slow_age),
                usual=number(stuck.usual),
                oldest=", ".join(f"#{deal}" for deal in stuck.oldest),
            )
        )
    return lines


def _durations_json(found: Durations) -> Json:
    return {
        "period": found.period,
        "stages": [
            {
                "stage": stage.name,
                "count": one.count,
                "median_days": one.median,
                "p85_days": one.slow,
            }
            for stage, one in found.stages
        ],
        "bottlenecks": [
            {
                "stage": stage.name,
                "count": stuck.deals,
                "p85_age_days": stuck.slow_age,
                "p85_usual_days": stuck.usual,
                "oldest": list(stuck.oldest),
            }
            for stage, stuck in found.bottlenecks
        ],
    }
