"""Every figure as of a day that has passed, against what somebody saw who had stood by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.services import figure_customers, figure_pages, figures, reading
from pipeline_tui.services.desk import Desk
from tests.figures import lived, naive
from tests.figures.lived import BEGIN, TODAY, Life
from tests.figures.naive import Window, World

PERIODS = ("", "2026", "2026-Q2")


@pytest.fixture(scope="module", params=[5, 6])
def life(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Life]:
    made = Life(tmp_path_factory.mktemp("lived"), request.param, every_month=False)
    yield made
    made.office.desk.close()


@pytest.fixture(params=range(9))
def past(life: Life, request: pytest.FixtureRequest) -> Iterator[tuple[Desk, World]]:
    """A day, the first one of work, the last one, and some between."""
    day = BEGIN + request.param * (TODAY - timedelta(days=1) - BEGIN) / 8
    desk = life.office.desk.as_of(day)
    yield desk, lived.world(life, day)
    desk.close()


@pytest.fixture(params=PERIODS, ids=lambda name: name or "all time")
def period(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def window(period: str) -> Window:
    found = parse_period(period) if period else None
    return None if found is None else (found.first, found.last)


def test_pipeline(past: tuple[Desk, World], period: str) -> None:
    desk, world = past
    report = reading.pipeline_report(desk, parse_period(period) if period else None)
    stages = [
        (one.total.count, one.total.value_minor, one.total.weighted_minor) for one in report.stages
    ]
    assert stages == [naive.open_stage(world, stage) for stage in world.open_stages()]
    asked = window(period)
    assert (report.won, report.lost) == (
        len(naive.won(world, asked)), len(naive.lost(world, asked)),
    )  # fmt: skip
    assert report.won_minor == naive.worth(world, naive.won(world, asked))
    assert report.win_rate == naive.win_rate(world, asked)
    assert report.win_rate_value == naive.win_rate_by_value(world, asked)
    assert report.cycle_mean == naive.mean(naive.cycles(world, asked))
    assert report.velocity_minor_per_day == naive.velocity(world, asked)


def test_funnel_and_durations(past: tuple[Desk, World], period: str) -> None:
    desk, world = past
    asked = parse_period(period) if period else None
    found = [
        (one.entered, one.reached_next, one.open)
        for _stage, one in figures.funnel(desk, asked).stages
    ]
    stages = world.open_stages()
    assert found == [naive.cohort(world, stage, window(period)) for stage in stages]
    page = figure_pages.durations_page(desk, asked, None)
    days = [naive.durations(world, stage, window(period)) for stage in stages]
    assert [one.median for _stage, one in page.report.stages] == [naive.median(n) for n in days]
    assert sum(page.ages) == len(naive.ages(world))
    names = [stage.name for stage in stages]
    for week in page.flow:
        assert (week.inflow, week.outflow) == naive.week_flow(world, names, week.monday)


def test_forecast(past: tuple[Desk, World]) -> None:
    desk, world = past
    for name in ("2025-Q4", "2026-Q1", "2026-Q4"):
        asked = parse_period(name)
        span: tuple[date, date] = (asked.first, asked.last)
        found = figures.period_forecast(desk, asked)
        assert found.scenarios == naive.scenarios(world, span)
        assert [one.due.id for one in found.deals] == [deal.id for deal in naive.due(world, span)]
        assert [one.id for one in found.past] == [deal.id for deal in naive.past(world)]
        for one in found.stages:
            stage = next(s for s in world.stages if s.name == one.stage.name)
            chance, n = naive.own_history(world, stage)
            assert (one.chance.n, one.chance.probability) == (n, pytest.approx(float(chance)))


def test_sources_and_losses(past: tuple[Desk, World], period: str) -> None:
    desk, world = past
    asked = parse_period(period) if period else None
    for one in dict(figure_pages.segments_page(desk, asked, None).dimensions).get("source", ()):
        counted = (one.open, one.won, one.lost, one.open_minor, one.won_minor)
        true = naive.segment(world, lambda deal, name=one.name: deal.source == name, window(period))
        assert counted == true
    losses = figure_pages.losses_page(desk, asked, None)
    found = {one.code: (one.deals, one.value_minor) for one in losses.reasons}
    assert found == naive.reasons(world, window(period))
    assert losses.disqualified == naive.disqualified(world, window(period))
    leads = figure_customers.lead_figures(desk, asked, None)
    groups = (leads.leads, leads.reached, leads.met, leads.verified, leads.undecided)
    assert tuple(map(sorted, groups)) == naive.lead_figures(world, window(period))
