"""The terminal may do anything: whatever ends the app, the terminal is left clean (safety.md)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.program import ENTER, ESC, Program, Screen, child_environ, on_file, running

READY = "help"
"""The end of the footer, drawn with everything else on the board."""


def left_clean(program: Program) -> None:
    """The terminal is as it was found, and nobody was shown the program's inside."""
    assert program.screen.clean, program.screen.modes
    assert program.screen.foreign == []
    assert "Traceback" not in program.text


class TestBeingEnded:
    @pytest.mark.parametrize(
        "number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name
    )
    def test_by_a_signal(self, sales: Path, number: signal.Signals) -> None:
        with running(*on_file(sales)) as program:
            program.until(READY)
            program.signal(number)
            assert program.ended() == 128 + number
            left_clean(program)
            assert program.text.strip() == ""

    @pytest.mark.long
    def test_by_a_signal_while_one_types(self, sales: Path) -> None:
        with running(*on_file(sales)) as program:
            program.until(READY)
            program.do("a", "New deal")
            program.do("Acme: half a li", "half a li")
            program.signal(signal.SIGTERM)
            assert program.ended() == 128 + signal.SIGTERM
            left_clean(program)

    def test_by_a_signal_while_it_starts(self, sales: Path) -> None:
        for bytes_seen in (1, 900):
            with running(*on_file(sales)) as program:
                program.until(enough(program, bytes_seen))
                program.signal(signal.SIGTERM)
                assert program.ended() in (128 + signal.SIGTERM, -signal.SIGTERM)
                left_clean(program)

    def test_by_ctrl_c(self, sales: Path) -> None:
        with running(*on_file(sales)) as program:
            program.until(READY)
            program.send("\x03")
            assert program.ended() == 0
            left_clean(program)
            assert program.screen.clipboard == []

    @pytest.mark.long
    def test_by_q_from_wherever_one_is(self, sales: Path) -> None:
        with running(*on_file(sales)) as program:
            program.until(READY)
            program.do("2", "Tomorrow")
            program.do(ENTER, "#")
            program.send("qqq")
            assert program.ended() == 0
            left_clean(program)

    @pytest.mark.parametrize("ignored", [False, True], ids=["at once", "behind nohup"])
    def test_by_a_window_that_is_closed(self, sales: Path, ignored: bool) -> None:
        def nohup() -> None:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

        with running(*on_file(sales), before=nohup if ignored else None) as program:
            program.until(READY)
            program.hang_up()
            assert program.ended() == 128 + signal.SIGHUP

    def test_by_a_window_that_is_closed_on_a_key_held_down(self, sales: Path) -> None:
        """What was typed and not done yet, a minute of it, does not keep the app alive."""
        with running(*on_file(sales)) as program:
            program.until(READY)
            program.send("jk" * 20_000)
            program.hang_up()
            assert program.ended() == 128 + signal.SIGHUP


class TestResizing:
    def test_as_wildly_as_one_likes(self, sales: Path) -> None:
        chance = random.Random(20261123)
        with running(*on_file(sales), size=(160, 45)) as program:
            program.until(READY)
            for number in range(200):
                wide, high = chance.choice([(200, 60), (60, 20), (20, 5), (3, 3)])
                program.resize(chance.randint(1, wide), chance.randint(1, high))
                if number % 5 == 0:
                    program.send(chance.choice(["j", "l", "2", "1", "\t", "G", "a" + ESC]))
                program.glance()
            back_to_the_board(program)
            program.send("q")
            assert program.ended() == 0
            left_clean(program)

    def test_down_to_next_to_nothing(self, sales: Path) -> None:
        with running(*on_file(sales)) as program:
            program.until(READY)
            for size in ((20, 5), (1, 1)):
                program.resize(*size)
                program.send("jkl2jG" + ENTER + "\t1a" + ESC + ":" + ESC + "?" + ESC + "M" + ESC)
                back_to_the_board(program)
            program.send("q")
            assert program.ended() == 0
            left_clean(program)

    def test_from_the_start(self, sales: Path) -> None:
        with running(*on_file(sales), size=(20, 5)) as program:
            program.until("Board")
            program.send("q")
            assert program.ended() == 0
            left_clean(program)


