"""Keeping where the day's round in focus is, so that it goes on when the program is started again.

It lies beside the data but is no part of their history: there is nothing to undo in it.
"""

from __future__ import annotations

from pipeline_tui.services import reading
from pipeline_tui.services.desk import Desk

ROUND = "focus_round"
"""The setting that holds it."""


def kept_round(desk: Desk) -> str:
    """The round that was kept last, as `Round.kept` wrote it; '' if there is none."""
    return reading.settings(desk).get(ROUND, "")


def keep_round(desk: Desk, text: str) -> None:
    """Keep a round in place of the last one; DatabaseLocked and other troubles of writing."""
    with desk.writer.unnoticed() as work:
        work.set_setting(ROUND, text)
