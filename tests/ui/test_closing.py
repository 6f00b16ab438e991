"""Winning and losing at the keyboard: one panel each, on board, agenda, pane and in focus."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual import events

from pipeline_tui.domain.after_sale import AfterSale
from pipeline_tui.i18n import use_language
from pipeline_tui.services import closing, deals, reasons
from pipeline_tui.services.closing import Loss
from pipeline_tui.ui.modals.closing import RowList
from pipeline_tui.ui.modals.closing_lost import LosePanel
from pipeline_tui.ui.modals.closing_reasons import ReasonsPanel
from pipeline_tui.ui.modals.closing_won import WinPanel
from pipeline_tui.ui.screens.main import MainScreen
from pipeline_tui.ui.widgets.echo import Echo
from tests.services.office import MONDAY, Office
from tests.ui.terminal import Terminal, terminal
from tests.ui.test_pane_hostile import ESCAPES, STORABLE

PLACES = (
    "UPDATE deal SET title = ?1, risk_text = ?1",
    "UPDATE company SET name = ?1",
    "UPDATE planned SET text = ?1",
    "UPDATE criterion SET text = ?1",
    "UPDATE lost_reason SET name = ?1 WHERE code <> 'other'",
    "UPDATE stage SET name = name || ?1",
)

NAME = "Acme GmbH · CNC retrofit"
LINE = "Acme GmbH: CNC retrofit 12k @proposal call Meier fri !high budget freeze"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A deal with a written risk, a lead, and a deal without a risk."""
    made = Office(tmp_path / "sales.db")
    made.add(LINE)
    made.add("Globex: Pilot line 40k call Gavin tue")
    made.add("Hooli: Rack @negotiation 9k")
    made.desk.close()
    yield made
    made.desk.close()


def rows(at: Terminal) -> list[str]:
    """The rows of the panel's list."""
    return at.app.screen.query_one(RowList).lines


def said(at: Terminal) -> str:
    """What the panel says beneath."""
    text = at.app.screen.query_one("#prompt-echo", Echo).said
    return text.replace("\N{NO-BREAK SPACE}", " ")


async def on(at: Terminal, deal_id: int, *keys: str) -> None:
    """Put the cursor on a deal and press keys."""
    at.main.state.seek(deal_id)
    at.main.show_deal()
    await at.press(*keys)


async def paste(at: Terminal, text: str) -> None:
    """Paste into the line that has the keys."""
    at.app.post_message(events.Paste(text))
    await at.settled()


