"""After a command that changed something: the calendar file, if one is set, is written anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline_tui.errors import PipelineError

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

_ITS_KEYS = ("calendar", "calendar_as", "")
"""What may keep it from being written; '' is a file that cannot be read, or a misspelt key."""


def refresh(desk: Desk, say: Callable[[str], None]) -> None:
    """Write it anew; `say` hears why not. The command has succeeded or failed without it."""
    from pipeline_tui.locations import settings_name

    try:
        os.stat(settings_name())  # noqa: PTH116  # most have none, and import nothing for it
    except (OSError, PipelineError):
        return
    from pipeline_tui.locations import settings_file
    from pipeline_tui.settings import load

    settings, problems = load(settings_file())
    for problem in problems:
        if problem.key in _ITS_KEYS:
            say(str(problem))
    if not settings.calendar:
        return
    from pipeline_tui.services.calendars import CalendarFile

    try:
        CalendarFile(settings.calendar, settings.calendar_as).refresh(desk)
    except PipelineError as problem:
        say(str(problem))
