"""Backups: complete copies with a checksum, thinned out with age, and the way back.

Source: architecture.md, Persistence 9. A backup is `NAME-IDENTITY_WHEN-REASON.db` with its SHA-256,
row counts and the state of the source in `….db.sha256` beside it (`sha256sum -c` reads it). The
identity is made of the database's path, so that it is known even when the file is damaged, and
several databases share one folder without mixing.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.errors import DatabaseUnusable, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.store import connection
from pipeline_tui.store.connection import WAIT_MS, explained
from pipeline_tui.store.files import (
    checksum,
    folder_to_disk,
    make_private_folder,
    sweep,
    temporary_beside,
    to_disk,
)
from pipeline_tui.store.trouble import system_trouble, unreadable

if TYPE_CHECKING:
    from pipeline_tui.clock import Clock

EVERY = timedelta(minutes=30)
"""How often a changed database is copied while it is in use."""

_ENDING = ".partial"
_SUMS = ".sha256"
_STAMP = "%Y%m%dT%H%M%SZ"


class Backup(NamedTuple):
    """One backup of one database."""

    id: str
    """What `backup restore` is given: the instant and the reason."""
    at: datetime
    reason: str
    file: Path
    size: int
    """Bytes."""


class _Sums(NamedTuple):
    """What the file beside a backup says."""

    sha256: str
    rows: dict[str, int]
    source: str
    """State of the database's file when it was copied, see `_state`."""


def create(path: Path, reason: str, clock: Clock, *, folder: Path | None = None) -> Backup:
    """Copy the database while others work on it, prove the copy, keep it, thin out old ones.

    `reason` is one word of small letters, digits and hyphens. Errors: DatabaseUnusable when the
    database is damaged or the copy cannot be written, DatabaseLocked.
    """
    if not connection.exists(path):
        raise DatabaseUnusable(
            _("There is no database to back up"), where=str(path), kept=_("Nothing was created")
        )
    now = clock.now().astimezone(UTC)
    place = folder or _default_folder()
    try:
        make_private_folder(place)
        target = _free_name(place, path, now, reason)
        _sweep(place, _identity(path))
        temporary = temporary_beside(target, _ENDING)
        try:
            rows, source = _copy(path, temporary)
            to_disk(temporary)
            _write_sums(target, _Sums(checksum(temporary), rows, source))
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        folder_to_disk(place)
    except OSError as error:
        raise system_trouble(error, place / "backup") from error
    rotate(path, now, folder=place)
    return _backup(path, target)


