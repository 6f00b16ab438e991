"""Keys from any terminal, and a picture for it until it goes away.

Textual reads strictly: a single byte that is no UTF-8 (a paste in Latin-1, a line with noise)
ends the program with a traceback. An escape within a paste makes keys of what follows it, and
keys are commands. It draws on stderr, which may be a file of errors. And when the terminal has
gone it waits for ever to draw on it, or reads its end again and again. Resized in a hurry it
may keep a size that is no longer so.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import IO, Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

_AT_ONCE = 4096
"""Bytes read at a time."""
_TICK = 0.1
"""Seconds until an escape that nothing follows is taken for the key."""
_BRIEF = 0.01
"""Seconds to wait for the rest of what may be the beginning of a paste."""

PASTE, PASTED = "\x1b[200~", "\x1b[201~"
"""What terminals put around a paste (bracketed paste)."""


class Output:
    """Where the picture goes; once the terminal has gone, nowhere."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._gone = False

    def write(self, text: str) -> None:
        """Draw, if there is somebody to see it."""
        if not self._gone:
            try:
                self._file.write(text)
            except OSError:
                self._gone = True

    def flush(self) -> None:
        """Let everything drawn so far be seen."""
        if not self._gone:
            try:
                self._file.flush()
            except OSError:
                self._gone = True

    def fileno(self) -> int:
        """The descriptor of the terminal."""
        return self._file.fileno()


class Pastes:
    """Takes pastes out of what is typed: nothing in them may be taken for a key."""

    def __init__(self) -> None:
        self._typed = ""
        self._pasted: str | None = None

    @property
    def waiting(self) -> bool:
        """Whether what was typed last may be the beginning of a paste."""
        return self._pasted is None and bool(self._typed)

    def feed(self, text: str) -> Iterator[str | events.Paste]:
        """Typed texts and pastes, in their order; an unfinished one is kept."""
        while True:
            if self._pasted is None:
                typed, begins, text = (self._typed + text).partition(PASTE)
                self._typed = ""
                if not begins:
                    self._typed = _beginning(typed)
                    typed = typed[: len(typed) - len(self._typed)]
                else:
                    self._pasted = ""
                if typed:
                    yield typed
                if not begins:
                    return
            else:
                self._pasted += text
                pasted, ends, text = self._pasted.partition(PASTED)
                if not ends:
                    return
                self._pasted = None
                yield events.Paste(pasted)

    def release(self) -> str:
        """It was no beginning of a paste."""
        typed, self._typed = self._typed, ""
        return typed


def _beginning(text: str) -> str:
    """The end of the text that may be the beginning of a paste's mark."""
    for length in range(min(len(PASTE) - 1, len(text)), 0, -1):
        if text.endswith(PASTE[:length]):
            return PASTE[:length]
    return ""


class TerminalDriver(LinuxDriver):
    """Reads what a person types, whatever the terminal makes of it; draws on stdout."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        assert sys.__stdout__ is not None  # the command line has looked
        # Textual asks no more of it than write, flush and fileno.
        self._file = Output(sys.__stdout__)  # type: ignore[assignment]

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except (OSError, EOFError):
            # The terminal has gone: the same end as if the system had said so.
            os.kill(os.getpid(), signal.SIGHUP)
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Pass on keys, pastes and the mouse; OSError or EOFError when the input has ended."""
        parser = XTermParser(self._debug)
        pastes = Pastes()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                given: list[str | events.Paste] = []
                if selector.select(_BRIEF if pastes.waiting else _TICK):
                    read = os.read(self.fileno, _AT_ONCE)
                    if not read:
                        raise EOFError
                    given = list(pastes.feed(decode(read)))
                elif pastes.waiting:
                    given = [pastes.release()]
                for part in given:
                    found = parser.feed(part) if isinstance(part, str) else [part]
                    for event in found:
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
                self._check_size()

    def _check_size(self) -> None:
        """Tell the size again if the app has another.

        Textual tells it from within a signal handler, which the next signal may interrupt: of
        two changes in quick succession the older one can come last, and stay.
        """
        size = Size(*self._get_terminal_size())
        if not self._in_band_window_resize and size != self._app.size:
            self.process_message(events.Resize(size, size))
