"""Files that are written for somebody's eyes only, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pipeline_tui.errors import InputError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


@contextmanager
def private_file(desk: Desk, name: str) -> Iterator[TextIO]:
    """A file that appears under its name, 0600, when it is complete. Errors: InputError."""
    path = Path(name)
    if path.exists() and desk.exists and path.samefile(desk.path):
        raise InputError(
            _("This is the database itself"),
            where=name,
            kept=_("Nothing was written"),
            todo=_("Name another file"),
        )
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
                yield out
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            _("The file cannot be written ({reason})").format(reason=error.strerror or error),
            where=name,
            kept=_("Nothing was exported"),
        ) from error
