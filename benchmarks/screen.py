"""Rows 1–7: the program in a terminal against hello-world in a terminal, in turn."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.data import FIRST_COMPANY, TODAY
from benchmarks.table import Figure, p50, p95, timed
from benchmarks.terminal import Terminal

HELLO = Path(__file__).with_name("hello.py")
READY = FIRST_COMPANY.encode()
MEGABYTE = 1024 * 1024


class Stage:
    """Where the two programs are run: the environment measured and its databases."""

    def __init__(self, binaries: Path, environ: Mapping[str, str]) -> None:
        self._binaries = binaries
        self._environ = environ

    def hello(self) -> Terminal:
        """The floor, just started."""
        return Terminal([str(self._binaries / "python"), str(HELLO)], self._environ)

    def app(self, database: Path) -> Terminal:
        """The program on a database, just started."""
        command = [str(self._binaries / "pipeline-tui"), "--db", str(database)]
        return Terminal([*command, "--today", str(TODAY)], self._environ)

    @contextmanager
    def pair(self, database: Path) -> Iterator[tuple[Terminal, Terminal]]:
        """Both, started and at rest."""
        hello, app = self.hello(), self.app(database)
        try:
            hello.wait_for(b"hello")
            app.wait_for(READY)
            hello.settle()
            app.settle(1.5)
            yield hello, app
        finally:
            hello.close()
            app.close()


def start(stage: Stage, database: Path, rounds: int) -> tuple[float, float]:
    """Row 1: seconds from exec to the first card, and to hello."""
    ours: list[float] = []
    floor: list[float] = []
    for turn in range(rounds + 1):
        for make, marker, into in (
            (stage.hello, b"hello", floor),
            (lambda: stage.app(database), READY, ours),
        ):
            terminal = make()
            try:
                seconds = terminal.wait_for(marker)
            finally:
                terminal.close()
            if turn:  # the first round warms the caches
                into.append(seconds)
    return p50(ours), p50(floor)


def keys(
    stage: Stage, database: Path, presses: list[str], rounds: int, before: str = ""
) -> tuple[list[float], list[float]]:
    """Times of some keys, each against hello's key pressed in turn."""
    ours, floor = [], []
    with stage.pair(database) as (hello, app):
        for press in before:
            app.key(press)
        for turn in range(rounds + 1):
            for press in presses:
                base, mine = hello.key("j"), app.key(press)
                if turn:
                    floor.append(base)
                    ours.append(mine)
    return ours, floor


def typing(
    stage: Stage, database: Path, opening: str, text: str, rounds: int
) -> tuple[list[float], list[float]]:
    """Row 5: every letter typed into a line opened by a key."""
    ours, floor = [], []
    with stage.pair(database) as (hello, app):
        for _ in range(rounds):
            app.key(opening)
            for letter in text:
                floor.append(hello.key("j"))
                ours.append(app.key(letter))
            app.key("\x1b", quiet=0.3)
            app.send("\x1b")
            app.settle(0.4)
    return ours, floor


class RawFile:
    """One row in raw sqlite3 on the same disk: what a durable commit costs by itself."""

    def __init__(self, folder: Path) -> None:
        self._raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
        self._raw.execute("PRAGMA journal_mode=DELETE")
        self._raw.execute("PRAGMA synchronous=EXTRA")
        self._raw.execute("CREATE TABLE deal (id INTEGER PRIMARY KEY, stage INTEGER)")
        self._raw.execute("INSERT INTO deal VALUES (1, 1)")

    def commit(self) -> float:
        """Seconds one durable change takes."""
        begin = time.perf_counter()
        self._raw.execute("BEGIN IMMEDIATE")
        self._raw.execute("UPDATE deal SET stage = stage + 1 WHERE id = 1")
        self._raw.execute("COMMIT")
        return time.perf_counter() - begin

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()


