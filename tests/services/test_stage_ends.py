"""Merging and removing stages: both say where deals and history go, and can be taken back."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.records_stage import Gone, StagePage
from pipeline_tui.errors import InputError, NotFound
from pipeline_tui.services import deals, history, stage_merging, stages
from tests.services.office import Office


def page(office: Office, name: str) -> StagePage:
    return next(one for one in stages.stages(office.desk) if one.stage.name == name)


def names(office: Office) -> list[str]:
    return [one.stage.name for one in stages.stages(office.desk)]


def merge(office: Office, name: str, into: str) -> Gone:
    said = stage_merging.what_goes(office.desk, office.stage(name), office.stage(into), merge=True)
    done = stage_merging.merge(office.desk, office.stage(name), office.stage(into))
    assert done == said, "what was said before is what was done"
    return done


def remove(office: Office, name: str, into: str | None = None) -> Gone:
    target = None if into is None else office.stage(into)
    said = stage_merging.what_goes(office.desk, office.stage(name), target)
    done = stage_merging.remove(office.desk, office.stage(name), target)
    assert done == said, "what was said before is what was done"
    return done


class TestRemovingAStage:
    def test_in_which_no_deal_has_ever_been_needs_no_target(self, office: Office) -> None:
        before = office.everything()
        assert remove(office, "Negotiation") == Gone(criteria=3)
        assert "Negotiation" not in names(office)
        assert office.say() == "Stage Negotiation removed"
        assert office.value("SELECT count(*) FROM planned WHERE text LIKE '%open points%'") == 0
        history.undo(office.desk)
        assert office.everything() == before

    def test_with_deals_asks_where_they_go(self, office: Office) -> None:
        office.add("Acme: x @proposal")
        before = office.everything()
        for act in (stage_merging.what_goes, stage_merging.remove):
            with pytest.raises(InputError, match="1 deal stands in Proposal") as caught:
                act(office.desk, office.stage("Proposal"), None)
            assert "Prospect, First contact, Qualification, Negotiation, Parked" in str(
                caught.value
            )
        assert office.everything() == before

    def test_where_deals_have_been_asks_for_their_history(self, office: Office) -> None:
        number = office.add("Acme: x @proposal")
        deals.move(office.desk, number, office.stage("Negotiation"))
        with pytest.raises(InputError, match="1 deal has been in Proposal"):
            remove(office, "Proposal")
        remove(office, "Proposal", "Qualification")
        stays = office.rows(
            "SELECT s.name FROM stay y JOIN stage s ON s.id = y.stage_id ORDER BY y.id"
        )
        assert stays == [("Qualification",), ("Negotiation",)]

    def test_puts_its_deals_behind_those_of_the_other(self, office: Office) -> None:
        there = [office.add(f"Acme: {title} @negotiation") for title in ("a", "b")]
        mine = [office.add(f"Acme: {title} @proposal") for title in ("c", "d")]
        before = office.everything()
        assert remove(office, "Proposal", "Negotiation").deals == 2
        assert office.order("Negotiation") == [*reversed(there), *reversed(mine)]
        assert office.say() == "Stage Proposal removed, 2 deals moved to Negotiation"
        history.undo(office.desk)
        assert office.everything() == before
        history.redo(office.desk)
        assert office.deal(mine[0]).stage == "Negotiation"

    def test_says_which_ticks_go_and_keeps_those_of_the_same_words(self, office: Office) -> None:
        from pipeline_tui.services import stage_parts

        stage_parts.add_criterion(office.desk, office.stage("Negotiation"), "benefit CALCULATED")
        number = office.add("Acme: x @proposal")
        for box in page(office, "Proposal").criteria[:3]:
            deals.tick(office.desk, number, box.id, on=True)
        assert remove(office, "Proposal", "Negotiation") == Gone(1, 0, 3, 2)
        assert (office.deal(number).ticks, office.deal(number).criteria) == (1, 4)

    def test_works_out_states_by_the_rules_of_the_other(self, office: Office) -> None:
        number = office.add("Acme: x @proposal")
        assert office.deal(number).ghost_on is not None
        remove(office, "Proposal", "Prospect")
        assert office.deal(number).ghost_on is None, "no step is compulsory there"

    def test_hands_its_marks_on(self, office: Office) -> None:
        remove(office, "First contact")
        assert page(office, "Qualification").stage.is_first_contact
        lead = office.add("Acme: x @prospect")
        remove(office, "Qualification", "Prospect")
        assert page(office, "Prospect").stage.is_opportunity
        assert page(office, "Prospect").stage.is_first_contact
        sql = "SELECT verified_at IS NOT NULL FROM deal WHERE id = ?"
        assert office.value(sql, lead) == 1

    @pytest.mark.parametrize("name", ["Won", "Lost"])
    def test_that_every_process_needs_is_refused(self, office: Office, name: str) -> None:
        with pytest.raises(InputError, match="There must be a stage"):
            remove(office, name)

    def test_that_is_the_last_open_one_is_refused(self, office: Office) -> None:
        for name in ("Prospect", "First contact", "Qualification", "Proposal"):
            remove(office, name)
        with pytest.raises(InputError, match="There must be a stage"):
            remove(office, "Negotiation")
        assert page(office, "Negotiation").stage.is_first_contact

    def test_that_is_parked_leaves_parking_without_a_place(self, office: Office) -> None:
        remove(office, "Parked")
        assert "Parked" not in names(office)

    def test_that_is_gone_already_is_said(self, office: Office) -> None:
        number = office.stage("Negotiation")
        remove(office, "Negotiation")
        with pytest.raises(NotFound):
            stage_merging.remove(office.desk, number)

    def test_closes_nothing_and_opens_nothing(self, office: Office) -> None:
        number = office.add("Acme: x @proposal")
        before = office.everything()
        for into in ("Won", "Lost", "Onboarding"):
            with pytest.raises(InputError, match="closed or opened"):
                remove(office, "Proposal", into)
        assert office.everything() == before
        deals.win(office.desk, number)
        with pytest.raises(InputError):
            remove(office, "Won", "Lost")

    def test_after_the_sale_can_leave_its_deals_won(self, office: Office) -> None:
        number = office.add("Acme: x @proposal call Meier fri")
        deals.move(office.desk, number, office.stage("Onboarding"))
        assert remove(office, "Onboarding", "Won") == Gone(1, 1, 4, 0)
        assert office.deal(number).stage_kind == "won"
        assert office.deal(number).closed_on is not None
        assert [step.state for step in office.followups(number)] == ["cancelled"]


class TestMergingStages:
    def test_keeps_the_criteria_of_both_with_their_ticks(self, office: Office) -> None:
        number = office.add("Acme: x @proposal")
        deals.tick(office.desk, number, page(office, "Proposal").criteria[0].id, on=True)
        before = office.everything()
        assert merge(office, "Proposal", "Negotiation") == Gone(deals=1)
        into = page(office, "Negotiation")
        assert [one.text for one in into.criteria][3:] == [
            *("Offer was asked for", "Benefit calculated"),
            *("Schedule agreed (who, what, when)", "Offer walked through"),
        ]
        assert office.deal(number).ticks == 1
        assert [one.text for one in into.planned] == [
            *("clear the open points", "walk through the offer"),
        ]
        assert (into.stage.probability, into.stage.contact_limit) == (75, 5)
        assert office.say() == "Stage Proposal merged into Negotiation with 1 deal"
        history.undo(office.desk)
        assert office.everything() == before

    def test_makes_one_stay_of_two(self, office: Office) -> None:
        number = office.add("Acme: x @qualification")
        office.clock.pass_days(4)
        deals.move(office.desk, number, office.stage("Proposal"))
        office.clock.pass_days(3)
        deals.move(office.desk, number, office.stage("Negotiation"))
        merge(office, "Proposal", "Qualification")
        stays = "SELECT s.name, y.days FROM stay y JOIN stage s ON s.id = y.stage_id ORDER BY y.id"
        assert office.rows(stays) == [("Qualification", 7), ("Negotiation", None)]
        office.clock.pass_days(1)
        merge(office, "Negotiation", "Qualification")
        assert office.rows(stays) == [("Qualification", None)]
        entered = office.value("SELECT entered_at FROM stay")
        assert office.deal(number).stage_entered_at == entered

    def test_keeps_two_stays_with_another_between(self, office: Office) -> None:
        number = office.add("Acme: x @qualification")
        for name in ("Proposal", "Negotiation"):
            office.clock.pass_days(1)
            deals.move(office.desk, number, office.stage(name))
        merge(office, "Negotiation", "Qualification")
        stays = "SELECT s.name FROM stay y JOIN stage s ON s.id = y.stage_id ORDER BY y.id"
        assert office.rows(stays) == [("Qualification",), ("Proposal",), ("Qualification",)]

    def test_with_itself_is_refused(self, office: Office) -> None:
        before = office.everything()
        with pytest.raises(InputError, match="with itself"):
            merge(office, "Proposal", "Proposal")
        assert office.everything() == before

    def test_of_another_kind_is_refused(self, office: Office) -> None:
        with pytest.raises(InputError, match="closed or opened"):
            merge(office, "Onboarding", "Parked")

    def test_what_the_playbook_offered_there_is_offered_in_the_other(self, office: Office) -> None:
        from pipeline_tui.store.tables_playbook import PlayRow, PlayStageRow

        with office.desk.writer.step("deal.set") as work:
            play = work.add(PlayRow, kind="objection", position=1, title="Too expensive")
            for name in ("Proposal", "Negotiation"):
                work.add(PlayStageRow, play_id=play.id, stage_id=office.stage(name))
            number = play.id
        merge(office, "Proposal", "Qualification")
        merge(office, "Negotiation", "Qualification")
        offered = office.rows("SELECT stage_id FROM play_stage WHERE play_id = ?", number)
        assert offered == [(office.stage("Qualification"),)]

    def test_of_two_hundred_deals_is_one_step(self, office: Office) -> None:
        for number in range(200):
            office.add(f"Acme: deal {number} @proposal")
        before = office.everything()
        assert merge(office, "Proposal", "Negotiation").deals == 200
        positions = office.rows("SELECT count(DISTINCT position) FROM deal")
        assert positions == [(200,)]
        history.undo(office.desk)
        assert office.everything() == before
