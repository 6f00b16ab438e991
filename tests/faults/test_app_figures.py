"""Hostile texts on the screens of figures in the real program: shown, never obeyed (safety.md).

Insights with definitions and deals behind, what-if with its questions, targets, forecast
categories, days gone by and bottlenecks.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.poison import HOSTILE
from tests.faults.program import ENTER, ESC, TAB, Program, Screen, on_file, running
from tests.faults.test_app_hostile import SIZES, board, harmless, over_and_back

PAGES = ("Open s", "Funnel", "Days i", "Scenar", "Plan 2", "By sou", "Reason")
"""How the first block of every page of the insights begins."""
BOX = 3
"""So many lines a question has at least, each with its edge."""


def asks(screen: Screen) -> bool:
    """Whether a question lies over the screen."""
    return sum(line.startswith("▌") for line in screen.lines) >= BOX


def page(program: Program, words: str) -> str:
    """Wait for a page of the insights, with all that stands below on it."""

    def holds(screen: Screen) -> bool:
        return any(line[1:].startswith(words) for line in screen.lines[2:]) and (
            "…" not in screen.lines[1][-8:].strip()
        )

    return program.until(holds)


def asked(program: Program, keys: str) -> str:
    """Type what asks something, and leave it again; what was asked."""
    seen = program.do(keys, asks)
    program.do(ESC, lambda screen: not asks(screen))
    return seen


@pytest.mark.parametrize("size", SIZES, ids=str)
class TestTextsInTheFile:
    def test_are_text_on_every_page_of_the_insights(
        self, figures: Path, size: tuple[int, int]
    ) -> None:
        with running(*on_file(figures), size=size) as program:
            board(program)
            program.send("5")
            seen = []
            for words in PAGES:
                seen.append(page(program, words))
                program.send("jd" * 12)
                seen.append(program.do("gj", lambda screen: "help" in screen.lines[-1]))
                program.send("Gg" + TAB)
            assert "[EMEA] deal" in "\n".join(seen)
            page(program, PAGES[0])
            program.do("/", "is:ghost")
            program.do("[/]", "[/]")
            program.do(ESC, lambda screen: "help" in screen.lines[-1])
            program.do("p8", asks)
            for text in HOSTILE[:12]:
                program.paste(text)
            program.do(ESC, lambda screen: not asks(screen))
            harmless(program)

    def test_are_text_behind_every_figure(self, figures: Path, size: tuple[int, int]) -> None:
        with running(*on_file(figures), size=size) as program:
            board(program)
            program.send("5")
            for words in PAGES:
                page(program, words)
                for _row in range(5):
                    program.do("j", lambda screen: "No deals" not in screen.lines[-1])
                    program.do(ENTER, lambda s: asks(s) or "No deals" in s.lines[-1])
                    if asks(program.screen):
                        program.send("\x1b[B" * 9)
                        program.do(ESC, lambda screen: not asks(screen))
                program.send(TAB)
            page(program, PAGES[0])
            harmless(program)

    def test_are_text_in_the_what_if(self, figures: Path, size: tuple[int, int]) -> None:
        with running(*on_file(figures), size=size) as program:
            board(program)
            program.do("W", "Due in")
            for keys in ("w", "jx", "jL", "jL"):
                program.send(keys)
            program.do("g", "Tried")
            for keys in ("Gk" + "M", "t", "e", "A"):
                asked(program, keys)
            program.do(TAB, "Leads")
            program.send("LjLjHjG")
            asked(program, "gje")
            program.do(TAB, "Tried")
            program.do("A", asks)
            program.do("3" + ENTER, lambda screen: not asks(screen))
            program.until("Due in")
            harmless(program)

    def test_are_text_among_the_targets(self, figures: Path, size: tuple[int, int]) -> None:
        with running(*on_file(figures), size=size) as program:
            board(program)
            program.do("T", "2026")
            seen = [program.do("gll", "cause")]
            for _line in range(16):
                seen.append(program.do("je", "restore"))
                program.do(ESC, "help")
            program.do("L", "2027")
            assert "[EMEA] deal" in "\n".join(seen)
            harmless(program)

    def test_are_text_when_categories_are_asked(self, figures: Path, size: tuple[int, int]) -> None:
        with running(*on_file(figures), size=size) as program:
            board(program)
            for _deal in range(10):
                over_and_back(program, "t", "Forecast category")
                board(program)
                program.send("j")
            program.send(" j j ")
            over_and_back(program, "t", "Forecast category")
            harmless(program)

    def test_are_text_on_days_gone_by(self, figures: Path, size: tuple[int, int]) -> None:
        with running(*on_file(figures), size=size) as program:
            board(program)
            program.do("<", lambda screen: "◂ Sun 22 Nov 2026 · read-only" in screen.lines[0])
            program.send("jjj2jj")
            program.do("1", lambda screen: "Proposal" in screen.text)
            program.send("5")
            for words in PAGES:
                page(program, words)
                program.send(TAB)
            harmless(program)

    def test_are_text_among_the_bottlenecks(self, figures: Path, size: tuple[int, int]) -> None:
        with running(*on_file(figures), size=size) as program:
            board(program)
            program.until(lambda screen: "▼" in screen.text)
            program.do(":", "Add a deal")
            program.do("bottlen", "Bottlenecks")
            program.send(ENTER)
            program.until("days, usual")
            program.do(ESC, lambda screen: "days, usual" not in screen.text)
            harmless(program)


def test_looking_at_all_of_it_changes_nothing(figures: Path) -> None:
    before = figures.read_bytes()
    with running(*on_file(figures), size=(160, 45)) as program:
        board(program)
        program.send("5")
        for words in PAGES:
            page(program, words)
            program.send(TAB)
        program.do("W", "Due in")
        program.do("wjx", "lost")
        program.do(ESC, lambda screen: "Due in" not in screen.text)
        program.do("T", "cause")
        harmless(program)
    assert figures.read_bytes() == before
