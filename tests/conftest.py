"""What every test may rely on: an empty home, a fixed zone, no network, English."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

from pipeline_tui.clock import FixedClock
from pipeline_tui.i18n import use_language

TODAY = date(2026, 11, 22)
"""A Sunday late in a quarter; the day of the sketches in the guides."""

settings.register_profile("hermetic", database=None, deadline=None, derandomize=True)
settings.load_profile("hermetic")

HOMES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
LANGUAGE_VARIABLES = ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_TIME", "LC_NUMERIC")
TERMINAL_VARIABLES = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "EDITOR", "VISUAL")


@contextmanager
def home_of_its_own(home: Path) -> Iterator[None]:
    """Nobody's settings, data, language or options; wall clocks in Berlin."""
    with pytest.MonkeyPatch.context() as patch:
        ours = [name for name in os.environ if name.startswith("PIPELINE_TUI_")]
        for name in (*ours, *LANGUAGE_VARIABLES, *TERMINAL_VARIABLES):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        for name in HOMES:
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def hermetic_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """So that fixtures of a whole module are as far from the real home as tests are."""
    with home_of_its_own(tmp_path_factory.mktemp("home")):
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    """The home of one test, empty; afterwards the program speaks English again."""
    folder = tmp_path / "home"
    folder.mkdir()
    with home_of_its_own(folder):
        yield folder
    use_language("en")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program speaks to no network; a test that does fails. Local sockets stay open."""
    connect = socket.socket.connect

    def refuse(*where: object, **how: object) -> NoReturn:
        raise AssertionError(f"a test wants the network: {where}")

    def only_local(this: socket.socket, address: Any) -> None:
        if this.family != socket.AF_UNIX:
            refuse(address)
        connect(this, address)

    monkeypatch.setattr(socket.socket, "connect", only_local)
    monkeypatch.setattr(socket.socket, "connect_ex", only_local)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def steady_cursor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cursors of text fields do not blink where screens are tested: pictures stay the same."""
    if not {"ui", "snapshots"} & set(request.path.parts):
        return
    from textual.widgets import Input, TextArea

    for field in (Input, TextArea):
        create = field.__init__

        def steady(self: Any, *args: Any, _create: Any = create, **named: Any) -> None:
            _create(self, *args, **named)
            self.cursor_blink = False

        monkeypatch.setattr(field, "__init__", steady)


@pytest.fixture
def clock() -> FixedClock:
    """Noon of Sunday, 22 November 2026."""
    return FixedClock(TODAY)
