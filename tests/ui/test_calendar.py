"""The calendar file behind the app: fresh a moment after a change, and in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline_tui.services.calendars import CalendarFile
from pipeline_tui.settings import Settings
from pipeline_tui.ui.app import run
from pipeline_tui.ui.gateway import Gateway
from pipeline_tui.ui.gateway import calendar as calendars
from pipeline_tui.ui.shell import PipelineApp
from tests.services.calendars import entries
from tests.services.office import Office
from tests.ui.terminal import terminal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "sales.db")
    made.ask_nothing()
    made.add("Acme GmbH: CNC retrofit @proposal call Meier fri")
    made.desk.close()
    yield made
    made.desk.close()


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    return tmp_path / "sales.ics"


def days(calendar: Path) -> list[str]:
    if not calendar.exists():
        return []
    return [f"{one.due.value:%d.%m.}" for one in entries(calendar.read_bytes()).values()]


class TestTheCalendarBehindTheApp:
    async def test_is_there_soon_after_the_start_and_after_each_change(
        self, office: Office, calendar: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(calendars, "DELAY", 0)
        async with terminal(office.path, office.clock, calendar=calendar) as at:
            await at.until(lambda: days(calendar) == ["27.11."])
            await at.press("s")
            await at.type("30.11.")
            await at.press("enter")
            await at.until(lambda: days(calendar) == ["30.11."])
            await at.press("u")
            await at.until(lambda: days(calendar) == ["27.11."])

    async def test_is_written_once_for_several_changes_and_at_the_latest_on_leaving(
        self, office: Office, calendar: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written = []
        refresh = CalendarFile.refresh

        def counted(self: CalendarFile, desk: object) -> bool:
            written.append(refresh(self, desk))  # type: ignore[arg-type]
            return written[-1]

        monkeypatch.setattr(CalendarFile, "refresh", counted)
        monkeypatch.setattr(calendars, "DELAY", 3600)
        async with terminal(office.path, office.clock, calendar=calendar) as at:
            for key in ("L", "H", "L"):
                await at.press(key)
            assert written == []
        assert written == [True]
        assert days(calendar) == ["27.11."]

    async def test_says_once_that_it_cannot_be_written_and_goes_on(
        self, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(calendars, "DELAY", 0)
        folder = tmp_path / "later"
        calendar = folder / "sales.ics"
        async with terminal(office.path, office.clock, calendar=calendar) as at:
            news = at.main.gateway.news
            await at.until(lambda: news)
            assert f"{calendar}: The calendar cannot be written" in news[0]
            at.main.poll()
            await at.settled()
            assert "The calendar cannot be written" in at.message
            tries = []
            monkeypatch.setattr(CalendarFile, "_written", heard(CalendarFile._written, tries))
            await at.press("L")
            await at.until(lambda: tries)
            await at.settled()
            assert news == []
            assert "moved" in at.message.lower()
            folder.mkdir()
            await at.press("H")
            await at.until(calendar.exists)

    async def test_waits_for_nobody_who_holds_the_file(
        self, office: Office, calendar: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pipeline_tui.errors import DatabaseLocked

        asked = []

        def locked(_self: CalendarFile, _desk: object) -> bool:
            asked.append(True)
            raise DatabaseLocked("held")

        monkeypatch.setattr(calendars, "DELAY", 0)
        monkeypatch.setattr(CalendarFile, "refresh", locked)
        async with terminal(office.path, office.clock, calendar=calendar) as at:
            await at.until(lambda: asked)
            assert at.main.gateway.news == []


def heard(function: object, calls: list[bool]) -> object:
    """The function, telling that it was called."""

    def called(*args: object) -> object:
        calls.append(True)
        return function(*args)  # type: ignore[operator]

    return called


class TestStartingWithASetCalendar:
    @pytest.fixture
    def started(self, monkeypatch: pytest.MonkeyPatch) -> list[PipelineApp]:
        """The apps that were run, and left at once."""
        apps: list[PipelineApp] = []

        def left(app: PipelineApp) -> int:
            apps.append(app)
            return 0

        monkeypatch.setattr(PipelineApp, "run", left)
        return apps

    @pytest.mark.parametrize(("demo", "kept"), [(False, True), (True, False)])
    def test_the_demo_is_nobodys_calendar(
        self,
        office: Office,
        calendar: Path,
        started: list[PipelineApp],
        monkeypatch: pytest.MonkeyPatch,
        demo: bool,
        kept: bool,
    ) -> None:
        made = []
        init = Gateway.__init__

        def told(self: Gateway, *args: object, **options: object) -> None:
            made.append(options.get("calendar"))
            init(self, *args, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(Gateway, "__init__", told)
        settings = Settings(calendar=str(calendar), bell="on")
        assert run(office.path, office.clock, settings=settings, demo=demo) == 0
        assert made == [str(calendar) if kept else ""]
        assert started[0].rings
