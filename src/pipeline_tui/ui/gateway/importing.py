"""Importing a file from the screens."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.domain.text import clean
from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _
from pipeline_tui.services import importing

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline_tui.services.importing import ImportResult as ImportResult
    from pipeline_tui.ui.gateway import Gateway


def path_of(text: str) -> Path:
    """A file somebody named; InputError when there is none, or none that can be reached."""
    path = Path(clean(text))
    # A name that is too long, a folder without rights, a home of nobody.
    with suppress(OSError, RuntimeError):
        path = path.expanduser()
        if path.is_file():
            return path
    raise InputError(_("There is no file {path}").format(path=path))


def import_file(
    gateway: Gateway, path: Path, report: Callable[[int, int | None], None]
) -> ImportResult:
    """Import a file into a database made for it if need be; in a thread of its own."""

    def told(done: int, total: int) -> bool:
        report(done, total)
        return True

    return importing.import_file(gateway.desk, path, progress=told)
