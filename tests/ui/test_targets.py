"""The targets of a year at the keyboard: edited where they stand, one step each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, targets
from pipeline_tui.ui.screens.insights import InsightsScreen
from pipeline_tui.ui.screens.targets import TargetsScreen
from tests.faults.poison import HOSTILE
from tests.services.office import MONDAY, Office
from tests.ui.terminal import Terminal, terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Won in October: 40k. Targets: 30k for October, 20k for November."""
    made = Office(tmp_path / "sales.db")
    made.clock.set(date(2026, 10, 5))
    deals.win(made.desk, made.add("Acme: A 40k @proposal"))
    made.clock.set(MONDAY)
    targets.set_target(made.desk, "2026-10", "30k")
    targets.set_target(made.desk, "2026-11", "20k", "2")
    made.desk.close()
    yield made
    made.desk.close()


def screen(at: Terminal) -> TargetsScreen:
    assert isinstance(at.app.screen, TargetsScreen)
    return at.app.screen


def here(at: Terminal) -> str:
    item = screen(at).view.current
    return "" if item is None else item.name


def line(at: Terminal, name: str) -> list[str]:
    """The figures of a period."""
    row = next(row for row in at.lines if row[2:].strip().startswith(name))
    return row.replace("▌", "").split(name, 1)[1].split()


class TestTheYear:
    async def test_begins_with_the_quarter_it_is(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T")
            assert here(at) == "2026-Q4"
            assert line(at, "October")[:3] == ["€30,000", "€40,000", "+€10,000"]
            assert line(at, "November")[:1] == ["€20,000"]
            assert line(at, "Q4 2026")[:3] == ["–", "€40,000", "–"]
            await at.press("escape")
            assert at.app.screen is at.main

    async def test_a_target_is_typed_where_it_stands(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T", "j", "j", "j", "e")
            await at.type("50k")
            assert "→ €50,000" in at.text
            await at.press("enter")
            assert screen(at).footer.message.startswith("Revenue target for 2026-12 changed")
            assert line(at, "December")[:1] == ["€50,000"]
            assert line(at, "Q4 2026")[:3] == ["Σ", "€100,000", "€40,000"]
            await at.press("u")
            assert line(at, "Q4 2026")[0] == "–"
            await at.press("ctrl+r")
            assert line(at, "Q4 2026")[0] == "Σ"
            await at.press("escape")
        (found,) = [one for one in targets.targets(office.desk) if one.period == "2026-12"]
        assert found.value_minor == 5_000_000

    async def test_new_customers_and_the_cause_stand_beside_it(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T", "j", "l", "enter")
            await at.type("3")
            await at.press("enter", "l", "e")
            await at.type("a deal came early")
            await at.press("enter")
            assert "a deal came early" in at.text
            await at.press("delete", "h", "h", "l")
            assert "a deal came early" not in at.text
        found = {one.period: one for one in targets.targets(office.desk)}
        assert (found["2026-10"].customers, found["2026-10"].cause) == (3, "")

    async def test_tab_goes_on_to_the_next_line(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T", "g", "j", "j", "e")
            await at.type("10k")
            await at.press("tab")
            await at.type("11k")
            await at.press("tab")
            await at.type("12k")
            await at.press("enter")
            assert line(at, "Q1 2026")[:2] == ["Σ", "€33,000"]

    async def test_what_is_no_amount_stays_typed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T", "e")
            await at.type("soon")
            await at.press("enter")
            assert screen(at).view.editing
            await at.press("escape")
            assert not screen(at).view.editing
            assert line(at, "Q4 2026")[0] == "–"

    async def test_an_emptied_cell_is_no_target(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T", "j", "delete")
            assert line(at, "October")[0] == "–"
            await at.press("delete")
            await at.press("u")
            assert line(at, "October")[0] == "€30,000"

    async def test_another_year_is_a_key_away(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T", "H")
            assert "Targets 2025" in at.lines[0]
            assert line(at, "October")[:2] == ["–", "€0"]
            await at.press("L", "L")
            assert "Targets 2027" in at.lines[0]

    async def test_what_somebody_else_set_is_shown_beside_mine(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T", "j", "e", "ctrl+u")
            await at.type("35k")
            targets.set_target(office.desk, "2026-10", "32k")
            office.desk.close()
            await at.press("enter")
            assert "changed elsewhere" in at.text
            assert "€32,000" in at.text
            await at.press("1")
            await at.until(lambda: isinstance(at.app.screen, TargetsScreen))
            await at.settled()
        (found,) = [one for one in targets.targets(office.desk) if one.period == "2026-10"]
        assert found.value_minor == 3_500_000

    async def test_another_instance_is_noticed(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("T")
            targets.set_target(office.desk, "2026-12", "50k")
            office.desk.close()
            at.main.poll()
            await at.settled()
            assert line(at, "Q4 2026")[0] == "Σ"

    async def test_a_target_in_a_currency_without_a_rate_is_in_no_sum(self, office: Office) -> None:
        targets.set_target(office.desk, "2026-12", "50k CHF")
        office.desk.close()
        async with terminal(office.path, office.clock) as at:
            await at.press("T")
            assert line(at, "December")[:3] == ["CHF", "50k", "€0"]
            assert line(at, "Q4 2026")[0] == "–"


class TestEverywhere:
    async def test_from_the_insights_and_back(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("5", "T")
            assert here(at) == "2026-Q4"
            await at.press("escape")
            assert isinstance(at.app.screen, InsightsScreen)
            await at.press("T", "1")
            assert at.app.screen is at.main

    async def test_from_the_palette_and_out_by_numbers(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("colon")
            await at.type("targets of")
            await at.press("enter")
            screen(at)
            await at.press("2")
            assert at.main.place == "agenda"
            await at.press("T", "5")
            assert isinstance(at.app.screen, InsightsScreen)

    async def test_on_a_day_that_has_passed_they_are_only_looked_at(self, office: Office) -> None:
        async with terminal(office.path, office.clock) as at:
            await at.press("comma")
            await at.until(lambda: at.main.gateway.past is not None)
            await at.press("T", "l", "h", "L", "H")
            assert "Targets 2026" in at.lines[0]
            await at.press("e")
            assert not screen(at).view.editing
            await at.press("escape", "escape")

    @pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 15), (20, 5)])
    @pytest.mark.parametrize("language", ["en", "de"])
    async def test_it_stands_at_every_size(
        self, office: Office, size: tuple[int, int], language: str
    ) -> None:
        use_language(language)
        async with terminal(office.path, office.clock, size=size) as at:
            await at.press("T", "G", "l", "g", "l", "e")
            assert all(len(row) <= size[0] for row in at.lines)
            await at.press("escape", "escape")
            assert at.app.screen is at.main

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    async def test_hostile_texts_are_text(self, office: Office, text: str) -> None:
        import sqlite3
        from contextlib import closing

        said = text[:300].encode("utf-8", "replace").decode()
        with closing(sqlite3.connect(office.path)) as conn, conn:
            conn.execute("UPDATE target SET cause = ?1", (said,))
        async with terminal(office.path, office.clock) as at:
            await at.press("T", "l", "l", "j", "e", "escape", "escape")
            assert at.app.screen is at.main
