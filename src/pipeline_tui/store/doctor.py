"""Looking a database over: file, header, versions, integrity, keys, undo, past, rights, backups.

Nothing is changed, and nothing is raised: what is wrong is a finding with what to do about it.
"""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline_tui.errors import PipelineError
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.store import backup, connection, journal, migrations
from pipeline_tui.store.connection import WAIT_MS, explained
from pipeline_tui.store.files import OWNER_ONLY, OWNER_ONLY_FOLDER
from pipeline_tui.store.trouble import way_back

if TYPE_CHECKING:
    from pipeline_tui.store.backup import Backup

MOST_NAMED = 5
"""How many broken things one finding names."""


class Finding(NamedTuple):
    """One thing that was looked at."""

    check: str
    """Which: sqlite, file, rights, versions, integrity, foreign_keys, undo, past or backups."""
    ok: bool
    text: str
    """What was found, one sentence."""
    todo: str = ""
    """What to do when it is not ok."""


def examine(path: Path, *, folder: Path | None = None) -> list[Finding]:
    """Every finding for the database at `path`; `folder` is where its backups are."""
    findings = [_sqlite()]
    try:
        there = connection.exists(path)
    except PipelineError as error:
        findings.append(_wrong("file", error))
        return [*findings, *_rights(path), _backups(path, folder)]
    if not there:
        text = _("There is no database yet: {path}").format(path=path)
        return [*findings, Finding("file", True, text)]
    text = _("{path}: {size} bytes").format(path=path, size=path.stat().st_size)
    findings.append(Finding("file", True, text))
    findings += _rights(path)
    findings += _inside(path)
    return [*findings, _backups(path, folder)]


def _sqlite() -> Finding:
    ok = sqlite3.sqlite_version_info >= connection.OLDEST_SQLITE
    todo = "" if ok else _("Install a newer Python or SQLite; 3.37 or newer is needed")
    return Finding("sqlite", ok, _("SQLite {version}").format(version=sqlite3.sqlite_version), todo)


def _rights(path: Path) -> Iterator[Finding]:
    """Deals are confidential: file 0600, and its own folder 0700 (safety.md)."""
    for place, meant in ((path, OWNER_ONLY), (path.parent, OWNER_ONLY_FOLDER)):
        try:
            mode = stat.S_IMODE(place.stat().st_mode)
        except OSError:  # told by the finding on the file
            continue
        ours = place == path or _is_our_folder(place)
        others = mode & 0o077
        text = _("{path} has the rights {mode}").format(path=place, mode=f"{mode:04o}")
        if others and ours:
            todo = _("Close it to others: chmod {mode} {path}").format(
                mode=f"{meant:04o}", path=place
            )
            yield Finding("rights", False, text, todo)
        else:
            yield Finding("rights", True, text)


def _is_our_folder(folder: Path) -> bool:
    from pipeline_tui.locations import data_dir

    return folder == data_dir()


def _inside(path: Path) -> Iterator[Finding]:
    """What only SQLite can say; each question is asked even if another one fails."""
    try:
        conn = connection.connect(path, WAIT_MS)
    except PipelineError as error:
        yield _wrong("integrity", error)
        return
    try:
        conn.execute("PRAGMA query_only=ON")
        for check, look in _QUESTIONS:
            try:
                with explained(path):
                    yield look(conn, path)
            except PipelineError as error:
                yield _wrong(check, error)
    finally:
        conn.close()


def _versions(conn: sqlite3.Connection, path: Path) -> Finding:
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    text = _("Schema {version} of {newest}").format(version=version, newest=migrations.VERSION)
    if version == migrations.VERSION:
        return Finding("versions", True, text)
    return Finding("versions", False, text, _("It is migrated when the database is next opened"))


