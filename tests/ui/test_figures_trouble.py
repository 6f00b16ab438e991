"""Insights, what-if, targets and the past when the file is held, gone, replaced or changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipeline_tui.services import deals, targets
from pipeline_tui.ui.screens.insights import InsightsScreen
from pipeline_tui.ui.screens.targets import TargetsScreen
from pipeline_tui.ui.screens.what_if import WhatIfScreen
from tests.services.office import Office
from tests.ui.agenda_desk import office_on_monday
from tests.ui.terminal import Terminal, terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_on_monday(tmp_path)
    deals.win(made.desk, made.add("Umbra: Press 40k @proposal source:fair"))
    made.add("Hooli: Rack 18k @proposal close:2026-12-10")
    made.desk.close()
    yield made
    made.desk.close()


@contextmanager
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program writes to the file, for as long as it likes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")


def said(at: Terminal) -> str:
    """What the screen on top says in its footer."""
    return str(getattr(at.app.screen, "footer").message)  # noqa: B009


class TestAHeldFile:
    async def test_the_insights_keep_what_they_show_and_ask_again(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("5")
            screen = at.app.screen
            assert isinstance(screen, InsightsScreen)
            await at.until(lambda: screen.complete)
            await at.settled()
            assert "€40,000" in at.text
            with held(office.path):
                screen.look_again()
                await at.until(lambda: "Another program" in said(at))
                assert "€40,000" in at.text
            await at.until(lambda: screen.complete)

    async def test_a_page_that_was_never_there_comes_when_it_is_let_go(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            with held(office.path):
                await at.press("5")
                await at.until(lambda: "Another program" in said(at))
            await at.until(lambda: "Win rate, by count" in at.text)

    async def test_so_does_the_what_if_and_forgets_nothing(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("W")
            screen = at.app.screen
            assert isinstance(screen, WhatIfScreen)
            await at.until(lambda: screen.ready)
            await at.press("w")
            with held(office.path):
                screen.look_again()
                await at.until(lambda: "Another program" in said(at))
                assert screen.sandbox.tries
                assert "Hooli" in at.text
            await at.until(lambda: "…" not in at.lines[1])
            assert screen.sandbox.tries

    async def test_so_do_the_targets(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            with held(office.path):
                await at.press("T")
                screen = at.app.screen
                assert isinstance(screen, TargetsScreen)
                assert "Another program" in said(at)
                assert screen.view.plan is None
            await at.until(lambda: screen.view.plan is not None)
            await at.settled()
            assert "Q4 2026" in at.text
            with held(office.path):
                await at.press("L")
                assert "Another program" in said(at)
                assert screen.year == 2026
                assert "Targets 2026" in at.lines[0]
                assert "Q4 2026" in at.text
            await at.press("L")
            assert "Q4 2027" in at.text

    async def test_a_target_written_elsewhere_meanwhile_comes_when_it_is_let_go(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T")
            targets.set_target(office.desk, "2026-Q4", "123k")
            office.desk.close()
            with held(office.path):
                at.main.poll()
                await at.settled()
            at.main.poll()
            await at.until(lambda: "€123,000" in at.text)

    async def test_a_day_gone_by_says_why_it_is_not_reached(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            with held(office.path):
                await at.press("less_than_sign")
                await at.until(lambda: at.main.gateway.heading is None)
                await at.until(lambda: "Another program" in at.message)
            assert "◂" not in at.lines[0]
            await at.press("less_than_sign")
            await at.until(lambda: at.main.gateway.past is not None)


class TestAFileThatIsGone:
    @pytest.mark.parametrize("key", ["5", "W", "T", "less_than_sign"])
    async def test_is_told_and_the_app_goes_on(self, office: Office, key: str) -> None:
        async with terminal(office.path, office.clock) as at:
            kept = office.path.rename(office.path.with_suffix(".away"))
            await at.press(key)
            for _look in range(3):
                at.main.poll()
                await at.settled()
            assert at.app.is_running
            kept.rename(office.path)
            at.main.poll()
            await at.settled()
            await at.press("escape", "escape", "5")
            await at.until(lambda: "Win rate, by count" in at.text)

    async def test_that_is_replaced_while_one_looks_shows_the_new_one(
        self, office: Office, tmp_path: Path
    ) -> None:
        other = Office(tmp_path / "other.db")
        deals.win(other.desk, other.add("Acme: Big 70k @proposal"))
        other.desk.close()
        async with terminal(office.path, office.clock) as at:
            await at.press("5")
            await at.until(lambda: "€40,000" in at.text)
            other.path.replace(office.path)
            at.main.poll()
            await at.until(lambda: "€70,000" in at.text and "€40,000" not in at.text)
            await at.press("W")
            screen = at.app.screen
            assert isinstance(screen, WhatIfScreen)
            await at.until(lambda: screen.ready)
            assert "Hooli" not in at.text


class TestAFileThatIsDamaged:
    @pytest.mark.parametrize("key", ["5", "W"])
    async def test_is_said_in_place_of_the_figures_until_it_can_be_read(
        self, office: Office, key: str
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press(key)
            screen = at.app.screen
            assert isinstance(screen, InsightsScreen | WhatIfScreen)
            await at.until(lambda: "€40,000" in at.text)
            await at.settled()
            whole = office.path.read_bytes()
            office.path.write_bytes(b"not a database, but longer than a header " * 200)
            screen.look_again()
            await at.until(lambda: "The database is damaged" in at.text)
            assert "Another program" not in said(at)
            office.path.write_bytes(whole)
            screen.look_again()
            await at.until(lambda: "is damaged" not in at.text)
            assert "€40,000" in at.text

    async def test_no_old_figures_come_back_over_what_the_what_if_says(
        self, office: Office
    ) -> None:
        async with terminal(office.path, office.clock) as at:
            targets.set_target(office.desk, "2026-Q4", "123k")
            office.desk.close()
            await at.press("W")
            screen = at.app.screen
            assert isinstance(screen, WhatIfScreen)
            await at.until(lambda: screen.ready and "gap €83k" in at.text)
            await at.press("w")
            whole = office.path.read_bytes()
            office.path.write_bytes(b"not a database, but longer than a header " * 200)
            screen.look_again()
            await at.until(lambda: "The database is damaged" in at.text)
            for size in ((80, 24), (120, 40)):
                await at.pilot.resize_terminal(*size)
                await at.settled()
                assert "is damaged" in " ".join(at.text.split())
                assert "Hooli" not in at.text
                assert "gap" not in at.text
            for key in ("tab", "u", "tab"):
                await at.press(key)
                assert "is damaged" in " ".join(at.text.split())
                assert "Hooli" not in at.text
            office.path.write_bytes(whole)
            screen.look_again()
            await at.until(lambda: "gap €83k" in at.text)
            assert "is damaged" not in at.text


class TestUndo:
    async def test_on_a_day_gone_by_says_that_it_is_read_only(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            steps = office.steps()
            await at.press("less_than_sign")
            await at.until(lambda: at.main.gateway.past is not None)
            await at.settled()
            for key in ("u", "ctrl+r"):
                await at.press(key)
                assert "22 Nov 2026 has passed and cannot be changed" in at.message
            assert office.steps() == steps

    async def test_in_the_insights_takes_back_what_was_set_there(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("5", "t")
            await at.type("250k")
            await at.press("enter")
            assert "u undoes" in said(at)
            assert office.rows("SELECT value_minor FROM target") == [(25_000_000,)]
            await at.press("u")
            assert "Undone" in said(at)
            assert office.rows("SELECT value_minor FROM target") == []
            await at.press("ctrl+r")
            assert office.rows("SELECT value_minor FROM target") == [(25_000_000,)]

    async def test_in_the_what_if_says_when_nothing_is_tried(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            steps = office.steps()
            await at.press("W")
            screen = at.app.screen
            assert isinstance(screen, WhatIfScreen)
            await at.until(lambda: screen.ready)
            await at.press("u")
            assert said(at) == "Nothing is tried yet"
            assert office.steps() == steps
