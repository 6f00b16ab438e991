"""`report forecast`: three scenarios, and a band from own history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import say
from pipeline_tui.cli.report_said import Asked, Json, Missing, Said, grid, head, said
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number, percent
from pipeline_tui.services import figures

if TYPE_CHECKING:
    from pipeline_tui.services.figures import Forecast, ForecastDeal


def forecast(asked: Asked) -> Said:
    """What the period may bring."""
    found = figures.period_forecast(asked.desk, asked.period, asked.flt)
    return said(_forecast_json(found), _forecast(found), asked, missing(found))


def missing(found: Forecast) -> list[Missing]:
    """Deals with a close date in the period."""
    absent = []
    if not found.deals:
        absent.append(
            Missing(
                "due",
                _(
                    "No opportunity is expected to close in {period}; leads, ghosts and what is"
                    " left out do not count"
                ).format(period=found.period),
                _("pipeline-tui set DEAL close=… says when"),
            )
        )
    return absent


def chance_rows(found: Forecast) -> list[list[str]]:
    """How likely deals in each stage are to be won, from own history, and by the stage."""
    rows = [[_("Stage"), _("From own history"), _("Of the stage"), _("Decided")]]
    for one in found.stages:
        share = say.share(one.chance.probability)
        rows.append([one.stage.name, share, percent(one.prior), one.chance.told])
    return rows


def _forecast(found: Forecast) -> list[str]:
    def amount(minor: int) -> str:
        return say.amount(minor, found.currency)

    rows = [
        [_("Won"), amount(found.won_minor)],
        [_("Cautious"), amount(found.scenarios.cautious)],
        [_("Realistic"), amount(found.scenarios.realistic)],
        [_("Optimistic"), amount(found.scenarios.optimistic)],
        [_("9 in 10 chance of at least"), amount(found.band.p10)],
        [_("Even chance of at least"), amount(found.band.p50)],
        [_("1 in 10 chance of at least"), amount(found.band.p90)],
    ]
    lines = [head(_("Forecast"), found.period), *grid(rows), "", *grid(chance_rows(found)), ""]
    few = sum(deal.chance.rests_on_prior for deal in found.deals)
    count = ngettext("{count} deal is due", "{count} deals are due", len(found.deals))
    said = count.format(count=number(len(found.deals)))
    if few:
        rest = ngettext(
            "{count} of them with fewer than 10 decided deals behind it",
            "{count} of them with fewer than 10 decided deals behind them",
            few,
        )
        said = f"{said}, {rest.format(count=number(few))}"
    lines.append(said)
    if found.past:
        past = ngettext(
            "{count} open deal is past its expected close and in no period",
            "{count} open deals are past their expected close and in no period",
            len(found.past),
        )
        lines.append(past.format(count=number(len(found.past))))
    return lines


def _forecast_json(found: Forecast) -> Json:
    return {
        "period": found.period,
        "cautious_minor": found.scenarios.cautious,
        "realistic_minor": found.scenarios.realistic,
        "optimistic_minor": found.scenarios.optimistic,
        "p10_minor": found.band.p10,
        "p50_minor": found.band.p50,
        "p90_minor": found.band.p90,
        "deals": [_forecast_deal(deal) for deal in found.deals],
        "stages": [
            {
                "stage": one.stage.name,
                "probability": one.chance.probability,
                "prior": one.prior / 100,
                "n": one.chance.n,
            }
            for one in found.stages
        ],
        "past": [due.id for due in found.past],
    }


def _forecast_deal(deal: ForecastDeal) -> Json:
    return {
        "id": deal.due.id,
        "value_minor": deal.due.value_minor,
        "probability": deal.chance.probability,
        "n": deal.chance.n,
    }
