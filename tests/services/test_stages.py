"""Editing stages: every field, their order, what hangs on them (process.md, "Stages")."""

from __future__ import annotations

import pytest

from pipeline_tui.domain import stages as rules
from pipeline_tui.domain.records_stage import StagePage
from pipeline_tui.errors import Conflict, InputError, NotFound
from pipeline_tui.services import deals, history, stage_parts, stages
from tests.services.office import Office

ORDER = [
    *("Prospect", "First contact", "Qualification", "Proposal", "Negotiation"),
    *("Parked", "Won", "Lost", "Onboarding", "Expansion"),
]


def names(office: Office) -> list[str]:
    return [page.stage.name for page in stages.stages(office.desk)]


def page(office: Office, name: str) -> StagePage:
    return next(one for one in stages.stages(office.desk) if one.stage.name == name)


def value(office: Office, name: str, field: str) -> rules.Value:
    return rules.stored(page(office, name), field)


class TestAStage:
    def test_is_read_with_all_that_hangs_on_it(self, office: Office) -> None:
        office.add("Acme: x @proposal")
        found = page(office, "Proposal")
        assert (found.deals, found.been, found.asks_qualification) == (1, 1, True)
        assert found.criteria[0].text == "Offer was asked for"
        assert [(p.kind, p.days) for p in found.planned] == [("call", 3)]

    def test_is_added_behind_the_last_of_its_kind(self, office: Office) -> None:
        stages.add(office.desk, "Contract")
        stages.add(office.desk, "Renewal", "care")
        assert names(office) == [*ORDER[:5], "Contract", *ORDER[5:], "Renewal"]
        positions = [one.stage.position for one in stages.stages(office.desk)]
        assert positions == list(range(1, 13))
        assert office.say() == "Stage Renewal added"
        assert deals.add_deal(office.desk, "Acme: y @contract", suggest=False)

    def test_is_added_behind_another_with_its_rules(self, office: Office) -> None:
        stages.add(office.desk, "Demo", after=office.stage("Qualification"))
        assert names(office)[:4] == ["Prospect", "First contact", "Qualification", "Demo"]
        demo = page(office, "Demo").stage
        assert (demo.probability, demo.contact_limit, demo.step_required) == (25, 10, True)
        assert not demo.is_opportunity

    @pytest.mark.parametrize("name", ["Proposal", "  proposal ", "FIRST-CONTACT"])
    def test_has_a_name_of_its_own(self, office: Office, name: str) -> None:
        before = office.everything()
        with pytest.raises(InputError, match="already"):
            stages.add(office.desk, name)
        with pytest.raises(InputError, match="already"):
            stages.set_fields(office.desk, office.stage("Lost"), {"name": name})
        with pytest.raises(InputError, match="already"):
            stages.check(office.desk, office.stage("Lost"), "name", name)
        assert office.everything() == before

    @pytest.mark.parametrize("name", ["", "   ", "x" * 61, "x" * 100_000])
    def test_has_a_name_that_can_be_shown(self, office: Office, name: str) -> None:
        before = office.everything()
        with pytest.raises(InputError):
            stages.add(office.desk, name)
        with pytest.raises(InputError):
            stages.set_fields(office.desk, office.stage("Lost"), {"name": name})
        assert office.everything() == before

    def test_is_renamed_in_one_step(self, office: Office) -> None:
        before = office.everything()
        stages.set_fields(office.desk, office.stage("Proposal"), {"name": "Offer"})
        assert "Offer" in names(office)
        assert office.say() == "Stage Proposal renamed Offer"
        history.undo(office.desk)
        assert office.everything() == before

    @pytest.mark.parametrize(
        ("field", "text", "kept"),
        [
            ("probability", "60 %", 60),
            ("limit", "12 working days", 12),
            ("limit", "none", None),
            ("step", "nein", 0),
            ("guidance", "Say it twice.", "Say it twice."),
            ("colour", "grün", "green"),
            ("colour", "", ""),
            ("first", "yes", 1),
            ("opportunity", "ja", 1),
            ("qualification", "no", 0),
            ("kind", "geparkt", "parked"),
        ],
    )
    def test_has_every_field_changed_and_taken_back(
        self, office: Office, field: str, text: str, kept: rules.Value
    ) -> None:
        office.add("Acme: x @proposal")
        before = office.everything()
        stages.set_fields(office.desk, office.stage("Proposal"), {field: text})
        assert value(office, "Proposal", field) == kept
        assert office.say().startswith("Stage Proposal: ")
        assert len(office.steps()) == 2
        shown = rules.text_of(field, kept)
        assert rules.read(field, shown) == kept, "what is shown can be typed"
        history.undo(office.desk)
        assert office.everything() == before

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("probability", "101"),
            ("probability", "-1"),
            ("probability", ""),
            ("limit", "0"),
            ("limit", "1000"),
            ("limit", "soon"),
            ("step", "perhaps"),
            ("kind", "closed"),
            ("colour", "plaid"),
            ("guidance", "x" * 100_000),
        ],
    )
    def test_refuses_what_a_field_cannot_be(self, office: Office, field: str, text: str) -> None:
        before = office.everything()
        with pytest.raises(InputError):
            stages.set_fields(office.desk, office.stage("Proposal"), {field: text, "name": "New"})
        assert office.everything() == before

    def test_is_not_overwritten_when_another_instance_changed_it(self, office: Office) -> None:
        number = office.stage("Proposal")
        stages.set_fields(office.desk, number, {"limit": "9"})
        with pytest.raises(Conflict) as caught:
            stages.set_fields(office.desk, number, {"limit": "8"}, seen={"limit": "7"})
        assert (caught.value.mine, caught.value.theirs) == ("8", "9")
        assert value(office, "Proposal", "limit") == 9
        stages.set_fields(office.desk, number, {"limit": "9"}, seen={"limit": "7"})
        stages.set_fields(office.desk, number, {"limit": "8"}, seen={"limit": "9"})
        assert value(office, "Proposal", "limit") == 8

    def test_that_is_gone_is_said(self, office: Office) -> None:
        with pytest.raises(NotFound):
            stages.set_fields(office.desk, 99, {"name": "x"})


