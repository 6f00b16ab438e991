"""The rows of metrics.md and their edges, lived at a desk and worked out by hand.

Each class is a row; what is in it is what somebody does who uses the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from pipeline_tui.domain.metrics.periods import Period, parse_period
from pipeline_tui.domain.records import Total
from pipeline_tui.services import (
    closing,
    costs,
    deals,
    figure_customers,
    figure_pages,
    figure_reports,
    figures,
    history,
    linking,
    moving,
    options,
    reading,
    targets,
    ticking,
)
from pipeline_tui.services.figures import Forecast
from tests.services.office import Office

Q4 = parse_period("2026-Q4")
NEXT_YEAR = parse_period("2027")
MONDAY = date(2026, 11, 23)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Nothing is asked, and nothing becomes a ghost by itself."""
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    with made.desk.writer.unnoticed() as work:
        work.conn.execute("UPDATE stage SET step_required = 0, contact_limit = NULL")
    yield made
    made.desk.close()


def sold(office: Office, line: str = "Acme: CNC 10k @proposal") -> int:
    number = office.add(line)
    deals.win(office.desk, number)
    return number


def lost(office: Office, line: str = "Hooli: Press 30k @proposal") -> int:
    number = office.add(line)
    deals.lose(office.desk, number, "price")
    return number


def haunt(office: Office, number: int) -> None:
    """The deal is a ghost since today."""
    with office.desk.writer.unnoticed() as work:
        work.conn.execute("UPDATE deal SET ghost_on = ? WHERE id = ?", (str(MONDAY), number))


def rates(office: Office, period: Period | None = None) -> tuple[float | None, float | None]:
    found = reading.pipeline_report(office.desk, period)
    return found.win_rate, found.win_rate_value


class TestWinRate:
    def test_is_by_count_and_by_value(self, office: Office) -> None:
        sold(office)
        lost(office)
        assert rates(office) == (0.5, 0.25)

    def test_of_nothing_closed_is_nothing(self, office: Office) -> None:
        office.add("Acme: CNC 10k @proposal")
        assert rates(office) == (None, None)

    def test_goes_by_the_day_of_closing(self, office: Office) -> None:
        sold(office)
        assert rates(office, Q4) == (1.0, 1.0)
        assert rates(office, NEXT_YEAR) == (None, None)

    def test_counts_what_is_looked_after_as_won(self, office: Office) -> None:
        moving.move(office.desk, sold(office), office.stage("Onboarding"))
        lost(office)
        assert rates(office, Q4) == (0.5, 0.25)

    def test_forgets_what_is_reopened(self, office: Office) -> None:
        sold(office)
        moving.reopen(office.desk, lost(office))
        assert rates(office) == (1.0, 1.0)

    def test_forgets_what_is_undone(self, office: Office) -> None:
        sold(office)
        lost(office)
        history.undo(office.desk)
        assert rates(office) == (1.0, 1.0)
        history.redo(office.desk)
        assert rates(office) == (0.5, 0.25)

    def test_is_not_of_disqualified_leads(self, office: Office) -> None:
        sold(office)
        lost(office, "Hooli: Press 30k @prospect")
        assert rates(office) == (1.0, 1.0)

    def test_by_value_is_of_what_has_a_rate(self, office: Office) -> None:
        options.set_option(office.desk, "rates", "USD=0.5")
        sold(office, "Acme: CNC 20000 USD @proposal")
        sold(office, "Acme: Saw 99999 CHF @proposal")
        lost(office)
        assert rates(office) == (2 / 3, 0.25)


class TestConversionAsASnapshot:
    def test_is_of_the_exits_in_the_period(self, office: Office) -> None:
        """Of four exits from Proposal two go on, one is lost, one goes back."""
        for number, to in enumerate(("Negotiation", "Negotiation", "Qualification"), start=1):
            office.add(f"Acme: Deal {number} @proposal")
            moving.move(office.desk, number, office.stage(to))
        lost(office)
        found = {
            stage.name: one for stage, one in figure_reports.exits(office.desk, Q4, None).stages
        }
        assert (found["Proposal"].all, found["Proposal"].conversion) == (4, 0.5)
        assert (found["Proposal"].lost_exits, found["Proposal"].rest) == (1, 1)
        assert found["Negotiation"].conversion is None, "no exits"
        later = dict(figure_reports.exits(office.desk, NEXT_YEAR, None).stages)
        assert {one.conversion for one in later.values()} == {None}


