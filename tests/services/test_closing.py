"""Won, with what follows the sale; lost, with its reason; leads disqualified (process.md)."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.after_sale import AfterSale
from pipeline_tui.domain.reasons import reason_name
from pipeline_tui.domain.records import DealPage
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.i18n import use_language
from pipeline_tui.services import (
    after_sale,
    closing,
    deals,
    exporting,
    followups,
    history,
    importing,
    reading,
    reasons,
)
from pipeline_tui.services.closing import Loss
from tests.services.office import MONDAY, Office

LINE = "Acme: CNC retrofit 12k @proposal call Meier fri !high budget freeze #fair"


def texts(office: Office, deal_id: int, state: str = "") -> list[str]:
    """What is open with a deal, by date; with `state` what was closed so."""
    found = office.followups(deal_id)
    wanted = (state,) if state else ("overdue", "today", "tomorrow", "week", "later")
    return [one.text for one in found if one.state in wanted]


class TestWhatIsOfferedAfterTheSale:
    def test_is_what_the_stages_after_the_sale_plan_and_want(self, office: Office) -> None:
        number = office.add(LINE)
        sale = after_sale.offered(office.desk, number)
        assert [choice.name for choice in sale.choices] == ["Onboarding", "Expansion", "Won"]
        first = sale.choices[0]
        assert [one.step.text for one in first.offered if one.on] == [
            "kick-off", "first training", "success check after 30 days", "ask for feedback",
        ]  # fmt: skip
        offered = {one.step.text: one.on for one in first.offered}
        assert offered["ask how it is going"] is False
        assert offered["ask for a referral"] is False
        assert offered["ask about value and renewal"] is False

    def test_is_dated_in_working_days(self, office: Office) -> None:
        number = office.add(LINE)
        kick_off, *rest = after_sale.offered(office.desk, number).choices[0].offered
        assert (kick_off.step.kind, kick_off.step.day) == ("meeting", date(2026, 11, 26))
        assert all(one.step.day.weekday() < 5 for one in rest)
        days = [one.step.day for one in rest]
        assert days == sorted(days)

    def test_speaks_german_in_a_german_file(self, tmp_path: Path) -> None:
        use_language("de")
        office = Office(tmp_path / "de.db", "b2b-de")
        number = office.add("Acme: CNC")
        ticked = [
            one.step.text
            for one in after_sale.offered(office.desk, number).choices[0].offered
            if one.on
        ]
        assert ticked == [
            "Starttermin", "erste Schulung", "Erfolgskontrolle nach 30 Tagen",
            "nach Feedback fragen",
        ]  # fmt: skip
        office.desk.close()

    def test_is_the_usual_where_no_stage_follows_the_sale(self, office: Office) -> None:
        number = office.add(LINE)
        without_care(office)
        (only,) = after_sale.offered(office.desk, number).choices
        assert (only.stage_id, only.name) == (None, "Won")
        assert all(one.on for one in only.offered)
        assert len(only.offered) == 6

    def test_is_refused_for_a_deal_that_is_closed(self, office: Office) -> None:
        number = office.add(LINE)
        deals.win(office.desk, number)
        with pytest.raises(InputError, match="won already"):
            after_sale.offered(office.desk, number)
        with pytest.raises(NotFound):
            after_sale.offered(office.desk, 99)


def without_care(office: Office) -> None:
    with office.desk.writer.unnoticed() as work:
        for stage in list(work.stages()):
            if stage.kind == "care":
                work.remove(stage)


class TestWinning:
    def test_is_one_step_with_everything_that_follows(self, office: Office) -> None:
        number = office.add(LINE)
        before = office.everything()
        choice = after_sale.offered(office.desk, number).choices[0]
        steps = tuple(one.step for one in choice.offered if one.on)
        after = AfterSale(choice.stage_id, steps, date(2027, 11, 23), date(2027, 3, 1))
        renewal, follow_on = closing.win(office.desk, number, "best service", after)
        deal = office.deal(number)
        assert (deal.stage, deal.stage_kind, deal.closed_on) == ("Onboarding", "care", MONDAY)
        assert deal.closed_note == "best service"
        assert texts(office, number) == [step.text for step in steps]
        assert texts(office, number, "cancelled") == ["call Meier"]
        assert deal.state == "later"
        assert office.say() == "Acme · CNC retrofit won"
        assert len(office.steps()) == 2
        assert office.deal(renewal).link == "renewal"
        assert office.deal(follow_on).link == "follow_on"
        history.undo(office.desk)
        assert office.everything() == before

    def test_passes_through_won_so_that_it_counts(self, office: Office) -> None:
        number = office.add(LINE)
        choice = after_sale.offered(office.desk, number).choices[0]
        closing.win(office.desk, number, "", AfterSale(choice.stage_id))
        stays = office.rows(
            "SELECT s.name FROM stay y JOIN stage s ON s.id = y.stage_id ORDER BY y.id"
        )
        assert [name for (name,) in stays] == ["Proposal", "Won", "Onboarding"]
        assert reading.pipeline_report(office.desk).won == 1

    def test_may_stay_in_won_with_its_steps_on_the_agenda(self, office: Office) -> None:
        number = office.add(LINE)
        choice = after_sale.offered(office.desk, number).choices[-1]
        steps = tuple(one.step for one in choice.offered if one.on)
        closing.win(office.desk, number, "", AfterSale(None, steps))
        deal = office.deal(number)
        assert (deal.stage, deal.state, deal.ghost_on) == ("Won", None, None)
        assert texts(office, number) == [step.text for step in steps]
        counts = reading.agenda_counts(office.desk)
        assert sum(counts.values()) == len(steps)
        assert followups.done(office.desk, office.step(number).id) is False, "asks for none"

    def test_without_more_is_just_won(self, office: Office) -> None:
        number = office.add(LINE)
        assert closing.win(office.desk, number) == []
        assert texts(office, number) == []

    def test_a_won_deal_or_one_in_care_is_refused(self, office: Office) -> None:
        number = office.add(LINE)
        deals.move(office.desk, number, office.stage("Onboarding"))
        with pytest.raises(InputError, match="won already"):
            closing.win(office.desk, number)

    def test_one_that_somebody_lost_meanwhile_is_refused(self, office: Office) -> None:
        number = office.add(LINE)
        deals.lose(office.desk, number, "price")
        with pytest.raises(InputError, match="lost already"):
            closing.win(office.desk, number, anew=True)
        closing.win(office.desk, number)
        deal = office.deal(number)
        assert (deal.stage, deal.lost_reason, deal.disqualified) == ("Won", None, False)

    def test_into_a_stage_that_is_none_after_the_sale_is_refused(self, office: Office) -> None:
        number = office.add(LINE)
        before = office.everything()
        with pytest.raises(InputError, match="no stage after the sale"):
            closing.win(office.desk, number, "", AfterSale(office.stage("Proposal")))
        with pytest.raises(NotFound):
            closing.win(office.desk, number, "", AfterSale(99))
        assert office.everything() == before

    def test_a_reason_of_100000_characters_is_refused_whole(self, office: Office) -> None:
        number = office.add(LINE)
        before = office.everything()
        with pytest.raises(InputError, match="at most 500"):
            closing.win(office.desk, number, "x" * 100_000)
        assert office.everything() == before

    def test_back_from_care_to_won_stays_sold_on_its_day(self, office: Office) -> None:
        number = office.add(LINE)
        deals.move(office.desk, number, office.stage("Onboarding"))
        followups.add_followup(office.desk, number, "call about feedback fri")
        office.clock.pass_days(30)
        deals.move(office.desk, number, office.stage("Won"))
        assert office.deal(number).closed_on == MONDAY
        assert "call about feedback" in texts(office, number, "overdue")


class TestARenewal:
    def test_is_a_parked_deal_with_its_day_on_the_agenda(self, office: Office) -> None:
        number = office.add(LINE)
        day = date(2027, 3, 3)
        (renewal,) = closing.win(office.desk, number, "", AfterSale(renewal=day))
        deal = office.deal(renewal)
        assert (deal.parent_id, deal.link, deal.renewal_on) == (number, "renewal", day)
        assert (deal.title, deal.company) == ("CNC retrofit (renewal)", "Acme")
        assert (deal.stage, deal.value_minor, deal.tags) == ("Parked", 1_200_000, ("fair",))
        step = office.step(renewal)
        assert (step.text, step.due) == ("talk about the renewal", day)

    def test_is_worth_a_year_of_what_comes_again(self, office: Office) -> None:
        number = office.add(LINE)
        with office.desk.writer.unnoticed() as work:
            work.edit(work.deal(number), recurring_minor=10_000, recurring_per="month")
        assert after_sale.offered(office.desk, number).recurring
        (renewal,) = closing.win(office.desk, number, "", AfterSale(renewal=date(2027, 3, 3)))
        assert office.deal(renewal).value_minor == 120_000

    def test_and_the_deal_it_came_from_name_each_other(self, office: Office) -> None:
        number = office.add(LINE)
        (renewal,) = closing.win(office.desk, number, "", AfterSale(renewal=date(2027, 3, 3)))
        (down,) = page(office, number).links
        assert (down.id, down.link, down.parent, down.on) == (
            renewal, "renewal", False, date(2027, 3, 3),
        )  # fmt: skip
        (up,) = page(office, renewal).links
        assert (up.id, up.link, up.parent) == (number, "renewal", True)
        deals.delete(office.desk, [number])
        assert page(office, renewal).links == ()
        history.undo(office.desk)
        assert len(page(office, renewal).links) == 1

    def test_begins_where_deals_begin_without_a_stage_to_rest(self, office: Office) -> None:
        number = office.add(LINE)
        with office.desk.writer.unnoticed() as work:
            work.remove(work.stage(office.stage("Parked")))
        (renewal,) = closing.win(office.desk, number, "", AfterSale(renewal=date(2027, 3, 3)))
        assert office.deal(renewal).stage == "First contact"

    def test_of_a_title_as_long_as_can_be(self, office: Office) -> None:
        number = office.add("Acme: " + "x" * 490)
        (made,) = closing.win(office.desk, number, "", AfterSale(follow_on=date(2027, 3, 3)))
        assert office.deal(made).title.endswith("… (follow-on)")
        assert office.deal(made).value_minor is None

    def test_that_lies_behind_is_refused(self, office: Office) -> None:
        number = office.add(LINE)
        before = office.everything()
        with pytest.raises(InputError, match="does not lie ahead"):
            closing.win(office.desk, number, "", AfterSale(renewal=MONDAY))
        for phrase in ("31.02.2027", "2026-13-01", "1.1.2020"):
            with pytest.raises(InputError):
                after_sale.read_day(office.desk, phrase)
        assert office.everything() == before


def page(office: Office, number: int) -> DealPage:
    found = reading.page(office.desk, number)
    assert found is not None
    return found


class TestLosing:
    def test_keeps_reason_line_and_whether_the_risk_was_it(self, office: Office) -> None:
        number = office.add(LINE)
        closing.lose_all(office.desk, [number], Loss("3", "Globex was faster", True))
        deal = office.deal(number)
        assert (deal.stage, deal.lost_reason, deal.closed_note) == (
            "Lost", "competitor", "Globex was faster",
        )  # fmt: skip
        assert (deal.risk_was_reason, deal.disqualified) == (True, False)
        assert texts(office, number, "cancelled") == ["call Meier"]
        told = {(one.name, one.text) for one in page(office, number).timeline}
        assert {("lost_reason", "competitor"), ("risk_was_reason", "yes")} <= told

    def test_keeps_no_answer_where_no_risk_was_written(self, office: Office) -> None:
        number = office.add("Acme: CNC @proposal")
        closing.lose_all(office.desk, [number], Loss("price", "", False))
        assert office.deal(number).risk_was_reason is None

    def test_several_go_for_one_reason_in_one_step(self, office: Office) -> None:
        numbers = [office.add(f"Acme: {name} @proposal call fri") for name in ("a", "b", "c")]
        before = office.everything()
        closing.lose_all(office.desk, numbers, Loss("timing"))
        assert {office.deal(number).lost_reason for number in numbers} == {"timing"}
        assert office.say() == "3 deals lost"
        history.undo(office.desk)
        assert office.everything() == before

    def test_all_or_none_of_several_are_lost(self, office: Office) -> None:
        one, two = office.add("a @proposal"), office.add("b @proposal")
        deals.win(office.desk, two)
        before = office.everything()
        with pytest.raises(InputError, match="b is won already"):
            closing.lose_all(office.desk, [one, two], Loss("price"), anew=True)
        assert office.everything() == before

    @pytest.mark.parametrize("reason", ["", " ", "0", "9", "99999999999", "\u202e"])
    def test_an_unknown_reason_is_refused(self, office: Office, reason: str) -> None:
        number = office.add(LINE)
        before = office.everything()
        with pytest.raises(InputError):
            closing.lose_all(office.desk, [number], Loss(reason))
        assert office.everything() == before

    def test_other_needs_a_line(self, office: Office) -> None:
        number = office.add(LINE)
        with pytest.raises(InputError, match="A line is missing"):
            closing.lose_all(office.desk, [number], Loss("other", " "))
        closing.lose_all(office.desk, [number], Loss("8", "the boss left"))
        assert office.deal(number).closed_note == "the boss left"

    def test_100000_characters_are_refused_whole(self, office: Office) -> None:
        number = office.add(LINE)
        before = office.everything()
        for loss in (Loss("price", "x" * 100_000), Loss("x" * 100_000)):
            with pytest.raises(InputError, match="at most 500"):
                closing.lose_all(office.desk, [number], loss)
        assert office.everything() == before

    def test_reopening_forgets_how_it_ended(self, office: Office) -> None:
        number = office.add(LINE)
        closing.lose_all(office.desk, [number], Loss("price", "", True))
        deals.reopen(office.desk, number)
        deal = office.deal(number)
        assert (deal.lost_reason, deal.risk_was_reason, deal.closed_note) == (None, None, "")


class TestComingBack:
    def test_parks_a_linked_deal_and_keeps_the_loss(self, office: Office) -> None:
        number = office.add(LINE)
        (back,) = closing.lose_all(
            office.desk, [number], Loss("no_budget", come_back="ask about the grant 15.1.")
        )
        deal = office.deal(back)
        assert (deal.stage, deal.parent_id, deal.link) == ("Parked", number, "come_back")
        assert (deal.title, deal.value_minor, deal.risk_text) == (
            "CNC retrofit", 1_200_000, "budget freeze",
        )  # fmt: skip
        step = office.step(back)
        assert (step.text, step.due) == ("ask about the grant", date(2027, 1, 15))
        report = reading.pipeline_report(office.desk)
        assert (report.lost, report.win_rate) == (1, 0.0)
        assert office.deal(number).stage == "Lost"

    @pytest.mark.parametrize("phrase", ["31.02.", "yesterday", "1.1.2020", "soon", "x" * 100_000])
    def test_on_a_day_that_is_none_is_refused(self, office: Office, phrase: str) -> None:
        number = office.add(LINE)
        before = office.everything()
        with pytest.raises(InputError):
            closing.lose_all(office.desk, [number], Loss("price", come_back=phrase))
        assert office.everything() == before

    def test_needs_a_stage_to_rest_in(self, office: Office) -> None:
        number = office.add(LINE)
        with office.desk.writer.unnoticed() as work:
            work.remove(work.stage(office.stage("Parked")))
        with pytest.raises(NotFound, match="no stage for parked"):
            closing.lose_all(office.desk, [number], Loss("price", come_back="15.1."))


class TestLeads:
    def test_are_disqualified_and_no_loss_in_the_figures(self, office: Office) -> None:
        lead, deal, won = office.add("a"), office.add("b @proposal"), office.add("c @proposal")
        closing.lose_all(office.desk, [lead, deal], Loss("no_need"))
        closing.win(office.desk, won)
        assert (office.deal(lead).disqualified, office.deal(deal).disqualified) == (True, False)
        report = reading.pipeline_report(office.desk)
        assert (report.won, report.lost, report.win_rate) == (1, 1, 0.5)

    def test_are_named_so_in_the_history(self, office: Office) -> None:
        lead, deal = office.add("Acme: a"), office.add("b @proposal")
        closing.lose_all(office.desk, [lead, deal], Loss("timing"))
        assert office.say() == "2 deals closed, 1 of them disqualified"
        history.undo(office.desk)
        closing.lose_all(office.desk, [lead], Loss("timing"))
        assert office.say() == "Acme · a disqualified"

    def test_moved_into_lost_are_too(self, office: Office) -> None:
        lead = office.add("Acme: a")
        deals.move(office.desk, lead, office.stage("Lost"), reason="no need")
        assert office.deal(lead).disqualified

    def test_that_go_on_are_disqualified_no_more(self, office: Office) -> None:
        one, two = office.add("Acme: a"), office.add("Acme: b")
        closing.lose_all(office.desk, [one, two], Loss("timing"))
        deals.reopen(office.desk, one)
        deals.move(office.desk, two, office.stage("Proposal"))
        assert not office.deal(one).disqualified
        assert not office.deal(two).disqualified

    def test_there_are_none_where_no_stage_tells_them(self, office: Office) -> None:
        number = office.add("Acme: a")
        with office.desk.writer.unnoticed() as work:
            for stage in work.stages():
                work.edit(stage, is_opportunity=0)
        closing.lose_all(office.desk, [number], Loss("timing"))
        assert not office.deal(number).disqualified
        assert reading.pipeline_report(office.desk).lost == 1


class TestTheStandUp:
    def test_tells_what_was_won_lost_and_disqualified_once_each(self, office: Office) -> None:
        won, lost, lead = office.add("a @proposal"), office.add("b @proposal"), office.add("c")
        choice = after_sale.offered(office.desk, won).choices[0]
        closing.win(office.desk, won, "", AfterSale(choice.stage_id))
        closing.lose_all(office.desk, [lost, lead], Loss("timing"))
        found = reading.standup(office.desk, MONDAY)
        assert {name: found.happened.get(name) for name in ("won", "lost", "disqualified")} == {
            "won": 1, "lost": 1, "disqualified": 1,
        }  # fmt: skip
        assert "moved" not in found.happened


class TestTheListOfReasons:
    def names(self, office: Office) -> list[str]:
        return [reason_name(*one) for one in reasons.reasons(office.desk)]

    def test_begins_as_process_md_has_it(self, office: Office) -> None:
        assert self.names(office) == [
            "Price", "No budget", "Competitor", "Project stopped", "No need", "Timing",
            "Not reachable", "Other",
        ]  # fmt: skip

    def test_takes_one_of_ones_own_by_its_digit(self, office: Office) -> None:
        reasons.add(office.desk, "Too far away")
        assert office.say() == "Reasons for losing changed"
        reasons.move(office.desk, "9", 1)
        assert self.names(office)[0] == "Too far away"
        number = office.add(LINE)
        closing.lose_all(office.desk, [number], Loss("1"))
        assert office.deal(number).lost_reason == "Too far away"

    def test_a_new_name_shows_on_deals_that_carry_the_reason(self, office: Office) -> None:
        number = office.add(LINE)
        closing.lose_all(office.desk, [number], Loss("price"))
        reasons.rename(office.desk, "price", "Too dear")
        deal = office.deal(number)
        assert (deal.lost_reason, deal.reason_name) == ("price", "Too dear")

    def test_a_removed_one_stays_readable(self, office: Office) -> None:
        number = office.add(LINE)
        reasons.rename(office.desk, "price", "Too dear")
        closing.lose_all(office.desk, [number], Loss("Too dear"))
        reasons.remove(office.desk, "Too dear")
        deal = office.deal(number)
        assert reason_name(deal.lost_reason or "", deal.reason_name) == "Too dear"
        history.undo(office.desk)
        assert office.deal(number).lost_reason == "price"

    def test_one_removed_meanwhile_is_refused_and_nothing_lost(self, office: Office) -> None:
        number = office.add(LINE)
        reasons.remove(office.desk, "timing")
        before = office.everything()
        with pytest.raises(InputError, match="Timing was removed"):
            closing.lose_all(office.desk, [number], Loss("timing"), anew=True)
        assert office.everything() == before

    def test_other_stays(self, office: Office) -> None:
        with pytest.raises(InputError, match="Other” stays"):
            reasons.remove(office.desk, "other")

    @pytest.mark.parametrize("name", ["", "12", "price", "no budget", "x" * 100_000])
    def test_a_name_that_cannot_be_is_refused(self, office: Office, name: str) -> None:
        before = office.everything()
        with pytest.raises(InputError):
            reasons.add(office.desk, name)
        assert office.everything() == before

    def test_is_known_to_an_import_and_to_what_was_exported(
        self, office: Office, tmp_path: Path
    ) -> None:
        reasons.add(office.desk, "Too far away")
        number = office.add(LINE)
        closing.lose_all(office.desk, [number], Loss("Too far away"))
        out = io.StringIO(newline="")
        exporting.export_deals(office.desk, out)
        path = tmp_path / "deals.csv"
        path.write_text(out.getvalue(), encoding="utf-8", newline="")
        assert importing.import_file(office.desk, path).changed == 0
        path = tmp_path / "foreign.csv"
        path.write_text("Title,Stage,Lost reason\nnew,Lost,too far away\n", encoding="utf-8")
        importing.import_file(office.desk, path)
        assert office.deal(number + 1).lost_reason == "Too far away"

    def test_what_is_not_there_cannot_be_changed(self, office: Office) -> None:
        for change in (
            lambda: reasons.remove(office.desk, "weather"),
            lambda: reasons.rename(office.desk, "9", "x"),
            lambda: reasons.move(office.desk, "weather", 1),
        ):
            with pytest.raises(NotFound):
                change()

    def test_every_change_is_taken_back_by_one_key(self, office: Office) -> None:
        before = office.everything()
        reasons.add(office.desk, "Too far away")
        reasons.rename(office.desk, "1", "Too dear")
        reasons.move(office.desk, "1", 99)
        reasons.remove(office.desk, "2")
        for _turn in range(4):
            history.undo(office.desk)
        assert office.everything() == before
