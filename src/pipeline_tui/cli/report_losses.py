"""`report losses`: why deals were lost, and whether it was foreseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import say
from pipeline_tui.cli.report_said import Asked, Json, Missing, Said, grid, head, said
from pipeline_tui.domain.reasons import reason_name
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import number
from pipeline_tui.services import figure_pages

if TYPE_CHECKING:
    from pipeline_tui.services.figure_pages import LossesPage


def losses(asked: Asked) -> Said:
    """Reasons, risk foresight, and the leads that were disqualified."""
    found = figure_pages.losses_page(asked.desk, asked.period, asked.flt)
    period = None if asked.period is None else asked.period.name
    lines = [head(_("Losses"), period), *grid(reason_rows(found)), "", *grid(foresight_rows(found))]
    return said(_json(found, period), lines, asked, missing(found))


def missing(found: LossesPage) -> list[Missing]:
    """Losses, and answers to whether the risk was it."""
    if not found.reasons:
        return [Missing("lost", _("Nothing was lost"))]
    if not found.foresight.answered:
        return [
            Missing(
                "answers",
                _("Nobody answered whether the written risk was the reason"),
                _("pipeline-tui lost DEAL --reason … --risk yes answers it"),
            )
        ]
    return []


def reason_rows(found: LossesPage) -> list[list[str]]:
    """The reasons, the most frequent first."""
    rows = [[_("Reason"), _("Deals"), _("Value")]]
    for one in found.reasons:
        rows.append(
            [
                reason_name(one.code, found.names.get(one.code, "")) or _("no reason given"),
                number(one.deals),
                say.amount(one.value_minor, found.currency),
            ]
        )
    return rows


def foresight_rows(found: LossesPage) -> list[list[str]]:
    """Was the risk that was written the reason?"""
    seen = found.foresight
    return [
        [_("Risk foresight, foreseen ÷ answered"), say.share(seen.share)],
        [_("Lost deals answered"), number(seen.answered)],
        [_("Leads disqualified"), number(found.disqualified)],
    ]


def _json(found: LossesPage, period: str | None) -> Json:
    seen = found.foresight
    return {
        "period": period,
        "reasons": [
            {
                "reason": one.code or None,
                "name": reason_name(one.code, found.names.get(one.code, "")) or None,
                "count": one.deals,
                "value_minor": one.value_minor,
            }
            for one in found.reasons
        ],
        "risk_foresight": seen.share,
        "foreseen": seen.foreseen,
        "answered": seen.answered,
        "disqualified": found.disqualified,
    }
