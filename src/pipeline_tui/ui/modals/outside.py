"""The user's own editor for longer texts (ctrl+o)."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.domain.text import clean
from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from textual.app import App

FALLBACKS = ("vi", "nano")
_LIMIT = 1_000_000
"""Bytes read back at most; a note holds a tenth of that."""


def editor_command() -> list[str]:
    """$VISUAL, else $EDITOR, else vi or nano; PipelineError if there is none."""
    for name in ("VISUAL", "EDITOR"):
        given = os.environ.get(name, "").strip()
        if not given:
            continue
        try:
            command = shlex.split(given)
        except ValueError:
            command = []
        if command and shutil.which(command[0]):
            return command
        raise PipelineError(
            _("{name} is {command}, which cannot be started").format(
                name=f"${name}", command=clean(given)
            ),
            kept=_("The text is kept"),
            todo=_("Set it to an editor that is installed"),
        )
    for fallback in FALLBACKS:
        if shutil.which(fallback):
            return [fallback]
    raise PipelineError(
        _("No editor was found"),
        kept=_("The text is kept"),
        todo=_("Set $EDITOR to the one you use"),
    )


def edit_outside(app: App[object], text: str) -> str:
    """The text as it stands after editing, cleaned; the app steps aside meanwhile.

    The file is readable for its owner only and is removed in every case (safety.md,
    "private"). PipelineError if no editor can be started, if it fails, or if what it left
    cannot be read; the text is then as it was.
    """
    from textual.app import SuspendNotSupported

    command = editor_command()
    with tempfile.TemporaryDirectory(prefix="pipeline-tui-") as folder:
        path = Path(folder) / "note.md"
        private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(private, "w", encoding="utf-8") as file:
            file.write(text + "\n" if text else "")
        try:
            with app.suspend():
                # Nothing may be raised in here: the app would not come back to its screen.
                ended = _run([*command, str(path)])
        except SuspendNotSupported as problem:
            raise _failed(command) from problem
        if ended != 0:
            raise _failed(command)
        return _read_back(path, command)


def _run(command: list[str]) -> int:
    """The exit code of the editor; -1 if it cannot be started. ctrl+c is its own meanwhile."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        return subprocess.run(command, check=False).returncode
    except OSError:
        return -1
    finally:
        signal.signal(signal.SIGINT, before)


def _read_back(path: Path, command: list[str]) -> str:
    """What the editor left, whatever it did to the file."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LIMIT)
    except OSError as problem:
        raise _failed(command) from problem
    return clean(raw.decode("utf-8", errors="replace"), lines=True)


def _failed(command: list[str]) -> PipelineError:
    return PipelineError(
        _("{editor} could not be used").format(editor=clean(Path(command[0]).name)),
        kept=_("The text is as it was"),
        todo=_("Try again, or write it here"),
    )
