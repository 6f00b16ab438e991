"""Quick add while one types: chips that can be taken back, and names that complete themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from pipeline_tui.ui.widgets.echo import Echo
from tests.ui.conftest import Open
from tests.ui.terminal import Terminal


def line(user: Terminal) -> str:
    """What stands in the line."""
    return user.app.screen.query_one(Input).value


def said(user: Terminal) -> str:
    """What stands beneath the line."""
    return user.app.screen.query_one("#prompt-echo", Echo).said.replace("\N{NO-BREAK SPACE}", " ")


def drawn(user: Terminal) -> str:
    """The line as it is drawn, with what stands in grey behind the cursor."""
    return next(row for row in user.lines if row.startswith(f"▌  {line(user)}"))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program writes meanwhile."""
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        other.close()


class TestTakingBack:
    async def test_backspace_behind_a_blank_takes_the_last_chip_whole(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: CNC 12k !high budget freeze ")
            await user.press("backspace")
            assert line(user) == "Acme: CNC 12k "
            assert "budget" not in said(user)
            await user.press("backspace")
            assert line(user) == "Acme: CNC "

    @pytest.mark.parametrize(
        ("line", "meant"),
        [
            ("Acme: call Meier freitg", "call Meier freitag"),
            ("Acme: Linie 4 Meier anrufen übermorgn", "anrufen übermorgen"),
        ],
    )
    async def test_a_near_miss_is_asked_about_and_never_guessed(
        self, opened: Open, line: str, meant: str
    ) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type(line)
            assert f"Did you mean {meant}?" in user.text
            await user.press("escape", "a")
            await user.type("Acme: call centre retrofit")
            assert "Did you mean" not in user.text

    async def test_a_step_goes_with_its_date(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: CNC call Meier fri 10:00 ")
            await user.press("backspace")
            assert line(user) == "Acme: CNC "

    async def test_backspace_in_a_word_or_the_title_takes_a_letter(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: CNC @prop")
            await user.press("backspace")
            assert line(user) == "Acme: CNC @pro"
            await user.type("x retrofit ")
            await user.press("backspace")
            assert line(user) == "Acme: CNC @prox retrofit"

    async def test_down_goes_to_the_chips_and_backspace_takes_the_chosen_one(
        self, opened: Open
    ) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: CNC 12k @proposal #renewal")
            await user.press("down", "left", "left")
            assert "▌Σ €12,000▐" in said(user)
            await user.press("backspace")
            assert line(user) == "Acme: CNC @proposal #renewal"
            assert "▌→ Proposal▐" in said(user)
            await user.press("delete")
            assert line(user) == "Acme: CNC #renewal"

    async def test_up_or_esc_goes_back_to_the_line(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: CNC")
            for key in ("up", "escape"):
                await user.press("down")
                assert "▌■ CNC▐" in said(user)
                await user.press(key)
                assert "▌" not in said(user)
            assert line(user) == "Acme: CNC"

    async def test_typing_goes_on_at_the_line(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: CNC")
            await user.press("down")
            await user.type(" 12k")
            assert line(user) == "Acme: CNC 12k"
            assert "▌" not in said(user)


class TestCompletion:
    @pytest.mark.parametrize(
        ("typed", "rest", "completed"),
        [
            ("Fenw", "ick Robotics:", "Fenwick Robotics: "),
            ("fenw", "ick Robotics:", "Fenwick Robotics: "),
            ("Acme: x @nego", "tiation", "Acme: x @negotiation "),
            ("Acme: x @first", "-contact", "Acme: x @first-contact "),
            ("Acme: x source:fa", "ir", "Acme: x source:fair "),
            ("Acme: x #fa", "ir", "Acme: x #fair "),
            ("Acme: x call Hannah P", "rice", "Acme: x call Hannah Price "),
            ("Acme: x call Pric", "e", "Acme: x call Price "),
        ],
    )
    async def test_tab_completes_what_is_known(
        self, opened: Open, typed: str, rest: str, completed: str
    ) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type(typed)
            assert typed + rest in drawn(user)
            await user.press("tab")
            assert line(user) == completed

    async def test_tab_again_offers_the_next_one_and_shift_tab_the_one_before(
        self, opened: Open
    ) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: x @pro")
            await user.press("tab")
            assert line(user) == "Acme: x @prospect "
            await user.press("tab")
            assert line(user) == "Acme: x @proposal "
            await user.press("shift+tab")
            assert line(user) == "Acme: x @prospect "

    async def test_right_takes_the_grey_rest(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Fenw")
            await user.press("right")
            assert line(user) == "Fenwick Robotics: "

    async def test_tab_in_the_middle_keeps_what_stands_behind(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: x @nego 12k")
            await user.press("left", "left", "left", "left", "tab")
            assert line(user) == "Acme: x @negotiation 12k"

    async def test_tab_leaves_a_line_alone_that_nothing_completes(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Zzyzx 12k")
            await user.press("tab")
            assert line(user) == "Zzyzx 12k"
            await user.type("!")
            assert line(user) == "Zzyzx 12k!"

    async def test_one_types_on_while_another_program_writes(
        self, opened: Open, database: Path
    ) -> None:
        async with opened() as user:
            with locked(database):
                await user.press("a")
                await user.type("Fenw")
                assert line(user) == "Fenw"
                assert "■ Fenw" in said(user)


class TestWhatIsWrong:
    async def test_an_unknown_stage_is_named_with_those_there_are(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: CNC @xyz")
            await user.press("enter")
            assert line(user) == "Acme: CNC @xyz"
            assert "⌂ Acme" in said(user)
            assert "No stage is called xyz. Stages are Prospect, First contact" in said(user)

    async def test_an_ambiguous_stage_lists_the_ones_meant(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: CNC @pro")
            await user.press("enter")
            assert line(user) == "Acme: CNC @pro"
            assert "Prospect · Proposal" in said(user)

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ("Acme: CNC call Meier 31.02.", "no such day as 31.02."),
            ("Acme: CNC call Meier every 0 days", "every 0"),
            ("Acme: CNC call Meier every mon until 20.11.2026", "before its first day"),
            ("Acme: CNC call Meier 10:00", "10:00 is a time without a day"),
        ],
    )
    async def test_what_cannot_be_meant_keeps_the_line(
        self, opened: Open, typed: str, why: str
    ) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type(typed)
            await user.press("enter")
            assert line(user) == typed
            assert why in said(user)

    async def test_a_recurrence_is_one_chip(self, opened: Open) -> None:
        async with opened() as user:
            await user.press("a")
            await user.type("Acme: CNC call Meier every 2 weeks fri 10:00")
            assert "call Meier · Fri 27 Nov 10:00 · every 2 weeks on Fri" in said(user)
