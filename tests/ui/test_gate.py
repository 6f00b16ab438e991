"""The panel of a move: boxes, questions, planned steps and a reason, with one `enter` for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, options, ticking
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.modals.panel import Panel
from tests.services.office import MONDAY, Office
from tests.ui.terminal import Terminal, terminal

LINES = (
    "Acme GmbH: CNC retrofit 12k @qualification",
    "Globex AG: Pilot line 40k @qualification call Meier 2.12.",
    "Initech: Plant 55k",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
    for line in LINES:
        made.add(line)
    made.clock.set(MONDAY)
    made.desk.close()
    yield made
    made.desk.close()


def panel(at: Terminal) -> Panel:
    found = at.app.screen
    assert isinstance(found, Panel)
    return found


def keys_of(at: Terminal) -> list[str]:
    return [row.key for row in panel(at).list.rows if row.key]


async def tick(at: Terminal, *keys: str) -> None:
    """Put the cursor on rows and press space."""
    for key in keys:
        panel(at).list.go_to(key)
        await at.press("space")


def box(office: Office, text: str) -> str:
    return f"box:{office.value('SELECT id FROM criterion WHERE text = ?', text)}"


BOXES = ("Problem in their words", "Budget range known", "Goals measurable")


class TestOneDeal:
    async def test_everything_a_move_asks_stands_on_one_panel(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("L")
            text = at.text
            assert "Move Acme GmbH · CNC retrofit to Proposal" in text
            assert "Open in Qualification" in text
            assert "[ ] Budget range known" in text
            assert "Qualification 0/4" in text
            assert "? Time · Time frame known" in text
            assert "Planned in Proposal" in text
            assert "[x] ○ Thu 26 Nov  walk through the offer" in text
            assert "Go on anyway, because" in text

    async def test_enter_accepts_what_was_ticked_and_answered(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("L")
            await tick(at, *(box(office, text) for text in BOXES))
            await tick(at, "ask:time", "ask:decision", "ask:benefit")
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.message == "Acme GmbH · CNC retrofit moved to Proposal · u undoes"
            deal = office.deal(1)
            assert (deal.stage, deal.overridden, deal.yes) == ("Proposal", False, 3)
            assert office.step(1).text == "walk through the offer"
            assert at.title == "CNC retrofit"
            await at.press("u")
            await at.until(lambda: "Undone" in at.message)
        assert office.everything() == before

    async def test_esc_leaves_everything_as_it_was(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("L")
            await tick(at, box(office, "Goals measurable"), "ask:time")
            await at.press("escape")
            assert not isinstance(at.app.screen, Panel)
        assert office.everything() == before

    async def test_with_boxes_open_enter_asks_for_the_reason(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(3)
            await at.press("L", "enter")
            assert "Still open: Contact person confirmed, Meeting agreed" in panel(at).said
            await at.type("they insist")
            await at.press("enter")
            await at.until(lambda: at.message)
            assert office.deal(3).overridden
            assert "0/5!" in at.text
        assert office.value("SELECT new FROM field_change WHERE field = 'reason'") == "they insist"

    async def test_e_writes_the_evidence_and_ticks(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(3)
            await at.press("L", "e")
            await at.type("by mail")
            await at.press("enter")
            assert "[x] Contact person confirmed  “by mail”" in at.text
            await tick(at, box(office, "Meeting agreed"))
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.rows("SELECT evidence FROM tick ORDER BY id") == [("by mail",), ("",)]
        assert not office.deal(3).overridden

    async def test_a_next_step_that_is_there_stays_unless_it_is_replaced(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(2)
            await at.press("L")
            assert "[ ] ○ Thu 26 Nov  walk through the offer" in at.text
            assert "[ ] in place of call Meier, Wed 2 Dec" in at.text
            await tick(at, "replace")
            assert "[x] ○ Thu 26 Nov  walk through the offer" in at.text
            panel(at).write("reason")
            await at.type("x")
            await at.press("enter", "enter")
            await at.until(lambda: at.message)
        assert [step.text for step in office.followups(2) if step.state != "cancelled"] == [
            "walk through the offer"
        ]

    async def test_a_move_that_asks_nothing_is_made_at_once(self, office: Office) -> None:
        with office.desk.writer.unnoticed() as work:
            work.conn.execute("DELETE FROM planned")
        for (number,) in office.rows("SELECT id FROM criterion WHERE stage_id = 2"):
            deals.tick(office.desk, 3, number, True)
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(3)
            await at.press("L")
            assert "moved to Qualification" in at.message

    async def test_back_never_asks(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("H")
            assert "moved to First contact" in at.message

    @pytest.mark.parametrize("keys", [("L",), ("M", "4")])
    async def test_from_the_pane_too(self, office: Office, keys: tuple[str, ...]) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            at.main.show_deal()
            await at.press("enter", *keys)
            assert "to Proposal" in at.text
            await at.press("enter")
            await at.type("hurry")
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.main.in_pane
            assert at.main.pane is not None
            assert at.main.pane.deal_id == 1

    async def test_from_the_agenda(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "M", "4")
            assert "Move Globex AG · Pilot line to Proposal" in at.text


class TestModes:
    async def test_hard_says_that_nothing_goes_on(self, office: Office) -> None:
        options.set_option(office.desk, "gate", "hard")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(3)
            await at.press("L")
            assert "Nothing goes on before all boxes are ticked" in at.text
            assert "reason" not in keys_of(at)
            await at.press("enter")
            assert "cannot go on" in panel(at).said
            await tick(at, *(key for key in keys_of(at) if key.startswith("box:")))
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.deal(3).stage == "Qualification"

    async def test_silent_marks(self, office: Office) -> None:
        options.set_option(office.desk, "gate", "silent")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(3)
            await at.press("L")
            assert "moved to Qualification" in at.message
        assert office.deal(3).overridden


class TestMarkedDeals:
    async def test_one_panel_says_how_many_have_what_open(self, office: Office) -> None:
        ticking.answer(office.desk, 1, "time", "yes")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            at.main.state.marks |= {1, 2, 3}
            await at.press("M", "4")
            text = at.text
            assert "Move 3 deals to Proposal" in text
            assert "Open in Qualification, First contact" in text
            assert "Budget range known · open in 2 of 3" in text
            assert "Meeting agreed · open in 1 of 3" in text
            assert "? Time · open in 2 of 3" in text
            assert "also in place of the next step of 1 deal" in text
            assert "3 deals have one yes or none" in text
            await at.press("enter")
            await at.type("fair is over")
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.message == "3 deals moved to Proposal · u undoes"
            assert not at.main.state.marks
        assert [office.step(number).text for number in (1, 2, 3)] == [
            "walk through the offer",
            "call Meier",
            "walk through the offer",
        ]
        assert ticking_of(office, 1) == "yes"

    async def test_those_that_go_back_go_along(self, office: Office) -> None:
        deals.move(office.desk, 2, office.stage("Negotiation"))
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            at.main.state.marks |= {2, 3}
            await at.press("M", "3")
            assert "open in 1 of 1" in at.text
            await at.press("enter")
            await at.type("x")
            await at.press("enter")
            await at.until(lambda: at.message)
        assert [office.deal(number).stage for number in (2, 3)] == ["Qualification"] * 2
        assert [office.deal(number).overridden for number in (2, 3)] == [False, True]


def ticking_of(office: Office, number: int) -> str:
    sql = "SELECT answer FROM answer WHERE deal_id = ? AND question = 'time'"
    return str(office.value(sql, number))


class TestALightStep:
    async def test_is_offered_while_there_is_one_yes_or_none(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("L")
            assert "One yes or none: instead of an offer" in at.text
            assert "1 send a checklist  Tue 24 Nov" in at.text
            assert "3 talk again  Tue 23 Feb 2027 · parks the deal" in at.text.replace(
                "\N{NO-BREAK SPACE}", " "
            )
            await tick(at, "ask:time", "ask:relevance")
            assert "instead of an offer" not in at.text
            await at.press("1")
            assert "an offer may come" in panel(at).said

    async def test_one_key_books_it(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("L")
            await tick(at, "ask:time")
            await at.press("1")
            await at.until(lambda: at.message)
            assert "light next step instead: send a checklist" in at.message
        assert office.deal(1).stage == "Qualification"
        assert office.step(1).text == "send a checklist"
        assert ticking_of(office, 1) == "yes"

    async def test_a_talk_parks(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("L", "3")
            await at.until(lambda: at.message)
            assert "parked until 23 Feb 2027" in at.message
        assert office.deal(1).stage == "Parked"


class TestWhatCanGoWrong:
    async def test_a_reason_of_100000_characters_stays_typed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(3)
            await at.press("L", "enter")
            at.app.post_message(events.Paste("x" * 100_000))
            await at.until(lambda: len(panel(at).typed) == 100_000)
            await at.press("enter")
            assert "at most 500" in panel(at).said
            assert len(panel(at).typed) == 100_000
        assert office.deal(3).stage == "First contact"

    async def test_a_criterion_removed_meanwhile_is_said_and_the_rest_kept(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(3)
            await at.press("L")
            keys = [key for key in keys_of(at) if key.startswith("box:")]
            await tick(at, *keys)
            other = Desk(office.path, office.clock)
            with other.writer.unnoticed() as work:
                work.remove(work.criterion(int(keys[0][4:])))
            other.close()
            await at.press("enter")
            await at.until(lambda: "removed meanwhile" in panel(at).said)
            assert keys[0] not in keys_of(at)
            assert "[x] Meeting agreed" in at.text
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.deal(3).stage == "Qualification"

    async def test_a_stage_removed_meanwhile_is_said(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.press("M", "4")
            other = Desk(office.path, office.clock)
            with other.writer.unnoticed() as work:
                work.remove(work.stage(office.stage("Proposal")))
            other.close()
            await at.press("enter")
            await at.type("x")
            await at.press("enter")
            await at.until(lambda: "There is no stage" in panel(at).said)
            await at.press("escape")
        assert office.deal(1).stage == "Qualification"

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    async def test_hostile_text_stays_text_at_every_size(
        self, office: Office, size: tuple[int, int]
    ) -> None:
        bad = "[bold red]$(x)\u202e{0} 幅広い文字 👩‍👩‍👧 " * 4
        with office.desk.writer.unnoticed() as work:
            for criterion in (1, 2, 3, 4):
                work.edit(work.criterion(criterion), text=bad)
            work.conn.execute("UPDATE planned SET text = ?", (bad,))
        ticking.answer(office.desk, 3, "time", "no", bad)
        deals.set_field(office.desk, 3, "title", bad)
        office.desk.close()
        async with terminal(office.path, office.clock, size=size) as at:
            at.main.state.seek(3)
            await at.press("M", "4")
            assert isinstance(at.app.screen, Panel)
            await at.press(*["j"] * 12, *["k"] * 3, "e", "escape", "space", "enter")
            assert "[bold" in at.text or size == (20, 5)
            await at.press("escape", "escape")

    async def test_speaks_german(self, office: Office) -> None:
        use_language("de")
        async with terminal(office.path, office.clock, size=(80, 24)) as at:
            at.main.state.seek(1)
            await at.press("L")
            assert "Acme GmbH · CNC retrofit nach Proposal verschieben" in at.text
            assert "Trotzdem weiter, weil" in at.text
