"""Somebody else saves while one types: both versions are shown, and one decides."""

from __future__ import annotations

from pathlib import Path

from pipeline_tui.services import deals, followups
from pipeline_tui.services.desk import Desk
from tests.services.office import Office
from tests.ui.conftest import Open
from tests.ui.pane_desk import office_at, pane_of


def other(office: Office) -> Desk:
    """The same file in another window."""
    return Desk(office.path, office.clock)


class TestMarkedDeals:
    async def test_are_moved_with_one_message_and_one_u(self, opened: Open) -> None:
        async with opened() as user:
            state = user.main.state
            before = [column.total.count for column in state.columns]
            await user.press("space", "space", "space", "M", "3")
            assert user.message == "3 deals moved to Qualification · u undoes"
            assert not state.marks
            await user.press("u")
            assert user.message.startswith("Undone: 3 deals moved to Qualification")
            assert [column.total.count for column in state.columns] == before


class TestSavingOverSomebodyElse:
    async def test_a_next_step_shows_both(self, tmp_path: Path) -> None:
        office = office_at(tmp_path)
        async with pane_of(office) as user:
            await user.at.press("n")
            followups.next_step(other(office), 1, "mail Huber 2026-12-01")
            await user.at.type("call Ann fri")
            await user.at.press("enter")
            assert "mail Huber 2026-12-01" in user.at.text
            assert "call Ann fri" in user.at.text
            assert user.page.deal.next is not None
            assert user.page.deal.next.text == "mail Huber"
            await user.at.press("1")
            assert user.page.deal.next.text == "call Ann"

    async def test_esc_goes_on_editing_and_theirs_lets_it_be(self, tmp_path: Path) -> None:
        office = office_at(tmp_path)
        async with pane_of(office) as user:
            await user.at.press("r", "ctrl+u")
            deals.set_risk(other(office), 1, "!low all good")
            await user.at.type("!mid slow")
            await user.at.press("enter")
            assert "all good" in user.at.text
            await user.at.press("escape")
            assert "!mid slow" in user.at.text
            await user.at.press("enter", "2")
            assert user.page.deal.risk_text == "all good"
            assert "▲" not in user.at.text
            assert "all good" in user.at.text

    async def test_a_note_shows_both(self, tmp_path: Path) -> None:
        office = office_at(tmp_path)
        async with pane_of(office) as user:
            await user.go("note")
            await user.at.press("e")
            deals.edit_note(other(office), user.page.notes[0].id, "They have two.", 1)
            await user.at.type(" Mine")
            await user.at.press("escape")
            assert "They have two." in user.at.text
            assert user.page.notes[0].text == "They have two."
            await user.at.press("1")
            assert user.page.notes[0].text == "Asked for references.\nOf our size. Mine"

    async def test_evidence_shows_both(self, tmp_path: Path) -> None:
        office = office_at(tmp_path)
        async with pane_of(office) as user:
            await user.go("evidence")
            box = user.page.boxes[0].criterion_id
            await user.at.press("e")
            deals.set_evidence(other(office), 1, box, "signed")
            await user.replace("promised")
            await user.at.press("enter")
            assert user.page.boxes[0].evidence == "signed"
            await user.at.press("1")
            assert user.page.boxes[0].evidence == "promised"

    async def test_a_field_read_again_meanwhile_is_noticed_too(self, tmp_path: Path) -> None:
        office = office_at(tmp_path)
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press("e")
            deals.set_field(other(office), 1, "benefit", "theirs")
            user.at.main.poll()
            await user.at.settled()
            await user.replace("mine")
            await user.at.press("enter")
            assert user.page.deal.benefit == "theirs"
            await user.at.press("1")
            assert user.page.deal.benefit == "mine"
