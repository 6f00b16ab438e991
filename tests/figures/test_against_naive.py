"""The figures of the product against every rule written a second time, on generated pasts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.domain.filter import Filter, parse_filter
from pipeline_tui.domain.metrics.periods import Period, parse_period, quarter_of
from pipeline_tui.services import (
    costs,
    figure_customers,
    figure_pages,
    figure_reports,
    figures,
    reading,
    targets,
)
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.figure_members import members
from tests.figures import generated, naive, naive_after_sale
from tests.figures.naive import Deal, World
from tests.services.office import Office

SEEDS = range(12)
PERIODS = ("", "2026-Q4", "2026-11", "2026", "2025-Q4", "2027-Q1")
FILTERS: dict[str, Callable[[World, Deal], bool]] = {
    "": lambda _world, _deal: True,
    "fair": lambda _world, deal: deal.source == "fair",
    "fair cnc": lambda _world, deal: (deal.source, deal.product) == ("fair", "CNC"),
    "is:lost": lambda world, deal: world.kind(deal) == "lost",
    "is:opportunity": lambda world, deal: world.kind(deal) == "open" and deal.verified,
    "web is:ghost": lambda world, deal: deal.source == "web" and naive.ghost(world, deal)
    and world.kind(deal) not in ("won", "lost"),
}  # fmt: skip


class Past:
    """A generated past in a database of its own."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.office = Office(folder / "sales.db")
        self.desk: Desk = self.office.desk
        self.world = generated.world(seed, generated.stages(self.office.path))
        generated.write(self.office.path, self.world)

    def ask(self, period: str, words: str = "") -> Question:
        return Question(self, period, words)


class Question:
    """A past, a period and a filter, and what is true of them."""

    def __init__(self, past: Past, period: str, words: str) -> None:
        self.desk, self.everything = past.desk, past.world
        self.world = past.world.of(lambda deal: FILTERS[words](past.world, deal))
        self.period: Period | None = parse_period(period) if period else None
        self.window = (self.period.first, self.period.last) if self.period else None
        self.named = self.period or quarter_of(generated.TODAY)
        """The period of a plan or forecast."""
        self.quarter: tuple[date, date] = (self.named.first, self.named.last)
        self.flt: Filter | None = parse_filter(words) if words else None


@pytest.fixture(scope="module", params=SEEDS)
def past(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Past]:
    made = Past(tmp_path_factory.mktemp("figures"), request.param)
    yield made
    made.desk.close()


