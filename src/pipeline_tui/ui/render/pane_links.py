"""The linked deals in the pane: `from #12`, `renewal #31, 3 Mar 2027`."""

from __future__ import annotations

from pipeline_tui.domain.links import said
from pipeline_tui.domain.records import DealLink
from pipeline_tui.i18n import _
from pipeline_tui.ui.render.sheet import Sheet
from pipeline_tui.ui.render.wrap import Run, flow

MOST = 20
"""So many are shown; nobody renews a deal more often."""


def linked(sheet: Sheet, links: tuple[DealLink, ...]) -> None:
    """A line each; enter on it goes there. Nothing where there is none."""
    for number, link in enumerate(links[:MOST]):
        glyph: Run = ("↑ ", "dim") if link.parent else ("↳ ", "accent")
        runs: list[Run] = [glyph, (said(link), "text"), (f"  {link.name}", "faint")]
        label = _("Linked") if not number else ""
        sheet.item("link", sheet.labelled(label, flow(runs, sheet.body, 2)), key=link.id)
