"""The two pages of the what-if; the cursor stays with its lever or deal when lines come and go."""

from __future__ import annotations

from typing import ClassVar

from pipeline_tui.i18n import N_, _
from pipeline_tui.ui.render.cells import width
from pipeline_tui.ui.render.insights import Block
from pipeline_tui.ui.render.what_if import SIGN
from pipeline_tui.ui.text import Run
from pipeline_tui.ui.widgets.insights import InsightsView

LEVERS, DEALS = "levers", "deals"


class WhatIfView(InsightsView):
    """Levers, and open deals; what it comes to is pinned above both."""

    PAGES: ClassVar[tuple[tuple[str, str], ...]] = (
        (DEALS, N_("Deals")),
        (LEVERS, N_("Levers")),
    )

    def show_pinned(self, blocks: list[Block], pinned: list[list[Run]]) -> None:
        """The figures of the page, and what stands above them whatever is scrolled."""
        here = "" if self.current is None else self.current.key
        self.pinned = pinned
        self.show(blocks)
        self.go_to(here)

    def _names(self) -> list[Run]:
        """The pages, and beside them that nothing here is real, as far as there is room."""
        runs = super()._names()
        room = self.size.width - sum(width(text) for text, _style in runs) - 3
        for said in (_("sandbox: nothing is saved"), _("sandbox")):
            if width(said) + 4 <= room:
                return [*runs, ("   ", "text"), (f" {SIGN} {said} ", "banner")]
        return runs

    def go_to(self, key: str) -> bool:
        """Put the cursor on a lever or deal; False if it is not there."""
        for at, line in enumerate(self._lines):
            if key and line.row is not None and line.row.key == key:
                self._settle(at)
                return True
        return False
