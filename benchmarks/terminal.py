"""Run a program in a pseudo-terminal and time the bytes it writes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

COLUMNS, ROWS = 160, 45
QUIET = 0.06
"""Seconds without a byte after which a repaint counts as complete."""
PATIENCE = 20.0
"""Seconds after which a program that says nothing has failed."""


class Silent(RuntimeError):
    """The program did not paint what was waited for."""


class Terminal:
    """One program in a terminal of 160×45 with true colour."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self.seen = b""
        self._started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(environ))
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)

    def wait_for(self, marker: bytes) -> float:
        """Seconds from exec until `marker` has been written."""
        start = 0
        while True:
            if self.seen.find(marker, start) >= 0:
                return self._stamp - self._started
            start = max(0, len(self.seen) - len(marker))
            if not self._read(PATIENCE):
                raise Silent(f"{marker!r} was not painted; last: {self.seen[-400:]!r}")

    def settle(self, quiet: float = 0.5) -> None:
        """Read until nothing has come for `quiet` seconds."""
        while self._read(quiet):
            pass

    def key(self, keys: str, quiet: float = QUIET) -> float:
        """Seconds from writing the key to the last byte of the repaint it causes."""
        sent = time.perf_counter()
        os.write(self._fd, keys.encode())
        if not self._read(PATIENCE):
            raise Silent(f"nothing was painted after {keys!r}")
        while self._read(quiet):
            pass
        return self._stamp - sent

    def first_paint(self, keys: str) -> float:
        """Seconds from writing the key to the first bytes of what it paints."""
        sent = time.perf_counter()
        os.write(self._fd, keys.encode())
        if not self._read(PATIENCE):
            raise Silent(f"nothing was painted after {keys!r}")
        return self._stamp - sent

    def send(self, keys: str) -> None:
        """Write keys without waiting; what they paint is read later."""
        os.write(self._fd, keys.encode())

    def drain(self, seconds: float) -> None:
        """Read for that long, whatever comes."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def burst(self, key: str, count: int, per_second: float) -> float:
        """Hold a key: seconds from the last of `count` presses to the last byte painted."""
        begin = sent = time.perf_counter()
        for number in range(count):
            self.drain(max(0.0, begin + number / per_second - time.perf_counter()))
            sent = time.perf_counter()
            os.write(self._fd, key.encode())
        self.settle(0.25)
        return max(0.0, self._stamp - sent)

    def memory(self) -> int:
        """Resident memory of the program in bytes."""
        with Path(f"/proc/{self.pid}/status").open(encoding="ascii") as lines:
            for line in lines:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
        raise RuntimeError("no VmRSS")

    def close(self) -> None:
        """End the program and leave no process behind."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _read(self, seconds: float) -> bool:
        """Read once; False when nothing came in time."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            raise Silent(f"the program ended; last: {self.seen[-600:]!r}") from None
        self._stamp = time.perf_counter()
        self.seen = (self.seen + data)[-200_000:]
        return True
