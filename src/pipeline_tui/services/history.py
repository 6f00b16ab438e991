"""Use cases around the journal: undo, redo, and what was done.

One stack per file, whichever program works on it. The sentences name what was undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.clock import instant
from pipeline_tui.domain.records import StepRecord
from pipeline_tui.domain.steps import describe
from pipeline_tui.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.store import connection, journal

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


def undo(desk: Desk) -> str:
    """Take the last step back; a sentence that names it. Errors: NotFound when there is none."""
    if not desk.exists:
        raise NotFound(_("There is nothing to undo"))
    return _("Undone: {step}").format(step=_said(_replayed(desk, back=True)))


def redo(desk: Desk) -> str:
    """Do the step undone last again; a sentence that names it. Errors: NotFound."""
    if not desk.exists:
        raise NotFound(_("There is nothing to redo"))
    return _("Done again: {step}").format(step=_said(_replayed(desk, back=False)))


def history(desk: Desk, limit: int) -> list[tuple[StepRecord, str]]:
    """The last steps with their sentences, latest first; those that redo would bring on top."""
    with connection.explained(desk.file):
        return [(step, _said(step)) for step in journal.history(desk.reader, limit)]


def _replayed(desk: Desk, *, back: bool) -> StepRecord:
    at = instant(desk.clock.now())
    with desk.replaying() as conn:
        return journal.undo(conn, at) if back else journal.redo(conn, at)


def _said(step: StepRecord) -> str:
    return describe(step.action, step.details)
