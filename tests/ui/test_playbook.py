"""The playbook at the keyboard: `6` shows it, `b` offers what fits the deal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import use_language
from pipeline_tui.services import playbook
from pipeline_tui.ui.modals.answers import Answers
from pipeline_tui.ui.modals.note import NoteEditor
from pipeline_tui.ui.screens.focus import FocusScreen
from pipeline_tui.ui.screens.playbook import PlaybookScreen
from pipeline_tui.ui.widgets.typing import NoteArea
from tests.faults.poison import HOSTILE
from tests.services.office import Office
from tests.ui.agenda_desk import office_on_monday
from tests.ui.terminal import Terminal, terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_on_monday(tmp_path)
    yield made
    made.desk.close()


def screen(at: Terminal) -> PlaybookScreen:
    return cast(PlaybookScreen, at.app.screen)


def current(at: Terminal) -> str:
    play = screen(at).view.current
    assert play is not None
    return play.title


async def saved(at: Terminal, text: str) -> None:
    """Type a text into the editor that is open, and save it."""
    assert isinstance(at.app.screen, NoteEditor)
    at.app.screen.query_one(NoteArea).text = text
    await at.press("escape")
    await at.until(lambda: isinstance(at.app.screen, PlaybookScreen))


class TestTheScreen:
    async def test_shows_all_and_the_answer_beside(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("6")
            assert current(at) == "Too expensive"
            for words in ("Objections and answers", "Customer stories", "Compared with what?"):
                assert words in at.text
            await at.press("j", "G")
            assert current(at) == "Materials to hand"
            await at.press("escape")
            assert at.app.screen is at.main

    async def test_narrow_opens_the_answer_in_its_place(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(40, 15)) as at:
            await at.press("6")
            assert "Compared with what?" not in at.text
            await at.press("enter")
            assert "Compared with what?" in at.text.replace("\n", " ")
            await at.press("escape")
            assert "Too expensive" in at.text
            assert isinstance(at.app.screen, PlaybookScreen)

    async def test_is_searched_by_words(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("6", "slash")
            await at.type("budget")
            assert current(at) == "No budget"
            assert "Too expensive" not in at.text
            await at.press("enter", "escape")
            assert "Too expensive" in at.text
            await at.press("slash")
            await at.type("zebra")
            assert "No entry has these words." in at.text

    async def test_an_entry_is_written_changed_and_taken_away(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            await at.press("6", "a", "1")
            await saved(at, "Too slow\nstages: prop\n\nAsk why.")
            assert current(at) == "Too slow"
            assert screen(at).footer.message == "Playbook: entry added: Too slow · u undoes"
            await at.press("e")
            await saved(at, "Too late\n\nAsk when.")
            assert current(at) == "Too late"
            await at.press("delete")
            assert "Too late" not in "\n".join(screen(at).view.lines)
            await at.press("u", "u", "u")
        assert office.everything() == before

    async def test_what_is_refused_stays_typed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("6", "a", "1")
            editor = at.app.screen
            editor.query_one(NoteArea).text = "Too slow\nstages: Moon\n\nAsk why."
            await at.press("escape")
            assert at.app.screen is editor
            assert "No stage is called Moon" in at.text
            assert "Ask why." in editor.query_one(NoteArea).text

    async def test_order_is_changed_with_shift(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("6", "J")
            assert current(at) == "Too expensive"
        titles = [play.title for play in playbook.plays(office.desk)]
        assert titles[:2] == ["No budget", "Too expensive"]

    async def test_space_counts_it_for_the_deal_one_came_from(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("6", "space")
            assert "Used with Acme GmbH · CNC retrofit" in screen(at).footer.message
        assert playbook.plays(office.desk)[0].tally.uses == 1

    async def test_an_empty_one_takes_nine_to_start_with(self, office: Office) -> None:
        for play in playbook.plays(office.desk):
            playbook.remove(office.desk, play.id)
        async with terminal(office.path, office.clock) as at:
            await at.press("6")
            assert "The playbook is empty." in at.text
            await at.press("enter")
            assert "Too expensive" in at.text
        assert len(playbook.plays(office.desk)) == 9

    async def test_y_copies_the_answer(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("6", "y")
            assert at.app.clipboard.startswith("Compared with what?")

    @pytest.mark.parametrize("key", ["1", "2", "q"])
    async def test_numbers_lead_to_the_other_screens(self, office: Office, key: str) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("6", key)
            assert at.app.screen is at.main
            assert at.main.mode == ("agenda" if key == "2" else "board")

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    @pytest.mark.parametrize("language", ["en", "de"])
    async def test_stands_at_every_size(
        self, office: Office, size: tuple[int, int], language: str
    ) -> None:
        use_language(language)
        async with terminal(office.path, office.clock, size=size) as at:
            await at.press("6", "j", "enter", "j", "G", "escape", "question_mark", "escape")
            assert all(len(line) <= size[0] for line in at.lines)

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    async def test_hostile_texts_are_text(self, office: Office, text: str) -> None:
        line = clean(text)[:400]
        playbook.add(office.desk, "story", f"s {line}\nwords: {line}\n\n{text[:90_000]}")
        async with terminal(office.path, office.clock) as at:
            await at.press("6", "slash")
            await at.press("escape")
            await at.press("j", "j", "j", "j", "j", "j", "j", "j")
            assert current(at).startswith("s")
            await at.press("e", "escape", "enter")
            assert isinstance(at.app.screen, PlaybookScreen)


class TestAnswersForADeal:
    async def test_b_shows_what_fits_and_a_digit_counts_it(self, office: Office) -> None:
        number = office.add("Umbra: Press @negotiation !high budget freeze call Ann tomorrow")
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(number)
            await at.press("b")
            assert isinstance(at.app.screen, Answers)
            assert "Is there no money" in at.text
            await at.press("1")
            assert "used from the playbook: No budget" in at.message
        used = {play.title: play.tally.uses for play in playbook.plays(office.desk)}
        assert used["No budget"] == 1

    async def test_the_pane_offers_titles_that_open(self, office: Office) -> None:
        number = office.add("Umbra: Press @negotiation !high budget freeze call Ann tomorrow")
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(number)
            at.main.show_deal()
            await at.press("enter")
            pane = at.main.pane
            assert pane is not None
            plays = [item for item in pane.items if item.kind == "play"]
            assert len(plays) == 3
            pane.go_to("play", key=plays[1].key)
            await at.press("enter")
            assert isinstance(at.app.screen, Answers)
            first = at.app.screen._plays[0]
            assert first.id == plays[1].key
            await at.press("escape")
            assert at.app.screen is at.main

    async def test_in_focus_too(self, office: Office) -> None:
        office.add("Umbra: Press @negotiation !high budget freeze call Ann today")
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "f")
            assert isinstance(at.app.screen, FocusScreen)
            await at.press("b")
            assert isinstance(at.app.screen, Answers)
            await at.press("escape")
            assert isinstance(at.app.screen, FocusScreen)

    async def test_nothing_that_fits_is_said(self, office: Office) -> None:
        for play in playbook.plays(office.desk):
            playbook.remove(office.desk, play.id)
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("b")
            assert at.message == "The playbook has nothing for this stage and this risk"
