"""The calendar file another program subscribes to: as fresh as the data, and never another's."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import use_language
from pipeline_tui.services import calendars, followups, history
from pipeline_tui.services.calendars import CalendarFile
from pipeline_tui.services.desk import Desk
from tests.services.calendars import entries
from tests.services.office import Office


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sales.ics"


@pytest.fixture
def file(path: Path) -> CalendarFile:
    return CalendarFile(str(path), "todo")


def due(path: Path) -> dict[str, date]:
    return {name: one.due.value for name, one in entries(path.read_bytes()).items()}


def trouble(file: CalendarFile, office: Office) -> str:
    with pytest.raises(PipelineError) as caught:
        file.refresh(office.desk)
    assert "saved" in caught.value.kept
    return str(caught.value)


class TestTheCalendarFile:
    def test_is_there_after_the_first_change_for_its_owner_only(
        self, office: Office, file: CalendarFile, path: Path
    ) -> None:
        office.add("Acme: Line call Meier fri")
        assert file.refresh(office.desk)
        assert due(path) == {"call Meier · Acme": date(2026, 11, 27)}
        assert path.stat().st_mode & 0o777 == 0o600
        assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []

    def test_follows_every_change_and_what_is_undone(
        self, office: Office, file: CalendarFile, path: Path
    ) -> None:
        deal = office.add("Acme: Line call Meier fri")
        file.refresh(office.desk)
        followups.snooze(office.desk, [office.step(deal).id], "sat")
        assert file.refresh(office.desk)
        assert due(path) == {"call Meier · Acme": date(2026, 11, 28)}
        history.undo(office.desk)
        assert file.refresh(office.desk)
        assert due(path) == {"call Meier · Acme": date(2026, 11, 27)}

    def test_is_made_anew_only_where_something_changed(self, office: Office, path: Path) -> None:
        made: list[bool] = []
        file = CalendarFile(str(path), "todo", lambda: made.append(True))
        for company in ("Acme", "Globex", "Initech"):
            office.add(f"{company}: Line call Meier fri")
        file.refresh(office.desk)
        assert len(made) == 3
        followups.snooze(office.desk, [office.step(1).id], "sat")
        file.refresh(office.desk)
        assert len(made) == 4
        assert len(due(path)) == 3

    def test_is_left_alone_while_nothing_changes(
        self, office: Office, file: CalendarFile, path: Path
    ) -> None:
        office.add("Acme: Line call Meier fri")
        file.refresh(office.desk)
        before = path.stat()
        assert not file.refresh(office.desk)
        assert not CalendarFile(str(path), "todo").refresh(office.desk)
        assert path.stat() == before

    def test_may_hold_events(self, office: Office, path: Path) -> None:
        office.add("Acme: Line call Meier fri")
        CalendarFile(str(path), "event").refresh(office.desk)
        assert b"BEGIN:VEVENT" in path.read_bytes()
        assert CalendarFile(str(path), "todo").refresh(office.desk)
        assert b"BEGIN:VEVENT" not in path.read_bytes()

    def test_is_empty_when_all_is_done(
        self, office: Office, file: CalendarFile, path: Path
    ) -> None:
        deal = office.add("Acme: Line call Meier fri")
        file.refresh(office.desk)
        followups.done(office.desk, office.step(deal).id, "reached")
        file.refresh(office.desk)
        assert entries(path.read_bytes()) == {}
        office.add("Globex: Line call Ito fri")  # and it is still known for what it is
        assert file.refresh(office.desk)

    def test_may_be_shared_with_more_than_its_owner(
        self, office: Office, file: CalendarFile, path: Path
    ) -> None:
        file.refresh(office.desk)
        path.chmod(0o644)
        office.add("Acme: Line call Meier fri")
        file.refresh(office.desk)
        assert path.stat().st_mode & 0o777 == 0o644

    def test_may_be_a_link_into_a_synced_folder(
        self, office: Office, file: CalendarFile, path: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "synced").mkdir()
        path.symlink_to(tmp_path / "synced" / "calendar.ics")
        file.refresh(office.desk)
        assert path.is_symlink()
        assert (tmp_path / "synced" / "calendar.ics").is_file()

    def test_may_begin_with_the_home(self, office: Office, home: Path) -> None:
        CalendarFile("~/sales.ics", "todo").refresh(office.desk)
        assert (home / "sales.ics").is_file()

    def test_is_not_made_where_there_are_no_data(self, office: Office, path: Path) -> None:
        nothing = Desk(path.with_name("nothing.db"), office.clock)
        assert not CalendarFile(str(path), "todo").refresh(nothing)
        assert not path.exists()

    def test_tells_of_what_another_program_wrote_while_it_was_written(
        self, office: Office, file: CalendarFile, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office.add("Acme: Line call Meier fri")
        read = calendars.calendar_entries
        others = [lambda: office.add("Globex: Line call Ito fri")]

        def meanwhile(*args: object) -> object:
            found = read(*args)  # type: ignore[arg-type]
            if others:
                others.pop()()
            return found

        monkeypatch.setattr(calendars, "calendar_entries", meanwhile)
        file.refresh(office.desk)
        assert len(due(path)) == 2

    def test_goes_on_after_another_file_took_the_place_of_the_data(
        self, office: Office, file: CalendarFile, path: Path
    ) -> None:
        reader = Desk(office.path, office.clock)
        office.add("Acme: Line call Meier fri")
        office.desk.close()
        kept = shutil.copy(office.path, office.path.with_name("kept.db"))
        office.add("Globex: Line call Ito fri")
        file.refresh(reader)
        assert len(due(path)) == 2
        office.desk.close()
        Path(kept).replace(office.path)
        assert file.refresh(reader)
        assert len(due(path)) == 1
        reader.close()

    def test_speaks_the_language_of_its_reader(self, office: Office, path: Path) -> None:
        office.add("Acme: Line call Meier fri")
        use_language("de")
        CalendarFile(str(path), "todo").refresh(office.desk)
        assert b"CATEGORIES:Anruf" in path.read_bytes()


class TestAPathThatCannotBe:
    @pytest.mark.parametrize(
        "content",
        [
            b"my notes\n",
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nUID:mine\r\nEND:VCALENDAR\r\n",
            b"SQLite format 3\x00" + bytes(100),
        ],
    )
    def test_somebody_elses_file_is_never_touched(
        self, office: Office, file: CalendarFile, path: Path, content: bytes
    ) -> None:
        path.write_bytes(content)
        said = trouble(file, office)
        assert str(path) in said
        assert "no calendar of this database" in said
        assert path.read_bytes() == content

    def test_nor_is_the_database_itself(self, office: Office) -> None:
        before = office.path.read_bytes()
        assert "no calendar" in trouble(CalendarFile(str(office.path), "todo"), office)
        assert office.path.read_bytes() == before

    def test_nor_is_the_calendar_of_another_database(
        self, office: Office, file: CalendarFile, path: Path, tmp_path: Path
    ) -> None:
        file.refresh(office.desk)
        before = path.read_bytes()
        other = Office(tmp_path / "other.db")
        other.add("Acme: Line call Meier fri")
        assert "no calendar of this database" in trouble(CalendarFile(str(path), "todo"), other)
        other.desk.close()
        assert path.read_bytes() == before

    def test_an_empty_file_is_nobodys(self, office: Office, file: CalendarFile, path: Path) -> None:
        path.touch()
        assert file.refresh(office.desk)

    def test_says_what_stands_in_the_way_and_then_goes_on(
        self, office: Office, path: Path, tmp_path: Path
    ) -> None:
        folder = tmp_path / "later"
        file = CalendarFile(str(folder / "sales.ics"), "todo")
        assert "No such file or directory" in trouble(file, office)
        folder.mkdir()
        assert file.refresh(office.desk)

    @pytest.mark.parametrize("name", ["folder", "pipe", "loop"])
    def test_what_is_no_file_is_left_alone(self, office: Office, tmp_path: Path, name: str) -> None:
        (tmp_path / "folder").mkdir()
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        assert "cannot be written" in trouble(CalendarFile(str(tmp_path / name), "todo"), office)

    @pytest.mark.parametrize("name", ["/tmp/a\0b", f"/tmp/{'x' * 300}", "~nobody-of-this-name/x"])
    def test_nor_may_its_name_be_anything(self, office: Office, name: str) -> None:
        assert "cannot be written" in trouble(CalendarFile(name, "todo"), office)

    def test_a_full_disk_leaves_the_old_one(
        self, office: Office, file: CalendarFile, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file.refresh(office.desk)
        before = path.read_bytes()
        office.add("Acme: Line call Meier fri")

        def full(_path: Path, _content: bytes) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        assert "No space left" in trouble(file, office)
        assert path.read_bytes() == before
        assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []
