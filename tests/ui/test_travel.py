"""Time travel at the keyboard: `<` and `>`, weeks, dates, and the way back."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.i18n import use_language
from pipeline_tui.services import deals, figures
from pipeline_tui.services.past import PastDesk
from pipeline_tui.store import as_of
from pipeline_tui.ui.commands import registry
from pipeline_tui.ui.commands.travel import looks_only
from tests.services.office import Office
from tests.ui.terminal import Terminal, terminal

MONDAY = date(2026, 11, 23)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """On Monday Acme is in Proposal; on Wednesday it is worth more, and Globex comes."""
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    made.add("Acme: Retrofit 12k @proposal close:2026-12-18 call Meier 30.11.")
    made.clock.pass_days(2)
    deals.set_field(made.desk, 1, "value", "20k")
    deals.move(made.desk, 1, made.stage("Negotiation"))
    made.add("Globex: Pilot 5k @proposal call Huber 30.11.")
    made.desk.close()
    yield made
    made.desk.close()


async def gone(at: Terminal, *keys: str) -> str:
    """Press keys, and wait until the day asked for is there."""
    await at.press(*keys)
    await at.until(lambda: at.main.gateway.heading is None)
    await at.settled()
    return at.text


class TestTheBoard:
    async def test_steps_back_and_forth_by_a_day(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            assert "Globex" in at.text
            text = await gone(at, "less_than_sign")
            assert "Tue 24 Nov 2026 · read-only" in at.lines[0]
            assert "Globex" not in text
            assert "€12,000" in text
            text = await gone(at, "less_than_sign", "less_than_sign")
            assert "Sun 22 Nov 2026" in at.lines[0]
            assert "Acme" not in text
            text = await gone(at, "greater_than_sign")
            assert "Mon 23 Nov 2026" in at.lines[0]
            assert "Acme" in text
            text = await gone(at, "greater_than_sign", "greater_than_sign")
            assert "read-only" not in at.lines[0]
            assert "Globex" in text
            assert "€20,000" in text

    async def test_steps_by_a_week(self, office: Office) -> None:
        office.clock.pass_days(7)
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await gone(at, "comma")
            assert "Wed 25 Nov 2026" in at.lines[0]
            await gone(at, "full_stop")
            assert "read-only" not in at.lines[0]

    async def test_goes_to_a_date(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await at.main.run_command("go_to_date")
            await at.press(*"mon", "enter")
            await gone(at)
            assert "Mon 23 Nov 2026" in at.lines[0]

    async def test_goes_to_no_date_to_come(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await at.main.run_command("go_to_date")
            await at.press(*"tomorrow", "enter")
            assert "has not come yet" in at.text
            await at.press("escape")
            assert at.main.gateway.away_day is None

    async def test_comes_back_at_once_with_escape(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await gone(at, "less_than_sign", "less_than_sign")
            await at.press("tab", "escape")
            assert at.main.gateway.past is None
            assert "€20,000" in at.text
            assert "read-only" not in at.lines[0]

    async def test_says_that_today_is_the_last_day(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await at.press("greater_than_sign")
            assert "This is today" in at.text

    @pytest.mark.parametrize("size", [(80, 24), (40, 15), (20, 5)])
    async def test_says_the_day_on_narrow_screens_too(
        self, office: Office, size: tuple[int, int]
    ) -> None:
        async with terminal(office.path, office.clock, size=size) as at:
            await gone(at, "less_than_sign")
            if size[0] > 20:
                assert "◂ Tue 24" in at.lines[0]
            await at.press("escape")
            assert "◂" not in at.lines[0]

    async def test_agenda_and_pane_are_of_that_day_too(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            assert "Huber" in await gone(at, "2")
            assert "Huber" not in await gone(at, "less_than_sign")
            assert "Meier" in at.text


class TestQuickSteps:
    async def test_never_show_the_older_answer(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first day is held up while the second is asked for."""
        go_on, opened = threading.Event(), []
        real = as_of.open_as_of

        def slow(path: Path, day: date, *, wait_ms: int) -> object:
            opened.append(day)
            if len(opened) == 1:
                assert go_on.wait(10)
            return real(path, day, wait_ms=wait_ms)

        monkeypatch.setattr(as_of, "open_as_of", slow)
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await at.press("less_than_sign")
            assert "◂ Tue 24 Nov 2026 …" in at.lines[0]
            assert "Globex" in at.text, "the frame stays"
            await at.press("less_than_sign")
            assert "◂ Mon 23 Nov 2026 …" in at.lines[0]
            go_on.set()
            await gone(at)
            assert at.main.gateway.today == MONDAY
            assert "Mon 23 Nov 2026" in at.lines[0]

    async def test_are_forgotten_when_one_comes_back_meanwhile(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go_on = threading.Event()
        real = as_of.open_as_of

        def slow(path: Path, day: date, *, wait_ms: int) -> object:
            assert go_on.wait(10)
            return real(path, day, wait_ms=wait_ms)

        monkeypatch.setattr(as_of, "open_as_of", slow)
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await at.press("less_than_sign", "escape")
            go_on.set()
            await at.settled()
            await at.press("j")
            assert at.main.gateway.past is None
            assert "Globex" in at.text


class TestThePast:
    async def test_cannot_be_changed_by_any_command(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await gone(at, "less_than_sign")
            before = hashlib.sha256(office.path.read_bytes()).hexdigest()
            for place in ("board", "agenda", "pane"):
                for command in registry.commands(place):
                    if not looks_only(command):
                        await at.main.run_command(command.action)
                        assert len(at.app.screen_stack) == 1, command.id
                        assert "24 Nov 2026 has passed and cannot be changed" in at.text
                        at.main.hush()
            assert hashlib.sha256(office.path.read_bytes()).hexdigest() == before

    async def test_says_so_on_a_key(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(80, 24)) as at:
            await gone(at, "less_than_sign")
            await at.press("L")
            assert "24 Nov 2026 has passed and cannot be changed" in at.text
            assert "esc" in at.lines[-1]

    async def test_is_read_again_when_another_instance_writes(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await gone(at, "less_than_sign")
            deals.delete(office.desk, [1])
            at.main.poll()
            await gone(at)
            assert "Acme" not in at.text
            assert "Tue 24 Nov 2026" in at.lines[0]

    async def test_speaks_german(self, office: Office) -> None:
        use_language("de")
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await gone(at, "less_than_sign")
            assert "Di 24.11.2026 · nur lesbar" in at.lines[0]


class TestTheInsights:
    async def test_are_of_that_day(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[date] = []
        real = figures.period_forecast
        async with terminal(office.path, office.clock, size=(120, 40)) as at:
            await at.press("5")
            await at.until(lambda: "Negotiation" in at.text)
            monkeypatch.setattr(figures, "period_forecast", real)
            await at.press("less_than_sign")
            await at.until(lambda: "Tue 24 Nov 2026 · read-only" in at.lines[0])
            await at.until(lambda: "working it out" not in at.text)
            await at.settled()
            assert "€12,000" in at.text
            assert "€20,000" not in at.text
            await at.press("escape")
            await at.until(lambda: "€20,000" in at.text)
            assert at.app.screen is not at.main
        assert asked == []

    async def test_leave_the_board_on_the_same_day(self, office: Office) -> None:
        async with terminal(office.path, office.clock, size=(160, 40)) as at:
            await at.press("5")
            await at.until(lambda: "Negotiation" in at.text)
            await at.press("less_than_sign")
            await at.until(lambda: "Tue 24 Nov 2026 · read-only" in at.lines[0])
            await at.press("q")
            await at.settled()
            assert isinstance(at.main.gateway.desk, PastDesk)
            assert "Tue 24 Nov 2026 · read-only" in at.lines[0]
            assert "Globex" not in at.text
