"""A seller plans: what is to be won in a period, and what is missing to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.metrics.forecast import Due, due_in, sums
from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.domain.metrics.plan import Plan, Target
from pipeline_tui.domain.metrics.scenarios import of_sums
from pipeline_tui.errors import Conflict, InputError
from pipeline_tui.services import deals, history, reading, targets
from pipeline_tui.store import reads_plan
from pipeline_tui.store.reads_money import Purse
from tests.services.office import MONDAY, Office

Q4 = parse_period("2026-Q4")


def plan(office: Office, period: str = "2026-Q4") -> Plan | None:
    return targets.plan(office.desk, parse_period(period))


class TestSettingATarget:
    def test_is_one_step_with_a_name(self, office: Office) -> None:
        before = office.everything()
        targets.set_target(office.desk, "2026-q4", "250k", "12")
        assert targets.targets(office.desk) == [Target("2026-Q4", 25_000_000, "EUR", 12)]
        assert office.say() == "Revenue target for 2026-Q4 changed"
        history.undo(office.desk)
        assert office.everything() == before

    def test_value_and_customers_are_set_one_by_one(self, office: Office) -> None:
        targets.set_target(office.desk, "2026", "1 Mio")
        targets.set_target(office.desk, "2026", customers="30")
        targets.set_target(office.desk, "2026", "none")
        assert targets.targets(office.desk) == [Target("2026", None, "EUR", 30)]
        assert targets.set_target(office.desk, "2026", customers="kein") is None
        assert targets.targets(office.desk) == []

    @pytest.mark.parametrize(
        ("period", "value", "customers"),
        [("2026-13", "1k", "1"), ("Q4", "1k", "1"), ("2026-Q4", "-5", "1"),
         ("2026-Q4", "NaN", "1"), ("2026-Q4", "1e99", "1"), ("2026-Q4", "1k", "-1"),
         ("2026-Q4", "1k", "1,5"), ("2026-Q4", "1k", "9999999999"), ("2026-Q4", "[/]", "1")],
    )  # fmt: skip
    def test_what_is_none_changes_nothing(
        self, office: Office, period: str, value: str, customers: str
    ) -> None:
        before = office.everything()
        with pytest.raises(InputError):
            targets.set_target(office.desk, period, value, customers)
        assert office.everything() == before

    @pytest.mark.parametrize(
        ("line", "value", "customers"),
        [("2026-Q4 250k", "250k", targets.KEEP), ("2026-q4 12 customers", targets.KEEP, "12"),
         ("2026 1,5 Mio 12 Neukunden", "1,5 Mio", "12"), ("2026-11 none", "none", targets.KEEP),
         ("250k", "250k", targets.KEEP), ("12 Kunden", targets.KEEP, "12")],
    )  # fmt: skip
    def test_a_line_says_all_of_it(self, line: str, value: object, customers: object) -> None:
        found = targets.read_line(line, "EUR", MONDAY)
        assert (found.value, found.customers) == (value, customers)

    @pytest.mark.parametrize(
        "line", ["", "2026-Q4", "2026-Q4 customers", "2026-Q4 soon", "2026-Q5 1k"]
    )
    def test_a_line_that_says_too_little_is_refused(self, line: str) -> None:
        with pytest.raises(InputError):
            targets.read_line(line, "EUR", MONDAY)


class TestTheGap:
    def test_is_to_what_is_won_with_the_realistic_beside_it(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q4", "100k")
        won = office.add("Acme: A 30k @proposal")
        deals.win(office.desk, won)
        office.add("Acme: B 40k @proposal close:2026-12-10")
        assert plan(office) == Plan("2026-Q4", "EUR", 10_000_000, 3_000_000, 5_000_000)
        assert plan(office).gap_minor == 7_000_000  # type: ignore[union-attr]  # there is a plan

    def test_without_a_target_there_is_none(self, office: Office) -> None:
        assert plan(office) is None

    def test_a_quarter_has_the_sum_of_its_months(self, office: Office) -> None:
        for month in ("2026-10", "2026-11"):
            targets.set_target(office.desk, month, "10k")
        assert plan(office) is None
        targets.set_target(office.desk, "2026-12", "5k")
        assert plan(office).target_minor == 2_500_000  # type: ignore[union-attr]  # as above
        targets.set_target(office.desk, "2026-Q4", "1k")
        assert plan(office).target_minor == 100_000  # type: ignore[union-attr]  # its own first

    def test_stands_in_the_header_and_in_the_stand_up(self, office: Office) -> None:
        assert reading.headline(office.desk).target_minor is None
        assert reading.standup(office.desk).plan is None
        targets.set_target(office.desk, "2026-Q4", "100k")
        assert reading.headline(office.desk).target_minor == 10_000_000
        assert reading.standup(office.desk).plan == Plan("2026-Q4", "EUR", 10_000_000, 0, 0)

    def test_coverage_is_what_is_open_over_what_is_missing(self, office: Office) -> None:
        assert reading.pipeline_report(office.desk).coverage is None
        targets.set_target(office.desk, "2026-Q4", "50k")
        office.add("Acme: B 40k @proposal close:2026-12-10")
        office.add("Acme: C 60k @proposal close:2026-12-20")
        found = reading.pipeline_report(office.desk).coverage
        assert found == (2.0, None)
        lost = office.add("Acme: D 75k @proposal")
        deals.lose(office.desk, lost, "price")
        won = office.add("Acme: E 25k @proposal")
        deals.win(office.desk, won)
        assert reading.pipeline_report(office.desk).coverage == (4.0, 4.0)


class TestWhatAPeriodMayBring:
    def test_agrees_with_the_rule_over_single_deals(self, office: Office) -> None:
        """The sums of the database and the pure rule, over deals of every kind."""
        lines = [
            "A 10k close:2026-12-01 category:commit", "B 11k close:2026-12-01 category:best",
            "C 12k close:2026-11-23", "D 13k close:2026-11-22", "E 14k close:2027-01-01",
            "F 15k", "G 16k close:2026-12-31 category:omit", "H 17k close:2026-12-31 @prospect",
            "I 18k close:2026-12-31 probability:33 category:commit", "J close:2026-12-31",
        ]  # fmt: skip
        made = [
            office.add(f"Acme: {line}" if "@" in line else f"Acme: {line} @proposal")
            for line in lines
        ]
        with office.desk.writer.step("deal.set") as work:
            work.edit(work.deal(made[8]), overridden=1)
        today = date(2026, 11, 23)
        assert office.clock.today() == MONDAY == today
        verified = {
            number for (number,) in office.rows("SELECT id FROM deal WHERE verified_at IS NOT NULL")
        }
        singles = []
        for number in verified:
            deal = office.deal(number)
            singles.append(
                Due(number, deal.value_minor or 0, deal.probability, deal.category,
                    deal.expected_close, deal.state == "ghost", bool(deal.overridden))
            )  # fmt: skip
        conn = office.desk.reader
        found = reads_plan.scenarios(conn, Purse(conn), Q4, today)
        assert found == of_sums(0, *sums(due_in(singles, Q4, today), today))
        assert found.cautious == 1_000_000


class TestACause:
    def test_is_kept_with_the_period_and_taken_back(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q3", "100k")
        before = office.everything()
        targets.set_target(office.desk, "2026-Q3", cause="two deals slipped")
        (found,) = targets.targets(office.desk)
        assert (found.value_minor, found.cause) == (10_000_000, "two deals slipped")
        assert office.say() == "Revenue target for 2026-Q3 changed"
        history.undo(office.desk)
        assert office.everything() == before

    def test_may_stand_where_no_target_was_set(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q3", cause="nobody was there")
        assert targets.targets(office.desk) == [
            Target("2026-Q3", None, "EUR", None, "nobody was there")
        ]
        assert plan(office, "2026-Q3") is None
        assert targets.set_target(office.desk, "2026-Q3", cause="none") is None
        assert targets.targets(office.desk) == []

    def test_is_one_line(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q3", cause=" two\nlines \x1b[31m")
        assert targets.targets(office.desk)[0].cause == "two lines [31m"
        with pytest.raises(InputError, match="Cause"):
            targets.set_target(office.desk, "2026-Q3", cause="x" * 100_000)

    def test_what_somebody_else_set_is_not_overwritten(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-Q3", "100k", cause="mine")
        seen = targets.Seen(10_000_000, None, "mine")
        targets.set_target(office.desk, "2026-Q3", "120k")
        before = office.everything()
        with pytest.raises(Conflict) as problem:
            targets.set_target(office.desk, "2026-Q3", "90k", seen=seen)
        assert (problem.value.mine, problem.value.theirs) == ("€90,000", "€120,000")
        assert office.everything() == before
        targets.set_target(office.desk, "2026-Q3", cause="other words", seen=seen)
        targets.set_target(office.desk, "2026-Q3", "120k", seen=seen)  # what stands there already


class TestAYear:
    def test_sets_every_period_against_what_was_won(self, office: Office) -> None:
        office.clock.set(date(2026, 10, 5))
        deals.win(office.desk, office.add("Acme: A 40k @proposal"))
        office.clock.set(date(2026, 11, 10))
        deals.win(office.desk, office.add("Acme: B 10k @proposal"))
        deals.win(office.desk, office.add("Globex: C 20k @proposal"))
        office.clock.set(MONDAY)
        for month, value in (("10", "30k"), ("11", "40k"), ("12", "50k")):
            targets.set_target(office.desk, f"2026-{month}", value, "2")
        lines = {line.name: line for line in targets.year(office.desk, 2026).lines}
        assert (lines["2026-Q4"].value_minor, lines["2026-Q4"].customers) == (12_000_000, 6)
        assert lines["2026-Q4"].value_minor == plan_of(office, "2026-Q4").target_minor
        assert lines["2026-Q4"].won_minor == plan_of(office, "2026-Q4").won_minor == 7_000_000
        assert lines["2026-10"].deviation(MONDAY) == 1_000_000
        assert (lines["2026-10"].new_customers, lines["2026-11"].new_customers) == (1, 1)
        assert lines["2026"].new_customers == 2
        assert targets.year(office.desk, 2025).lines[0].won_minor == 0

    @given(
        own=st.dictionaries(
            st.sampled_from(["2026", *(f"2026-Q{n}" for n in range(1, 5)),
                             *(f"2026-{n:02}" for n in range(1, 13))]),
            st.integers(0, 10**6), max_size=17,
        )
    )  # fmt: skip
    @settings(max_examples=12)
    def test_agrees_with_the_targets_of_single_periods(self, own: dict[str, int]) -> None:
        with TemporaryDirectory() as folder:
            made = Office(Path(folder) / "sales.db")
            for name, value in own.items():
                targets.set_target(made.desk, name, str(value))
            conn = made.desk.reader
            for line in targets.year(made.desk, 2026).lines:
                found = reads_plan.target_minor(conn, Purse(conn), line.period)
                assert line.value_minor == found
            made.desk.close()


def plan_of(office: Office, period: str) -> Plan:
    found = plan(office, period)
    assert found is not None
    return found
