"""Exits, leads, customers and win rates by quarter against their rules written a second time."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.services import figure_customers, figure_members, figure_reports, figures
from tests.figures import naive
from tests.figures.naive import Deal, World
from tests.figures.test_against_naive import FILTERS, Past, past, period

__all__ = ["past", "period"]  # fixtures


def first_stage(deal: Deal) -> str | None:
    """Where a deal was first known to be."""
    stays = naive.known(deal)
    return stays[0].stage if stays else None


def leads(world: World, window: naive.Window) -> list[Deal]:
    names = [stage.name for stage in world.stages]
    early = names[: names.index("Qualification")]
    return [
        deal for deal in world.deals
        if first_stage(deal) in early and naive.inside(deal.created.date(), window)
    ]  # fmt: skip


def bought(world: World, window: naive.Window) -> dict[int, dict[int, int]]:
    """Company -> year -> what it bought, whether it was a lead before or not."""
    found: dict[int, dict[int, int]] = {}
    for deal in naive.won_of_all(world, window or (date.min, date.max)):
        if deal.company is not None and deal.closed is not None:
            years = found.setdefault(deal.company, {})
            years[deal.closed.year] = years.get(deal.closed.year, 0) + naive.worth(world, [deal])
    return found


class TestExits:
    def test_agree(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_reports.exits(asked.desk, asked.period, asked.flt)
            for stage, one in found.stages:
                named = next(s for s in asked.world.stages if s.name == stage.name)
                true = naive.exits(asked.world, named, asked.window)
                assert {found.names[to.to_id]: to.exits for to in one.to} == true
                assert one.all == sum(true.values())
                assert one.conversion is None if not true else 0 <= (one.conversion or 0) <= 1


class TestLeads:
    def test_agree(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_customers.lead_figures(asked.desk, asked.period, asked.flt)
            true = leads(asked.world, asked.window)
            assert len(found.leads) == len(true)
            assert len(found.verified) == sum(deal.verified for deal in true)
            assert len(found.undecided) == sum(
                not deal.verified and asked.world.kind(deal) in ("open", "parked") for deal in true
            )


class TestCustomers:
    def test_agree(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_customers.sources_page(asked.desk, asked.period, asked.flt).customers
            true = bought(asked.world, asked.window)
            assert found.value.customers == len(true)
            years: dict[int, list[int]] = {}
            for of in true.values():
                for year, minor in of.items():
                    years.setdefault(year, []).append(minor)
            assert [(one.year, one.customers) for one in found.years] == [
                (year, len(years[year])) for year in sorted(years)
            ]
            # Sums are converted at once, deals one by one: that may be a unit each apart.
            for one in found.years:
                assert abs(one.value_minor - sum(years[one.year])) <= len(asked.world.deals)


class TestNewCustomersOfASource:
    def test_are_the_deals_that_are_counted(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_customers.bring(asked.desk, asked.period, asked.flt)
            for one in found.sources:
                behind = figure_members.members(
                    asked.desk, "acquired", one.name, asked.period, asked.flt
                )
                assert len(behind) == one.new_customers
                assert len(set(behind)) == len(behind)


class TestChances:
    def test_agree_and_name_the_deals_that_are_counted(self, past: Past) -> None:
        asked = past.ask("", "fair")
        for one in figures.period_forecast(asked.desk, None, asked.flt).stages:
            stage = next(s for s in past.world.stages if s.name == one.stage.name)
            true, n = naive.own_history(past.world, stage)
            assert (one.prior, one.chance.n) == (stage.percent, n)
            assert abs(one.chance.probability - float(true)) < 1e-12
            behind = figure_members.members(asked.desk, "decided", one.stage.id, None, asked.flt)
            assert len(behind) == n


class TestWinRatesByQuarter:
    def test_agree(self, past: Past) -> None:
        for words in FILTERS:
            asked = past.ask("", words)
            for one in figure_reports.win_rates(asked.desk, None, asked.flt):
                quarter = parse_period(one.quarter)
                window = (quarter.first, quarter.last)
                assert one.win_rate == naive.win_rate(asked.world, window)
                assert one.won == len(naive.won(asked.world, window))
