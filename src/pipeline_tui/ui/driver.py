"""Keys from any terminal, and a picture for it until it goes away.

Textual reads strictly: a single byte that is no UTF-8 (a paste in Latin-1, a line with noise)
ends the program with a traceback. It draws on stderr, which may be a file of errors. And when
the terminal has gone it waits for ever to draw on it, or reads its end again and again.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
from codecs import getincrementaldecoder
from typing import IO, Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

_AT_ONCE = 4096
"""Bytes read at a time."""
_TICK = 0.1
"""Seconds until an escape that nothing follows is taken for the key."""


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
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_TICK):
                    read = os.read(self.fileno, _AT_ONCE)
                    if not read:
                        raise EOFError
                    for event in parser.feed(decode(read)):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
