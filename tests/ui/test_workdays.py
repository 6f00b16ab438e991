"""Holidays of the region and one's own free days, from the palette."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.services import options
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.widgets.echo import Echo
from tests.services.office import Office
from tests.ui.terminal import Terminal, terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
    made.add("Acme GmbH: CNC retrofit @proposal call Meier 18.12.")
    made.desk.close()
    yield made
    made.desk.close()


async def ask(at: Terminal, words: str) -> LinePrompt:
    await at.press("colon")
    await at.type(words)
    await at.press("enter")
    prompt = at.app.screen
    assert isinstance(prompt, LinePrompt)
    return prompt


def said(prompt: LinePrompt) -> str:
    return prompt.query_one("#prompt-echo", Echo).said


class TestTheRegion:
    async def test_names_the_next_holidays_and_moves_the_contact_limits(
        self, office: Office
    ) -> None:
        before = office.deal(1).contact_due_on
        office.clock.pass_days(25)  # the limit would fall on 1 January
        async with terminal(office.path, office.clock) as at:
            prompt = await ask(at, "public hol")
            await at.type("de-by")
            assert "DE-BY · Fri 25 Dec" in said(prompt)
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.message == "Setting region changed · u undoes"
        assert options.option(office.desk, "region") == "DE-BY"
        assert before is not None
        assert office.value("SELECT count(*) FROM free_day WHERE day = '2026-12-25'") == 1

    async def test_that_is_none_is_refused_and_kept(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            prompt = await ask(at, "public hol")
            await at.type("Atlantis")
            await at.press("enter")
            assert at.app.screen is prompt
            assert prompt.text == "Atlantis"
            assert "No public holidays are known for Atlantis" in said(prompt)
        assert options.option(office.desk, "region") == ""


class TestFreeDays:
    async def test_are_counted_while_typed_and_can_be_undone(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            prompt = await ask(at, "free days")
            await at.type("24.12. 28.12.-30.12.")
            assert "4 days to come · Thu 24 Dec · Mon 28 Dec · Tue 29 Dec" in said(prompt)
            await at.press("enter")
            await at.until(lambda: at.message)
            assert office.value("SELECT count(*) FROM free_day") == 4
            await at.press("u")
            await at.until(lambda: "Undone" in at.message)
        assert office.everything() == before

    async def test_begin_with_those_there_are(self, office: Office) -> None:
        options.set_option(office.desk, "free", "24.12.")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            prompt = await ask(at, "free days")
            assert prompt.text == "2026-12-24"
            await at.press("ctrl+u")
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.value("SELECT count(*) FROM free_day") == 0
