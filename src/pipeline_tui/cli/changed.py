"""What a command that changed a deal prints: what was done, and the deal as it is now."""

from __future__ import annotations

from argparse import Namespace

from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk


def print_deal(desk: Desk, options: Namespace, deal_id: int | None, *more: str) -> int:
    """Print the sentence of the last step, further lines, and the deal; always 0.

    Without a deal (a follow-up of its own) `--json` gives null.
    """
    from pipeline_tui.services import history, reading

    deal = None if deal_id is None else reading.deal(desk, deal_id)
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"deal": None if deal is None else shapes.deal(deal)})
        return 0
    for _step, sentence in history.history(desk, 1):
        print(sentence if desk.writer.changed else _("Nothing was changed."))
    for line in more:
        print(line)
    if deal is not None:
        from pipeline_tui.cli import say, table

        cells = [say.deal_cells(deal, desk.clock.today())]
        print(table.columns(cells, limit=table.terminal_width())[0])
    return 0


def deal_of_followup(desk: Desk, followup_id: int) -> int | None:
    """The deal a follow-up belongs to."""
    from pipeline_tui.services import reading

    found = reading.followup(desk, followup_id)
    return None if found is None or found.deal is None else found.deal.id
