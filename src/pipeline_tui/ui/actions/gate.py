"""Qualification in the pane, and what a move asks."""

from __future__ import annotations

from pipeline_tui.domain.qualification import UNKNOWN
from pipeline_tui.ui.actions.room import Room
from pipeline_tui.ui.gateway import gate

_NEXT = {UNKNOWN: "yes", "yes": "no", "no": UNKNOWN}


class GateActions(Room):
    """What lies between a deal and its next stage."""

    async def next_answer(self) -> None:
        """The question under the cursor of the pane: yes, no, not known, and around again."""
        pane = self._main.pane
        page = pane.page_shown if pane is not None else None
        item = pane.current if pane is not None else None
        if page is None or item is None or item.kind != "answer":
            return
        known = {one.question: one.answer for one in page.answers}
        said = _NEXT[known.get(item.name, UNKNOWN)]
        await gate.answer(self._gateway, page.deal.id, item.name, said)
        self._main.reread_stages({page.deal.stage_id})
        self._tell()
