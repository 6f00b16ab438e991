"""Hostile texts in the real program: shown as they stand, and nothing of them is obeyed.

Every byte that reaches the terminal is read by `Screen`, which knows what Textual has reason
to send and keeps the rest as `foreign` (safety.md, "Text is untrusted").
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline_tui.domain.text import clean
from tests.faults.poison import HOSTILE
from tests.faults.program import DAY, DELETE, ENTER, ESC, TAB, Program, on_file, running

SIZES = ((160, 45), (80, 24), (50, 20))
READABLE = (
    "[/]", "[bold]x", "[EMEA] deal", "[@click=app.quit]x[/]", "[31mred[0m", "]52;c;aGVsbG8=",
    "漢字株式会社の新しい機械", "$x ${title} %s {deal}",
)  # fmt: skip
"""How some of the texts look when they are text."""

PROMPTS = (
    ("n", "Next step for"), ("r", "Risk of"), ("d", "Done:"), ("s", "Move "), ("a", "New deal"),
    ("e", "Next step for"), ("M", "Move "), ("x", "Lost"), ("c", "Log for"), (":", "Add a deal"),
    ("?", "Keys on the board"), ("S", "Stand-up"), ("C", "Companies and contacts"),
)  # fmt: skip
"""What opens over the board, with words that show it has opened."""


def harmless(program: Program) -> None:
    """Nothing foreign came through, and it runs on and can be left."""
    assert program.screen.foreign == []
    assert program.screen.clipboard == []
    program.send(ESC * 4 + "qqq")
    assert program.ended() == 0
    assert program.screen.foreign == []
    assert program.screen.clean


def board(program: Program) -> None:
    """The board without anything over it."""
    program.until(lambda screen: "help" in screen.lines[-1])


def over_and_back(program: Program, keys: str, words: str) -> None:
    """Open something with a key, and leave it again."""
    program.do(keys, words)
    program.do(ESC, lambda screen: words not in screen.text)


@pytest.mark.parametrize("size", SIZES, ids=str)
class TestTextsInTheFile:
    def test_are_text_on_board_pane_and_agenda(self, poisoned: Path, size: tuple[int, int]) -> None:
        with running(*on_file(poisoned), size=size) as program:
            board(program)
            seen = []
            for number in range(len(HOSTILE), 0, -1):
                seen.append(program.do(ENTER, f"#{number} "))
                program.send("G" if size == SIZES[0] else "jjjj")
                program.send(TAB + "j")
            text = "\n".join(seen)
            for words in READABLE:
                assert words in text
            program.do("2", "Today")
            program.send("GgG" + TAB * 2)
            program.do("1", "Proposal")
            harmless(program)

    def test_are_text_in_focus(self, poisoned: Path, size: tuple[int, int]) -> None:
        with running(*on_file(poisoned), size=size) as program:
            board(program)
            program.do("2", "Today")
            seen = [program.do("f", "1 of ")]
            for number in range(2, 2 * len(HOSTILE) + 1):
                seen.append(program.do(" ", f"{number} of "))
                program.send("Gj")
            text = "\n".join(seen)
            for words in READABLE:
                assert words in text
            program.do(" ", "All through but")
            program.send(ESC)
            program.do("1", "Proposal")
            harmless(program)

    def test_are_text_in_prompts_and_lists(self, poisoned: Path, size: tuple[int, int]) -> None:
        """Each prompt with a text; the long run takes all of them."""
        self.open_prompts(poisoned, size, every=30)

    @pytest.mark.long
    def test_all_are_text_in_every_prompt(self, poisoned: Path, size: tuple[int, int]) -> None:
        self.open_prompts(poisoned, size, every=1)

    def open_prompts(self, poisoned: Path, size: tuple[int, int], every: int) -> None:
        with running(*on_file(poisoned), size=size) as program:
            board(program)
            for number in range(len(HOSTILE)):
                for keys, words in PROMPTS[number % every :: every]:
                    over_and_back(program, keys, words)
                    board(program)
                if number % every == 0:
                    program.do("c", "Log for")
                    program.do("4", "esc saves")
                    program.send("\x07")
                    program.gone("esc saves")
                    program.do(DELETE, lambda screen: "help" not in screen.lines[-1])
                    program.do("u", "Undone: ")
                program.send("j")
            program.send("g G ")
            program.do(DELETE, "deals?")
            program.do("n", lambda screen: "deals?" not in screen.text)
            program.send(ESC)
            self.look_for_texts(program, size)
            harmless(program)

    def look_for_texts(self, program: Program, size: tuple[int, int]) -> None:
        """In palette, stages and filter."""
        for words in ("[", "red", "漢"):
            program.do(":", "Add a deal")
            program.do(words, "Proposal[")
            program.send(ESC)
            board(program)
        program.do("M", "Move ")
        program.do("[l", lambda screen: "→ Qualification" not in screen.text)
        program.send(ESC)
        board(program)
        program.do("/", "is:ghost")
        program.do("[/", "[@click" if size == SIZES[0] else "[/")


class TestTextsInTheEditors:
    def test_stay_as_they_are(self, poisoned: Path) -> None:
        """Opening and leaving what holds a text changes nothing in the file."""
        before = contents(poisoned)
        with running(*on_file(poisoned), size=(160, 45)) as program:
            board(program)
            for number in range(len(HOSTILE), 0, -1):
                program.do(ENTER, f"#{number} ")
                if number % 3 == 0:
                    program.send("ge" + ESC + "gje" + ESC + "gjjje" + ESC)
                program.send(TAB + "j")
            program.do("2", "Today")
            harmless(program)
        assert contents(poisoned) == before


PLACES = (
    ("/", "is:ghost"),
    (":", "Add a deal"),
    ("?", "Keys on the board"),
    ("n", "Next step for"),
    ("r", "Risk of"),
    ("d", "Done:"),
    ("s", "Move "),
    ("M", "Move "),
)
"""Where one types over the board."""


class TestTextsThatArePasted:
    @pytest.mark.parametrize("every", [24, pytest.param(1, marks=pytest.mark.long)])
    def test_are_text_wherever_one_types(self, sales: Path, every: int) -> None:
        with running(*on_file(sales), size=(160, 45)) as program:
            board(program)
            program.send("ll")
            for number, text in enumerate(HOSTILE):
                for keys, words in PLACES[number % every :: every]:
                    program.do(keys, words)
                    program.paste(text)
                    program.do(" zqz", "zqz")
                    program.do(ESC, lambda screen: "zqz" not in screen.text)
                    program.send(ESC)
                    board(program)
            harmless(program)

    @pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.long)])
    def test_are_kept_clean(self, sales: Path, every: int) -> None:
        """A field, a note: what arrives in the file is what clean() leaves."""
        texts = [text for text in HOSTILE if 0 < len(clean(text)) < 400][::every]
        with running(*on_file(sales), size=(160, 45)) as program:
            board(program)
            for text in texts:
                program.do("a", "New deal")
                program.send("Poison: title")
                program.do(" benefit:more", "benefit:more")
                program.do(ENTER, "u undoes")
                program.do(ENTER + "gjje", "no risk known")
                program.paste(text)
                program.do(ENTER, "u undoes")
                program.do("c", "Log for")
                program.do("4", "esc saves")
                program.paste("note " + text)
                program.do(ESC, lambda screen: "esc saves" not in screen.text)
                program.send(ESC)
            harmless(program)
        with closing(sqlite3.connect(sales)) as conn:
            risks = [row[0] for row in conn.execute("SELECT risk_text FROM deal WHERE id > 4")]
            notes = [row[0] for row in conn.execute("SELECT text FROM activity ORDER BY id")]
        wanted = [clean(typed(text)) for text in texts]
        assert [clean(risk) for risk in risks] == risks
        assert risks == wanted
        assert notes == [clean("note " + typed(text), lines=True) for text in texts]

    def test_on_the_board_are_no_keys(self, sales: Path) -> None:
        """What lies in somebody's clipboard must not win, lose, delete or end anything."""
        with running(*on_file(sales), size=(160, 45)) as program:
            board(program)
            for begin in ("", "\x1b", "\x1b_G", "\x1b[", "\x1bP", "\x1b[2~", "\x1bO", "\x1b[200~"):
                program.paste(begin + "wx1dq" + begin * 20 + "aqqwLL" + DELETE + "\r\x03y")
                over_and_back(program, "a", "New deal")
                board(program)
            harmless(program)
        with closing(sqlite3.connect(sales)) as conn:
            assert conn.execute("SELECT count(*) FROM journal_step").fetchone() == (4,)

    def test_for_the_import_are_text_on_the_welcome(self, tmp_path: Path) -> None:
        with running("--db", str(tmp_path / "new.db"), "--today", str(DAY)) as program:
            program.until("Try the demo")
            for text in HOSTILE[::4]:
                program.do("4", "Which CSV file?")
                program.paste(text)
                program.do(" zqz", "zqz")
                program.do(ENTER, "There is no file")
                program.do(ESC, lambda screen: "Which CSV file?" not in screen.text)
            assert program.screen.foreign == []
            program.send("q")
            assert program.ended() == 0
        assert not (tmp_path / "new.db").exists()


def typed(text: str) -> str:
    """A text as a terminal pastes it: in UTF-8, and without the end of a paste."""
    sent = text.encode("utf-8", "surrogatepass").replace(b"\x1b[201~", b"")
    return sent.decode("utf-8", "replace")


def contents(path: Path) -> list[tuple[object, ...]]:
    """What people wrote, as it is in the file."""
    with closing(sqlite3.connect(path)) as conn:
        conn.text_factory = bytes
        return [
            *conn.execute("SELECT title, benefit, risk_text, extra, version FROM deal"),
            *conn.execute("SELECT text, version FROM followup"),
            *conn.execute("SELECT text, version FROM activity"),
            *conn.execute("SELECT name, version FROM company"),
            *conn.execute("SELECT count(*) FROM journal_step"),
        ]
