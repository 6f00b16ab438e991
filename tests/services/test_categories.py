"""Forecast categories of one deal and of several, in one step each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.errors import Conflict, InputError, NotFound
from pipeline_tui.i18n import use_language
from pipeline_tui.services import categories, deals, history
from tests.services.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """1 may be promised, 2 has no close date, 3 was moved on with boxes open, 4 is won."""
    made = Office(tmp_path / "sales.db")
    for line in ("A 10k close:2026-12-10", "B 20k", "C 30k close:2026-12-10", "D 40k"):
        made.add(f"Acme: {line} @qualification call Ann 1.12.")
    deals.move(made.desk, 3, made.stage("Proposal"), reason="they asked")
    deals.win(made.desk, 4)
    yield made
    made.desk.close()


class TestAsking:
    def test_says_what_speaks_against_a_promise(self, office: Office) -> None:
        found = {one.id: one for one in categories.asked(office.desk, [3, 1, 2, 4])}
        assert list(found) == [3, 1, 2]
        assert found[1].doubts == ()
        assert found[2].doubts == ("no_close",)
        assert found[3].doubts == ("overridden",)
        assert found[1].name == "Acme · A"

    def test_what_is_closed_is_in_no_forecast(self, office: Office) -> None:
        with pytest.raises(InputError, match="in no forecast"):
            categories.asked(office.desk, [4])


class TestSetting:
    def test_is_one_step_with_its_history(self, office: Office) -> None:
        before = office.everything()
        assert categories.set_category(office.desk, [1], "commit") == 0
        assert office.deal(1).category == "commit"
        assert office.rows("SELECT field, old, new FROM field_change WHERE deal_id = 1")[-1] == (
            "category", "pipeline", "commit",
        )  # fmt: skip
        assert office.say() == "Acme · A: forecast category commit"
        use_language("de")
        assert office.say() == "Acme · A: Prognose zugesagt"
        history.undo(office.desk)
        assert office.everything() == before

    def test_of_several_is_one_step(self, office: Office) -> None:
        before = office.everything()
        steps = len(office.steps())
        categories.set_category(office.desk, [1, 2], "omit")
        assert [office.deal(number).category for number in (1, 2)] == ["omit", "omit"]
        assert len(office.steps()) == steps + 1
        assert office.say() == "2 deals: forecast category omit"
        history.undo(office.desk)
        assert office.everything() == before

    def test_what_was_moved_on_with_boxes_open_is_not_promised(self, office: Office) -> None:
        with pytest.raises(InputError, match="moved on with criteria open"):
            categories.set_category(office.desk, [3], "commit")
        assert categories.set_category(office.desk, [1, 3], "commit") == 1
        assert [office.deal(number).category for number in (1, 3)] == ["commit", "best"]

    def test_what_somebody_changed_meanwhile_is_not_overwritten(self, office: Office) -> None:
        categories.set_category(office.desk, [1], "omit")
        before = office.everything()
        with pytest.raises(Conflict, match="changed elsewhere"):
            categories.set_category(
                office.desk, [2, 1], "best", seen={1: "pipeline", 2: "pipeline"}
            )
        assert office.everything() == before

    @pytest.mark.parametrize("problem", [([99], "best", NotFound), ([1], "maybe", InputError)])
    def test_what_is_not_there_is_refused(
        self, office: Office, problem: tuple[list[int], str, type[Exception]]
    ) -> None:
        chosen, category, error = problem
        with pytest.raises(error):
            categories.set_category(office.desk, chosen, category)