class TestWinning:
    async def test_w_and_enter_book_what_follows_and_u_takes_all_back(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w")
            assert f"Won: {NAME}" in at.text
            assert "goes on to Onboarding" in rows(at)[0]
            assert rows(at)[1].split() == ["[x]", "Thu", "26", "Nov", "kick-off", "meeting"]
            await at.press("enter")
            await at.until(lambda: at.message)
            assert at.message == f"{NAME} won · u undoes"
            deal = office.deal(1)
            assert (deal.stage, deal.stage_kind) == ("Onboarding", "care")
            open_steps = [one for one in office.followups(1) if one.state != "cancelled"]
            assert len(open_steps) == 4
            await at.press("u")
            await at.until(lambda: "Undone" in at.message)
        assert office.everything() == before

    async def test_esc_cancels_everything(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "j", "space", "right", "tab", "x", "escape")
            assert isinstance(at.app.screen, MainScreen)
        assert office.everything() == before

    async def test_space_ticks_what_is_booked(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "j", "space")
            assert rows(at)[1].startswith("[ ]")
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.step(1).text == "first training"

    async def test_e_names_another_day(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "j", "e")
            assert "kick-off on" in at.text
            await at.type("31.02.")
            await at.press("enter")
            assert "✗" in said(at)
            await at.press("ctrl+u")
            await at.type("20.11.2026")
            await at.press("enter")
            assert "does not lie ahead" in said(at)
            await at.press("ctrl+u")
            await at.type("30.11. 10:00")
            assert "Mon 30 Nov 10:00" in said(at)
            await at.press("enter")
            assert isinstance(at.app.screen, WinPanel), "enter took the day only"
            assert "Mon 30 Nov 10:00" in rows(at)[1]
            await at.press("enter")
            await at.until(lambda: at.message)
        step = office.step(1)
        assert (step.text, step.due, step.time) == ("kick-off", date(2026, 11, 30), "10:00")

    async def test_esc_in_the_day_leaves_only_the_day(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "j", "e", "5", "escape")
            assert isinstance(at.app.screen, WinPanel)
            assert "26 Nov" in rows(at)[1]

    async def test_left_and_right_choose_where_it_goes(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "right")
            assert "goes on to Expansion" in rows(at)[0]
            await at.press("right")
            assert "stays in Won" in rows(at)[0]
            await at.press("enter")
            await at.until(lambda: at.message)
            deal = office.deal(1)
            assert deal.stage == "Won"
            await at.press("2")
            await at.until(lambda: "kick-off" in at.text)

    async def test_the_reason_is_optional(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "tab")
            await at.type("the pilot convinced them")
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.deal(1).closed_note == "the pilot convinced them"

    async def test_a_renewal_is_linked_and_reached_from_the_pane(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "G", "k", "e")
            await at.type("3.3.2027")
            await at.press("enter", "enter")
            await at.until(lambda: at.message)
            renewal = office.deal(4)
            assert (renewal.link, renewal.renewal_on) == ("renewal", date(2027, 3, 3))
            await on(at, 1, "enter")
            assert "renewal #4, 3 Mar 2027" in at.text
            pane = at.main.pane
            assert pane is not None
            assert pane.go_to("link", "", 4)
            await at.press("enter")
            await at.until(lambda: "from #1" in at.text)
            assert at.main.deal_id == 4
            assert pane.go_to("link", "", 1)
            await at.press("enter")
            await at.until(lambda: "renewal #4" in at.text)

    async def test_moving_into_won_asks_the_same(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "M")
            await at.type("won")
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, WinPanel))
            await at.press("escape")
            deals.move(office.desk, 1, office.stage("Parked"))
            at.main.reread()
            await on(at, 1, "L")
            assert isinstance(at.app.screen, WinPanel)
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.deal(1).stage_kind == "care"

    async def test_back_from_care_it_is_won_as_before(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "enter")
            await at.until(lambda: at.message)
            await on(at, 1, "M")
            await at.type("won")
            await at.press("enter")
            await at.until(lambda: "moved to Won" in at.message)
        deal = office.deal(1)
        assert (deal.stage, deal.closed_on) == ("Won", MONDAY)
        assert office.step(1).text == "kick-off"

    async def test_of_a_deal_in_care_is_refused(self, office: Office) -> None:
        deals.move(office.desk, 1, office.stage("Onboarding"))
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w")
            assert "won already" in at.message

    async def test_one_closed_by_another_instance_is_refused(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "tab")
            await at.type("kept")
            closing.lose_all(office.desk, [1], Loss("price"))
            office.desk.close()
            await at.press("enter")
            await at.until(lambda: "lost already" in said(at))
            assert "kept" in at.text
            await at.press("escape")
        assert office.deal(1).stage == "Lost"

    async def test_a_stage_removed_meanwhile_is_refused(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w")
            with office.desk.writer.unnoticed() as work:
                work.remove(work.stage(office.stage("Onboarding")))
            office.desk.close()
            await at.press("enter")
            await at.until(lambda: "✗" in said(at))
        assert office.deal(1).stage == "Proposal"

    async def test_without_care_stages_it_stays_in_won(self, office: Office) -> None:
        with office.desk.writer.unnoticed() as work:
            for stage in list(work.stages()):
                if stage.kind == "care":
                    work.remove(stage)
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "w", "right", "left")
            assert "stays in Won" in rows(at)[0]
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.deal(1).stage == "Won"
        assert office.step(1).text == "kick-off"


