"""`target`: revenue targets by period, and how far one is."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pipeline_tui.cli import say, table
from pipeline_tui.cli.options import add_json, joined
from pipeline_tui.domain.metrics.periods import parse_period
from pipeline_tui.domain.metrics.plan import Plan, Target
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _, pgettext
from pipeline_tui.i18n.format import number
from pipeline_tui.services import targets
from pipeline_tui.services.desk import Desk


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "period", nargs="?", metavar="PERIOD", help=_("2026, 2026-Q4 or 2026-11; all without it")
    )
    parser.add_argument(
        "value", nargs="*", metavar="VALUE", help=_("what is to be won, as 250k; none clears it")
    )
    parser.add_argument(
        "--customers", metavar="N", help=_("how many new customers; none clears it")
    )
    parser.add_argument(
        "--cause", metavar="TEXT", help=_("why it went otherwise than planned; none clears it")
    )
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    value = joined(options.value)
    given = (options.customers, options.cause)
    if options.period is None and given != (None, None):
        raise UsageError(
            _("Which period is the target for?"), todo=_("Write target 2026-Q4 --customers 5")
        )
    if options.period is not None and (value or given != (None, None)):
        targets.set_target(
            desk,
            options.period,
            value or targets.KEEP,
            targets.KEEP if options.customers is None else options.customers,
            targets.KEEP if options.cause is None else options.cause,
        )
    wanted = None if options.period is None else parse_period(options.period)
    found = [
        (target, targets.plan(desk, parse_period(target.period)))
        for target in targets.targets(desk)
        if wanted is None or target.period == wanted.name
    ]
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"targets": [_json(target, plan) for target, plan in found]})
        return 0
    if not found:
        print(_("No target is set; pipeline-tui target 2026-Q4 250k sets one"))
        return 0
    heads = [_("Period"), _("Target"), _("Won"), _("Gap"), _("Realistic"), _("New customers")]
    caused = any(target.cause for target, _plan in found)
    rows = [[*heads, _("Cause")] if caused else heads]
    for target, plan in found:
        rows.append([*_cells(target, plan), *([target.cause] if caused else [])])
    for line in table.columns(rows, right=(1, 2, 3, 4, 5), limit=table.terminal_width()):
        print(line)
    return 0


def _cells(target: Target, plan: Plan | None) -> list[str]:
    value = say.NOTHING
    if target.value_minor is not None:
        value = say.amount(target.value_minor, target.currency)
    figures = [say.NOTHING] * 3
    if plan is not None and target.value_minor is not None:
        gap = (
            say.amount(plan.gap_minor, plan.currency)
            if plan.gap_minor
            else pgettext("target", "done")
        )
        figures = [
            say.amount(plan.won_minor, plan.currency),
            gap,
            say.amount(plan.realistic_minor, plan.currency),
        ]
    customers = say.NOTHING if target.customers is None else number(target.customers)
    return [target.period, value, *figures, customers]


def _json(target: Target, plan: Plan | None) -> dict[str, object]:
    known = plan is not None and target.value_minor is not None
    return {
        "period": target.period,
        "target_minor": target.value_minor,
        "currency": target.currency,
        "customers": target.customers,
        "cause": target.cause or None,
        "won_minor": plan.won_minor if plan is not None and known else None,
        "realistic_minor": plan.realistic_minor if plan is not None and known else None,
        "gap_minor": plan.gap_minor if plan is not None and known else None,
    }
