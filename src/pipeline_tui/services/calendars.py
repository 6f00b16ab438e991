"""The calendar file that other programs subscribe to, kept as fresh as the data.

The path is a setting of the person at the screen. A file that is not a calendar of this very
database is never touched: not notes somebody named by mistake, not another database's calendar.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.errors import InputError, PipelineError
from pipeline_tui.i18n import _
from pipeline_tui.store import files
from pipeline_tui.store.connection import explained
from pipeline_tui.store.reads_calendar import calendar_entries
from pipeline_tui.store.reads_shared import data_version
from pipeline_tui.transfer import ics

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

_UNFINISHED = ".tmp"
_HEAD = 4_096
"""Bytes in which a calendar of ours says what it is."""
_ROUNDS = 3
"""How often it is written anew at once because the data changed meanwhile."""


class CalendarFile:
    """One file, in which the open follow-ups of a database stand."""

    def __init__(self, name: str, kind: str, rest: Callable[[], None] = lambda: None) -> None:
        """`name` may begin with ~; `kind` is one of `ics.KINDS`. Nothing is opened yet.

        `rest` is called between entries, for a thread that lets others go first.
        """
        self.name = name
        self._kind = kind
        self._rest = rest
        self._made: ics.Made = {}
        self._seen = -1

    def refresh(self, desk: Desk) -> bool:
        """Write it anew unless it is so already; whether it was written.

        Errors: PipelineError if it cannot be, with the change of the data saved all the same.
        """
        if desk.replaced:
            desk.forget_reader()
            self._seen = -1
        if not desk.exists or self._seen == self._version(desk):
            return False
        written = False
        for _round in range(_ROUNDS):
            seen = self._version(desk)
            with explained(desk.file):
                uid, entries = calendar_entries(desk.reader)
            content = ics.calendar(uid, entries, self._kind, self._made, self._rest)
            written = self._written(content, ics.identity(uid)) or written
            # Somebody who wrote meanwhile may have put a newer one there before ours.
            if self._version(desk) == seen:
                self._seen = seen
                break
        return written

    def _version(self, desk: Desk) -> int:
        with explained(desk.file):
            return data_version(desk.reader)

    def _written(self, content: bytes, identity: str) -> bool:
        """Put it there in one move; False if the file says the same already."""
        try:
            path = Path(self.name).expanduser().resolve()
            there = _size(path)
            if there and _identity(path) != identity:
                raise self._refusal(
                    _("This file is no calendar of this database"),
                    _("Remove it, or name another file as calendar in the settings file"),
                )
            if there == len(content) and path.read_bytes() == content:
                return False
            _replace(path, content, keep_mode=there is not None)
        except (OSError, RuntimeError, ValueError) as error:  # no home, a loop of links
            reason = getattr(error, "strerror", None) or error
            raise self._refusal(
                _("The calendar cannot be written ({reason})").format(reason=reason),
                _("Mend it, or name another file as calendar in the settings file"),
            ) from error
        return True

    def _refusal(self, what: str, todo: str) -> PipelineError:
        return InputError(what, where=self.name, kept=_("What you changed is saved"), todo=todo)


def _size(path: Path) -> int | None:
    """How large the file is; None if nothing is there. OSError for what is no regular file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise OSError(_("it is not a regular file"))
    return found.st_size


def _identity(path: Path) -> str | None:
    with path.open("rb") as file:
        return ics.identity_of(file.read(_HEAD))


def _replace(path: Path, content: bytes, *, keep_mode: bool) -> None:
    """A new file in place of the old one; for its owner only unless the old one was for more."""
    files.sweep(path.parent, path.name, _UNFINISHED)
    unfinished = files.temporary_beside(path, _UNFINISHED)
    try:
        unfinished.write_bytes(content)
        if keep_mode:
            with suppress(OSError):  # somebody else's file in a folder of ours
                unfinished.chmod(stat.S_IMODE(path.stat().st_mode))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
