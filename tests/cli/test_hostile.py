"""Texts from safety.md, "Text is untrusted", through every command: shown, never obeyed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from pipeline_tui.domain.text import clean
from tests.cli.conftest import Cli, Ran
from tests.unit.deal_records import HOSTILE

TEXTS = [text for text in HOSTILE if len(text) < 1000]


def is_harmless(text: str) -> bool:
    """Whether nothing in it would be obeyed by a terminal."""
    return all(
        char in "\n\u200c\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
        for char in text.replace("\r\n", "\n")  # as CSV ends its lines
    )


def assert_harmless(ran: Ran) -> None:
    for text in (ran.out, ran.err):
        assert is_harmless(text), ascii(text)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
class TestHostileText:
    def test_in_every_field_of_a_deal(self, cli: Cli, text: str) -> None:
        cli("add", f"Acme: CNC {text} call Meier 2026-11-23")
        cli("add", "Globex: Pilot @proposal call 2026-11-23")
        number = cli.json("list")["deals"][0]["id"]
        for field in ("title", "company", "contact", "benefit", "risk", "owner", "tags", "source"):
            assert_harmless(cli("set", str(number), f"{field}={text}"))
        shown = cli.json("show", str(number))["deal"]
        assert shown["benefit"] == clean(text)
        for command in (
            ["log", str(number), f"x {text}"],
            ["log", str(number), f"x {text}", "--kind", "call"],
            ["tick", str(number), "1", "--evidence", text],
            ["next", str(number), f"call {text} 2026-11-23"],
            ["show", str(number)],
            ["show", str(number), "--json"],
            ["list"],
            ["list", "--json"],
            ["list", text],
            ["agenda"],
            ["agenda", "--json"],
            ["agenda", text],
            ["standup", "--since", "2026-11-01"],
            ["standup", "--json"],
            ["standup", "--markdown", "--since", "2026-11-01"],
            ["missed", str(number)],
            ["park", str(number), f"{text} 2027-01-15"],
            ["done", str(number), "--outcome", text],
            ["won", str(number), "--note", text],
            ["reopen", str(number)],
            ["lost", str(number), "--reason", text],
            ["history"],
            ["history", "--json"],
            ["delete", str(number)],
            ["undo"],
            ["redo"],
            ["export", "deals"],
            ["export", "all"],
            ["export", "followups"],
            ["export", "followups", "--as", "event"],
        ):
            assert_harmless(cli(*command))

    @pytest.mark.parametrize(
        "command",
        [
            ["show", "{}"],
            ["move", "1", "{}"],
            ["next", "1", "{}"],
            ["snooze", "1", "{}"],
            ["park", "1", "{}"],
            ["done", "@{}"],
            ["set", "1", "{}"],
            ["set", "1", "{}=x"],
            ["set", "1", "value={}"],
            ["tick", "1", "{}"],
            ["list", "is:{}"],
            ["list", "--sort", "{}"],
            ["standup", "--since", "{}"],
            ["report", "pipeline", "--period", "{}"],
            ["settings", "{}"],
            ["settings", "currency", "{}"],
            ["settings", "away", "{}"],
            ["backup", "verify", "{}"],
            ["agenda", "--today", "{}"],
            ["agenda", "--lang", "{}"],
            ["{}"],
            ["--{}"],
            ["agenda", "--{}"],
        ],
        ids=" ".join,
    )
    def test_in_every_complaint(self, cli: Cli, text: str, command: list[str]) -> None:
        text = text.replace("\x00", "")  # no argument of a process holds it
        cli.ok("add", "Acme: CNC @proposal call Meier 2026-11-23")
        assert_harmless(cli(*(part.replace("{}", text) for part in command)))

    def test_in_the_name_of_a_file(self, cli: Cli, text: str, tmp_path: Path) -> None:
        text = text.replace("\x00", "")  # no name of a file holds it
        name = text.replace("/", "_").encode("utf-8", "replace").decode("utf-8")[:60]
        path = str(tmp_path / name)
        for command in (["locate"], ["doctor"], ["agenda"], ["import", path + ".csv"]):
            assert_harmless(cli.bare("--db", path, *command))


def test_a_line_that_is_too_long_is_refused(cli: Cli) -> None:
    ran = cli("add", "Acme: " + "A" * 200_000)
    assert ran.code == 1
    assert len(ran.err) < 500
