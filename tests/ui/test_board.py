"""Working on the board: looking, moving, adding, closing, filtering, going back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual import events

from pipeline_tui.i18n import use_language
from pipeline_tui.store import connection
from pipeline_tui.ui.screens.main import MainScreen
from tests.ui.conftest import Open
from tests.ui.terminal import Terminal

EXAMPLE = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier fri 10:00 !high budget freeze #renewal "
    "source:fair +49 170 1234567 meier@acme.de"
)
"""The line of product.md, "Quick add"."""

SIZES = [(160, 45), (120, 30), (80, 24), (60, 20), (40, 15), (20, 5), (9, 3)]


def stage_of(user: Terminal, title: str) -> str:
    """The stage in which a deal stands, read from the file."""
    conn = sqlite3.connect(user.app.gateway.path)
    found = conn.execute(
        "SELECT s.name FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.title = ?", (title,)
    ).fetchone()
    conn.close()
    return str(found[0]) if found else ""


def column(user: Terminal) -> str:
    """The name of the column the cursor is in."""
    state = user.main.state
    return state.columns[state.here].stage.name


class Noting(sqlite3.Connection):
    """A connection that notes the statements run over it."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.run: set[str] = set()

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self.run.add(sql)
        return super().execute(sql, *values)


class TestLookingAround:
    async def test_columns_cards_and_figures_are_on_the_screen(self, opened: Open) -> None:
        async with opened() as user:
            assert "pipeline  1 Board  2 Agenda 7!" in user.lines[0]
            assert "Q4 won €247k · weighted €287k · target €450k · gap €203k" in user.lines[0]
            assert "Prospect  4 · €72k ⌁ €3.6k" in user.lines[1]
            assert "▌Northgate Tools Ltd" in user.text
            assert "? help" in user.lines[-1]

    @pytest.mark.parametrize("size", SIZES)
    async def test_every_size_is_drawn_and_survives_all_moves(
        self, opened: Open, size: tuple[int, int]
    ) -> None:
        async with opened(size=size) as user:
            await user.press(*"jjlljjkhGg", "right", "down", "pagedown", *"lllllll", "home", "1")
            assert len(user.lines) == size[1]
            assert user.title is not None or not user.main.state.count(user.main.state.here)

    async def test_a_resize_keeps_the_cursor_on_its_deal(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("l", "j", "j")
            title = user.title
            for size in (*SIZES, (160, 45)):
                await user.pilot.resize_terminal(*size)
                await user.settled()
                assert user.title == title

    async def test_a_folded_column_opens_while_the_cursor_is_in_it(self, opened: Open) -> None:
        async with opened(size=(200, 45)) as user:
            await user.press("tab", "tab", *"lllll")
            assert column(user) == "Parked"
            assert "Parked  2" in user.text
            await user.press("h")
            assert "Parked  2" not in user.text

    async def test_narrow_one_column_and_a_strip_of_all_stages(self, opened: Open) -> None:
        async with opened(size=(50, 20)) as user:
            await user.press("l", "l")
            assert " Qualification 7 " in user.lines[1]
            assert "Globex AG" in user.text
            assert "Northgate" not in user.text

    async def test_what_lies_off_the_screen_is_hinted_at(self, opened: Open) -> None:
        async with opened(size=(80, 24)) as user:
            assert user.lines[2].rstrip().endswith("›")
            await user.press(*"lllll")
            assert user.lines[2].startswith("‹")

    async def test_an_empty_column_can_be_visited(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("slash")
            await user.type("globex")
            await user.press("enter")
            await user.press("h")
            assert user.title is None
            assert "nothing matches" in user.text
            await user.press("w", "d", "n", "L", "J", "M", "delete", "space", "r", "y", "x")
            assert "There is no deal under the cursor" in user.message

    async def test_the_mouse_selects_opens_and_scrolls(self, opened: Open) -> None:
        async with opened(size=(100, 15)) as user:
            second = user.main.board.slots[1].x
            await user.pilot.click("#board", offset=(second + 4, 8))
            await user.settled()
            assert column(user) == "First contact"
            assert user.title == "Order desk"
            top = user.main.state.top(1)
            await user.wheel("#board", second + 4, 8)
            assert user.main.state.top(1) == top + 1
            await user.pilot.double_click("#board", offset=(second + 4, 3))
            await user.until(lambda: user.main.in_pane)


class TestMovingDeals:
    async def test_to_the_next_stage_and_back(self, opened: Open) -> None:
        async with opened() as user:
            title = user.title or ""
            await user.press("L")
            assert stage_of(user, title) == "First contact"
            assert (column(user), user.title) == ("First contact", title)
            assert "moved to First contact · u undoes" in user.message
            await user.press("H")
            assert stage_of(user, title) == "Prospect"

    async def test_reads_with_no_more_statements_than_are_kept(
        self, opened: Open, database: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with closing(sqlite3.connect(database)) as raw, raw:  # a move looks, and asks nothing
            raw.execute("UPDATE setting SET value = 'soft' WHERE key = 'gate'")
            raw.execute(
                "INSERT OR IGNORE INTO tick (deal_id, criterion_id, ticked_at)"
                " SELECT d.id, c.id, d.created_at FROM deal d, criterion c"
            )
            raw.execute(
                "INSERT OR IGNORE INTO answer (deal_id, question, answer, answered_at)"
                " SELECT d.id, c.question, 'yes', d.created_at FROM deal d, criterion c"
                " WHERE c.question <> ''"
            )
            raw.execute("DELETE FROM planned")
        connect = sqlite3.connect
        monkeypatch.setattr(
            sqlite3, "connect", lambda *given, **named: connect(*given, factory=Noting, **named)
        )
        async with opened(size=(160, 45)) as user:
            reader = user.app.gateway.present.reader
            assert isinstance(reader, Noting)
            await user.press("L", "H")
            reader.run.clear()
            await user.press("L", "H")
            assert 20 < len(reader.run) <= connection.STATEMENTS

    async def test_keys_pressed_while_saving_wait_their_turn(self, opened: Open) -> None:
        async with opened() as user:
            title = user.title or ""
            await user.pilot.press("L", "L", "H", "u", "L")
            await user.until(lambda: stage_of(user, title) == "Proposal")

    async def test_up_and_down_keep_the_cursor_on_the_deal(self, opened: Open) -> None:
        async with opened() as user:
            title = user.title
            await user.press("J", "J")
            assert user.title == title
            assert user.main.state.row(0) == 2
            await user.press("K")
            assert user.main.state.row(0) == 1

    async def test_to_a_named_stage_leaves_the_cursor_on_the_next_card(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("M")
            await user.type("nego")
            await user.press("enter")
            assert stage_of(user, "Spindle monitoring") == "Negotiation"
            assert user.title == "Traceability pilot"

    async def test_all_marked_deals_move_together(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("space", "space")
            assert "2 deals marked" in user.message
            assert user.text.count("✓ ") >= 2
            await user.press("M", "4")
            assert stage_of(user, "Spindle monitoring") == "Proposal"
            assert stage_of(user, "Traceability pilot") == "Proposal"
            assert not user.main.state.marks

    async def test_at_the_edge_it_says_so(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("H")
            assert "no stage further" in user.message


class TestWorkingOnADeal:
    async def test_quick_add_shows_what_it_understood_and_goes_there(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Zeta AG: Robot 12k @prop call Meier fri 10:00 !high no money #x")
            for chip in ("Zeta AG", "Robot", "€12,000", "Proposal", "Fri 27 Nov 10:00", "no money"):
                assert chip in user.text
            await user.press("enter")
            assert (column(user), user.title) == ("Proposal", "Robot")
            assert "Zeta AG · Robot added · u undoes" in user.message

    @pytest.mark.parametrize("size", [(160, 45), (80, 24)])
    async def test_quick_add_shows_all_of_the_example(
        self, opened: Open, size: tuple[int, int]
    ) -> None:
        async with opened(size=size) as user:
            await user.press("a")
            user.app.post_message(events.Paste(EXAMPLE))
            await user.settled()
            for chip in (
                *("⌂ Acme GmbH", "■ CNC retrofit", "Σ €12,000", "→ Proposal", "# renewal"),
                *("○ call Meier · Fri 27 Nov 10:00", "▲ budget freeze", "Source: fair"),
                *("Contact: Meier", "Phone: +49 170 1234567", "Mail: meier@acme.de"),
            ):
                assert chip in user.text

    async def test_typing_ahead_lands_in_the_prompt_it_opened(self, opened: Open) -> None:
        async with opened() as user:
            keys = ["space" if letter == " " else letter for letter in "Zeta: Jjlh 5k"]
            await user.pilot.press("a", *keys, "enter", "L")
            await user.until(lambda: stage_of(user, "Jjlh") == "Qualification")

    async def test_a_refused_line_stays_typed(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Zeta: x 31.02.")
            await user.press("enter")
            assert "Zeta: x 31.02." in user.text
            await user.press("escape")
            assert stage_of(user, "x") == ""

    async def test_the_next_step(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("n")
            await user.type("mail offer fri")
            await user.press("enter")
            assert "○ Fri  mail offer" in user.text
            await user.press("e")
            assert "2026-11-27" in user.text

    async def test_done_snooze_missed_and_log(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("l", "m")
            assert "Not reached, attempt 1" in user.message
            await user.press("s")
            await user.type("+3d")
            await user.press("enter")
            assert "postponed" in user.message
            await user.press("d")
            await user.type("fine > mail offer mon")
            await user.press("enter")
            assert "follow-up done" in user.message
            await user.press("c", "1")
            await user.type("spoke to them")
            await user.press("enter")
            assert "logged: spoke to them" in user.message

    async def test_the_risk(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("r")
            await user.type("!high they wait")
            await user.press("enter")
            assert "▲ they wait" in user.text

    async def test_won_lost_and_reopened(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("w", "enter")
            assert stage_of(user, "Spindle monitoring") == "Onboarding"
            assert user.title == "Traceability pilot"
            await user.press("x", "1", "enter")
            assert stage_of(user, "Traceability pilot") == "Lost"
            await user.press("colon")
            await user.type("traceability")
            await user.press("enter")
            assert (column(user), user.title) == ("Lost", "Traceability pilot")
            await user.press("n")
            assert "reopen it first" in user.message
            await user.press("colon")
            await user.type("reopen")
            await user.press("enter")
            assert stage_of(user, "Traceability pilot") == "Prospect"

    async def test_delete_one_and_several(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("delete")
            assert stage_of(user, "Spindle monitoring") == ""
            await user.press("u")
            assert stage_of(user, "Spindle monitoring") == "Prospect"
            await user.press("g", "space", "space", "delete")
            assert "Delete 2 deals?" in user.text
            await user.press("y")
            assert stage_of(user, "Traceability pilot") == ""

    async def test_undo_and_redo_name_what_they_did(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("u")
            assert "nothing to undo" in user.message
            await user.press("L", "u")
            assert "Undone:" in user.message
            assert "moved to First contact" in user.message
            await user.press("ctrl+r")
            assert "Done again:" in user.message
            assert stage_of(user, "Spindle monitoring") == "First contact"

    async def test_copying_takes_the_phone_first(
        self, opened: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened() as user:
            copied: list[str] = []
            monkeypatch.setattr(user.app, "copy_to_clipboard", copied.append)
            await user.press("y")
            assert copied == ["+44 161 555 0142"]
            assert "Copied: +44 161 555 0142" in user.message


class TestFinding:
    async def test_the_filter_follows_every_letter_and_stays_visible(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("slash")
            await user.type("is:gho")
            assert "There is no state is:gho" in user.text
            await user.type("st")
            assert "Marlow Textiles" in user.text
            assert "Northgate" not in user.text
            await user.press("enter")
            assert "/ is:ghost" in user.lines[0]
            await user.press("escape")
            assert "Northgate" in user.text
            assert "/ is:ghost" not in user.lines[0]

    async def test_leaving_the_filter_shows_what_was_shown_before(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("slash")
            await user.type("globex")
            await user.press("escape")
            assert "Northgate" in user.text

    async def test_the_palette_jumps_to_a_deal_a_filter_hides(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("slash")
            await user.type("globex")
            await user.press("enter", "ctrl+p")
            await user.type("hooli")
            await user.press("enter")
            assert user.title == "Rack assembly"

    async def test_the_palette_says_when_nothing_is_called_that(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("colon")
            await user.type("xyzzy")
            assert "nothing is called that" in user.text
            await user.press("enter", "escape")
            assert user.app.screen is user.main

    async def test_the_palette_jumps_to_a_deal_won_long_ago(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("colon")
            await user.type("bramble")
            await user.press("enter")
            assert (column(user), user.title) == ("Won", "Packing robot")

    async def test_the_palette_runs_commands(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("colon")
            await user.type("agenda")
            await user.press("enter")
            assert user.main.mode == "agenda"

    async def test_names_and_what_they_do_stand_in_columns(self, opened: Open) -> None:
        async with opened() as user:
            for key in ("question_mark", "colon"):
                await user.press(key)
                one = next(line for line in user.lines if "Quick add: company" in line)
                two = next(line for line in user.lines if "Write down a call" in line)
                assert one.index("Quick add") == two.index("Write down")
                await user.press("escape")

    async def test_help_says_what_works_here_and_why_not(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("j", "question_mark")
            assert "Keys on the board" in user.text
            await user.type("snooze")
            assert "the deal has no follow-up" in user.text
            await user.press("escape", "question_mark")
            await user.type("undo")
            assert "ctrl+r" in user.text
            await user.press("escape")
            assert user.app.screen is user.main


class TestAnotherInstance:
    async def test_what_others_write_appears_and_the_cursor_stays(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("j", "j")
            title = user.title
            other = sqlite3.connect(user.app.gateway.path, isolation_level=None)
            other.execute("UPDATE deal SET title = 'From elsewhere' WHERE id = 1")
            other.execute("UPDATE deal SET position = -5 WHERE title = ?", (title,))
            other.close()
            user.main.poll()
            await user.settled()
            assert "From elsewhere" in user.text
            assert user.title == title

    async def test_own_writes_are_no_news(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("L")
            assert not user.app.gateway.changed_elsewhere()

    async def test_a_locked_file_is_said_and_the_app_goes_on(
        self, opened: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(connection, "WAIT_MS", 50)
        async with opened() as user:
            await user.press("J", "u")
            other = sqlite3.connect(user.app.gateway.path, isolation_level=None)
            user.app.gateway.desk.writer  # noqa: B018  # opened before the lock
            other.execute("BEGIN EXCLUSIVE")
            await user.press("j", "k", "l", "2", "1", "slash")
            await user.type("a")
            await user.press("escape", "colon")
            await user.type("a")
            await user.press("escape")
            user.main.poll()
            other.execute("ROLLBACK")
            other.close()
            await user.press("L")
            assert "moved" in user.message


class TestReadOnly:
    async def test_it_is_said_and_browsing_works(
        self, opened: Open, database: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("os.access", lambda *_args, **_named: False)
        async with opened() as user:
            assert "read-only" in user.lines[0]
            await user.press("j", "l", "2")
            assert user.main.mode == "agenda"


class TestLeaving:
    async def test_esc_takes_away_one_thing_at_a_time(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("space", "tab")
            assert user.main.in_pane
            await user.press("escape")
            assert not user.main.in_pane
            assert user.main.state.marks
            await user.press("escape")
            assert not user.main.state.marks
            await user.press("escape")
            assert not user.main.pane_shown

    async def test_q_goes_back_to_the_board_and_there_leaves(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("2", "q")
            assert user.main.mode == "board"
            await user.pilot.press("q")
            await user.until(lambda: user.app.return_value is not None)
            assert user.app.return_value == 0

    async def test_ctrl_c_while_typing_leaves_nothing(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Zeta: x")
            await user.press("ctrl+c")
            assert user.app.is_running
            assert "Zeta: x" in user.text

    async def test_the_pane_lies_over_the_board_when_there_is_no_room(self, opened: Open) -> None:
        async with opened(size=(80, 24)) as user:
            await user.press("enter")
            assert user.main.in_pane
            assert "Spindle monitoring" in user.lines[1]
            assert not user.main.board.display
            await user.press("escape")
            assert user.main.board.display


class TestMessages:
    async def test_that_do_not_fit_take_more_lines(self, opened: Open) -> None:
        use_language("de")
        async with opened(size=(40, 15)) as user:
            board = user.main.board.size
            await user.press("L")
            assert len(user.message) > 40
            said = " ".join("".join(user.lines[-3:]).split())
            assert "Northgate Tools Ltd · Spindle monitoring" in said
            assert said.endswith("u nimmt es zurück")
            assert user.main.board.size == board
            await user.press("j")
            assert "zurück" not in user.text

    async def test_that_fit_take_one_line(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("L")
            assert not user.main.query("#message")


class TestAFreshFile:
    async def test_it_says_how_to_begin(self, opened: Open, tmp_path: Path) -> None:
        path = tmp_path / "new.db"
        async with opened(path, size=(80, 24)) as user:
            await user.press("2")
            await user.until(lambda: isinstance(user.app.screen, MainScreen))
            await user.settled()
            assert user.text.count("a adds a deal") == 1
            await user.press("l")
            assert user.text.count("a adds a deal") == 1

    async def test_a_filter_that_finds_nothing_says_how_to_leave_it(self, opened: Open) -> None:
        async with opened(size=(80, 24)) as user:
            await user.press("slash")
            await user.type("nowhere")
            await user.press("enter")
            assert "esc shows all deals" in user.text


class TestColours:
    async def test_the_palette_switches_between_dark_and_light(self, opened: Open) -> None:
        async with opened() as user:
            dark = grounds(user)
            await user.press("colon")
            await user.type("theme")
            await user.press("enter")
            light = grounds(user)
            assert not dark & light
            await user.press("colon")
            await user.type("theme")
            await user.press("enter")
            assert grounds(user) == dark


def grounds(user: Terminal) -> set[str]:
    """All background colours on the screen."""
    compositor: Any = user.app.screen._compositor
    return {
        str(part.style.bgcolor.name)
        for strip in compositor.render_strips()
        for part in strip
        if part.style and part.style.bgcolor
    }
