"""Parking at the keyboard: `p` and a day, on board, agenda, pane and in focus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals
from pipeline_tui.ui.modals.closing_lost import LosePanel
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.modals.parking import Unreached
from pipeline_tui.ui.screens.focus import FocusScreen
from pipeline_tui.ui.widgets.echo import Echo
from tests.services.office import Office
from tests.ui.agenda_desk import agenda, office_on_monday, prompt, view, words
from tests.ui.pane_desk import agenda_of
from tests.ui.terminal import Terminal, terminal

JANUARY = date(2027, 1, 15)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_on_monday(tmp_path)
    yield made
    made.desk.close()


def said(at: Terminal) -> str:
    """What the prompt understood, with common blanks."""
    text = prompt(at).query_one("#prompt-echo", Echo).said
    return text.replace("\N{NO-BREAK SPACE}", " ")


def name(number: int, office: Office) -> str:
    deal = office.deal(number)
    return f"{deal.company} · {deal.title}"


class TestOnTheBoard:
    async def test_one_line_parks_and_one_key_takes_it_back(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("p")
            assert "Park Acme GmbH · CNC retrofit until" in at.text
            await at.type("ask about the grant 15.1.")
            assert "ask about the grant · Fri 15 Jan 2027 · call" in said(at)
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.message == "Acme GmbH · CNC retrofit parked until 15 Jan 2027 · u undoes"
            step = office.step(1)
            assert (step.text, step.due, step.kind) == ("ask about the grant", JANUARY, "call")
            assert office.deal(1).stage == "Parked"
            await at.press("u")
            await at.until(lambda: "Undone" in at.message)
        assert office.everything() == before

    async def test_enter_alone_takes_the_day_that_is_offered(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("p")
            assert "enter takes: get back in touch · Tue 23 Feb 2027 · call" in said(at)
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.step(1).due == date(2027, 2, 23)

    @pytest.mark.parametrize("line", ["15.1.2020", "ask about the grant", "31.02.", "[/]\u202e{x}"])
    async def test_a_line_without_a_day_ahead_is_refused_and_kept(
        self, office: Office, line: str
    ) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("p")
            prompt(at).query_one("#prompt-line").value = line  # type: ignore[attr-defined]  # Input
            await at.press("enter")
            assert isinstance(at.app.screen, LinePrompt)
            assert prompt(at).text == line
            assert "✗" in at.text
        assert office.everything() == before

    async def test_a_closed_deal_is_refused_before_anything_is_asked(self, office: Office) -> None:
        deals.win(office.desk, 1)
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("p")
            assert not isinstance(at.app.screen, LinePrompt)
            assert "closed and cannot be parked" in at.message
            assert "Reopen it first" in at.message

    async def test_marked_deals_go_together(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.marks |= {1, 2, 5}
            await at.press("p")
            assert "Park 3 deals until" in at.text
            await at.type("15.1.")
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.message == "3 deals parked until 15 Jan 2027 · u undoes"
            assert not at.main.state.marks
        assert [office.deal(number).stage for number in (1, 2, 5)] == ["Parked"] * 3
        assert {office.step(number).due for number in (1, 2, 5)} == {JANUARY}

    async def test_coming_back_keeps_the_follow_up(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("p")
            await at.type("15.1.")
            await at.press("enter")
            await at.until(lambda: at.message)
            at.main.state.seek(1)
            await at.press("M")
            await at.type("qualification")
            await at.press("enter")
            await at.until(lambda: "Qualification" in at.message)
        assert office.deal(1).stage == "Qualification"
        assert office.step(1).due == JANUARY

    async def test_speaks_german(self, office: Office) -> None:
        use_language("de")
        async with terminal(office.path, office.clock, size=(80, 24)) as at:
            at.main.state.seek(1)
            await at.press("p")
            assert "Acme GmbH · CNC retrofit in Pflege geben bis" in at.text
            await at.type("nach Förderung fragen 15. Januar")
            assert "nach Förderung fragen · Fr 15.1.2027 · Anruf" in said(at)
            await at.press("enter")
            await at.until(lambda: at.message)
            assert "bis 15.1.2027 in Pflege gegeben" in at.message


class TestElsewhere:
    async def test_on_the_agenda_the_row_goes_to_its_day(self, office: Office) -> None:
        async with agenda(office) as at:
            row = agenda_of(at).current
            assert row is not None
            assert row.deal is not None
            await at.press("p")
            await at.type("15.1.")
            await at.press("enter")
            await at.until(lambda: at.message)
            assert words(at) != row.text
            assert any("get back in touch" in line for line in view(at))
        assert office.deal(row.deal.id).stage == "Parked"

    async def test_in_the_pane_the_pane_stays(self, office: Office) -> None:
        async with agenda(office) as at:
            row = agenda_of(at).current
            assert row is not None
            assert row.deal is not None
            await at.press("enter", "p")
            await at.type("15.1.")
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.main.in_pane
            assert at.main.pane is not None
            assert at.main.pane.deal_id == row.deal.id
            assert "Parked" in at.text

    async def test_in_focus_it_goes_on_to_the_next(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("f")
            screen = at.app.screen
            assert isinstance(screen, FocusScreen)
            first = screen.shown
            assert first is not None
            assert first.followup.deal is not None
            await at.press("p")
            await at.type("15.1.")
            await at.press("enter")
            await at.until(lambda: screen.footer.message)
            assert "parked until 15 Jan 2027" in screen.footer.message
            assert screen.shown is not None
            assert screen.shown.followup.id != first.followup.id
        assert office.deal(first.followup.deal.id).stage == "Parked"

    async def test_a_follow_up_without_a_deal_cannot_be_parked(self, office: Office) -> None:
        office.overdue(None, "call tax office 16.11.2026")
        office.desk.close()
        async with agenda(office) as at:
            while words(at) != "call tax office":
                await at.press("j")
            await at.press("p")
            assert "There is no deal under the cursor" in at.message


class TestAfterFiveAttempts:
    """The agenda has gone on to the next row by then; what is asked is still the same deal."""

    @pytest.fixture
    def tired(self, office: Office) -> Office:
        with office.desk.writer.unnoticed() as work:
            for number in (1, 2):
                work.edit(work.followup(number), attempts=4)
        office.desk.close()
        return office

    async def reach_for(self, at: Terminal) -> int:
        """Try the row under the cursor once more; its deal."""
        row = agenda_of(at).current
        assert row is not None
        assert row.deal is not None
        await at.press("m")
        assert isinstance(at.app.screen, Unreached)
        return row.deal.id

    async def test_the_question_names_the_deal_and_the_keys(self, tired: Office) -> None:
        async with agenda(tired, (80, 24)) as at:
            number = await self.reach_for(at)
            assert name(number, tired) in at.text
            assert "5 attempts without an answer: close the deal or park it" in at.text
            for offer in ("x   lost", "p   park", "esc leave it open"):
                assert offer in at.text

    async def test_p_parks_it(self, tired: Office) -> None:
        async with agenda(tired) as at:
            number = await self.reach_for(at)
            await at.press("p")
            assert f"Park {name(number, tired)} until" in at.text
            await at.press("enter")
            await at.until(lambda: "parked until" in at.message)
        assert tired.deal(number).stage == "Parked"

    async def test_x_closes_it_as_lost(self, tired: Office) -> None:
        async with agenda(tired) as at:
            number = await self.reach_for(at)
            await at.press("x")
            assert isinstance(at.app.screen, LosePanel)
            await at.press("1", "enter")
            await at.until(lambda: "disqualified" in at.message or "lost" in at.message)
        assert tired.deal(number).stage == "Lost"

    async def test_esc_leaves_it_open_and_u_takes_the_attempt_back(self, tired: Office) -> None:
        before = tired.everything()
        async with agenda(tired) as at:
            number = await self.reach_for(at)
            await at.press("escape")
            await at.until(lambda: "missed" in at.message)
            assert tired.deal(number).next is None
            await at.press("u")
            await at.until(lambda: "Undone" in at.message)
        assert tired.everything() == before

    async def test_in_focus_it_is_the_one_that_was_called(self, tired: Office) -> None:
        async with agenda(tired) as at:
            await at.press("f")
            screen = at.app.screen
            assert isinstance(screen, FocusScreen)
            first = screen.shown
            assert first is not None
            assert first.followup.deal is not None
            number = first.followup.deal.id
            await at.press("m", "p", "enter")
            await at.until(lambda: "parked until" in screen.footer.message)
        assert tired.deal(number).stage == "Parked"

    async def test_a_call_without_a_deal_only_says_that_nothing_is_booked(
        self, tired: Office
    ) -> None:
        number = tired.overdue(None, "call tax office 16.11.2026")
        with tired.desk.writer.unnoticed() as work:
            work.edit(work.followup(number), attempts=4)
        tired.desk.close()
        async with agenda(tired) as at:
            while words(at) != "call tax office":
                await at.press("j")
            await at.press("m")
            assert "5 attempts without an answer: nothing more is booked" in at.message