def _integrity(conn: sqlite3.Connection, path: Path) -> Finding:
    answers = [row[0] for row in conn.execute(f"PRAGMA integrity_check({MOST_NAMED})").fetchall()]
    if answers == ["ok"]:
        return Finding("integrity", True, _("The file is whole inside"))
    text = _("The file is damaged inside: {reasons}").format(reasons="; ".join(answers))
    return Finding("integrity", False, text, way_back(path) or _("There is no backup of it"))


def _foreign_keys(conn: sqlite3.Connection, path: Path) -> Finding:
    broken = conn.execute("PRAGMA foreign_key_check").fetchall()
    if not broken:
        return Finding("foreign_keys", True, _("Every row points to one that is there"))
    tables = ", ".join(sorted({row[0] for row in broken}))
    text = ngettext(
        "{count} row points to one that is not there ({tables})",
        "{count} rows point to some that are not there ({tables})",
        len(broken),
    ).format(count=len(broken), tables=tables)
    return Finding("foreign_keys", False, text, way_back(path) or _("There is no backup of it"))


def _undo(conn: sqlite3.Connection, path: Path) -> Finding:
    if journal.present_triggers(conn) != journal.trigger_texts(conn):
        text = _("Changes are not all recorded for undo: the triggers do not fit the tables")
        return Finding("undo", False, text, way_back(path) or _("There is no backup of it"))
    steps = conn.execute("SELECT count(*) FROM journal_step WHERE stack = 'undo'").fetchone()[0]
    text = ngettext("{count} step can be undone", "{count} steps can be undone", steps)
    return Finding("undo", True, text.format(count=steps))


def _past(conn: sqlite3.Connection, path: Path) -> Finding:
    """Looking back rests on triggers that keep what rows were (migrations/m0005_past.py)."""
    meant = _past_triggers_of(conn.execute("PRAGMA user_version").fetchone()[0])
    present = _past_triggers(conn)
    unfit = sorted(name for name in meant if present.get(name) != meant[name])
    if not unfit:
        return Finding("past", True, _("What changes is kept for looking back"))
    text = _(
        "Not all that changes is kept for looking back: triggers are missing or changed ({names})"
    ).format(names=", ".join(unfit))
    return Finding("past", False, text, way_back(path) or _("There is no backup of it"))


def _past_triggers_of(version: int) -> dict[str, str]:
    """Those that a file of a schema has, from making such a one in memory."""
    with closing(sqlite3.connect(":memory:")) as conn:
        for step in migrations.steps():
            if step.version <= version:
                for text in step.statements:
                    conn.execute(text)
        return _past_triggers(conn)


def _past_triggers(conn: sqlite3.Connection) -> dict[str, str]:
    rows = conn.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        " AND name LIKE 'past\\_%' ESCAPE '\\'"
    )
    return dict(rows.fetchall())


_Question = Callable[[sqlite3.Connection, Path], Finding]
_QUESTIONS: tuple[tuple[str, _Question], ...] = (
    ("versions", _versions),
    ("integrity", _integrity),
    ("foreign_keys", _foreign_keys),
    ("undo", _undo),
    ("past", _past),
)


def _backups(path: Path, folder: Path | None) -> Finding:
    try:
        found: list[Backup] = backup.list_backups(path, folder=folder)
        good = backup.latest_good(path, folder=folder)
    except PipelineError as error:
        return _wrong("backups", error)
    if not found:
        return Finding("backups", True, _("There is no backup yet"))
    if good is None:
        text = _("None of the backups can be trusted: their checksums differ")
        return Finding("backups", False, text, _("Make one now: pipeline-tui backup now"))
    text = ngettext(
        "{count} backup; the newest good one is {id}",
        "{count} backups; the newest good one is {id}",
        len(found),
    )
    return Finding("backups", True, text.format(count=len(found), id=good.id))


def _wrong(check: str, error: PipelineError) -> Finding:
    return Finding(check, False, f"{error.where}: {error.what}" if error.where else error.what,
                   error.todo)  # fmt: skip
