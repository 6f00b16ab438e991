"""`report funnel`, `report durations` and `report forecast`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import say, table
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import decimal, number
from pipeline_tui.services import figures

if TYPE_CHECKING:
    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.domain.metrics.periods import Period
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.services.figures import Durations, Forecast, ForecastDeal, Funnel

Json = dict[str, object]


def run(desk: Desk, name: str, period: Period | None, flt: Filter | None, *, json: bool) -> int:
    """Print one of the reports."""
    if name == "funnel":
        funnel = figures.funnel(desk, period, flt)
        return _print(_funnel_json(funnel), _funnel(funnel), json=json)
    if name == "durations":
        durations = figures.stage_durations(desk, period, flt)
        return _print(_durations_json(durations), _durations(durations), json=json)
    forecast = figures.period_forecast(desk, period, flt)
    return _print(_forecast_json(forecast), _forecast(forecast), json=json)


def _print(data: Json, lines: list[str], *, json: bool) -> int:
    if json:
        from pipeline_tui.cli import shapes

        shapes.print_json(data)
    else:
        print("\n".join(lines))
    return 0


def _table(rows: list[list[str]]) -> list[str]:
    return table.columns(rows, right=range(1, len(rows[0])), limit=table.terminal_width())


def _head(title: str, period: str | None) -> str:
    return title + say.DOT + (period or _("all time"))


def _funnel(found: Funnel) -> list[str]:
    rows = [[_("Stage"), _("Entered"), _("Went on"), _("Conversion"), _("Undecided")]]
    for stage, cohort in found.stages:
        rows.append(
            [
                stage.name,
                number(cohort.entered),
                number(cohort.reached_next),
                say.share(cohort.conversion),
                number(cohort.open),
            ]
        )
    return [_head(_("Funnel, by first entry"), found.period), *_table(rows)]


def _funnel_json(found: Funnel) -> Json:
    return {
        "period": found.period,
        "stages": [
            {
                "stage": stage.name,
                "entered": cohort.entered,
                "reached_next": cohort.reached_next,
                "conversion": cohort.conversion,
                "open": cohort.open,
            }
            for stage, cohort in found.stages
        ],
    }


def _durations(found: Durations) -> list[str]:
    rows = [[_("Stage"), _("Deals"), _("Median days"), _("85 % within")]]
    for stage, one in found.stages:
        median = say.NOTHING if one.median is None else decimal(one.median, 1)
        slow = say.NOTHING if one.slow is None else number(one.slow)
        rows.append([stage.name, number(one.count), median, slow])
    lines = [_head(_("Days in a stage, of deals that left it"), found.period), *_table(rows)]
    for stage, stuck in found.bottlenecks:
        lines.append(
            _(
                "Bottleneck: {stage}, {count} deals; 85 % stand there up to {days} days, usual is"
                " {usual}; oldest {oldest}"
            ).format(
                stage=stage.name,
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
    lines = [_head(_("Forecast"), found.period), *_table(rows)]
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
        "past": [due.id for due in found.past],
    }


def _forecast_deal(deal: ForecastDeal) -> Json:
    return {
        "id": deal.due.id,
        "value_minor": deal.due.value_minor,
        "probability": deal.chance.probability,
        "n": deal.chance.n,
    }