def list_backups(path: Path, *, folder: Path | None = None) -> list[Backup]:
    """The backups of this database, newest first. DatabaseUnusable if they cannot be listed."""
    place = folder or _default_folder()
    ours = _pattern(_identity(path))
    try:
        files = [file for file in place.iterdir() if ours.fullmatch(file.name)]
        return sorted((_backup(path, file) for file in files), key=_age, reverse=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(error, place) from error


def find(path: Path, backup_id: str, *, folder: Path | None = None) -> Backup:
    """The backup called `backup_id`, or the only one whose id begins so; NotFound."""
    backups = list_backups(path, folder=folder)
    found = [backup for backup in backups if backup.id == backup_id] or [
        backup for backup in backups if backup_id and backup.id.startswith(backup_id)
    ]
    if len(found) != 1:
        raise NotFound(
            _("No backup is called {id}").format(id=backup_id)
            if not found
            else _("Several backups begin with {id}").format(id=backup_id),
            todo=_("List them with: pipeline-tui backup list"),
        )
    return found[0]


def verify(path: Path, backup_id: str, *, folder: Path | None = None) -> Backup:
    """Prove a backup: checksum, integrity, row counts. Errors: NotFound, DatabaseUnusable."""
    backup = find(path, backup_id, folder=folder)
    _prove(backup.file)
    return backup


def latest_good(path: Path, *, folder: Path | None = None) -> Backup | None:
    """The newest backup whose checksum still holds."""
    for backup in list_backups(path, folder=folder):
        sums = _read_sums(backup.file)
        try:
            if sums is not None and checksum(backup.file) == sums.sha256:
                return backup
        except OSError:  # unreadable is not good
            continue
    return None


def restore(path: Path, backup_id: str, clock: Clock, *, folder: Path | None = None) -> Backup:
    """Put a backup in the database's place; what stood there is kept as a backup or aside.

    The backup is proved first, and its copy is complete before it takes the name. Errors:
    NotFound, DatabaseUnusable (nothing was changed then), DatabaseLocked.
    """
    from pipeline_tui.store.restoring import swap

    backup = verify(path, backup_id, folder=folder)
    swap(path, backup, clock, folder or _default_folder())
    return backup


def due(path: Path, now: datetime, *, leaving: bool = False, folder: Path | None = None) -> bool:
    """Whether a backup should be made: the file changed since any of them, and it is time.

    It is time when the newest is half an hour old or of another day, or when the app is left.
    """
    if not connection.exists(path):
        return False
    backups = list_backups(path, folder=folder)
    if not backups:
        return True
    state = _state(path)
    if any(sums.source == state for sums in map(_sums_of, backups) if sums is not None):
        return False
    newest, now = backups[0].at, now.astimezone(UTC)
    return leaving or abs(now - newest) >= EVERY or now.date() != newest.date()


def rotate(path: Path, now: datetime, *, folder: Path | None = None) -> list[Backup]:
    """Delete the backups that `kept` does not name; those deleted."""
    backups = list_backups(path, folder=folder)
    keep = kept([backup.at for backup in backups], now)
    gone = [backup for backup in backups if backup.at not in keep]
    for backup in gone:
        backup.file.unlink(missing_ok=True)
        _sums_file(backup.file).unlink(missing_ok=True)
    return gone


def kept(instants: list[datetime], now: datetime) -> set[datetime]:
    """All of the last 48 hours, then the last of 12 days, 10 weeks and 9 months that have any.

    Days, weeks (ISO) and months are those of UTC. Periods without a backup do not count, and the
    newest is always kept, so that a clock set wrong cannot delete everything.
    """
    newest_first = sorted(instants, reverse=True)
    keep = {at for at in newest_first if at > now - timedelta(hours=48)}
    for count, period in (
        (12, lambda at: at.date().toordinal()),
        (10, lambda at: at.isocalendar()[:2]),
        (9, lambda at: (at.year, at.month)),
    ):
        last: dict[object, datetime] = {}
        for at in newest_first:
            last.setdefault(period(at), at)
        keep.update(list(last.values())[:count])
    return keep


def row_counts(conn: sqlite3.Connection) -> dict[str, int]:
    """Rows in every table."""
    names = conn.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {
        name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (schema)
        for (name,) in names
    }


def _copy(path: Path, temporary: Path) -> tuple[dict[str, int], str]:
    """Copy one moment of the database and prove the copy; its row counts and source state."""
    with explained(path):
        source = connection.connect(path, WAIT_MS)
        try:
            # One read transaction: rows counted, state noted and pages copied are of one moment.
            source.execute("BEGIN")
            rows, state = row_counts(source), _state(path)
            copy = sqlite3.connect(temporary, isolation_level=None)
            try:
                copy.execute("PRAGMA journal_mode=OFF")
                copy.execute("PRAGMA synchronous=OFF")
                source.backup(copy)
                _check(copy, rows, path)
            finally:
                copy.close()
        finally:
            source.close()
    return rows, state


def _prove(file: Path) -> None:
    sums = _read_sums(file)
    if sums is None:
        raise _bad(file, _("The checksum beside this backup is missing"))
    if checksum(file) != sums.sha256:
        raise _bad(file, _("This backup has changed since it was made: its checksum differs"))
    with explained(file):
        conn = sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)
        try:
            _check(conn, sums.rows, file)
        finally:
            conn.close()


