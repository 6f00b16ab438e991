"""`report accuracy`: locked forecasts beside what came, slips and pushes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.cli import say
from pipeline_tui.cli.report_said import Asked, Json, Missing, Said, grid, head, said
from pipeline_tui.domain.metrics.locks import not_counted
from pipeline_tui.i18n import N_, _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.services import accuracy as forecast_accuracy

if TYPE_CHECKING:
    from pipeline_tui.domain.metrics.forecast import Accuracy
    from pipeline_tui.services.accuracy import AccuracyReport, Outcome

KINDS = {"month": N_("Months"), "quarter": N_("Quarters"), "year": N_("Years")}


def accuracy(asked: Asked) -> Said:
    """How far the forecasts were off that were locked at the start of their periods."""
    found = forecast_accuracy.report(asked.desk, asked.period, asked.flt)
    title = head(_("Forecast accuracy, realistic at the start"), found.period)
    lines = [title]
    if found.outcomes:
        lines += grid(outcome_rows(found.outcomes))
    if found.kinds:
        lines += ["", *grid(kind_rows(found))]
    return said(_json(found), lines, asked, missing(found))


def missing(found: AccuracyReport) -> list[Missing]:
    """Locked forecasts, their currency, and rates in them."""
    if not found.outcomes:
        none = _("No forecast is locked yet")
        if found.period is not None:
            none = _("No forecast of {period} is locked").format(period=found.period)
        return [
            Missing(
                "locks",
                none,
                _("that is done when the program first runs in a month"),
            )
        ]
    absent = []
    if found.not_counted:
        absent.append(Missing("locked_currency", not_counted(found.not_counted, found.currency)))
    without = sum(one.without_rate for one in found.outcomes)
    if not without:
        return absent
    told = ngettext(
        "{count} won deal is left out: its lock has no rate for its currency",
        "{count} won deals are left out: their locks have no rate for their currencies",
        without,
    )
    return [*absent, Missing("locked_rate", told.format(count=number(without)))]


def outcome_rows(outcomes: tuple[Outcome, ...]) -> list[list[str]]:
    """The periods, each with what was forecast at its start and what came."""
    rows = [
        [
            _("Period"),
            _("Forecast"),
            _("Won"),
            _("Off"),
            _("Due"),
            _("Slipped"),
            _("Pushed"),
            _("Locked"),
        ]
    ]
    for one in outcomes:
        currency = one.lock.currency
        off = one.forecast_minor - one.won_minor
        rows.append(
            [
                one.lock.period.name,
                say.amount(one.forecast_minor, currency),
                say.amount(one.won_minor, currency),
                say.amount(off, currency) if one.ended else say.NOTHING,
                number(len(one.due)),
                number(len(one.slipped)),
                number(one.pushed),
                _locked(one),
            ]
        )
    return rows


def _locked(one: Outcome) -> str:
    """When it was locked, and what is to be known of it."""
    parts = [say.day(one.lock.locked_on)]
    if one.lock.backfilled:
        parts.append(_("back-filled"))
    if not one.ended:
        parts.append(_("running"))
    return say.DOT.join(parts)


def kind_rows(found: AccuracyReport) -> list[list[str]]:
    """How far forecasts were off, over the periods of one kind that have ended."""
    rows = [[_("Ended"), _("Count"), _("WAPE"), _("Bias")]]
    for kind, count, figure in found.kinds:
        rows.append([_(KINDS[kind]), number(count), say.share(figure.wape), _bias(figure)])
    return rows


def _bias(figure: Accuracy) -> str:
    """With its sign: above nothing it was forecast too high."""
    if figure.bias is None:
        return say.NOTHING
    return ("+" if figure.bias > 0 else "") + say.share(figure.bias)


def _json(found: AccuracyReport) -> Json:
    return {
        "period": found.period,
        "currency": found.currency,
        "accuracy": [
            {"kind": kind, "periods": count, "wape": figure.wape, "bias": figure.bias}
            for kind, count, figure in found.kinds
        ],
        "not_counted": list(found.not_counted),
        "periods": [_outcome_json(one) for one in found.outcomes],
    }


def _outcome_json(one: Outcome) -> Json:
    lock = one.lock
    return {
        "period": lock.period.name,
        "locked": lock.locked_on.isoformat(),
        "backfilled": lock.backfilled,
        "ended": one.ended,
        "currency": lock.currency,
        "forecast_minor": one.forecast_minor,
        "won_minor": one.won_minor,
        "cautious_minor": one.scenarios.cautious,
        "realistic_minor": one.scenarios.realistic,
        "optimistic_minor": one.scenarios.optimistic,
        "p10_minor": one.band and one.band.p10,
        "p50_minor": one.band and one.band.p50,
        "p90_minor": one.band and one.band.p90,
        "due": [
            {
                "id": deal.deal_id,
                "value_minor": deal.value_minor,
                "category": deal.category,
                "expected_close": deal.expected_close.isoformat(),
                "probability": deal.chance,
                "n": deal.n,
            }
            for deal in lock.deals
            if deal.deal_id in one.due
        ],
        "slipped": list(one.slipped),
        "slipped_minor": one.slipped_minor,
        "pushes": [{"id": deal, "count": count} for deal, count in one.pushes],
    }
