"""`import`: bring a file in, all of it in one undo step, or nothing."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline_tui.domain.text import clean
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.i18n.format import number
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.clock import Clock
    from pipeline_tui.services.importing import ImportResult, Refusal, Remark

_STEPS = 200  # so many times the progress line is written anew


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("a CSV of deals, or an export of this"))
    parser.add_argument(
        "--map", metavar="FILE", help=_("which column is which field, and which stage is which")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only say what would happen; nothing is changed")
    )


def run(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import importing

    mapping = importing.load_mapping(options.map) if options.map else None
    progress = ProgressLine(desk.clock) if sys.stderr.isatty() else None
    try:
        result = importing.import_file(
            desk, options.file, mapping=mapping, dry_run=options.dry_run, progress=progress
        )
    except KeyboardInterrupt:
        print("\n" + _("The import was stopped. Nothing was imported."), file=sys.stderr)
        raise
    finally:
        if progress is not None:
            progress.end()
    for line in lines(result):
        print(clean(line))
    kept = result.new + result.changed + result.same
    return 1 if result.refused_count and not kept else 0


def lines(result: ImportResult) -> list[str]:
    """What was done, or would be; every refused row that is known with its line and reason."""
    head = _("{new} new, {changed} changed, {same} same, {refused} refused").format(
        new=number(result.new),
        changed=number(result.changed),
        same=number(result.same),
        refused=number(result.refused_count),
    )
    said = [_("Dry run: {what}").format(what=head) if result.dry_run else head]
    if result.stages_made:
        made = ", ".join(result.stages_made)
        count = len(result.stages_made)
        said.append(ngettext("New stage: {names}", "New stages: {names}", count).format(names=made))
    said += _told(result.remarks, result.remark_count)
    said += _told(result.refused, result.refused_count)
    if result.refused_file:
        said.append(
            _("The refused rows are in {file}; mend them and import it again").format(
                file=result.refused_file
            )
        )
    if result.notice:
        said.append(result.notice)
    return said


def _told(rows: Sequence[Refusal | Remark], count: int) -> list[str]:
    """Lines of the file with what is said of them, as far as they are known."""
    said = [
        _("Line {line}: {reason}").format(line=number(row.line), reason=row.reason) for row in rows
    ]
    if more := count - len(rows):
        said.append(
            ngettext("and {count} more", "and {count} more", more).format(count=number(more))
        )
    return said


class ProgressLine:
    """One line on stderr, written over: rows done, of how many, and the time left."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun: datetime = clock.now()
        self._next = 0
        self._shown = 0

    def __call__(self, done: int, total: int) -> bool:
        """Show how far it is; never stops the import, which ctrl+c does."""
        if done >= self._next or done == total:
            self._next = done + max(total // _STEPS, 1)
            self._write(self.text(done, total))
        return True

    def text(self, done: int, total: int) -> str:
        """For example: 4,400 of 8,800 · 2 s left."""
        said = _("{done} of {total}").format(done=number(done), total=number(total))
        passed = (self._clock.now() - self._begun).total_seconds()
        if done and passed > 0:
            left = round(passed * (total - done) / done)
            said += " · " + _("{seconds} s left").format(seconds=number(left))
        return said

    def end(self) -> None:
        """Leave an empty line behind."""
        if self._shown:
            self._write("")
            sys.stderr.write("\r")

    def _write(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(text)
