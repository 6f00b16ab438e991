"""What a seller names: deals, follow-ups, stages, boxes."""

from __future__ import annotations

import pytest

from pipeline_tui.errors import Ambiguous, InputError, NotFound
from pipeline_tui.services import deals, lookup
from pipeline_tui.store import reads
from tests.services.office import Office


class TestNamingADeal:
    def test_by_its_number(self, office: Office) -> None:
        number = office.add()
        assert lookup.deal_named(office.desk, str(number)) == number
        assert lookup.deal_named(office.desk, f" #{number} ") == number

    @pytest.mark.parametrize("number", ["99", "0", "9" * 30])
    def test_by_a_number_that_is_not_there(self, office: Office, number: str) -> None:
        with pytest.raises(NotFound, match=f"no deal {number}"):
            lookup.deal_named(office.desk, number)

    def test_by_words_that_match_one(self, office: Office) -> None:
        number = office.add("Müller AG: Pilot line")
        office.add("Acme: Pilot plant")
        assert lookup.deal_named(office.desk, "MULLER pilot") == number

    def test_by_words_that_match_several(self, office: Office) -> None:
        one, two = office.add("Acme: Pilot plant"), office.add("pilot line")
        with pytest.raises(Ambiguous, match="Several deals match “pilot”") as caught:
            lookup.deal_named(office.desk, "pilot")
        assert sorted(caught.value.candidates) == [
            f"{one}  Acme · Pilot plant (First contact)",
            f"{two}  pilot line (First contact)",
        ]

    @pytest.mark.parametrize("words", ["", "  "])
    def test_by_nothing(self, office: Office, words: str) -> None:
        with pytest.raises(InputError):
            lookup.deal_named(office.desk, words)

    def test_words_mean_deals_in_play_only(self, office: Office) -> None:
        lost = office.add("Acme: Pilot plant")
        deals.lose(office.desk, lost, "price")
        with pytest.raises(NotFound, match="No deal matches “pilot”"):
            lookup.deal_named(office.desk, "pilot")
        assert lookup.closed_deal_named(office.desk, "pilot") == lost


class TestNamingAFollowup:
    def test_by_its_number_or_by_its_deal(self, office: Office) -> None:
        office.add("Acme: x call Meier fri")
        assert lookup.followup_named(office.desk, "@1") == 1
        assert lookup.followup_named(office.desk, "acme") == 1

    def test_of_a_deal_that_has_none(self, office: Office) -> None:
        office.add("Acme: x")
        with pytest.raises(NotFound, match="#1 has no open follow-up"):
            lookup.followup_named(office.desk, "acme")

    @pytest.mark.parametrize("text", ["@", "@x", "@²"])
    def test_by_no_number(self, office: Office, text: str) -> None:
        with pytest.raises(InputError):
            lookup.followup_named(office.desk, text)


class TestNamingAStageOrABox:
    def test_a_stage_by_the_beginning_of_its_name(self, office: Office) -> None:
        assert lookup.stage_named(office.desk, "first-c").name == "First contact"
        with pytest.raises(Ambiguous):
            lookup.stage_named(office.desk, "pro")
        with pytest.raises(NotFound):
            lookup.stage_named(office.desk, "nowhere")

    def test_a_box_by_its_place_or_its_words(self, office: Office) -> None:
        number = office.add("x @qualification")
        boxes = reads.boxes(office.desk.reader, number)
        assert lookup.criterion_named(office.desk, number, "2") == boxes[1].criterion_id
        assert lookup.criterion_named(office.desk, number, "Budget") == boxes[3].criterion_id

    @pytest.mark.parametrize(
        ("text", "error"), [("known", Ambiguous), ("9", NotFound), ("", NotFound), ("x", NotFound)]
    )
    def test_a_box_that_is_not_clear(
        self, office: Office, text: str, error: type[Exception]
    ) -> None:
        number = office.add("x @qualification")
        with pytest.raises(error):
            lookup.criterion_named(office.desk, number, text)

    def test_a_box_of_a_stage_without_any(self, office: Office) -> None:
        with pytest.raises(NotFound, match="Criteria are –"):
            lookup.criterion_named(office.desk, office.add("x @parked"), "1")
