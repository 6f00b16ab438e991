"""The part of the pane that tells of the offer: what the customer wants, and what it brings."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain import recurring
from pipeline_tui.domain.records import Deal, DealPage
from pipeline_tui.i18n import _
from pipeline_tui.ui.render import labels, values
from pipeline_tui.ui.render.sheet import Sheet


def hidden(page: DealPage, *, unfolded: bool) -> list[str]:
    """What of it is empty and out of the way."""
    if unfolded:
        return []
    return [labels.field(name) for name, text in _fields(page.deal).items() if not text]


def write(sheet: Sheet, page: DealPage, _today: date, *, unfolded: bool) -> None:
    """All that is known of the offer; nothing while there is nothing."""
    texts = {name: text for name, text in _fields(page.deal).items() if text or unfolded}
    if not texts:
        return
    sheet.section(_("Offer"))
    deal = page.deal
    for name, text in texts.items():
        shown = text
        if name == "recurring" and deal.recurring_minor is not None:
            shown = recurring.shown(deal.recurring_minor, deal.currency, deal.recurring_per)
        sheet.field(name, [(shown, "value" if name == "recurring" else "text")], text)


def _fields(deal: Deal) -> dict[str, str]:
    """The fields of the deal that belong to it, as they are edited."""
    return {"goal": deal.goal, "recurring": values.recurring_text(deal)}
