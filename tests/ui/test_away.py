"""Going on holiday, from the palette."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.services import options
from pipeline_tui.ui.modals.away import AwayPrompt
from pipeline_tui.ui.widgets.echo import Echo
from tests.services.office import Office
from tests.ui.terminal import Terminal, terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
    made.add("Acme GmbH: CNC retrofit @proposal call Meier 24.12. 10:00")
    made.add("Globex AG: Pilot line @proposal call Dora 18.12.")
    made.desk.close()
    yield made
    made.desk.close()


async def ask(at: Terminal) -> AwayPrompt:
    """Open the prompt as one who looks for it does."""
    await at.press("colon")
    await at.type("away")
    await at.press("enter")
    prompt = at.app.screen
    assert isinstance(prompt, AwayPrompt)
    return prompt


def said(prompt: AwayPrompt) -> str:
    return prompt.query_one("#prompt-echo", Echo).said


class TestGoingAway:
    async def test_says_what_falls_due_while_it_is_typed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            prompt = await ask(at)
            await at.type("24.12. - 1.1.")
            assert "Thu 24 Dec – Fri 1 Jan 2027 · 7 working days · 1 follow-up falls due" in said(
                prompt
            )
            moves = "[ ] move what falls due then to the first working day after: Mon 4 Jan 2027"
            assert moves in said(prompt)

    async def test_moves_nothing_unasked(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await ask(at)
            await at.type("24.12. - 1.1.")
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.message == "Away days changed · u undoes"
            assert office.step(1).due == date(2026, 12, 24)
            assert options.option(office.desk, "away") == "2026-12-24..2027-01-01"

    async def test_moves_on_request_and_is_undone_as_one(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            prompt = await ask(at)
            await at.type("24.12. - 1.1.")
            await at.press("tab")
            assert "[x] move what falls due then" in said(prompt)
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.message == "Away days changed, 1 follow-up moved · u undoes"
            step = office.step(1)
            assert (step.due, step.time, step.postponed) == (date(2027, 1, 4), "10:00", 0)
            assert office.deal(1).postponements == 0
            await at.press("u")
            await at.until(lambda: "Undone" in at.message)
            assert office.everything() == before

    async def test_shows_the_days_there_are_and_keeps_those_that_are_over(
        self, office: Office
    ) -> None:
        options.set_option(office.desk, "away", "2026-08-03..2026-08-14 2026-12-24..2026-12-31")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            prompt = await ask(at)
            assert prompt.text == "2026-12-24..2026-12-31"
            await at.type(", 4.1.")
            await at.press("enter")
            await at.until(lambda: at.message)
        kept = "2026-08-03..2026-08-14 2026-12-24..2026-12-31 2027-01-04"
        assert options.option(office.desk, "away") == kept

    async def test_a_span_that_is_none_is_refused_where_it_stands(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            prompt = await ask(at)
            await at.type("31.02.")
            await at.press("enter")
            assert at.app.screen is prompt
            assert prompt.text == "31.02."
            assert said(prompt).startswith("✗")
            await at.press("escape")
            assert options.option(office.desk, "away") == ""

    async def test_an_empty_line_ends_the_absences_to_come(self, office: Office) -> None:
        options.set_option(office.desk, "away", "2026-12-24..2026-12-31")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            prompt = await ask(at)
            await at.press("ctrl+u")
            assert "no days away" in said(prompt)
            await at.press("enter")
            await at.until(lambda: at.message)
            assert options.option(office.desk, "away") == ""
