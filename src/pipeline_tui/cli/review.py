"""`review`: what a review would ask about now, and the summaries of those that were held."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pipeline_tui.cli.options import add_json, whole
from pipeline_tui.errors import UsageError
from pipeline_tui.i18n import _
from pipeline_tui.services.desk import Desk

if TYPE_CHECKING:
    from pipeline_tui.cli.shapes import Json
    from pipeline_tui.domain.records import Deal
    from pipeline_tui.domain.review import Decided, MonthFigures, Summary


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("weekly", "monthly", "export"),
        help=_("the deals it would ask about, or export: the summary of a review that was held"),
    )
    parser.add_argument(
        "number", nargs="?", type=whole, metavar="NUMBER",
        help=_("with export: which review; the last one without it"),
    )  # fmt: skip
    parser.add_argument("--all", action="store_true", help=_("with export: every review"))
    add_json(parser)


def run(desk: Desk, options: Namespace) -> int:
    if options.what != "export":
        if options.number is not None or options.all:
            raise UsageError(_("NUMBER and --all go with export only"), where="review")
        return _list(desk, options.what, json=options.json)
    return _export(desk, options)


def _list(desk: Desk, kind: str, *, json: bool) -> int:
    """The deals with the reason for each; a review is begun in the app."""
    from pipeline_tui.domain.review import REASONS, why
    from pipeline_tui.services import reading, reviewing

    found = [
        (one.reason, deal)
        for one in reviewing.asked(desk, kind)
        if (deal := reading.deal(desk, one.deal_id)) is not None
    ]
    if json:
        from pipeline_tui.cli import shapes

        told = [{"reason": reason, "deal": shapes.deal(deal)} for reason, deal in found]
        shapes.print_json({"kind": kind, "review": told})
        return 0
    from pipeline_tui.cli import say, table

    today = desk.clock.today()
    rows = [
        [REASONS[reason][0], f"#{deal.id}", say.name(deal), why(reason, deal, today), _value(deal)]
        for reason, deal in found
    ]
    for line in table.columns(rows, right=(4,), limit=table.terminal_width()):
        print(line)
    return 0


def _value(deal: Deal) -> str:
    from pipeline_tui.cli import say

    return say.amount(deal.value_minor, deal.currency)


def _export(desk: Desk, options: Namespace) -> int:
    from pipeline_tui.services import reviewing

    found = reviewing.summaries(desk, options.number, every=options.all)
    if options.json:
        from pipeline_tui.cli import shapes

        shapes.print_json({"reviews": [_summary(one) for one in found]})
        return 0
    from pipeline_tui.domain import review_lines

    texts = ["\n".join(review_lines.markdown(one)) for one in found]
    if texts:
        print("\n\n".join(texts))
    return 0


def _summary(of: Summary) -> Json:
    """A review as JSON; values in minor units of `currency`."""
    review = of.review
    yes, no = of.risks
    return {
        "id": review.id,
        "kind": review.kind,
        "started": review.started_at,
        "ended": review.ended_at,
        "learned": review.learned or None,
        "currency": of.currency,
        "decisions": [
            {
                "decision": share.decision or None,
                "deals": share.deals,
                "value_minor": share.value_minor,
            }
            for share in of.shares
        ],
        "risk_was_reason": {"yes": yes, "no": no},
        "month": None if of.month is None else _month(of.month),
        "deals": [_decided(deal) for deal in of.deals],
    }


def _month(of: MonthFigures) -> Json:
    """What was won, lost and went on in the month that was looked back at."""
    from pipeline_tui.cli.report_funnel import cohorts_json

    report = of.report
    return {
        "period": of.period.name,
        "won": {"count": report.won, "value_minor": report.won_minor},
        "lost": {"count": report.lost},
        "win_rate": report.win_rate,
        "stages": cohorts_json(of.conversions),
    }


def _decided(deal: Decided) -> Json:
    return {
        "id": deal.deal_id,
        "name": deal.name,
        "reason": deal.reason,
        "decision": deal.decision or None,
        "value_minor": deal.value_minor,
        "currency": deal.currency,
        "risk_was_reason": deal.risk_was_reason,
    }
