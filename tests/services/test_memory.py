"""Handing memory back never fails, whatever C library there is."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from pipeline_tui.services.memory import give_back


class _Library:
    """A C library that may have the function."""

    def __init__(self, *, knows: bool) -> None:
        self.asked: list[int] = []
        if knows:
            self.malloc_trim = self.asked.append


class TestGivingBack:
    @pytest.mark.parametrize(("knows", "asked"), [(True, [0]), (False, [])])
    def test_asks_the_c_library_that_knows_how(
        self, monkeypatch: pytest.MonkeyPatch, knows: bool, asked: list[int]
    ) -> None:
        library = _Library(knows=knows)
        monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
        give_back()
        assert library.asked == asked

    def test_does_without_a_c_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def none(_name: Any) -> None:
            raise TypeError("no library without a name here")

        monkeypatch.setattr(ctypes, "CDLL", none)
        give_back()
