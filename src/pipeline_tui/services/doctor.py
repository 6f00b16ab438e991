"""Use case: look the database over (`doctor`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.store import doctor
from pipeline_tui.store.doctor import Finding

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


def examine(desk: Desk) -> list[Finding]:
    """What was looked at and what was found; changes nothing, raises nothing."""
    return doctor.examine(desk.path)
