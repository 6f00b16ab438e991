"""The what-if over a file: it starts from today's figures, and accepting is one step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.metrics.levers import brings
from pipeline_tui.domain.metrics.periods import Period, parse_period
from pipeline_tui.domain.metrics.what_if import Base, Try, outlook
from pipeline_tui.errors import InputError
from pipeline_tui.services import deals, figures, history, targets, what_if
from pipeline_tui.services.closing import Loss
from tests.services.office import Office

Q4 = parse_period("2026-Q4")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Won: 1; lost: 2; open: 3 and 4 due in December, 5 later, 6 a lead, 7 with boxes open."""
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    made.clock.set(date(2026, 7, 1))
    for line in (
        "Acme: A 40k close:2026-12-01", "Globex: B 30k close:2026-12-01",
        "Hooli: C 20k close:2026-12-10", "Initech: D 10k close:2026-12-20 category:commit",
        "Stark: E 50k close:2027-02-01", "Wayne: F 15k", "Umbra: G 25k close:2026-12-15",
    ):  # fmt: skip
        made.add(f"{line} @prospect call Ann 1.12.")
    made.clock.set(date(2026, 8, 1))
    for number in (1, 2, 3, 4, 5):
        deals.move(made.desk, number, made.stage("Proposal"))
    for number in (1, 2, 3, 4, 5):
        for (box,) in made.rows(
            "SELECT k.id FROM criterion k JOIN deal d ON d.stage_id = k.stage_id WHERE d.id = ?",
            number,
        ):
            deals.tick(made.desk, number, box, True)
    deals.move(made.desk, 7, made.stage("Qualification"))
    made.clock.set(date(2026, 10, 10))
    deals.win(made.desk, 1)
    deals.lose(made.desk, 2, "price")
    made.clock.set(date(2026, 11, 23))
    with made.desk.writer.step("options.set") as work:
        work.set_setting("gate", "soft")
        for number in (3, 4, 5, 7):
            work.edit(work.deal(number), overridden=0)
    targets.set_target(made.desk, "2026-Q4", "100k")
    yield made
    made.desk.close()


def base(office: Office, period: Period | None = None) -> Base:
    return what_if.what_if(office.desk, period).base


def stage(here: Base, name: str) -> int:
    return next(one.id for one in here.stages if one.name == name)


class TestStarting:
    @pytest.mark.parametrize("name", ["2026-Q4", "2026-12", "2026", "2027-Q1", "2025"])
    def test_nothing_tried_is_what_the_forecast_says(self, office: Office, name: str) -> None:
        period = parse_period(name)
        now = outlook(base(office, period))
        report = figures.period_forecast(office.desk, period)
        assert now.won_minor == report.won_minor
        assert now.scenarios == report.scenarios
        assert now.band == report.band
        assert now.due == tuple(one.due.id for one in report.deals)
        plan = targets.plan(office.desk, period)
        assert (now.gap is None) == (plan is None)
        if plan is not None and now.gap is not None:
            assert now.gap.to_won == plan.gap_minor

    def test_the_levers_come_from_the_own_history(self, office: Office) -> None:
        found = what_if.what_if(office.desk, Q4)
        assert found.history.days == 146
        assert found.levers.leads == pytest.approx(7 * 92 / 146)
        assert found.levers.conversions[0] == pytest.approx(6 / 7)
        assert found.levers.size == 4_000_000
        assert found.levers.cycle is not None
        assert found.history.wins == 1
        assert brings(found.levers, found.levers) is not None

    def test_a_short_history_says_nothing_of_leads(self, tmp_path: Path) -> None:
        young = Office(tmp_path / "young.db")
        young.add("Acme: A 10k")
        young.clock.pass_days(20)
        found = what_if.what_if(young.desk)
        assert found.levers.leads is None
        assert found.levers.size is None
        assert found.levers.missing
        assert brings(found.levers, found.levers) is None
        young.desk.close()

    def test_an_empty_file_has_a_sandbox_too(self, tmp_path: Path) -> None:
        empty = Office(tmp_path / "empty.db")
        found = what_if.what_if(empty.desk)
        assert found.base.deals == ()
        assert outlook(found.base).scenarios == (0, 0, 0)
        empty.desk.close()

    def test_reading_leaves_the_file_as_it_is(self, office: Office) -> None:
        office.desk.close()
        before = (office.path.read_bytes(), sorted(office.path.parent.iterdir()))
        what_if.what_if(office.desk, Q4)
        office.desk.close()
        assert (office.path.read_bytes(), sorted(office.path.parent.iterdir())) == before


