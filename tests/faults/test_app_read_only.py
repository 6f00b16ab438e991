"""A file or folder that cannot be written: one can look at everything, and is told (safety.md)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.program import DAY, ENTER, ESC, Program, Screen, obey_rights, on_file, running

RIGHTS = [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)]


@pytest.fixture(params=RIGHTS, ids=["file", "folder", "both"])
def frozen(sales: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The file in a folder of its own, one of them or both not to be written."""
    file, folder = request.param
    place = tmp_path / "frozen"
    place.mkdir()
    path = sales.rename(place / "sales.db")
    path.chmod(file)
    place.chmod(folder)
    yield path
    place.chmod(0o755)


def flat(program: Program) -> str:
    """The screen with its lines put together, as a message may be broken anywhere."""
    return " ".join(program.text.split())


def told(words: str, program: Program) -> str:
    """Wait for a message, however it is broken into lines."""

    def holds(_screen: Screen) -> bool:
        return words in flat(program)

    program.until(holds)
    return flat(program)


def test_everything_can_be_looked_at_and_nothing_is_lost(frozen: Path) -> None:
    before = frozen.read_bytes()
    with running(*on_file(frozen), size=(160, 45), before=obey_rights) as program:
        program.until("Timeline")
        assert "read-only" in program.screen.lines[0]
        program.send("L")
        told("cannot be written", program)
        told("Nothing ", program)  # … was changed, … of this change was saved
        program.do("k", lambda screen: "help" in screen.lines[-1])
        program.do("aHooli: rack 18k", "Hooli: rack 18k")
        program.send(ENTER)
        told("cannot be written", program)
        assert "Hooli: rack 18k" in program.text
        program.do(ESC, lambda screen: "help" in screen.lines[-1])
        program.do("2", "Tomorrow")
        program.do("1/globex", lambda screen: "/ globex" in screen.lines[-1])
        program.do(ENTER, lambda screen: "Acme" not in screen.text)
        program.do(":", "Add a deal")
        program.send(ESC)
        program.do(ENTER, "Pilot line")
        program.send(ESC * 4 + "qqq")
        assert program.ended() == 0
        assert program.screen.clean
        assert "Traceback" not in program.text
    assert frozen.read_bytes() == before
    assert [found.name for found in frozen.parent.iterdir()] == ["sales.db"]


def test_figures_can_be_looked_at_and_what_is_tried_is_not_lost(frozen: Path) -> None:
    before = frozen.read_bytes()
    with running(*on_file(frozen), size=(160, 45), before=obey_rights) as program:
        program.until("Timeline")
        program.do("5", "Win rate, by count")
        program.do("t250k", "€250,000")
        program.send(ENTER)
        told("cannot be written", program)
        program.do(ESC, lambda screen: "period and amount" not in screen.text)
        program.do("W", "Other open deals")
        program.do("w", "✓ won")
        program.do("A", "Make it real for 1 deal?")
        program.send(ENTER)
        told("cannot be written", program)
        program.do(ESC, lambda screen: "Make it real" not in screen.text)
        assert "✓ won" in program.text
        program.send(ESC)
        program.do("T", "Targets 2026")
        program.do("e120k", "€120,000")
        program.send(ENTER)
        told("cannot be written", program)
        assert "120k" in program.text
        program.send(ESC * 3)
        program.do("1t1", "Forecast category of")
        told("cannot be written", program)
        program.send(ESC * 4 + "qqq")
        assert program.ended() == 0
        assert program.screen.clean
        assert "Traceback" not in program.text
    assert frozen.read_bytes() == before


def test_a_first_start_where_nothing_can_be_made(tmp_path: Path) -> None:
    place = tmp_path / "frozen"
    place.mkdir(mode=0o555)
    arguments = ("--db", str(place / "new.db"), "--today", str(DAY))
    with running(*arguments, before=obey_rights) as program:
        program.until("Try the demo")
        program.send("2")
        told("cannot be written", program)
        program.until("Try the demo")
        program.send("q")
        assert program.ended() == 0
        assert program.screen.clean
    assert list(place.iterdir()) == []
