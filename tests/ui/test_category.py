"""The forecast category at the keyboard: `t` on board, agenda, pane, focus and review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.i18n import use_language
from pipeline_tui.services import categories, deals
from pipeline_tui.ui.modals.category import CategoryPanel
from tests.services.office import MONDAY, Office
from tests.ui.pane_desk import agenda_of
from tests.ui.terminal import Terminal, terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two deals in Qualification, on top the one that may be promised."""
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    made.add("Hooli: Licences 20k @qualification call Gavin 23.11.")
    made.add("Acme: CNC 10k @qualification close:2026-12-10 call Ann 23.11.")
    assert made.clock.today() == MONDAY
    made.desk.close()
    yield made
    made.desk.close()


def panel(at: Terminal) -> CategoryPanel:
    assert isinstance(at.app.screen, CategoryPanel)
    return at.app.screen


class TestOneDeal:
    async def test_is_promised_with_two_keys(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("t")
            assert "Forecast category of Acme · CNC" in at.text
            assert "would count" not in at.text
            await at.press("1")
            assert at.message == "Acme · CNC: forecast category commit · u undoes"
            assert "● commit" in at.text
            await at.press("u")
            assert "● commit" not in at.text
        assert office.deal(2).category == "pipeline"

    @pytest.mark.parametrize(
        ("language", "key", "code"),
        [("en", "b", "best"), ("de", "a", "omit"), ("de", "z", "commit"), ("en", "o", "omit")],
    )
    async def test_is_chosen_by_its_first_letter(
        self, office: Office, language: str, key: str, code: str
    ) -> None:
        use_language(language)
        async with terminal(office.path, office.clock, size=(80, 24)) as at:
            await at.press("t", key)
        assert office.deal(2).category == code

    async def test_is_chosen_by_going_there(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("t", "k", "enter")
        assert office.deal(2).category == "best"

    async def test_stays_as_it_was_on_esc(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("t", "j", "escape")
            assert at.app.screen is at.main
        assert office.deal(2).category == "pipeline"

    async def test_says_in_words_why_it_counts_as_less(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("j", "t")
            assert "Commit would count as best case: no expected close" in at.text
            await at.press("c")
            assert at.main.pane is not None
            pane = " ".join(" ".join(at.main.pane.lines).replace("│", "").split())
            assert "● commit · ⚑ counts as best case: no expected close" in pane
        assert office.deal(1).category == "commit"

    async def test_that_may_not_be_promised_is_refused_in_place(self, office: Office) -> None:
        deals.move(office.desk, 2, office.stage("Proposal"))
        assert office.deal(2).overridden
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await at.press("l", "t")
            assert "moved on with criteria open" in at.text
            await at.press("1")
            assert "cannot be promised" in panel(at).echo.said
            await at.press("2")
            assert at.app.screen is at.main
        assert office.deal(2).category == "best"

    async def test_that_is_closed_says_so(self, office: Office) -> None:
        deals.win(office.desk, 2)
        deals.win(office.desk, 1)
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "1", *["l"] * 8)
            won = next(c for c in at.main.state.columns if c.stage.kind == "won")
            at.main.board.go_column(at.main.state.columns.index(won))
            await at.press("t")
            assert at.app.screen is at.main
            assert "in no forecast" in at.message


class TestEverywhere:
    async def test_on_the_agenda_in_the_pane_in_focus_and_in_review(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "t", "2")
            row = agenda_of(at).current
            assert row is not None
            assert row.deal is not None
            here = row.deal.id
            assert office.deal(here).category == "best"
            await at.press("enter", "t", "4")
            assert office.deal(here).category == "omit"
            await at.press("tab", "f", "t", "2")
            assert office.deal(here).category == "best"
            await at.press("escape")

    async def test_of_what_is_reviewed(self, office: Office) -> None:
        office.clock.pass_days(30)
        async with terminal(office.path, office.clock) as at:
            await at.press("4", "1", "t", "4")
            assert "forecast category omit" in at.text
        assert sorted(office.deal(number).category for number in (1, 2)) == ["omit", "pipeline"]

    async def test_of_marked_deals_in_one_step(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("space", "space", "t")
            assert "Forecast category of 2 deals" in at.text
            assert "Commit of 1 would count as best case" in at.text
            assert "Hooli · Licences: no expected close" in at.text
            await at.press("1")
            assert at.message == "2 deals: forecast category commit · u undoes"
            assert not at.main.state.marks
            await at.press("u")
        assert [office.deal(number).category for number in (1, 2)] == ["pipeline", "pipeline"]

    async def test_what_another_one_changed_is_shown_first(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("t")
            categories.set_category(office.desk, [2], "omit")
            office.desk.close()
            await at.press("1")
            assert "changed elsewhere" in panel(at).echo.said
            await at.press("1")
            assert at.app.screen is at.main
        assert office.deal(2).category == "commit"

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    @pytest.mark.parametrize("language", ["en", "de"])
    async def test_it_stands_at_every_size(
        self, office: Office, size: tuple[int, int], language: str
    ) -> None:
        use_language(language)
        async with terminal(office.path, office.clock, size=size) as at:
            await at.press("t", "j", "j")
            assert all(len(line) <= size[0] for line in at.lines)
            await at.press("escape")
