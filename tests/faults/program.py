"""The real program in a pseudo-terminal, and a terminal that obeys only what it knows.

The terminal keeps the picture, so that a test waits for words on the screen, and it keeps
whatever it was sent that Textual has no reason to send: a foreign escape (safety.md).
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from rich.cells import cell_len

PATIENCE = 30.0
"""Seconds until a wait for a state gives up; no test depends on how long anything takes."""

DAY = date(2026, 11, 23)
"""A Monday."""

ESC, DELETE, ENTER, TAB = "\x1b[27u", "\x1b[3~", "\r", "\t"
"""Keys. A bare escape byte would have to be waited for; modern terminals say which key it was."""

ROOT = Path(__file__).resolve().parents[2]

MODES = {"7", "25", "1000", "1003", "1004", "1006", "1015", "1049", "2004", "2026", "2048"}
"""The private modes Textual turns on and off."""
LEFT_OFF = {"1000", "1003", "1004", "1006", "1015", "1049", "2004", "2026", "2048"}
"""What must not stay on in a terminal that is left; wrapping (7) and cursor (25) must."""

_SEQUENCE = re.compile(
    r"\x1b\[(?P<private>[<=>?]?)(?P<numbers>[0-9;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
)
_CUT_OFF = re.compile(r"\x1b(\[[<=>?]?[0-9;]*[ -/]*)?\Z")
_COLOUR = re.compile(r"[34]8;2;\d{1,3};\d{1,3};\d{1,3}|[34]8;5;\d{1,3}")
_POINTER = re.compile(r"22;[a-z-]+")
_STYLES = {
    "",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "7",
    "9",
    "22",
    "23",
    "24",
    "25",
    "27",
    "29",
    "39",
    "49",
}
"""Attributes on and off, and the terminal's own colours; a named one, as 31, is foreign."""


class Silent(AssertionError):
    """What was waited for did not come."""


class Screen:
    """The picture that a stream of bytes makes, and what in it is foreign."""

    def __init__(self, columns: int, rows: int) -> None:
        self.modes: set[str] = {"7", "25"}
        self.foreign: list[str] = []
        self.clipboard: list[str] = []
        self.colours = 0
        """Sequences that chose a colour."""
        self._text = ""
        self._rest = b""
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """An empty picture of another size."""
        self.columns, self.rows = columns, rows
        self.cells = [[" "] * columns for _row in range(rows)]
        self.x = self.y = 0

    @property
    def lines(self) -> list[str]:
        """The picture; the second cell of a wide character is nothing."""
        return ["".join(row) for row in self.cells]

    @property
    def text(self) -> str:
        """The picture as one text."""
        return "\n".join(self.lines)

    @property
    def clean(self) -> bool:
        """Whether the terminal is as it was found: nothing on but cursor and wrapping."""
        return not self.modes & LEFT_OFF and {"7", "25"} <= self.modes

    def feed(self, data: bytes) -> None:
        """Obey what came; an incomplete sequence waits for its end."""
        data = self._rest + data
        whole = len(data)
        for back in range(1, min(4, len(data)) + 1):  # a character cut in half
            byte = data[-back]
            if byte >= 0xC0:
                wanted = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
                if wanted > back:
                    whole = len(data) - back
                break
            if byte < 0x80:
                break
        self._rest = data[whole:]
        try:
            text = data[:whole].decode()
        except UnicodeDecodeError as problem:
            self.foreign.append(f"no UTF-8: {problem.object[problem.start : problem.end]!r}")
            text = data[:whole].decode(errors="replace")
        self._obey(self._text + text)

    def _obey(self, text: str) -> None:
        at = 0
        self._text = ""
        while at < len(text):
            char = text[at]
            if char != "\x1b":
                behind = text.find("\x1b", at)
                behind = len(text) if behind < 0 else behind
                self._print(text[at:behind])
                at = behind
            elif found := _SEQUENCE.match(text, at):
                self._control(found)
                at = found.end()
            elif _CUT_OFF.match(text, at):
                self._text = text[at:]
                return
            elif text.startswith("\x1b]", at):
                end = text.find("\x07", at)
                if end < 0:
                    self._text = text[at:]
                    return
                self._command(text[at + 2 : end])
                at = end + 1
            else:
                self.foreign.append(repr(text[at : at + 12]))
                at += 1

    def _command(self, command: str) -> None:
        """An operating system command; Textual sets the clipboard and the mouse pointer."""
        if command.startswith("52;c;"):
            self.clipboard.append(command[5:])
        elif not _POINTER.fullmatch(command):
            self.foreign.append(f"OSC {command[:40]!r}")

    def _control(self, found: re.Match[str]) -> None:
        private, numbers, final = found["private"], found["numbers"], found["final"]
        shape = private + found["between"] + final
        if shape == "H":
            row, _semicolon, column = numbers.partition(";")
            self.y, self.x = int(row or 1) - 1, int(column or 1) - 1
        elif shape == "m" and _is_style(numbers):
            self.colours += "8;" in numbers
        elif shape in ("?h", "?l") and numbers in MODES:
            (self.modes.add if final == "h" else self.modes.discard)(numbers)
            if numbers == "1049":
                self.resize(self.columns, self.rows)
        elif shape == "?$p" and numbers in MODES:
            pass  # a question whether the terminal knows a mode
        elif shape in (">u", "<u"):
            (self.modes.add if private == ">" else self.modes.discard)("kitty")
        else:
            self.foreign.append(repr(found[0]))

    def _print(self, text: str) -> None:
        for char in text:
            if char == "\r":
                self.x = 0
            elif char == "\n":
                self.x, self.y = 0, min(self.y + 1, self.rows - 1)
            elif char < " " or "\x7f" <= char < "\xa0":
                self.foreign.append(repr(char))
            else:
                self._draw(char)

    def _draw(self, char: str) -> None:
        wide = _cells(char)
        if not (0 <= self.y < self.rows and self.x < self.columns):
            return  # the program has not heard yet that the window is smaller now
        row = self.cells[self.y]
        if wide == 0:
            row[self.x - 1 if self.x else 0] += char
            return
        row[self.x] = char
        if wide == 2 and self.x + 1 < self.columns:
            row[self.x + 1] = ""
        self.x += wide


