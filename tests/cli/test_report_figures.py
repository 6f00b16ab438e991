"""Velocity, plan, sources, losses and leads on the command line, of a few deals by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pipeline_tui.cli.report import REPORTS
from pipeline_tui.services import closing, costs, deals, linking, targets
from tests.cli.conftest import Cli
from tests.services.office import Office


@pytest.fixture
def seller(cli: Cli) -> Cli:
    """A year of a small shop.

    Acme came over the fair, was called after two days and met after ten, bought for 40k with
    500 a month, and renewed. Globex came over the web, was never reached and is lost. Hooli
    was reached after four days and is in Proposal, due in December. Initech waits.
    """
    office = Office(cli.path)
    office.ask_nothing()
    office.clock.set(date(2025, 11, 3))
    office.add("Acme: A 40k source:fair @prospect call Ann 4.11.")
    office.clock.set(date(2025, 11, 5))
    deals.log(office.desk, 1, "spoke to Ann", "call")
    office.clock.set(date(2025, 11, 13))
    deals.log(office.desk, 1, "met Ann", "meeting")
    deals.move(office.desk, 1, office.stage("Qualification"))
    deals.set_field(office.desk, 1, "recurring", "500/month")
    office.clock.set(date(2025, 12, 1))
    deals.win(office.desk, 1)
    number = linking.add_linked(office.desk, 1, "renewal", "2026-10-20")
    office.clock.set(date(2026, 10, 1))
    for line in (
        "Globex: B 30k source:web", "Hooli: C 20k source:fair close:2026-12-10", "Initech: D 10k",
    ):  # fmt: skip
        office.add(f"{line} @prospect call Ann 1.12.")
    office.clock.set(date(2026, 10, 5))
    deals.log(office.desk, 4, "spoke to Ann", "call")
    deals.move(office.desk, 3, office.stage("Qualification"))
    deals.move(office.desk, 4, office.stage("Proposal"))
    office.clock.set(date(2026, 10, 25))
    deals.set_field(office.desk, number, "value", "6k")
    deals.win(office.desk, number)
    office.clock.set(date(2026, 11, 2))
    closing.lose(office.desk, 3, "price")
    costs.set_cost(office.desk, "fair 2025-11 1500")
    costs.set_cost(office.desk, "expo 2026-10 800")
    targets.set_target(office.desk, "2026-Q4", "100k", "3")
    office.desk.close()
    return cli


class TestVelocity:
    def test_shows_its_four_factors(self, seller: Cli) -> None:
        found = seller.json("report", "velocity")
        assert found["period"] == "2026-Q1..2026-Q4"
        assert found["open"]["count"] == 1
        assert found["average_won_minor"] == 600_000
        assert (found["win_rate"], found["won"]["count"], found["lost"]["count"]) == (0.5, 1, 1)
        assert found["cycle_days"]["mean"] == 328.0
        assert found["velocity_minor_per_day"] == 915  # 1 × 6,000 × 0.5 ÷ 328
        said = seller.ok("report", "velocity").out
        assert "= velocity per day" in said
        assert "× win rate, by count" in said
        assert "50.0 %" in said

    def test_over_a_period(self, seller: Cli) -> None:
        found = seller.json("report", "velocity", "--period", "2025-Q4")
        assert (found["average_won_minor"], found["cycle_days"]["mean"]) == (4_000_000, 18.0)
        assert found["win_rate"] == 1.0

    def test_without_wins_it_is_nothing_and_says_why(self, seller: Cli) -> None:
        found = seller.json("report", "velocity", "globex")
        assert (found["velocity_minor_per_day"], found["win_rate"]) == (None, 0.0)
        assert {one["what"] for one in found["missing"]} == {"won", "open"}


class TestThePlan:
    def test_keeps_both_gaps_apart(self, seller: Cli) -> None:
        found = seller.json("report", "plan")
        assert found["period"] == "2026-Q4"
        assert (found["target_minor"], found["won_minor"]) == (10_000_000, 600_000)
        assert found["realistic_minor"] == 1_600_000  # won and half of 20k
        assert (found["gap_minor"], found["gap_to_realistic_minor"]) == (9_400_000, 8_400_000)
        assert found["met"] is False
        assert found["even_pace_minor"] == 5_869_565  # 100k × 54 of 92 days
        assert found["deviation_minor"] == 600_000 - 5_869_565
        assert found["run_rate_minor"] == round(600_000 * 92 / 54)
        assert found["coverage"] == 2_000_000 / 9_400_000
        assert found["coverage_needed"] == 1 / (6 / 36)
        assert found["coverage_rule"] == [3, 4]
        assert (found["average_won_minor"], found["deals_missing"]) == (600_000, 16)
        assert found["new_customers"] == {"won": 0, "target": 3}

    def test_in_words(self, seller: Cli) -> None:
        said = seller.ok("report", "plan").out
        assert "Gap, target − won" in said
        assert "Gap, target − realistic" in said
        assert "usual is 3–4 ×" in said

    def test_a_target_that_is_met_is_done(self, seller: Cli) -> None:
        seller.ok("target", "2026-Q4", "5k")
        found = seller.json("report", "plan")
        assert (found["gap_minor"], found["met"], found["coverage"]) == (0, True, None)
        said = seller.ok("report", "plan").out
        assert said.count("done") == 3
        assert "done" in seller.ok("report", "pipeline").out

    def test_without_a_target_there_is_no_gap(self, seller: Cli) -> None:
        found = seller.json("report", "plan", "--period", "2026-Q3")
        assert (found["target_minor"], found["gap_minor"], found["met"]) == (None, None, None)
        assert found["won_minor"] == 0
        (missing,) = (one for one in found["missing"] if one["what"] == "target")
        assert missing["todo"] == "pipeline-tui target 2026-Q3 250k sets one"

    def test_with_a_target_without_a_rate_says_so(self, seller: Cli) -> None:
        seller.ok("target", "2026-Q4", "100k CHF")
        out = seller.ok("report", "plan").out
        assert "The target of 2026-Q4 is in CHF, for which there is no rate" in out
        assert "pipeline-tui settings rates CHF=… enters it" in out
        assert "No target" not in out

    def test_doing_as_it_says_keeps_the_other_rates(self, seller: Cli) -> None:
        seller.ok("settings", "rates", "USD=0.92")
        seller.ok("target", "2026-Q4", "100k CHF")
        said = seller.ok("settings", "rates", "CHF=1.05")
        assert said.lines == ["rates  CHF=1.05 USD=0.92"]
        assert seller.json("settings", "rates", "USD=")["settings"] == {"rates": "CHF=1.05"}
        assert seller.json("report", "plan")["target_minor"] == 10_500_000

    def test_so_does_the_pipeline_whose_coverage_it_is(self, seller: Cli) -> None:
        assert "no rate" not in seller.ok("report", "pipeline").out
        for month in ("2026-10", "2026-11"):
            seller.ok("target", month, "30k")
        seller.ok("target", "2026-12", "30k CHF")
        seller.ok("target", "2026-Q4", "-")
        found = seller.json("report", "pipeline")
        assert found["coverage"] is None
        (missing,) = (one for one in found["missing"] if one["what"] == "target")
        assert missing["todo"] == "pipeline-tui settings rates CHF=… enters it"
        out = seller.ok("report", "pipeline", "--lang", "de").out
        assert "Das Ziel für 2026-12 lautet auf CHF, dafür gibt es keinen Kurs" in out
        seller.ok("settings", "rates", "CHF=1,05")
        assert "no rate" not in seller.ok("report", "pipeline").out

    def test_is_of_all_deals(self, seller: Cli) -> None:
        ran = seller("report", "plan", "acme")
        assert ran.code == 2
        assert "A plan is for all deals" in ran.err

    def test_of_days_that_are_no_month_says_what_targets_are_for(self, seller: Cli) -> None:
        said = seller.ok("report", "plan", "--period", "1.10. - 15.11.").out
        assert "No target for 2026-10-01..2026-11-15" in said
        assert "a year, quarter or month" in said


class TestSources:
    def test_by_every_dimension_with_costs_and_customers(self, seller: Cli) -> None:
        found = seller.json("report", "sources")
        assert set(found["dimensions"]) >= {"source"}
        by_name = {one["source"]: one for one in found["sources"]}
        fair = by_name["fair"]
        assert (fair["cost_minor"], fair["new_customers"]) == (150_000, 1)
        assert fair["acquisition_cost_minor"] == 150_000
        assert (fair["customers"], fair["customer_value_minor"]) == (1, 4_600_000)
        assert fair["recurring_minor_per_year"] == 600_000  # once: the renewal took its place
        assert fair["renewals"] == {"due": 1, "won": 1, "lost": 0, "open": 0, "rate": 1.0}
        assert (fair["leads"]["count"], fair["leads"]["response_rate"]) == (2, 1.0)
        assert by_name["web"]["acquisition_cost_minor"] is None
        assert by_name["web"]["leads"]["response_rate"] == 0.0
        assert by_name["expo"]["cost_minor"] == 80_000
        assert (by_name["expo"]["acquisition_cost_minor"], by_name["expo"]["leads"]) == (None, None)

    def test_customer_value_per_year(self, seller: Cli) -> None:
        found = seller.json("report", "sources")["customers"]
        assert (found["count"], found["customer_value_minor"]) == (1, 4_600_000)
        assert [(one["year"], one["customer_value_minor"]) for one in found["years"]] == [
            (2025, 4_000_000), (2026, 600_000),
        ]  # fmt: skip
        (acme,) = found["largest"]
        assert (acme["company"], acme["years"]) == ("Acme", {"2025": 4_000_000, "2026": 600_000})

    def test_of_a_period(self, seller: Cli) -> None:
        found = seller.json("report", "sources", "--period", "2025")
        assert found["customers"]["customer_value_minor"] == 4_000_000
        assert found["customers"]["recurring_minor_per_year"] == 600_000
        assert found["customers"]["renewals"]["rate"] is None
        said = seller.ok("report", "sources", "--period", "2025").out
        assert "No renewal was due" in said

    def test_in_words(self, seller: Cli) -> None:
        said = seller.ok("report", "sources").out
        for text in ("Acquisition cost", "Customer value in 2025", "Largest customers", "expo"):
            assert text in said

    def test_in_german_what_is_open_is_no_verb(self, seller: Cli) -> None:
        said = seller.ok("report", "sources", "--lang", "de").out
        assert "Abschlussquote  Offen" in said


class TestLeads:
    def test_by_when_they_came_in(self, seller: Cli) -> None:
        found = seller.json("report", "funnel")["leads"]
        assert (found["count"], found["reached"], found["met"]) == (4, 2, 1)
        assert (found["response_rate"], found["appointment_rate"]) == (0.5, 0.25)
        assert (found["opportunities"], found["opportunity_rate"]) == (3, 0.75)
        assert found["undecided"] == 1
        assert found["days_to_first_contact"] == {"mean": 3.0, "median": 3.0}
        later = seller.json("report", "funnel", "--period", "2026")["leads"]
        assert (later["count"], later["response_rate"]) == (3, 1 / 3)

    def test_a_renewal_is_no_lead(self, seller: Cli) -> None:
        assert seller.json("report", "funnel", "renewal")["leads"]["count"] == 0


class TestTheSnapshot:
    def test_counts_exits_by_where_to(self, seller: Cli) -> None:
        found = {one["stage"]: one for one in seller.json("report", "funnel")["snapshot"]}
        prospect = found["Prospect"]
        assert (prospect["exits"], prospect["conversion"]) == (3, 0.0)  # all skipped a stage
        assert [(to["stage"], to["exits"]) for to in prospect["to"]] == [
            ("Qualification", 2), ("Proposal", 1),
        ]  # fmt: skip
        assert found["First contact"]["conversion"] is None
        won, lost = found["Qualification"]["to"]
        assert (won["stage"], won["share"], lost["stage"]) == ("Won", 0.5, "Lost")

    def test_of_a_period_by_the_day_of_leaving(self, seller: Cli) -> None:
        found = seller.json("report", "funnel", "--period", "2025")["snapshot"]
        assert [one["exits"] for one in found] == [1, 0, 1, 0, 0]
        assert "Exits, a snapshot · 2025" in seller.ok("report", "funnel", "--period", "2025").out


class TestTheTimeToFirstValue:
    def test_is_from_the_win_to_the_box(self, seller: Cli) -> None:
        found = seller.json("report", "durations")["first_value"]
        assert found == {"days": {"mean": None, "median": None}, "checked": 0, "waiting": 2}
        seller.ok("move", "1", "Onboarding", today="2025-12-02")
        seller.ok("tick", "1", "3", today="2026-01-05")
        found = seller.json("report", "durations")["first_value"]
        assert found == {"days": {"mean": 35.0, "median": 35.0}, "checked": 1, "waiting": 1}

    def test_without_the_box_says_how_to_add_it(self, seller: Cli) -> None:
        seller.ok("stage", "criterion", "rename", "Onboarding", "3", "All is well")
        found = seller.json("report", "durations")
        assert found["first_value"] is None
        assert any(one["what"] == "check" for one in found["missing"])


class TestLosses:
    def test_reasons_and_foresight(self, seller: Cli) -> None:
        found = seller.json("report", "losses")
        (reason,) = found["reasons"]
        assert (reason["reason"], reason["count"], reason["value_minor"]) == ("price", 1, 3_000_000)
        assert (found["risk_foresight"], found["answered"]) == (None, 0)
        assert any(one["what"] == "answers" for one in found["missing"])
        assert "Price" in seller.ok("report", "losses").out


class TestPeriodsAsOneSaysThem:
    def test_last_quarter(self, seller: Cli) -> None:
        assert seller.json("report", "funnel", "--period", "last year")["period"] == "2025"
        found = seller.json("report", "pipeline", "--period", "letztes Quartal")
        assert found["period"] == "2026-Q3"
        found = seller.json("report", "pipeline", "--period", "1.10.-30.10.", "acme")
        assert (found["period"], found["won"]["count"]) == ("2026-10-01..2026-10-30", 1)


class TestAllOfThem:
    def test_one_after_the_other(self, seller: Cli) -> None:
        found = seller.json("report", "all")
        assert list(found) == ["schema", *REPORTS]
        said = seller.ok("report", "all").out
        for title in ("Pipeline · ", "Plan · ", "Velocity · ", "Losses · "):
            assert title in said


class TestBadInput:
    """Never a wrong number, never 0 % for nothing: it says what is missing and how to get it."""

    REPORTS = ("pipeline", "plan", "forecast", "velocity", "funnel", "durations", "sources",
               "losses")  # fmt: skip

    @pytest.mark.parametrize("name", REPORTS)
    def test_no_data(self, cli: Cli, name: str) -> None:
        found = cli.json("report", name)
        assert found["missing"][0]["what"] == "deals"
        said = cli.ok("report", name).out
        assert "There are no deals yet; pipeline-tui add makes one" in said
        assert " %" not in said.replace("85 % within", "")

    @pytest.mark.parametrize("name", REPORTS)
    def test_one_deal(self, cli: Cli, name: str) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal call 2026-11-30")
        assert cli.json("report", name)["missing"]
        if name != "funnel":  # one came in and is undecided, which stands beside it
            assert " 0.0 %" not in cli.ok("report", name).out

    def test_a_ghost_alone(self, cli: Cli) -> None:
        """It is open and due: what is said must not ask for what is there."""
        cli.ok("add", "Acme: CNC 12k @proposal close:2026-12-20", today="2026-11-02")
        said = cli.ok("report", "velocity", today="2026-11-23").out
        assert "No verified opportunity is open but ghosts" in said
        said = cli.ok("report", "forecast", today="2026-11-23").out
        assert "2026-Q4; leads, ghosts and what is left out do not count" in said

    @pytest.mark.parametrize("name", REPORTS)
    def test_only_lost_deals(self, cli: Cli, name: str) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal call 2026-11-30")
        cli.ok("lost", "1", "--reason", "price")
        found = cli.json("report", name)
        if name in ("pipeline", "velocity"):
            assert (found["win_rate"], found["velocity_minor_per_day"]) == (0.0, None)
            assert "won" in {one["what"] for one in found["missing"]}
        cli.ok("report", name)

    @pytest.mark.parametrize("name", REPORTS)
    def test_no_rate_for_a_currency(self, cli: Cli, name: str) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal close:2026-12-01 call 2026-11-30")
        cli.ok("add", "Globex: Pilot CHF 9k @proposal close:2026-12-01 call 2026-11-30")
        found = cli.json("report", name)
        assert found["left_out"] == [{"currency": "CHF", "amounts": 1}]
        said = cli.ok("report", name).out
        assert "No rate for CHF: 1 amount is in no sum; pipeline-tui settings rates CHF=…" in said

    @pytest.mark.parametrize("name", REPORTS)
    def test_with_a_rate_it_says_what_was_converted(self, cli: Cli, name: str) -> None:
        cli.ok("add", "Globex: Pilot CHF 9k @proposal close:2026-12-01 call 2026-11-30")
        cli.ok("settings", "rates", "CHF=1.05")
        found = cli.json("report", name)
        assert (found["converted"], found["left_out"]) == (["CHF"], [])
        assert "* CHF converted into EUR" in cli.ok("report", name).out

    @pytest.mark.parametrize("name", REPORTS)
    def test_a_period_to_come(self, seller: Cli, name: str) -> None:
        found = seller.json("report", name, "--period", "2027-Q2")
        assert "future" in {one["what"] for one in found["missing"]}
        said = seller.ok("report", name, "--period", "2027-Q2").out
        assert "2027-Q2 begins on 1 Apr 2027: nothing can have been won or lost in it yet" in said
        if name == "plan":
            assert (found["run_rate_minor"], found["even_pace_minor"]) == (None, None)

    @pytest.mark.parametrize("name", sorted({*REPORTS} - {"plan"}))
    def test_a_filter_that_matches_nothing(self, seller: Cli, name: str) -> None:
        found = seller.json("report", name, "zzz")
        assert found["missing"][0]["what"] == "matches"
        assert "No deal matches the filter; leave words out" in seller.ok("report", name, "zzz").out

    def test_a_target_without_a_rate_is_no_target_and_says_so(self, cli: Cli) -> None:
        cli.ok("add", "Acme: CNC 12k @proposal call 2026-11-30")
        cli.ok("target", "2026-Q4", "CHF 9k")
        found = cli.json("report", "plan")
        assert (found["target_minor"], found["gap_minor"]) == (None, None)
        assert {one["what"] for one in found["missing"]} == {"rate", "target"}


def test_lost_deals_without_a_value_make_the_rate_by_value_too_high(cli: Cli) -> None:
    for line in ("Acme: A 10k", "Globex: B", "Hooli: C"):
        cli.ok("add", f"{line} @proposal call 2026-11-30")
    cli.ok("won", "1")
    for deal in ("2", "3"):
        cli.ok("lost", deal, "--reason", "price")
    found = cli.json("report", "pipeline")
    assert found["win_rate"] == 1 / 3
    (missing,) = (one for one in found["missing"] if one["what"] == "lost_values")
    assert missing["text"].startswith("2 of 2 lost deals have no value")
    cli.ok("set", "2", "value=10k")
    cli.ok("set", "3", "value=10k")
    found = cli.json("report", "pipeline")
    assert (found["win_rate_value"], found["missing"]) == (1 / 3, [])


def test_on_a_terminal_what_is_missing_is_wrapped_at_words(
    seller: Cli, terminal: Callable[[int], None]
) -> None:
    terminal(60)
    lines = seller.ok("report", "sources", "--period", "2025").lines
    assert all(len(line) <= 60 for line in lines)
    assert any(line.startswith("No renewal was due: there is no renewal rate;") for line in lines)