class TestCycleLength:
    def days(self, office: Office) -> float | None:
        return reading.pipeline_report(office.desk).cycle_mean

    def test_begins_with_first_contact(self, office: Office) -> None:
        office.clock.set(date(2026, 11, 1))
        number = office.add("Acme: CNC 10k @prospect")
        office.clock.set(date(2026, 11, 11))
        moving.move(office.desk, number, office.stage("First contact"))
        office.clock.set(MONDAY)
        deals.win(office.desk, number)
        assert self.days(office) == 12

    def test_begins_with_a_later_stage_where_first_contact_was_skipped(
        self, office: Office
    ) -> None:
        office.clock.set(date(2026, 11, 1))
        number = office.add("Acme: CNC 10k @prospect")
        office.clock.set(date(2026, 11, 20))
        moving.move(office.desk, number, office.stage("Negotiation"))
        office.clock.set(MONDAY)
        deals.win(office.desk, number)
        assert self.days(office) == 3

    def test_begins_with_the_day_it_was_made_where_there_was_no_contact(
        self, office: Office
    ) -> None:
        office.clock.set(date(2026, 11, 1))
        number = office.add("Acme: CNC 10k @prospect")
        office.clock.set(MONDAY)
        deals.win(office.desk, number)
        assert self.days(office) == 22

    def test_of_the_same_day_is_nought_and_gives_no_velocity(self, office: Office) -> None:
        sold(office)
        assert self.days(office) == 0
        assert reading.pipeline_report(office.desk).velocity_minor_per_day is None

    def test_keeps_lost_deals_apart(self, office: Office) -> None:
        office.clock.set(date(2026, 11, 13))
        number = office.add("Acme: CNC 10k @proposal")
        office.clock.set(MONDAY)
        deals.lose(office.desk, number, "price")
        found = reading.pipeline_report(office.desk)
        assert (found.cycle_mean, found.lost_cycle_mean) == (None, 10)

    def test_counts_nights_and_not_hours(self, office: Office) -> None:
        """Over the short Sunday of March, from late in the evening to early in the morning."""
        office.clock.set(date(2026, 3, 28), time(23, 50))
        number = office.add("Acme: CNC 10k @proposal")
        office.clock.set(date(2026, 3, 30), time(0, 5))
        deals.win(office.desk, number)
        assert self.days(office) == 2


class TestWeightedValue:
    def proposal(self, office: Office) -> Total:
        stages = reading.pipeline_report(office.desk).stages
        return next(one.total for one in stages if one.stage == "Proposal")

    def test_is_by_the_deals_own_probability_else_the_stages(self, office: Office) -> None:
        office.add("Acme: A 1000 EUR @proposal")
        office.add("Acme: B 1000 EUR @proposal prob:30")
        office.add("Acme: C 1000 EUR @proposal prob:0")
        office.add("Acme: D @proposal")
        assert self.proposal(office)[:3] == (4, 300_000, 50_000 + 30_000)

    def test_is_not_of_what_is_parked_lost_or_a_ghost(self, office: Office) -> None:
        for number, to in enumerate(("Parked", "Lost"), start=1):
            office.add(f"Acme: {to} 1000 EUR @proposal")
            if to == "Lost":
                deals.lose(office.desk, number, "price")
            else:
                moving.move(office.desk, number, office.stage(to))
        ghost = office.add("Acme: Ghost 1000 EUR @proposal")
        haunt(office, ghost)
        assert self.proposal(office)[:3] == (1, 100_000, 0)

    def test_converts_and_says_so_and_leaves_out_what_has_no_rate(self, office: Office) -> None:
        options.set_option(office.desk, "rates", "USD=0.5")
        office.add("Acme: A 1000 USD @proposal")
        office.add("Acme: B 1000 CHF @proposal")
        assert self.proposal(office) == Total(2, 50_000, 25_000, converted=True, left_out=1)


def forecast(office: Office, period: Period = Q4) -> Forecast:
    return figures.period_forecast(office.desk, period)


