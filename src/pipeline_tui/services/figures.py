"""The figures: each reads its facts at one moment and lets a pure rule work on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.domain.metrics import band, conversions, durations, forecast
from pipeline_tui.domain.metrics.facts import Ranks, StageFact
from pipeline_tui.domain.metrics.periods import Period, quarter_of
from pipeline_tui.domain.metrics.scenarios import Scenarios
from pipeline_tui.services import bottlenecks, reading
from pipeline_tui.store import reads_facts, reads_forecast, reads_plan, reads_reached, reads_stays
from pipeline_tui.store.reads_money import Purse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.filter import Filter
    from pipeline_tui.services.desk import Desk


class Funnel(NamedTuple):
    """Conversion by cohort: what first came so far in the period, and how much went on."""

    period: str | None
    stages: tuple[tuple[StageFact, conversions.Cohort], ...]


class Durations(NamedTuple):
    """How long deals stayed in the open stages, and where they are stuck now."""

    period: str | None
    stages: tuple[tuple[StageFact, durations.Duration], ...]
    bottlenecks: tuple[tuple[StageFact, durations.Bottleneck], ...]


class ForecastDeal(NamedTuple):
    """A deal of the forecast with its own-history probability."""

    due: forecast.Due
    chance: forecast.Chance


class StageChance(NamedTuple):
    """An open stage with its own probability in whole percent, and that of own history."""

    stage: StageFact
    prior: int
    chance: forecast.Chance


class Forecast(NamedTuple):
    """What a period may bring, in minor units of the base currency."""

    period: str
    currency: str
    won_minor: int
    scenarios: Scenarios
    band: band.Band
    deals: tuple[ForecastDeal, ...]
    past: tuple[forecast.Due, ...]
    """Open deals whose expected close has passed; they are in no period."""
    stages: tuple[StageChance, ...]
    """Of all deals, whatever the filter."""


def funnel(desk: Desk, period: Period | None = None, flt: Filter | None = None) -> Funnel:
    """Conversion from stage to stage by cohort (metrics.md, "Conversion, cohort")."""
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        ranks = Ranks(reads_facts.stage_facts(conn))
        reached = reads_reached.reached(conn, ranks, period, today, flt)
    found = conversions.cohorts(reached, ranks)
    return Funnel(_name(period), tuple(zip(ranks.open, found, strict=True)))


def stage_durations(
    desk: Desk, period: Period | None = None, flt: Filter | None = None
) -> Durations:
    """Median and 85th percentile of the stays, and the bottlenecks (metrics.md)."""
    with reading.at_once(desk):
        return durations_of(desk, period, flt, bottlenecks.bottlenecks(desk, flt))


def durations_of(
    desk: Desk, period: Period | None, flt: Filter | None, stuck: Sequence[durations.Bottleneck]
) -> Durations:
    """The same with bottlenecks that were found already."""
    conn, today = desk.reader, desk.clock.today()
    stages = {s.id: s for s in reads_facts.stage_facts(conn) if s.kind == "open"}
    completed = reads_stays.completed(conn, today, period, flt)
    found = durations.durations(completed, stages)
    return Durations(
        _name(period),
        tuple((stages[one.stage_id], one) for one in found),
        tuple((stages[one.stage_id], one) for one in stuck),
    )


def period_forecast(
    desk: Desk, period: Period | None = None, flt: Filter | None = None
) -> Forecast:
    """Scenarios and band of a period, of this quarter if none is given.

    The chances of the band come from the own history of the stages, whatever the filter.
    """
    with reading.at_once(desk):
        conn, today = desk.reader, desk.clock.today()
        named = period or quarter_of(today)
        purse = Purse(conn)
        stages = [stage for stage in reading.stages(desk) if stage.kind == "open"]
        priors = {stage.id: stage.probability for stage in stages}
        chances = forecast.own_history(reads_forecast.decided(conn), priors)
        due = reads_forecast.due(conn, purse, named, today, flt)
        past = reads_forecast.past_due(conn, purse, today, flt)
        won = reads_plan.won_minor(conn, purse, named, today, flt)
        scenarios = reads_plan.scenarios(conn, purse, named, today, flt)
    return Forecast(
        named.name,
        purse.base,
        won,
        scenarios,
        band.band(won, [(one.value_minor, chances[stage].probability) for one, stage in due]),
        tuple(ForecastDeal(one, chances[stage]) for one, stage in due),
        tuple(past),
        tuple(
            StageChance(StageFact(one.id, one.name, one.kind), one.probability, chances[one.id])
            for one in stages
        ),
    )


def _name(period: Period | None) -> str | None:
    return None if period is None else period.name
