"""The bell rings once when a follow-up is due, and the footer says which."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from pipeline_tui.services import followups
from tests.services.office import MONDAY, Office
from tests.ui.terminal import Terminal, terminal


class Bell:
    """What one hears, and the clock on the wall."""

    def __init__(self, at: Terminal, office: Office) -> None:
        self.at = at
        self._office = office
        self.rung = 0
        at.app.bell = self._ring  # type: ignore[method-assign]

    def _ring(self) -> None:
        self.rung += 1

    def set_clock(self, hour: int, minute: int = 0, day: date = MONDAY) -> None:
        self._office.clock.set(day, time(hour, minute))

    async def at_time(self, hour: int, minute: int = 0, day: date = MONDAY) -> str:
        """It is then, and a second passes; what the footer says."""
        self.set_clock(hour, minute, day)
        self.at.main.hush()
        self.at.main.poll()
        await self.at.settled()
        return self.at.message


Opened = Callable[..., AbstractAsyncContextManager[Bell]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
    made.clock.set(MONDAY, time(8))
    made.add("Acme GmbH: CNC retrofit @proposal call Meier today 10:00")
    made.add("Globex AG: Pilot line @proposal mail Dora today")
    made.desk.close()
    yield made
    made.desk.close()


@pytest.fixture
def opened(office: Office) -> Opened:
    @asynccontextmanager
    async def start(*, rings: bool = True) -> AsyncIterator[Bell]:
        async with terminal(office.path, office.clock, rings=rings) as at:
            yield Bell(at, office)

    return start


class TestTheBell:
    async def test_rings_once_when_a_call_is_due_and_says_which(self, opened: Opened) -> None:
        async with opened() as bell:
            assert await bell.at_time(9, 59) == ""
            assert await bell.at_time(10) == "Due at 10:00: call Meier · Acme GmbH"
            assert bell.rung == 1
            assert await bell.at_time(10) == ""
            assert await bell.at_time(10, 1) == ""
            assert bell.rung == 1

    async def test_is_silent_unless_it_is_wanted(self, opened: Opened) -> None:
        async with opened(rings=False) as bell:
            assert await bell.at_time(10) == ""
            assert bell.rung == 0

    async def test_does_not_ring_again_for_what_was_due_before_the_start(
        self, opened: Opened, office: Office
    ) -> None:
        office.clock.set(MONDAY, time(10))
        async with opened() as bell:
            await bell.at_time(10)
            await bell.at_time(10, 1)
            assert bell.rung == 0

    async def test_rings_for_the_new_time_of_what_was_put_off(
        self, opened: Opened, office: Office
    ) -> None:
        async with opened() as bell:
            await bell.at_time(10)
            followups.snooze(office.desk, [1], "today 11:00")
            assert await bell.at_time(10, 30) == ""
            assert await bell.at_time(11) == "Due at 11:00: call Meier · Acme GmbH"
            assert bell.rung == 2

    async def test_does_not_ring_for_what_is_done(self, opened: Opened, office: Office) -> None:
        async with opened() as bell:
            followups.done(office.desk, 1, "reached")
            await bell.at_time(10)
            assert bell.rung == 0

    async def test_rings_once_for_several(self, opened: Opened, office: Office) -> None:
        followups.add_followup(office.desk, None, "call the tax office today 9:30")
        office.add("Initech: Plant 2 meet Lena today 10:00")
        async with opened() as bell:
            assert await bell.at_time(10) == "Due at 10:00: meet Lena · Initech, and 2 more"
            assert bell.rung == 1

    async def test_rings_after_the_lid_was_shut_over_it_but_not_for_yesterday(
        self, opened: Opened, office: Office
    ) -> None:
        tomorrow = MONDAY + timedelta(days=1)
        followups.add_followup(office.desk, None, "call the tax office tomorrow 8:00")
        async with opened() as bell:
            said = await bell.at_time(9, 15, tomorrow)
            assert said == "Due at 08:00: call the tax office"
            assert bell.rung == 1

    @pytest.mark.parametrize("back", [time(9, 30), time(10)])
    async def test_does_not_ring_twice_when_the_clock_is_set_back(
        self, opened: Opened, back: time
    ) -> None:
        async with opened() as bell:
            await bell.at_time(10, 5)
            for at in (back, time(9, 59), time(10), time(10, 10)):
                await bell.at_time(at.hour, at.minute)
            assert bell.rung == 1

    async def test_does_not_ring_when_the_day_goes_back(self, opened: Opened) -> None:
        async with opened() as bell:
            await bell.at_time(10)
            await bell.at_time(10, 30, MONDAY - timedelta(days=1))
            await bell.at_time(10, 30)
            assert bell.rung == 1

    async def test_tells_it_after_the_prompt_that_hides_the_footer(self, opened: Opened) -> None:
        async with opened() as bell:
            await bell.at.press("n")
            await bell.at_time(10)
            assert bell.rung == 1
            await bell.at.press("escape")
            assert await bell.at_time(10) == "Due at 10:00: call Meier · Acme GmbH"
            assert bell.rung == 1

    async def test_tells_it_where_one_is_at_work(self, opened: Opened) -> None:
        async with opened() as bell:
            await bell.at.press("2", "f")
            assert bell.at.app.screen is not bell.at.main
            await bell.at_time(10)
            assert "Due at 10:00: call Meier · Acme GmbH" in bell.at.lines[-1]

    async def test_says_nothing_over_another_message(self, opened: Opened) -> None:
        async with opened() as bell:
            bell.at.main.say("Moved")
            bell.set_clock(10)
            bell.at.main.poll()
            assert (bell.rung, bell.at.message) == (1, "Moved")
            assert await bell.at_time(10) == "Due at 10:00: call Meier · Acme GmbH"

    async def test_shows_any_text_as_it_is(self, opened: Opened, office: Office) -> None:
        followups.add_followup(office.desk, None, "call [/] [@click=app.quit]x[/] today 9:00")
        async with opened() as bell:
            assert "[/] [@click=app.quit]x[/]" in await bell.at_time(9)
            assert "[/] [@click=app.quit]x[/]" in bell.at.text