@pytest.fixture(params=PERIODS, ids=lambda name: name or "all time")
def period(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_pasts_are_told_apart(tmp_path: Path) -> None:
    """The generator makes every case there is a rule for."""
    of = generated.stages(Office(tmp_path / "sales.db").path)
    worlds = [generated.world(seed, of) for seed in SEEDS]
    deals = [deal for world in worlds for deal in world.deals]
    assert any(stay.inferred for deal in deals for stay in deal.stays)
    assert any(deal.value is None for deal in deals)
    assert {deal.currency for deal in deals} == {"EUR", "USD", "CHF"}
    assert any(len({s.stage for s in d.stays}) < len(d.stays) for d in deals)  # re-entries
    assert any(naive.bottlenecks(world) for world in worlds)
    assert any(len(world.deals) == 0 for world in worlds)
    assert any(naive_after_sale.renewals_due(world, None) for world in worlds)
    assert any(
        naive_after_sale.bring_again(world, world, None)
        != [d for d in naive.won_of_all(world, (date.min, date.max)) if d.again is not None]
        for world in worlds
    ), "a renewal takes the place of what it renews"
    ticks = [after for world in worlds
             for after in naive_after_sale.days_to_first_value(world, None).values()]  # fmt: skip
    assert {None, 0} < set(ticks)


class TestPipeline:
    def test_agrees(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            world, window = asked.world, asked.window
            report = reading.pipeline_report(asked.desk, asked.period, asked.flt)
            stages = [
                (one.total.count, one.total.value_minor, one.total.weighted_minor)
                for one in report.stages
            ]
            assert stages == [naive.open_stage(world, stage) for stage in world.open_stages()]
            assert report.won == len(naive.won(world, window))
            assert report.lost == len(naive.lost(world, window))
            assert report.won_minor == naive.worth(world, naive.won(world, window))
            assert report.win_rate == naive.win_rate(world, window)
            assert report.win_rate_value == naive.win_rate_by_value(world, window)
            assert report.cycle_mean == naive.mean(naive.cycles(world, window))
            assert report.cycle_median == naive.median(naive.cycles(world, window))
            assert report.velocity_minor_per_day == naive.velocity(world, window)
            for share in (report.win_rate, report.win_rate_value):
                assert share is None or 0 <= share <= 1


class TestFunnel:
    def test_agrees(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = [
                (cohort.entered, cohort.reached_next, cohort.open)
                for _stage, cohort in figures.funnel(asked.desk, asked.period, asked.flt).stages
            ]
            assert found == [
                naive.cohort(asked.world, stage, asked.window)
                for stage in asked.world.open_stages()
            ]
            for entered, further, undecided in found:
                assert further + undecided <= entered


class TestExits:
    def test_agree(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_reports.exits(asked.desk, asked.period, asked.flt)
            for stage, (same, one) in zip(asked.world.open_stages(), found.stages, strict=True):
                into = {found.names[left.to_id]: left.exits for left in one.to}
                assert into == naive.exits(asked.world, stage, asked.window)
                assert one.all == sum(into.values())
                assert one.conversion is None if not into else 0 <= (one.conversion or 0) <= 1
                behind = members(asked.desk, "exits", same.id, asked.period, asked.flt)
                assert len(set(behind)) == len(behind) <= one.all
                assert bool(behind) == bool(one.all)


class TestDurations:
    def test_agree(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            world = asked.world
            page = figure_pages.durations_page(asked.desk, asked.period, asked.flt)
            for stage, (_stage, one) in zip(world.open_stages(), page.report.stages, strict=True):
                days = naive.durations(world, stage, asked.window)
                assert one.count == len(days)
                assert (one.median, one.slow) == (naive.median(days), naive.percentile(days, 85))
            stuck = [
                (stage.name, one.deals, one.slow_age, one.usual, one.oldest)
                for stage, one in page.report.bottlenecks
            ]
            assert stuck == naive.bottlenecks(world)
            names = [stage.name for stage in world.open_stages()]
            for week in page.flow:
                assert (week.inflow, week.outflow) == naive.week_flow(world, names, week.monday)
            days = [days for _stage, days, _deal in naive.ages(world)]
            limits = [0, 8, 15, 31, 61, 91, 10**6]
            assert list(page.ages) == [
                sum(low <= day < high for day in days) for low, high in pairwise(limits)
            ]


class TestForecast:
    def test_agrees(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            world = asked.world
            found = figures.period_forecast(asked.desk, asked.period, asked.flt)
            assert found.won_minor == naive.worth(world, naive.won_of_all(world, asked.quarter))
            assert found.scenarios == naive.scenarios(world, asked.quarter)
            assert found.won_minor <= found.scenarios.cautious
            assert found.scenarios.cautious <= found.scenarios.realistic
            assert found.scenarios.realistic <= found.scenarios.optimistic
            due = naive.due(world, asked.quarter)
            assert [one.due.id for one in found.deals] == [deal.id for deal in due]
            assert [one.id for one in found.past] == [deal.id for deal in naive.past(world)]
            for one, deal in zip(found.deals, due, strict=True):
                stage = next(s for s in world.stages if s.name == deal.stage)
                chance, n = naive.own_history(asked.everything, stage)
                assert one.chance.n == n
                assert one.chance.probability == pytest.approx(float(chance))

    def test_band_is_what_trying_every_outcome_gives(self, past: Past) -> None:
        for period in ("2026-Q4", "2026-11"):
            asked = past.ask(period)
            if len(naive.due(asked.world, asked.quarter)) > 9:
                continue
            found = figures.period_forecast(asked.desk, asked.period)
            assert list(found.band) == naive.band(asked.world, asked.quarter)
            assert found.won_minor <= found.band.p10 <= found.band.p50 <= found.band.p90


class TestPlan:
    def test_agrees(self, past: Past, period: str) -> None:
        asked = past.ask(period)
        world = asked.world
        for target in (0, 5_000_00, 10**8):
            targets.set_target(asked.desk, asked.named.name, f"{target // 100}")
            page = figure_pages.plan_page(asked.desk, asked.period, None)
            assert page.plan is not None
            assert page.gap == naive.gap(world, target, asked.quarter)
            assert page.gap.done == (page.gap.to_won == 0)
            assert page.coverage == naive.coverage(world, target, asked.quarter)
            winners = naive.won_of_all(world, asked.quarter)
            assert page.plan.won_minor == naive.worth(world, winners)
            assert page.customers == len(naive.new_customers(world, asked.quarter))


class TestSegments:
    def test_agree(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            page = figure_pages.segments_page(asked.desk, asked.period, asked.flt)
            for name, found in page.dimensions:
                for one in found:
                    assert (
                        one.open, one.won, one.lost,
                        one.open_minor, one.won_minor,
                    ) == naive.segment(
                        asked.world,
                        lambda deal, name=name, one=one: getattr(deal, name) == one.name,
                        asked.window,
                    )  # fmt: skip
            for name in ("source", "product"):
                found = dict(page.dimensions).get(name, ())
                both = naive.closed(asked.world, asked.window) + naive.in_play(asked.world)
                named = {getattr(deal, name) for deal in both}
                assert {one.name for one in found} == (named if named - {""} else set())

    def test_acquisition_cost(self, past: Past) -> None:
        asked = past.ask("2026-Q4")
        costs.set_cost(asked.desk, "fair 2026-10 2500")
        costs.set_cost(asked.desk, "fair 2026-12 1000.50")
        costs.set_cost(asked.desk, "fair 2026-09 9999")
        sources = figure_customers.bring(asked.desk, asked.period, None).sources
        (fair,) = (one for one in sources if one.cost_minor is not None)
        assert (fair.name, fair.cost_minor) == ("fair", 350_050)
        found = fair.acquisition_minor
        assert found == naive.acquisition_cost(asked.world, "fair", 350_050, asked.quarter)


class TestLosses:
    def test_agree(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            page = figure_pages.losses_page(asked.desk, asked.period, asked.flt)
            found = {one.code: (one.deals, one.value_minor) for one in page.reasons}
            assert found == naive.reasons(asked.world, asked.window)
            assert sum(count for count, _value in found.values()) == len(
                naive.lost(asked.world, asked.window)
            )
            seen = (page.foresight.foreseen, page.foresight.answered)
            assert seen == naive.foresight(asked.world, asked.window)
            assert page.disqualified == naive.disqualified(asked.world, asked.window)


class TestLeadsAndCustomers:
    def test_leads_agree(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_customers.lead_figures(asked.desk, asked.period, asked.flt)
            groups = (found.leads, found.reached, found.met, found.verified, found.undecided)
            wanted = naive.lead_figures(asked.world, asked.window)
            assert tuple(map(sorted, groups)) == wanted
            days = naive.days_to_contact(asked.world, asked.window)
            middle = found.days_to_contact
            assert (None if middle is None else middle.median) == naive.median(days)
            assert (None if middle is None else middle.mean) == naive.mean(days)
            for share in (found.response_rate, found.appointment_rate, found.opportunity_rate):
                assert share is None or 0 <= share <= 1

    def test_customer_value_agrees(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_customers.bring(asked.desk, asked.period, asked.flt).customers
            wanted = naive.customers(asked.world, asked.window)
            assert found.value.customers == len(wanted)
            bought = [deal for deals in wanted.values() for deal in deals]
            assert list(found.value.deals) == sorted(deal.id for deal in bought)
            # Each sum of a company, year and source is converted by itself.
            assert found.value.value_minor == pytest.approx(
                naive.worth(asked.world, bought), abs=len(bought)
            )


OF_A_QUARTER = ("due", "target", "cautious", "expected", "customers")


class TestTheDealsBehind:
    """Of every figure the deals that are listed are those that were counted."""

    def test_are_as_many_as_were_counted(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            world, window = asked.world, asked.window

            def behind(figure: str, which: str | int = "", asked: Question = asked) -> list[int]:
                period = asked.named if figure in OF_A_QUARTER else asked.period
                return list(members(asked.desk, figure, which, period, asked.flt))

            def numbers(deals: list[Deal]) -> list[int]:
                return [deal.id for deal in deals]

            assert behind("won") == numbers(naive.won(world, window))
            assert behind("lost") == numbers(naive.lost(world, window))
            assert behind("closed") == numbers(naive.closed(world, window))
            assert behind("due") == numbers(naive.due(world, asked.quarter))
            assert behind("past") == numbers(naive.past(world))
            assert behind("target") == numbers(naive.won_of_all(world, asked.quarter))
            sure = [
                deal for deal in naive.due(world, asked.quarter)
                if deal.category == "commit" and not deal.overridden
            ]  # fmt: skip
            for figure, more in (("cautious", sure), ("expected", naive.due(world, asked.quarter))):
                counted = {deal.id for deal in (*naive.won_of_all(world, asked.quarter), *more)}
                assert behind(figure) == sorted(counted)
            in_play = [d for d in naive.in_play(world) if not naive.ghost(world, d)]
            assert behind("in_play") == numbers(in_play)
            for code, (count, _worth) in naive.reasons(world, window).items():
                assert len(behind("reason", code)) == count
            assert len(behind("answered")) == naive.foresight(world, window)[1]
            assert len(behind("disqualified")) == naive.disqualified(world, window)
            for name in ("source", "product"):
                for label in {getattr(deal, name) for deal in world.deals}:
                    counted = naive.segment(
                        world,
                        lambda deal, name=name, label=label: getattr(deal, name) == label,
                        window,
                    )
                    assert len(behind(name, label)) == sum(counted[:3])
            for stage, cohort in figures.funnel(asked.desk, asked.period, asked.flt).stages:
                assert len(behind("entered", stage.id)) == cohort.entered
                assert behind("stage", stage.id) == numbers(
                    [deal for deal in world.deals if deal.stage == stage.name]
                )
            page = figure_pages.durations_page(asked.desk, asked.period, asked.flt)
            assert [len(behind("ages", at)) for at in range(6)] == list(page.ages)
            if not words:
                first = {deal.id for deal in naive.new_customers(world, asked.quarter)}
                assert set(behind("customers")) == first

    def test_of_stays_are_those_that_moved(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            desk, world = asked.desk, asked.world
            page = figure_pages.durations_page(desk, asked.period, asked.flt)
            for stage, one in page.report.stages:
                found = members(desk, "durations", stage.id, asked.period, asked.flt)
                assert len(found) == one.count
            names = [stage.name for stage in world.open_stages()]
            for week in page.flow:
                monday = week.monday.isoformat()
                found = members(desk, "flow", monday, asked.period, asked.flt)
                assert list(found) == naive.week_deals(world, names, week.monday)

    def test_of_a_target_are_those_won_in_its_period(self, past: Past, period: str) -> None:
        asked = past.ask(period, "")
        for quarter in map(parse_period, ("2026-Q2", "2026-Q4")):
            won = naive.won_of_all(asked.world, (quarter.first, quarter.last))
            found = members(asked.desk, "target", quarter.name, asked.period)
            assert list(found) == [deal.id for deal in won]


class TestTheOrderOfDeals:
    @pytest.mark.parametrize("seed", [5, 6, 7])
    def test_changes_nothing(self, tmp_path: Path, seed: int) -> None:
        """The same deals under other numbers, written in another order."""
        past = Past(tmp_path, seed)

        def asked() -> list[object]:
            desk = past.desk
            pipeline: Any = reading.pipeline_report(desk)
            forecast = figures.period_forecast(desk)
            segments = figure_pages.segments_page(desk, None, None)
            return [
                pipeline._replace(velocity=None), pipeline.velocity_minor_per_day,
                figures.funnel(desk),
                figures.stage_durations(desk).stages, forecast.scenarios, forecast.band,
                [[(one.name, one.win_rate, one.open_minor, one.won_minor) for one in found]
                 for _name, found in segments.dimensions],
            ]  # fmt: skip

        before = asked()
        deals = list(past.world.deals)
        random.Random(seed).shuffle(deals)
        again = [deal._replace(id=number) for number, deal in enumerate(deals, start=1)]
        generated.write(past.office.path, past.world._replace(deals=tuple(reversed(again))))
        assert asked() == before
