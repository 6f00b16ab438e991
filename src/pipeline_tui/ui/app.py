"""Running the app: what happens before the first screen and after the last."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from pipeline_tui.clock import Clock
from pipeline_tui.domain.text import clean
from pipeline_tui.errors import DatabaseLocked, PipelineError
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.settings import Settings
    from pipeline_tui.ui.gateway import Gateway

PATIENCE = 5.0
"""Seconds the start waits for a file that another program holds, as commands do."""


def run(path: Path, clock: Clock, *, settings: Settings | None = None, demo: bool = False) -> int:
    """Run the app on a database until it is left; the exit code.

    Errors of the file (DatabaseUnusable, NewerSchema) are raised before the screen changes.
    """
    gc.disable()  # until the first screen stands: what is imported now stays anyway
    from pipeline_tui.settings import Settings
    from pipeline_tui.ui.gateway import Gateway
    from pipeline_tui.ui.shell import PipelineApp

    chosen = settings or Settings()
    calendar = "" if demo else chosen.calendar  # the demo is nobody's calendar
    gateway = Gateway(path, clock, calendar=calendar, calendar_as=chosen.calendar_as)
    _open(gateway)
    app = PipelineApp(gateway, theme=chosen.theme, demo=demo, rings=chosen.bell == "on")
    try:
        code = app.run()
    finally:
        gc.enable()
        _leave(app.gateway)
    if isinstance(app.crash, PipelineError):
        raise app.crash
    if app.crash is not None:
        from pipeline_tui.ui.crash import report

        return report(app.crash)
    return code or app.return_code or 0


def _open(gateway: Gateway) -> None:
    """Open the file; while another program holds it, wait as a command does, and say so."""
    end = monotonic() + PATIENCE
    said = False
    while True:
        try:
            gateway.check()
        except DatabaseLocked:
            if monotonic() >= end:
                raise
            if not said:
                said = True
                _say(_("Waiting for another program that is writing to the database …"))
        else:
            return


def _leave(gateway: Gateway) -> None:
    """The last backup and the calendar; that they failed is said, since all the work is saved."""
    gateway.news.clear()
    try:
        gateway.leave()
    except PipelineError as problem:
        _say(_("No backup: {problem}").format(problem=problem))
    for line in gateway.news:
        _say(line)


def _say(line: str) -> None:
    sys.stderr.write(f"pipeline-tui: {clean(line)}\n")