def moves(stage: Stage, database: Path, rounds: int) -> tuple[float, float]:
    """Row 3: move the card right and back; the repaint follows the save."""
    before = _journal(database)
    ours, floor, raw = [], [], []
    with tempfile.TemporaryDirectory(dir=database.parent) as folder:
        file = RawFile(Path(folder))
        with stage.pair(database) as (hello, app):
            for turn in range(2 * rounds + 2):
                base, commit = hello.key("j"), file.commit()
                mine = app.key("H" if turn % 2 else "L")
                if turn >= 2:  # the first two warm the caches
                    floor.append(base)
                    raw.append(commit)
                    ours.append(mine)
        file.close()
    saved = _journal(database) - before
    if saved != 2 * rounds + 2:
        raise RuntimeError(f"{2 * rounds + 2} moves were shown, {saved} were saved")
    return p50(ours), p50(floor) + p50(raw)


def _journal(database: Path) -> int:
    """How many undo steps the database holds."""
    raw = sqlite3.connect(database)
    try:
        return int(raw.execute("SELECT count(*) FROM journal_step").fetchone()[0])
    finally:
        raw.close()


def repeat(stage: Stage, database: Path, rounds: int) -> tuple[float, float]:
    """Row 4: a key held for two seconds; how long after the last press the last byte comes."""
    ours, floor = [], []
    with stage.pair(database) as (hello, app):
        for turn in range(rounds):
            floor.append(hello.burst("j", 60, 30))
            ours.append(app.burst("j" if turn % 2 == 0 else "k", 60, 30))
    return p50(ours), p50(floor)


def memory(stage: Stage, database: Path, seconds: float) -> tuple[int, int]:
    """Row 7: resident bytes of both after use with writes."""
    with stage.pair(database) as (hello, app):
        end = time.perf_counter() + seconds
        strokes = "jjjlljkkhhLHLu2jjk1"
        while time.perf_counter() < end:
            for stroke in strokes:
                app.send(stroke)
                app.drain(0.08)
            hello.key("j")
        app.settle(1.0)
        return app.memory(), hello.memory()


Progress = Callable[[str], None]


def figures(
    stage: Stage, databases: Mapping[int, Path], rounds: int, minute: float, say: Progress
) -> list[Figure]:
    """All rows on screen, at every size there is; the promise is made at the largest."""
    made: list[Figure] = []
    for size, database in databases.items():
        say(f"start, {size:,} deals")
        ours, floor = start(stage, database, max(7, rounds // 3))
        made.append(timed("1", "exec → first paint of the board", size, ours, floor, 1.25))
        say(f"keys, {size:,} deals")
        # Twice the rounds: the slowest twentieth of few presses is a matter of luck.
        times, base = keys(stage, database, ["j", "j", "l", "k", "h", "k"], 2 * rounds)
        made.append(timed("2", "cursor key, p50", size, p50(times), p50(base), 2.0))
        made.append(timed("2", "cursor key, p95", size, p95(times), p50(base), 2.5))
        say(f"moves, {size:,} deals")
        ours, floor = moves(stage, database, rounds)
        made.append(timed("3", "move a card, saved, p50", size, ours, floor, 4.0))
    size, database = max(databases.items())
    say("key repeat")
    ours, floor = repeat(stage, database, max(7, rounds // 5))
    made.append(timed("4", "60 keys at 30 a second, lag", size, ours, floor, 4.0))
    say("typing")
    for what, opening, text in (
        ("a letter in the filter, p95", "/", "umbra retro"),
        ("a letter in the agenda's filter, p95", "2/", "umbra retro"),
        ("a letter in quick add, p95", "a", "Acme GmbH: CNC 12k call Meier fri"),
    ):
        times, base = typing(stage, database, opening, text, max(3, rounds // 4))
        made.append(timed("5", what, size, p95(times), p50(base), 8.0))
    say("pane and agenda")
    times, base = keys(stage, database, ["2", "1"], max(7, rounds // 2))
    made.append(timed("6", "board ↔ agenda, p50", size, p50(times), p50(base), 8.0))
    times, base = keys(stage, database, ["\r", "\t"], max(7, rounds // 2))
    made.append(timed("6", "open and leave the deal pane, p50", size, p50(times), p50(base), 8.0))
    say("memory")
    used, bare = memory(stage, database, minute)
    made.append(
        Figure("7", "memory after use, above hello", f"{size:,}", f"{used / MEGABYTE:.1f} MB",
               f"{bare / MEGABYTE:.1f} MB", (used - bare) / MEGABYTE, 45, "MB")
    )  # fmt: skip
    return made
