"""`settings cost`: what sources cost, per month; shown, or changed as one undo step."""

from __future__ import annotations

from pipeline_tui.cli import table
from pipeline_tui.i18n import language
from pipeline_tui.i18n.format import money
from pipeline_tui.services import costs
from pipeline_tui.services.desk import Desk


def change_or_show(desk: Desk, words: list[str], *, json: bool) -> int:
    """`SOURCE MONTH AMOUNT` sets one, `SOURCE MONTH none` takes it out, nothing lists all."""
    if words:
        from pipeline_tui.services import setup

        setup.ensure(desk, language())
        costs.set_cost(desk, " ".join(words))
    found = [(one.source, one.month, one.cost) for one in costs.costs(desk) if one.cost]
    if json:
        from pipeline_tui.cli import shapes

        told = [
            {"source": source, "month": month, "cost_minor": cost.minor, "currency": cost.currency}
            for source, month, cost in found
        ]
        shapes.print_json({"costs": told})
        return 0
    rows = [[month, source, money(cost.minor, cost.currency)] for source, month, cost in found]
    for line in table.columns(rows, right=(2,), limit=table.terminal_width()):
        print(line)
    return 0