class TestATerminal:
    def test_without_colours_is_sent_none(self, sales: Path) -> None:
        with running(*on_file(sales), environ={"NO_COLOR": "1"}) as program:
            program.until(READY)
            program.do("2", "Tomorrow")
            program.do("1a", "New deal")
            program.send(ESC)
            program.gone("New deal")
            program.send("q")
            assert program.ended() == 0
            assert program.screen.colours == 0
            left_clean(program)

    def test_that_is_dumb_is_told_of_the_commands(self, sales: Path) -> None:
        with running(*on_file(sales), environ={"TERM": "dumb"}) as program:
            assert program.ended() == 2
            assert b"\x1b" not in program.raw
            assert "Name a command" in program.text

    @pytest.mark.long
    def test_whose_kind_is_not_known(self, sales: Path) -> None:
        bare = ["env", "-u", "TERM", "-u", "COLORTERM", sys.executable, "-m", "pipeline_tui"]
        with running(*on_file(sales), command=bare) as program:
            program.until(READY)
            program.send("q")
            assert program.ended() == 0
            assert program.screen.clean

    def test_that_does_not_speak_utf_8(self, sales: Path) -> None:
        """A Latin-1 terminal sends one byte for an umlaut; the app goes on."""
        with running(*on_file(sales)) as program:
            program.until(READY)
            program.do("a", "New deal")
            program.send(b"\xe4\xff\xc3")
            program.do("M\xfcller: Werk".encode("latin-1"), "ller: Werk")
            program.send(ESC)
            program.gone("New deal")
            program.send("q")
            assert program.ended() == 0
            left_clean(program)


class TestNoTerminal:
    @pytest.mark.parametrize("closed", [0, 1], ids=["stdin", "stdout"])
    def test_a_closed_stream_is_one_line_and_exit_2(self, sales: Path, closed: int) -> None:
        with running(*on_file(sales), before=lambda: os.close(closed)) as program:
            assert program.ended() == 2
            assert program.text.split() != []
            assert "There is no terminal" in program.text
            left_clean(program)

    @pytest.mark.parametrize("closed", ["stdin", "stdout"])
    def test_a_pipe_is_one_line_and_exit_2(self, sales: Path, closed: str) -> None:
        ran = subprocess.run(
            [sys.executable, "-m", "pipeline_tui", *on_file(sales)],
            env=child_environ(), capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL if closed == "stdin" else None,
        )  # fmt: skip
        assert ran.returncode == 2
        assert ran.stdout == ""
        assert len(ran.stderr.splitlines()) == 1

    def test_errors_that_go_elsewhere_are_no_hindrance(self, sales: Path, tmp_path: Path) -> None:
        errors = tmp_path / "errors.txt"

        def elsewhere() -> None:
            os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT, 0o600), 2)

        for before in (elsewhere, lambda: os.close(2)):
            with running(*on_file(sales), before=before) as program:
                program.until(READY)
                program.send("q")
                assert program.ended() == 0
                left_clean(program)
        assert errors.read_text() == ""


def back_to_the_board(program: Program) -> None:
    """From wherever the storm has left one; the deal of the leftmost column is in sight."""
    program.resize(100, 30)
    program.until(lambda screen: READY in screen.lines[-1])
    program.send(ESC * 4 + "1" + "h" * 12)
    program.until(lambda screen: READY in screen.lines[-1] and "Globex AG" in screen.text)


def enough(program: Program, count: int) -> Callable[[Screen], bool]:
    """Whether so many bytes have been drawn."""
    return lambda _screen: len(program.raw) >= count