def _check(conn: sqlite3.Connection, rows: dict[str, int], file: Path) -> None:
    answer = conn.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        raise _bad(file, _("The database is damaged ({reason})").format(reason=answer))
    if row_counts(conn) != rows:
        raise _bad(file, _("The copy does not have the rows it should have"))


def _bad(file: Path, what: str) -> DatabaseUnusable:
    return DatabaseUnusable(
        what,
        where=str(file),
        kept=_("The database was not touched"),
        todo=_("Take another one: pipeline-tui backup list"),
    )


def _write_sums(target: Path, sums: _Sums) -> None:
    """Written before the backup has its name: a backup is never without its checksum."""
    rows = " ".join(f"{table}={count}" for table, count in sums.rows.items())
    text = f"# rows: {rows}\n# source: {sums.source}\n{sums.sha256}  {target.name}\n"
    place = _sums_file(target)
    temporary = temporary_beside(place, _ENDING)
    temporary.write_text(text, encoding="utf-8")
    to_disk(temporary)
    temporary.replace(place)


def _sweep(folder: Path, identity: str) -> None:
    """Remove what killed backups left: temporaries, and checksums of nothing."""
    sweep(folder, identity, _ENDING)
    for sums in list(folder.glob(f"{identity}_*.db{_SUMS}")):
        if not sums.with_name(sums.name.removesuffix(_SUMS)).exists():
            sums.unlink(missing_ok=True)


def _read_sums(file: Path) -> _Sums | None:
    try:
        text = _sums_file(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = _sums_pattern().fullmatch(text)
    if found is None:
        return None
    rows = dict(pair.split("=") for pair in found["rows"].split())
    return _Sums(found["sum"], {name: int(count) for name, count in rows.items()}, found["source"])


def _sums_of(backup: Backup) -> _Sums | None:
    return _read_sums(backup.file)


def _sums_file(file: Path) -> Path:
    return file.with_name(file.name + _SUMS)


def _state(path: Path) -> str:
    """Changes whenever the file does; reading the file itself would drop SQLite's locks."""
    found = path.stat()
    return f"{found.st_mtime_ns}-{found.st_size}"


def _identity(path: Path) -> str:
    import hashlib

    real = path.resolve()
    digest = hashlib.sha256(bytes(real)).hexdigest()[:10]
    name = re.sub(r"[^A-Za-z0-9-]+", "-", real.stem)[:40] or "db"
    return f"{name}-{digest}"


def _free_name(folder: Path, path: Path, now: datetime, reason: str) -> Path:
    """A name for a backup of this instant; ids of one second are told apart by a number."""
    stem = f"{_identity(path)}_{now.strftime(_STAMP)}"
    names = (f"{stem}-{reason}" if n == 1 else f"{stem}-{n}-{reason}" for n in range(1, 1000))
    return next(file for name in names if not (file := folder / f"{name}.db").exists())


def _backup(path: Path, file: Path) -> Backup:
    found = _pattern(_identity(path)).fullmatch(file.name)
    assert found is not None, file.name
    at = datetime.strptime(found["at"], _STAMP).replace(tzinfo=UTC)
    return Backup(found["id"], at, found["reason"], file, file.stat().st_size)


def _age(backup: Backup) -> tuple[datetime, int, str]:
    number = backup.id.split("-")[1]
    return backup.at, int(number) if number.isdigit() else 1, backup.id


def _default_folder() -> Path:
    from pipeline_tui.locations import backup_dir

    return backup_dir()


@cache
def _pattern(identity: str) -> re.Pattern[str]:
    return re.compile(
        re.escape(identity)
        + r"_(?P<id>(?P<at>\d{8}T\d{6}Z)(?:-\d+)?-(?P<reason>[a-z][a-z0-9-]*))\.db"
    )


@cache
def _sums_pattern() -> re.Pattern[str]:
    return re.compile(
        r"# rows: (?P<rows>(?:\w+=\d+ ?)*)\n# source: (?P<source>\S*)\n"
        r"(?P<sum>[0-9a-f]{64})  [^\n]*\n"
    )
