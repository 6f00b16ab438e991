"""Reviews at the keyboard: `4`, one deal after the other, one key each (process.md, "Rhythm")."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, editing, followups, reviewing
from pipeline_tui.ui.modals.help import Help
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.modals.pick import Pick, PickList
from pipeline_tui.ui.screens.main import MainScreen
from pipeline_tui.ui.screens.review import ReviewScreen
from pipeline_tui.ui.widgets.echo import Echo
from tests.services.office import MONDAY, Office
from tests.ui.terminal import Terminal, terminal

WEDNESDAY = date(2026, 11, 25)
HOSTILE = "[/red]\u202e{x}<b>\N{ZERO WIDTH SPACE}" + "漢" * 40


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """On Wednesday: a ghost, one overdue, one whose close is past; one won, one lost."""
    made = Office(tmp_path / "sales.db")
    made.clock.pass_days(-7)
    made.add("Acme GmbH: CNC retrofit 12k @proposal contact:Meier !high budget freeze")
    made.clock.set(MONDAY)
    made.add("Globex AG: Pilot line 40k @proposal call Ito tue")
    made.add("Hooli: Rack 5k @negotiation call Ben 4.12. close:24.11.2026")
    made.add("Initech: Plant 2 90k @negotiation call Lena 4.12. close:eoq")
    made.add("Umbrella: Old 3k @proposal !mid no need")
    deals.lose(made.desk, 5, "price")
    made.clock.set(WEDNESDAY)
    made.desk.close()
    yield made
    made.desk.close()


def review(at: Terminal) -> ReviewScreen:
    return next(one for one in at.app.screen_stack if isinstance(one, ReviewScreen))


def title(at: Terminal, office: Office) -> str:
    """The deal that is shown; '' on another page."""
    item = review(at).item
    return office.deal(item.deal_id).title if item else ""


def text(at: Terminal) -> str:
    return at.text.replace("\N{NO-BREAK SPACE}", " ")


def message(at: Terminal) -> str:
    return review(at).footer.message


async def begin(at: Terminal, digit: str = "1") -> None:
    await at.press("4", digit)
    await at.until(lambda: isinstance(at.app.screen, ReviewScreen))
    await at.settled()


class TestBeginning:
    async def test_asks_which_and_how_many_ghosts_there_are(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("4")
            assert at.app.screen.query_one(PickList).names == [
                "Weekly review · 1† · 30 min",
                "Monthly review · 60 min",
            ]
            await at.press("escape")
            assert isinstance(at.app.screen, MainScreen)
        assert reviewing.going_on(office.desk) is None

    async def test_the_header_counts_ghosts(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            assert "2 Agenda 1!" in at.lines[0]
            assert "4 Review 1†" in at.lines[0]

    async def test_from_the_palette(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("colon")
            await at.type("weekly rev")
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, ReviewScreen))
            assert title(at, office) == "CNC retrofit"

    async def test_with_nothing_to_ask_says_so(self, tmp_path: Path) -> None:
        empty = Office(tmp_path / "empty.db")
        empty.desk.close()
        async with terminal(empty.path, empty.clock) as at:
            await at.press("4", "1")
            await at.until(lambda: at.message)
            assert "nothing to ask about" in at.message
        empty.desk.close()

    async def test_shows_why_with_sign_and_what_can_be_done(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            shown = text(at)
            assert "1 of 3" in at.lines[0]
            assert "0 of 30 min" in at.lines[0]
            assert "† A ghost since 17 Nov: it has no next step." in shown
            assert "▲ budget freeze" in shown
            assert "call Meier" in shown
            assert ". Thu 26 Nov" in shown
            assert ", Mon 30 Nov" in shown
            assert "- Wed 2 Dec" in shown
            assert "leave as it is" not in shown, "a ghost is not"


class TestOneKey:
    async def test_gives_a_ghost_a_new_date_and_one_key_takes_it_back(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            before = office.everything()
            await at.press("full_stop")
            await at.until(lambda: title(at, office) == "Pilot line")
            assert office.step(1).due == date(2026, 11, 26)
            assert office.deal(1).state == "later"
            assert message(at) == "Acme GmbH · CNC retrofit re-dated to 26 Nov 2026 · u undoes"
            await at.press("u")
            await at.until(lambda: title(at, office) == "CNC retrofit")
            assert kept(office.everything()) == kept(before)
            await at.press("ctrl+r")
            await at.until(lambda: title(at, office) == "Pilot line")

    @pytest.mark.parametrize(
        ("key", "day"), [("comma", date(2026, 11, 30)), ("minus", date(2026, 12, 2))]
    )
    async def test_leads_to_other_days_too(self, office: Office, key: str, day: date) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press(key)
            await at.until(lambda: title(at, office) == "Pilot line")
        assert office.step(1).due == day

    async def test_wins(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("w", "enter")
            await at.until(lambda: title(at, office) == "Pilot line")
        assert office.deal(1).stage_kind == "care"
        assert decisions(office) == {"CNC retrofit": "won"}

    async def test_loses_with_a_reason_by_digit(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("x", "1", "enter")
            await at.until(lambda: title(at, office) == "Pilot line")
        assert office.deal(1).lost_reason == "price"
        assert decisions(office) == {"CNC retrofit": "lost"}

    async def test_parks_until_a_day(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("p")
            await at.type("15.1.")
            await at.press("enter")
            await at.until(lambda: title(at, office) == "Pilot line")
        assert decisions(office) == {"CNC retrofit": "parked"}

    async def test_asks_for_the_next_step(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("n")
            await at.type("mail prices fri")
            await at.press("enter")
            await at.until(lambda: title(at, office) == "Pilot line")
        assert office.step(1).text == "mail prices"
        assert decisions(office) == {"CNC retrofit": "next"}

    async def test_asks_for_another_day(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("s")
            await at.type("31.02.")
            await at.press("enter")
            prompt = at.app.screen
            assert isinstance(prompt, LinePrompt)
            assert prompt.query_one("#prompt-echo", Echo).refused
            await at.press(*["backspace"] * 6)
            await at.type("fri 9:00")
            await at.press("enter")
            await at.until(lambda: title(at, office) == "Pilot line")
        assert (office.step(1).due, office.step(1).time) == (date(2026, 11, 27), "09:00")

    async def test_leaves_a_deal_as_it_is_but_never_a_ghost(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("enter")
            await at.until(lambda: message(at))
            assert "A ghost is not left as it is" in message(at)
            assert title(at, office) == "CNC retrofit"
            await at.press("l", "enter")
            await at.until(lambda: title(at, office) == "Rack")
        assert decisions(office) == {"Pilot line": "kept"}

    async def test_sets_another_close_and_that_decides(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("l", "l")
            assert "⚑ It was expected to close on 24 Nov 2026." in text(at)
            await at.press("e", "ctrl+u")
            await at.type("eoq")
            await at.press("enter")
            await at.until(lambda: decisions(office))
        assert decisions(office) == {"Rack": "close"}
        assert office.deal(3).expected_close == date(2026, 12, 31)

    async def test_for_a_ghost_another_close_decides_nothing(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("e")
            await at.type("eoq")
            await at.press("enter")
            await at.until(lambda: office.deal(1).expected_close)
            await at.settled()
            assert title(at, office) == "CNC retrofit"
        assert decisions(office) == {}

    async def test_writes_down_a_contact_and_a_risk_on_the_way(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("c", "1")
            await at.type("no answer yet")
            await at.press("enter")
            await at.until(lambda: message(at))
            assert title(at, office) == "CNC retrofit"
            assert decisions(office) == {}
            await at.press("escape", "colon")
            await at.type("take back the whole")
            await at.press("enter")
            await at.until(lambda: "taken back" in at.message)
        assert reviewing.going_on(office.desk) is None

    async def test_of_what_was_closed_meanwhile_says_so(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            deals.win(office.desk, 1)
            review(at).look_again()
            await at.press("full_stop")
            assert "closed; reopen it first" in message(at)


class TestGoingOn:
    async def test_stops_and_goes_on_where_it_was_after_a_restart(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("full_stop")
            await at.until(lambda: title(at, office) == "Pilot line")
            await at.press("escape")
            await at.until(lambda: "goes on where it is with 4" in at.message)
        async with terminal(office.path, office.clock) as at:
            await at.press("4")
            picked = at.app.screen
            assert isinstance(picked, Pick)
            names = picked.query_one(PickList).names
            assert names[0] == "Go on: Weekly review of 25 Nov 2026, 1 of 3 decided"
            assert names[1] == "Weekly review, begun anew · 30 min"
            await at.press("1")
            await at.until(lambda: isinstance(at.app.screen, ReviewScreen))
            assert title(at, office) == "Pilot line"

    async def test_begins_anew_when_that_is_chosen(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("full_stop")
            await at.until(lambda: title(at, office) == "Pilot line")
            await at.press("escape", "colon")
            await at.type("weekly review")
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, Pick))
            await at.press("2")
            await at.until(lambda: isinstance(at.app.screen, ReviewScreen))
            assert "1 of 2" in at.lines[0]

    async def test_what_was_skipped_comes_again_at_the_end(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("space", "enter", "enter")
            await at.until(lambda: review(at).item is None)
            assert "All deals have been asked about." in text(at)
            assert "ask again about 1 deal" in text(at)
            await at.press("space")
            await at.until(lambda: title(at, office) == "CNC retrofit")

    async def test_looks_back_at_what_was_decided(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("full_stop")
            await at.until(lambda: title(at, office) == "Pilot line")
            await at.press("h")
            assert title(at, office) == "CNC retrofit"
            assert "Decided: re-dated" in text(at)
            assert "It was a ghost." in text(at)

    async def test_ends_with_a_line_and_a_summary_that_can_be_copied(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("w", "enter")
            await at.until(lambda: title(at, office) == "Pilot line")
            await at.press("enter", "enter")
            await at.until(lambda: review(at).item is None)
            await at.press("enter")
            assert "What was learned?" in text(at)
            await at.type("Ask for the budget")
            await at.press("enter")
            await at.until(lambda: review(at).review.ended_at)
            shown = text(at)
            assert "Weekly review of 25 Nov 2026" in shown
            assert "→ Learned: Ask for the budget" in shown
            assert [line.split() for line in at.lines if "Closed" in line or "Left as" in line] == [
                ["Closed", "1", "€12,000"], ["Left", "as", "it", "is", "2", "€45,000"],
            ]  # fmt: skip
            await at.press("y")
            assert at.app.clipboard.startswith("## Weekly review of 25 Nov 2026")
            await at.press("enter")
            assert isinstance(at.app.screen, MainScreen)
            await at.press("4")
            assert at.app.screen.query_one(PickList).names[-1] == (
                "Summary: Weekly review of 25 Nov 2026"
            )
            await at.press("3")
            await at.until(lambda: isinstance(at.app.screen, ReviewScreen))
            assert "Learned: Ask for the budget" in text(at)

    async def test_can_end_before_all_are_decided(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("l", "l", "l")
            assert "○ Not all deals have been asked about." in text(at)
            await at.press("enter", "enter")
            await at.until(lambda: review(at).review.ended_at)
            await at.settled()
            assert "✓ Weekly review of 25 Nov 2026" in text(at)
            assert "Not decided" in text(at)

    async def test_goes_when_its_beginning_is_undone(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("u")
            await at.until(lambda: isinstance(at.app.screen, MainScreen))
        assert reviewing.going_on(office.desk) is None

    async def test_the_whole_of_it_is_taken_back_from_its_help(self, office: Office) -> None:
        before = office.everything()
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("full_stop")
            await at.until(lambda: title(at, office) == "Pilot line")
            await at.press("question_mark")
            assert isinstance(at.app.screen, Help)
            await at.type("whole review")
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, MainScreen))
        assert kept(office.everything()) == kept(before)

    async def test_opens_the_deal(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            await at.press("l", "o")
            await at.until(lambda: isinstance(at.app.screen, MainScreen))
            await at.until(lambda: at.main.pane is not None and at.main.pane.deal_id == 2)

    async def test_passes_over_a_deal_that_was_deleted_elsewhere(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at)
            deals.delete(office.desk, [1])
            review(at).look_again()
            await at.settled()
            assert title(at, office) == "Pilot line"


class TestTheMonth:
    async def test_goes_over_the_largest_the_figures_and_what_was_lost(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            await begin(at, "2")
            assert title(at, office) == "Plant 2"
            assert "◆ Number 1 of the largest open deals." in text(at)
            await at.press("enter", "enter", "full_stop", "enter")
            await at.until(lambda: review(at).shows_figures)
            assert "November 2026 in figures" in text(at)
            assert "win rate 0" in text(at)
            assert "Proposal → Negotiation" in text(at)
            assert "0 of 3" in text(at)
            await at.press("enter")
            assert title(at, office) == "Old"
            assert "✗ Lost on 23 Nov 2026: Price." in text(at)
            assert "Was that the reason?" in text(at)
            await at.press("n")
            await at.until(lambda: review(at).item is None)
            assert "The written risk was the reason of 0 of 1 lost deal." in text(at)
            assert "November 2026 in figures" in text(at), "and the summary keeps them"
            await at.press("u")
            await at.until(lambda: title(at, office) == "Old")
            await at.press("y")
            await at.until(lambda: review(at).item is None)
        assert reviewing.risk_answer(office.desk, 5) is True


class TestTheTimer:
    async def test_counts_on_after_a_restart(self, office: Office) -> None:
        from datetime import time

        async with terminal(office.path, office.clock) as at:
            await begin(at)
            for second in range(1, 60):
                office.clock.set(WEDNESDAY, time(12, second // 10, second % 10 * 6))
                review(at).tick()
            assert "5 of 30 min" in at.lines[0]
            await at.press("escape")
            await at.until(lambda: isinstance(at.app.screen, MainScreen))
            await at.until(lambda: at.message)
        async with terminal(office.path, office.clock) as at:
            await at.press("4", "1")
            await at.until(lambda: isinstance(at.app.screen, ReviewScreen))
            assert "5 of 30 min" in at.lines[0]


class TestHostileText:
    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    @pytest.mark.parametrize("language", ["en", "de"])
    async def test_reaches_the_screen_as_text(
        self, office: Office, size: tuple[int, int], language: str
    ) -> None:
        use_language(language)
        for field in ("title", "company", "contact", "risk", "benefit"):
            editing.set_field(office.desk, 1, field, HOSTILE)
        deals.log(office.desk, 1, HOSTILE * 20, "note")
        followups.next_step(office.desk, 2, f"{HOSTILE} fri")
        office.desk.close()
        async with terminal(office.path, office.clock, size=size) as at:
            await begin(at)
            for key in ("j", "G", "l", "l", "l", "h", "question_mark", "escape"):
                await at.press(key)
                assert "\u202e" not in at.text
                assert all(len(line) for line in at.lines)
            await at.press("h", "h", "h", "w", "enter", "space", "space", "enter")
            await at.type("[b]{x}")
            await at.press("enter")
            await at.settled()
            await at.press("g", "y", "escape", "escape")
            assert isinstance(at.app.screen, MainScreen)


def kept(everything: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """The data without how long the review took, which is no part of the history."""
    return {
        table: [row for row in rows if "review_time" not in row]
        for table, rows in everything.items()
    }


def decisions(office: Office) -> dict[str, str]:
    rows = office.rows(
        "SELECT d.title, i.decision FROM review_item i JOIN deal d ON d.id = i.deal_id"
        " WHERE i.decision <> ''"
    )
    return dict(rows)
