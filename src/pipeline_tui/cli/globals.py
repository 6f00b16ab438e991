"""Options that every command has; they may stand before or after it (interfaces.md)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.clock import Clock, FixedClock, SystemClock
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import LANGUAGES, N_, _, language, system_language, use_language

if TYPE_CHECKING:
    from pathlib import Path

DATABASE_VARIABLE = "PIPELINE_TUI_DB"
TODAY_VARIABLE = "PIPELINE_TUI_TODAY"
LANGUAGE_VARIABLE = "PIPELINE_TUI_LANG"

GLOBALS = (
    ("--db", "FILE", N_("the database, instead of your own (PIPELINE_TUI_DB)")),
    ("--demo", "", N_("work on demo data in a file of its own")),
    ("--today", "YYYY-MM-DD", N_("take this day for today, at noon (PIPELINE_TUI_TODAY)")),
    ("--lang", "|".join(LANGUAGES), N_("the language to speak (PIPELINE_TUI_LANG)")),
    ("--version", "", N_("print the version and exit")),
)
"""Option, its value ('' for none), and what it does."""

_WITH_VALUE = tuple(name for name, value, _help in GLOBALS if value)


class Given:
    """What the global options and the environment say."""

    def __init__(self, db: str | None, clock: Clock, *, demo: bool, version: bool) -> None:
        self.db = db
        self.clock = clock
        self.demo = demo
        self.version = version

    def database(self) -> Path | str:
        """The file to work on; the demo's is made if need be."""
        if self.demo:
            from pipeline_tui.services.demo import demo_database

            return demo_database(language(), self.clock)
        if self.db:
            return self.db
        from pipeline_tui.locations import database_name

        return database_name()


def read_globals(arguments: list[str]) -> tuple[Given, list[str]]:
    """Take the global options out of a command line, and speak the language they choose.

    Errors: UsageError for a missing or wrong value. Behind `--` nothing is an option.
    """
    values: dict[str, str] = {}
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
        elif name in _WITH_VALUE:
            values[name] = value if equals else _value_of(name, waiting)
        elif argument in ("--demo", "--version"):
            values[argument] = argument
        else:
            rest.append(argument)
    _speak(values.get("--lang"))
    db = values.get("--db")
    if db is not None and "--demo" in values:
        raise UsageError(_("--db and --demo name two different files"))
    if db == "":
        raise UsageError(_("--db needs a file"))
    today = values.get("--today") or os.environ.get(TODAY_VARIABLE)
    return (
        Given(
            db=db or os.environ.get(DATABASE_VARIABLE),
            demo="--demo" in values,
            clock=FixedClock(_day(today)) if today else SystemClock(),
            version="--version" in values,
        ),
        rest,
    )


def _value_of(name: str, waiting: Iterator[str]) -> str:
    value = next(waiting, None)
    if value is None:
        raise UsageError(_("{option} needs a value").format(option=name))
    return value


def _speak(wish: str | None) -> None:
    """Speak what `--lang` says, else the environment, the settings file, the system."""
    if wish is not None and wish not in LANGUAGES:
        raise UsageError(
            _("{text} is not a language of this program").format(text=wish),
            todo=_("Choose one of {names}").format(names=", ".join(LANGUAGES)),
        )
    chosen = wish or os.environ.get(LANGUAGE_VARIABLE)
    use_language(chosen if chosen in LANGUAGES else _usual_language())


def _usual_language() -> str:
    """What the settings file says, if there is one, else what the system speaks."""
    from pipeline_tui.locations import settings_name

    try:
        os.stat(settings_name())  # noqa: PTH116  # most have none, and are spared pathlib
    except OSError:
        return system_language(os.environ)
    from pipeline_tui.locations import settings_file
    from pipeline_tui.settings import choose_language, load

    settings, _problems = load(settings_file())
    return choose_language(None, os.environ, settings)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            _("{text} is not a day for --today").format(text=text),
            todo=_("Write it as YYYY-MM-DD"),
        ) from None
