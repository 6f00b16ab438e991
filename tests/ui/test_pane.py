"""What a seller does in the deal pane: read, move, edit on the line, tick, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, followups, people, reading
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.modals.conflict import ConflictModal
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.modals.pick import Pick
from tests.services.office import MONDAY, Office
from tests.ui.pane_desk import office_at, pane_of
from tests.unit.deal_records import may


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_at(tmp_path)
    yield made
    made.desk.close()


class TestReading:
    async def test_the_next_step_stands_first_and_has_the_cursor(self, office: Office) -> None:
        async with pane_of(office) as user:
            assert "! Tue 17 Nov 10:00  call Meier" in user.line

    async def test_the_pane_follows_the_cursor_of_the_board(self, office: Office) -> None:
        office.add("Hooli: Licences @proposal")
        office.desk.close()
        async with pane_of(office) as user:
            await user.at.press("escape", "j")
            first = user.pane.deal_id
            await user.at.press("k")
            assert {first, user.pane.deal_id} == {1, 2}

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    async def test_it_fits_every_size(self, office: Office, size: tuple[int, int]) -> None:
        async with pane_of(office, size) as user:
            await user.at.press("G", "g", "pagedown", "pageup")
            assert len(user.at.lines) == size[1]
            assert user.pane.deal_id == 1

    async def test_it_survives_being_resized(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("benefit")
            for size in ((80, 24), (40, 15), (20, 5), (160, 45)):
                await user.at.pilot.resize_terminal(*size)
                await user.at.settled()
            assert user.here == "benefit"


class TestMoving:
    async def test_j_and_k_go_over_fields_boxes_and_notes(self, office: Office) -> None:
        async with pane_of(office) as user:
            seen = [user.here]
            for _press in range(40):
                await user.at.press("j")
                if seen[-1] != user.here:
                    seen.append(user.here)
            assert seen[:6] == ["next", "risk", "benefit", "value", "close", "stage"]
            assert {"evidence", "contact", "note", "event"} <= set(seen)
            await user.at.press("k")
            assert user.here == "event"

    async def test_g_and_shift_g_go_to_the_ends(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.at.press("G")
            assert "deal added" in user.line
            await user.at.press("g")
            assert user.here == "title"

    async def test_the_line_under_the_cursor_is_always_in_sight(self, office: Office) -> None:
        async with pane_of(office, (80, 10)) as user:
            for _press in range(30):
                await user.at.press("j")
                assert user.line

    async def test_a_click_selects_and_a_double_click_edits(self, office: Office) -> None:
        async with pane_of(office) as user:
            y = next(y for y, text in enumerate(user.pane.lines) if "Benefit" in text)
            await user.at.pilot.click(user.pane, offset=(20, y))
            await user.at.settled()
            assert user.here == "benefit"
            await user.at.pilot.double_click(user.pane, offset=(20, y))
            await user.at.until(lambda: user.pane.editing)


class TestEditingOnTheLine:
    @pytest.mark.parametrize("key", ["enter", "e"])
    async def test_opens_with_the_text_that_stands_there(self, office: Office, key: str) -> None:
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press(key)
            assert user.typed == "saves 4 h a week"

    async def test_enter_saves(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.edit("benefit", "halves the scrap")
            assert user.page.deal.benefit == "halves the scrap"
            assert "halves the scrap" in user.line
            assert not user.pane.editing

    async def test_the_board_shows_it_too(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.edit("value", "99k")
            await user.at.settled()
            assert "€99,000" in "\n".join(text[:100] for text in user.at.lines)

    async def test_tab_saves_and_goes_on_to_the_next_field(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press("e")
            await user.replace("halves the scrap")
            await user.at.press("tab")
            assert user.page.deal.benefit == "halves the scrap"
            assert user.here == "value"
            assert user.typed == "12,000.00"

    async def test_esc_restores(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press("e")
            await user.replace("nothing")
            await user.at.press("escape")
            assert user.page.deal.benefit == "saves 4 h a week"
            assert "saves 4 h a week" in user.line
            assert user.at.main.in_pane

    async def test_says_what_it_understood_while_one_types(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("value")
            await user.at.press("e")
            await user.replace("1,5 Mio")
            assert "€1,500,000" in user.echo

    async def test_covers_no_more_of_the_pane_than_it_needs(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press("e")
            assert user.pane.editor is not None
            assert user.pane.editor.size.height == 2
            assert "Close" in user.at.text

    async def test_what_it_says_is_not_mixed_with_what_stands_beneath(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("close")
            await user.at.press("e")
            assert "Stage" not in user.at.text
            await user.replace("the day after the day after tomorrow")
            at = next(y for y, line in enumerate(user.at.lines) if "✗" in line)
            said = [line.partition("│")[2] for line in user.at.lines[at : at + 2]]
            assert "[" not in "".join(said)  # the box beneath
            await user.at.press("escape")
            assert "Stage" in user.at.text

    @pytest.mark.parametrize(("field", "typed"), [("close", "fri"), ("value", "9k")])
    async def test_of_a_date_or_amount_is_replaced_by_typing(
        self, office: Office, field: str, typed: str
    ) -> None:
        async with pane_of(office) as user:
            await user.go(field)
            await user.at.press("e")
            await user.at.type(typed)
            assert user.typed == typed

    async def test_the_footer_says_how_to_end_it(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press("e")
            assert "enter save  tab save, next  esc restore" in user.at.lines[-1]
            await user.at.press("tab", "escape")
            assert "enter edit" in user.at.lines[-1]

    async def test_of_words_goes_on_behind_them(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press("e")
            await user.at.type(" more")
            assert user.typed == "saves 4 h a week more"

    async def test_keeps_what_is_refused_and_says_why(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.edit("close", "31.02.")
            assert user.typed == "31.02."
            assert "✗" in user.echo
            assert str(user.page.deal.expected_close) == "2026-12-18"

    async def test_speaks_the_language_of_the_user(self, office: Office) -> None:
        use_language("de")
        async with pane_of(office) as user:
            await user.go("value")
            await user.at.press("e")
            assert user.typed == "12.000,00"
            await user.at.press("enter")
            assert user.page.deal.value_minor == 1_200_000

    async def test_of_the_next_step_edits_the_follow_up(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.edit("next", "meet Meier on site fri 9:00")
            step = user.page.deal.next
            assert step is not None
            assert (step.kind, step.text, str(step.due), step.time) == (
                "meeting", "meet Meier on site", "2026-11-27", "09:00",
            )  # fmt: skip
            assert step.id == 1

    async def test_of_the_next_step_unchanged_books_nothing(self, office: Office) -> None:
        async with pane_of(office) as user:
            before = user.page.deal.next
            await user.go("next")
            await user.at.press("e", "enter")
            assert user.page.deal.next == before
            assert not user.pane.editing

    async def test_of_the_risk_takes_a_level(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.edit("risk", "!low they know us")
            assert (user.page.deal.risk_level, user.page.deal.risk_text) == ("low", "they know us")

    async def test_reaches_the_fields_that_are_empty(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("more")
            await user.at.press("enter")
            await user.edit("region", "North")
            await user.edit("owner", "Ada")
            assert (user.page.deal.region, user.page.deal.owner) == ("North", "Ada")

    async def test_reaches_every_field(self, office: Office) -> None:
        texts = {
            "title": "CNC refit", "contact": "Ada Wong", "phone": "+49 30 123456",
            "email": "ada@acme.de", "company": "Acme AG", "source": "partner",
            "product": "CNC", "tags": "#a #b", "probability": "40", "category": "best",
            "role": "decides", "permission": "call yes, mail no, from fair",
        }  # fmt: skip
        async with pane_of(office) as user:
            await user.go("more")
            await user.at.press("enter")
            for name, text in texts.items():
                await user.edit(name, text)
            deal = user.page.deal
            assert (deal.title, deal.contact, deal.company) == ("CNC refit", "Ada Wong", "Acme AG")
            assert (deal.contact_phone, deal.contact_email) == ("+49 30 123456", "ada@acme.de")
            assert (deal.source, deal.product, deal.tags) == ("partner", "CNC", ("a", "b"))
            assert (deal.own_probability, deal.category) == (40, "best")
            assert deal.contact_role == "decides"
            assert deal.permission == may(True, False, "fair", MONDAY)

    async def test_of_what_is_allowed_begins_with_what_is_known(self, office: Office) -> None:
        people.set_permission(office.desk, 1, "call yes, mail no, from fair")
        office.desk.close()
        use_language("de")
        async with pane_of(office) as user:
            await user.go("permission")
            await user.at.press("e")
            typed = user.typed
            await user.at.press("enter")
            assert not user.pane.editing
            assert user.page.deal.permission == may(True, False, "fair", MONDAY)
            assert "fair" in typed

    async def test_of_what_is_allowed_refuses_what_is_not_clear(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("more")
            await user.at.press("enter")
            await user.edit("permission", "call maybe")
            assert user.typed == "call maybe"
            assert "call maybe is not understood" in user.echo
            await user.replace("do not contact")
            assert "do not contact" in user.echo
            await user.at.press("enter")
            assert "do not contact" in user.line.replace("\N{NO-BREAK SPACE}", " ")

    async def test_can_be_undone(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.edit("benefit", "halves the scrap")
            await user.at.press("u")
            assert user.page.deal.benefit == "saves 4 h a week"
            assert "saves 4 h a week" in user.line

    async def test_goes_on_when_the_board_is_read_again(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press("e")
            await user.replace("half typed")
            user.at.main.reread()
            await user.at.settled()
            assert user.typed == "half typed"


class TestTheStageLine:
    async def test_asks_where_to_move_the_deal(self, office: Office) -> None:
        office.ask_nothing()
        async with pane_of(office) as user:
            await user.go("stage")
            await user.at.press("enter")
            await user.at.until(lambda: isinstance(user.at.app.screen, Pick))
            await user.at.type("nego")
            await user.at.press("enter")
            assert user.page.deal.stage == "Negotiation"
            await user.at.settled()
            assert "Negotiation" in user.line


class TestBoxes:
    async def test_space_ticks_and_clears_without_asking(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("evidence")
            await user.at.press("space")
            assert user.page.deal.ticks == 1
            assert "[x]" in user.line
            await user.at.press("space")
            assert user.page.deal.ticks == 0
            assert "[ ]" in user.line

    async def test_e_adds_the_evidence(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.edit("evidence", "mail of 12 Nov")
            box = user.page.boxes[0]
            assert box.evidence == "mail of 12 Nov"
            assert box.ticked_at is not None
            assert "“mail of 12 Nov”" in "\n".join(user.pane.lines)

    async def test_space_does_nothing_elsewhere(self, office: Office) -> None:
        async with pane_of(office) as user:
            before = user.page
            await user.go("benefit")
            await user.at.press("space")
            assert user.page == before
            assert not user.at.main.state.marks


class TestAFurtherFollowUp:
    """The keys of a follow-up act on the one under the cursor, not on the next step."""

    @pytest.fixture
    def two(self, office: Office) -> Office:
        followups.add_followup(office.desk, 1, "mail offer 10.12.")
        office.desk.close()
        return office

    async def test_is_put_off(self, two: Office) -> None:
        async with pane_of(two) as user:
            await user.go("followup")
            assert "mail offer" in user.line
            await user.at.press("s")
            await user.at.type("17.12.")
            await user.at.press("enter")
            dues = {step.text: str(step.due) for step in user.page.followups}
            assert dues == {"call Meier": "2026-11-17", "mail offer": "2026-12-17"}

    async def test_is_done(self, two: Office) -> None:
        async with pane_of(two) as user:
            await user.go("followup")
            await user.at.press("d", "enter")
            assert {step.text: step.state for step in user.page.followups} == {
                "call Meier": "overdue", "mail offer": "done",
            }  # fmt: skip

    async def test_is_edited(self, two: Office) -> None:
        async with pane_of(two) as user:
            await user.go("followup")
            await user.at.press("e")
            await user.at.until(lambda: isinstance(user.at.app.screen, LinePrompt))
            await user.at.press("ctrl+u")
            await user.at.type("mail contract 11.12. 9:00")
            await user.at.press("enter")
            step = user.page.followups[1]
            assert (step.text, str(step.due)) == ("mail contract", "2026-12-11")
            assert step.time == "09:00"
            assert user.page.deal.next is not None
            assert user.page.deal.next.text != "mail contract"

    async def test_is_not_what_n_changes(self, two: Office) -> None:
        async with pane_of(two) as user:
            await user.go("followup")
            await user.at.press("n")
            await user.at.type("mail terms 3.12.")
            await user.at.press("enter")
            assert {step.text for step in user.page.followups} == {"mail terms", "mail offer"}


class TestSomebodyElseSavedANewerVersion:
    async def change_elsewhere(self, office: Office, field: str, text: str) -> None:
        other = Desk(office.path, office.clock)
        deals.set_field(other, 1, field, text)
        other.close()

    async def editing(self, office: Office, keys: str) -> tuple[str, str]:
        """Benefit typed here and changed elsewhere; what stands on the disk and in the pane."""
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press("e")
            await user.replace("mine")
            await self.change_elsewhere(office, "benefit", "theirs")
            await user.at.press("enter")
            await user.at.until(lambda: isinstance(user.at.app.screen, ConflictModal))
            assert "mine" in user.at.text
            assert "theirs" in user.at.text
            assert user.page.deal.benefit == "theirs"
            await user.at.press(keys)
            await user.at.settled()
            typed = user.typed if user.pane.editing else ""
            return user.page.deal.benefit, typed

    async def test_mine_can_be_kept(self, office: Office) -> None:
        assert await self.editing(office, "1") == ("mine", "")

    async def test_theirs_can_be_taken(self, office: Office) -> None:
        assert await self.editing(office, "2") == ("theirs", "")

    async def test_esc_goes_on_editing(self, office: Office) -> None:
        assert await self.editing(office, "escape") == ("theirs", "mine")

    async def test_another_field_is_no_conflict(self, office: Office) -> None:
        async with pane_of(office) as user:
            await user.go("benefit")
            await user.at.press("e")
            await user.replace("mine")
            await self.change_elsewhere(office, "region", "North")
            await user.at.press("enter")
            assert user.page.deal.benefit == "mine"
            assert user.page.deal.region == "North"


class TestTroubleWithTheFile:
    async def test_a_locked_file_keeps_what_was_typed(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.errors import DatabaseLocked
        from pipeline_tui.services import editing

        def locked(*_args: object, **_named: object) -> None:
            raise DatabaseLocked("The file is in use")

        async with pane_of(office) as user:
            monkeypatch.setattr(editing, "set_field", locked)
            await user.edit("benefit", "kept")
            assert user.typed == "kept"
            assert "The file is in use" in user.echo
            monkeypatch.undo()
            await user.at.press("enter")
            assert user.page.deal.benefit == "kept"

    async def test_reading_behind_a_lock_keeps_the_view(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.errors import DatabaseLocked

        def locked(*_args: object) -> None:
            raise DatabaseLocked("The file is in use")

        async with pane_of(office) as user:
            monkeypatch.setattr(reading, "page", locked)
            user.pane.reload()
            assert user.pane.deal_id == 1
            assert "call Meier" in user.line
