"""Qualification in the pane: four questions, answered on their lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from pipeline_tui.i18n import use_language
from pipeline_tui.services import ticking
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.modals.conflict import ConflictModal
from tests.services.office import Office
from tests.ui.pane_desk import PaneUser, office_at, pane_of

LINE = "Acme GmbH: CNC retrofit 12k @qualification call Meier tomorrow 10:00"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_at(tmp_path, LINE)
    yield made
    made.desk.close()


def to(user: PaneUser, question: str) -> None:
    """Put the cursor on a question."""
    found = next(item for item in user.pane.items if (item.kind, item.name) == ("answer", question))
    assert user.pane.go_to(found.kind, found.name, found.key)


def known(user: PaneUser) -> dict[str, tuple[str, str]]:
    return {one.question: (one.answer, one.line) for one in user.page.answers}


async def test_shows_what_is_asked_until_it_is_known(office: Office) -> None:
    async with pane_of(office) as user:
        text = user.at.text
        assert "Qualification  0/4" in text
        assert "? Relevance" in text
        assert "is somebody known who decides?" in text


async def test_space_goes_round_yes_no_not_known(office: Office) -> None:
    async with pane_of(office) as user:
        to(user, "time")
        for expected, glyph in (("yes", "✓ Time"), ("no", "✗ Time"), (None, "? Time")):
            await user.at.press("space")
            await user.at.settled()
            assert known(user).get("time") == (None if expected is None else (expected, ""))
            assert glyph in user.line
        await user.at.press("u")
        await user.at.settled()
        assert known(user)["time"] == ("no", "")


async def test_a_tied_box_and_its_question_are_one(office: Office) -> None:
    async with pane_of(office) as user:
        to(user, "decision")
        await user.at.press("space")
        await user.at.settled()
        assert "[x] Decision maker known" in user.at.text
        assert "1/5" in user.at.text
        assert "Qualification  1/4" in user.at.text


async def test_e_edits_the_line_and_answers_yes(office: Office) -> None:
    async with pane_of(office) as user:
        to(user, "benefit")
        await user.at.press("e")
        await user.at.type("4 h a week")
        await user.at.press("enter")
        await user.at.settled()
        assert known(user) == {"benefit": ("yes", "4 h a week")}
        assert "“4 h a week”" in user.line


async def test_a_line_of_100000_characters_is_refused_and_stays_typed(office: Office) -> None:
    async with pane_of(office) as user:
        to(user, "benefit")
        await user.at.press("e")
        user.at.app.post_message(events.Paste("x" * 100_000))
        await user.at.until(lambda: len(user.typed) == 100_000)
        await user.at.press("enter")
        assert "at most 500" in user.echo
        assert len(user.typed) == 100_000
        assert known(user) == {}


async def test_somebody_elses_line_is_shown_and_not_overwritten(office: Office) -> None:
    async with pane_of(office) as user:
        to(user, "time")
        await user.at.press("e")
        other = Desk(office.path, office.clock)
        ticking.answer(other, 1, "time", "yes", "theirs")
        other.close()
        await user.at.type("mine")
        await user.at.press("enter")
        await user.at.until(lambda: isinstance(user.at.app.screen, ConflictModal))
        assert "theirs" in user.at.text
        await user.at.press("1")
        await user.at.until(lambda: known(user).get("time") == ("yes", "mine"))


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
async def test_hostile_lines_stay_text(office: Office, size: tuple[int, int]) -> None:
    line = "[bold red]$(x)\u202e{0} 幅広い文字 👩‍👩‍👧"
    ticking.answer(office.desk, 1, "time", "no", line)
    office.desk.close()
    async with pane_of(office, size) as user:
        to(user, "time")
        await user.at.settled()
        if size[1] > 5:
            assert "✗" in user.line
            assert "[bold" in user.line


async def test_speaks_german(office: Office) -> None:
    use_language("de")
    async with pane_of(office) as user:
        assert "Qualifizierung  0/4" in user.at.text
        assert "? Entscheidung" in user.at.text


async def test_a_lead_is_told_apart(tmp_path: Path) -> None:
    lead = office_at(tmp_path, "Acme GmbH: CNC retrofit")
    async with pane_of(lead) as user:
        assert "First contact · " in user.at.text
        assert "· lead" in user.at.text
    lead.desk.close()
