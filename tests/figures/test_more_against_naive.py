"""Customers, what comes after a sale, chances and quarters against rules written a second time."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.services import figure_customers, figure_members, figure_reports, figures
from tests.figures import naive, naive_after_sale
from tests.figures.naive import World
from tests.figures.test_against_naive import FILTERS, Past, past, period

__all__ = ["past", "period"]  # fixtures


def bought(world: World, window: naive.Window) -> dict[int, dict[int, int]]:
    """Company -> year -> what it bought, whether it was a lead before or not."""
    found: dict[int, dict[int, int]] = {}
    for deal in naive.won_of_all(world, window or (date.min, date.max)):
        if deal.company is not None and deal.closed is not None:
            years = found.setdefault(deal.company, {})
            years[deal.closed.year] = years.get(deal.closed.year, 0) + naive.worth(world, [deal])
    return found


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


class TestAfterTheSale:
    def test_what_is_brought_again_agrees(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_customers.bring(asked.desk, asked.period, asked.flt).customers.recurring
            true = naive_after_sale.bring_again(asked.world, past.world, asked.window)
            assert list(found.deals) == [deal.id for deal in true]
            # Sums of a month, year, source and currency are converted at once.
            assert abs(
                found.minor_per_year
                - naive_after_sale.recurring_value(asked.world, past.world, asked.window)
            ) <= 12 * len(true)

    def test_renewals_agree(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_customers.bring(asked.desk, asked.period, asked.flt).customers.renewals
            true = naive_after_sale.renewals_due(asked.world, asked.window)
            assert list(found.due) == [deal.id for deal in true]
            assert found.rate == naive_after_sale.renewal_rate(asked.world, asked.window)
            assert found.rate is None or 0 <= found.rate <= 1

    def test_time_to_first_value_agrees(self, past: Past, period: str) -> None:
        for words in FILTERS:
            asked = past.ask(period, words)
            found = figure_customers.first_value(asked.desk, asked.period, asked.flt)
            assert found is not None
            true = naive_after_sale.days_to_first_value(asked.world, asked.window)
            days = [after for after in true.values() if after is not None]
            assert sorted(found.checked) == [n for n, after in true.items() if after is not None]
            assert sorted(found.waiting) == [n for n, after in true.items() if after is None]
            middle = found.days
            assert (None if middle is None else middle.mean) == naive.mean(days)
            assert (None if middle is None else middle.median) == naive.median(days)


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
