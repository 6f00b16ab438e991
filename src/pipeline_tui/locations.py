"""Where files live: the platform's directories. Nothing here creates or touches any of them.

On Linux the XDG rules are written out, since importing platformdirs costs the command path
more than all it does (architecture.md, "Two paths to one file"); elsewhere platformdirs knows.
For the same reason the two files that every command asks for have their names as text too.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from platformdirs.api import PlatformDirsABC

APP = "pipeline-tui"


def data_dir() -> Path:
    """Where databases are kept unless `--db` says otherwise."""
    return _path(_data()) if _linux() else _platform().user_data_path


def config_dir() -> Path:
    """Where the settings file is kept."""
    return _path(_config()) if _linux() else _platform().user_config_path


def state_dir() -> Path:
    """Where things are kept that are neither data nor settings."""
    if _linux():
        return _path(_xdg("XDG_STATE_HOME", ".local/state"))
    return _platform().user_state_path


def log_dir() -> Path:
    """Where logs and crash reports go."""
    return state_dir() / "log" if _linux() else _platform().user_log_path


def backup_dir() -> Path:
    """Where backups go: never the folder of the database (architecture.md, Persistence 9).

    On systems where state and data share a directory, a sibling of it is taken.
    """
    state, data = state_dir(), data_dir()
    return data.with_name(f"{APP}-backups") if state == data else state / "backups"


def default_database() -> Path:
    """The database opened when none is named."""
    return _path(database_name())


def database_name() -> str:
    """`default_database` as text."""
    return f"{_data() if _linux() else data_dir()}/pipeline.db"


def demo_database(lang: str) -> Path:
    """The demo's own database, one per language, never mixed with real data."""
    return data_dir() / f"demo-{lang}.db"


def settings_file() -> Path:
    """The settings of the person at the screen."""
    return _path(settings_name())


def settings_name() -> str:
    """`settings_file` as text."""
    return f"{_config() if _linux() else config_dir()}/settings.toml"


def _linux() -> bool:
    return sys.platform.startswith("linux")


def _data() -> str:
    return _xdg("XDG_DATA_HOME", ".local/share")


def _config() -> str:
    return _xdg("XDG_CONFIG_HOME", ".config")


def _xdg(variable: str, below_home: str) -> str:
    """The XDG rule: the variable if it is an absolute path, else its place below home."""
    base = os.environ.get(variable, "")
    return f"{base if base.startswith('/') else f'{_home()}/{below_home}'}/{APP}"


def _home() -> str:
    """The home directory; PipelineError if the system does not say where it is."""
    home = os.environ.get("HOME", "")
    if home.startswith("/"):
        return home
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        raise PipelineError(
            _("Your home directory is not known"),
            todo=_("Set HOME, or name the database with --db"),
        ) from None


def _path(name: str) -> Path:
    from pathlib import Path

    return Path(name)


def _platform() -> PlatformDirsABC:
    from platformdirs import PlatformDirs

    return PlatformDirs(APP, appauthor=False)
