"""The weekly and the monthly review (process.md, "Rhythm")."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.review import conversion_rows, month_of, why
from pipeline_tui.domain.review_lines import counted, markdown
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import use_language
from pipeline_tui.i18n.format import percent
from pipeline_tui.services import (
    deals,
    editing,
    followups,
    history,
    importing,
    moving,
    parking,
    reading,
    redating,
    reviewing,
)
from pipeline_tui.services.reviewing import Decision
from tests.figures.by_hand import database
from tests.figures.test_durations import stuck
from tests.services.office import MONDAY, Office


def reasons(office: Office, kind: str = "weekly") -> dict[str, str]:
    """Title and reason of the deals that would be asked about, in order."""
    found = reviewing.asked(office.desk, kind)
    return {office.deal(one.deal_id).title: one.reason for one in found}


def stage_named(office: Office, name: str) -> int:
    """The number of a stage."""
    return next(one.id for one in reading.stages(office.desk) if one.name == name)


@pytest.fixture
def mixed(office: Office) -> Office:
    """One deal of every reason on Monday, and two that are well."""
    office.clock.pass_days(-30)
    office.add("Acme: ghost 1k @proposal")
    office.add("Acme: overdue 2k @proposal call 20.11.")
    office.clock.set(MONDAY)
    deals.log(office.desk, 2, "spoke", "call")
    office.add("Acme: none 3k @prospect")
    office.add("Acme: moved 4k @proposal call fri close:eom")
    office.add("Acme: past 5k @proposal call fri close:30.11.")
    office.add("Acme: well 6k @proposal call fri close:eoq")
    office.add("Acme: big 60k @negotiation call fri close:eoq")
    editing.set_field(office.desk, 4, "close", "eoq")
    office.clock.set(date(2026, 11, 25))
    return office


class TestAWeeklyReview:
    def test_asks_about_each_deal_once_and_in_this_order(self, mixed: Office) -> None:
        editing.set_field(mixed.desk, 5, "close", "24.11.2026")
        assert list(reasons(mixed).items()) == [
            ("ghost", "ghost"),
            ("none", "none"),
            ("overdue", "overdue"),
            ("moved", "moved"),
            ("past", "close_past"),
        ]

    def test_asks_about_imported_deals_until_they_are_reviewed(
        self, office: Office, tmp_path: Path
    ) -> None:
        file = tmp_path / "deals.csv"
        file.write_text("title,company,stage\nOld one,Acme,Proposal\n")
        importing.import_file(office.desk, file)
        number = reviewing.asked(office.desk, "weekly")[0].deal_id
        assert reasons(office) == {"Old one": "imported"}
        office.clock.pass_days(10)
        assert office.deal(number).state == "none"
        reviewing.keep(office.desk, number)
        assert reasons(office) == {"Old one": "none"}
        office.clock.pass_days(1)
        assert reasons(office) == {"Old one": "ghost"}

    def test_asks_about_deals_after_the_sale_but_not_about_their_close(
        self, office: Office
    ) -> None:
        office.add("Acme: sold @onboarding call today close:2026-11-01")
        assert reasons(office) == {}
        office.clock.pass_days(1)
        assert reasons(office) == {"sold": "overdue"}

    def test_asks_about_a_close_put_off_since_the_last_one(self, mixed: Office) -> None:
        assert reasons(mixed)["moved"] == "moved"
        reviewing.end(mixed.desk, reviewing.begin(mixed.desk, "weekly"))
        assert "moved" not in reasons(mixed)
        mixed.clock.pass_days(1)
        editing.set_field(mixed.desk, 4, "close", "2027-03-01")
        assert reasons(mixed)["moved"] == "moved"

    def test_asks_whenever_it_was_put_off_three_times(self, mixed: Office) -> None:
        for day in ("2027-03-01", "2027-04-01"):
            editing.set_field(mixed.desk, 4, "close", day)
        mixed.clock.pass_days(20)
        followups.next_step(mixed.desk, 4, "call +3d")
        reviewing.end(mixed.desk, reviewing.begin(mixed.desk, "weekly"))
        assert mixed.deal(4).close_moves == 3
        assert reasons(mixed)["moved"] == "moved"

    def test_is_not_begun_with_nothing_to_ask(self, office: Office) -> None:
        office.add("Acme: well @proposal call fri")
        with pytest.raises(InputError, match="nothing to ask"):
            reviewing.begin(office.desk, "weekly")
        assert office.value("SELECT count(*) FROM review") == 0


class TestStuckStages:
    @pytest.fixture
    def jammed(self, tmp_path: Path) -> Iterator[Office]:
        """Six deals stand in a stage that is stuck; the last three have no next step."""
        made = database(tmp_path, *stuck())
        for number in (1, 2, 3):
            followups.next_step(made.desk, number, "call +3d")
        yield made
        made.desk.close()

    def test_are_asked_about_by_their_oldest_deals_after_all_others(self, jammed: Office) -> None:
        found = list(reasons(jammed).items())
        assert found[-3:] == [("deal 3", "stuck"), ("deal 2", "stuck"), ("deal 1", "stuck")]
        assert {reason for _title, reason in found[:-3]} == {"none"}
        number = reviewing.begin(jammed.desk, "weekly")
        begun = reviewing.review(jammed.desk, number)
        assert begun is not None
        assert [one.reason for one in begun.items[-3:]] == ["stuck"] * 3

    def test_ask_about_no_deal_twice(self, jammed: Office) -> None:
        history.undo(jammed.desk)
        found = reviewing.asked(jammed.desk, "weekly")
        assert [one.reason for one in found if one.deal_id == 3] == ["none"]
        assert [one.deal_id for one in found if one.reason == "stuck"] == [2, 1]

    def test_say_how_long_it_has_stood_until_it_is_moved(self, jammed: Office) -> None:
        today = jammed.desk.clock.today()
        said = why("stuck", jammed.deal(3), today)
        assert said == "It has stood in Contact for 62 days, and the stage is stuck."
        use_language("de")
        assert why("stuck", jammed.deal(3), today) == (
            "Der Deal steht seit 62 Tagen in Contact, und die Phase stockt."
        )
        use_language("en")
        moving.move(jammed.desk, 3, 5)
        assert why("stuck", jammed.deal(3), today) == "It is in order by now."

    def test_are_nothing_to_a_month(self, jammed: Office) -> None:
        assert "stuck" not in reasons(jammed, "monthly").values()


class TestAMonthlyReview:
    def test_asks_about_the_largest_and_about_what_was_lost(self, mixed: Office) -> None:
        deals.lose(mixed.desk, 6, "price")
        found = reasons(mixed, "monthly")
        assert next(iter(found.items())) == ("big", "largest")
        assert found["well"] == "lost"
        assert list(found.values()) == sorted(found.values()), "the largest come first"

    def test_takes_ten_of_the_largest_in_the_base_currency(self, office: Office) -> None:
        from pipeline_tui.services import options

        options.set_option(office.desk, "rates", "CHF=2")
        for worth in range(1, 13):
            office.add(f"Acme: deal {worth} {worth}k @proposal call fri")
        office.add("Acme: swiss 11k CHF @proposal call fri")
        found = list(reasons(office, "monthly"))
        assert found[:3] == ["swiss", "deal 12", "deal 11"]
        assert len(found) == 10

    def test_looks_back_at_the_month_before_in_its_first_half(self) -> None:
        assert month_of(date(2026, 12, 15)).name == "2026-11"
        assert month_of(date(2026, 12, 16)).name == "2026-12"
        assert month_of(date(2027, 1, 1)).name == "2026-12"

    def test_tells_what_was_won_and_lost(self, mixed: Office) -> None:
        deals.win(mixed.desk, 6)
        deals.lose(mixed.desk, 7, "price")
        report = reviewing.month_figures(mixed.desk).report
        assert (report.won, report.won_minor, report.lost, report.win_rate) == (1, 600000, 1, 0.5)

    def test_tells_what_went_on_from_stage_to_stage_in_the_month(self, mixed: Office) -> None:
        moving.move(mixed.desk, 5, stage_named(mixed, "Negotiation"), reason="ready")
        deals.win(mixed.desk, 7)
        rows = conversion_rows(reviewing.month_figures(mixed.desk))
        assert rows == [
            ("Prospect → First contact", "0 of 1", percent(0), "1 undecided"),
            ("Proposal → Negotiation", "1 of 3", percent(33), "2 undecided"),
            ("Negotiation → won", "1 of 2", percent(50), "1 undecided"),
        ]

    def test_keeps_the_figures_of_its_month_in_the_summary(self, mixed: Office) -> None:
        deals.win(mixed.desk, 7)
        reviewing.end(mixed.desk, reviewing.begin(mixed.desk, "monthly"))
        mixed.clock.pass_days(60)
        text = "\n".join(markdown(reviewing.summaries(mixed.desk)[0]))
        assert "### November 2026 in figures\n\n- 1 deal won, €60k\n- 0 deals lost" in text
        assert f"- Negotiation → won: 1 of 1, {percent(100)}" in text
        use_language("de")
        text = "\n".join(markdown(reviewing.summaries(mixed.desk)[0]))
        assert "### November 2026 in Zahlen" in text
        assert "- Negotiation → gewonnen: 1 von 1, 100" in text

    def test_says_where_no_deal_came_into_a_stage(self, office: Office) -> None:
        reviewing.end(office.desk, reviewing.begin(office.desk, "monthly"))
        text = "\n".join(markdown(reviewing.summaries(office.desk)[0]))
        assert text.endswith("- No deal came into a stage: there is no conversion")

    def test_has_no_figures_in_a_week(self, mixed: Office) -> None:
        reviewing.end(mixed.desk, reviewing.begin(mixed.desk, "weekly"))
        assert reviewing.summaries(mixed.desk)[0].month is None

    def test_keeps_whether_the_risk_was_the_reason(self, mixed: Office) -> None:
        deals.lose(mixed.desk, 6, "price")
        with pytest.raises(InputError, match="No risk was written"):
            reviewing.answer_risk(mixed.desk, 6, was_reason=False)
        deals.set_risk(mixed.desk, 6, "!high freeze")
        assert reviewing.risk_answer(mixed.desk, 6) is None
        reviewing.answer_risk(mixed.desk, 6, was_reason=False)
        assert reviewing.risk_answer(mixed.desk, 6) is False
        with pytest.raises(InputError, match="not lost"):
            reviewing.answer_risk(mixed.desk, 7, was_reason=True)


class TestADecision:
    def test_and_what_it_does_are_one_step(self, mixed: Office) -> None:
        number = reviewing.begin(mixed.desk, "weekly")
        before, steps = mixed.everything(), mixed.steps()
        reviewing.recorded(
            mixed.desk, Decision(number, 1, "redated"), redating.redate_deal, 1, "fri"
        )
        assert len(mixed.steps()) == len(steps) + 1
        assert decisions(mixed) == {"ghost": "redated"}
        assert mixed.say() == "Acme · ghost re-dated to 27 Nov 2026"
        history.undo(mixed.desk)
        assert mixed.everything() == before
        history.redo(mixed.desk)
        assert decisions(mixed) == {"ghost": "redated"}

    def test_that_is_refused_is_not_noted(self, mixed: Office) -> None:
        number = reviewing.begin(mixed.desk, "weekly")
        before = mixed.everything()
        decision = Decision(number, 1, "redated")
        with pytest.raises(InputError):
            reviewing.recorded(mixed.desk, decision, redating.redate_deal, 1, "whenever")
        assert mixed.everything() == before
        followups.next_step(mixed.desk, 2, "call fri")
        assert decisions(mixed) == {}, "what is done elsewhere decides nothing"

    def test_to_leave_a_ghost_as_it_is_is_refused(self, mixed: Office) -> None:
        number = reviewing.begin(mixed.desk, "weekly")
        with pytest.raises(InputError, match="ghost is not left"):
            reviewing.recorded(mixed.desk, Decision(number, 1, "kept"), reviewing.keep, 1)
        reviewing.recorded(mixed.desk, Decision(number, 3, "kept"), reviewing.keep, 3)
        assert decisions(mixed) == {"none": "kept"}

    def test_skipped_is_asked_again(self, mixed: Office) -> None:
        number = reviewing.begin(mixed.desk, "weekly")
        reviewing.recorded(mixed.desk, Decision(number, 1, "skipped"), reviewing.skip, 1)
        assert mixed.say() == "Acme · ghost skipped in the review"
        assert reviewing.take_up(mixed.desk, number) == 1
        assert decisions(mixed) == {}

    def test_about_a_deleted_deal_goes_with_it(self, mixed: Office) -> None:
        number = reviewing.begin(mixed.desk, "weekly")
        reviewing.recorded(mixed.desk, Decision(number, 1, "skipped"), deals.delete, [1])
        found = reviewing.review(mixed.desk, number)
        assert found is not None
        assert 1 not in {item.deal_id for item in found.items}


class TestAReviewThatGoesOn:
    def test_is_where_it_stopped_after_a_restart(self, mixed: Office) -> None:
        number = reviewing.begin(mixed.desk, "weekly")
        reviewing.recorded(mixed.desk, Decision(number, 1, "parked"), parking.park, [1], "15.1.")
        reviewing.keep_time(mixed.desk, number, 90)
        mixed.reopen()
        found = reviewing.going_on(mixed.desk)
        assert found is not None
        assert (found.id, found.kind, found.decided, found.skipped) == (number, "weekly", 1, 0)
        assert [item.decision for item in found.items][:2] == ["parked", ""]
        assert reviewing.time_spent(mixed.desk, number) == 90
        assert reviewing.time_spent(mixed.desk, number + 1) == 0

    def test_ends_when_another_begins(self, mixed: Office) -> None:
        first = reviewing.begin(mixed.desk, "weekly")
        second = reviewing.begin(mixed.desk, "monthly")
        going_on = reviewing.going_on(mixed.desk)
        assert going_on is not None
        assert going_on.id == second
        history.undo(mixed.desk)
        going_on = reviewing.going_on(mixed.desk)
        assert going_on is not None
        assert going_on.id == first


class TestTheSummary:
    def test_counts_decisions_with_their_value(self, mixed: Office) -> None:
        number = held(mixed)
        rows = counted(reviewing.summaries(mixed.desk)[0])
        assert rows == [
            ("closed", "closed", "1", "€2,000"),
            ("lost", "lost", "1", "€2,000"),
            ("redated", "re-dated", "1", "€1,000"),
            ("skipped", "skipped", "1", "€3,000"),
            ("", "not decided", "1", "€4,000"),
        ]
        assert reviewing.summaries(mixed.desk, number)[0].review.learned == "Ask [for] the *budget*"

    def test_is_markdown_in_which_nothing_typed_is_a_sign(self, mixed: Office) -> None:
        held(mixed)
        text = "\n".join(markdown(reviewing.summaries(mixed.desk)[0]))
        assert text.startswith("## Weekly review of 25 Nov 2026\n")
        assert "- closed: 1, €2,000\n  - lost: 1, €2,000\n- re-dated: 1, €1,000" in text
        assert r"Learned: Ask \[for\] the \*budget\*" in text
        assert "### Ghosts\n\n- Acme · ghost: re-dated" in text

    def test_is_told_in_german(self, mixed: Office) -> None:
        held(mixed)
        use_language("de")
        text = "\n".join(markdown(reviewing.summaries(mixed.desk)[0]))
        assert text.startswith("## Wochendurchsicht vom 25.11.2026\n")
        assert "### Geisterchancen" in text

    def test_of_no_review_is_not_there(self, office: Office) -> None:
        with pytest.raises(NotFound, match="no review yet"):
            reviewing.summaries(office.desk)
        with pytest.raises(NotFound, match="no review 7"):
            reviewing.summaries(office.desk, 7)
        assert reviewing.summaries(office.desk, every=True) == []


class TestTakingTheWholeReviewBack:
    def test_undoes_every_decision_and_the_review(self, mixed: Office) -> None:
        before = mixed.everything()
        held(mixed)
        assert reviewing.take_back(mixed.desk) == "The review was taken back, 5 steps"
        assert mixed.everything() == before
        for _turn in range(5):
            history.redo(mixed.desk)
        assert decisions(mixed) == {"ghost": "redated", "none": "skipped", "overdue": "lost"}

    def test_takes_nothing_back_when_something_else_came_between(self, mixed: Office) -> None:
        held(mixed)
        deals.log(mixed.desk, 6, "rang up", "call")
        before, steps = mixed.everything(), mixed.steps()
        with pytest.raises(InputError, match="Something else was done since: Acme · well: logged"):
            reviewing.take_back(mixed.desk)
        assert (mixed.everything(), mixed.steps()) == (before, steps)

    def test_counts_what_was_done_in_its_course_as_its_own(self, mixed: Office) -> None:
        before = mixed.everything()
        number = reviewing.begin(mixed.desk, "weekly")
        note = Decision(number, 1, "")
        reviewing.recorded(mixed.desk, note, deals.log, 1, "looked it up", "note")
        assert decisions(mixed) == {}
        reviewing.take_back(mixed.desk)
        assert mixed.everything() == before

    def test_needs_a_review(self, mixed: Office) -> None:
        with pytest.raises(NotFound, match="no review that could be taken back"):
            reviewing.take_back(mixed.desk)


class TestTheSentenceWhy:
    def test_names_the_rule_that_made_a_ghost(self, mixed: Office) -> None:
        today = mixed.clock.today()
        assert why("ghost", mixed.deal(1), today) == ("A ghost since 26 Oct: it has no next step.")
        for _turn in range(3):
            followups.snooze(mixed.desk, [mixed.step(2).id], "tomorrow")
            mixed.clock.pass_days(1)
        assert why("ghost", mixed.deal(2), mixed.clock.today()) == (
            "A ghost since 27 Nov: postponed 3 times without reaching anybody."
        )

    def test_says_what_is_no_longer_so(self, mixed: Office) -> None:
        redating.redate_deal(mixed.desk, 1, "fri")
        today = mixed.clock.today()
        assert why("ghost", mixed.deal(1), today) == "It was a ghost."
        assert why("overdue", mixed.deal(6), today) == "It is in order by now."


def decisions(office: Office) -> dict[str, str]:
    """Title and decision of what was decided so far in the last review."""
    rows = office.rows(
        "SELECT d.title, i.decision FROM review_item i JOIN deal d ON d.id = i.deal_id"
        " WHERE i.decision <> '' AND i.review_id = (SELECT max(id) FROM review)"
        " ORDER BY i.position"
    )
    return dict(rows)


def held(office: Office) -> int:
    """A weekly review: one re-dated, one skipped, one lost, one not decided."""
    number = reviewing.begin(office.desk, "weekly")
    reviewing.recorded(office.desk, Decision(number, 1, "redated"), redating.redate_deal, 1, "fri")
    reviewing.recorded(office.desk, Decision(number, 3, "skipped"), reviewing.skip, 3)
    reviewing.recorded(office.desk, Decision(number, 2, "lost"), deals.lose, 2, "price")
    reviewing.end(office.desk, number, "Ask [for] the *budget*")
    return number
