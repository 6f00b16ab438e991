"""Locks, slips, pushes, WAPE and bias against what somebody would say who had stood by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.domain.metrics.locks import kind_of
from pipeline_tui.domain.metrics.periods import Period, parse_period
from pipeline_tui.domain.metrics.plan_year import names_of
from pipeline_tui.services import accuracy
from tests.figures import naive_forecasts as naive
from tests.figures.lived import BEGIN, TODAY, Life


@pytest.fixture(scope="module", params=[1, 2, 3, 4])
def life(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Life]:
    """Of the odd ones nobody ran the program when periods began."""
    seed: int = request.param
    made = Life(tmp_path_factory.mktemp("lived"), seed, every_month=seed % 2 == 0)
    yield made
    made.office.desk.close()


def window(period: Period) -> tuple[date, date]:
    return period.first, period.last


def test_locks_are_what_was_said_in_the_evening_before(life: Life) -> None:
    found = accuracy.report(life.office.desk).outcomes
    assert len(found) > 10
    for one in found:
        true = naive.said(life, window(one.lock.period))
        assert one.lock.scenarios == (true.cautious, true.realistic, true.optimistic)
        assert [deal.deal_id for deal in one.lock.deals] == [deal.id for deal in true.due]
        assert one.ended == naive.ended(window(one.lock.period))


def test_what_nobody_locked_is_filled_where_anything_was_ever_due(life: Life) -> None:
    periods = {one.lock.period for one in accuracy.report(life.office.desk).outcomes}
    for year in (2025, 2026):
        for name in names_of(year):
            period = parse_period(name)
            if (
                period.first <= TODAY
                and period.first > BEGIN
                and naive.ever_due(life, window(period))
            ):
                assert period in periods, name


def test_what_came_agrees(life: Life) -> None:
    for wanted in ("", "a"):
        flt = parse_filter(f"source:{wanted}") if wanted else None
        for one in accuracy.report(life.office.desk, None, flt).outcomes:
            true = naive.said(life, window(one.lock.period), wanted)
            assert one.won_minor == naive.came(life, true, wanted)
            assert one.forecast_minor == true.realistic
            assert list(one.slipped) == naive.slipped(life, true)
            assert dict(one.pushes) == naive.pushes(life, true)


def test_accuracy_agrees(life: Life) -> None:
    for wanted in ("", "a"):
        flt = parse_filter(f"source:{wanted}") if wanted else None
        report = accuracy.report(life.office.desk, None, flt)
        assert [kind for kind, _count, _figures in report.kinds] == ["month", "quarter", "year"][:2]
        for kind, count, figures in report.kinds:
            pairs = []
            for one in report.outcomes:
                if kind_of(one.lock.period) == kind and naive.ended(window(one.lock.period)):
                    true = naive.said(life, window(one.lock.period), wanted)
                    pairs.append((true.realistic, naive.came(life, true, wanted)))
            assert count == len(pairs)
            assert figures == pytest.approx(naive.accuracy(pairs))


def test_pasts_are_told_apart(life: Life) -> None:
    """There is something of everything to be told."""
    found = accuracy.report(life.office.desk).outcomes
    assert any(one.slipped for one in found)
    assert any(one.pushes for one in found)
    assert any(one.won_minor for one in found)
