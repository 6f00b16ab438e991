"""What the commands do, by the room they belong to; imported when the first one is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline_tui.ui.actions.room import Room
    from pipeline_tui.ui.screens.keyed import Handler
    from pipeline_tui.ui.screens.main import MainScreen


def rooms() -> tuple[type[Room], ...]:
    """All rooms of commands."""
    from pipeline_tui.ui.actions.closing import Closing
    from pipeline_tui.ui.actions.day import DayActions
    from pipeline_tui.ui.actions.deals import DealActions
    from pipeline_tui.ui.actions.files import Files
    from pipeline_tui.ui.actions.focus import FocusActions
    from pipeline_tui.ui.actions.gate import GateActions
    from pipeline_tui.ui.actions.insights import InsightsActions
    from pipeline_tui.ui.actions.moving import Moving
    from pipeline_tui.ui.actions.offer import OfferActions
    from pipeline_tui.ui.actions.people import PeopleActions
    from pipeline_tui.ui.actions.playbook import PlaybookActions
    from pipeline_tui.ui.actions.review import ReviewActions
    from pipeline_tui.ui.actions.stages import StageActions
    from pipeline_tui.ui.actions.steps import StepActions
    from pipeline_tui.ui.actions.views import Views

    return (
        Moving,
        StepActions,
        DealActions,
        Closing,
        Views,
        DayActions,
        Files,
        FocusActions,
        InsightsActions,
        PlaybookActions,
        PeopleActions,
        GateActions,
        ReviewActions,
        StageActions,
        OfferActions,
    )


def find(main: MainScreen, action: str) -> Handler:
    """The function for an action. LookupError if no room has it, which a test rules out."""
    for room in rooms():
        if hasattr(room, action):
            handler: Handler = getattr(room(main), action)
            return handler
    raise LookupError(action)
