"""Bringing a file in: everything of it in one transaction and one undo step, or nothing.

Two passes: the first decides how the file is written and counts its rows, the second brings
them in by batches, so that memory does not grow with the file (performance.md, rows 9 and 10).
The same file again changes nothing. SQLModel is not imported for this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pipeline_tui.clock import instant
from pipeline_tui.errors import InputError, PipelineError, Stopped
from pipeline_tui.i18n import _, language
from pipeline_tui.services import setup
from pipeline_tui.store import connection, files, journal
from pipeline_tui.store.bulk import Bulk
from pipeline_tui.transfer import mapping as mappings
from pipeline_tui.transfer.mapping import NOTHING, Mapping
from pipeline_tui.transfer.records import Refusal, Remark

if TYPE_CHECKING:
    from pipeline_tui.clock import Clock
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.connection import Connection

__all__ = [
    "ImportResult",
    "Mapping",
    "Progress",
    "Refusal",
    "Remark",
    "import_file",
    "load_mapping",
]

Progress = Callable[[int, int], bool]
"""Told how many rows are done and how many there are; False stops the import."""


class ImportResult(NamedTuple):
    """What an import did, or with `dry_run` would do."""

    preset: str
    """What the file was taken for: maven, own or generic."""
    new: int
    changed: int
    same: int
    refused: tuple[Refusal, ...]
    """The first of them, see `refused_count`."""
    refused_count: int
    refused_file: str | None
    """Where the refused rows were written, to be mended and imported again."""
    stages_made: tuple[str, ...]
    dry_run: bool
    notice: str = ""
    """Why the refused rows could not be written; '' if they could, or there are none."""
    remarks: tuple[Remark, ...] = ()
    """What of rows that came in could not be brought along: the first of it."""
    remark_count: int = 0


class Incoming(Protocol):
    """A file on its way in, whatever its format."""

    def refused_rows(self, *, dry_run: bool) -> AbstractContextManager[object]:
        """The file for refused rows, taken away again if the import fails."""

    def bring_in(self, bulk: Bulk, clock: Clock, told: Progress, *, dry_run: bool) -> ImportResult:
        """Bring everything in, inside the transaction of the import."""

    def finished(self, result: ImportResult) -> ImportResult:
        """The result when the transaction has ended and files are closed."""


class _DryRun(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


def import_file(
    desk: Desk,
    path: Path | str,
    *,
    mapping: Mapping | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Import a file of deals, or an export of this program.

    The database is made if there is none, backed up first if there is one. Errors: InputError
    when the file cannot be understood, Stopped, and those of opening the database; nothing was
    imported then.
    """
    path = Path(path)
    told = _told(progress)
    try:
        work = _work(path, mapping or NOTHING, told)
        return _run(desk, path, work, told, dry_run=dry_run)
    except OSError as error:
        raise InputError(
            _("The file cannot be read ({reason})").format(reason=error.strerror),
            where=str(path),
            kept=_("Nothing was imported"),
        ) from error


def load_mapping(path: Path | str) -> Mapping:
    """Read a `--map` file (docs/import.md); InputError names the entry that is wrong."""
    return mappings.load(Path(path))


def _work(path: Path, mapping: Mapping, told: Progress) -> Incoming:
    """What will bring the file in; everything that can be refused at once is refused here."""
    from pipeline_tui.transfer.encoding import begins_with_brace, decide

    encoding = decide(path, mapping.encoding)
    if begins_with_brace(path, encoding):
        from pipeline_tui.services.import_lines import Lines

        return Lines(path, encoding, told)
    from pipeline_tui.services.import_rows import Rows

    return Rows(path, encoding, mapping, told)


def _run(desk: Desk, path: Path, work: Incoming, told: Progress, *, dry_run: bool) -> ImportResult:
    made: list[ImportResult] = []
    try:
        with _database(desk, dry_run=dry_run) as conn, work.refused_rows(dry_run=dry_run):
            now = instant(desk.clock.now())
            with connection.immediate(conn):
                step = journal.begin_step(conn, "import", {"file": path.name}, now)
                bulk = Bulk(conn, step, now)
                made.append(work.bring_in(bulk, desk.clock, told, dry_run=dry_run))
                details = {"file": path.name, "count": str(made[0].new)}
                journal.describe_step(conn, step, details)
                if dry_run:
                    raise _DryRun
                journal.end_step(conn, step)
    except _DryRun:
        pass
    return work.finished(made[0])


@contextmanager
def _database(desk: Desk, *, dry_run: bool) -> Iterator[Connection]:
    """The database to write to; for a dry run without one a new one that is thrown away."""
    if desk.exists:
        if not dry_run:
            from pipeline_tui.store import backup

            backup.create(desk.path, "import", desk.clock)
        conn = desk.open_writer()
    elif dry_run:
        with _passing_database(desk) as conn:
            yield conn
        return
    else:
        with _new_database(desk) as conn:
            yield conn
        return
    try:
        yield conn
    finally:
        conn.close()


@contextmanager
def _new_database(desk: Desk) -> Iterator[Connection]:
    """The database made for the import; when nothing comes of it, it is gone again."""
    made = setup.ensure(desk, language())
    conn = desk.open_writer()
    try:
        yield conn
    except BaseException:
        conn.close()
        if made:
            from pipeline_tui.store.creation import take_back

            with suppress(PipelineError):  # what went wrong first is the one to tell
                take_back(desk.path)
            desk.forget_reader()
        raise
    finally:
        conn.close()


@contextmanager
def _passing_database(desk: Desk) -> Iterator[Connection]:
    import tempfile

    from pipeline_tui.services.desk import Desk as Another

    files.require_folder(desk.path)
    with tempfile.TemporaryDirectory() as folder:
        other = Another(Path(folder) / "dry-run.db", desk.clock)
        setup.ensure(other, language())
        conn = other.open_writer()
        try:
            yield conn
        finally:
            conn.close()


def _told(progress: Progress | None) -> Progress:
    """Reports progress; raises Stopped when the user wants no more."""

    def tell(done: int, total: int) -> bool:
        if progress is not None and progress(done, total) is False:
            raise Stopped(_("The import was stopped"), kept=_("Nothing was imported"))
        return True

    return tell


def where(path: Path, error: PipelineError) -> InputError:
    """An error about a file that does not say which yet."""
    return InputError(
        error.what, where=str(path), kept=error.kept or _("Nothing was imported"), todo=error.todo
    )
