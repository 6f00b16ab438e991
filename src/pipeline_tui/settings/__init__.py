"""Settings of the person at the screen, read from one TOML file; and the language they choose.

What belongs to the data (currency, free days, stages) is not here but in the database.
No setting is worth not starting for: what is wrong is named with its line, and the default holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.i18n import LANGUAGES, _, system_language

if TYPE_CHECKING:
    from pathlib import Path

THEMES = ("dark", "light")
LANGUAGE_VARIABLE = "PIPELINE_TUI_LANG"

CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("auto", *LANGUAGES),
    "theme": THEMES,
    "calendar_as": ("todo", "event"),
    "bell": ("off", "on"),
}
"""Every setting of a few values, with those it may have; the first is the default."""

PATHS = ("calendar",)
"""Every setting that names a file; by default none."""

KEYS = (*CHOICES, *PATHS)


class Settings(NamedTuple):
    """What can be set, with its defaults; the fields are the keys of CHOICES and PATHS."""

    language: str = "auto"
    theme: str = "dark"
    calendar_as: str = "todo"
    """What a follow-up becomes in the calendar file: a to-do or an event."""
    bell: str = "off"
    """Whether the terminal bell rings when a follow-up with a time is due."""
    calendar: str = ""
    """The calendar file that is kept fresh; '' for none."""


class Problem(NamedTuple):
    """What is wrong with the settings file; `line` counts from 1, 0 means the whole file."""

    file: Path
    line: int
    message: str
    key: str = ""
    """The setting it is about; '' for the whole file, or for a key there is not."""

    def __str__(self) -> str:
        """One line for a person: file, line, and what would be right."""
        return (
            f"{self.file}:{self.line}: {self.message}"
            if self.line
            else (f"{self.file}: {self.message}")
        )


def load(file: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a file and what is wrong with it; never raises.

    No file means the defaults. A key or value that is wrong leaves that default, a file that
    cannot be read leaves all of them.
    """
    try:
        exists = file.exists()
    except OSError:
        exists = True  # reading it says what is wrong
    if not exists:
        return Settings(), ()
    from pipeline_tui.settings.toml import read

    values, problems = read(file)
    return Settings(**values), tuple(problems)


def choose_language(argument: str | None, environ: Mapping[str, str], settings: Settings) -> str:
    """The language to speak, "en" or "de".

    First `--lang`, then PIPELINE_TUI_LANG, then the setting, then what the system speaks:
    the first of LC_ALL, LC_MESSAGES and LANG that is set. Anything but German is English.
    """
    for wish in (argument, environ.get(LANGUAGE_VARIABLE), settings.language):
        if wish in LANGUAGES:
            return wish
    return system_language(environ)


def wrong_choice(key: str, value: str) -> str:
    """What to say of a value a setting cannot have."""
    return _("{key} cannot be {value}: choose one of {choices}").format(
        key=key, value=value, choices=", ".join(CHOICES[key])
    )


def wrong_path(key: str, value: str) -> str:
    """What to say of a value that names no file."""
    return _("{key} cannot be {value}: write the whole path of a file, such as {path}").format(
        key=key, value=value, path="~/pipeline.ics"
    )