class TestScenarios:
    def test_add_up_by_category(self, office: Office) -> None:
        sold(office, "Acme: Won 1000 EUR @proposal")
        for name, category in enumerate(("commit", "best", "pipeline", "omit"), start=2):
            office.add(f"Acme: {category} 1000 EUR @proposal close:2026-12-01")
            deals.set_field(office.desk, name, "category", category)
        found = forecast(office)
        assert found.scenarios == (200_000, 300_000, 400_000)
        assert found.won_minor == 100_000

    def test_leave_out_what_is_parked_a_lead_without_a_day_or_past_it(self, office: Office) -> None:
        parked = office.add("Acme: Parked 1000 EUR @proposal close:2026-12-01")
        moving.move(office.desk, parked, office.stage("Parked"))
        office.add("Acme: Lead 1000 EUR @prospect close:2026-12-01")
        office.add("Acme: Never 1000 EUR @proposal")
        late = office.add("Acme: Late 1000 EUR @proposal close:2026-12-01")
        deals.set_field(office.desk, late, "close", "2026-11-20")
        found = forecast(office)
        assert found.scenarios == (0, 0, 0)
        assert [one.id for one in found.past] == [late]

    def test_of_a_period_ahead_are_of_what_is_due_in_it(self, office: Office) -> None:
        sold(office)
        office.add("Acme: Next 1000 EUR @proposal close:2027-06-01")
        assert forecast(office, NEXT_YEAR).scenarios == (0, 50_000, 100_000)

    def test_include_what_is_due_today(self, office: Office) -> None:
        office.add("Acme: Today 1000 EUR @proposal close:2026-11-23")
        assert forecast(office).scenarios.optimistic == 100_000

    def test_take_back_a_move_that_is_undone(self, office: Office) -> None:
        office.add("Acme: A 1000 EUR @proposal close:2026-12-01")
        moving.move(office.desk, 1, office.stage("Negotiation"))
        assert forecast(office).scenarios.realistic == 75_000
        history.undo(office.desk)
        assert forecast(office).scenarios.realistic == 50_000


