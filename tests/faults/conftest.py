"""Files to run the program on, made once and copied for each test."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults import poison
from tests.faults.program import DAY
from tests.services.office import Office

LINES = (
    "Acme GmbH: CNC retrofit 12k @proposal call Meier today 14:00 !high budget freeze",
    "Globex AG: Pilot line 40k @qualification meet on site 2.12. contact:Dora",
    "Initech: Plant 55k @negotiation call Lena tomorrow benefit:saves a shift",
    "Hooli: Rack assembly 18k @proposal mail offer 2026-11-20",
)


@pytest.fixture(scope="session")
def made_sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = Office(tmp_path_factory.mktemp("sales") / "sales.db")
    office.ask_nothing()
    office.clock.set(DAY)
    for line in LINES:
        # What is overdue on the day was added before.
        office.clock.set(DAY - timedelta(days=3) if "2026-11-20" in line else DAY)
        office.add(line)
    office.desk.close()
    return office.path


@pytest.fixture
def sales(made_sales: Path, tmp_path: Path) -> Path:
    """Four deals on Monday, 23 November 2026."""
    return Path(shutil.copy(made_sales, tmp_path / "sales.db"))


@pytest.fixture(scope="session")
def made_poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return poison.database(tmp_path_factory.mktemp("poison") / "poison.db")


@pytest.fixture
def poisoned(made_poisoned: Path, tmp_path: Path) -> Path:
    """A deal for each text of `poison.HOSTILE`."""
    return Path(shutil.copy(made_poisoned, tmp_path / "poison.db"))


@pytest.fixture(scope="session")
def made_figures(made_poisoned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("figures") / "figures.db"
    return poison.with_figures(Path(shutil.copy(made_poisoned, path)))


@pytest.fixture
def figures(made_figures: Path, tmp_path: Path) -> Path:
    """The same deals, some won and lost, with targets, costs and a locked forecast."""
    return Path(shutil.copy(made_figures, tmp_path / "figures.db"))
