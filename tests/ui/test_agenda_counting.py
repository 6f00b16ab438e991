"""A filter on an agenda of many: the first rows at once, how many there are when it is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.errors import DatabaseLocked
from pipeline_tui.services import reading
from tests.services.office import MONDAY, Office
from tests.ui.agenda_desk import agenda, heads, view, words
from tests.ui.pane_desk import agenda_of
from tests.ui.terminal import Terminal

FAR = MONDAY.replace(month=12, day=20)


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Office]:
    """A task today, 300 in some weeks, and a call with a deal behind half of them."""
    made = Office(tmp_path / "many.db")
    made.add("Acme GmbH: CNC retrofit 12k @proposal call Meier 20.12.")
    with made.desk.writer.step("followup.add") as work:
        work.add_followup(None, "task", "task today", MONDAY, "")
        for at in range(300):
            day = FAR.replace(day=19 if at < 150 else 21)
            work.add_followup(None, "task", f"task {at:03}", day, "")
    made.desk.close()
    yield made
    made.desk.close()


@pytest.fixture
def nobody_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read aside: the file is in use whenever that is tried."""

    def locked(*_args: object) -> None:
        raise DatabaseLocked("The file is in use")

    monkeypatch.setattr(reading, "later_total", locked)


async def typed(at: Terminal, text: str) -> None:
    await at.press("slash")
    await at.type(text)


def filter_said(at: Terminal) -> str:
    return at.lines[-1]


class TestBeforeTheyAreCounted:
    pytestmark = pytest.mark.usefixtures("nobody_counts")

    async def test_the_first_rows_stand_and_the_number_is_left_open(self, many: Office) -> None:
        async with agenda(many) as at:
            await typed(at, "task")
            assert heads(at) == ["Today 1", "Later …"]
            assert "task 000" in at.text
            assert filter_said(at).rstrip().endswith("…")

    async def test_the_last_one_is_reached_all_the_same(self, many: Office) -> None:
        async with agenda(many) as at:
            await typed(at, "task")
            await at.press("enter", "G")
            assert words(at) == "task 299"
            await at.press("g")
            assert heads(at) == ["Today 1", "Later 300"]

    async def test_every_one_is_passed_page_by_page(self, many: Office) -> None:
        async with agenda(many, (80, 24)) as at:
            await typed(at, "task")
            await at.press("enter")
            while words(at) != "task 299":
                await at.press("pagedown")
                assert not any(text.strip() == "…" for text in view(at))
                assert all(view(at)[-3:])

    async def test_the_wheel_goes_on_as_well(self, many: Office) -> None:
        async with agenda(many) as at:
            await typed(at, "task")
            await at.press("enter")
            for _turn in range(120):
                agenda_of(at)._scroll(3)  # as the wheel does
            assert "task 299" in at.text

    async def test_the_cursor_stays_on_a_row_far_down(self, many: Office) -> None:
        async with agenda(many) as at:
            agenda_of(at).step(250)
            there = words(at)
            await typed(at, "task")
            assert words(at) == there
            assert any("▌" in text for text in view(at))

    async def test_where_few_match_they_are_counted_already(self, many: Office) -> None:
        async with agenda(many) as at:
            await typed(at, "task 29")
            assert heads(at) == ["Later 13"]
            assert "13 follow-ups" in filter_said(at)

    async def test_a_locked_file_keeps_the_cursor_where_it_is(
        self, many: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def locked(*_args: object) -> None:
            raise DatabaseLocked("The file is in use")

        async with agenda(many) as at:
            await typed(at, "task")
            await at.press("enter")
            monkeypatch.setattr(reading, "later_count", locked)
            await at.press("G")
            assert words(at) == "task today"


class TestOnceTheyAreCounted:
    async def test_the_number_is_said_and_the_cursor_stays(self, many: Office) -> None:
        async with agenda(many) as at:
            await at.press("j", "j")
            await typed(at, "task")
            await at.until(lambda: heads(at) == ["Today 1", "Later 300"])
            assert words(at) == "task 001"
            assert "301 follow-ups" in filter_said(at)

    async def test_what_was_refused_meanwhile_stays_said(
        self, many: Office, nobody_counts: None
    ) -> None:
        async with agenda(many) as at:
            await typed(at, "task is:x")
            refused = filter_said(at)
            agenda_of(at).step(10_000)  # beyond what was read
            await at.settled()
            assert filter_said(at) == refused

    async def test_the_value_follows(self, many: Office) -> None:
        async with agenda(many) as at:
            await typed(at, "acme")
            await at.until(lambda: heads(at) == ["Later 1 · €12k"])
            assert "1 follow-up" in filter_said(at)


class TestReading:
    async def test_a_letter_counts_nothing_that_is_far(
        self, many: Office, monkeypatch: pytest.MonkeyPatch, nobody_counts: None
    ) -> None:
        read: list[str] = []

        def told(name: str) -> Any:
            def asked(*args: Any, **options: Any) -> Any:
                read.append(name)
                raise AssertionError(name)

            return asked

        async with agenda(many) as at:
            for name in ("later_count", "agenda_groups", "agenda_index"):
                monkeypatch.setattr(reading, name, told(name))
            await typed(at, "tas")
            assert heads(at) == ["Today 1", "Later …"]
            assert read == []
