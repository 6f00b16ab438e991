"""The figures of a few deals by hand, and what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.filter import parse_filter
from pipeline_tui.domain.metrics.periods import Period, parse_period
from pipeline_tui.services import deals, figure_members, figure_pages, figures, reading, targets
from tests.services.office import Office

Q4 = parse_period("2026-Q4")
Q3 = parse_period("2026-Q3")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Won: A from a fair; lost: B for its price; open: C due in December, D a lead."""
    made = Office(tmp_path / "sales.db")
    made.clock.set(date(2026, 10, 1))
    for line in (
        "Acme: A 40k source:fair region:DACH", "Globex: B 30k source:web",
        "Hooli: C 20k source:fair close:2026-12-10", "Initech: D 10k",
    ):  # fmt: skip
        made.add(f"{line} @prospect call Ann 1.12.")
    made.clock.set(date(2026, 10, 5))
    for deal in (1, 2, 3):
        deals.move(made.desk, deal, made.stage("Proposal"), reason="they asked")
    made.clock.set(date(2026, 11, 2))
    deals.win(made.desk, 1)
    deals.lose(made.desk, 2, "price")
    made.clock.set(date(2026, 11, 23))
    yield made
    made.desk.close()


class TestThePages:
    def test_pipeline_names_the_deals_behind(self, office: Office) -> None:
        def behind(figure: str, which: int | str = "") -> tuple[int, ...]:
            return figure_members.members(office.desk, figure, which, Q4)

        assert (behind("won"), behind("lost"), behind("closed")) == ((1,), (2,), (1, 2))
        assert behind("stage", office.stage("Prospect")) == (4,)
        assert behind("stage", office.stage("Proposal")) == (3,)
        assert behind("in_play") == (3,)
        assert figure_members.members(office.desk, "won", "", Q3) == ()
        assert figure_members.members(office.desk, "won", "recent") == (1,)

    def test_funnel_names_the_deals_behind(self, office: Office) -> None:
        (_stage, first), *_rest = figures.funnel(office.desk).stages
        assert (first.entered, first.open) == (4, 1)
        assert figure_members.members(office.desk, "entered", first.stage_id) == (1, 2, 3, 4)

    def test_durations_tell_ages_and_weeks(self, office: Office) -> None:
        page = figure_pages.durations_page(office.desk, None, None)
        assert page.ages == (0, 0, 0, 2, 0, 0)
        assert figure_members.members(office.desk, "ages", 3) == (3, 4)
        assert figure_members.members(office.desk, "ages", 2) == ()
        assert sum(week.outflow for week in page.flow) == 5
        assert [week.monday.isoweekday() for week in page.flow] == [1] * 8

    @pytest.mark.parametrize(
        ("period", "first", "last", "weeks"),
        [
            (parse_period("2026-Q3"), date(2026, 6, 29), date(2026, 9, 21), 13),
            (parse_period("2026-08"), date(2026, 7, 6), date(2026, 8, 24), 8),
            (parse_period("2025"), date(2025, 9, 29), date(2025, 12, 22), 13),
            (parse_period("2026-11"), date(2026, 9, 28), date(2026, 11, 16), 8),
            (parse_period("2027"), date(2026, 9, 28), date(2026, 11, 16), 8),
            (parse_period("0001"), date(1, 10, 1), date(1, 12, 24), 13),
        ],
    )
    def test_weeks_are_those_of_the_period(
        self, office: Office, period: Period, first: date, last: date, weeks: int
    ) -> None:
        flow = figure_pages.durations_page(office.desk, period, None).flow
        assert (flow[0].monday, flow[-1].monday, len(flow)) == (first, last, weeks)

    def test_plan_sets_the_period_against_its_target(self, office: Office) -> None:
        assert figure_pages.plan_page(office.desk, Q4, None).plan is None
        targets.set_target(office.desk, "2026-Q4", "100k", "2")
        page = figure_pages.plan_page(office.desk, Q4, None)
        assert page.plan is not None
        assert page.gap == (6_000_000, 5_000_000)
        assert (page.average_won, page.missing) == (4_000_000, 2)
        assert page.run_rate == round(4_000_000 * 92 / 54)
        assert (page.customers, page.wanted_customers) == (1, 2)
        assert figure_members.members(office.desk, "customers", "", Q4) == (1,)
        assert figure_members.members(office.desk, "target", "", Q4) == (1,)

    def test_plan_adds_up_the_customers_of_parts_as_it_does_values(self, office: Office) -> None:
        for month in (10, 11, 12):
            targets.set_target(office.desk, f"2026-{month}", customers="3")
        assert figure_pages.plan_page(office.desk, Q4, None).wanted_customers == 9
        targets.set_target(office.desk, "2026-Q4", customers="2")
        assert figure_pages.plan_page(office.desk, Q4, None).wanted_customers == 2
        assert figure_pages.plan_page(office.desk, Q3, None).wanted_customers is None

    def test_segments_cut_by_what_is_known(self, office: Office) -> None:
        page = figure_pages.segments_page(office.desk, None, None)
        cut = dict(page.dimensions)
        assert set(cut) == {"source", "region", "customer"} - (
            set() if "customer" in cut else {"customer"}
        )
        fair, web = cut["source"]
        assert (fair.name, fair.won, fair.open, fair.win_rate) == ("fair", 1, 1, 1.0)
        assert (web.name, web.lost, web.win_rate) == ("web", 1, 0.0)
        assert figure_members.members(office.desk, "source", "fair") == (1, 3)

    def test_losses_by_reason_and_foresight(self, office: Office) -> None:
        page = figure_pages.losses_page(office.desk, Q4, None)
        ((reason),) = page.reasons
        assert (reason.code, reason.deals, reason.value_minor) == ("price", 1, 3_000_000)
        assert figure_members.members(office.desk, "reason", "price", Q4) == (2,)
        assert page.foresight.share is None
        with office.desk.writer.step("deal.set") as work:
            work.edit(work.deal(2), risk_was_reason=1)
        assert figure_pages.losses_page(office.desk, Q4, None).foresight.share == 1.0

    def test_a_filter_narrows_every_page(self, office: Office) -> None:
        flt = parse_filter("fair")
        assert reading.pipeline_report(office.desk, None, flt).lost == 0
        assert figure_members.members(office.desk, "closed", "", None, flt) == (1,)
        assert figures.funnel(office.desk, None, flt).stages[0][1].entered == 2
        assert figure_pages.losses_page(office.desk, None, flt).reasons == ()
        assert len(figures.period_forecast(office.desk, Q4, flt).deals) == 1

    @pytest.mark.parametrize(
        "page",
        [reading.pipeline_report, figures.funnel, figure_pages.durations_page,
         figures.period_forecast, figure_pages.plan_page, figure_pages.segments_page,
         figure_pages.losses_page],
    )  # fmt: skip
    def test_an_empty_database_has_pages_too(self, tmp_path: Path, page: object) -> None:
        assert callable(page)
        empty = Office(tmp_path / "empty.db")
        assert page(empty.desk, None, None)
        empty.desk.close()


class TestTheDealsBehind:
    def test_come_in_their_order(self, office: Office) -> None:
        found = figure_members.refs(office.desk, (3, 1, 99))
        assert [ref.title for ref in found] == ["C", "A"]

    def test_of_nobody_are_none(self, office: Office) -> None:
        assert figure_members.refs(office.desk, ()) == []

    def test_undo_corrects_the_figures(self, office: Office) -> None:
        from pipeline_tui.services import history

        history.undo(office.desk)
        assert reading.pipeline_report(office.desk, Q4).lost == 0
        assert figure_pages.losses_page(office.desk, Q4, None).reasons == ()
