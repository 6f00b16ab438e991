"""Reports on the command line: funnel, durations and forecast of a few deals, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.services import deals
from tests.cli.conftest import Cli
from tests.services.office import Office


@pytest.fixture
def seller(cli: Cli) -> Cli:
    """One deal won over proposal, one lost from qualification, one on its way, one a lead."""
    office = Office(cli.path)
    office.clock.set(date(2026, 10, 1))
    for line in ("Acme: A 40k", "Globex: B 30k", "Hooli: C 20k source:fair", "Initech: D 10k"):
        office.add(f"{line} @prospect call Ann 1.12.")
    office.clock.set(date(2026, 10, 5))
    for deal in (1, 2, 3):
        deals.move(office.desk, deal, office.stage("Qualification"), reason="they asked")
    office.clock.set(date(2026, 10, 15))
    for deal in (1, 3):
        deals.move(office.desk, deal, office.stage("Proposal"), reason="they asked")
    office.clock.set(date(2026, 11, 2))
    deals.win(office.desk, 1)
    deals.lose(office.desk, 2, "price")
    deals.set_field(office.desk, 3, "close", "2026-12-10")
    with office.desk.writer.unnoticed() as work:  # as an import brings it
        work.edit(work.deal(3), category="commit")
    office.desk.close()
    return cli


def funnel(cli: Cli, *arguments: str) -> dict[str, tuple[int, int, float | None, int]]:
    found = cli.json("report", "funnel", *arguments)["stages"]
    return {
        one["stage"]: (one["entered"], one["reached_next"], one["conversion"], one["open"])
        for one in found
    }


class TestTheFunnel:
    def test_counts_skipped_stages_and_the_undecided_apart(self, seller: Cli) -> None:
        assert funnel(seller) == {
            "Prospect": (4, 3, 0.75, 1),
            "First contact": (3, 3, 1.0, 0),
            "Qualification": (3, 2, 2 / 3, 0),
            "Proposal": (2, 1, 0.5, 1),
            "Negotiation": (1, 1, 1.0, 0),
        }

    def test_of_a_period_and_of_some_deals(self, seller: Cli) -> None:
        assert funnel(seller, "--period", "2025")["Prospect"] == (0, 0, None, 0)
        assert funnel(seller, "fair")["Prospect"] == (1, 1, 1.0, 0)
        assert funnel(seller, "is:won")["Negotiation"] == (1, 1, 1.0, 0)

    def test_shows_a_dash_where_there_is_nothing(self, seller: Cli) -> None:
        said = seller.ok("report", "funnel", "--period", "2025").lines
        assert said[0] == "Funnel, by first entry · 2025"
        assert said[2].split() == ["Prospect", "0", "0", "–", "0"]


class TestDurations:
    def test_are_days_of_those_that_left(self, seller: Cli) -> None:
        found = seller.json("report", "durations")
        days = {one["stage"]: (one["count"], one["median_days"]) for one in found["stages"]}
        assert days == {
            "Prospect": (3, 4.0), "First contact": (0, None), "Qualification": (3, 10.0),
            "Proposal": (1, 18.0), "Negotiation": (0, None),
        }  # fmt: skip
        assert found["bottlenecks"] == []
        assert "Qualification      3         10.0" in seller.ok("report", "durations").out


class TestTheForecast:
    def test_of_the_quarter(self, seller: Cli) -> None:
        found = seller.json("report", "forecast")
        assert found["period"] == "2026-Q4"
        assert found["optimistic_minor"] == 6_000_000
        assert found["p10_minor"] <= found["p50_minor"] <= found["p90_minor"] == 6_000_000
        (deal,) = found["deals"]
        assert (deal["id"], deal["value_minor"], deal["n"]) == (3, 2_000_000, 1)
        assert abs(deal["probability"] - (1 + 10 * 0.5) / (1 + 10)) < 1e-12

    def test_shows_what_own_history_rests_on(self, seller: Cli) -> None:
        found = {one["stage"]: one for one in seller.json("report", "forecast")["stages"]}
        assert (found["Proposal"]["prior"], found["Proposal"]["n"]) == (0.5, 1)
        assert abs(found["Proposal"]["probability"] - 6 / 11) < 1e-12
        assert "n = 1, prior" in seller.ok("report", "forecast").out
        assert "n = 1, Vorgabe" in seller.ok("report", "forecast", "--lang", "de").out

    def test_a_deal_moved_on_with_boxes_open_is_never_sure(self, seller: Cli) -> None:
        """It is commit, but was moved on anyway: only its weighted value is realistic."""
        found = seller.json("report", "forecast")
        assert found["cautious_minor"] == 4_000_000
        assert found["realistic_minor"] == 5_000_000

    def test_past_its_day_it_is_in_no_period(self, seller: Cli) -> None:
        found = seller.ok("report", "forecast", "--json", today="2026-12-20").json
        assert (found["deals"], found["past"]) == ([], [3])
        said = seller.ok("report", "forecast", today="2026-12-20").out
        assert "1 open deal is past its expected close and in no period" in said

    def test_of_a_quarter_to_come_is_of_what_is_due_then(self, seller: Cli) -> None:
        found = seller.json("report", "forecast", "--period", "2027-Q1")
        assert (found["optimistic_minor"], found["deals"]) == (0, [])


class TestThePipeline:
    def test_can_be_asked_of_some_deals(self, seller: Cli) -> None:
        found = seller.json("report", "pipeline", "acme")
        assert found["won"] == {"count": 1, "value_minor": 4_000_000}
        assert found["lost"] == {"count": 0}
        assert (found["win_rate"], found["coverage"]) == (1.0, None)
        assert seller.json("report", "pipeline", "is:lost")["win_rate"] == 0.0

    @pytest.mark.parametrize("name", ["pipeline", "funnel", "durations", "forecast"])
    def test_an_empty_database_has_figures_without_numbers(self, cli: Cli, name: str) -> None:
        assert cli.ok("report", name).out
        assert cli.json("report", name)["schema"] == 1

    def test_an_unknown_report_and_an_unknown_state_are_said(self, seller: Cli) -> None:
        assert seller("report", "dreams").code == 2
        assert seller("report", "funnel", "is:purple").code == 1