class TestTheRulesOfAStage:
    def test_make_ghosts_and_take_them_away(self, office: Office) -> None:
        number = office.add("Acme: x @proposal")
        assert office.deal(number).ghost_on is not None
        stages.set_fields(office.desk, office.stage("Proposal"), {"step": "no"})
        assert office.deal(number).ghost_on is None
        stages.set_fields(office.desk, office.stage("Proposal"), {"step": "yes"})
        assert office.deal(number).ghost_on is not None

    def test_set_the_contact_limit_of_its_deals(self, office: Office) -> None:
        number = office.add("Acme: x @proposal")
        before = office.deal(number).contact_due_on
        stages.set_fields(office.desk, office.stage("Proposal"), {"limit": "1"})
        after = office.deal(number).contact_due_on
        assert before is not None
        assert after is not None
        assert after < before
        stages.set_fields(office.desk, office.stage("Proposal"), {"limit": ""})
        assert office.deal(number).contact_due_on is None


class TestTheMarks:
    def test_move_from_one_stage_to_another(self, office: Office) -> None:
        stages.set_fields(office.desk, office.stage("Prospect"), {"first": "yes"})
        assert not page(office, "First contact").stage.is_first_contact
        assert office.deal(office.add("Acme: x")).stage == "Prospect"
        with pytest.raises(InputError, match="Mark another one"):
            stages.set_fields(office.desk, office.stage("Prospect"), {"first": "no"})
        with pytest.raises(InputError, match="no open stage"):
            stages.set_fields(office.desk, office.stage("Won"), {"opportunity": "yes"})

    def test_make_deals_verified_opportunities(self, office: Office) -> None:
        number = office.add("Acme: x @first-contact")
        sql = "SELECT verified_at FROM deal WHERE id = ?"
        assert office.value(sql, number) is None
        stages.set_fields(office.desk, office.stage("First contact"), {"opportunity": "yes"})
        assert office.value(sql, number) is not None
        assert not page(office, "Qualification").stage.is_opportunity

    def test_go_to_the_next_stage_when_theirs_is_no_longer_open(self, office: Office) -> None:
        stages.set_fields(office.desk, office.stage("Qualification"), {"kind": "parked"})
        assert page(office, "Proposal").stage.is_opportunity
        assert names(office)[4:6] == ["Parked", "Qualification"], "deals are parked where they were"


