"""The linked deals in the pane: `from #12`, `renewal #31, 3 Mar 2027`."""

from __future__ import annotations

from pipeline_tui.domain.links import said
from pipeline_tui.domain.records import DealPage
from pipeline_tui.i18n import _
from pipeline_tui.i18n.format import full_date
from pipeline_tui.ui.render.sheet import FIELD_LINES, Sheet
from pipeline_tui.ui.render.wrap import Run, flow

MOST = 20
"""So many are shown; nobody renews a deal more often."""


def linked(sheet: Sheet, page: DealPage) -> None:
    """When and why a deal in care was won; then a line for each linked deal, which enter opens.

    Nothing where there is nothing.
    """
    deal, links = page.deal, page.links
    if deal.stage_kind == "care" and deal.closed_on is not None:
        won: list[Run] = [("✓ ", "won"), (_("won"), "won"), (" · ", "faint")]
        won.append((full_date(deal.closed_on), "text"))
        if deal.closed_note:
            won += [(" · ", "faint"), (deal.closed_note, "text")]
        sheet.item("closed", sheet.labelled("", flow(won, sheet.body, FIELD_LINES)))
    for number, link in enumerate(links[:MOST]):
        glyph: Run = ("↑ ", "dim") if link.parent else ("↳ ", "accent")
        runs: list[Run] = [glyph, (said(link), "text"), (f"  {link.name}", "faint")]
        label = _("Linked") if not number else ""
        sheet.item("link", sheet.labelled(label, flow(runs, sheet.body, 2)), key=link.id)