class TestAccepting:
    def test_is_one_step_and_gives_what_was_seen(self, office: Office) -> None:
        here = base(office)
        tries = [
            Try(3, "won"), Try(4, "stage", stage(here, "Negotiation")),
            Try(5, "close", close=date(2026, 12, 30)), Try(5, "category", category="best"),
            Try(7, "category", category="commit"),
        ]  # fmt: skip
        seen = outlook(here, tries)
        before, steps = office.everything(), len(office.steps())
        assert what_if.accept(office.desk, here, tries) == 4
        now = outlook(base(office))
        assert (now.won_minor, now.scenarios, now.gap, now.due) == (
            seen.won_minor, seen.scenarios, seen.gap, seen.due,
        )  # fmt: skip
        assert len(office.steps()) == steps + 1
        assert office.say() == "What-if made real for 4 deals"
        assert office.deal(3).closed_on == date(2026, 11, 23)
        assert office.deal(5).expected_close == date(2026, 12, 30)
        history.undo(office.desk)
        assert office.everything() == before

    def test_writes_the_histories_that_other_ways_write(self, office: Office) -> None:
        here = base(office)
        what_if.accept(office.desk, here, [Try(5, "close", close=date(2027, 3, 1)), Try(3, "won")])
        changes = office.rows("SELECT field, new FROM field_change WHERE deal_id = 5")
        assert ("close", "2027-03-01") in changes
        assert office.deal(5).close_moves == 1
        assert not office.rows("SELECT 1 FROM followup WHERE deal_id = 3 AND state = 'open'")
        assert len(office.rows("SELECT 1 FROM stay WHERE deal_id = 3 AND left_at IS NULL")) == 1

    def test_losing_needs_a_reason(self, office: Office) -> None:
        here, before = base(office), office.everything()
        with pytest.raises(InputError, match="A reason is missing"):
            what_if.accept(office.desk, here, [Try(3, "won"), Try(4, "lost")])
        assert office.everything() == before
        what_if.accept(
            office.desk, here, [Try(3, "won"), Try(4, "lost")], loss=Loss("price", "too dear")
        )
        assert (office.deal(4).lost_reason, office.deal(4).closed_note) == ("price", "too dear")

    def test_open_boxes_need_one_reason_for_all(self, office: Office) -> None:
        here = base(office)
        tries = [Try(7, "stage", stage(here, "Proposal")), Try(7, "category", category="commit")]
        asked = what_if.accepting(office.desk, here, tries)
        assert asked.mode == "soft"
        assert asked.overriding == ("Umbra · G",)
        assert asked.boxes
        with pytest.raises(InputError, match="Still open"):
            what_if.accept(office.desk, here, tries)
        seen = outlook(here, tries)
        what_if.accept(office.desk, here, tries, reason="they insist")
        assert office.deal(7).overridden
        assert office.deal(7).category == "best"
        assert outlook(base(office)).scenarios == seen.scenarios
        assert ("reason", "they insist") in office.rows(
            "SELECT field, new FROM field_change WHERE deal_id = 7"
        )

    def test_in_hard_mode_nothing_goes_on(self, office: Office) -> None:
        here = base(office)
        with office.desk.writer.step("options.set") as work:
            work.set_setting("gate", "hard")
        before = office.everything()
        tries = [Try(3, "won"), Try(7, "stage", stage(here, "Proposal"))]
        assert what_if.accepting(office.desk, here, tries).mode == "hard"
        with pytest.raises(InputError, match="cannot go on"):
            what_if.accept(office.desk, here, tries, reason="they insist")
        assert office.everything() == before

    def test_in_silent_mode_nobody_is_asked(self, office: Office) -> None:
        office.ask_nothing()
        here = base(office)
        tries = [Try(7, "stage", stage(here, "Proposal"))]
        assert what_if.accepting(office.desk, here, tries).boxes == ()
        what_if.accept(office.desk, here, tries)
        assert office.deal(7).overridden

    def test_what_was_changed_meanwhile_is_named_and_nothing_is_done(self, office: Office) -> None:
        here = base(office)
        deals.set_field(office.desk, 4, "value", "12k")
        deals.delete(office.desk, [5])
        before = office.everything()
        tries = [Try(3, "won"), Try(4, "won"), Try(5, "lost")]
        with pytest.raises(InputError, match="meanwhile: Initech · D, Stark · E"):
            what_if.accept(office.desk, here, tries, loss=Loss("price"))
        assert office.everything() == before

    def test_a_stage_that_is_gone_is_refused(self, office: Office) -> None:
        here, before = base(office), office.everything()
        with pytest.raises(InputError):
            what_if.accept(office.desk, here, [Try(3, "won"), Try(4, "stage", 999)])
        assert office.everything() == before

    def test_nothing_tried_changes_nothing(self, office: Office) -> None:
        steps = office.steps()
        assert what_if.accept(office.desk, base(office), []) == 0
        assert office.steps() == steps
