"""What the commands do, by the room they belong to; each is imported when it is looked into."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline_tui.ui.actions.room import Room
    from pipeline_tui.ui.screens.keyed import Handler
    from pipeline_tui.ui.screens.main import MainScreen


_ROOMS = (
    ("moving", "Moving"),
    ("steps", "StepActions"),
    ("deals", "DealActions"),
    ("views", "Views"),
    ("closing", "Closing"),
    ("day", "DayActions"),
    ("files", "Files"),
    ("focus", "FocusActions"),
    ("playbook", "PlaybookActions"),
    ("gate", "GateActions"),
    ("review", "ReviewActions"),
    ("stages", "StageActions"),
    ("insights", "InsightsActions"),
    ("what_if", "WhatIfActions"),
    ("targets", "TargetsActions"),
    ("offer", "OfferActions"),
    ("people", "PeopleActions"),
    ("travel", "TravelActions"),
)
"""Modules here and their rooms, those of every hour first."""


def rooms() -> Iterator[type[Room]]:
    """All rooms of commands, loaded one by one: none behind the one looked for need be there."""
    for module, name in _ROOMS:
        room: type[Room] = getattr(import_module(f"{__name__}.{module}"), name)
        yield room


def find(main: MainScreen, action: str) -> Handler:
    """The function for an action. LookupError if no room has it, which a test rules out."""
    for room in rooms():
        if hasattr(room, action):
            handler: Handler = getattr(room(main), action)
            return handler
    raise LookupError(action)
