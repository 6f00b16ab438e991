"""Prompts, lists, notes and long work, each on its own over an empty screen."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from pipeline_tui.errors import DatabaseLocked, InputError, PipelineError, Stopped
from pipeline_tui.ui.modals.confirm import Confirm
from pipeline_tui.ui.modals.conflict import ConflictModal
from pipeline_tui.ui.modals.line import LinePrompt
from pipeline_tui.ui.modals.note import NoteEditor
from pipeline_tui.ui.modals.outside import editor_command
from pipeline_tui.ui.modals.pick import Choice, Pick
from pipeline_tui.ui.modals.progress import Progress, Report
from tests.unit.deal_records import HOSTILE

OPEN: Any = object()
"""No result yet: the modal is still there."""

ESCAPES = set(map(chr, (*range(32), 127, *range(0x80, 0xA0))))


class User:
    """Somebody in front of one modal."""

    def __init__(self, app: App[None], pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.result: Any = OPEN

    @property
    def text(self) -> str:
        """The screen as text."""
        compositor: Any = self.app.screen._compositor
        strips = compositor.render_strips()
        return "\n".join("".join(part.text for part in strip) for strip in strips)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()
        await self.pilot.pause()

    async def ended(self) -> Any:
        """What the modal said, once it has gone."""
        while self.result is OPEN:
            await self.pilot.pause()
        return self.result


@asynccontextmanager
async def shown(modal: Screen[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[User]:
    app: App[None] = App()
    async with app.run_test(size=size) as pilot:
        user = User(app, pilot)

        def said(result: Any) -> None:
            user.result = result

        app.push_screen(modal, said)
        await pilot.pause()
        yield user


def only_digits(text: str) -> list[tuple[str, str]]:
    if not text.isdigit():
        raise InputError("Digits only")
    return [(f"= {text}", "text")]


class TestALine:
    async def test_enter_accepts(self) -> None:
        async with shown(LinePrompt("How many?", check=only_digits)) as user:
            await user.type("12")
            assert "= 12" in user.text
            await user.press("enter")
            assert await user.ended() == "12"

    async def test_esc_cancels(self) -> None:
        async with shown(LinePrompt("How many?", "7")) as user:
            await user.press("escape")
            assert await user.ended() is None

    async def test_names_its_keys_only_where_they_fit(self) -> None:
        title = "Next step for Fenwick Robotics · Gripper cell"
        async with shown(LinePrompt(title)) as user:
            assert f"{title}   enter accepts · esc cancels" in user.text
        async with shown(LinePrompt(title), (50, 20)) as user:
            assert title in user.text
            assert "esc" not in user.text
            assert "…" not in user.text
        async with shown(LinePrompt(title), (40, 15)) as user:
            assert "Gripper cell" in user.text

    async def test_what_is_refused_stays_typed(self) -> None:
        async with shown(LinePrompt("How many?", check=only_digits)) as user:
            await user.type("ab")
            assert "✗ Digits only" in user.text
            await user.press("enter")
            assert user.result is OPEN
            assert "ab" in user.text

    async def test_shows_an_example_while_it_is_empty(self) -> None:
        prompt = LinePrompt("How many?", check=only_digits, placeholder="[12]")
        async with shown(prompt) as user:
            assert "for example [12]" in user.text
            await user.type("1")
            assert "[12]" not in user.text

    async def test_stays_open_when_saving_fails(self) -> None:
        tried: list[str] = []

        async def save(text: str) -> None:
            tried.append(text)
            if len(tried) == 1:
                raise DatabaseLocked("The file is in use")

        async with shown(LinePrompt("Next step", submit=save)) as user:
            await user.type("call")
            await user.press("enter")
            assert "The file is in use" in user.text
            assert user.result is OPEN
            await user.press("enter")
            assert await user.ended() == "call"
            assert tried == ["call", "call"]

    async def test_tells_every_letter_to_who_listens(self) -> None:
        heard: list[str] = []
        async with shown(LinePrompt("Filter", "a", live=heard.append)) as user:
            await user.type("bc")
            await user.press("escape")
            assert heard == ["ab", "abc", "a"]
            assert await user.ended() is None

    @pytest.mark.parametrize(
        ("pieces", "text"),
        [
            (("Acme ", "gripper"), "Acme gripper"),
            (("Acme", "\tgripper"), "Acme gripper"),
            (("Acme", " ", "gripper"), "Acme gripper"),
            (("Acme\r\n", ": gripper"), "Acme: gripper"),
        ],
    )
    async def test_keeps_a_blank_at_the_end_of_a_pasted_piece(
        self, pieces: tuple[str, ...], text: str
    ) -> None:
        async with shown(LinePrompt("Deal")) as user:
            for piece in pieces:
                await user.paste(piece)
            await user.press("enter")
            assert await user.ended() == text

    async def test_a_pasted_text_is_cleaned(self) -> None:
        async with shown(LinePrompt("Title")) as user:
            await user.paste("a\x1b]52;c;aGk=\x07b\nc\x9bd")
            assert not ESCAPES & set(user.text.replace("\n", ""))
            await user.press("enter")
            assert await user.ended() == "a]52;c;aGk=b cd"

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    async def test_fits_every_size(self, size: tuple[int, int]) -> None:
        async with shown(LinePrompt("Next step for Acme GmbH", "call"), size) as user:
            assert "call" in user.text


class TestAList:
    choices = (
        Choice("1", "First contact", "→"), Choice("2", "Qualification", "→", here=True),
        Choice("3", "Proposal", "→"), Choice("4", "Prospect", "→"),
    )  # fmt: skip

    def pick(self) -> Pick:
        return Pick("Move to", self.choices)

    async def test_a_digit_chooses(self) -> None:
        async with shown(self.pick()) as user:
            await user.press("3")
            assert await user.ended() == "3"

    async def test_enter_takes_the_one_behind_where_one_is(self) -> None:
        async with shown(self.pick()) as user:
            assert "Qualification  now" in user.text
            await user.press("enter")
            assert await user.ended() == "3"

    async def test_arrows_move(self) -> None:
        async with shown(self.pick()) as user:
            await user.press("up", "up", "enter")
            assert await user.ended() == "1"

    async def test_letters_narrow_it(self) -> None:
        async with shown(self.pick()) as user:
            await user.type("prosp")
            assert "Qualification" not in user.text
            await user.press("enter")
            assert await user.ended() == "4"

    async def test_backspace_widens_it_again(self) -> None:
        async with shown(self.pick()) as user:
            await user.type("zz")
            assert "nothing is called that" in user.text
            await user.press("enter")
            assert user.result is OPEN
            await user.press("backspace", "backspace")
            assert "Qualification" in user.text

    async def test_a_click_chooses(self) -> None:
        async with shown(self.pick()) as user:
            await user.pilot.click("#pick-list", offset=(4, 3))
            assert await user.ended() == "4"

    async def test_esc_leaves(self) -> None:
        async with shown(self.pick()) as user:
            await user.press("escape")
            assert await user.ended() is None

    async def test_scrolls_where_there_is_little_room(self) -> None:
        many = [Choice(str(at), f"Stage {at}") for at in range(40)]
        async with shown(Pick("Move to", many), (40, 12)) as user:
            await user.press("pagedown", "pagedown")
            assert "Stage 10" in user.text


class TestAQuestion:
    def ask(self) -> Confirm:
        return Confirm("Delete Acme GmbH?", yes="delete", detail="u brings it back")

    async def test_names_the_thing(self) -> None:
        async with shown(self.ask()) as user:
            assert "Delete Acme GmbH?" in user.text
            assert "u brings it back" in user.text

    @pytest.mark.parametrize(
        ("key", "answer"), [("enter", True), ("y", True), ("escape", False), ("n", False)]
    )
    async def test_is_answered_by_a_key(self, key: str, answer: bool) -> None:
        async with shown(self.ask()) as user:
            await user.press(key)
            assert await user.ended() is answer


class TestTwoVersions:
    @pytest.mark.parametrize(("key", "answer"), [("1", "mine"), ("2", "theirs"), ("escape", None)])
    async def test_one_is_chosen_by_a_key(self, key: str, answer: str | None) -> None:
        async with shown(ConflictModal("Benefit", "halves scrap", "saves time")) as user:
            assert "halves scrap" in user.text
            assert "saves time" in user.text
            await user.press(key)
            assert await user.ended() == answer


class TestANote:
    async def test_esc_saves(self) -> None:
        async with shown(NoteEditor("Note", "one")) as user:
            await user.press("enter")
            await user.type("two")
            await user.press("escape")
            assert await user.ended() == "one\ntwo"

    async def test_esc_without_a_change_saves_nothing(self) -> None:
        async with shown(NoteEditor("Note", "one")) as user:
            await user.press("escape")
            assert await user.ended() is None

    async def test_ctrl_g_leaves_it_as_it_was(self) -> None:
        async with shown(NoteEditor("Note", "one")) as user:
            await user.type("x")
            await user.press("ctrl+g")
            assert await user.ended() is None

    async def test_stays_open_when_saving_fails(self) -> None:
        async def fail(_text: str) -> None:
            raise DatabaseLocked("The file is in use")

        async with shown(NoteEditor("Note", submit=fail)) as user:
            await user.type("kept")
            await user.press("escape")
            assert user.result is OPEN
            assert "The file is in use" in user.text
            assert "kept" in user.text

    async def test_a_pasted_text_is_cleaned(self) -> None:
        async with shown(NoteEditor("Note")) as user:
            await user.paste("a\x1b[31mb\r\nc\x9bd")
            assert not ESCAPES & set(user.text.replace("\n", ""))
            await user.press("escape")
            assert await user.ended() == "a[31mb\ncd"


class TestTheOwnEditor:
    """ctrl+o; the editor is a script, and the terminal is not handed over in a test."""

    def editor(self, folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
        path = folder / "my editor"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("EDITOR", f"'{path}' --wait")
        monkeypatch.setattr(App, "suspend", lambda _app: nullcontext())
        return path

    async def test_takes_the_text_along_and_brings_it_back(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.editor(tmp_path, monkeypatch, 'printf "from outside\\033[31m\\n" >> "$2"')
        async with shown(NoteEditor("Note", "one")) as user:
            await user.press("ctrl+o")
            await user.press("escape")
            assert await user.ended() == "one\nfrom outside[31m"

    async def test_gives_it_a_file_for_its_owner_only_and_removes_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = tmp_path / "seen"
        self.editor(
            tmp_path,
            monkeypatch,
            f'stat -c "%a" "$2" > {seen}; echo "$2" >> {seen}; echo x >> "$2"',
        )
        old = os.umask(0)
        try:
            async with shown(NoteEditor("Note", "secret")) as user:
                await user.press("ctrl+o", "escape")
                await user.ended()
        finally:
            os.umask(old)
        mode, name = seen.read_text().split()
        assert int(mode, 8) == stat.S_IRUSR | stat.S_IWUSR
        assert not Path(name).exists()
        assert not Path(name).parent.exists()

    async def test_that_fails_loses_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.editor(tmp_path, monkeypatch, 'echo broken > "$2"; exit 3')
        async with shown(NoteEditor("Note", "one")) as user:
            await user.press("ctrl+o")
            assert "could not be used" in user.text
            assert "one" in user.text
            assert "broken" not in user.text

    async def test_that_removes_the_file_loses_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.editor(tmp_path, monkeypatch, 'rm "$2"')
        async with shown(NoteEditor("Note", "one")) as user:
            await user.press("ctrl+o")
            assert "one" in user.text

    def test_that_does_not_exist_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("VISUAL", "no-such-editor -w")
        with pytest.raises(PipelineError, match="VISUAL is no-such-editor -w"):
            editor_command()

    def test_visual_comes_before_editor(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("VISUAL", "sh -c")
        monkeypatch.setenv("EDITOR", "true")
        assert editor_command() == ["sh", "-c"]

    def test_none_at_all_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        with pytest.raises(PipelineError, match="No editor was found"):
            editor_command()


class TestLongWork:
    async def test_shows_its_count_and_hands_over_the_result(self) -> None:
        going, seen = threading.Event(), threading.Event()

        def work(report: Report) -> str:
            report(500, 1000)
            seen.set()
            going.wait(20)
            return "done"

        async with shown(Progress("Import", work)) as user:
            while "500 of 1,000" not in user.text:
                await user.pilot.pause()
            assert seen.is_set()
            going.set()
            assert await user.ended() == "done"

    async def test_esc_stops_it(self) -> None:
        go_on = threading.Event()

        def work(report: Report) -> str:
            go_on.wait(20)
            report(1, None)
            return "never"

        async with shown(Progress("Import", work)) as user:
            await user.press("escape")
            assert "stopping" in user.text
            go_on.set()
            assert isinstance(await user.ended(), Stopped)

    async def test_an_error_is_handed_over(self) -> None:
        def work(_report: Report) -> None:
            raise InputError("line 7: no title")

        async with shown(Progress("Import", work)) as user:
            result = await user.ended()
            assert str(result) == "line 7: no title."


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_text_nobody_should_trust_is_shown_as_text_in_every_modal(text: str) -> None:
    modals: list[Screen[Any]] = [
        LinePrompt(text, text, check=lambda _typed: [(text, "text")], placeholder=text),
        Pick(text, [Choice("a", text), Choice("b", text, here=True)]),
        Confirm(text, yes=text, detail=text),
        ConflictModal(text, text, text),
        NoteEditor(text, text),
    ]
    for modal in modals:
        async with shown(modal) as user:
            assert not ESCAPES & set(user.text.replace("\n", ""))
            assert user.result is OPEN
