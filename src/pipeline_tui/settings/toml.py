"""Reading the settings file, with the line of everything that is wrong. Imported only if it exists.

The file may be anything: too large, not text, not TOML, nested beyond reason.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pipeline_tui.i18n import _
from pipeline_tui.settings import CHOICES, KEYS, Problem, wrong_choice, wrong_path

LARGEST = 100_000
"""Largest settings file read, in bytes."""

_SHOWN = 40


def read(file: Path) -> tuple[dict[str, str], list[Problem]]:
    """The right values of a settings file by key, and what is wrong with the rest."""
    text = _text(file)
    if isinstance(text, Problem):
        return {}, [text]
    table = _table(file, text)
    if isinstance(table, Problem):
        return {}, [table]
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for key, value in table.items():
        if key not in KEYS:
            problems.append(Problem(file, _line_of(text, key), _unknown(key)))
        elif isinstance(value, str) and _is_right(key, value):
            values[key] = value
        else:
            wrong = wrong_choice if key in CHOICES else wrong_path
            problems.append(Problem(file, _line_of(text, key), wrong(key, _show(value)), key))
    return values, problems


def _is_right(key: str, value: str) -> bool:
    """Whether a setting may have this value; a path is whole, or below somebody's home."""
    if key in CHOICES:
        return value in CHOICES[key]
    whole = value.startswith(("/", "~")) and not value.endswith("/")
    return not value or (whole and value.isprintable())


def _text(file: Path) -> str | Problem:
    """The text of the file, or why there is none."""
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        return Problem(file, 0, _("It cannot be read: {reason}").format(reason=reason))
    if len(content) > LARGEST:
        return Problem(
            file,
            0,
            _("It is larger than {limit} bytes and was not read").format(limit=LARGEST),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Problem(file, line, _("It is not UTF-8 text: save it as UTF-8"))


def _table(file: Path, text: str) -> dict[str, object] | Problem:
    """The TOML table, or where it is broken."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        return Problem(
            file,
            line,
            _("It is not TOML: write lines such as {line}").format(line='theme = "dark"'),
        )
    except (RecursionError, ValueError):
        return Problem(file, 0, _("It is not a settings file: it is nested too deeply"))


def _unknown(key: str) -> str:
    """What to say of a key that is no setting: the nearest one, or all of them."""
    import difflib

    near = difflib.get_close_matches(key.lower(), KEYS, n=1)
    if near:
        return _("There is no setting {key}: did you mean {near}?").format(
            key=_show(key), near=near[0]
        )
    return _("There is no setting {key}: there are {keys}").format(
        key=_show(key), keys=", ".join(KEYS)
    )


def _show(value: object) -> str:
    """A key or value of the file as it may stand in a message."""
    text = value if isinstance(value, str) else type(value).__name__
    if isinstance(value, bool | int | float):
        text = str(value).lower()
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _line_of(text: str, key: str) -> int:
    """The line on which a top-level key or table stands, 0 if it cannot be told."""
    name = re.escape(key)
    pattern = re.compile(rf"\s*\[*\s*[\"']?{name}[\"']?\s*[=.\]]")
    for line, content in enumerate(text.splitlines(), start=1):
        if pattern.match(content):
            return line
    return 0