class TestThePlan:
    def test_a_target_that_is_met_is_done_and_has_nothing_to_cover(self, office: Office) -> None:
        sold(office)
        targets.set_target(office.desk, "2026-Q4", "10k")
        page = figure_pages.plan_page(office.desk, Q4, None)
        assert page.gap is not None
        assert page.gap.done
        assert (page.gap, page.coverage, page.missing) == ((0, 0), None, 0)
        assert reading.pipeline_report(office.desk, Q4).covered

    def test_without_a_target_there_is_no_gap_and_no_coverage(self, office: Office) -> None:
        sold(office)
        page = figure_pages.plan_page(office.desk, Q4, None)
        assert (page.plan, page.gap, page.coverage, page.missing) == (None, None, None, None)
        assert not reading.pipeline_report(office.desk, Q4).covered

    def test_what_covers_is_neither_a_ghost_nor_left_out(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q4", "10k")
        for line in ("Acme: A 20k", "Acme: Ghost 20k", "Acme: Omitted 20k"):
            office.add(f"{line} @proposal close:2026-12-01")
        deals.set_field(office.desk, 3, "category", "omit")
        haunt(office, 2)
        assert figure_pages.plan_page(office.desk, Q4, None).coverage == (2.0, None)

    def test_of_a_period_ahead_has_no_run_rate(self, office: Office) -> None:
        targets.set_target(office.desk, "2027", "10k")
        page = figure_pages.plan_page(office.desk, NEXT_YEAR, None)
        assert (page.run_rate, page.gap) == (None, (1_000_000, 1_000_000))


class TestLeads:
    def test_who_was_reached_met_and_became_an_opportunity(self, office: Office) -> None:
        office.clock.set(date(2026, 11, 16))
        for name in ("A", "B", "C", "D"):
            office.add(f"Acme: {name} @prospect")
        office.clock.set(date(2026, 11, 18))
        deals.log(office.desk, 1, "on the phone", "call")
        office.clock.set(date(2026, 11, 20))
        deals.log(office.desk, 2, "in their hall", "meeting")
        moving.move(office.desk, 2, office.stage("Qualification"))
        deals.lose(office.desk, 3, "price")
        found = figure_customers.lead_figures(office.desk, Q4, None)
        assert (found.response_rate, found.appointment_rate) == (0.5, 0.25)
        assert (found.opportunity_rate, found.undecided) == (0.25, (1, 4))
        assert found.days_to_contact == (3.0, 3.0)


class TestOfSourcesAndCustomers:
    def test_no_cost_or_no_new_customer_has_no_price(self, office: Office) -> None:
        sold(office, "Acme: CNC 10k @proposal source:fair")
        sold(office, "Acme: Saw 10k @proposal source:web")
        costs.set_cost(office.desk, "web 2026-11 500")
        found = {one.name: one for one in figure_customers.bring(office.desk, Q4, None).sources}
        assert (found["fair"].new_customers, found["fair"].acquisition_minor) == (1, None)
        assert (found["web"].new_customers, found["web"].acquisition_minor) == (0, None)
        costs.set_cost(office.desk, "fair 2026-11 500")
        costs.set_cost(office.desk, "fair 2026-09 9000")
        (fair, *_more) = figure_customers.bring(office.desk, Q4, None).sources
        assert fair.acquisition_minor == 50_000

    def test_what_cost_nothing_is_no_price_that_is_unknown(self, office: Office) -> None:
        sold(office, "Acme: CNC 10k @proposal source:friends")
        costs.set_cost(office.desk, "friends 2026-11 0")
        (friends,) = figure_customers.bring(office.desk, Q4, None).sources
        assert friends.acquisition_minor == 0

    def test_a_customer_is_worth_what_it_bought_per_year(self, office: Office) -> None:
        office.clock.set(date(2025, 6, 2))
        sold(office, "Acme: A 10k @proposal")
        office.clock.set(MONDAY)
        sold(office, "Acme: B 20k @proposal")
        sold(office, "Globex: C 40k @proposal")
        sold(office, "Nobody 70k @proposal")
        found = figure_customers.bring(office.desk, None, None).customers
        assert (found.value.customers, found.value.each_minor) == (2, 3_500_000)
        assert [(one.year, one.each_minor) for one in found.years] == [
            (2025, 1_000_000), (2026, 3_000_000),
        ]  # fmt: skip

    def test_what_recurs_gives_way_to_its_renewal(self, office: Office) -> None:
        office.clock.set(date(2025, 6, 2))
        first = office.add("Acme: A 10k @proposal")
        deals.set_field(office.desk, first, "recurring", "100/month")
        deals.win(office.desk, first)
        renewal = linking.add_linked(office.desk, first, "renewal", "2.6.2026")
        office.clock.set(MONDAY)

        def found() -> tuple[int, float | None]:
            page = figure_customers.bring(office.desk, None, None).customers
            return page.recurring.minor_per_year, page.renewals.rate

        assert found() == (120_000, 0.0)
        deals.set_field(office.desk, renewal, "recurring", "150/month")
        deals.win(office.desk, renewal)
        assert found() == (180_000, 1.0)
        history.undo(office.desk)
        deals.lose(office.desk, renewal, "price")
        assert found() == (0, 0.0)

    def test_the_first_success_is_the_tick_after_the_sale(self, office: Office) -> None:
        (check,) = [row[0] for row in office.rows(
            "SELECT id FROM criterion WHERE text LIKE '30-day%'")]  # fmt: skip
        office.clock.set(date(2026, 10, 1))
        first, second = sold(office), sold(office, "Globex: B 20k @proposal")
        office.clock.set(MONDAY)
        ticking.tick(office.desk, first, check, on=True)
        found = figure_customers.first_value(office.desk, Q4, None)
        assert found is not None
        assert (found.days, found.checked, found.waiting) == ((53.0, 53.0), (first,), (second,))
        history.undo(office.desk)
        again = figure_customers.first_value(office.desk, Q4, None)
        assert again is not None
        assert (again.days, again.waiting) == (None, (first, second))


class TestRiskForesight:
    def test_is_of_lost_deals_of_which_it_was_answered(self, office: Office) -> None:
        for number, answer in enumerate((True, False, None), start=1):
            office.add(f"Acme: Deal {number} @proposal !high budget freeze")
            closing.lose_all(office.desk, [number], closing.Loss("price", risk_was_reason=answer))
        lead = office.add("Acme: Lead @prospect !high budget freeze")
        closing.lose_all(office.desk, [lead], closing.Loss("price", risk_was_reason=True))
        found = figure_pages.losses_page(office.desk, Q4, None)
        assert (found.foresight.foreseen, found.foresight.answered) == (1, 2)
        assert (found.foresight.share, found.disqualified) == (0.5, 1)
