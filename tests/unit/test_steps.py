"""What an undo step is called."""

from __future__ import annotations

from string import Formatter

import pytest

from pipeline_tui.domain.steps import STEPS, describe
from pipeline_tui.domain.words import FIELDS

EVERYTHING = {
    "deal": "Acme GmbH · CNC retrofit", "stage": "Proposal", "text": "call Ann", "field": "value",
    "file": "deals.csv", "key": "currency", "question": "time",
    "day": "2027-01-15", "part": "limit,step", "old": "Offer", "into": "Negotiation",
    "template": "short-en", "period": "2026-Q4", "name": "Ann", "category": "best",
}  # fmt: skip


class TestTheSentence:
    @pytest.mark.parametrize(
        ("action", "sentence"),
        [
            ("deal.move", "Acme GmbH · CNC retrofit moved to Proposal"),
            ("next.set", "Acme GmbH · CNC retrofit: next step set: call Ann"),
            ("deal.set", "Acme GmbH · CNC retrofit: value changed"),
            ("import", "Import of deals.csv"),
            ("options.set", "Setting currency changed"),
            ("setup.template", "Stages set up"),
            ("stage.set", "Stage Proposal: contact limit, next step compulsory changed"),
            ("stage.rename", "Stage Offer renamed Proposal"),
        ],
    )
    def test_names_what_was_done(self, action: str, sentence: str) -> None:
        assert describe(action, EVERYTHING) == sentence

    @pytest.mark.parametrize("action", STEPS)
    def test_is_whole_with_all_or_no_details(self, action: str) -> None:
        assert "{" not in describe(action, EVERYTHING)
        assert "{" not in describe(action, {})
        names = {name for _text, name, _spec, _conversion in Formatter().parse(STEPS[action])}
        assert names <= {*EVERYTHING, None}

    @pytest.mark.parametrize(
        ("action", "count", "sentence"),
        [
            ("deal.move", "3", "3 deals moved to Proposal"),
            ("stage.merge", "2", "Stage Proposal merged into Negotiation with 2 deals"),
            ("stage.remove", "1", "Stage Proposal removed, 1 deal moved to Negotiation"),
            ("criterion.remove", "0", "Stage Proposal: criterion removed: call Ann"),
            ("deal.move", "1", "Acme GmbH · CNC retrofit moved to Proposal"),
            ("deal.delete", "3", "3 deals deleted"),
            ("deal.delete", "1", "Acme GmbH · CNC retrofit deleted"),
            ("followup.snooze", "2", "2 follow-ups postponed"),
            ("followup.cancel", "2", "2 follow-ups cancelled"),
            ("followup.cancel", "1", "Acme GmbH · CNC retrofit: follow-up cancelled: call Ann"),
            ("import", "1", "1 deal imported"),
            ("import", "8800", "8,800 deals imported"),
            ("deal.category", "2", "2 deals: forecast category best case"),
            ("deal.park", "2", "2 deals parked until 15 Jan 2027"),
            ("deal.win", "2", "Acme GmbH · CNC retrofit won"),
            ("deal.delete", "many", "Acme GmbH · CNC retrofit deleted"),
        ],
    )
    def test_counts(self, action: str, count: str, sentence: str) -> None:
        assert describe(action, {**EVERYTHING, "count": count}) == sentence

    @pytest.mark.parametrize("deal", ["", "–"])
    def test_of_a_followup_without_a_deal_leaves_the_deal_out(self, deal: str) -> None:
        assert describe("followup.done", {"deal": deal, "text": "tax"}) == "follow-up done: tax"

    def test_shows_what_it_was_not_told(self) -> None:
        assert describe("deal.move", {"stage": "Lead"}) == "… moved to Lead"

    def test_of_an_action_of_another_version_is_its_key(self) -> None:
        assert describe("robot.{built}", {}) == "robot.{built}"

    def test_shows_braces_in_names_literally(self) -> None:
        assert describe("deal.win", {"deal": "{text} {0}"}) == "{text} {0} won"

    def test_of_a_field_of_another_version_names_it(self) -> None:
        assert describe("deal.set", {"deal": "A", "field": "colour"}) == "A: colour changed"

    def test_knows_the_fields_of_a_deal(self) -> None:
        assert {"title", "value", "close", "tags"} <= set(FIELDS)

    def test_counts_with_separators_and_names_every_field(self) -> None:
        assert describe("import", {"count": "8800"}) == "8,800 deals imported"
        sentence = describe("deal.set", {"deal": "Acme", "field": "value,close"})
        assert sentence == "Acme: value, expected close changed"