class TestTheKind:
    def test_cannot_be_changed_where_deals_would_be_closed_by_it(self, office: Office) -> None:
        number = office.add("Acme: x @proposal")
        before = office.everything()
        with pytest.raises(InputError, match="1 deal stands in Proposal"):
            stages.set_fields(office.desk, office.stage("Proposal"), {"kind": "won"})
        assert office.everything() == before
        deals.move(office.desk, number, office.stage("Negotiation"))
        with pytest.raises(InputError, match="history would change"):
            stages.set_fields(office.desk, office.stage("Proposal"), {"kind": "care"})
        stages.set_fields(office.desk, office.stage("Negotiation"), {"kind": "parked"})
        assert office.deal(number).stage_kind == "parked"

    @pytest.mark.parametrize("kind", ["open", "won", "lost"])
    def test_must_be_there_once(self, office: Office, kind: str) -> None:
        others = [p.stage for p in stages.stages(office.desk) if p.stage.kind == kind]
        for stage in others[:-1]:
            stages.set_fields(office.desk, stage.id, {"kind": "care"})
        before = office.everything()
        with pytest.raises(InputError, match="There must be a stage"):
            stages.set_fields(office.desk, others[-1].id, {"kind": "care"})
        assert office.everything() == before


class TestTheOrder:
    def test_is_changed_among_stages_of_a_kind(self, office: Office) -> None:
        before = office.everything()
        assert stages.shift(office.desk, office.stage("Proposal"), -1) == 3
        assert names(office)[2:4] == ["Proposal", "Qualification"]
        assert office.say() == "Stage Proposal put in another place"
        history.undo(office.desk)
        assert office.everything() == before

    def test_ends_at_the_edge_of_the_kind(self, office: Office) -> None:
        steps = office.steps()
        assert stages.shift(office.desk, office.stage("Negotiation"), 1) == 5
        assert office.steps() == steps
        assert stages.place(office.desk, office.stage("Prospect"), 99) == 5
        assert stages.place(office.desk, office.stage("Expansion"), 1) == 9

    def test_decides_which_deals_are_opportunities(self, office: Office) -> None:
        number = office.add("Acme: x @first-contact")
        stages.shift(office.desk, office.stage("Qualification"), -1)
        verified = "SELECT verified_at FROM deal WHERE id = ?"
        assert office.value(verified, number) is not None


