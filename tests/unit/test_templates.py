"""The stages a new database starts with: process.md, "Stages"."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.templates import COLOURS, LOST_REASONS, TEMPLATES, template
from pipeline_tui.domain.text import clean, fold

RULES = {
    # key, kind, probability, contact limit, step compulsory, number of criteria
    "b2b": [
        ("prospect", "open", 5, None, False, 2),
        ("first_contact", "open", 10, 10, True, 2),
        ("qualification", "open", 25, 10, True, 5),
        ("proposal", "open", 50, 7, True, 4),
        ("negotiation", "open", 75, 5, True, 3),
        ("parked", "parked", 0, None, True, 0),
        ("won", "won", 100, None, False, 0),
        ("lost", "lost", 0, None, False, 0),
        ("onboarding", "care", 100, 20, True, 4),
        ("expansion", "care", 100, 60, True, 3),
    ],
    "short": [
        ("identify", "open", 5, None, False, 2),
        ("approach", "open", 20, 10, True, 3),
        ("convince", "open", 50, 7, True, 3),
        ("parked", "parked", 0, None, True, 0),
        ("won", "won", 100, None, False, 0),
        ("lost", "lost", 0, None, False, 0),
        ("deliver", "care", 100, 10, True, 3),
        ("care", "care", 100, 60, True, 2),
    ],
    "saas": [
        ("lead", "open", 5, 5, True, 2),
        ("qualified", "open", 20, 7, True, 4),
        ("demo", "open", 35, 7, True, 3),
        ("trial", "open", 55, 5, True, 3),
        ("contract", "open", 80, 5, True, 3),
        ("parked", "parked", 0, None, True, 0),
        ("won", "won", 100, None, False, 0),
        ("lost", "lost", 0, None, False, 0),
        ("live", "care", 100, 30, True, 4),
    ],
}
NAMES = {
    "b2b-en": "Prospect, First contact, Qualification, Proposal, Negotiation, "
    "Parked, Won, Lost, Onboarding, Expansion",
    "b2b-de": "Zielkunde, Erstkontakt, Bedarfsklärung, Angebot, Verhandlung, "
    "Pflege, Gewonnen, Verloren, Einführung, Ausbau",
    "short-en": "Identify, Approach, Convince, Parked, Won, Lost, Deliver, Care",
    "short-de": "Finden, Ansprechen, Überzeugen, Pflege, Gewonnen, Verloren, Liefern, Betreuen",
    "saas-en": "Lead, Qualified, Demo, Trial, Contract, Parked, Won, Lost, Live",
    "saas-de": "Lead, Qualifiziert, Demo, Test, Vertrag, Pflege, Gewonnen, Verloren, Live",
}
MARKS = {
    # first contact, verified opportunity, asks for qualification
    "b2b": ("first_contact", "qualification", "proposal"),
    "short": ("approach", "convince", "convince"),
    "saas": ("lead", "qualified", "demo"),
}


class TestStartingFresh:
    @pytest.mark.parametrize("name", TEMPLATES)
    def test_gives_the_stages_with_the_rules_of_the_process(self, name: str) -> None:
        stages = [
            (s.key, s.kind, s.probability, s.contact_limit, s.step_required, len(s.criteria))
            for s in template(name)
        ]
        assert stages == RULES[name.partition("-")[0]]

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_in_the_language_chosen(self, name: str) -> None:
        assert ", ".join(stage.name for stage in template(name)) == NAMES[name]

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_marks_first_contact_and_the_verified_opportunity(self, name: str) -> None:
        marked = (
            [s.key for s in template(name) if s.is_first_contact],
            [s.key for s in template(name) if s.is_opportunity],
            [s.key for s in template(name) if s.asks_qualification],
        )
        assert marked == tuple([key] for key in MARKS[name.partition("-")[0]])

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_ties_decision_maker_and_time_frame_to_their_questions(self, name: str) -> None:
        tied = {c.question: c.text for s in template(name) for c in s.criteria if c.question}
        if name.endswith("-de"):
            assert tied == {"decision": "Entscheider bekannt", "time": "Zeitrahmen bekannt"}
        else:
            assert tied == {"decision": "Decision maker known", "time": "Time frame known"}

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_says_in_one_line_what_to_do_in_each_stage(self, name: str) -> None:
        for stage in template(name):
            assert 30 < len(stage.guidance) <= 100
            assert stage.guidance.endswith(".")
            assert stage.colour in COLOURS
            texts = (
                stage.name,
                stage.guidance,
                *(c.text for c in stage.criteria),
                *(p.text for p in stage.planned),
            )
            assert all(text == clean(text) for text in texts)
            assert len(set(stage.criteria)) == len(stage.criteria)

    @pytest.mark.parametrize("kind", ["b2b", "short"])
    def test_shares_no_text_between_the_languages(self, kind: str) -> None:
        english, german = template(f"{kind}-en"), template(f"{kind}-de")
        for one, other in zip(english, german, strict=True):
            mine = {
                one.name,
                one.guidance,
                *(c.text for c in one.criteria),
                *(p.text for p in one.planned),
            }
            others = {
                other.name,
                other.guidance,
                *(c.text for c in other.criteria),
                *(p.text for p in other.planned),
            }
            assert not mine & others

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_has_stages_of_names_that_are_told_apart(self, name: str) -> None:
        names = [fold(stage.name) for stage in template(name)]
        assert len(set(names)) == len(names)
        assert len({stage.key for stage in template(name)}) == len(names)

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_plans_the_first_step_where_one_is_compulsory(self, name: str) -> None:
        for stage in template(name):
            has_one = stage.step_required and stage.kind != "parked"
            assert bool(stage.planned) is has_one, stage.name

    @pytest.mark.parametrize("name", ["b2b-en", "b2b-de"])
    def test_plans_what_is_done_first_where_a_step_is_compulsory(self, name: str) -> None:
        planned = {s.key: [(p.kind, p.days) for p in s.planned] for s in template(name)}
        assert {key: steps for key, steps in planned.items() if steps} == {
            "first_contact": [("call", 0)],
            "qualification": [("meeting", 3)],
            "proposal": [("call", 3)],
            "negotiation": [("call", 2)],
            "onboarding": [("meeting", 3), ("call", 20)],
            "expansion": [("call", 20)],
        }

    def test_from_a_template_there_is_not_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            template("b2b-fr")


class TestLosing:
    def test_has_a_reason_for_every_digit(self) -> None:
        codes = [code for code, _label in LOST_REASONS]
        assert codes == [
            *("price", "no_budget", "competitor", "project_stopped"),
            *("no_need", "timing", "not_reachable", "other"),
        ]
        assert len({label for _code, label in LOST_REASONS}) == len(codes) <= 9
