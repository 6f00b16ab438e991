"""The bottleneck radar: the board says which stages are stuck, and which deals wait longest."""

from __future__ import annotations

from pathlib import Path

from tests.figures.by_hand import database
from tests.figures.test_durations import stuck
from tests.ui.conftest import Open
from tests.ui.terminal import Terminal


def rule(user: Terminal) -> str:
    """The rules under the heads of the columns."""
    return user.lines[2]


async def looked(user: Terminal) -> None:
    """The radar has looked once."""
    user.main.poll()
    await user.until(lambda: bool(user.main.board.jams))


def made(tmp_path: Path) -> Path:
    """A file in which the second stage is stuck; its moves ask nothing."""
    office = database(tmp_path, *stuck())
    with office.desk.writer.unnoticed() as work:
        work.set_setting("gate", "silent")
    office.desk.close()
    return office.desk.path


def oldest(user: Terminal) -> list[int]:
    """The deals the head of the second stage names."""
    return [deal.deal_id for deal in user.main.board.jams[2].oldest]


class TestTheRadar:
    async def test_flags_the_stage_and_names_the_oldest_deals(
        self, opened: Open, tmp_path: Path
    ) -> None:
        async with opened(made(tmp_path)) as user:
            await looked(user)
            await user.settled()
            assert "▼ dea 62d dea 61d deal 60d" in rule(user)

    async def test_flags_it_in_the_strip_of_a_narrow_screen(
        self, opened: Open, tmp_path: Path
    ) -> None:
        async with opened(made(tmp_path), size=(40, 15)) as user:
            await looked(user)
            await user.press("h")
            assert "▼Con" in user.lines[1]
            await user.press("l")
            assert "▼Contact 6" in user.lines[1]
            assert "▼ deal 3 62d deal 2 61d deal 1 60d" in user.text

    async def test_is_seen_where_columns_lie_off_the_screen_too(
        self, opened: Open, tmp_path: Path
    ) -> None:
        async with opened(made(tmp_path), size=(70, 24)) as user:
            await looked(user)
            for _column in range(4):
                if user.main.board.slots[0].at != 1:
                    await user.press("l")
            assert user.main.board.slots[0].at == 1
            assert rule(user).startswith("‹▼")

    async def test_goes_to_the_deal_that_is_chosen(self, opened: Open, tmp_path: Path) -> None:
        async with opened(made(tmp_path)) as user:
            await user.main.run_command("jams")
            await user.settled()
            assert "Contact · deal 3  62 days, usual is 10" in user.text
            await user.press("3")
            await user.settled()
            assert user.title == "deal 1"

    async def test_looks_again_when_something_changed(self, opened: Open, tmp_path: Path) -> None:
        async with opened(made(tmp_path)) as user:
            await looked(user)
            before = oldest(user)
            await user.press("L")
            await user.settled()
            for _second in range(61):
                user.main.poll()
            await user.until(lambda: oldest(user) != before)
            assert oldest(user) == [3, 2, 6]

    async def test_tells_of_the_day_that_is_shown(self, opened: Open, tmp_path: Path) -> None:
        async with opened(made(tmp_path)) as user:
            await looked(user)
            days = [deal.days for deal in user.main.board.jams[2].oldest]
            await user.press("less_than_sign")
            await user.until(lambda: user.main.gateway.past is not None)
            user.main.poll()
            assert not user.main.board.jams
            for _second in range(3):
                user.main.poll()
            await user.until(lambda: bool(user.main.board.jams))
            yesterday = [deal.days for deal in user.main.board.jams[2].oldest]
            assert yesterday == [one - 1 for one in days]

    async def test_says_when_no_stage_is_stuck(self, opened: Open) -> None:
        async with opened() as user:
            await user.main.run_command("jams")
            await user.settled()
            assert "No stage is stuck" in user.message
            assert "▼" not in rule(user)