class TestWhatComesLater:
    async def test_a_follow_on_deal_is_added_to_one_won_before(self, office: Office) -> None:
        closing.win(office.desk, 1, "", AfterSale())
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.main.run_command("add_linked")
            await at.settled()
            assert "What follows" in at.text
            await at.press("2")
            await at.type("1.1.2020")
            await at.press("enter")
            assert "does not lie ahead" in at.text
            await at.press(*["backspace"] * 8)
            await at.type("+6m")
            await at.press("enter")
            assert "linked deal added" in at.message
        assert office.value("SELECT link FROM deal WHERE parent_id = 1") == "follow_on"

    async def test_a_deal_in_play_has_none_yet(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            at.main.state.seek(1)
            await at.main.run_command("add_linked")
            await at.settled()
            assert "is not won" in at.message


class TestLosing:
    async def test_x_digit_enter(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            await on(at, 3, "x")
            assert "Lost: Hooli · Rack" in at.text
            assert "Was that it?" not in at.text
            await at.press("2", "enter")
            await at.until(lambda: at.message)
            assert at.message == "Hooli · Rack lost · u undoes"
            assert office.deal(3).lost_reason == "no_budget"
            await at.press("u")
            await at.until(lambda: "Undone" in at.message)
        assert office.everything() == before

    async def test_without_a_reason_nothing_is_closed(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            await on(at, 3, "x", "enter")
            assert "A reason is missing" in said(at)
            assert isinstance(at.app.screen, LosePanel)
            await at.press("9", "0", "enter")
            assert isinstance(at.app.screen, LosePanel)
            await at.press("escape")
        assert office.everything() == before

    async def test_asks_whether_the_risk_was_it(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "x")
            assert "▲ budget freeze   Was that it?" in at.text
            await at.press("1", "n", "y")
            assert "y [x] yes  n [ ] no" in at.text
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.deal(1).risk_was_reason is True

    async def test_other_asks_for_its_line_at_once(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "x", "8", "enter")
            assert "A line is missing" in said(at)
            await at.type("they were bought")
            await at.press("enter")
            await at.until(lambda: at.message)
        deal = office.deal(1)
        assert (deal.lost_reason, deal.closed_note) == ("other", "they were bought")

    async def test_a_day_to_come_back_parks_a_linked_deal(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "x", "6", "tab", "tab")
            await at.type("31.02.")
            await at.press("enter")
            assert "✗" in said(at)
            assert isinstance(at.app.screen, LosePanel)
            await at.press("ctrl+u")
            await at.type("ask about the grant 15.1.")
            assert "ask about the grant · Fri 15 Jan 2027 · call" in said(at)
            await at.press("enter")
            await at.until(lambda: at.message)
        assert office.deal(1).stage == "Lost"
        back = office.deal(4)
        assert (back.stage, back.link, back.parent_id) == ("Parked", "come_back", 1)

    async def test_marked_deals_go_for_one_reason_in_one_step(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            at.main.state.marks |= {1, 2, 3}
            await at.press("x")
            assert "Lost: 3 deals · 1 lead among them is disqualified" in at.text
            await at.press("5", "enter")
            await at.until(lambda: at.message)
            assert at.message.startswith("3 deals closed, 1 of them disqualified")
            assert not at.main.state.marks
            assert {office.deal(number).lost_reason for number in (1, 2, 3)} == {"no_need"}
            await at.press("u")
            await at.until(lambda: "Undone" in at.message)
        assert office.everything() == before

    async def test_moving_into_lost_asks_the_same(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "M")
            await at.type("lost")
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, LosePanel))
            await at.press("1", "enter")
            await at.until(lambda: at.message)
        assert office.deal(1).lost_reason == "price"

    async def test_a_reason_removed_meanwhile_is_said_and_the_list_shown_anew(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "x", "6", "tab")
            await at.type("kept")
            reasons.remove(office.desk, "timing")
            office.desk.close()
            await at.press("enter")
            await at.until(lambda: "was removed from the list meanwhile" in said(at))
            assert not any("Timing" in row for row in rows(at))
            assert "kept" in at.text
            await at.press("shift+tab", "1", "enter")
            await at.until(lambda: at.message)
        deal = office.deal(1)
        assert (deal.lost_reason, deal.closed_note) == ("price", "kept")

    async def test_one_closed_by_another_instance_is_refused(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "x", "1")
            deals.win(office.desk, 1)
            office.desk.close()
            await at.press("enter")
            await at.until(lambda: "won already" in said(at))
        assert office.deal(1).stage == "Won"

    async def test_100000_characters_stay_typed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 1, "x", "1", "tab")
            await paste(at, "x" * 100_000)
            await at.press("enter")
            await at.until(lambda: "at most 500" in said(at))
            assert isinstance(at.app.screen, LosePanel)
        assert office.deal(1).stage == "Proposal"


class TestDisqualifying:
    async def test_a_lead_has_its_own_words(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await on(at, 2, "x")
            assert "Disqualify Globex · Pilot line" in at.text
            assert any("Does not fit us" in row for row in rows(at))
            await at.press("5", "enter")
            await at.until(lambda: at.message)
            assert at.message == "Globex · Pilot line disqualified · u undoes"
            await on(at, 2, "enter")
            assert "disqualified" in at.text
        assert office.deal(2).disqualified


class TestTheListOfReasons:
    async def test_is_changed_key_by_key(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            await at.press("colon")
            await at.type("reasons for")
            await at.press("enter")
            assert isinstance(at.app.screen, ReasonsPanel)
            await at.press("a")
            await at.type("Too far away")
            await at.press("enter")
            assert rows(at)[-1].endswith("Too far away")
            await at.press("g", "e", "ctrl+u")
            await at.type("Too dear")
            await at.press("enter")
            assert rows(at)[0].endswith("Too dear")
            await at.press("J")
            assert rows(at)[1].endswith("Too dear")
            await at.press("g", "delete")
            assert not any("No budget" in row for row in rows(at))
            await at.press("u", "u", "u", "u")
            assert rows(at)[0].endswith("Price")
            await at.press("escape")
            assert isinstance(at.app.screen, MainScreen)
        assert office.everything() == before

    async def test_what_is_refused_stays_typed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.main.run_command("reasons")
            await at.settled()
            await at.press("a")
            await at.type("price")
            await at.press("enter")
            assert "already" in said(at)
            assert "price" in at.text
            await at.press("escape", "G", "delete")
            assert "stays" in said(at)


class TestAnySize:
    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    @pytest.mark.parametrize("language", ["en", "de"])
    async def test_draws_and_does_not_crash(
        self, tmp_path: Path, size: tuple[int, int], language: str
    ) -> None:
        use_language(language)
        made = Office(tmp_path / f"{language}.db", f"b2b-{language}")
        made.add(LINE.replace("@proposal", ""))
        made.desk.close()
        async with terminal(made.path, made.clock, size=size) as at:
            for key in ("w", "x"):
                await on(at, 1, key, "j", "j", "G", "g", "pagedown", "space", "right")
                assert all(len(line) for line in at.lines)
                await at.press("tab", "tab", "shift+tab", "escape", "escape")
            await at.main.run_command("reasons")
            await at.settled()
            await at.press("j", "a", "escape", "escape")
            await at.settled()
            assert isinstance(at.app.screen, MainScreen)
        made.desk.close()


@pytest.mark.parametrize("text", STORABLE, ids=range(len(STORABLE)))
async def test_hostile_texts_are_shown_as_they_are(office: Office, text: str) -> None:
    with contextlib.closing(sqlite3.connect(office.path)) as conn, conn:
        for statement in PLACES:
            conn.execute(statement, (text,))
    async with terminal(office.path, office.clock) as at:
        for key in ("w", "x"):
            await on(at, 1, key, "j", "G")
            assert not ESCAPES & set("".join(at.lines))
            await at.press("escape")
            assert isinstance(at.app.screen, MainScreen)
        await at.main.run_command("reasons")
        await at.settled()
        assert not ESCAPES & set("".join(at.lines))
