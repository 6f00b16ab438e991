"""The morning round: what is due, done, missed, put off, logged, with the keys on the row."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pipeline_tui.services import followups, reading
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.modals.pick import Pick
from tests.services.office import MONDAY, Office
from tests.ui.pane_desk import agenda_of
from tests.ui.terminal import Terminal, terminal

LINES = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier tue !high budget freeze",
    "Hooli: Licences 18k @proposal call Gavin fri 9:00",
    "Globex AG: Pilot line 40k @qualification meet on site 23.11. 14:00",
    "Initech: Plant 2 55k @negotiation mail contract 24.11.",
    "Umbrella: Service 90k @proposal call Wong 27.11.",
    "Stark: Pepper 20k @qualification call Tony 3.12.",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """On Monday: two overdue, one today, one tomorrow, one this week, one later."""
    made = Office(tmp_path / "sales.db")
    made.clock.pass_days(-7)
    for line in LINES:
        made.add(line)
    made.clock.set(MONDAY)
    made.desk.close()
    yield made
    made.desk.close()


@asynccontextmanager
async def agenda(office: Office, size: tuple[int, int] = (160, 45)) -> AsyncIterator[Terminal]:
    async with terminal(office.path, office.clock, size=size) as at:
        await at.press("2")
        yield at
    office.desk.close()


def view(at: Terminal) -> list[str]:
    return agenda_of(at).lines


def words(at: Terminal) -> str:
    """What the follow-up under the cursor says."""
    row = agenda_of(at).current
    return row.text if row else ""


def heads(at: Terminal) -> list[str]:
    """The heads of the groups: name, count and value."""
    said = [" ".join(text.replace("─", "").split()) for text in view(at) if "──" in text]
    return [text for text in said if text[:1].isalpha()]


def groups(at: Terminal) -> list[str]:
    """The heads without what they are worth."""
    return [text.split(" ·")[0] for text in heads(at)]


def prompt(at: Terminal) -> LinePrompt:
    screen = at.app.screen
    assert isinstance(screen, LinePrompt)
    return screen


class TestWhatIsDue:
    async def test_stands_in_groups_with_counts(self, office: Office) -> None:
        async with agenda(office) as at:
            assert groups(at) == [
                "Overdue 2", "Today 1", "Tomorrow 1", "This week 1", "Later 1",
            ]  # fmt: skip

    async def test_says_what_each_group_is_worth(self, office: Office) -> None:
        async with agenda(office) as at:
            assert heads(at)[:3] == ["Overdue 2 · €30k", "Today 1 · €40k", "Tomorrow 1 · €55k"]
            # The last group may be all there is: it is added up once the seller has a look.
            await at.until(lambda: heads(at)[-1] == "Later 1 · €20k")

    async def test_counts_a_deal_with_two_follow_ups_once_in_the_value(
        self, office: Office
    ) -> None:
        followups.add_followup(office.desk, 1, "mail Meier 20.11.2026")
        office.desk.close()
        async with agenda(office) as at:
            assert heads(at)[0] == "Overdue 3 · €30k"

    async def test_begins_with_what_has_waited_longest(self, office: Office) -> None:
        async with agenda(office) as at:
            assert words(at) == "call Meier"
            await at.press("j")
            assert words(at) == "call Gavin"
            await at.press("G")
            assert words(at) == "call Tony"
            await at.press("g")
            assert words(at) == "call Meier"

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    async def test_fits_every_size(self, office: Office, size: tuple[int, int]) -> None:
        async with agenda(office, size) as at:
            for key in ("j", "j", "G", "k", "g", "pagedown", "pageup"):
                await at.press(key)
                assert any("▌" in text for text in view(at))

    async def test_is_read_again_at_midnight(self, office: Office) -> None:
        async with agenda(office) as at:
            office.clock.pass_days(1)
            at.main.poll()
            await at.settled()
            assert groups(at)[:2] == ["Overdue 3", "Today 1"]

    async def test_is_shown_in_the_pane_as_one_goes(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("j")
            assert at.main.pane is not None
            assert at.main.pane.deal_id == 2

    async def test_enter_opens_the_deal(self, office: Office) -> None:
        async with agenda(office, (80, 24)) as at:
            await at.press("j", "enter")
            assert at.main.in_pane
            assert "Hooli · Licences" in at.text

    async def test_a_click_selects_and_a_double_click_opens(self, office: Office) -> None:
        async with agenda(office) as at:
            y = next(y for y, text in enumerate(view(at)) if "call Wong" in text)
            await at.pilot.click(agenda_of(at), offset=(30, y))
            await at.settled()
            assert words(at) == "call Wong"
            await at.pilot.double_click(agenda_of(at), offset=(30, y))
            await at.until(lambda: at.main.in_pane)

    async def test_nothing_is_said_kindly(self, tmp_path: Path) -> None:
        empty = Office(tmp_path / "empty.db")
        empty.desk.close()
        async with agenda(empty) as at:
            assert "Nothing is due" in at.text

    async def test_the_filter_applies(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("slash")
            await at.type("hooli")
            await at.press("enter")
            assert heads(at) == ["Overdue 1 · €18k"]
            assert words(at) == "call Gavin"
            await at.press("escape")
            assert len(groups(at)) == 5
            assert words(at) == "call Gavin"


class TestDone:
    async def test_takes_outcome_and_next_step_in_one_line(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("wants figures > mail figures fri")
            await at.press("enter")
            page = reading.page(office.desk, 1)
            assert page is not None
            assert page.deal.next is not None
            assert page.deal.next.text == "mail figures"
            done = next(step for step in page.followups if step.state == "done")
            assert done.outcome == "wants figures"

    async def test_asks_for_the_next_step_when_it_was_the_last(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("reached")
            await at.press("enter")
            await at.until(lambda: "Next step for Acme GmbH · CNC retrofit" in at.text)
            await at.type("call Meier +3d")
            await at.press("enter")
            following = office.deal(1).next
            assert following is not None
            assert following.text == "call Meier"

    async def test_offers_a_call_on_the_next_working_day(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d", "enter")
            await at.until(lambda: "Next step for" in at.text)
            assert "Tue 24 Nov" in at.text
            await at.press("enter")
            following = office.deal(1).next
            assert following is not None
            assert (following.kind, str(following.due)) == ("call", "2026-11-24")

    async def test_esc_leaves_the_deal_without_a_next_step(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d", "enter")
            await at.until(lambda: "Next step for" in at.text)
            await at.press("escape")
            assert office.deal(1).state == "none"

    async def test_does_not_ask_while_another_follow_up_is_open(self, office: Office) -> None:
        followups.add_followup(office.desk, 1, "mail offer 10.12.")
        office.desk.close()
        async with agenda(office) as at:
            await at.press("d", "enter")
            assert at.app.screen is at.main

    async def test_goes_on_to_the_next_row(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("ok > call Meier 10.12.")
            await at.press("enter")
            assert words(at) == "call Gavin"
            assert groups(at)[0] == "Overdue 1"

    async def test_on_the_last_row_goes_to_the_one_before(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("G", "d", "enter")
            await at.until(lambda: "Next step for" in at.text)
            await at.press("escape")
            assert words(at) == "call Wong"

    async def test_keeps_a_line_whose_date_is_none(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("ok > call Meier 31.02.")
            await at.press("enter")
            assert prompt(at).text == "ok > call Meier 31.02."
            assert "✗" in at.text
            assert office.step(1).state == "overdue"

    async def test_can_be_taken_back(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("d")
            await at.type("ok > call Meier 10.12.")
            await at.press("enter", "u")
            assert groups(at)[0] == "Overdue 2"
            assert office.step(1).text == "call Meier"


class TestTheOtherKeysOfARow:
    async def test_m_books_the_retry(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("m")
            assert office.step(1).attempts == 1
            assert office.step(1).due >= MONDAY

    async def test_s_moves_it_to_another_day(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("s")
            await at.type("fri")
            assert "Fri 27 Nov" in at.text
            await at.press("enter")
            assert str(office.step(1).due) == "2026-11-27"
            assert words(at) == "call Gavin"

    async def test_s_moves_all_that_are_marked(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("space", "space")
            assert sum(text.startswith(("✓", "▌")) for text in view(at)) >= 2
            await at.press("s")
            await at.type("fri")
            await at.press("enter")
            assert [str(office.step(deal).due) for deal in (1, 2)] == ["2026-11-27"] * 2

    async def test_n_changes_the_step(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("n")
            assert prompt(at).text == ""
            await at.type("meet Meier fri")
            await at.press("enter")
            assert office.step(1).text == "meet Meier"

    async def test_c_logs_a_call_by_digit(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("c")
            await at.until(lambda: isinstance(at.app.screen, Pick))
            await at.press("1")
            await at.until(lambda: isinstance(at.app.screen, LinePrompt))
            await at.type("he is on holiday")
            await at.press("enter")
            page = reading.page(office.desk, 1)
            assert page is not None
            assert (page.notes[0].kind, page.notes[0].text) == ("call", "he is on holiday")

    async def test_x_loses_the_deal_for_a_reason(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("x")
            await at.until(lambda: isinstance(at.app.screen, Pick))
            await at.press("2")
            assert office.deal(1).lost_reason == "no_budget"
            assert words(at) == "call Gavin"

    async def test_x_asks_for_a_line_when_the_reason_is_another(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("x")
            await at.until(lambda: isinstance(at.app.screen, Pick))
            await at.press("8")
            await at.until(lambda: isinstance(at.app.screen, LinePrompt))
            await at.type("they were bought")
            await at.press("enter")
            assert office.deal(1).lost_reason == "other"
            assert office.deal(1).closed_note == "they were bought"


class TestThousandsOfFollowUps:
    @pytest.fixture
    def many(self, tmp_path: Path) -> Iterator[Office]:
        made = Office(tmp_path / "many.db")
        with made.desk.writer.step("followup.add") as work:
            for at in range(1500):
                work.add_followup(None, "task", f"task {at:04}", MONDAY, "")
        made.desk.close()
        yield made
        made.desk.close()

    async def test_are_read_by_window(self, many: Office) -> None:
        async with agenda(many) as at:
            assert groups(at) == ["Today 1,500"]
            await at.press("G")
            assert words(at) == "task 1499"
            await at.press("k", "pageup", "g", "j")
            assert words(at) == "task 0001"

    async def test_the_cursor_stays_when_rows_before_it_go(self, many: Office) -> None:
        async with agenda(many) as at:
            agenda_of(at).step(700)
            assert words(at) == "task 0700"
            first = reading.agenda(many.desk, None, 3)
            for row in first:
                followups.done(many.desk, row.id)
            many.desk.close()
            agenda_of(at).reload()
            assert words(at) == "task 0700"

    async def test_a_locked_file_keeps_the_view(
        self, many: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.errors import DatabaseLocked

        def locked(*_args: object) -> None:
            raise DatabaseLocked("The file is in use")

        async with agenda(many) as at:
            monkeypatch.setattr(reading, "agenda_counts", locked)
            agenda_of(at).reload()
            assert words(at) == "task 0000"


async def test_a_note_is_written_in_several_lines(office: Office) -> None:
    async with agenda(office) as at:
        await at.press("c")
        await at.until(lambda: isinstance(at.app.screen, Pick))
        await at.press("4")
        await at.type("one")
        await at.press("enter")
        await at.type("two")
        await at.press("escape")
        page = reading.page(office.desk, 1)
        assert page is not None
        assert page.notes[0].text == "one\ntwo"


class TestTryingForTheFifthTime:
    async def test_advises_to_close_or_park(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("1")  # on the agenda the cursor goes on to the next row
            at.main.state.seek(1)
            for attempt in range(1, 5):
                await at.press("m")
                assert f"attempt {attempt}" in at.message
            await at.press("m")
            assert "5 attempts without an answer: close the deal or park it" in at.message
            assert office.deal(1).next is None
            await at.press("u")
            assert office.step(1).attempts == 4
