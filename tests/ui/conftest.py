"""A demo file of its own for every test that opens the app."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.clock import FixedClock
from pipeline_tui.services.demo import demo_database
from pipeline_tui.services.desk import Desk
from tests.conftest import TODAY
from tests.ui.terminal import Terminal, terminal

Open = Callable[..., AbstractAsyncContextManager[Terminal]]


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English demo as of TODAY, made once; its moves ask nothing."""
    made = demo_database("en", FixedClock(TODAY))
    kept = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(made, kept)
    desk = Desk(kept, FixedClock(TODAY))
    with desk.writer.unnoticed() as work:
        work.set_setting("gate", "silent")
    desk.close()
    return kept


@pytest.fixture
def database(demo_file: Path, tmp_path: Path) -> Path:
    """A copy to work on."""
    return Path(shutil.copy(demo_file, tmp_path / "deals.db"))


@pytest.fixture
def opened(database: Path, clock: FixedClock) -> Open:
    """Opens the app on the copy: `async with opened(size=(80, 24)) as user`."""

    def start(path: Path = database, **options: Any) -> AbstractAsyncContextManager[Terminal]:
        return terminal(path, clock, **options)

    return start
