"""What `tests/conftest.py` promises every test."""

from __future__ import annotations

import os
import socket
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.i18n import language, use_language


class TestEveryTest:
    def test_has_an_empty_home_of_its_own(self, home: Path) -> None:
        assert Path.home() == home
        assert list(home.iterdir()) == []

    def test_sees_none_of_the_options_of_whoever_runs_it(self) -> None:
        assert [name for name in os.environ if name.startswith(("PIPELINE_TUI_", "LC_"))] == []

    def test_lives_in_berlin_in_winter(self, clock: FixedClock) -> None:
        assert clock.today() == date(2026, 11, 22)
        assert clock.local().isoformat() == "2026-11-22T12:00:00+01:00"
        assert clock.now().isoformat() == "2026-11-22T11:00:00+00:00"

    @pytest.mark.parametrize("spoken", ["de", "en"])
    def test_begins_in_english(self, spoken: str) -> None:
        assert language() == "en"
        use_language(spoken)

    def test_reaches_no_network(self) -> None:
        with pytest.raises(AssertionError, match="network"):
            socket.create_connection(("192.0.2.1", 80))
        with socket.socket() as door, pytest.raises(AssertionError, match="network"):
            door.connect(("192.0.2.1", 80))

    def test_may_use_a_socket_of_this_machine(self) -> None:
        near, far = socket.socketpair()
        with near, far:
            near.sendall(b"x")
            assert far.recv(1) == b"x"
