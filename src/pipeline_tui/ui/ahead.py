"""What the first keys need: imported in the background, once the first screen stands.

The first `2` is then as quick as later ones. Nothing is made here, only imported.
"""

from __future__ import annotations

from pipeline_tui.ui.actions import deals, moving, steps, views
from pipeline_tui.ui.widgets.agenda import AgendaView

__all__ = ["AgendaView", "deals", "moving", "steps", "views"]
