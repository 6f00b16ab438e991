"""Switching the template later: the preview, what goes where, and that it is one step."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.stage_plan import Plan
from pipeline_tui.domain.templates import TEMPLATES, template
from pipeline_tui.errors import InputError
from pipeline_tui.services import deals, history, stage_parts, stage_templates, stages
from tests.services.office import Office


def becomes(plan: Plan) -> dict[str, list[str]]:
    """Present stages by the name of the one they become."""
    return {one.seed.name: [page.stage.name for page in one.pages] for one in plan.stages}


def names(office: Office) -> list[str]:
    return [one.stage.name for one in stages.stages(office.desk)]


class TestThePreview:
    def test_says_which_stage_becomes_which(self, office: Office) -> None:
        plan = stage_templates.preview(office.desk, "short-en")
        assert becomes(plan) == {
            "Identify": ["Prospect"],
            "Approach": ["First contact"],
            "Convince": ["Qualification", "Proposal", "Negotiation"],
            "Parked": ["Parked"],
            "Won": ["Won"],
            "Lost": ["Lost"],
            "Deliver": ["Onboarding"],
            "Care": ["Expansion"],
        }

    def test_says_how_many_deals_and_ticks_go_where(self, office: Office) -> None:
        number = office.add("Acme: x @qualification")
        office.add("Acme: y @proposal")
        boxes = next(p for p in stages.stages(office.desk) if p.stage.name == "Qualification")
        deals.tick(office.desk, number, boxes.criteria[0].id, on=True)
        before = office.everything()
        plan = stage_templates.preview(office.desk, "saas-en")
        counts = {one.seed.name: one.deals for one in plan.stages if one.deals}
        assert counts == {"Qualified": 1, "Trial": 1}
        assert plan.ticks == 0, "the problem in their words is asked for there too"
        plan = stage_templates.preview(office.desk, "short-en")
        assert plan.ticks == 1
        assert office.everything() == before

    def test_can_be_changed_by_hand(self, office: Office) -> None:
        chosen = {office.stage("Proposal"): "approach"}
        plan = stage_templates.preview(office.desk, "short-en", chosen)
        assert "Proposal" in becomes(plan)["Approach"]
        with pytest.raises(InputError, match="closed or opened in Won"):
            stage_templates.preview(office.desk, "short-en", {office.stage("Proposal"): "won"})

    def test_of_what_is_no_template(self, office: Office) -> None:
        with pytest.raises(InputError, match="Templates are b2b-en"):
            stage_templates.preview(office.desk, "b2b-fr")


class TestSwitching:
    @pytest.mark.parametrize("name", TEMPLATES)
    def test_gives_the_stages_of_the_template_in_one_step(self, office: Office, name: str) -> None:
        numbers = [office.add(f"Acme: {s} @{s}") for s in ("prospect", "proposal", "negotiation")]
        office.add("Acme: parked @parked")
        deals.win(office.desk, numbers[2])
        before = office.everything()
        steps = len(office.steps())
        changed = stage_templates.switch(office.desk, name)
        assert changed == (name != "b2b-en")
        assert names(office) == [seed.name for seed in template(name)]
        found = stages.stages(office.desk)
        for seed, page in zip(template(name), found, strict=True):
            assert [(c.text, c.question) for c in page.criteria] == list(seed.criteria)
            assert [(p.kind, p.text, p.days) for p in page.planned] == list(seed.planned)
            stage = page.stage
            assert (stage.key, stage.kind, stage.probability, stage.contact_limit) == (
                seed.key, seed.kind, seed.probability, seed.contact_limit,
            )  # fmt: skip
            assert (stage.is_first_contact, stage.is_opportunity, page.asks_qualification) == (
                seed.is_first_contact, seed.is_opportunity, seed.asks_qualification,
            )  # fmt: skip
            assert (stage.guidance, stage.colour) == (seed.guidance, seed.colour)
        assert office.value("SELECT count(*) FROM deal") == 4
        assert office.deal(numbers[2]).stage_kind == "won"
        assert office.value("PRAGMA integrity_check") == "ok"
        if changed:
            assert len(office.steps()) == steps + 1
            assert office.say() == f"Stages of the template {name}"
            history.undo(office.desk)
        assert office.everything() == before

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_twice_changes_nothing(self, office: Office, name: str) -> None:
        office.add("Acme: x @proposal call Meier fri")
        stage_templates.switch(office.desk, name)
        before, steps = office.everything(), office.steps()
        assert stage_templates.switch(office.desk, name) is False
        assert office.everything() == before
        assert office.steps() == steps
        assert stage_templates.current(office.desk) == name

    def test_there_and_back_keeps_deals_and_ticks(self, office: Office) -> None:
        number = office.add("Acme: x @prospect")
        fits = stages.stages(office.desk)[0].criteria[0]
        deals.tick(office.desk, number, fits.id, on=True, evidence="same size")
        stage_templates.switch(office.desk, "short-en")
        assert (office.deal(number).stage, office.deal(number).ticks) == ("Identify", 1)
        stage_templates.switch(office.desk, "b2b-en")
        assert (office.deal(number).stage, office.deal(number).ticks) == ("Prospect", 1)

    def test_from_stages_whose_names_are_those_of_others(self, office: Office) -> None:
        stages.set_fields(office.desk, office.stage("Prospect"), {"name": "Demo"})
        stages.set_fields(office.desk, office.stage("Proposal"), {"name": "Lead"})
        stages.set_fields(office.desk, office.stage("Demo"), {"name": "Contract"})
        stage_templates.switch(
            office.desk,
            "saas-en",
            {office.stage("Lead"): "contract", office.stage("Contract"): "lead"},
        )
        assert names(office) == [seed.name for seed in template("saas-en")]

    def test_ties_what_was_ticked_before(self, office: Office) -> None:
        boxes = next(p for p in stages.stages(office.desk) if p.stage.name == "Qualification")
        time = next(c for c in boxes.criteria if c.question == "time")
        stage_parts.tie_criterion(office.desk, time.id, "")
        number = office.add("Acme: x @qualification")
        deals.tick(office.desk, number, time.id, on=True, evidence="Q1")
        stage_templates.switch(office.desk, "b2b-en")
        assert office.rows("SELECT question, answer, line FROM answer") == [("time", "yes", "Q1")]

    def test_from_an_imported_process_without_parking(self, office: Office) -> None:
        from pipeline_tui.services import stage_merging

        stage_merging.remove(office.desk, office.stage("Parked"))
        stages.add(office.desk, "Somewhere")
        number = office.add("Acme: x @somewhere")
        stage_templates.switch(office.desk, "b2b-de")
        assert names(office) == [seed.name for seed in template("b2b-de")]
        assert office.deal(number).stage == "Verhandlung"
