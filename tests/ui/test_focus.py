"""The calls of a morning, one at a time: `f`, and what one does from call to call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import time
from pathlib import Path

import pytest

from pipeline_tui.domain.records import FollowUp
from pipeline_tui.domain.round import Round
from pipeline_tui.services import deals, followups, people, reading
from pipeline_tui.services.desk import Desk
from pipeline_tui.ui.gateway import reads
from pipeline_tui.ui.modals.help import Help
from pipeline_tui.ui.modals.pick import Pick
from pipeline_tui.ui.screens.focus import FocusScreen
from tests.services.office import MONDAY, Office
from tests.ui.pane_desk import agenda_of
from tests.ui.terminal import Terminal, terminal

LINES = (
    "Acme GmbH: CNC retrofit 90k @proposal call Meier tue +49 170 1234567 !high budget freeze",
    "Hooli: Licences 18k @proposal call Gavin fri 9:00 +49 30 7654321",
    "Globex AG: Pilot line 40k @qualification meet on site 23.11. 14:00",
    "Initech: Plant 2 55k @negotiation mail contract 23.11. meet@initech.example",
    "Umbrella: Service 90k @proposal call Wong 27.11.",
)
DUE = ["call Meier", "call Gavin", "meet on site", "mail contract"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """On Monday at noon: two overdue, two today, one later this week."""
    made = Office(tmp_path / "sales.db")
    made.clock.pass_days(-7)
    for line in LINES:
        made.add(line)
    made.clock.set(MONDAY)
    made.desk.close()
    yield made
    made.desk.close()


class Caller:
    """Somebody in focus."""

    def __init__(self, at: Terminal, office: Office) -> None:
        self.at = at
        self._office = office

    @property
    def screen(self) -> FocusScreen:
        return next(one for one in self.at.app.screen_stack if isinstance(one, FocusScreen))

    @property
    def on(self) -> bool:
        """Whether focus is on, without anything over it."""
        return isinstance(self.at.app.screen, FocusScreen)

    @property
    def words(self) -> str:
        """What the follow-up that is shown says; '' at the end."""
        shown = self.screen.shown
        return shown.followup.text if shown else ""

    @property
    def text(self) -> str:
        """The screen, with common blanks."""
        return self.at.text.replace("\N{NO-BREAK SPACE}", " ")

    @property
    def head(self) -> str:
        return " ".join(self.at.lines[0].split())

    @property
    def message(self) -> str:
        return self.screen.footer.message

    def followup(self, number: int) -> FollowUp:
        """As it is on the disk."""
        found = reading.followup(self._office.desk, number)
        assert found is not None
        return found


@asynccontextmanager
async def focus(
    office: Office, *keys: str, size: tuple[int, int] = (160, 45)
) -> AsyncIterator[Caller]:
    """The app on the agenda, then in focus."""
    async with terminal(office.path, office.clock, size=size) as at:
        await at.press("2", *(keys or ("f",)))
        yield Caller(at, office)
    office.desk.close()


def elsewhere(office: Office) -> Desk:
    """Another instance at work on the same file."""
    return Desk(office.path, office.clock)


class TestOneAtATime:
    async def test_what_is_due_comes_in_the_order_of_the_agenda(self, office: Office) -> None:
        async with focus(office) as user:
            seen = []
            while user.words:
                seen.append(user.words)
                await user.at.press("space")
            assert seen == DUE
            assert "All through but 4 that were skipped" in user.text

    async def test_begins_at_the_row_under_the_cursor(self, office: Office) -> None:
        async with focus(office, "j", "j", "f") as user:
            assert user.words == "meet on site"
            assert "3 of 4" in user.head

    async def test_begins_there_also_far_down_in_a_long_list(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reads, "ROUND", 2)
        async with focus(office, "j", "j", "j", "f") as user:
            assert user.words == "mail contract"
            seen = []
            while user.words:
                seen.append(user.words)
                await user.at.press("m")
            assert seen == ["mail contract", "call Meier", "call Gavin", "meet on site"]

    async def test_only_what_the_filter_shows_comes(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "slash")
            await at.type("hooli")
            await at.press("enter", "f")
            user = Caller(at, office)
            assert user.words == "call Gavin"
            assert "1 of 1" in user.head
        office.desk.close()

    async def test_is_reached_from_the_board_too(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("f")
            assert Caller(at, office).words == "call Meier"
            await at.press("escape")
            assert at.main.mode == "board"
        office.desk.close()

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15)])
    async def test_number_and_next_step_are_seen_at_every_size(
        self, office: Office, size: tuple[int, int]
    ) -> None:
        async with focus(office, size=size) as user:
            assert "call Meier" in user.text
            assert "+49 170 1234567" in user.text
            assert len(user.at.lines) == size[1]

    async def test_nothing_due_is_said_kindly(self, tmp_path: Path) -> None:
        empty = Office(tmp_path / "empty.db")
        empty.desk.close()
        async with focus(empty) as user:
            assert "Nothing is due. Well done." in user.text
            for key in ("d", "m", "s", "n", "c", "y", "o", "w", "e", "R", "h", "u", "space"):
                await user.at.press(key)
                assert user.on
            await user.at.press("escape")
            assert not user.on

    async def test_h_goes_back_to_the_one_before(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("space", "space", "h")
            assert user.words == "call Gavin"
            assert "1 skipped" in user.head

    async def test_help_lists_the_keys_that_work_here(self, office: Office) -> None:
        async with focus(office, size=(120, 45)) as user:
            await user.at.press("question_mark")
            assert isinstance(user.at.app.screen, Help)
            assert "Skip" in user.at.text
            assert "Command palette" not in user.at.text
            await user.at.type("skip")
            await user.at.press("enter")
            assert user.words == "call Gavin"


class TestAfterTheCall:
    async def test_reached_with_outcome_and_next_step_goes_on(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("d")
            await user.at.type("wants an offer > mail offer fri")
            await user.at.press("enter")
            assert user.words == "call Gavin"
            assert user.followup(1).outcome == "wants an offer"
            assert "2 of 4 · 1 done" in user.head
            assert "u undoes" in user.message

    async def test_not_reached_books_the_retry_and_goes_on(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("m")
            assert user.words == "call Gavin"
            assert "Not reached, attempt 1. Next try: " in user.message
            assert user.followup(1).attempts == 1

    async def test_put_off_goes_on(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("s")
            await user.at.type("fri")
            await user.at.press("enter")
            assert user.words == "call Gavin"
            assert str(user.followup(1).due) == "2026-11-27"

    async def test_another_next_step_goes_on(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("n")
            await user.at.type("mail terms fri")
            await user.at.press("enter")
            assert user.words == "call Gavin"
            assert user.followup(1).text == "mail terms"

    async def test_editing_changes_the_follow_up_that_is_shown(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("e", "ctrl+u")
            await user.at.type("call Huber 17.11.2026")
            await user.at.press("enter")
            assert user.words == "call Huber", "another text does not go on"
            await user.at.press("e", "ctrl+u")
            await user.at.type("call Huber fri 10:00 every 2 weeks")
            await user.at.press("enter")
            row = user.followup(1)
            assert (row.text, str(row.due), row.time) == ("call Huber", "2026-11-27", "10:00")
            assert row.repeat
            assert office.deal(1).postponements == 1
            assert user.words == "call Gavin", "another day does"

    async def test_one_without_a_deal_is_edited_too(self, office: Office) -> None:
        office.overdue(None, "call tax office 1.11.2026")
        office.desk.close()
        async with focus(office) as user:
            while user.words != "call tax office":
                await user.at.press("space")
            await user.at.press("n")
            assert "no deal" in user.message
            assert "e edits it" in user.message
            await user.at.press("e", "ctrl+u")
            await user.at.type("mail tax office 1.11.2026")
            await user.at.press("enter")
            assert user.words == "mail tax office"

    async def test_what_is_logged_keeps_the_follow_up(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("c")
            assert isinstance(user.at.app.screen, Pick)
            await user.at.press("1")
            await user.at.type("is on holiday")
            await user.at.press("enter")
            assert user.words == "call Meier"
            assert "is on holiday" in user.text

    async def test_won_goes_on(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("w", "enter")
            assert user.words == "call Gavin"
            assert user.followup(1).state == "cancelled"

    async def test_lost_goes_on(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("x", "1", "enter")
            await user.at.settled()
            assert user.words == "call Gavin"

    async def test_the_risk_is_noted_without_going_on(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("r")
            await user.at.press("ctrl+u")
            await user.at.type("!low all is well")
            await user.at.press("enter")
            assert user.words == "call Meier"
            assert "· all is well" in user.text

    async def test_leaving_a_prompt_changes_nothing(self, office: Office) -> None:
        async with focus(office) as user:
            for key in ("d", "s", "n", "c", "e", "R", "r", "x"):
                await user.at.press(key, "escape")
                assert user.words == "call Meier"
            assert "1 of 4" in user.head

    async def test_all_handled_is_said(self, office: Office) -> None:
        async with focus(office) as user:
            for _turn in DUE:
                await user.at.press("s")
                await user.at.type("fri")
                await user.at.press("enter")
            assert "Well done. Nothing more is due." in user.text
            assert "4 follow-ups handled" in user.text

    async def test_a_follow_up_of_its_own_is_done_and_put_off(self, office: Office) -> None:
        number = followups.add_followup(office.desk, None, "call tax office 23.11. 8:00")
        office.desk.close()
        async with focus(office, "j", "j", "f") as user:
            assert user.words == "call tax office"
            for key in ("c", "w", "r", "P", "o"):
                await user.at.press(key)
                assert user.message == "This follow-up has no deal"
            await user.at.press("d")
            assert user.words == "meet on site"
            assert user.followup(number).state == "done"


class TestUndo:
    async def test_goes_back_to_the_follow_up_that_was_done(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("m", "space")
            assert user.words == "meet on site"
            await user.at.press("u")
            assert user.words == "call Meier"
            assert user.followup(1).attempts == 0
            assert "done" not in user.head
            assert "ctrl+r does it again" in user.message
            await user.at.press("ctrl+r")
            assert user.words == "meet on site"
            assert user.followup(1).attempts == 1

    async def test_of_something_else_stays_where_one_is(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("c", "1")
            await user.at.type("engaged")
            await user.at.press("enter", "space", "u")
            assert user.words == "call Gavin"

    async def test_outside_brings_the_follow_up_back_into_the_round(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("m", "escape", "u", "f")
            assert "1 skipped" not in user.head
            assert "done" not in user.head


class TestComingBack:
    async def test_goes_on_where_one_was(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("m", "space", "escape")
            assert not user.on
            row = agenda_of(user.at).current
            assert row is not None
            assert row.text == "meet on site"
            await user.at.press("f")
            assert user.words == "meet on site"
            assert "3 of 4 · 1 done · 1 skipped" in user.head

    async def test_after_a_restart_goes_on_where_one_was(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("m", "space", "escape")
        undo = len(office.steps())
        async with terminal(office.path, office.clock) as at:
            await at.press("f")
            user = Caller(at, office)
            assert user.words == "meet on site"
            assert "3 of 4 · 1 done · 1 skipped" in user.head
            await at.press("u")
            assert user.words == "call Meier"
        office.desk.close()
        assert len(office.steps()) == undo - 1, "keeping the place is no step"
        kept = office.value("SELECT value FROM setting WHERE key = 'focus_round'")
        assert "Meier" not in kept

    async def test_after_a_restart_goes_on_from_the_agenda_too(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("space", "space", "escape")
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "f")
            user = Caller(at, office)
            assert "3 of 4 · 2 skipped" in user.head
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "j", "f")
            assert "2 of 4 · 1 skipped" in Caller(at, office).head, "a row one went to is chosen"

    async def test_goes_on_where_one_was_when_the_terminal_was_closed_on_it(
        self, office: Office
    ) -> None:
        async with focus(office) as user:
            await user.at.press("m", "space")
            kept = "SELECT coalesce(max(value), '') FROM setting WHERE key = 'focus_round'"
            today = office.clock.today()
            await user.at.until(lambda: Round.of_text(office.value(kept), today).skipped == 1)
        async with terminal(office.path, office.clock) as at:
            await at.press("f")
            user = Caller(at, office)
            assert user.words == "meet on site"
            assert "3 of 4 · 1 done · 1 skipped" in user.head

    async def test_begins_elsewhere_when_the_cursor_was_moved(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("space", "escape", "g", "f")
            assert user.words == "call Meier"
            assert "skipped" not in user.head

    async def test_the_agenda_shows_what_was_done(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("s")
            await user.at.type("fri")
            await user.at.press("enter", "escape")
            lines = agenda_of(user.at).lines
            assert not any("call Meier" in line and "!" in line for line in lines)

    async def test_the_time_goes_on(self, office: Office) -> None:
        async with focus(office) as user:
            assert "min" not in user.head
            for second in range(2, 126, 2):
                office.clock.set(MONDAY, time(12, second // 60, second % 60))
                user.screen.tick()
            await user.at.settled()
            assert "2 min" in user.head
            await user.at.press("escape")
            office.clock.set(MONDAY, time(13))
            await user.at.press("f")
            assert "2 min" in user.head

    async def test_time_with_the_lid_shut_does_not_count(self, office: Office) -> None:
        async with focus(office) as user:
            office.clock.set(MONDAY, time(15))
            user.screen.tick()
            office.clock.set(MONDAY, time(11))
            user.screen.tick()
            assert user.screen.round.seconds == 0

    @pytest.mark.parametrize("key", ["o", "enter"])
    async def test_by_way_of_the_deal(self, office: Office, key: str) -> None:
        async with focus(office) as user:
            await user.at.press("space", key)
            await user.at.settled()
            assert user.at.main.in_pane
            assert user.at.main.pane is not None
            assert user.at.main.pane.deal_id == 2
            await user.at.press("escape", "f")
            assert user.words == "call Gavin"

    async def test_to_the_deal_from_the_board(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("f", "space", "space", "o")
            await at.settled()
            assert at.main.pane is not None
            assert (at.main.in_pane, at.main.pane.deal_id) == (True, 3)
        office.desk.close()


class TestWhoMayBeCalled:
    async def test_is_seen_before_one_calls(self, office: Office) -> None:
        people.set_permission(office.desk, 1, "do not contact, from letter")
        people.set_permission(office.desk, 2, "call yes, mail no, from fair")
        people.set_role(office.desk, 2, "decides")
        office.desk.close()
        async with focus(office) as user:
            assert "✗ do not contact · from letter, 23 Nov" in user.text
            await user.at.press("space")
            assert "decides the budget" in user.text
            assert "✓ may be called" in user.text
            assert "✗ must not be mailed" in user.text

    async def test_is_written_down_during_the_call(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("P")
            await user.at.type("call maybe")
            await user.at.press("enter")
            assert "call maybe is not understood" in user.text
            await user.at.press("ctrl+u")
            await user.at.type("do not contact")
            await user.at.press("enter")
            assert user.words == "call Meier"
            assert "✗ do not contact" in user.text
            await user.at.press("u")
            assert "✗ do not contact" not in user.text

    async def test_said_elsewhere_at_the_same_time_is_not_overwritten(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("P")
            await user.at.type("call yes")
            other = elsewhere(office)
            people.set_permission(other, 1, "do not contact")
            other.close()
            await user.at.press("enter")
            assert deals.edit_text(office.deal(1), "permission") == "do not contact"
            office.desk.close()

    async def test_and_who_decides_too(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("R", "2")
            await user.at.settled()
            assert "decides the budget" in user.text
            await user.at.press("R", "7")
            await user.at.settled()
            assert "decides the budget" not in user.text


class TestCopying:
    async def test_the_number_goes_to_the_clipboard(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("y")
            assert user.at.app.clipboard == "+49 170 1234567"
            assert user.message == "Copied: +49 170 1234567"

    async def test_without_a_number_it_is_the_address(self, office: Office) -> None:
        async with focus(office, "j", "j", "j", "f") as user:
            await user.at.press("y")
            assert user.at.app.clipboard == "meet@initech.example"

    async def test_of_a_forbidden_number_is_warned(self, office: Office) -> None:
        people.set_permission(office.desk, 1, "call no")
        office.desk.close()
        async with focus(office) as user:
            await user.at.press("y")
            assert "must not be called" in user.message

    async def test_of_nothing_says_so(self, office: Office) -> None:
        async with focus(office, "j", "j", "f") as user:
            await user.at.press("y")
            assert "neither a phone number nor a mail address" in user.message


class TestMeanwhile:
    async def test_done_elsewhere_is_shown_and_not_done_twice(self, office: Office) -> None:
        async with focus(office) as user:
            other = elsewhere(office)
            followups.done(other, 1)
            other.close()
            user.at.main.poll()
            await user.at.settled()
            assert "✓ done meanwhile" in user.text
            await user.at.press("d")
            assert user.on
            assert "closed elsewhere meanwhile" in user.message
            await user.at.press("space")
            assert user.words == "call Gavin"
            assert "1 of 3" in user.head

    async def test_done_elsewhere_before_it_was_noticed(self, office: Office) -> None:
        async with focus(office) as user:
            other = elsewhere(office)
            followups.done(other, 1)
            other.close()
            for key in ("m", "s", "n"):
                await user.at.press(key)
                assert "closed elsewhere meanwhile" in user.message

    async def test_deleted_elsewhere_makes_room_for_the_next(self, office: Office) -> None:
        async with focus(office) as user:
            other = elsewhere(office)
            deals.delete(other, [1])
            other.close()
            user.at.main.poll()
            await user.at.settled()
            assert user.words == "call Gavin"
            assert "deleted elsewhere" in user.message

    async def test_deleted_while_the_prompt_is_open_is_said_there(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("s")
            other = elsewhere(office)
            deals.delete(other, [1])
            other.close()
            await user.at.type("fri")
            await user.at.press("enter")
            assert not user.on
            await user.at.press("escape")
            user.at.main.poll()
            await user.at.settled()
            assert user.words == "call Gavin"

    async def test_a_new_one_comes_into_the_round(self, office: Office) -> None:
        async with focus(office) as user:
            other = elsewhere(office)
            deals.add_deal(other, "Stark: Pepper @proposal call Tony 23.11. 8:00", suggest=False)
            other.close()
            user.at.main.poll()
            await user.at.settled()
            assert "1 of 5" in user.head

    async def test_what_happened_to_the_file_is_said_here(self, office: Office) -> None:
        async with focus(office) as user:
            user.at.app.gateway.news.append("No backup: the disk is full")
            user.at.main.poll()
            assert user.message == "No backup: the disk is full"

    async def test_midnight_begins_another_round_where_one_was(self, office: Office) -> None:
        async with focus(office) as user:
            await user.at.press("m", "space")
            assert user.words == "meet on site"
            office.clock.set(MONDAY.replace(day=24), time(0))
            user.at.main.poll()
            await user.at.settled()
            assert user.words == "meet on site"
            assert "1 day overdue" in user.text
            assert "Tue 24 Nov" in user.head
            assert "skipped" not in user.head

    async def test_a_locked_file_keeps_what_is_shown(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.errors import DatabaseLocked

        def locked(*_args: object, **_named: object) -> None:
            raise DatabaseLocked("The file is in use")

        async with focus(office) as user:
            with monkeypatch.context() as patch:
                patch.setattr(reading, "focus", locked)
                await user.at.press("space")
                assert user.on
            user.screen.tick()
            assert user.words == "call Gavin"


class TestTheWindow:
    async def test_may_change_at_any_time(self, office: Office) -> None:
        async with focus(office) as user:
            for size in ((80, 24), (40, 15), (20, 5), (160, 45), (5, 3), (120, 30)):
                await user.at.pilot.resize_terminal(*size)
                await user.at.press("j", "G", "pageup", "k", "g")
                assert user.on
                assert len(user.at.lines) == size[1]
            assert "call Meier" in user.text

    async def test_too_low_is_scrolled(self, office: Office) -> None:
        async with focus(office, size=(40, 12)) as user:
            assert "↓" in user.text
            assert "Proposal" not in user.text
            await user.at.press("G")
            assert "↓" not in user.text
            assert "Proposal" in user.text
            await user.at.press("space")
            assert "call Gavin" in user.text