class TestCriteria:
    def test_are_added_edited_ordered_and_removed(self, office: Office) -> None:
        before = office.everything()
        stage = office.stage("Prospect")
        made = stage_parts.add_criterion(office.desk, stage, "Website looked at")
        stage_parts.shift_criterion(office.desk, made, -2)
        stage_parts.edit_criterion(office.desk, made, "Website read", seen="Website looked at")
        texts = [one.text for one in page(office, "Prospect").criteria]
        assert texts == ["Website read", "Fits the ideal customer profile", "Trigger known"]
        stage_parts.place_criterion(office.desk, made, 3)
        assert [one.text for one in page(office, "Prospect").criteria][2] == "Website read"
        stage_parts.remove_criterion(office.desk, made)
        for _step in office.steps():
            history.undo(office.desk)
        assert office.everything() == before

    def test_say_how_many_ticks_go_with_them(self, office: Office) -> None:
        box = page(office, "Proposal").criteria[0]
        for title in ("a", "b"):
            number = office.add(f"Acme: {title} @proposal")
            deals.tick(office.desk, number, box.id, on=True, evidence="asked on Monday")
        before = office.everything()
        assert page(office, "Proposal").criteria[0].ticks == 2
        assert stage_parts.remove_criterion(office.desk, box.id) == 2
        assert office.say() == (
            "Stage Proposal: criterion removed with 2 ticks: Offer was asked for"
        )
        history.undo(office.desk)
        assert office.everything() == before

    @pytest.mark.parametrize("text", ["", " ", "trigger KNOWN", "x" * 100_000])
    def test_refuse_what_they_cannot_be(self, office: Office, text: str) -> None:
        before = office.everything()
        with pytest.raises(InputError):
            stage_parts.add_criterion(office.desk, office.stage("Prospect"), text)
        fits = page(office, "Prospect").criteria[0]
        with pytest.raises(InputError):
            stage_parts.edit_criterion(office.desk, fits.id, text)
        assert office.everything() == before

    def test_are_not_overwritten(self, office: Office) -> None:
        fits = page(office, "Prospect").criteria[0]
        stage_parts.edit_criterion(office.desk, fits.id, "Fits")
        with pytest.raises(Conflict):
            stage_parts.edit_criterion(office.desk, fits.id, "Passt", seen=fits.text)
        with pytest.raises(NotFound):
            stage_parts.remove_criterion(office.desk, 999)

    def test_tied_to_a_question_have_one_record(self, office: Office) -> None:
        box = page(office, "Proposal").criteria[1]
        number = office.add("Acme: x @proposal")
        deals.tick(office.desk, number, box.id, on=True, evidence="4 h a week")
        before = office.everything()
        stage_parts.tie_criterion(office.desk, box.id, "benefit")
        assert office.rows("SELECT question, answer, line FROM answer") == [
            ("benefit", "yes", "4 h a week")
        ]
        assert office.rows("SELECT * FROM tick") == []
        stage_parts.tie_criterion(office.desk, box.id, "")
        assert office.rows("SELECT criterion_id, evidence FROM tick") == [(box.id, "4 h a week")]
        history.undo(office.desk)
        history.undo(office.desk)
        assert office.everything() == before

    def test_ask_each_question_once_in_a_stage(self, office: Office) -> None:
        boxes = page(office, "Qualification").criteria
        with pytest.raises(InputError, match="tied to Decision already"):
            stage_parts.tie_criterion(office.desk, boxes[0].id, "decision")
        with pytest.raises(InputError, match="no question"):
            stage_parts.tie_criterion(office.desk, boxes[0].id, "weather")


class TestPlannedFollowUps:
    def test_are_added_edited_ordered_and_removed(self, office: Office) -> None:
        before = office.everything()
        stage = office.stage("Proposal")
        made = stage_parts.add_planned(office.desk, stage, "send the offer +1")
        stage_parts.edit_planned(office.desk, made, "mail: send the offer + 2")
        stage_parts.shift_planned(office.desk, made, -1)
        planned = [(p.kind, p.text, p.days) for p in page(office, "Proposal").planned]
        assert planned == [
            ("mail", "send the offer", 2),
            ("call", "walk through the offer", 3),
        ]
        stage_parts.remove_planned(office.desk, made)
        for _step in office.steps():
            history.undo(office.desk)
        assert office.everything() == before

    @pytest.mark.parametrize("line", ["", "+3", "call x +1000", "x" * 100_000])
    def test_refuse_what_they_cannot_be(self, office: Office, line: str) -> None:
        before = office.everything()
        with pytest.raises(InputError):
            stage_parts.add_planned(office.desk, office.stage("Proposal"), line)
        assert office.everything() == before

    def test_are_not_overwritten(self, office: Office) -> None:
        there = page(office, "Proposal").planned[0]
        stage_parts.edit_planned(office.desk, there.id, "call +1")
        with pytest.raises(Conflict):
            stage_parts.edit_planned(
                office.desk, there.id, "call +2", seen=rules.planned_text(there)
            )
        with pytest.raises(NotFound):
            stage_parts.edit_planned(office.desk, 99, "call +2")
