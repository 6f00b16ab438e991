"""Files that only their owner may read, and that are on the disk when we say so."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pipeline_tui.errors import DatabaseUnusable
from pipeline_tui.i18n import _

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700


def make_private(path: Path) -> None:
    """Create an empty file, 0600 under any umask; FileExistsError if something is there."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY)
    try:
        os.fchmod(descriptor, OWNER_ONLY)
    finally:
        os.close(descriptor)


def make_private_folder(folder: Path) -> None:
    """Create a folder, 0700 under any umask, with its parents, unless it is there."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        folder.chmod(OWNER_ONLY_FOLDER)


def temporary_beside(path: Path, ending: str) -> Path:
    """A private empty file in the same folder, named after this process (see sweep)."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}{ending}")
    make_private(temporary)
    return temporary


def sweep(folder: Path, prefix: str, ending: str) -> None:
    """Remove what `temporary_beside` made for processes that were killed.

    Taken are files whose name begins with `prefix`, with what SQLite put beside them.
    """
    import re

    ours = re.compile(rf"\.{re.escape(prefix)}.*\.(\d+)\.[0-9a-f]{{8}}{re.escape(ending)}(-\w+)?")
    for leftover in list(folder.iterdir()):
        found = ours.fullmatch(leftover.name)
        if found is not None and not _runs(int(found[1])):
            leftover.unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def folder_to_disk(folder: Path) -> None:
    """Wait until the folder's names are on the disk, where the file system can say so."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # some network file systems cannot sync a folder
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def checksum(path: Path) -> str:
    """SHA-256 of a file, as `sha256sum` prints it."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it runs, and is somebody else's
        return True
    return True


def require_folder(path: Path | str) -> None:
    """Refuse a file in a folder that is not there, unless it is our own, made when needed."""
    path = Path(path)
    if path.parent.is_dir():
        return
    from pipeline_tui.locations import data_dir

    if path.parent != data_dir():
        raise DatabaseUnusable(
            _("There is no folder {folder}").format(folder=path.parent),
            where=str(path),
            kept=_("Nothing was created"),
            todo=_("Make the folder, or name another file with --db"),
        )
