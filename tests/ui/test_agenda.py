"""The agenda: what is due, in which order and why, however much or little there is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.domain.text import clean
from pipeline_tui.services import followups, options, reading
from pipeline_tui.ui.modals.line import LinePrompt
from tests.services.office import MONDAY, Office
from tests.ui.agenda_desk import agenda, groups, heads, office_on_monday, view, words
from tests.ui.pane_desk import agenda_of
from tests.ui.terminal import terminal
from tests.unit.deal_records import HOSTILE


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_on_monday(tmp_path)
    yield made
    made.desk.close()


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
        office.overdue(1, "mail Meier 20.11.2026")
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


class TestHowPressingItIs:
    async def test_is_explained_above_the_keys(self, office: Office) -> None:
        async with agenda(office) as at:
            row = agenda_of(at).current
            assert row is not None
            await at.press("question_mark")
            await at.until(lambda: "Keys on the agenda" in at.text)
            lines = [text.strip("▌│ ") for text in at.lines]
            head = next(at for at, text in enumerate(lines) if "Urgency" in text)
            assert f"Urgency {row.urgency} of 100 = " in lines[head]
            assert "6 days overdue" in at.text
            assert "risk high" in at.text
            assert next(at for at, text in enumerate(lines) if "Add a deal" in text) > head

    async def test_its_parts_are_what_the_figure_is_made_of(self, office: Office) -> None:
        async with agenda(office) as at:
            row = agenda_of(at).current
            assert row is not None
            await at.press("question_mark")
            await at.until(lambda: "Urgency" in at.text)
            head = next(text for text in at.lines if "Urgency" in text).split("=")[1]
            shares = [int(word) for word in head.split() if word.isdecimal()]
            assert sum(shares) == row.urgency

    async def test_is_not_in_the_way_of_looking_for_a_key(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("question_mark")
            await at.type("undo")
            assert "Urgency" not in at.text

    async def test_nothing_of_it_stands_in_the_help_of_the_board(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("1", "question_mark")
            assert "Urgency" not in at.text

    async def test_keys_for_a_row_without_a_deal_are_not_called_useless(
        self, office: Office
    ) -> None:
        office.overdue(None, "call tax office 1.11.2026")
        office.desk.close()
        async with agenda(office) as at:
            while words(at) != "call tax office":
                await at.press("j")
            await at.press("question_mark")
            await at.type("snooze")
            await at.press("enter")
            await at.until(lambda: isinstance(at.app.screen, LinePrompt))
            assert "Move call tax office to" in at.text


class TestTheStripOfDays:
    async def test_shows_load_and_times_and_blocks(self, office: Office) -> None:
        options.set_option(office.desk, "blocks", "09:00-10:30 calls")
        office.desk.close()
        async with agenda(office) as at:
            load, hours = view(at)[:2]
            assert load.split()[:9] == ["Mon", "▁▁", "1", "Tue", "▁▁", "1", "Wed", "·", "Thu"]
            assert "calls" in hours
            assert "14●" in hours

    async def test_keeps_no_blocks_on_a_day_off(self, office: Office) -> None:
        options.set_option(office.desk, "blocks", "09:00-10:30 calls")
        office.desk.close()
        office.clock.pass_days(-1)
        async with agenda(office) as at:
            assert "Sun" in view(at)[0]
            assert "calls" not in view(at)[1]

    async def test_gives_way_on_a_low_screen(self, office: Office) -> None:
        async with agenda(office, (80, 15)) as at:
            assert view(at)[0].startswith(" Overdue")

    async def test_follows_what_is_done(self, office: Office) -> None:
        async with agenda(office) as at:
            while words(at) != "meet on site":
                await at.press("j")
            await at.press("s", ".")
            load, hours = view(at)[:2]
            assert load.split()[:5] == ["Mon", "·", "Tue", "▂▂", "2"]
            assert "●" not in hours

    async def test_a_click_on_it_does_nothing(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("j")
            await at.pilot.click(agenda_of(at), offset=(5, 0))
            await at.settled()
            assert words(at) == "call Gavin"


class TestThousandsOfFollowUps:
    @pytest.fixture
    def many(self, tmp_path: Path) -> Iterator[Office]:
        """2,000 today, and a deal whose call is due far behind them."""
        made = Office(tmp_path / "many.db")
        made.add("Acme GmbH: CNC retrofit 12k @proposal call Meier 3.12.")
        with made.desk.writer.step("followup.add") as work:
            for at in range(2000):
                work.add_followup(None, "task", f"task {at:04}", MONDAY, "")
        made.desk.close()
        yield made
        made.desk.close()

    async def test_are_read_by_window(self, many: Office) -> None:
        async with agenda(many) as at:
            assert groups(at) == ["Today 2,000"]
            await at.press("G")
            assert words(at) == "call Meier"
            await at.press("k", "k")
            assert words(at) == "task 1998"
            await at.press("pageup", "g", "j")
            assert words(at) == "task 0001"

    async def test_can_be_walked_through_page_by_page(self, many: Office) -> None:
        async with agenda(many) as at:
            seen = 0
            while words(at) != "call Meier":
                await at.press("pagedown")
                seen += 1
                assert any("▌" in text for text in view(at))
                assert not any(text.strip() == "…" for text in view(at))
            assert seen > 40
            await at.press("g")
            assert words(at) == "task 0000"

    async def test_the_filter_finds_the_one(self, many: Office) -> None:
        async with agenda(many) as at:
            await at.press("slash")
            await at.type("acme")
            await at.press("enter")
            await at.until(lambda: heads(at) == ["Later 1 · €12k"])
            assert words(at) == "call Meier"

    async def test_marks_far_apart_are_acted_on_together(self, many: Office) -> None:
        async with agenda(many) as at:
            await at.press("space", "G", "space", "s", "-")
            assert many.value("SELECT COUNT(*) FROM followup WHERE due = '2026-11-30'") == 2

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

    async def test_cursor_keys_read_nothing_while_the_rows_are_there(
        self, many: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with agenda(many) as at:
            read: list[str] = []

            def told(name: str) -> Callable[..., Any]:
                kept = getattr(reading, name)

                def asked(*args: Any, **options: Any) -> Any:
                    read.append(name)
                    return kept(*args, **options)

                return asked

            for name in ("agenda", "agenda_groups", "agenda_index", "load", "times"):
                monkeypatch.setattr(reading, name, told(name))
            await at.press(*["j"] * 20, *["k"] * 10)
            assert read == []

    async def test_a_locked_file_keeps_the_view(
        self, many: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.errors import DatabaseLocked

        def locked(*_args: object) -> None:
            raise DatabaseLocked("The file is in use")

        async with agenda(many) as at:
            monkeypatch.setattr(reading, "agenda_groups", locked)
            agenda_of(at).reload()
            assert words(at) == "task 0000"

    async def test_a_file_locked_just_then_leaves_the_last_value_out(
        self, many: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.errors import DatabaseLocked

        asked = asyncio.Event()

        def locked(*_args: object) -> None:
            asked.set()
            raise DatabaseLocked("The file is in use")

        monkeypatch.setattr(reading, "later_total", locked)
        async with agenda(many) as at:
            await at.until(asked.is_set)
            await at.press("G")
            assert heads(at) == ["Later 1"]


class TestTextNobodyShouldTrust:
    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15)])
    async def test_is_shown_as_text(self, tmp_path: Path, size: tuple[int, int]) -> None:
        made = Office(tmp_path / "hostile.db")
        with made.desk.writer.step("followup.add") as work:
            for text in HOSTILE:
                work.add_followup(None, "task", clean(text)[:500] or "x", MONDAY, "")
        options.set_option(made.desk, "blocks", "09:00-10:30 [bold]calls[/]")
        made.desk.close()
        async with agenda(made, size) as at:
            for _row in HOSTILE:
                await at.press("s")
                assert "Move" in at.text
                await at.press("escape", "question_mark", "escape", "space")
                assert all(text.isprintable() for text in at.lines)
            await at.press("s", ".", "g")
            assert groups(at) == [f"Tomorrow {len(HOSTILE)}"]


class TestAnEmptyAgenda:
    @pytest.fixture
    def empty(self, tmp_path: Path) -> Office:
        made = Office(tmp_path / "empty.db")
        made.desk.close()
        return made

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    async def test_bears_every_key(self, empty: Office, size: tuple[int, int]) -> None:
        async with agenda(empty, size) as at:
            for key in ("j", "G", "d", "m", "s", "space", "n", "e", "c", "w", "y", "pagedown"):
                await at.press(key)
                assert at.app.screen is at.main
            await at.press("question_mark", "escape")

    async def test_still_shows_the_blocks_of_the_day(self, empty: Office) -> None:
        options.set_option(empty.desk, "blocks", "09:00-10:30 calls")
        empty.desk.close()
        async with agenda(empty) as at:
            assert "calls" in view(at)[1]
            assert "Nothing is due" in at.text

    async def test_takes_a_first_follow_up(self, empty: Office) -> None:
        async with agenda(empty) as at:
            await at.press("A")
            await at.type("call tax office tomorrow 9:00")
            await at.press("enter")
            assert groups(at) == ["Tomorrow 1"]
            assert words(at) == "call tax office"

    async def test_says_that_the_filter_hides_everything(self, office: Office) -> None:
        async with agenda(office) as at:
            await at.press("slash")
            await at.type("zzz")
            await at.press("enter")
            assert "No follow-up matches the filter." in at.text
            assert "Mon" in view(at)[0]


class TestTheFilterOnBothScreens:
    async def test_typed_on_the_agenda_it_counts_follow_ups_and_holds_on_the_board(
        self, office: Office
    ) -> None:
        office.add("Zebra: pilot line call Ann fri")
        office.add("Quagga: plant 2 call Bob fri")
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "slash")
            await at.type("zebra")
            assert "1 follow-up" in at.text
            await at.press("enter", "1")
            assert "Zebra" in at.text
            assert "Quagga" not in at.text

    async def test_typed_on_the_board_it_holds_on_the_agenda_seen_before(
        self, office: Office
    ) -> None:
        office.add("Zebra: pilot line call Ann fri")
        office.add("Quagga: plant 2 call Bob fri")
        async with terminal(office.path, office.clock) as at:
            await at.press("2", "1", "slash")
            await at.type("zebra")
            await at.press("enter", "2")
            assert "Zebra" in at.text
            assert "Quagga" not in at.text
            await at.press("escape")
            assert "Quagga" in at.text
            await at.press("1")
            assert "Quagga" in at.text
