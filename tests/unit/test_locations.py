"""Where files live: the platform's rules, and nothing is created by asking."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import platformdirs.macos
import platformdirs.unix
import pytest

from pipeline_tui import locations
from pipeline_tui.errors import PipelineError
from tests.unit.fresh import modules_after

VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
EVERYTHING = (
    locations.data_dir,
    locations.config_dir,
    locations.state_dir,
    locations.log_dir,
    locations.backup_dir,
    locations.default_database,
    lambda: locations.demo_database("de"),
    locations.settings_file,
)


@pytest.fixture(autouse=True)
def linux(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty home directory without any XDG setting, on Linux."""
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in VARIABLES:
        monkeypatch.delenv(variable)


class TestOnLinux:
    @pytest.mark.parametrize("value", [None, "", "relative/place", "/somewhere/else"])
    def test_the_directories_are_those_of_platformdirs(
        self, monkeypatch: pytest.MonkeyPatch, value: str | None
    ) -> None:
        if value is not None:
            for variable in VARIABLES:
                monkeypatch.setenv(variable, value and f"{value}/{variable}")
        theirs = platformdirs.unix.Unix("pipeline-tui", appauthor=False)
        assert locations.data_dir() == theirs.user_data_path
        assert locations.config_dir() == theirs.user_config_path
        assert locations.state_dir() == theirs.user_state_path
        assert locations.log_dir() == theirs.user_log_path

    def test_the_files_are_in_them(self, home: Path) -> None:
        share = home / ".local/share/pipeline-tui"
        assert locations.default_database() == share / "pipeline.db"
        assert locations.demo_database("de") == share / "demo-de.db"
        assert locations.settings_file() == home / ".config/pipeline-tui/settings.toml"
        assert locations.backup_dir() == home / ".local/state/pipeline-tui/backups"

    def test_nothing_is_created(self, home: Path) -> None:
        for place in EVERYTHING:
            assert place().is_absolute()
        assert list(home.iterdir()) == []

    def test_platformdirs_is_not_imported(self) -> None:
        loaded = modules_after(
            "import sys; sys.platform = 'linux'\n"
            "from pipeline_tui import locations\n"
            "locations.default_database(), locations.backup_dir(), locations.settings_file()"
        )
        assert "pipeline_tui.locations" in loaded
        assert "platformdirs" not in loaded

    def test_a_home_that_is_not_set_is_looked_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", "")
        assert locations.data_dir().is_absolute()
        assert locations.data_dir() != Path("/.local/share/pipeline-tui")

    def test_no_home_at_all_is_one_clear_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def nobody(uid: int) -> None:
            raise KeyError(uid)

        monkeypatch.delenv("HOME")
        monkeypatch.setattr("pwd.getpwuid", nobody)
        with pytest.raises(PipelineError, match="--db"):
            locations.default_database()


class TestElsewhere:
    def test_platformdirs_is_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "freebsd14")
        theirs = platformdirs.PlatformDirs("pipeline-tui", appauthor=False)
        assert locations.data_dir() == theirs.user_data_path
        assert locations.config_dir() == theirs.user_config_path
        assert locations.log_dir() == theirs.user_log_path

    def test_backups_are_beside_the_data_where_both_share_one_directory(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "platform", "darwin")
        theirs = platformdirs.macos.MacOS("pipeline-tui", appauthor=False)
        monkeypatch.setattr(platformdirs, "PlatformDirs", lambda *_args, **_options: theirs)
        assert locations.backup_dir().name == "pipeline-tui-backups"
        assert locations.default_database().parent not in (
            locations.backup_dir(),
            *locations.backup_dir().parents,
        )