@lru_cache(4096)
def _cells(char: str) -> int:
    return cell_len(char)


@lru_cache(4096)
def _is_style(numbers: str) -> bool:
    """Whether Textual could have chosen it: colours by value, never the names 31 or 97."""
    rest = _COLOUR.sub("", numbers)
    return all(part in _STYLES for part in rest.split(";"))


class Program:
    """One run of the program; everything that waits, waits for a state and not for ever."""

    def __init__(
        self,
        *arguments: str,
        size: tuple[int, int] = (100, 30),
        environ: Mapping[str, str] | None = None,
        command: Sequence[str] | None = None,
        before: Callable[[], object] | None = None,
    ) -> None:
        self.screen = Screen(*size)
        self.raw = bytearray()
        self.code: int | None = None
        self._open = True
        command = [*(command or [sys.executable, "-m", "pipeline_tui"]), *arguments]
        environ = {**child_environ(), **(environ or {})}
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, _window(*size))
                if before is not None:
                    before()
                os.execvpe(command[0], command, environ)
            finally:
                os._exit(99)

    # What a person does.

    def send(self, keys: str | bytes) -> None:
        """Type."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            ready = select.select([self._fd], [self._fd], [], PATIENCE)
            if self._fd in ready[0]:
                self._read()
            if self._fd in ready[1]:
                data = data[os.write(self._fd, data[:1024]) :]

    def paste(self, text: str) -> None:
        """Paste as terminals do; what could end the paste is theirs to take out."""
        body = text.encode("utf-8", "surrogatepass").replace(b"\x1b[201~", b"")
        self.send(b"\x1b[200~" + body + b"\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Drag the window to another size."""
        self.screen.resize(columns, rows)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, _window(columns, rows))

    def signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    # What a person sees.

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return self.screen.text

    def until(self, holds: str | Callable[[Screen], object]) -> str:
        """Wait for words on the screen, or for what `holds` of it; the screen then."""
        end = time.monotonic() + PATIENCE
        wanted = holds if callable(holds) else lambda screen: holds in screen.text
        while not wanted(self.screen):
            left = end - time.monotonic()
            if left <= 0 or not self._open:
                why = "was waited for in vain" if self._open else "did not come; the program ended"
                seen = "\n".join(line.rstrip() for line in self.screen.lines).rstrip()
                raise Silent(f"{holds} {why}; the screen:\n{seen}")
            self._wait(left)
        return self.text

    def do(self, keys: str | bytes, shows: str | Callable[[Screen], object]) -> str:
        """Type, and wait for what it shows."""
        self.send(keys)
        return self.until(shows)

    def gone(self, words: str) -> str:
        """Wait until words are no longer there."""
        return self.until(lambda screen: words not in screen.text)

    def ended(self) -> int:
        """Wait for the end; the exit code, or -N for signal N."""
        end = time.monotonic() + PATIENCE
        while self.code is None:
            if self._open:
                self._wait(0.01)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > end:
                raise Silent(f"the program does not end; the screen:\n{self.text}")
        self.glance()
        return self.code

    def glance(self) -> None:
        """Look at what is there to be seen, without waiting for anything."""
        while self._open and self._wait(0):
            pass

    def hang_up(self) -> None:
        """Close the window."""
        self._open = False
        os.close(self._fd)

    def close(self) -> None:
        """Leave no process behind."""
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        with contextlib.suppress(OSError):
            os.close(self._fd)

    def _wait(self, seconds: float) -> bool:
        ready, _writable, _broken = select.select([self._fd], [], [], seconds)
        return bool(ready) and self._read()

    def _read(self) -> bool:
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # how Linux says that the other end is closed
            data = b""
        if not data:
            self._open = False
            return False
        self.raw += data
        self.screen.feed(data)
        return True


def on_file(path: Path) -> tuple[str, ...]:
    """The options to work on a file on Monday."""
    return "--db", str(path), "--today", str(DAY)


@contextmanager
def running(*arguments: str, **options: Any) -> Iterator[Program]:
    """A program that is surely over afterwards."""
    program = Program(*arguments, **options)
    try:
        yield program
    finally:
        program.close()


def child_environ() -> dict[str, str]:
    """This test's environment, with a terminal of many colours, and the program to be found."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PIPELINE_TUI_LANG": "en",
    }


def obey_rights() -> None:
    """From the next program on, file rights count for root too, as they do for everybody."""
    if os.geteuid() == 0:
        drop = 24  # PR_CAPBSET_DROP, of CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):
            if libc.prctl(drop, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "root keeps its rights here")


def _window(columns: int, rows: int) -> bytes:
    return struct.pack("HHHH", rows, columns, 0, 0)
